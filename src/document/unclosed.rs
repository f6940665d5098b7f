//! What a text begins and does not end.

use super::block::Block;
use crate::text::Span;

/// What a text begins and nowhere ends, and what takes all that follows with it: a comment, an element that is not shown, a
/// listing. As a rule an end was forgotten, and text is not compared that ought to be.
///
/// ```
/// # #[cfg(feature = "html")] {
/// use paradup::document::Document;
///
/// let page = Document::html("<p>Seen.<!-- a comment<p>Not seen.");
/// assert_eq!(page.unclosed()[0].mark, "<!--");
/// assert_eq!(page.unclosed()[0].span, (8..34).into());
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unclosed {
    /// What begins there, as it is written.
    pub mark: String,
    /// The bytes of the document from the mark on that are not read as its text, or are ignored.
    pub span: Span,
}

impl Unclosed {
    /// With the first characters of the span as its mark.
    pub(super) fn new(document: &str, span: Span) -> Unclosed {
        const MAX_LENGTH: usize = 20;
        let text = document[span].split(|c: char| c.is_whitespace() || c == '>').next();
        let mark = text.unwrap_or_default().chars().take(MAX_LENGTH).collect();
        Unclosed { mark, span }
    }
}

/// What a reader finds in a text.
pub(super) struct Reading {
    pub(super) blocks: Vec<Block>,
    pub(super) unclosed: Vec<Unclosed>,
}

impl From<Vec<Block>> for Reading {
    fn from(blocks: Vec<Block>) -> Reading {
        Reading { blocks, unclosed: Vec::new() }
    }
}
