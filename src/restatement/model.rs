//! From features to a probability.

use super::features::Features;
use crate::Similarity;

const INTERCEPT: f64 = -13.425_993;

/// In the order of [`Features::NAMES`].
const COEFFICIENTS: [f64; 7] = [
    9.811_074,   // ln(1 + shared weight)
    -0.728_996,  // ln(shorter)^2
    -3.602_017,  // ln(longer / shorter)
    5.044_177,   // in order / shorter * ln(shorter)
    -3.354_376,  // ln(1 + best passage)
    -63.199_894, // lone numbers
    -5.079_748,  // 1 / collection
];

/// The probability that one paragraph of a pair with these features restates the other. 0 where
/// they [cannot](Features::can_restate).
pub fn probability(features: &Features) -> Similarity {
    if !features.can_restate() {
        return Similarity::ZERO;
    }
    let terms = COEFFICIENTS.iter().zip(features.values());
    let logit = terms.fold(INTERCEPT, |sum, (coefficient, value)| sum + coefficient * value);
    Similarity::new(1.0 / (1.0 + libm::exp(-logit))).unwrap_or_default()
}
