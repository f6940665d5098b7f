//! Blocks of a document, written line by line.

use core::ops::Range;

use super::{Block, CELL_SEPARATOR, Kind};

/// Blocks in the making, in the order of the document, the last one open for more.
pub(super) struct Draft<'t> {
    document: &'t str,
    blocks: Vec<Block>,
    open: Option<Block>,
    /// Where the last piece of the open block ends.
    end: usize,
}

impl<'t> Draft<'t> {
    pub(super) fn new(document: &'t str) -> Draft<'t> {
        Draft { document, blocks: Vec::new(), open: None, end: 0 }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether no block is complete yet.
    pub(super) fn is_first(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The text of the open block so far.
    pub(super) fn open_text(&self) -> Option<&str> {
        self.open.as_ref().map(Block::text)
    }

    /// Adds bytes of the document to the open block, or to a new one of this kind. White space right behind the last piece,
    /// as the end of its line, comes with them; marks that stand behind it do not.
    pub(super) fn add(&mut self, kind: Kind, span: Range<usize>) {
        let block = self.open.get_or_insert_with(|| Block::new(kind));
        let start = if block.text().is_empty() {
            span.start + leading_space(&self.document[span.clone()])
        } else {
            let space = leading_space(&self.document[self.end..span.start]);
            block.copy(self.document, self.end..self.end + space);
            span.start
        };
        block.copy(self.document, start..span.end);
        self.end = span.end;
    }

    /// Adds a text that these bytes stand for.
    pub(super) fn decode(&mut self, kind: Kind, span: Range<usize>, text: &str) {
        self.add(kind, span.start..span.start);
        if let Some(block) = &mut self.open {
            block.decode(span.clone(), text);
        }
        self.end = span.end;
    }

    /// Adds cells of a table to the open row, or to a new one.
    pub(super) fn add_cells(&mut self, cells: impl IntoIterator<Item = Range<usize>>) {
        for cell in cells {
            let cell = trimmed(self.document, cell);
            if cell.is_empty() {
                continue;
            }
            let row = self.open.get_or_insert_with(|| Block::new(Kind::Row));
            if !row.text().is_empty() {
                row.decode(self.end..cell.start, CELL_SEPARATOR);
            }
            row.copy(self.document, cell.clone());
            self.end = cell.end;
        }
    }

    /// Ends the open block.
    pub(super) fn close(&mut self) {
        self.blocks.extend(self.open.take());
    }

    /// The open block turns out to be of another kind.
    pub(super) fn change_kind(&mut self, kind: Kind) {
        if let Some(block) = &mut self.open {
            block.kind = kind;
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }
}

/// The bytes without white space at both ends.
fn trimmed(document: &str, span: Range<usize>) -> Range<usize> {
    let text = &document[span.clone()];
    let start = span.start + leading_space(text);
    start..start + text.trim().len()
}

/// The bytes of white space at the start of a text.
fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
