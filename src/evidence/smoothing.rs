//! Alignments as a person would draw them.
//!
//! A longest common subsequence has as many matches as can be, and no taste: where words changed places it
//! matches a *the* between them, and it may cut an added sentence out one word too early.

use core::ops::Range;

use super::alignment::{Gap, Matches};
use super::token::Token;
use super::tokenized::TokenizedText;

/// Words on each side of the largest region that is aligned anew. Larger ones are passages, where a match more or less
/// is not seen.
const MAX_REGION: usize = 16;

/// A longer run of corresponding words is never given up.
const MAX_RUN: usize = 2;

/// The most words by which a gap moves to begin where a sentence does.
pub(super) const MAX_SHIFT: usize = 8;

/// Lets words that changed places be exchanged for each other, and additions begin with a sentence.
pub(super) fn smooth(a: TokenizedText<'_>, b: TokenizedText<'_>, matches: &mut Matches) {
    let gaps = Gaps { matches, ends: (a.tokens.len(), b.tokens.len()) };
    // Most alignments have no swap, and then nothing is copied.
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
    /// The numbers of words.
    ends: (usize, usize),
}

/// Two gaps, one on either side, and the few matches between them.
struct Swap {
    /// How many matches.
    run: usize,
    /// Both gaps and what is between.
    region: Gap,
}

impl Gaps<'_> {
    /// The gap before the match of this number, or behind the last.
    fn gap(&self, at: usize) -> Gap {
        let before = at.checked_sub(1).map(|before| self.matches[before]);
        let from = before.map_or((0, 0), |(in_a, in_b)| (in_a + 1, in_b + 1));
        let to = self.matches.get(at).copied().unwrap_or(self.ends);
        (from.0..to.0, from.1..to.1)
    }

    /// The swap that begins with the gap before the match of this number: there only one side has words, and only the
    /// other has some in the next gap.
    fn swap(&self, at: usize) -> Option<Swap> {
        let first = self.gap(at);
        if first.0.is_empty() == first.1.is_empty() {
            return None;
        }
        let runs = 1..=MAX_RUN.min(self.matches.len() - at);
        let mut behind = runs.map(|run| (run, self.gap(at + run)));
        let (run, second) = behind.find(|(_, gap)| !gap.0.is_empty() || !gap.1.is_empty())?;
        let is_swap =
            first.0.is_empty() == second.1.is_empty() && first.1.is_empty() == second.0.is_empty();
        let region = (first.0.start..second.0.end, first.1.start..second.1.end);
        let is_small = region.0.len().max(region.1.len()) <= MAX_REGION;
        (is_swap && is_small).then_some(Swap { run, region })
    }

    fn without_swaps(&self, a: TokenizedText<'_>, b: TokenizedText<'_>) -> Matches {
        let mut matches = Vec::with_capacity(self.matches.len());
        let mut at = 0;
        while at < self.matches.len() {
            if let Some(Swap { run, region }) = self.swap(at) {
                matches.extend(cheapest(a, region.0, b, region.1));
                at += run;
            }
            // Behind a swap at the end of the texts there is no match.
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
fn cheapest(
    a: TokenizedText<'_>,
    of_a: Range<usize>,
    b: TokenizedText<'_>,
    of_b: Range<usize>,
) -> Matches {
    let (a, b) = (&a.tokens[of_a.clone()], &b.tokens[of_b.clone()]);
    let costs = costs(a, b);
    let (mut i, mut j) = (a.len(), b.len());
    let mut matches = Vec::new();
    // From the end back, along whatever the costs came from; of equal ways a match comes first.
    while i > 0 && j > 0 {
        if a[i - 1].key == b[j - 1].key && costs[i][j] == costs[i - 1][j - 1] {
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
fn costs(a: &[Token], b: &[Token]) -> Vec<Vec<u32>> {
    // At most `MAX_REGION` words stand on either side, so the cast loses nothing and the table is small.
    let mut costs = vec![(0..=b.len() as u32).map(|j| ALONE * j).collect::<Vec<u32>>()];
    for i in 0..a.len() {
        let mut row = vec![costs[i][0] + ALONE];
        for j in 0..b.len() {
            let alone = (costs[i][j + 1] + ALONE).min(row[j] + ALONE);
            let both = costs[i][j] + if a[i].key == b[j].key { 0 } else { FOR_ANOTHER };
            row.push(alone.min(both));
        }
        costs.push(row);
    }
    costs
}

/// Moves a gap that only one side has, if the words in it could as well be those a little earlier or later, and
/// these begin with a sentence.
fn begin_with_sentence(
    a: TokenizedText<'_>,
    b: TokenizedText<'_>,
    matches: &mut Matches,
    at: usize,
) {
    let (of_a, of_b) = Gaps { matches, ends: (a.tokens.len(), b.tokens.len()) }.gap(at);
    let (before, behind) = matches.split_at_mut(at);
    match (of_a.is_empty(), of_b.is_empty()) {
        (true, false) => {
            shift(b, &of_b, before.iter_mut().map(in_b), behind.iter_mut().map(in_b));
        }
        (false, true) => {
            shift(a, &of_a, before.iter_mut().map(in_a), behind.iter_mut().map(in_a));
        }
        _ => {}
    }
}

fn in_a(found: &mut (usize, usize)) -> &mut usize {
    &mut found.0
}

fn in_b(found: &mut (usize, usize)) -> &mut usize {
    &mut found.1
}

/// Moves a gap of one side, given the positions of the matches before it and behind it. Equal words may change
/// places: the word before the gap with its last one, the word behind it with its first one.
fn shift<'m>(
    text: TokenizedText<'_>,
    gap: &Range<usize>,
    before: impl DoubleEndedIterator<Item = &'m mut usize>,
    behind: impl Iterator<Item = &'m mut usize>,
) {
    if text.begins_sentence(gap.start) {
        return;
    }
    let mut before: Vec<&mut usize> = before.rev().take(MAX_SHIFT).collect();
    let may_move = before.iter().zip(1..).take_while(|(found, by)| {
        ***found + by == gap.start && is_repeated(text, ***found, gap.end - by)
    });
    if let Some(by) = may_move.map(|(_, by)| by).find(|by| text.begins_sentence(gap.start - by)) {
        before.iter_mut().zip(1..=by).for_each(|(found, by)| **found = gap.end - by);
        return;
    }
    let mut behind: Vec<&mut usize> = behind.take(MAX_SHIFT).collect();
    let may_move = behind.iter().zip(0..).take_while(|(found, by)| {
        ***found == gap.end + by && is_repeated(text, ***found, gap.start + by)
    });
    let by = may_move.map(|(_, by)| by + 1).find(|by| text.begins_sentence(gap.start + by));
    behind.iter_mut().zip(0..by.unwrap_or(0)).for_each(|(found, by)| **found = gap.start + by);
}

/// Whether the word at one position stands at the other again.
fn is_repeated(text: TokenizedText<'_>, left: usize, right: usize) -> bool {
    text.tokens[left].key == text.tokens[right].key
}
