//! What two paragraphs share.

use super::background::{Background, StemWeight};

/// What two paragraphs share, by their distinct stems.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shared {
    /// Summed weight of the shared stems.
    pub(super) weight: f64,
    /// How many they are.
    pub(super) stems: u32,
    /// How many of them are numbers.
    pub(super) numbers: u32,
}

impl Shared {
    /// What two paragraphs share. Sums in the order of the stems' numbers, as a walk along their postings does, so that
    /// both come to the same bits.
    pub(super) fn between(background: &Background, a: usize, b: usize) -> Shared {
        let (mut left, mut right) = (background.distinct(a), background.distinct(b));
        let mut shared = Shared::default();
        while let (Some(x), Some(y)) = (left.first(), right.first()) {
            if x == y {
                shared.add(background.weight(*x));
            }
            left = &left[usize::from(x <= y)..];
            right = &right[usize::from(y <= x)..];
        }
        shared
    }

    pub(super) fn add(&mut self, weight: StemWeight) {
        self.weight += weight.shared;
        self.stems += 1;
        self.numbers += u32::from(weight.is_number);
    }
}

/// The stems of one paragraph, to be held against those of many.
#[derive(Debug)]
pub(super) struct Marked {
    /// A bit for each stem, so that those of a large collection stay in cache.
    has: Vec<u64>,
    /// The stems that have theirs set.
    stems: Vec<u32>,
    shared: Vec<u32>,
}

impl Marked {
    /// None of this many stems.
    pub(super) fn new(stems: usize) -> Marked {
        Marked { has: vec![0; stems.div_ceil(64)], stems: Vec::new(), shared: Vec::new() }
    }

    /// Marks these and no others.
    pub(super) fn mark(&mut self, stems: &[u32]) {
        for stem in self.stems.drain(..) {
            self.has[stem as usize / 64] = 0;
        }
        self.stems.extend(stems);
        for stem in stems {
            self.has[*stem as usize / 64] |= 1 << (stem % 64);
        }
    }

    /// What the paragraph that is marked and this one share: the same as [`Shared::between`] both, and some times as fast.
    pub(super) fn shared(&mut self, background: &Background, paragraph: usize) -> Shared {
        let stems = background.distinct(paragraph);
        self.shared.resize(self.shared.len().max(stems.len()), 0);
        let mut count = 0;
        for stem in stems {
            // Written in vain where it is not shared: whether it is cannot be guessed.
            self.shared[count] = *stem;
            count += (self.has[*stem as usize / 64] >> (stem % 64) & 1) as usize;
        }
        let mut shared = Shared::default();
        self.shared[..count].iter().for_each(|stem| shared.add(background.weight(*stem)));
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::kernel::Kernel;
    use crate::text::Normalizer;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marked_stems_equal_the_merge(
            texts in prop::collection::vec(prop::collection::vec("[a-d]{1,4}|[0-9]", 0..30), 2..9),
        ) {
            let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let background = Background::read(Serial, (Normalizer::new(), Kernel::detect()), &texts).unwrap();
            let mut marked = Marked::new(background.stems());
            for a in 0..texts.len() {
                marked.mark(background.distinct(a));
                for b in 0..texts.len() {
                    prop_assert_eq!(marked.shared(&background, b), Shared::between(&background, a, b));
                }
            }
        }
    }
}
