//! What of a document is compared as one.

use super::block::Block;
use super::kind::Kind;
use super::lines::lines;
use super::segment::Segment;
use crate::named::named;

/// What joins the paragraphs of a document that is compared as one.
const PARAGRAPH_END: &str = "\n\n";

/// What of a document is compared as one.
///
/// ```
/// use paradup::document::{Document, Unit};
///
/// let document = Document::plain("Doors open at eight.\nDoors close at ten.\n\nNo dogs.");
/// assert_eq!(document.clone().by(Unit::Paragraph).paragraphs().len(), 2);
/// assert_eq!(document.clone().by(Unit::Line).paragraphs().len(), 3);
/// assert_eq!(document.by(Unit::Document).paragraphs().len(), 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Unit {
    /// Each paragraph.
    #[default]
    Paragraph,
    /// Each line of a paragraph.
    Line,
    /// All prose of the document.
    Document,
}

named!(Unit { Paragraph = "paragraph", Line = "line", Document = "document" });

impl Unit {
    pub(super) fn regroup(self, blocks: Vec<Block>) -> Vec<Block> {
        match self {
            Unit::Paragraph => blocks,
            Unit::Line => blocks.iter().flat_map(line_blocks).collect(),
            Unit::Document => vec![joined(&blocks)],
        }
    }
}

/// The lines of a block, a block each.
fn line_blocks(block: &Block) -> Vec<Block> {
    let mut source_end = 0;
    let lines = lines(&block.text).map(|line| {
        let mut part = block.part(line.content.into());
        // A decoded piece across a line end is the one line's, and leaves no bytes for the next.
        for Segment { source, .. } in &mut part.segments {
            source.start = source.start.max(source_end);
            source_end = source.end.max(source.start);
        }
        part
    });
    lines.collect()
}

/// All prose as one block.
fn joined(blocks: &[Block]) -> Block {
    let mut whole = Block::new(Kind::Paragraph);
    for block in blocks.iter().filter(|block| block.kind.is_prose() && !block.is_ignored) {
        if !whole.text.is_empty() {
            whole.decode(whole.span().end..block.span().start, PARAGRAPH_END);
        }
        whole.extend(block);
    }
    whole
}
