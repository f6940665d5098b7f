//! What a pair of paragraphs is judged by.

use super::background::Background;
use super::partners::Shared;

/// What a word costs that the other paragraph has not, in terms of its weight.
const UNSHARED_COST: f64 = 1.5;

/// Shorter paragraphs say too little for words in common to mean anything. The shortest retelling
/// in the labelled data has 12 words.
const FEWEST_WORDS: f64 = 10.0;

/// Longer texts are no paragraphs: their words in order would take gigabytes to count.
pub(crate) const MAX_WORDS: usize = 1 << 16;

/// Rows of one template have at least this share of the longer one's words in order…
const TEMPLATE_IN_ORDER: f64 = 0.8;
/// …around other numbers, which are at least this share of the stems. No restatement in the labelled
/// data comes near both at once.
const TEMPLATE_NUMBERS: f64 = 0.05;

/// The measures of one pair. All are symmetric in the two paragraphs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Features {
    /// Summed weight of the shared stems.
    pub shared_weight: f64,
    /// Words of the shorter paragraph.
    pub shorter: f64,
    /// Words of the longer paragraph.
    pub longer: f64,
    /// Words whose stems stand in the same order in both: the longest common subsequence.
    pub in_order: f64,
    /// The best passage of one paragraph against the whole other: the summed weight of what is
    /// shared, less 1.5 times that of what is not. The worse of both directions.
    pub best_passage: f64,
    /// Numbers that only one side has, as a share of the stems of both, from 0 to 1.
    pub lone_numbers: f64,
    /// Numbers that each side has in place of the other's: those of the side that has fewer.
    pub replaced_numbers: f64,
    /// Paragraphs that share the commonest word of one of the two, itself among them: a measure of
    /// how many are in its language. The fewer of both.
    pub peers: f64,
}

impl Features {
    /// The names of [`values`](Features::values).
    pub const NAMES: [&'static str; 7] = [
        "ln(1 + shared weight)",
        "ln(shorter)^2",
        "ln(longer / shorter)",
        "in order / shorter * ln(shorter)",
        "ln(1 + best passage)",
        "lone numbers",
        "1 / peers",
    ];

    /// What the logistic regression sees. Finite where the pair [can be judged](Features::can_restate);
    /// of a pair with an empty paragraph not a number.
    pub fn values(&self) -> [f64; 7] {
        let shorter = libm::log(self.shorter);
        let in_order = self.in_order / self.shorter;
        [
            libm::log1p(self.shared_weight),
            shorter * shorter,
            libm::log(self.longer / self.shorter),
            in_order * shorter,
            libm::log1p(self.best_passage),
            self.lone_numbers,
            1.0 / self.peers,
        ]
    }

    /// Whether the pair is judged by its values. Otherwise its probability is 0: because a paragraph
    /// has fewer than ten words or more than 65,536, or because both have the same words in the same order around other
    /// numbers, which makes them rows of one template and no restatement.
    ///
    /// ```
    /// use paradup::restatement::Collection;
    ///
    /// let collection = Collection::new(&[
    ///     "The bus to the airport leaves the old harbour at 9.15 every day except Sunday.",
    ///     "The bus to the airport leaves the old harbour at 11.40 every day except Sunday.",
    ///     "Except on Sunday, every day at 9.15 a bus to the airport leaves from the old harbour.",
    /// ]);
    /// assert!(!collection.features(0, 1).can_restate());
    /// assert!(collection.features(0, 2).can_restate());
    /// ```
    pub fn can_restate(&self) -> bool {
        let same_order = self.in_order >= TEMPLATE_IN_ORDER * self.longer;
        let other_numbers = self.replaced_numbers > 0.0 && self.lone_numbers >= TEMPLATE_NUMBERS;
        let fit = self.shorter >= FEWEST_WORDS && self.longer <= MAX_WORDS as f64;
        fit && !(same_order && other_numbers)
    }

