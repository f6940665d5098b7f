//! Paragraphs that every library reads in the same way: ASCII words in lower case.

#[path = "../../../tests/generator/mod.rs"]
mod generator;

use std::collections::BTreeSet;

use generator::{Random, edited, rank, word, words};

/// Words in a paragraph that is no copy.
const LENGTH: usize = 80;

/// Of ten, one is an earlier one with up to five words changed, of twenty, one is an earlier one cut,
/// extended, or changed again; all are different.
pub(crate) fn paragraphs(count: usize) -> Vec<String> {
    let mut random = Random::new(7);
    let mut paragraphs: Vec<Vec<String>> = Vec::with_capacity(count);
    let mut known = BTreeSet::new();
    while paragraphs.len() < count {
        let kind = if paragraphs.is_empty() { 19 } else { random.below(20) };
        let original = random.below(paragraphs.len().max(1));
        let paragraph = match kind {
            0 | 1 => changed(&mut random, &paragraphs[original]),
            2 => edited(&mut random, &paragraphs[original]),
            _ => words(&mut random, LENGTH),
        };
        if known.insert(paragraph.clone()) {
            paragraphs.push(paragraph);
        }
    }
    paragraphs.iter().map(|words| words.join(" ")).collect()
}

/// One to five words are others.
fn changed(random: &mut Random, original: &[String]) -> Vec<String> {
    let mut copy = original.to_vec();
    for _ in 0..=random.below(5) {
        let at = random.below(copy.len());
        copy[at] = word(rank(random));
    }
    copy
}
