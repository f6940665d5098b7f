//! From features to a probability.

use super::features::{Features, length_for_ends};
use crate::Similarity;

// Fitted on labelled articles and on pairs from documents as they are; `paradup-quality fit` prints both constants anew.

/// A logistic regression.
struct Model {
    intercept: f64,
    /// In the order of [`Features::NAMES`].
    coefficients: [f64; 17],
}

/// For bare texts and plain text.
const PLAIN: Model = Model {
    intercept: -8.201_292,
    coefficients: [
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
        0.0,         // only one closes
        0.0,         // ln(1 + exchanged names)
        0.0,         // rival
    ],
};

/// For pairs with a side that is of a document with markup.
const STRUCTURED: Model = Model {
    intercept: -3.171_046,
    coefficients: [
        3.639_254,   // ln(1 + shared weight)
        -0.365_181,  // ln(shorter)^2
        -0.534_631,  // ln(longer / shorter)
        -0.531_110,  // ln(longer / shorter) * ln(shorter)
        2.607_740,   // in order / shorter * ln(shorter)
        -1.782_219,  // ln(1 + best passage)
        -7.022_361,  // lone numbers
        0.774_042,   // 1 / peers
        -11.600_347, // ends
        2.237_933,   // ends * ln(shorter), at most 5
        1.064_304,   // in runs * ln(longer / shorter)
        -1.993_632,  // same list
        -0.802_477,  // two lists
        -1.962_301,  // both introduce
        2.176_084,   // only one closes
        -3.034_161,  // ln(1 + exchanged names)
        -2.292_071,  // rival
    ],
};

impl Model {
    fn of_pair(structured: bool) -> &'static Model {
        if structured { &STRUCTURED } else { &PLAIN }
    }
}

/// The share of common words at the ends, 0 or 1, that makes a restatement likeliest: paragraphs with the same ends are made after
/// one pattern if they are short, and tell the same if they are long.
pub(super) fn likeliest_ends(structured: bool, shorter: f64) -> f64 {
    let [.., ends, ends_by_length, _, _, _, _, _, _, _] = Model::of_pair(structured).coefficients;
    if ends + ends_by_length * length_for_ends(shorter) > 0.0 { 1.0 } else { 0.0 }
}

/// The probability that one paragraph of a pair with these features restates the other. 0 where
/// they [cannot](Features::can_restate).
pub fn probability(features: &Features) -> Similarity {
    if !features.can_restate() {
        return Similarity::ZERO;
    }
    // Added in this order, and by `libm`: the sum has the same bits on every platform.
    let Model { intercept, coefficients } = Model::of_pair(features.structured);
    let terms = coefficients.iter().zip(features.values());
    let logit = terms.fold(*intercept, |sum, (coefficient, value)| sum + coefficient * value);
    Similarity::new(1.0 / (1.0 + libm::exp(-logit))).unwrap_or_default()
}
