//! A piece of a text, by its bytes.

use core::ops::{Index, Range};

/// Byte offsets `start..end` into a text, at character boundaries; `[start, end]` in JSON.
///
/// The only such type of this crate: words, paragraphs and evidence all have one. Unlike a
/// `Range<usize>` it can be copied, ordered and hashed, is no iterator by accident, and indexes a text:
///
/// ```
/// use paradup::text::Span;
///
/// let span = Span::from(4..9);
/// assert_eq!(&"The quick fox"[span], "quick");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "(usize, usize)", into = "(usize, usize)"))]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The first byte behind it.
    pub end: usize,
}

impl Span {
    /// The same bytes as a range, for functions that ask for one.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether there is no byte in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// From the beginning of one span to the end of a later one.
    pub(crate) fn to(self, later: Span) -> Span {
        Span { start: self.start, end: later.end.max(self.end) }
    }

    pub(crate) fn shifted(self, by: usize) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span { start: range.start, end: range.end }
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Range<usize> {
        span.range()
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Span {
        Span { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> (usize, usize) {
        (span.start, span.end)
    }
}

/// # Panics
/// When the text has no such bytes, or a character stands across an end of the span.
impl Index<Span> for str {
    type Output = str;

    fn index(&self, span: Span) -> &str {
        &self[span.range()]
    }
}

impl Index<Span> for String {
    type Output = str;

    fn index(&self, span: Span) -> &str {
        &self.as_str()[span]
    }
}
