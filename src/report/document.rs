//! Documents as a report lists them.

use crate::document::{Document, Kind};
use crate::text::Span;

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
    /// What it is to its document.
    pub kind: Kind,
}

/// The stored form.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Stored {
    index: usize,
    start: usize,
    end: usize,
    kind: Kind,
}

#[cfg(feature = "serde")]
impl From<Stored> for ParagraphEntry {
    fn from(Stored { index, start, end, kind }: Stored) -> ParagraphEntry {
        ParagraphEntry { index, span: Span { start, end }, kind }
    }
}

#[cfg(feature = "serde")]
impl From<ParagraphEntry> for Stored {
    fn from(ParagraphEntry { index, span: Span { start, end }, kind }: ParagraphEntry) -> Stored {
        Stored { index, start, end, kind }
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
        DocumentEntry {
            path,
            paragraphs: entries(document.paragraphs().map(|one| (one.span(), one.kind()))),
        }
    }

    /// Paragraphs that come without a document: each counts its bytes from 0.
    pub(crate) fn from_paragraphs<T: AsRef<str>>(paragraphs: &[T]) -> DocumentEntry {
        let spans =
            paragraphs.iter().map(|text| (Span::from(0..text.as_ref().len()), Kind::Paragraph));
        DocumentEntry { path: None, paragraphs: entries(spans) }
    }
}

fn entries(paragraphs: impl Iterator<Item = (Span, Kind)>) -> Vec<ParagraphEntry> {
    let numbered = paragraphs.enumerate();
    numbered.map(|(index, (span, kind))| ParagraphEntry { index, span, kind }).collect()
}
