//! Removals that lose nothing: all that a removed paragraph says stands in its representative.

use std::collections::BTreeSet;

use super::container::{Classes, containers};
use super::found::{Removal, Removals};
use super::proof::proven;
use super::sequence::Sequences;
use super::statements;
use super::{Ranking, Standing};
use crate::Similarity;
use crate::executor::{Executor, Serial};
use crate::kernel::Kernel;
use crate::report::{Counts, Ground, Retained, Verdict};
use crate::text::{Depth, Normalizer, Span, StatementScratch, for_each_statement};

/// Every paragraph that can be left out of the collection without a loss, in order.
///
/// A paragraph goes where another of higher rank says the same, or holds its sentences in one run,
/// each saying the same. The highest-ranked that does stands for it.
pub(crate) fn removals<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    executor: E,
    (normalizer, kernel): (Normalizer, Kernel),
    texts: &[&str],
    longest: bool,
    standing: S,
) -> Removals {
    let sequences = statements::read(executor, normalizer, kernel, texts);
    let words = longest.then(|| sequences.words());
    let ranking = Ranking::new(standing, words.as_deref());
    let classes = Classes::group(executor, &sequences, &ranking);
    let containers = containers(executor, &sequences, &classes, &ranking);
    let removal = |removed: usize| -> Option<Removal> {
        let leader = classes.leader[removed] as usize;
        let container = containers[leader].map(|container| container as usize);
        let representative = container.unwrap_or(leader);
        let goes = representative != removed && ranking.may_go(removed);
        let ground = if container.is_some() {
            Ground::StatedIn
        } else {
            copy(texts[removed], texts[leader])
        };
        goes.then_some(Removal { removed, representative, ground, score: Similarity::ONE })
    };
    let removed: Vec<Removal> = (0..texts.len()).filter_map(removal).collect();
    let removed = proven(executor, normalizer, texts, &sequences, removed);
    let counts = counts(&sequences, &classes, &removed);
    Removals { removed, counts, retained: Retained::default() }
}

/// Whether two texts say the same.
pub(crate) fn say_the_same(normalizer: Normalizer, kernel: Kernel, one: &str, other: &str) -> bool {
    let sequences = statements::read(Serial, normalizer, kernel, &[one, other]);
    sequences.get(0) == sequences.get(1)
}

/// In which way a paragraph that says the same is a copy.
fn copy(text: &str, other: &str) -> Ground {
    if text.trim() == other.trim() { Ground::Identical } else { Ground::Reformatted }
}

fn counts(sequences: &Sequences, classes: &Classes, removed: &[Removal]) -> Counts {
    let mut counts = Counts { paragraphs: sequences.len() as u64, ..Counts::default() };
    counts.distinct = classes.leaders.len() as u64;
    counts.empty = (0..sequences.len()).filter(|id| sequences.get(*id).is_empty()).count() as u64;
    for removal in removed {
        counts.count_ground(removal.ground);
    }
    counts
}

/// Whether `removed` could be left out for `kept`, and which of its sentences keep it if not.
pub(crate) fn judge(normalizer: Normalizer, kernel: Kernel, removed: &str, kept: &str) -> Verdict {
    let standing = |text: usize| if text == 1 { Standing::Kept } else { Standing::Ranked(()) };
    let texts = [removed, kept];
    let removals = removals(Serial, (normalizer, kernel), &texts, false, standing);
    match removals.removed.first() {
        Some(removal) => Verdict::Goes(removal.ground),
        None => Verdict::Stays(unstated(normalizer, kernel, &texts)),
    }
}

/// The sentences of the first text that the second does not state.
pub(crate) fn unstated(normalizer: Normalizer, kernel: Kernel, texts: &[&str; 2]) -> Vec<Span> {
    let sequences = statements::read(Serial, normalizer, kernel, texts);
    let mut spans = Vec::new();
    let reading = (normalizer, kernel, Depth::Form);
    for_each_statement(reading, texts[0], &mut StatementScratch::default(), |statement| {
        spans.push(Span::from(statement.sentence.span));
    });
    let stated: BTreeSet<u64> = sequences.get(1).iter().copied().collect();
    let unstated = sequences.get(0).iter().zip(spans);
    unstated.filter(|(unit, _)| !stated.contains(unit)).map(|(_, span)| span).collect()
}
