//! Removals that lose nothing: all that a removed paragraph says stands in its representative.

use super::container::{Classes, containers};
use super::found::{Removal, Removals};
use super::proof::proven;
use super::request::Request;
use super::sequence::Sequences;
use super::statements;
use crate::Similarity;
use crate::pipeline::Settings;
use crate::report::{Counts, Ground, Retained};

/// Every paragraph that can be left out of the collection without a loss, in order.
///
/// A paragraph goes where another of higher rank says the same, or holds its sentences in one run,
/// each saying the same. The highest-ranked that does stands for it.
pub(super) fn removals(request: &Request<'_>) -> Removals {
    let Request { texts, settings: &Settings { threads, shingler, .. }, .. } = *request;
    let sequences = statements::read(threads, shingler, texts);
    let ranking = request.ranking(|| sequences.words());
    let classes = Classes::group(threads, &sequences, &ranking);
    let containers = containers(threads, &sequences, &classes, &ranking);
    let mut removed = Vec::new();
    for paragraph in sequences.paragraphs() {
        // Whoever holds the leader holds its whole class, and ranks above it.
        let leader = classes.leader[paragraph.index()];
        let container = containers[leader.index()];
        let representative = container.unwrap_or(leader);
        if representative != paragraph && ranking.may_go(paragraph) {
            let [text, other] = [paragraph, leader].map(|one| texts[one.index()]);
            removed.push(Removal {
                removed: paragraph.index(),
                representative: representative.index(),
                ground: container.map_or_else(|| ground_of_copy(text, other), |_| Ground::StatedIn),
                score: Similarity::ONE,
            });
        }
    }
    // Last, so that only what is about to go is compared letter for letter.
    let removed = proven(threads, shingler.normalizer(), texts, &sequences, removed);
    let counts = counts(&sequences, &classes);
    Removals { removed, counts, retained: Retained::default() }
}

/// In which way a paragraph that says the same is a copy.
fn ground_of_copy(text: &str, other: &str) -> Ground {
    if text.trim() == other.trim() { Ground::Identical } else { Ground::Reformatted }
}

fn counts(sequences: &Sequences, classes: &Classes) -> Counts {
    let paragraphs = sequences.paragraphs();
    Counts {
        paragraphs: sequences.len() as u64,
        distinct: classes.leaders.len() as u64,
        empty: paragraphs.filter(|one| sequences.get(*one).is_empty()).count() as u64,
        ..Counts::default()
    }
}
