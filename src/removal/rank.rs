//! Which of two paragraphs is kept.

use core::cmp::Reverse;

/// What a caller says of a paragraph before anything is compared: whether it can be left out at
/// all, and which is kept of those that can.
///
/// ```
/// use paradup::{Detector, Standing};
///
/// let texts = ["Closed on Mondays.", "Closed on Mondays.", "closed on mondays"];
/// let standing = |number| if number == 1 { Standing::Kept } else { Standing::Ranked(()) };
/// let removals = Detector::default().removals(&texts, standing);
/// let removed: Vec<usize> = removals.removed.iter().map(|removal| removal.removed.paragraph).collect();
/// assert_eq!(removed, [0, 2]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing<P> {
    /// Can be left out; of two the greater priority is kept.
    Ranked(P),
    /// Stays whatever it resembles, and comes before all that are ranked.
    Kept,
}

/// A total order of paragraphs: by standing, then by words where the longest is kept, then by position.
pub(crate) struct Ranking<'r, S> {
    standing: S,
    /// The words of each paragraph; none where they do not count.
    words: Option<&'r [u32]>,
}

impl<'r, P: Ord, S: Fn(usize) -> Standing<P>> Ranking<'r, S> {
    pub(crate) fn new(standing: S, words: Option<&'r [u32]>) -> Ranking<'r, S> {
        Ranking { standing, words }
    }

    /// Whether a paragraph may be left out at all.
    pub(crate) fn may_go(&self, paragraph: usize) -> bool {
        (self.standing)(paragraph) < Standing::Kept
    }

    /// Whether `one` is kept rather than `other`.
    pub(crate) fn outranks(&self, one: usize, other: usize) -> bool {
        self.key(one) < self.key(other)
    }

    /// Ascending from the first to be kept.
    pub(crate) fn key(&self, paragraph: usize) -> (Reverse<Standing<P>>, Reverse<u32>, usize) {
        let words = self.words.map_or(0, |words| words[paragraph]);
        (Reverse((self.standing)(paragraph)), Reverse(words), paragraph)
    }

    /// The first to be kept of some.
    pub(crate) fn first(&self, paragraphs: impl IntoIterator<Item = usize>) -> Option<usize> {
        paragraphs.into_iter().min_by(|one, other| self.key(*one).cmp(&self.key(*other)))
    }
}
