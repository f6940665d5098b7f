//! What holds between two paragraphs. The only place where a score meets a threshold.

use core::fmt;
use core::str::FromStr;

use crate::shingle::Overlap;
use crate::{BuildError, Similarity, UnknownName};

/// What holds between two paragraphs: the first of these that does.
///
/// ```
/// use paradup::{Detector, Relation};
///
/// let report = Detector::default().detect(&["Blue moon rising.", "blue  moon – rising"]);
/// assert_eq!(report.findings[0].relation, Relation::Reformatted);
/// assert!(Relation::Identical < Relation::Restated);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Relation {
    /// The same bytes, outer white space aside.
    Identical,
    /// The same canonical text: the same words under other case, punctuation, quotes, dashes,
    /// white space or Unicode form.
    Reformatted,
    /// The shingle sets resemble each other at least as much as the threshold asks.
    Near,
    /// The smaller shingle set stands in the larger, and the larger is clearly larger.
    Contained,
    /// The same thing said again in other words.
    Restated,
}

impl Relation {
    /// All relations, the strongest first.
    pub const ALL: [Relation; 5] = [
        Relation::Identical,
        Relation::Reformatted,
        Relation::Near,
        Relation::Contained,
        Relation::Restated,
    ];

    /// The name in reports: lower case, one word.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Identical => "identical",
            Relation::Reformatted => "reformatted",
            Relation::Near => "near",
            Relation::Contained => "contained",
            Relation::Restated => "restated",
        }
    }

    /// A restatement this many times as long as what it restates says more than that.
    const CLEARLY_LONGER: f64 = 1.5;

    /// The side that stands in the other, where the relation has a direction.
    pub(crate) fn inner(self, overlap: Overlap) -> Option<Side> {
        let (small, large) = overlap.sizes();
        let is_directed = match self {
            Relation::Contained => true,
            Relation::Restated => large as f64 >= Relation::CLEARLY_LONGER * small as f64,
            _ => false,
        };
        is_directed.then_some(if overlap.a_is_smaller() { Side::A } else { Side::B })
    }

    /// Whether `side` says nothing that the other side does not, so that the other can stand for it.
    pub(crate) fn lets_go(self, side: Side, overlap: Overlap) -> bool {
        self.inner(overlap).is_none_or(|inner| inner == side)
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Accepts what [`Display`](fmt::Display) writes.
///
/// ```
/// use paradup::Relation;
///
/// assert_eq!("near".parse(), Ok(Relation::Near));
/// ```
impl FromStr for Relation {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Relation, UnknownName> {
        UnknownName::find(name, &Relation::ALL, Relation::name)
    }
}

/// One side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Side {
    /// The earlier paragraph.
    A,
    /// The later paragraph.
    B,
}

/// Every score of a pair of paragraphs.
///
/// ```
/// let comparison = paradup::Detector::default().compare("One two three four.", "One two three five.");
/// assert_eq!(comparison.scores.jaccard, 1.0 / 3.0);
/// assert_eq!(comparison.scores.containment_a, 1.0 / 2.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scores {
    /// Exact resemblance of the shingle sets, |A∩B| / |A∪B|.
    pub jaccard: Similarity,
    /// Exact containment of the first paragraph's shingles in the second, |A∩B| / |A|.
    pub containment_a: Similarity,
    /// Exact containment of the second paragraph's shingles in the first, |A∩B| / |B|.
    pub containment_b: Similarity,
    /// The probability that one restates the other; none where nobody asked for restatements.
    pub restated: Option<Similarity>,
}

impl Scores {
    pub(crate) fn new(overlap: Overlap, restated: Option<Similarity>) -> Scores {
        Scores {
            jaccard: overlap.jaccard(),
            containment_a: overlap.containment_a(),
            containment_b: overlap.containment_b(),
            restated,
        }
    }

    /// The score the relation rests on.
    pub(crate) fn of(&self, relation: Relation) -> Similarity {
        match relation {
            Relation::Identical | Relation::Reformatted => Similarity::ONE,
            Relation::Near => self.jaccard,
            Relation::Contained => self.containment_a.max(self.containment_b),
            Relation::Restated => self.restated.unwrap_or_default(),
        }
    }
}

