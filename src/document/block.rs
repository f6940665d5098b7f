//! A paragraph in the making.

use super::Kind;
use super::lines::visible;
use super::segment::{Segment, to_source};
use crate::BuildError;
use crate::text::Span;

/// A paragraph as a reader of documents makes it, piece by piece, for [`Document::from_paragraphs`](super::Document::from_paragraphs).
///
/// ```
/// use paradup::document::{Block, Document, Kind};
///
/// let file = r"\section{Fish} Salt \& pepper.";
/// let mut block = Block::new(Kind::Paragraph);
/// block.copy(file, 15..20);
/// block.decode(20..22, "&");
/// block.copy(file, 22..30);
/// let document = Document::from_paragraphs(file, [block])?;
/// assert_eq!(document.paragraph(0).text(), "Salt & pepper.");
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    pub(super) kind: Kind,
    pub(super) is_ignored: bool,
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
}

impl Block {
    /// Without any text yet.
    pub fn new(kind: Kind) -> Block {
        Block { kind, ..Block::default() }
    }

    /// The same block, which is not to be compared.
    #[must_use]
    pub fn ignored(self) -> Block {
        Block { is_ignored: true, ..self }
    }

    /// Adds bytes of the document as they are.
    ///
    /// # Panics
    /// When the document has no such bytes, or a character stands across an end of them.
    pub fn copy(&mut self, document: &str, span: impl Into<Span>) {
        let source = span.into();
        if source.is_empty() {
            return;
        }
        let text = self.append(&document[source]);
        match self.segments.last_mut() {
            // Pieces that follow each other are one.
            Some(last) if last.verbatim && last.source.end == source.start => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ => self.segments.push(Segment { text, source, verbatim: true }),
        }
    }

    /// Adds a text that these bytes of the document stand for.
    pub fn decode(&mut self, span: impl Into<Span>, text: &str) {
        if !text.is_empty() {
            let text = self.append(text);
            self.segments.push(Segment { text, source: span.into(), verbatim: false });
        }
    }

    /// What has been added.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn append(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span { start, end: self.text.len() }
    }

    /// The bytes of the document from the first segment to the last.
    pub(super) fn span(&self) -> Span {
        let ends = self.segments.first().zip(self.segments.last());
        ends.map_or(Span { start: 0, end: 0 }, |(first, last)| first.source.to(last.source))
    }

    /// The block without white space at both ends; none where nothing visible is left.
    pub(super) fn trimmed(mut self) -> Option<Block> {
        // Elsewhere U+FEFF is a joiner, and belongs to its paragraph.
        let is_mark = self.span().start == 0 && self.text.starts_with('\u{feff}');
        let mark = if is_mark { '\u{feff}'.len_utf8() } else { 0 };
        let visible = visible(&self.text[mark..])?.shifted(mark);
        if visible.start > 0 || visible.end < self.text.len() {
            self = self.part(visible);
        }
        Some(self)
    }

    /// The same block with this part of its text. O(log segments), and the length of the part.
    pub(super) fn part(&self, part: Span) -> Block {
        let first = self.segments.partition_point(|segment| segment.text.end <= part.start);
        let within = self.segments[first..].iter().take_while(|one| one.text.start < part.end);
        Block {
            kind: self.kind,
            is_ignored: self.is_ignored,
            text: self.text[part].to_owned(),
            segments: within.filter_map(|segment| cut(segment, part)).collect(),
        }
    }

    /// Adds all of a block that stands further on in the document.
    pub(super) fn extend(&mut self, later: &Block) {
        let start = self.append(&later.text).start;
        let shifted = |segment: &Segment| Segment { text: segment.text.shifted(start), ..*segment };
        self.segments.extend(later.segments.iter().map(shifted));
    }

    /// # Errors
    /// When the segments do not ascend, or lead to no characters of the document, or a verbatim one leads to others.
    pub(super) fn check(&self, document: &str, from: usize) -> Result<(), BuildError> {
        let mut from = from;
        for segment in &self.segments {
            let Span { start, end } = segment.source;
            let Some(source) = document.get(start..end).filter(|_| start >= from) else {
                let message = format!(
                    "expected bytes of the document from {from} on, in order, found {start}..{end}"
                );
                return Err(BuildError::new("paragraphs", message));
            };
            if segment.verbatim && source != &self.text[segment.text] {
                let message = format!(
                    "expected the bytes {start}..{end} of the document, found a copy of another"
                );
                return Err(BuildError::new("paragraphs", message));
            }
            from = end;
        }
        Ok(())
    }
}

/// The segment as far as it lies in a part of the text, which begins at 0 then.
fn cut(segment: &Segment, part: Span) -> Option<Segment> {
    let start = segment.text.start.max(part.start);
    let end = segment.text.end.min(part.end);
    // One beside the part leads nowhere.
    (start < end).then(|| Segment {
        text: Span { start: start - part.start, end: end - part.start },
        source: to_source(core::slice::from_ref(segment), Span { start, end }),
        verbatim: segment.verbatim,
    })
}