    /// Features whose probability is at least that of the pair, from what is known without reading
    /// the paragraphs: no more words stand in order than are shared, repetitions included; the best
    /// passage, which lowers the probability, is at least nothing; and as long as their order is not
    /// known the two may be no rows of one template.
    pub(crate) fn bound(
        background: &Background,
        (a, b): (usize, usize),
        shared: Shared,
    ) -> Features {
        let words = |paragraph| background.tokens(paragraph).len();
        let distinct = |paragraph| background.distinct(paragraph).len();
        let (shorter, longer) = (words(a).min(words(b)), words(a).max(words(b)));
        let repeated = (words(a) - distinct(a)).min(words(b) - distinct(b));
        let numbers = background.numbers(a) + background.numbers(b) - 2 * shared.numbers;
        Features {
            shared_weight: shared.weight,
            shorter: shorter as f64,
            longer: longer as f64,
            in_order: (shared.stems as usize + repeated).min(shorter) as f64,
            best_passage: 0.0,
            lone_numbers: f64::from(numbers) / (distinct(a) + distinct(b)) as f64,
            replaced_numbers: 0.0,
            peers: f64::from(background.peers(a).min(background.peers(b))),
        }
    }
}

/// Room for the features of one pair at a time; reused from pair to pair.
#[derive(Debug)]
pub(crate) struct FeatureScratch {
    /// For each stem the number of the last question in which it was marked.
    marked: Vec<u32>,
    question: u32,
    /// For each stem where it last stood in the paragraph being read, and in which question.
    seen: Vec<(u32, u32)>,
    masks: Masks,
}

impl FeatureScratch {
    pub(crate) fn new(background: &Background) -> FeatureScratch {
        let stems = background.stems();
        FeatureScratch {
            marked: vec![0; stems],
            question: 0,
            seen: vec![(0, 0); stems],
            masks: Masks { slots: vec![0; stems], bits: Vec::new() },
        }
    }

    /// The features of two paragraphs that share this. Linear in their words, but for the common
    /// subsequence: product of the lengths / 64. Of a pair that cannot restate anyway, the bound.
    pub(crate) fn features(
        &mut self,
        background: &Background,
        pair: (usize, usize),
        shared: Shared,
    ) -> Features {
        let mut features = Features::bound(background, pair, shared);
        if features.can_restate() {
            self.take_order(&mut features, background, pair, shared);
            self.take_passage(&mut features, background, pair);
        }
        features
    }

    /// Replaces the bound on what depends on the order of the words.
    pub(crate) fn take_order(
        &mut self,
        features: &mut Features,
        background: &Background,
        (a, b): (usize, usize),
        shared: Shared,
    ) {
        let (first, second) = (background.tokens(a), background.tokens(b));
        let (short, long) =
            if first.len() <= second.len() { (first, second) } else { (second, first) };
        let numbers = background.numbers(a).min(background.numbers(b));
        features.in_order = self.masks.common_subsequence(short, long) as f64;
        features.replaced_numbers = f64::from(numbers - shared.numbers);
    }

    /// Replaces the bound on the best passage.
    pub(crate) fn take_passage(
        &mut self,
        features: &mut Features,
        background: &Background,
        (a, b): (usize, usize),
    ) {
        let (a, b) = (background.tokens(a), background.tokens(b));
        let there = self.best_passage(background, a, b);
        features.best_passage = there.min(self.best_passage(background, b, a));
    }

    fn mark(&mut self, tokens: &[u32]) {
        self.question += 1;
        for stem in tokens {
            self.marked[*stem as usize] = self.question;
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
            let repeated = seen.0 == self.question && seen.1 as usize >= start;
            *seen = (self.question, place as u32);
            if !repeated {
                let weight = background.weight(*stem);
                let shared = self.marked[*stem as usize] == self.question;
                sum += if shared { weight.shared } else { -UNSHARED_COST * weight.alone };
                best = best.max(sum);
            }
        }
        best
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
        for stem in short {
            self.slots[*stem as usize] = 0;
        }
        row.iter().map(|bits| bits.count_zeros() as usize).sum()
    }

    fn fill(&mut self, text: &[u32], blocks: usize) {
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

    /// The dull twin: the whole table.
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
            let mut masks = Masks { slots: vec![0; 9], bits: Vec::new() };
            prop_assert_eq!(masks.common_subsequence(&a, &b), table(&a, &b));
            prop_assert_eq!(masks.common_subsequence(&b, &a), table(&a, &b));
        }
    }
}
