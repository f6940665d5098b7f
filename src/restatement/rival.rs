//! What two paragraphs share, beside what each shares with others.

use super::background::Background;

/// A stem that stands in more paragraphs tells nobody's rival, and takes long to follow.
const MAX_PARAGRAPHS: usize = 400;

/// Rivals that share more than this many times what the pair does are all alike.
const MOST: f64 = 3.0;

/// Finds rivals, a pair at a time; its memory is reused from pair to pair.
#[derive(Debug, Default)]
pub(super) struct Rivals {
    /// What each paragraph shares with the one at hand; all zero again before the next one.
    shared: Vec<f64>,
    met: Vec<u32>,
}

impl Rivals {
    /// The summed weight of what each of two paragraphs shares with the best third one, as a share of what they share with each
    /// other: the less of both, and at most 3. Where one has no rival the pair is apart; where both have, it is one of a row.
    /// Linear in the paragraphs that have stems of either, each as often as it has one.
    pub(super) fn of_pair(
        &mut self,
        background: &Background,
        (a, b): (usize, usize),
        shared: f64,
    ) -> f64 {
        let best = self.best(background, a, b).min(self.best(background, b, a));
        if best < MOST * shared { best / shared } else { MOST }
    }

    /// The most that a paragraph shares with any but the other one.
    fn best(&mut self, background: &Background, a: usize, b: usize) -> f64 {
        self.shared.resize(background.len(), 0.0);
        for stem in background.distinct(a) {
            let paragraphs = background.postings(*stem);
            let weight = background.weight(*stem).shared;
            if paragraphs.len() <= MAX_PARAGRAPHS {
                for other in paragraphs {
                    self.meet(*other, weight);
                }
            }
        }
        let mut best = 0.0_f64;
        for other in self.met.drain(..) {
            let shared = core::mem::take(&mut self.shared[other as usize]);
            if ![a, b].contains(&(other as usize)) {
                best = best.max(shared);
            }
        }
        best
    }

    fn meet(&mut self, other: u32, weight: f64) {
        let shared = &mut self.shared[other as usize];
        if *shared == 0.0 {
            self.met.push(other);
        }
        *shared += weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::kernel::Kernel;
    use crate::restatement::shared::Shared;
    use crate::text::Normalizer;
    use proptest::prelude::*;

    proptest! {
        /// The naive reference holds both against every other paragraph.
        #[test]
        fn rivals_equal_those_of_all_paragraphs(
            texts in prop::collection::vec(prop::collection::vec("[a-d]{1,4}|[0-9]", 1..20), 2..9),
        ) {
            let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let background = Background::read(Serial, (Normalizer::new(), Kernel::detect()), &texts).unwrap();
            let shared = |a, b| Shared::between(&background, a, b).weight;
            let mut rivals = Rivals::default();
            for (a, b) in (0..texts.len()).flat_map(|b| (0..b).map(move |a| (a, b))) {
                let best = |one| {
                    let others = (0..texts.len()).filter(|other| ![a, b].contains(other));
                    others.map(|other| shared(one, other)).fold(0.0, f64::max)
                };
                let least = f64::min(best(a), best(b));
                let expected = if least < MOST * shared(a, b) { least / shared(a, b) } else { MOST };
                let found = rivals.of_pair(&background, (a, b), shared(a, b));
                prop_assert_eq!(found.to_bits(), expected.to_bits());
            }
        }
    }
}
