//! From features to a probability.

use super::features::Features;
use crate::Similarity;

// Fitted on labelled articles; `paradup-quality fit` prints both constants anew.

const INTERCEPT: f64 = -12.938_439;

/// In the order of [`Features::NAMES`].
const COEFFICIENTS: [f64; 7] = [
    10.315_489,  // ln(1 + shared weight)
    -0.784_046,  // ln(shorter)^2
    -3.683_438,  // ln(longer / shorter)
    4.774_506,   // in order / shorter * ln(shorter)
    -3.404_150,  // ln(1 + best passage)
    -61.849_052, // lone numbers
    -6.037_096,  // 1 / peers
];

/// The probability that one paragraph of a pair with these features restates the other. 0 where
/// they [cannot](Features::can_restate).
pub fn probability(features: &Features) -> Similarity {
    if !features.can_restate() {
        return Similarity::ZERO;
    }
    // Added in this order, and by `libm`: the sum has the same bits on every platform.
    let terms = COEFFICIENTS.iter().zip(features.values());
    let logit = terms.fold(INTERCEPT, |sum, (coefficient, value)| sum + coefficient * value);
    Similarity::new(1.0 / (1.0 + libm::exp(-logit))).unwrap_or_default()
}