/// How much is enough for each relation that has a degree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Thresholds {
    pub(crate) near: f64,
    pub(crate) contained: f64,
    pub(crate) restated: f64,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds { near: 0.7, contained: 0.8, restated: 0.5 }
    }
}

impl Thresholds {
    /// Fewer shingles than this are a phrase, and phrases recur without being redundant.
    const SMALLEST_CONTAINED: usize = 5;
    /// How many times the smaller paragraph's shingles the larger must have at the least.
    const CLEARLY_LARGER: f64 = 1.2;

    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let defaults = Thresholds::default();
        check_positive("near", self.near, defaults.near)?;
        check_positive("contained", self.contained, defaults.contained)?;
        // 0 is a threshold here alone: it asks for the score of every pair.
        if (0.0..=1.0).contains(&self.restated) {
            return Ok(());
        }
        let (found, default) = (self.restated, defaults.restated);
        let message = format!(
            "expected a probability from 0 (every pair) to 1, found {found}; {default} is the default"
        );
        Err(BuildError::new("restated", message))
    }

    /// The relation of two different canonical texts that share this much.
    pub(crate) fn of_shingles(&self, overlap: Overlap) -> Option<Relation> {
        if overlap.jaccard() >= self.near {
            return Some(Relation::Near);
        }
        let (smaller, larger) = overlap.sizes();
        let contained = Thresholds::may_contain(smaller, larger)
            && overlap.containment_of_smaller() >= self.contained;
        contained.then_some(Relation::Contained)
    }

    /// Whether sets of these sizes can stand in the relation `Contained` at all.
    pub(crate) fn may_contain(smaller: usize, larger: usize) -> bool {
        smaller >= Thresholds::SMALLEST_CONTAINED
            && larger as f64 >= Thresholds::CLEARLY_LARGER * smaller as f64
    }

    /// Sets of these sizes that share fewer shingles stand in no relation: the bound that lets
    /// verification stop early. Rounded down, for the decision itself is [`Thresholds::of_shingles`].
    pub(crate) fn least_shared(&self, a: usize, b: usize) -> usize {
        let near = self.near / (1.0 + self.near) * (a + b) as f64;
        let contained = self.contained * a.min(b) as f64;
        let may_contain = Thresholds::may_contain(a.min(b), a.max(b));
        // Either relation is enough, so the smaller bound counts.
        let least = if may_contain { near.min(contained) } else { near };
        ceiling(least)
    }

    /// Whether a probability is enough for `Restated`, none of the stronger relations holding.
    pub(crate) fn is_restated(&self, probability: Similarity) -> bool {
        probability >= self.restated
    }
}

/// What counts as redundant: the thresholds, and the relations that are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Criteria {
    pub(crate) thresholds: Thresholds,
    /// One for each of [`Relation::ALL`].
    is_asked_for: [bool; Relation::ALL.len()],
}

impl Criteria {
    pub(crate) fn new(thresholds: Thresholds, relations: &[Relation]) -> Criteria {
        let is_asked_for = Relation::ALL.map(|relation| relations.contains(&relation));
        Criteria { thresholds, is_asked_for }
    }

    pub(crate) fn asks_for(&self, relation: Relation) -> bool {
        // `ALL` has the variants in the order of their declaration.
        self.is_asked_for[relation as usize]
    }

    /// The relation of two different canonical texts that share this much, if it is asked for. A pair in a
    /// stronger relation than those asked for stands in none.
    pub(crate) fn of_shingles(&self, overlap: Overlap) -> Option<Relation> {
        self.thresholds.of_shingles(overlap).filter(|relation| self.asks_for(*relation))
    }
}

/// The smallest whole number not below `least`, with a tolerance of [`EPSILON`]: rounding in a product must never cost a pair.
/// (`f64::ceil` is a call where the processor is not known to have an instruction for it.)
pub(crate) fn ceiling(least: f64) -> usize {
    let least = least - EPSILON;
    // The cast takes what is below 0 to 0.
    let floor = least as usize;
    floor + usize::from((floor as f64) < least)
}

/// Far more than rounding in a product comes to, and far less than one shingle.
pub(crate) const EPSILON: f64 = 1e-6;

