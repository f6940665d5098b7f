//! What is lost where a paragraph goes for one that does not say all of it.

use std::collections::BTreeSet;

use super::found::Removal;
use super::groups::{by_representative, groups};
use super::statements::unstated;
use crate::executor::Executor;
use crate::pipeline::Settings;
use crate::report::Ground;
use crate::text::Normalizer;
use crate::text::Span;

/// The words that a paragraph has.
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub(super) fn read(normalizer: Normalizer, text: &str) -> Words {
        let mut words = BTreeSet::new();
        normalizer.for_each_word(text, |word, _| _ = words.insert(word.to_owned()));
        Words(words)
    }
}

/// The words of a text that `kept` does not have, in runs. Linear in the bytes of the text.
pub(super) fn lost(normalizer: Normalizer, text: &str, kept: &Words) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut goes_on = false;
    normalizer.for_each_word(text, |word, span| {
        let is_lost = !kept.0.contains(word);
        match runs.last_mut().filter(|_| goes_on && is_lost) {
            Some(run) => *run = run.to(span.into()),
            None if is_lost => runs.push(span.into()),
            None => {}
        }
        goes_on = is_lost;
    });
    runs
}

/// What each removal loses, as runs of words that the representative does not have; where it has all of them,
/// the sentences that it does not state.
pub(crate) fn losses(settings: &Settings, texts: &[&str], removals: &[Removal]) -> Vec<Vec<Span>> {
    let order = by_representative(removals, |removal| removal.ground > Ground::StatedIn);
    let groups = groups(removals, &order);
    let lost = settings
        .threads
        .map(groups.len(), |at| losses_for_one(settings, texts, removals, groups[at]));
    let mut losses = vec![Vec::new(); removals.len()];
    for (at, lost) in order.into_iter().zip(lost.into_iter().flatten()) {
        losses[at as usize] = lost;
    }
    losses
}

/// What the removals of a group lose, which have one representative.
fn losses_for_one(
    settings: &Settings,
    texts: &[&str],
    removals: &[Removal],
    group: &[u32],
) -> Vec<Vec<Span>> {
    let (shingler, normalizer) = (settings.shingler, settings.shingler.normalizer());
    let representative = texts[removals[group[0] as usize].representative];
    let kept = Words::read(normalizer, representative);
    let removed = group.iter().map(|at| texts[removals[*at as usize].removed]);
    let loss = |removed: &str| match lost(normalizer, removed, &kept) {
        words if words.is_empty() => unstated(shingler, removed, representative),
        words => words,
    };
    removed.map(loss).collect()
}
