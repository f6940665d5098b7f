//! Which words of one paragraph correspond to which of another, in near-linear time.
//!
//! What is equal at the beginning and, of the rest, at the end is taken off first. Of a short rest the
//! longest common subsequence is found, by one machine word of bits for each word. In a long rest
//! the runs of three words that are rare on both sides come first: the longest chain of them that ascends on
//! both sides divides it into gaps, each of which is aligned the same way. Where a long gap has
//! none, because it repeats itself, blocks slide along it.
//!
//! Myers' difference algorithm, which was here before, takes the product of the length and of the number of
//! differences: 42 s for 160,000 words of a repeated cycle with one word replaced in each.

use core::ops::Range;

use super::anchor::{Anchors, chain};
use super::token::Token;

/// Positions of corresponding words, ascending on both sides.
pub(super) type Matches = Vec<(usize, usize)>;

/// A range of positions on either side.
pub(super) type Gap = (Range<usize>, Range<usize>);

/// Words of one side whose longest common subsequence with others is found at once.
const BLOCK: usize = u64::BITS as usize;

/// Words of the other side at once.
const MAX_OTHERS: usize = 4 * BLOCK;

/// Aligns two paragraphs. Which side is the first matters where several alignments are as good.
pub(super) fn align(a: &[Token], b: &[Token]) -> Matches {
    let mut alignment = Alignment { a, b, matches: Vec::with_capacity(a.len().min(b.len())) };
    alignment.align_gap((0..a.len(), 0..b.len()), Alignment::split_at_anchors);
    alignment.matches
}

/// Aligns a paragraph with a far longer one, whose anchors are given: the longer one is read only where the
/// shorter one stands.
pub(super) fn align_in(short: &[Token], long: &[Token], anchors: &Anchors) -> Matches {
    let mut alignment = Alignment { a: short, b: long, matches: Vec::with_capacity(short.len()) };
    alignment.align_between_anchors((0..short.len(), 0..long.len()), anchors);
    alignment.matches
}

struct Alignment<'t> {
    a: &'t [Token],
    b: &'t [Token],
    matches: Matches,
}

