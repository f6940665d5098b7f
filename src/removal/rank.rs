//! Which of two paragraphs is kept.

use core::cmp::Ordering;

use crate::cluster::Keep;
use crate::id::Paragraph;

/// What a caller says of a paragraph before anything is compared: whether it can be left out at
/// all, and which is kept of those that can.
///
/// ```
/// use paradup::{Detector, Standing};
///
/// let texts = ["Closed on Mondays.", "Closed on Mondays.", "closed on mondays"];
/// let standing = |number| if number == 1 { Standing::Kept } else { Standing::Ranked(()) };
/// let removals = Detector::default().removals_by(&texts, standing);
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

/// What a caller says of all paragraphs.
pub(crate) trait Standings: Sync {
    /// Less is kept first.
    fn compare(&self, one: Paragraph, other: Paragraph) -> Ordering;

    /// Whether a paragraph may be left out at all.
    fn may_go(&self, paragraph: Paragraph) -> bool;
}

impl<P: Ord, S: Fn(usize) -> Standing<P> + Sync> Standings for S {
    fn compare(&self, one: Paragraph, other: Paragraph) -> Ordering {
        self(other.index()).cmp(&self(one.index()))
    }

    fn may_go(&self, paragraph: Paragraph) -> bool {
        self(paragraph.index()) < Standing::Kept
    }
}

/// The standings of some of the paragraphs, which are counted anew.
pub(super) struct Among<'r> {
    pub(super) standings: &'r dyn Standings,
    pub(super) paragraphs: &'r [Paragraph],
}

impl Standings for Among<'_> {
    fn compare(&self, one: Paragraph, other: Paragraph) -> Ordering {
        let [one, other] = [one, other].map(|paragraph| self.paragraphs[paragraph.index()]);
        self.standings.compare(one, other)
    }

    fn may_go(&self, paragraph: Paragraph) -> bool {
        self.standings.may_go(self.paragraphs[paragraph.index()])
    }
}

/// The standings where one text is asked whether it can go for another: the first may, the second stays.
pub(super) fn first_for_second(text: usize) -> Standing<()> {
    if text == 1 { Standing::Kept } else { Standing::Ranked(()) }
}

/// A total order of paragraphs: by standing, then by words where the longest is kept, then by position.
#[derive(Clone)]
pub(super) struct Ranking<'r> {
    standings: &'r dyn Standings,
    /// The number of words of each paragraph; none where it does not count.
    words: Option<Vec<u32>>,
}

impl<'r> Ranking<'r> {
    pub(super) fn new(
        standings: &'r dyn Standings,
        keep: Keep,
        words: impl FnOnce() -> Vec<u32>,
    ) -> Ranking<'r> {
        // Where the first is kept the numbers are not even gathered.
        Ranking { standings, words: (keep == Keep::Longest).then(words) }
    }

    /// Whether a paragraph may be left out at all.
    pub(super) fn may_go(&self, paragraph: Paragraph) -> bool {
        self.standings.may_go(paragraph)
    }

    /// Whether `one` is kept rather than `other`.
    pub(super) fn outranks(&self, one: Paragraph, other: Paragraph) -> bool {
        self.compare(one, other).is_lt()
    }

    /// Ascending from the first to be kept.
    pub(super) fn compare(&self, one: Paragraph, other: Paragraph) -> Ordering {
        // By position at last, so that no two are equal and what goes does not depend on an algorithm of sorting.
        let by_standing = self.standings.compare(one, other);
        by_standing.then_with(|| self.compare_words(one, other)).then(one.cmp(&other))
    }

    fn compare_words(&self, one: Paragraph, other: Paragraph) -> Ordering {
        match &self.words {
            Some(words) => words[other.index()].cmp(&words[one.index()]),
            None => Ordering::Equal,
        }
    }

    /// The first to be kept of some.
    pub(super) fn first(
        &self,
        paragraphs: impl IntoIterator<Item = Paragraph>,
    ) -> Option<Paragraph> {
        paragraphs.into_iter().min_by(|one, other| self.compare(*one, *other))
    }
}
