//! Measuring pairs one after another, and counting the words that stand in the same order in both.

use super::background::Background;
use super::features::Features;
use super::model;
use super::shared::Shared;
use crate::Similarity;

/// What a word costs that the other paragraph has not, in terms of its weight.
const UNSHARED_COST: f64 = 1.5;

/// So many words at the beginning of a paragraph, and at its end, show whether it is made after a pattern.
const END: usize = 8;

/// Memory for the features of one pair at a time; reused from pair to pair.
#[derive(Debug)]
pub(super) struct FeatureScratch {
    /// For each stem the last pass in which it was marked. Numbers of passes, because nothing needs to be cleared then.
    marked: Vec<u32>,
    pass: u32,
    /// For each stem the pass in which it was last seen, and its place there.
    seen: Vec<(u32, u32)>,
    masks: Masks,
    /// The neighbours in one text.
    neighbours: Vec<(u32, u32)>,
}

impl FeatureScratch {
    pub(super) fn new(background: &Background) -> FeatureScratch {
        let stems = background.stems();
        FeatureScratch {
            marked: vec![0; stems],
            pass: 0,
            seen: vec![(0, 0); stems],
            masks: Masks::new(stems),
            neighbours: Vec::new(),
        }
    }

    /// The features of two paragraphs that share this; the [bound](Features::bound) where they cannot restate each other
    /// anyway. Linear in their words, but for the common subsequence, which takes the product of the lengths / 64.
    pub(super) fn features(
        &mut self,
        background: &Background,
        pair: (usize, usize),
        shared: Shared,
    ) -> Features {
        let mut features = Features::bound(background, pair, shared);
        if features.can_restate() {
            features.ends = ends(background.tokens(pair.0), background.tokens(pair.1));
            self.take_order(&mut features, background, pair, shared);
            self.take_passages(&mut features, background, pair);
        }
        features
    }

    /// Whether the pair's probability is accepted. Measures are taken one by one, the cheap ones
    /// first, as long as the probability they leave possible is accepted.
    pub(super) fn is_accepted(
        &mut self,
        background: &Background,
        pair: (usize, usize),
        shared: Shared,
        accept: impl Fn(Similarity) -> bool,
    ) -> bool {
        let mut features = Features::bound(background, pair, shared);
        if !accept(model::probability(&features)) {
            return false;
        }
        features.ends = ends(background.tokens(pair.0), background.tokens(pair.1));
        if !accept(model::probability(&features)) {
            return false;
        }
        self.take_order(&mut features, background, pair, shared);
        if !accept(model::probability(&features)) {
            return false;
        }
        self.take_passages(&mut features, background, pair);
        accept(model::probability(&features))
    }

    /// Replaces the bounds on what depends on the order of the words.
    fn take_order(
        &mut self,
        features: &mut Features,
        background: &Background,
        (a, b): (usize, usize),
        shared: Shared,
    ) {
        let (short, long) = by_length(background.tokens(a), background.tokens(b));
        let numbers = background.numbers(a).min(background.numbers(b));
        features.in_order = self.masks.common_subsequence(short, long) as f64;
        features.replaced_numbers = f64::from(numbers - shared.numbers);
    }

    /// Replaces the bounds on what stands together.
    fn take_passages(
        &mut self,
        features: &mut Features,
        background: &Background,
        (a, b): (usize, usize),
    ) {
        let (a, b) = (background.tokens(a), background.tokens(b));
        // The worse of both directions, so that a pair scores the same both ways round.
        let there = self.best_passage(background, a, b);
        features.best_passage = there.min(self.best_passage(background, b, a));
        let (short, long) = by_length(a, b);
        features.in_runs = self.in_runs(short, long);
    }

    /// Of the words of a text that another has too, the share that stands beside the same word in both.
    fn in_runs(&mut self, text: &[u32], other: &[u32]) -> f64 {
        self.neighbours.clear();
        self.neighbours.extend(neighbours(other));
        self.neighbours.sort_unstable();
        let is_run = |pair: (u32, u32)| self.neighbours.binary_search(&pair).is_ok();
        let (mut in_runs, mut is_behind_neighbour) = (0, false);
        for place in 0..text.len() {
            let next = text.get(place + 1);
            let is_before_neighbour = next.is_some_and(|next| is_run((text[place], *next)));
            in_runs += usize::from(is_before_neighbour || is_behind_neighbour);
            is_behind_neighbour = is_before_neighbour;
        }
        self.mark(other);
        let shared = text.iter().filter(|stem| self.marked[**stem as usize] == self.pass).count();
        in_runs as f64 / shared.max(1) as f64
    }

    fn mark(&mut self, tokens: &[u32]) {
        self.pass += 1;
        for stem in tokens {
            self.marked[*stem as usize] = self.pass;
        }
    }

    /// The greatest sum over consecutive words of `within` (Kadane's algorithm). A stem counts once,
    /// however often the passage repeats it.
    fn best_passage(&mut self, background: &Background, other: &[u32], within: &[u32]) -> f64 {
        self.mark(other);
        let (mut best, mut sum, mut start) = (0.0_f64, 0.0, 0);
        for (place, stem) in within.iter().enumerate() {
            if sum <= 0.0 {
                (sum, start) = (0.0, place);
            }
            let seen = &mut self.seen[*stem as usize];
            let repeated = seen.0 == self.pass && seen.1 as usize >= start;
            *seen = (self.pass, place as u32);
            if !repeated {
                let weight = background.weight(*stem);
                let shared = self.marked[*stem as usize] == self.pass;
                sum += if shared { weight.shared } else { -UNSHARED_COST * weight.alone };
                best = best.max(sum);
            }
        }
        best
    }
}

