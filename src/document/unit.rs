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

#[cfg(test)]
mod tests {
    use super::super::outline::expect;
    use super::super::{Block, Document, Kind, Unit};

    #[test]
    fn lines_keep_kind_and_place() {
        let document = Document::plain("One\ntwo.\n\n> Three\n> four.").by(Unit::Line);
        let places: Vec<usize> = document.paragraphs().map(|line| line.span().start).collect();
        assert_eq!(places, [0, 4, 12, 20]);
        expect(&document, &["paragraph One", "paragraph two.", "quote Three", "quote four."]);
    }

    #[test]
    fn a_document_is_its_prose() {
        let text = "== One\n\nTwo.\n\n----\nthree\n----\n\n* four";
        let document = Document::asciidoc(text).by(Unit::Document);
        assert_eq!(document.paragraph(0).text(), "Two.\n\nfour");
        assert_eq!(document.paragraph(0).to_source((6..10).into()), (33..37).into());
        assert_eq!(Document::asciidoc("== One").by(Unit::Document).paragraphs().len(), 0);
    }

    #[test]
    fn a_decoded_line_end_parts_lines_too() -> Result<(), crate::BuildError> {
        let mut block = Block::new(Kind::Item);
        block.copy("one<br>two", 0..3);
        block.decode(3..7, "\nand\n");
        block.copy("one<br>two", 7..10);
        let document = Document::from_paragraphs("one<br>two", [block])?.by(Unit::Line);
        let spans: Vec<_> = document.paragraphs().map(|line| line.span().range()).collect();
        assert_eq!(spans, [0..3, 3..7, 7..10]);
        expect(&document, &["item one", "item and", "item two"]);
        Ok(())
    }

    #[test]
    fn names_are_read() {
        assert_eq!("line".parse(), Ok(Unit::Line));
        assert_eq!(Unit::default(), Unit::Paragraph);
    }
}