impl Alignment<'_> {
    /// Takes equal ends off, and aligns what is left at once or by `long`.
    fn align_gap(&mut self, (a, b): Gap, long: fn(&mut Self, Gap)) {
        let (start, end) = equal_ends(&self.a[a.clone()], &self.b[b.clone()]);
        let inner = (a.start + start..a.end - end, b.start + start..b.end - end);
        let tail = (inner.0.end..a.end).zip(inner.1.end..b.end);
        // Matches are pushed in ascending order: what is equal at the end waits for what stands before.
        self.matches.extend((a.start..inner.0.start).zip(b.start..inner.1.start));
        self.align_inner(inner, long);
        self.matches.extend(tail);
    }

    fn align_inner(&mut self, gap: Gap, long: fn(&mut Self, Gap)) {
        let (a, b) = (gap.0.len(), gap.1.len());
        if a == 0 || b == 0 {
            return;
        }
        match (a.min(b) <= BLOCK, a.max(b) <= MAX_OTHERS) {
            (true, true) => self.align_block(gap),
            (true, false) => self.align_edges(gap),
            (false, _) => long(self, gap),
        }
    }

    fn split_at_anchors(&mut self, gap: Gap) {
        let anchors = Anchors::new(&self.b[gap.1.clone()]);
        self.align_between_anchors(gap, &anchors);
    }

    /// Splits the gap at the anchors, which count from the beginning of its second side.
    fn align_between_anchors(&mut self, (a, b): Gap, anchors: &Anchors) {
        let mut from = (a.start, b.start);
        for (in_a, in_b) in chain(&self.a[a.clone()], anchors) {
            let (to_a, to_b) = (a.start + in_a, b.start + in_b);
            // The chain has taken what anchors there are: along a long gap between two of them blocks slide.
            self.align_gap((from.0..to_a, from.1..to_b), Alignment::slide_blocks);
            self.matches.push((to_a, to_b));
            from = (to_a + 1, to_b + 1);
        }
        self.align_gap((from.0..a.end, from.1..b.end), Alignment::slide_blocks);
    }

    /// The whole gap, at most [`BLOCK`] by [`MAX_OTHERS`] words.
    fn align_block(&mut self, (a, b): Gap) {
        let found = self.common(a, b);
        self.matches.extend(found);
    }

    /// Few words against very many. They are looked for at both ends of the many, next to what encloses them:
    /// in the midst of a long passage a few words correspond to others by chance only.
    fn align_edges(&mut self, (a, b): Gap) {
        let (of_a, of_b): (Vec<usize>, Vec<usize>) = if a.len() < b.len() {
            (a.collect(), edges(&b).collect())
        } else {
            (edges(&a).collect(), b.collect())
        };
        let found = common_subsequence(
            &keys(self.a, of_a.iter().copied()),
            &keys(self.b, of_b.iter().copied()),
        );
        self.matches.extend(found.into_iter().map(|(a, b)| (of_a[a], of_b[b])));
    }

    /// Aligns a gap block by block. Only the first half of each block is kept, and the next begins behind it: near the
    /// end of a block words may lack what they correspond to, for it stands behind the block.
    fn slide_blocks(&mut self, (a, b): Gap) {
        let (mut at_a, mut at_b) = (a.start, b.start);
        while a.end - at_a > BLOCK && b.end - at_b > BLOCK {
            let found = self.common(at_a..at_a + BLOCK, at_b..at_b + BLOCK);
            let middle = (at_a + BLOCK / 2, at_b + BLOCK / 2);
            let kept = found.iter().take_while(|found| found.0 < middle.0 && found.1 < middle.1);
            let kept: Vec<(usize, usize)> = kept.copied().collect();
            // Without a match half a block is given up on both sides, so that the loop ends.
            (at_a, at_b) = kept.last().map_or(middle, |last| (last.0 + 1, last.1 + 1));
            self.matches.extend(kept);
        }
        self.align_inner((at_a..a.end, at_b..b.end), Alignment::slide_blocks);
    }

    fn common(&self, a: Range<usize>, b: Range<usize>) -> Matches {
        let found = common_subsequence(&keys(self.a, a.clone()), &keys(self.b, b.clone()));
        found.into_iter().map(|(in_a, in_b)| (a.start + in_a, b.start + in_b)).collect()
    }
}

/// How many words are equal at the beginning and, of the rest, at the end.
fn equal_ends(a: &[Token], b: &[Token]) -> (usize, usize) {
    let start = count_equal(a.iter().zip(b));
    // Of the rest only, so that no word is counted at both ends.
    (start, count_equal(a[start..].iter().rev().zip(b[start..].iter().rev())))
}

fn count_equal<'t>(pairs: impl Iterator<Item = (&'t Token, &'t Token)>) -> usize {
    pairs.take_while(|(a, b)| a.key == b.key).count()
}

/// As many positions at both ends of a long range as are aligned at once.
fn edges(long: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    let half = MAX_OTHERS / 2;
    (long.start..long.start + half).chain(long.end - half..long.end)
}

fn keys(tokens: &[Token], positions: impl Iterator<Item = usize>) -> Vec<u64> {
    positions.map(|position| tokens[position].key).collect()
}

/// A longest common subsequence; the shorter side has at most [`BLOCK`] keys.
fn common_subsequence(a: &[u64], b: &[u64]) -> Matches {
    if a.len() <= b.len() {
        return longest_common(a, b);
    }
    longest_common(b, a).into_iter().map(|(b, a)| (a, b)).collect()
}

/// Bit-parallel (Crochemore et al. 2001; Hyyrö 2004): bit `i` of the row of `b[j]` is clear where the
/// length grows from `a[..i]` to `a[..=i]` against `b[..=j]`.
fn longest_common(a: &[u64], b: &[u64]) -> Matches {
    debug_assert!(a.len() <= BLOCK);
    let mut row = u64::MAX;
    let rows: Vec<u64> = b
        .iter()
        .map(|key| {
            let grown = row & places(a, *key);
            // In each run of set bits the first match alone is cleared; the carry sets the clear bit that ends the run.
            row = row.wrapping_add(grown) | (row - grown);
            row
        })
        .collect();
    trace_back(a.len(), &rows)
}