/// The shorter text and the longer one, whichever way round they come.
fn by_length<'t>(a: &'t [u32], b: &'t [u32]) -> (&'t [u32], &'t [u32]) {
    if (a.len(), a) <= (b.len(), b) { (a, b) } else { (b, a) }
}

fn neighbours(text: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    text.iter().zip(text.iter().skip(1)).map(|(one, next)| (*one, *next))
}

/// How many of their first words two texts have in common, and of their last ones, as a share of all of these.
fn ends(a: &[u32], b: &[u32]) -> f64 {
    let [first_a, first_b] = [a, b].map(|text| &text[..text.len().min(END)]);
    let [last_a, last_b] = [a, b].map(|text| &text[text.len().saturating_sub(END)..]);
    let shared = in_common(first_a, first_b) + in_common(last_a, last_b);
    shared as f64 / (2 * END) as f64
}

/// How many different stems both have. For short texts: it takes the product of their lengths.
fn in_common(a: &[u32], b: &[u32]) -> usize {
    let is_first = |(place, stem): &(usize, &u32)| !a[..*place].contains(stem);
    a.iter().enumerate().filter(is_first).filter(|(_, stem)| b.contains(stem)).count()
}

impl Features {
    /// Features whose probability is at least that of the pair, from what is known without reading
    /// the paragraphs: no more words stand in order than are shared, repetitions included; the best
    /// passage, which lowers the probability, is at least nothing; at most all shared words stand in runs; and rows of one template cannot be told before the
    /// order of the words is known.
    fn bound(background: &Background, (a, b): (usize, usize), shared: Shared) -> Features {
        let [words_a, words_b] = [a, b].map(|paragraph| background.tokens(paragraph).len());
        let [stems_a, stems_b] = [a, b].map(|paragraph| background.distinct(paragraph).len());
        let [list_a, list_b] = [a, b].map(|paragraph| background.list(paragraph));
        let shorter = words_a.min(words_b);
        // Shared stems match again at most as often as the side with fewer repetitions repeats any.
        let repeated = (words_a - stems_a).min(words_b - stems_b);
        let numbers = background.numbers(a) + background.numbers(b) - 2 * shared.numbers;
        Features {
            shared_weight: shared.weight,
            shorter: shorter as f64,
            longer: words_a.max(words_b) as f64,
            in_order: (shared.stems as usize + repeated).min(shorter) as f64,
            best_passage: 0.0,
            lone_numbers: f64::from(numbers) / (stems_a + stems_b) as f64,
            replaced_numbers: 0.0,
            in_runs: 1.0,
            ends: model::likeliest_ends(shorter as f64),
            same_list: list_a.is_some() && list_a == list_b,
            two_lists: list_a.is_some() && list_b.is_some() && list_a != list_b,
            peers: f64::from(background.peers(a).min(background.peers(b))),
        }
    }
}

/// For each stem of a text the places where it stands, as bits.
#[derive(Debug)]
struct Masks {
    /// For each stem where its bits begin, in steps of a mask; 0 where it has none.
    slots: Vec<u32>,
    bits: Vec<u64>,
}

impl Masks {
    /// Masks for texts with stems below this number.
    fn new(stems: usize) -> Masks {
        Masks { slots: vec![0; stems], bits: Vec::new() }
    }

    /// Length of the longest common subsequence, 64 words of `short` at a time (Hyyrö 2004,
    /// "Bit-parallel LCS-length computation revisited").
    fn common_subsequence(&mut self, short: &[u32], long: &[u32]) -> usize {
        let blocks = short.len().div_ceil(64);
        self.fill(short, blocks);
        let mut row = vec![u64::MAX; blocks];
        for stem in long {
            let slot = self.slots[*stem as usize] as usize;
            if slot > 0 {
                step(&mut row, &self.bits[slot * blocks..(slot + 1) * blocks]);
            }
        }
        // Only what was filled is cleared: there are far more stems than words in a paragraph.
        for stem in short {
            self.slots[*stem as usize] = 0;
        }
        row.iter().map(|bits| bits.count_zeros() as usize).sum()
    }

    fn fill(&mut self, text: &[u32], blocks: usize) {
        // The first mask stays empty, so that slot 0 can mean none.
        self.bits.clear();
        self.bits.resize(blocks, 0);
        for (place, stem) in text.iter().enumerate() {
            let slot = &mut self.slots[*stem as usize];
            if *slot == 0 {
                *slot = (self.bits.len() / blocks) as u32;
                self.bits.resize(self.bits.len() + blocks, 0);
            }
            self.bits[*slot as usize * blocks + place / 64] |= 1 << (place % 64);
        }
    }
}

/// One word of the longer text: row = (row + (row & mask)) | (row & !mask), with carries.
fn step(row: &mut [u64], mask: &[u64]) {
    let mut carry = false;
    for (bits, mask) in row.iter_mut().zip(mask) {
        let matched = *bits & mask;
        let (sum, first) = bits.overflowing_add(matched);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first || second;
        *bits = sum | (*bits & !mask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The naive reference fills the whole table.
    fn table(a: &[u32], b: &[u32]) -> usize {
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for (i, x) in a.iter().enumerate() {
            for (j, y) in b.iter().enumerate() {
                rows[i + 1][j + 1] =
                    if x == y { rows[i][j] + 1 } else { rows[i][j + 1].max(rows[i + 1][j]) };
            }
        }
        rows[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn bits_equal_the_table(
            a in prop::collection::vec(0..9_u32, 1..200),
            b in prop::collection::vec(0..9_u32, 1..200),
        ) {
            let mut masks = Masks::new(9);
            prop_assert_eq!(masks.common_subsequence(&a, &b), table(&a, &b));
            prop_assert_eq!(masks.common_subsequence(&b, &a), table(&a, &b));
        }
    }
}
