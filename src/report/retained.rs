//! What kept similar paragraphs from being left out.

/// How many paragraphs stay though they are related to one that stays, each counted under the first of these that its
/// removal would lose. Counted under [`MayLose::Wording`](crate::MayLose) only, and there
/// not for paragraphs that are related under hot shingles alone, as instances of a template are: those
/// pairs are not looked for.
///
/// ```
/// let mut retained = paradup::report::Retained::default();
/// (retained.numbers, retained.names) = (2, 1);
/// assert_eq!(retained.total(), 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Retained {
    /// A number would be lost, or replaced by another.
    pub numbers: u64,
    /// A name.
    pub names: u64,
    /// A negation.
    pub negations: u64,
    /// A word that obliges or permits.
    pub obligations: u64,
    /// A word that stands in few paragraphs.
    pub rare_words: u64,
    /// More than three words in a row that the representative lacks, words in the place of others, or a mark that says
    /// something, such as a question mark.
    pub passages: u64,
}

impl Retained {
    /// The number of all of them.
    pub fn total(&self) -> u64 {
        self.numbers
            + self.names
            + self.negations
            + self.obligations
            + self.rare_words
            + self.passages
    }
}
