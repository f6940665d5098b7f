//! What a paragraph is to its document.

use crate::named::named;

/// What a paragraph is to its document.
///
/// ```
/// use paradup::document::Kind;
///
/// assert!(Kind::Item.is_prose() && !Kind::Code.is_prose());
/// assert_eq!("quote".parse(), Ok(Kind::Quote));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// A block of a list item.
    Item,
    /// A row of a table, its cells with tabs between them.
    Row,
    /// A block of a quotation.
    Quote,
    /// The caption of a figure or a table.
    Caption,
    /// The title of a section.
    Heading,
    /// Program text, or other text whose layout counts.
    Code,
}

named!(Kind {
    Paragraph = "paragraph",
    Item = "item",
    Row = "row",
    Quote = "quote",
    Caption = "caption",
    Heading = "heading",
    Code = "code",
});

/// Stands between the cells of a row.
pub(crate) const CELL_SEPARATOR: &str = "\t";

impl Kind {
    /// Whether it is text that people write to be read: all but headings and code.
    pub fn is_prose(self) -> bool {
        !matches!(self, Kind::Heading | Kind::Code)
    }
}
