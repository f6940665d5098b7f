//! The texts of an index, side by side.

use crate::id::Entry;

/// Texts in one allocation. A text for itself takes 24 bytes and an allocation more; all in one would be copied, and held twice, where
/// the room runs out.
pub(super) const BLOCK: usize = 256;

/// Texts by entry, one behind the other: 8 bytes each beyond the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// Each but the last holds [`BLOCK`] texts.
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, Default)]
struct Block {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Adds the text of the next entry.
    pub(super) fn push(&mut self, text: &str) {
        if self.blocks.last().is_none_or(|block| block.ends.len() == BLOCK) {
            self.begin_block();
        }
        let last = self.blocks.len() - 1;
        let block = &mut self.blocks[last];
        block.text.push_str(text);
        block.ends.push(block.text.len());
    }

    fn begin_block(&mut self) {
        let mut expected = 0;
        if let Some(full) = self.blocks.last_mut() {
            full.text.shrink_to_fit();
            full.ends.shrink_to_fit();
            // Texts of one collection are about as long as each other, but one may be of megabytes.
            expected = full.text.len().min(BLOCK * 1024);
        }
        self.blocks.push(Block { text: String::with_capacity(expected), ends: Vec::new() });
    }

    /// Adds a block of texts by where each ends: [`BLOCK`] of them, but for the last block.
    pub(super) fn push_block(&mut self, text: String, ends: Vec<usize>) {
        self.blocks.push(Block { text, ends });
    }

    /// # Panics
    /// When there is no such entry.
    pub(super) fn get(&self, entry: Entry) -> &str {
        let Block { text, ends } = &self.blocks[entry.index() / BLOCK];
        let at = entry.index() % BLOCK;
        let start = if at == 0 { 0 } else { ends[at - 1] };
        &text[start..ends[at]]
    }

    /// Those that stay, in order. The memory of those that went is free as soon as it is passed.
    pub(super) fn retained(self, stays: impl Fn(Entry) -> bool) -> Texts {
        let mut retained = Texts::default();
        let mut entries = (0..).map(Entry);
        for block in self.blocks {
            let mut start = 0;
            for (end, entry) in block.ends.iter().zip(&mut entries) {
                if stays(entry) {
                    retained.push(&block.text[start..*end]);
                }
                start = *end;
            }
        }
        retained
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_where_they_were_put() {
        let written = |number: u32| "é".repeat(number as usize % 7);
        let mut texts = Texts::default();
        for number in 0..1000 {
            texts.push(&written(number));
        }
        assert!((0..1000).all(|number| texts.get(Entry(number)) == written(number)));
        let retained = texts.retained(|entry| entry.0.is_multiple_of(3));
        assert!((0..334).all(|number| retained.get(Entry(number)) == written(3 * number)));
    }
}