/// The matches behind the rows, from the last back to the first.
fn trace_back(length: usize, rows: &[u64]) -> Matches {
    let (mut i, mut j) = (length, rows.len());
    let mut found = Vec::with_capacity(length);
    while i > 0 && j > 0 {
        if stays(rows, i - 1, j - 1) {
            i -= 1;
        } else {
            // The length grows with this word of `a`. Where it does without this word of `b` as well, the two are no
            // match.
            j -= 1;
            if j == 0 || stays(rows, i - 1, j - 1) {
                i -= 1;
                found.push((i, j));
            }
        }
    }
    found.reverse();
    found
}

/// Whether the length stays the same from `a[..i]` to `a[..=i]` against `b[..=j]`.
fn stays(rows: &[u64], i: usize, j: usize) -> bool {
    rows[j] >> i & 1 == 1
}

/// A bit for each place where the key stands.
fn places(keys: &[u64], key: u64) -> u64 {
    keys.iter().zip(0..).fold(0, |bits, (other, place)| bits | u64::from(*other == key) << place)
}

#[cfg(test)]
mod tests {
    use super::super::token::keyed as tokens;
    use super::*;
    use proptest::prelude::*;

    /// The naive reference: the length of a longest common subsequence.
    fn length(a: &[u64], b: &[u64]) -> usize {
        let mut lengths = vec![vec![0; b.len() + 1]; a.len() + 1];
        for (i, j) in (0..a.len()).flat_map(|i| (0..b.len()).map(move |j| (i, j))) {
            let either = lengths[i][j + 1].max(lengths[i + 1][j]);
            lengths[i + 1][j + 1] = if a[i] == b[j] { lengths[i][j] + 1 } else { either };
        }
        lengths[a.len()][b.len()]
    }

    fn assert_ascending(a: &[u64], b: &[u64], matches: &Matches) {
        assert!(matches.iter().all(|(i, j)| a[*i] == b[*j]));
        assert!(matches.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    }

    fn keys(of: u64, most: usize) -> impl Strategy<Value = Vec<u64>> {
        prop::collection::vec(0..of, 0..most)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn short_paragraphs_have_a_longest_common_subsequence(
            a in keys(12, 64), b in keys(12, 90),
        ) {
            let matches = align(&tokens(&a), &tokens(&b));
            assert_ascending(&a, &b, &matches);
            prop_assert_eq!(matches.len(), length(&a, &b));
        }

        #[test]
        fn long_ones_ascend_and_keep_what_is_rare(
            head in keys(9, 300), tail in keys(9, 300), other in keys(9, 300), last in keys(9, 300),
        ) {
            let rare: Vec<u64> = (100..180).collect();
            let a = [&*head, &rare, &tail].concat();
            let b = [&*other, &rare, &last].concat();
            let matches = align(&tokens(&a), &tokens(&b));
            assert_ascending(&a, &b, &matches);
            let kept = matches.iter().filter(|(i, _)| a[*i] >= 100).count();
            prop_assert_eq!(kept, rare.len());
            let anchors = Anchors::new(&tokens(&b));
            assert_ascending(&a, &b, &align_in(&tokens(&a), &tokens(&b), &anchors));
        }
    }

    #[test]
    fn a_long_cycle_with_a_word_replaced_in_each_round_stays_aligned() {
        let a: Vec<u64> = (0..20).cycle().take(4_000).collect();
        let b: Vec<u64> = a.iter().map(|key| if *key == 10 { 99 } else { *key }).collect();
        let matches = align(&tokens(&a), &tokens(&b));
        assert_ascending(&a, &b, &matches);
        assert!(matches.len() >= 3_700, "{}", matches.len());
    }
}
