//! A paragraph of a document.

use core::slice;

use super::Kind;
use super::lines::line_of;
use super::segment::{Segment, to_source};
use crate::text::{Span, has_words};

/// A paragraph of a document: its kind, its text, and where it stands.
///
/// ```
/// use paradup::document::Document;
///
/// let document = Document::plain("A headline\n\nOne paragraph.");
/// let paragraph = document.paragraph(1);
/// assert_eq!((paragraph.text(), paragraph.line()), ("One paragraph.", 3));
/// assert_eq!(&document.text()[paragraph.span()], "One paragraph.");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Paragraph<'d> {
    /// The document's text and the first byte of each of its lines.
    document: &'d str,
    lines: &'d [usize],
    stored: &'d Stored,
}

/// A paragraph as a document holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) kind: Kind,
    pub(super) is_ignored: bool,
    /// From its first segment to its last.
    pub(super) whole: Segment,
    /// Where the text is not simply the bytes of the document.
    pub(super) decoded: Option<Box<Decoded>>,
    /// The text with its noise as spaces, where there is any.
    pub(super) masked: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: Box<str>,
    pub(super) segments: Box<[Segment]>,
}

impl<'d> Paragraph<'d> {
    pub(super) fn new(document: &'d str, lines: &'d [usize], stored: &'d Stored) -> Paragraph<'d> {
        Paragraph { document, lines, stored }
    }

    /// What it is to its document.
    pub fn kind(&self) -> Kind {
        self.stored.kind
    }

    /// Whether its document asks not to compare it.
    pub fn is_ignored(&self) -> bool {
        self.stored.is_ignored
    }

    /// Its text as a reader sees it: without markup, entities and escapes decoded. Never empty.
    pub fn text(&self) -> &'d str {
        match &self.stored.decoded {
            Some(decoded) => &decoded.text,
            None => &self.document[self.stored.whole.source],
        }
    }

    /// Its text as it is compared: as long, with spaces in place of what [is ignored](super::Document::ignoring).
    pub fn compared(&self) -> &'d str {
        self.stored.masked.as_deref().unwrap_or_else(|| self.text())
    }

    /// Whether it has at least this many words, in its text [as it is compared](Paragraph::compared). Words stand between
    /// white space; two characters of a script that is written without spaces count as one. O(text), at most.
    ///
    /// ```
    /// # use paradup::document::Document;
    /// let document = Document::plain("One paragraph.");
    /// assert!(document.paragraph(0).has_words(2) && !document.paragraph(0).has_words(3));
    /// ```
    pub fn has_words(&self, least: usize) -> bool {
        has_words(self.compared(), least)
    }

    /// Its bytes in the document as it was read, with the markup between them.
    pub fn span(&self) -> Span {
        self.stored.whole.source
    }

    /// The number of its first line, from 1. O(log lines).
    pub fn line(&self) -> usize {
        line_of(self.lines, self.span().start)
    }

    /// The number of its last line, from 1. O(log lines).
    pub fn last_line(&self) -> usize {
        line_of(self.lines, self.span().end.saturating_sub(1).max(self.span().start))
    }

    /// Which bytes of the document each piece of the text comes from, in order, without gaps in the text.
    pub fn segments(&self) -> &'d [Segment] {
        match &self.stored.decoded {
            Some(decoded) => &decoded.segments,
            None => slice::from_ref(&self.stored.whole),
        }
    }

    /// The bytes of the document that hold these bytes of the text, with the markup between them. O(log segments).
    ///
    /// ```
    /// # use paradup::document::Document;
    /// let document = Document::plain("A headline\n\nOne paragraph.");
    /// assert_eq!(document.paragraph(1).to_source((4..13).into()), (16..25).into());
    /// ```
    pub fn to_source(&self, span: Span) -> Span {
        to_source(self.segments(), span)
    }
}
