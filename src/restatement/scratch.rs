//! Measuring pairs one after another.

use super::background::Background;
use super::features::Features;
use super::shared::Shared;
use super::subsequence::Masks;

/// What a word costs that the other paragraph has not, in terms of its weight.
const UNSHARED_COST: f64 = 1.5;

/// Memory for the features of one pair at a time; reused from pair to pair.
#[derive(Debug)]
pub(super) struct FeatureScratch {
    /// For each stem the last pass in which it was marked. Numbers of passes, because nothing needs to be cleared then.
    marked: Vec<u32>,
    pass: u32,
    /// For each stem the pass in which it was last seen, and its place there.
    seen: Vec<(u32, u32)>,
    masks: Masks,
}

impl FeatureScratch {
    pub(super) fn new(background: &Background) -> FeatureScratch {
        let stems = background.stems();
        FeatureScratch {
            marked: vec![0; stems],
            pass: 0,
            seen: vec![(0, 0); stems],
            masks: Masks::new(stems),
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
            self.take_order(&mut features, background, pair, shared);
            self.take_passage(&mut features, background, pair);
        }
        features
    }

    /// Replaces the bounds on what depends on the order of the words.
    pub(super) fn take_order(
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
    pub(super) fn take_passage(
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
