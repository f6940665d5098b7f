//! From features to a probability.

use super::features::Features;
use crate::Similarity;

/// Pairs with a shorter paragraph have the probability 0: it says too little for words in common to
/// mean anything. The shortest retelling in the labelled data has 12 words.
///
/// ```
/// use paradup::restatement::{Collection, FEWEST_WORDS};
///
/// let collection = Collection::new(&["Rain closed the north road.", "The north road: closed by rain."]);
/// assert!(collection.features(0, 1).shorter < FEWEST_WORDS);
/// assert_eq!(collection.probability(0, 1).get(), 0.0);
/// ```
pub const FEWEST_WORDS: f64 = 10.0;

const INTERCEPT: f64 = -8.057_469;

/// In the order of [`Features::NAMES`].
const COEFFICIENTS: [f64; 8] = [
    8.784_986,
    -0.935_793,
    -3.277_747,
    -17.902_742,
    9.569_294,
    -3.147_954,
    -59.104_157,
    -6.728_704,
];

/// The probability that one paragraph of a pair with these features restates the other.
pub fn probability(features: &Features) -> Similarity {
    if features.shorter < FEWEST_WORDS {
        return Similarity::ZERO;
    }
    let terms = COEFFICIENTS.iter().zip(features.values());
    let logit = terms.fold(INTERCEPT, |sum, (coefficient, value)| sum + coefficient * value);
    Similarity::new(1.0 / (1.0 + libm::exp(-logit))).unwrap_or_default()
}
