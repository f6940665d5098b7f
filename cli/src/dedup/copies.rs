//! How many of those that repeat each other stay.

use core::cmp::{Ordering, Reverse};

use paradup::report::Removal;
use paradup::text::Normalizer;
use rayon::prelude::*;

/// Which of those that go for one representative are to be preferred.
pub(super) struct Preference<'c, C> {
    pub(super) texts: &'c [&'c str],
    /// Less is kept first.
    pub(super) compare: C,
    /// Counts words, where the longest are preferred.
    pub(super) words: Option<Normalizer>,
}

impl<C: Fn(usize, usize) -> Ordering> Preference<'_, C> {
    /// Lets so many of each group of one representative stay, itself counted: those of the highest rank.
    pub(super) fn keep(&self, most: usize, removals: &mut Vec<Removal>) {
        if most < 2 {
            return;
        }
        let words = self.words(removals);
        let mut order: Vec<usize> = (0..removals.len()).collect();
        order.sort_by(|one, other| {
            let [a, b] = [one, other].map(|at| removals[*at].removed.paragraph);
            let group = |at: &usize| removals[*at].representative;
            let by_words = || Reverse(words.get(*one)).cmp(&Reverse(words.get(*other)));
            let by_standing = || (self.compare)(a, b).then_with(by_words).then(a.cmp(&b));
            group(one).cmp(&group(other)).then_with(by_standing)
        });
        let mut goes = vec![true; removals.len()];
        let groups = order.chunk_by(|one, other| {
            removals[*one].representative == removals[*other].representative
        });
        groups.flat_map(|group| group.iter().take(most - 1)).for_each(|at| goes[*at] = false);
        let mut goes = goes.into_iter();
        removals.retain(|_| goes.next().unwrap_or(true));
    }

    /// The number of words of each that goes; nothing where they do not count.
    fn words(&self, removals: &[Removal]) -> Vec<usize> {
        let Some(normalizer) = self.words else { return Vec::new() };
        let texts = removals.par_iter().map(|removal| self.texts[removal.removed.paragraph]);
        texts.map(|text| normalizer.words(text).len()).collect()
    }
}
