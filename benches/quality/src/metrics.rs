//! What a ranking of labelled pairs is worth.

/// How good a score is at telling restatements from other pairs.
#[derive(Clone, Copy, Default)]
pub(crate) struct Quality {
    pub(crate) average_precision: f64,
    /// The recall at the lowest score where precision is still 95 %.
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

impl Quality {
    /// `scored`: each pair's score and whether it is a restatement; F1 is counted at `threshold`.
    pub(crate) fn at(threshold: f64, scored: &[(f64, bool)]) -> Quality {
        let steps = Steps::of(scored);
        let at = steps.0.iter().rev().find(|step| step.score >= threshold);
        Quality {
            average_precision: steps.average_precision(),
            recall: steps.recall_at_precision(0.95),
            f1: at.map_or(0.0, |step| steps.f1(step)),
        }
    }

    /// With the best F1 that any threshold gives.
    pub(crate) fn best(scored: &[(f64, bool)]) -> Quality {
        let steps = Steps::of(scored);
        let f1 = steps.0.iter().map(|step| steps.f1(step)).fold(0.0, f64::max);
        Quality { f1, ..Quality::at(f64::INFINITY, scored) }
    }

    pub(crate) fn mean(qualities: &[Quality]) -> Quality {
        let mean = |of: fn(&Quality) -> f64| {
            qualities.iter().map(of).sum::<f64>() / qualities.len() as f64
        };
        Quality {
            average_precision: mean(|quality| quality.average_precision),
            recall: mean(|quality| quality.recall),
            f1: mean(|quality| quality.f1),
        }
    }
}

/// What is accepted at a threshold that is one of the scores.
struct Step {
    score: f64,
    accepted: usize,
    right: usize,
}

/// Falling scores; pairs of equal score are accepted together.
struct Steps(Vec<Step>);

impl Steps {
    fn of(scored: &[(f64, bool)]) -> Steps {
        let mut sorted = scored.to_vec();
        sorted.sort_by(|left, right| right.0.total_cmp(&left.0));
        let (mut accepted, mut right) = (0, 0);
        let step = |ties: &[(f64, bool)]| {
            accepted += ties.len();
            right += ties.iter().filter(|pair| pair.1).count();
            Step { score: ties[0].0, accepted, right }
        };
        Steps(sorted.chunk_by(|left, right| left.0.total_cmp(&right.0).is_eq()).map(step).collect())
    }

    fn positives(&self) -> f64 {
        self.0.last().map_or(0.0, |step| step.right as f64)
    }

    fn average_precision(&self) -> f64 {
        let mut before = 0;
        let mut area = 0.0;
        for step in &self.0 {
            area += step.precision() * (step.right - before) as f64;
            before = step.right;
        }
        area / self.positives()
    }

    fn recall_at_precision(&self, precision: f64) -> f64 {
        let lowest = self.0.iter().rev().find(|step| step.precision() >= precision);
        lowest.map_or(0.0, |step| step.right as f64 / self.positives())
    }

    fn f1(&self, step: &Step) -> f64 {
        2.0 * step.right as f64 / (step.accepted as f64 + self.positives())
    }
}

impl Step {
    fn precision(&self) -> f64 {
        self.right as f64 / self.accepted as f64
    }
}

/// The pairs whose probability lies in one tenth of 0..=1.
#[derive(Clone, Copy, Default)]
pub(crate) struct Bin {
    pub(crate) pairs: usize,
    predicted: f64,
    restated: usize,
}

impl Bin {
    /// The mean probability.
    pub(crate) fn predicted(&self) -> f64 {
        self.predicted / self.pairs as f64
    }

    /// The share that are restatements.
    pub(crate) fn observed(&self) -> f64 {
        self.restated as f64 / self.pairs as f64
    }
}

/// Ten bins of probability.
pub(crate) fn calibration(scored: &[(f64, bool)]) -> [Bin; 10] {
    let mut bins = [Bin::default(); 10];
    for (probability, restated) in scored {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.pairs += 1;
        bin.predicted += probability;
        bin.restated += usize::from(*restated);
    }
    bins
}

/// Mean negative logarithm of the probability of what is the case, in thousandths.
pub(crate) fn log_loss(scored: &[(f64, bool)]) -> f64 {
    let loss = |(probability, restated): &(f64, bool)| {
        let right = if *restated { *probability } else { 1.0 - probability };
        -libm::log(right.max(1e-12))
    };
    scored.iter().map(loss).sum::<f64>() / scored.len() as f64 * 1000.0
}
