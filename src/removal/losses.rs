//! What is lost where a paragraph goes for one that does not say all of it.

use core::cell::OnceCell;
use core::ops::Range;

use super::found::{Removal, by_representative};
use super::statements::Stated;
use crate::Cancelled;
use crate::executor::Executor;
use crate::kernel::Kernel;
use crate::observer::Stage;
use crate::pipeline::Settings;
use crate::report::Ground;
use crate::shingle::Shingler;
use crate::text::{Normalizer, PlainWords, Span};

/// The words that a paragraph has.
#[derive(Default)]
struct Words {
    /// Their letters, one word behind the other.
    letters: String,
    /// The hash of each, ascending, and where its letters are.
    places: Vec<(u64, Range<usize>)>,
}

impl Words {
    fn read((normalizer, kernel): (Normalizer, Kernel), text: &str) -> Words {
        let mut words = Words::default();
        let plain = &mut PlainWords::default();
        normalizer.for_each_hashed_word((text, kernel), plain, |hash, word, _| {
            let start = words.letters.len();
            words.letters.push_str(word);
            words.places.push((hash, start..words.letters.len()));
        });
        words.places.sort_unstable_by_key(|place| place.0);
        words
    }

    fn contains(&self, hash: u64, word: &str) -> bool {
        let first = self.places.partition_point(|place| place.0 < hash);
        let alike = self.places[first..].iter().take_while(|place| place.0 == hash);
        // An equal hash proves nothing.
        alike.into_iter().any(|place| self.letters[place.1.clone()].eq_ignore_ascii_case(word))
    }
}

/// The words of a text that another does not have, in runs. Linear in the bytes of both.
pub(super) fn lost_words(shingler: Shingler, text: &str, kept: &str) -> Vec<Span> {
    let reading = (shingler.normalizer(), shingler.kernel());
    lost(reading, text, &Words::read(reading, kept))
}

fn lost((normalizer, kernel): (Normalizer, Kernel), text: &str, kept: &Words) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut goes_on = false;
    let plain = &mut PlainWords::default();
    normalizer.for_each_hashed_word((text, kernel), plain, |hash, word, span| {
        let is_lost = !kept.contains(hash, word);
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
pub(crate) fn losses(
    settings: &Settings,
    texts: &[&str],
    removals: &[Removal],
) -> Result<Vec<Vec<Span>>, Cancelled> {
    // The other grounds are proofs that nothing is lost.
    let groups = by_representative(removals, |removal| removal.ground > Ground::StatedIn);
    let proving = settings.executor(Stage::Proving);
    let lost =
        proving.map(groups.len(), |at| losses_for_one(settings, texts, removals, &groups[at]))?;
    let mut losses = vec![Vec::new(); removals.len()];
    for (at, lost) in groups.into_iter().flatten().zip(lost.into_iter().flatten()) {
        losses[at as usize] = lost;
    }
    Ok(losses)
}

/// What the removals of a group lose, which have one representative.
fn losses_for_one(
    settings: &Settings,
    texts: &[&str],
    removals: &[Removal],
    group: &[u32],
) -> Vec<Vec<Span>> {
    let shingler = settings.shingler;
    let reading = (shingler.normalizer(), shingler.kernel());
    let representative = texts[removals[group[0] as usize].representative];
    let kept = Words::read(reading, representative);
    let stated = OnceCell::new();
    let removed = group.iter().map(|at| texts[removals[*at as usize].removed]);
    removed
        .map(|removed| match lost(reading, removed, &kept) {
            // All words are there, in another order or with other marks: what is lost is a sentence.
            words if words.is_empty() => {
                let stated = stated.get_or_init(|| Stated::read(shingler, representative));
                stated.lacking(removed)
            }
            words => words,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The naive reference: the words that are lost, each alone.
    fn lost_one_by_one(text: &str, kept: &str) -> Vec<Span> {
        let normalizer = Normalizer::new();
        let kept = normalizer.words(kept);
        let kept: BTreeSet<&str> = kept.iter().map(|word| &*word.text).collect();
        let words = normalizer.words(text).into_iter();
        words.filter(|word| !kept.contains(&*word.text)).map(|word| word.span).collect()
    }

    proptest! {
        #[test]
        fn what_is_lost_is_what_the_other_lacks(
            text in "(It|it|is|`|don't|don`t|É|é|東京|[0-9]|-|mW| |, |\\n){0,12}",
            kept in "(It|it|is|`|don't|don`t|É|é|東京|[0-9]|-|mW| |, |\\n){0,12}",
        ) {
            let runs = lost_words(Shingler::default(), &text, &kept);
            let words = lost_one_by_one(&text, &kept);
            // Words that one character expands to, and pairs of unspaced scripts, share places.
            let covered = |word: &Span| {
                runs.iter().any(|run| run.start <= word.start && word.end <= run.end)
            };
            prop_assert!(words.iter().all(covered), "{:?} in {:?}", words, runs);
            let begins = |run: &Span| words.iter().any(|word| word.start == run.start);
            let ends = |run: &Span| words.iter().any(|word| word.end == run.end);
            prop_assert!(runs.iter().all(|run| begins(run) && ends(run)), "{:?} of {:?}", runs, words);
        }
    }
}
