//! The evidence of restatements: what both sides have, in whatever order.

use std::collections::{BTreeMap, BTreeSet};

use super::alignment::Matches;
use super::pair::{Evidence, SharedRun};
use super::restated_fact;
use super::token::Token;
use super::tokenized::TokenizedText;
use crate::restatement::MAX_WORDS;
use crate::text::Span;

/// The evidence of two paragraphs that are not told apart by word, from an alignment of their stems.
pub(super) fn evidence_of_restatement(
    a: TokenizedText<'_>,
    b: TokenizedText<'_>,
    mut matches: Matches,
) -> Evidence {
    matches.extend(moved(a.tokens, b.tokens, &matches));
    matches.sort_unstable();
    Evidence {
        exchanges: if is_judged(a, b) { restated_fact::exchanges(a, b) } else { Vec::new() },
        shared: shared_runs(a.tokens, b.tokens, &matches),
        added: unshared(b.tokens, a.tokens),
        missing: unshared(a.tokens, b.tokens),
        ..Evidence::default()
    }
}

/// Whether the two are short enough to be judged as restatements. Longer texts are no paragraphs, and are read in
/// linear time only.
pub(super) fn is_judged(a: TokenizedText<'_>, b: TokenizedText<'_>) -> bool {
    a.tokens.len().max(b.tokens.len()) <= MAX_WORDS
}

/// Three words in a row are worth showing even if each alone is not.
fn is_worth_showing(run: &[Token]) -> bool {
    run.len() > 2 || says_something(run)
}

fn says_something(run: &[Token]) -> bool {
    run.iter().any(|token| token.is_telling)
}

/// Matches of telling words that stand elsewhere on the other side, each with the first that is free.
fn moved(a: &[Token], b: &[Token], in_order: &[(usize, usize)]) -> Matches {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    for (position_a, position_b) in in_order {
        free_a[*position_a] = false;
        free_b[*position_b] = false;
    }
    // Backwards, so that `pop` gives the first.
    let mut waiting: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for position in (0..b.len()).rev().filter(|position| free_b[*position]) {
        waiting.entry(b[position].key).or_default().push(position);
    }
    let searching = (0..a.len()).filter(|position| free_a[*position] && a[*position].is_telling);
    searching
        .filter_map(|position| Some((position, waiting.get_mut(&a[position].key)?.pop()?)))
        .collect()
}

/// Maximal runs of matches that follow each other on both sides, as far as they are worth showing.
fn shared_runs(a: &[Token], b: &[Token], matches: &[(usize, usize)]) -> Vec<SharedRun> {
    let runs = matches
        .chunk_by(|left, right| left.0 + 1 == right.0 && left.1 + 1 == right.1)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| is_worth_showing(&a[first.0..=last.0]))
        .map(|(first, last)| SharedRun {
            a: a[first.0].span.to(a[last.0].span),
            b: b[first.1].span.to(b[last.1].span),
        })
        .collect();
    without_overlaps(runs)
}

/// Words of scripts without spaces are pairs of characters, so that two runs may claim the same character:
/// the earlier one keeps it.
fn without_overlaps(mut runs: Vec<SharedRun>) -> Vec<SharedRun> {
    clip(&mut runs, |run| &mut run.b);
    // The first side comes last, for its order is the order of the result.
    clip(&mut runs, |run| &mut run.a);
    runs
}

fn clip(runs: &mut Vec<SharedRun>, side: impl Fn(&mut SharedRun) -> &mut Span) {
    runs.sort_by_key(|run| *side(&mut run.clone()));
    let mut end = 0;
    runs.retain_mut(|run| {
        let span = side(run);
        span.start = span.start.max(end);
        end = end.max(span.end);
        !span.is_empty()
    });
}

/// Maximal runs of words whose stems the other side has nowhere, as far as they say something, without the
/// characters they have in common with a shared word beside them.
fn unshared(tokens: &[Token], other: &[Token]) -> Vec<Span> {
    let keys: BTreeSet<u64> = other.iter().map(|token| token.key).collect();
    let positions: Vec<usize> =
        (0..tokens.len()).filter(|position| !keys.contains(&tokens[*position].key)).collect();
    positions
        .chunk_by(|left, right| left + 1 == *right)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| says_something(&tokens[*first..=*last]))
        .map(|(first, last)| between_neighbours(tokens, first, last))
        .filter(|span| !span.is_empty())
        .collect()
}

fn between_neighbours(tokens: &[Token], first: usize, last: usize) -> Span {
    let before = first.checked_sub(1).map_or(0, |before| tokens[before].span.end);
    let after = tokens.get(last + 1).map_or(usize::MAX, |after| after.span.start);
    let run = tokens[first].span.to(tokens[last].span);
    Span { start: run.start.max(before), end: run.end.min(after) }
}
