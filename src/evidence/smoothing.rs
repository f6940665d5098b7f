//! Alignments as a person would draw them.

use core::ops::Range;

use super::alignment::{Gap, Matches};
use super::side::Side;

/// What is looked at around words that hold two gaps apart, in words on each side.
const MAX_REGION: usize = 16;

/// A longer run of corresponding words is never given up.
const MAX_RUN: usize = 2;

/// A gap moves at most so many words to begin where a sentence does.
pub(super) const MAX_SHIFT: usize = 8;

/// Lets words that changed places be exchanged for each other, and additions begin with a sentence.
pub(crate) fn smooth(a: Side<'_>, b: Side<'_>, matches: &mut Matches) {
    let gaps = Gaps { matches, ends: (a.tokens.len(), b.tokens.len()) };
    if (0..matches.len()).any(|at| gaps.swap(at).is_some()) {
        *matches = gaps.without_swaps(a, b);
    }
    for at in 0..=matches.len() {
        begin_with_sentence(a, b, matches, at);
    }
}

/// The gaps between corresponding words.
struct Gaps<'m> {
    matches: &'m [(usize, usize)],
    /// How many words there are.
    ends: (usize, usize),
}

impl Gaps<'_> {
    /// The gap before the match of this number, or behind the last.
    fn gap(&self, at: usize) -> Gap {
        let behind = |before: usize| (self.matches[before].0 + 1, self.matches[before].1 + 1);
        let from = at.checked_sub(1).map_or((0, 0), behind);
        let to = self.matches.get(at).copied().unwrap_or(self.ends);
        (from.0..to.0, from.1..to.1)
    }

    /// Whether only one side has words before the match of this number, and only the other has some
    /// behind it or the next: how many matches are between, and the region with both gaps.
    fn swap(&self, at: usize) -> Option<(usize, Gap)> {
        let first = self.gap(at);
        if first.0.is_empty() == first.1.is_empty() {
            return None;
        }
        let is_gap = |gap: &Gap| !gap.0.is_empty() || !gap.1.is_empty();
        let behind =
            (1..=MAX_RUN.min(self.matches.len() - at)).map(|run| (run, self.gap(at + run)));
        let (run, second) = behind.into_iter().find(|(_, gap)| is_gap(gap))?;
        let is_swap =
            first.0.is_empty() == second.1.is_empty() && first.1.is_empty() == second.0.is_empty();
        let region = (first.0.start..second.0.end, first.1.start..second.1.end);
        (is_swap && region.0.len().max(region.1.len()) <= MAX_REGION).then_some((run, region))
    }

    fn without_swaps(&self, a: Side<'_>, b: Side<'_>) -> Matches {
        let mut matches = Vec::with_capacity(self.matches.len());
        let mut at = 0;
        while at < self.matches.len() {
            if let Some((run, region)) = self.swap(at) {
                matches.extend(cheapest(a, region.0, b, region.1));
                at += run;
            }
            matches.extend(self.matches.get(at));
            at += 1;
        }
        matches
    }
}

/// The costs of a word that one side alone has, and of a word for another: less than two of the former, so that few words
/// correspond by chance.
const ALONE: u32 = 2;
const FOR_ANOTHER: u32 = 3;

/// A cheapest alignment. Costs the product of the lengths.
fn cheapest(a: Side<'_>, of_a: Range<usize>, b: Side<'_>, of_b: Range<usize>) -> Matches {
    let same = |i: usize, j: usize| a.tokens[of_a.start + i].key == b.tokens[of_b.start + j].key;
    let costs = costs(of_a.len(), of_b.len(), same);
    let (mut i, mut j) = (of_a.len(), of_b.len());
    let mut matches = Vec::new();
    while i > 0 && j > 0 {
        if same(i - 1, j - 1) && costs[i][j] == costs[i - 1][j - 1] {
            (i, j) = (i - 1, j - 1);
            matches.push((of_a.start + i, of_b.start + j));
        } else if costs[i][j] == costs[i - 1][j - 1] + FOR_ANOTHER {
            (i, j) = (i - 1, j - 1);
        } else if costs[i][j] == costs[i - 1][j] + ALONE {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    matches.reverse();
    matches
}

/// What it costs to align the first `i` words with the first `j`.
fn costs(a: usize, b: usize, same: impl Fn(usize, usize) -> bool) -> Vec<Vec<u32>> {
    let mut costs = vec![(0..=b as u32).map(|j| ALONE * j).collect::<Vec<u32>>()];
    for i in 0..a {
        let mut row = vec![costs[i][0] + ALONE];
        for j in 0..b {
            let alone = (costs[i][j + 1] + ALONE).min(row[j] + ALONE);
            let both = costs[i][j] + if same(i, j) { 0 } else { FOR_ANOTHER };
            row.push(alone.min(both));
        }
        costs.push(row);
    }
    costs
}

/// Where only one side has words before the match of this number, and the words could as well be those
/// a little earlier or later: those that begin with a sentence.
fn begin_with_sentence(a: Side<'_>, b: Side<'_>, matches: &mut Matches, at: usize) {
    let (of_a, of_b) = Gaps { matches, ends: (a.tokens.len(), b.tokens.len()) }.gap(at);
    match (of_a.is_empty(), of_b.is_empty()) {
        (true, false) => shift(b, &of_b, matches, at, |found| &mut found.1),
        (false, true) => shift(a, &of_a, matches, at, |found| &mut found.0),
        _ => {}
    }
}

fn shift(
    side: Side<'_>,
    gap: &Range<usize>,
    matches: &mut [(usize, usize)],
    at: usize,
    place: fn(&mut (usize, usize)) -> &mut usize,
) {
    if side.begins_sentence(gap.start) {
        return;
    }
    let same = |left: usize, right: usize| side.tokens[left].key == side.tokens[right].key;
    let (before, behind) = matches.split_at_mut(at);
    let mut before: Vec<&mut usize> = before.iter_mut().rev().take(MAX_SHIFT).map(place).collect();
    let may_move = before
        .iter()
        .zip(1..)
        .take_while(|(found, by)| ***found + by == gap.start && same(***found, gap.end - by));
    if let Some(by) = may_move.map(|(_, by)| by).find(|by| side.begins_sentence(gap.start - by)) {
        before.iter_mut().zip(1..=by).for_each(|(found, by)| **found = gap.end - by);
        return;
    }
    let mut behind: Vec<&mut usize> = behind.iter_mut().take(MAX_SHIFT).map(place).collect();
    let may_move = behind
        .iter()
        .zip(0..)
        .take_while(|(found, by)| ***found == gap.end + by && same(***found, gap.start + by));
    let by = may_move.map(|(_, by)| by + 1).find(|by| side.begins_sentence(gap.start + by));
    behind.iter_mut().zip(0..by.unwrap_or(0)).for_each(|(found, by)| **found = gap.start + by);
}
