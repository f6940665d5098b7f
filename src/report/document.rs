//! Documents as a report lists them.

use crate::text::{Document, Span};

/// A paragraph's number and bytes in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Stored", into = "Stored"))]
pub struct ParagraphEntry {
    /// Counted from 0.
    pub index: usize,
    /// Its bytes; as JSON its `start` and its `end`.
    pub span: Span,
}

/// The stored form.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Stored {
    index: usize,
    start: usize,
    end: usize,
}

#[cfg(feature = "serde")]
impl From<Stored> for ParagraphEntry {
    fn from(Stored { index, start, end }: Stored) -> ParagraphEntry {
        ParagraphEntry { index, span: Span { start, end } }
    }
}

#[cfg(feature = "serde")]
impl From<ParagraphEntry> for Stored {
    fn from(ParagraphEntry { index, span: Span { start, end } }: ParagraphEntry) -> Stored {
        Stored { index, start, end }
    }
}

/// A document as the report knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DocumentEntry {
    /// Where it was read from, if from anywhere.
    pub path: Option<String>,
    /// Its paragraphs in order.
    pub paragraphs: Vec<ParagraphEntry>,
}

impl DocumentEntry {
    pub(crate) fn from_document(document: &Document) -> DocumentEntry {
        let path = document.path().map(str::to_owned);
        DocumentEntry { path, paragraphs: entries(document.spans().iter().copied()) }
    }

    /// Paragraphs that come without a document: each counts its bytes from 0.
    pub(crate) fn from_paragraphs<T: AsRef<str>>(paragraphs: &[T]) -> DocumentEntry {
        let spans = paragraphs.iter().map(|text| Span::from(0..text.as_ref().len()));
        DocumentEntry { path: None, paragraphs: entries(spans) }
    }
}

fn entries(spans: impl Iterator<Item = Span>) -> Vec<ParagraphEntry> {
    spans.enumerate().map(|(index, span)| ParagraphEntry { index, span }).collect()
}
