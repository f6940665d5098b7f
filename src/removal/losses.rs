//! What is lost where a paragraph goes for one that does not say all of it.

use std::collections::BTreeSet;

use crate::text::{Normalizer, Span};

/// The words that a paragraph has.
pub(crate) struct Words(BTreeSet<String>);

impl Words {
    pub(crate) fn read(normalizer: Normalizer, text: &str) -> Words {
        let mut words = BTreeSet::new();
        normalizer.for_each_word(text, |word, _| _ = words.insert(word.to_owned()));
        Words(words)
    }
}

/// The words of a text that `kept` does not have, in runs. Linear in the bytes of the text.
pub(crate) fn lost(normalizer: Normalizer, text: &str, kept: &Words) -> Vec<Span> {
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
