//! A piece of a text, by its bytes.

use core::ops::Range;

/// Byte offsets `start..end` into a text, at character boundaries; `[start, end]` in JSON.
///
/// ```
/// use paradup::evidence::Span;
///
/// let span = Span::from(4..9);
/// assert_eq!(&"The quick fox"[span.range()], "quick");
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
    /// For slicing: `&text[span.range()]`.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
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
