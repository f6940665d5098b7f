//! From features to a probability.

use super::features::{Features, length_for_ends};
use crate::Similarity;

// Fitted on labelled articles and on pairs from documents as they are; `paradup-quality fit` prints both constants anew.

const INTERCEPT: f64 = -8.201_292;

/// In the order of [`Features::NAMES`].
const COEFFICIENTS: [f64; 14] = [
    8.154_061,   // ln(1 + shared weight)
    -0.752_359,  // ln(shorter)^2
    -4.449_293,  // ln(longer / shorter)
    -0.586_212,  // ln(longer / shorter) * ln(shorter)
    3.279_105,   // in order / shorter * ln(shorter)
    -2.648_010,  // ln(1 + best passage)
    -41.587_109, // lone numbers
    -1.056_339,  // 1 / peers
    -21.755_874, // ends
    5.520_269,   // ends * ln(shorter), at most 5
    5.187_023,   // in runs * ln(longer / shorter)
    -5.129_202,  // same list
    -1.654_624,  // two lists
    -2.166_601,  // both introduce
];

/// The share of common words at the ends, 0 or 1, that makes a restatement likeliest: paragraphs with the same ends are made after
/// one pattern if they are short, and tell the same if they are long.
pub(super) fn likeliest_ends(shorter: f64) -> f64 {
    let [.., ends, ends_by_length, _, _, _, _] = COEFFICIENTS;
    if ends + ends_by_length * length_for_ends(shorter) > 0.0 { 1.0 } else { 0.0 }
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
