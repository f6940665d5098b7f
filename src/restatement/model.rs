//! From features to a probability.

use super::features::Features;
use crate::Similarity;

// Fitted on labelled articles and on pairs from documents as they are; `paradup-quality fit` prints both constants anew.

const INTERCEPT: f64 = -7.997_741;

/// In the order of [`Features::NAMES`].
const COEFFICIENTS: [f64; 12] = [
    8.009_082,   // ln(1 + shared weight)
    -0.756_666,  // ln(shorter)^2
    -6.665_109,  // ln(longer / shorter)
    3.208_629,   // in order / shorter * ln(shorter)
    -2.555_600,  // ln(1 + best passage)
    -40.225_916, // lone numbers
    -0.816_705,  // 1 / peers
    -21.904_197, // ends
    5.554_573,   // ends * ln(shorter)
    5.651_855,   // in runs * ln(longer / shorter)
    -5.048_984,  // same list
    -1.486_127,  // two lists
];

/// The share of common words at the ends, 0 or 1, that makes a restatement likeliest: paragraphs with the same ends are made after
/// one pattern if they are short, and tell the same if they are long.
pub(super) fn likeliest_ends(shorter: f64) -> f64 {
    let [.., ends, ends_by_length, _, _, _] = COEFFICIENTS;
    if ends + ends_by_length * libm::log(shorter) > 0.0 { 1.0 } else { 0.0 }
}

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
