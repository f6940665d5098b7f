//! What a policy is asked.

use super::found::Removal;
use super::rank::{Ranking, Standings};
use crate::cluster::Keep;
use crate::id::Paragraph;
use crate::pipeline::Settings;

/// Paragraphs, and what decides which of them stay.
#[derive(Clone, Copy)]
pub(crate) struct Request<'r> {
    pub(crate) settings: &'r Settings,
    pub(crate) texts: &'r [&'r str],
    pub(crate) standings: &'r dyn Standings,
    pub(crate) keep: Keep,
}

impl<'r> Request<'r> {
    /// The ranks of the paragraphs, which have these numbers of words.
    pub(super) fn ranking(&self, words: impl FnOnce() -> Vec<u32>) -> Ranking<'r> {
        Ranking::new(self.standings, self.keep, words)
    }

    /// The paragraphs that are not removed, ascending; removals come in the order of what goes.
    pub(super) fn staying(&self, removed: &[Removal]) -> Vec<Paragraph> {
        let mut removed = removed.iter().map(|removal| removal.removed).peekable();
        // Both ascend, so that one step beside the other does for a lookup.
        let all = 0..self.texts.len();
        all.filter(|one| removed.next_if_eq(one).is_none()).map(Paragraph::from_index).collect()
    }

    /// The texts of some of the paragraphs.
    pub(super) fn texts_of(&self, paragraphs: &[Paragraph]) -> Vec<&'r str> {
        paragraphs.iter().map(|paragraph| self.texts[paragraph.index()]).collect()
    }
}

/// A removal among some of the paragraphs, as one among all.
pub(super) fn among_all(removal: Removal, paragraphs: &[Paragraph]) -> Removal {
    Removal {
        removed: paragraphs[removal.removed].index(),
        representative: paragraphs[removal.representative].index(),
        ..removal
    }
}
