//! Two related paragraphs in short.

use super::place::Place;
use crate::Similarity;
use crate::relation::{Relation, Side};

/// Two related paragraphs, without the evidence.
///
/// ```
/// let texts = ["Alpha beta gamma.", "ALPHA, beta, gamma!", "alpha beta gamma"];
/// let report = paradup::Detector::default().detect(&texts);
/// let pairs: Vec<_> = report.pairs().map(|pair| (pair.a.paragraph, pair.b.paragraph)).collect();
/// assert_eq!(pairs, [(0, 1), (0, 2)]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pair {
    /// The earlier paragraph.
    pub a: Place,
    /// The later paragraph.
    pub b: Place,
    /// What holds between them.
    pub relation: Relation,
    /// The score that the relation rests on: 1 for copies, else the resemblance, the containment of
    /// the smaller, or the probability of a restatement.
    pub score: Similarity,
    /// The side that stands in the other, where the relation has a direction.
    pub inner: Option<Side>,
}
