//! Which bytes of a document a piece of a paragraph's text comes from.

use crate::text::Span;

/// A piece of a paragraph's text, and the bytes of the document that it was read from.
///
/// The segments of a paragraph ascend, in its text and in the document, and together they make its text. Where a document
/// says a thing in its own notation, as HTML says `&` as `&amp;`, the segment is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Segment {
    /// Bytes of the paragraph's text.
    pub text: Span,
    /// Bytes of the document as it was read.
    pub source: Span,
    /// Whether both are the same bytes. Otherwise the source stands for the text as a whole, no part of it for a part.
    pub verbatim: bool,
}

impl Segment {
    /// Where the text before this byte ends in the document.
    fn source_end(&self, end: usize) -> usize {
        if self.verbatim { self.source.start + (end - self.text.start) } else { self.source.end }
    }

    /// Where the text from this byte on begins in the document.
    fn source_start(&self, start: usize) -> usize {
        if self.verbatim {
            self.source.start + (start - self.text.start)
        } else {
            self.source.start
        }
    }
}

/// The bytes of the document that hold these bytes of the text. A decoded segment is in it as a whole or not at all.
pub(super) fn to_source(segments: &[Segment], span: Span) -> Span {
    let first = holder(segments, span.start);
    // The last byte is looked up, not the end: that may be where another segment begins.
    let last = holder(segments, span.end.saturating_sub(1).max(span.start));
    let start = segments.get(first).map_or(0, |segment| segment.source_start(span.start));
    let end = segments.get(last).map_or(0, |segment| segment.source_end(span.end));
    Span { start, end: end.max(start) }
}

/// The number of the segment that holds a byte of the text.
fn holder(segments: &[Segment], byte: usize) -> usize {
    segments.partition_point(|segment| segment.text.start <= byte).saturating_sub(1)
}
