//! Which paragraph is meant.

/// A paragraph, by its document and its number in it, both counted from 0.
///
/// The only identity that paragraphs have in reports: findings, clusters and removals all name them so. A bare number
/// would do for a slice of paragraphs alone; a place does for documents and streams of them too. Paragraphs
/// given as one slice are those of document 0, so that [`paragraph`](Place::paragraph) is the index into the slice.
///
/// Places are ordered as the texts are: of two paragraphs the later one is the greater.
///
/// ```
/// let texts = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let report = paradup::Detector::default().detect(&texts);
/// let place = report.findings[0].b;
/// assert_eq!((place.document, place.paragraph), (0, 2));
/// assert_eq!(texts[place.paragraph], "ALPHA, beta, gamma!");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// The document's number, in the order given.
    pub document: usize,
    /// The paragraph's number in its document.
    pub paragraph: usize,
}

impl Place {
    /// The place of a paragraph that is given in a slice.
    pub(crate) fn in_slice(paragraph: usize) -> Place {
        Place { document: 0, paragraph }
    }
}
