//! What holds between two paragraphs, and why.

use super::pair::Pair;
use super::place::Place;
use crate::Similarity;
use crate::evidence::Evidence;
use crate::relation::{Relation, Scores, Side};

/// A redundant paragraph, the best of those that it repeats, how, and why.
///
/// The best is the one of the strongest relation, of equals that of the highest score, of equals one of the same
/// document, of equals the earliest. Evidence is
/// gathered for it alone; for any other pair [`Detector::compare`](crate::Detector::compare) gathers it.
///
/// ```
/// use paradup::{Detector, Relation};
/// use paradup::report::Side;
///
/// let article = "Rain closed the north road early on Sunday morning.\n\n\
///     Rain closed the north road early on Sunday morning. The council expects to open it again on Monday.";
/// let report = Detector::default().detect_article(article);
/// let finding = &report.findings[0];
/// assert_eq!((finding.a.paragraph, finding.b.paragraph), (0, 1));
/// assert_eq!(finding.relation, Relation::Contained);
/// assert_eq!(finding.inner, Some(Side::A));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// The earlier paragraph.
    pub a: Place,
    /// The later paragraph, which is redundant.
    pub b: Place,
    /// What holds between them.
    pub relation: Relation,
    /// The score that the relation rests on: 1 for copies, else the resemblance, the containment of
    /// the smaller, or the probability of a restatement.
    pub score: Similarity,
    /// The side that stands in the other, where the relation has a direction.
    pub inner: Option<Side>,
    /// All scores.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub scores: Scores,
    /// Shared runs, words exchanged for others, what each side alone says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub evidence: Evidence,
    /// The other earlier paragraphs that it repeats, the best first.
    pub others: Vec<Pair>,
}

impl Finding {
    /// The pair that this finding explains.
    pub fn pair(&self) -> Pair {
        let Finding { a, b, relation, score, inner, .. } = *self;
        Pair { a, b, relation, score, inner }
    }

    /// All pairs of the redundant paragraph, the best first.
    pub fn pairs(&self) -> impl Iterator<Item = Pair> {
        core::iter::once(self.pair()).chain(self.others.iter().copied())
    }
}

/// The comparison of two texts, related or not.
///
/// ```
/// let comparison = paradup::Detector::default().compare("Of the sea.", "Of the mountains and of the sea.");
/// assert_eq!(comparison.relation, None);
/// assert_eq!(comparison.scores.containment_a.get(), 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Comparison {
    /// What holds between them, if anything does.
    pub relation: Option<Relation>,
    /// The side that stands in the other, where the relation has a direction.
    pub inner: Option<Side>,
    /// All scores.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub scores: Scores,
    /// Shared runs, words exchanged for others, what each side alone says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub evidence: Evidence,
}