fn check_positive(setting: &'static str, threshold: f64, default: f64) -> Result<(), BuildError> {
    if threshold > 0.0 && threshold <= 1.0 {
        return Ok(());
    }
    let message = format!(
        "expected a threshold above 0 and at most 1, found {threshold}; {default} is the default"
    );
    Err(BuildError::new(setting, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_told_by_their_names() {
        let names = Relation::ALL.map(|relation| format!("{relation:>11}"));
        let expected = ["  identical", "reformatted", "       near", "  contained", "   restated"];
        assert_eq!(names, expected);
        for relation in Relation::ALL {
            assert_eq!(relation.to_string().parse(), Ok(relation));
        }
    }

    /// Two sets of `a` and `b` shingles that share `shared`.
    fn overlap(a: usize, b: usize, shared: usize) -> Overlap {
        let (a, b, shared) = (a as u64, b as u64, shared as u64);
        let sets: [Vec<u64>; 2] = [(0..a).collect(), (a - shared..a - shared + b).collect()];
        Overlap::of_hashes(&sets[0], &sets[1])
    }

    #[test]
    fn a_score_at_the_threshold_is_enough() {
        let thresholds = Thresholds { near: 0.6, contained: 0.8, restated: 0.5 };
        for (a, b, shared, expected) in [
            (8, 8, 6, Some(Relation::Near)),
            (8, 8, 5, None),
            (9, 11, 7, None),
            (5, 60, 4, Some(Relation::Contained)),
            (60, 5, 4, Some(Relation::Contained)),
            (5, 60, 3, None),
            (60, 5, 0, None),
            (4, 60, 4, None), // a phrase
            (25, 30, 20, Some(Relation::Contained)),
            (25, 29, 20, None), // not clearly larger
            (5, 5, 0, None),
            (0, 0, 0, None),
        ] {
            let found = thresholds.of_shingles(overlap(a, b, shared));
            assert_eq!(found, expected, "{shared} of {a} and {b}");
        }
        let probability = |value| Similarity::new(value).unwrap();
        assert!(thresholds.is_restated(probability(0.5)));
        assert!(!thresholds.is_restated(probability(0.499)));
    }

    /// One shingle less and nothing holds, so that no pair is lost and no merge is longer than it must be.
    #[test]
    fn the_least_shared_is_the_least_that_holds() {
        for (near, contained) in [(0.6, 0.8), (0.7, 0.8), (0.5, 1.0), (0.9, 0.6)] {
            let thresholds = Thresholds { near, contained, restated: 0.5 };
            for (a, b) in (1..40).flat_map(|a| (1..60).map(move |b| (a, b))) {
                let smaller = a.min(b);
                let holds = |shared| thresholds.of_shingles(overlap(a, b, shared)).is_some();
                let least = (0..=smaller).find(|shared| holds(*shared)).unwrap_or(smaller + 1);
                let bound = thresholds.least_shared(a, b).min(smaller + 1);
                assert_eq!(bound, least, "{a} and {b} at {near} and {contained}");
            }
        }
    }

    /// What cannot be met, and what would accept every pair, is refused by name.
    #[test]
    fn thresholds_have_their_ranges() {
        let thresholds = |near, contained, restated| Thresholds { near, contained, restated };
        for fine in [thresholds(1e-9, 1e-9, 0.0), thresholds(1.0, 1.0, 1.0)] {
            assert_eq!(fine.check(), Ok(()));
        }
        for (refused, name) in [
            (thresholds(0.0, 0.5, 0.5), "near"),
            (thresholds(1.001, 0.5, 0.5), "near"),
            (thresholds(f64::NAN, 0.5, 0.5), "near"),
            (thresholds(0.5, 0.0, 0.5), "contained"),
            (thresholds(0.5, 1.001, 0.5), "contained"),
            (thresholds(0.5, 0.5, -0.001), "restated"),
            (thresholds(0.5, 0.5, 1.001), "restated"),
            (thresholds(0.5, 0.5, f64::NAN), "restated"),
        ] {
            assert_eq!(refused.check().unwrap_err().setting(), name, "{refused:?}");
        }
    }
}
