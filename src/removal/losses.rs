//! What is lost where a paragraph goes for one that does not say all of it.

use std::collections::BTreeSet;

use super::found::{Removal, by_representative};
use super::statements::unstated;
use crate::executor::Executor;
use crate::pipeline::Settings;
use crate::report::Ground;
use crate::text::Normalizer;
use crate::text::Span;

/// The words that a paragraph has.
struct Words(BTreeSet<String>);

impl Words {
    fn read(normalizer: Normalizer, text: &str) -> Words {
        let mut words = BTreeSet::new();
        normalizer.for_each_word(text, |word, _| _ = words.insert(word.to_owned()));
        Words(words)
    }
}

/// The words of a text that another does not have, in runs. Linear in the bytes of both.
pub(super) fn lost_words(normalizer: Normalizer, text: &str, kept: &str) -> Vec<Span> {
    lost(normalizer, text, &Words::read(normalizer, kept))
}

fn lost(normalizer: Normalizer, text: &str, kept: &Words) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut goes_on = false;
    normalizer.for_each_word(text, |word, span| {
        let is_lost = !kept.0.contains(word);
        match runs.last_mut().filter(|_| goes_on && is_lost) {
            Some(run) => *run = run.to(span.into()),
            None if is_lost => runs.push(span.into()),
            None => {}
        }
        // A word that is there ends the run, so that what is lost is shown and no more.
        goes_on = is_lost;
    });
    runs
}

/// What each removal loses, as runs of words that the representative does not have; where it has all of them,
/// the sentences that it does not state.
pub(crate) fn losses(settings: &Settings, texts: &[&str], removals: &[Removal]) -> Vec<Vec<Span>> {
    // The other grounds are proofs that nothing is lost.
    let groups = by_representative(removals, |removal| removal.ground > Ground::StatedIn);
    let lost = settings
        .threads
        .map(groups.len(), |at| losses_for_one(settings, texts, removals, &groups[at]));
    let mut losses = vec![Vec::new(); removals.len()];
    for (at, lost) in groups.into_iter().flatten().zip(lost.into_iter().flatten()) {
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
    removed
        .map(|removed| match lost(normalizer, removed, &kept) {
            // All words are there, in another order or with other marks: what is lost is a sentence.
            words if words.is_empty() => unstated(shingler, removed, representative),
            words => words,
        })
        .collect()
}
