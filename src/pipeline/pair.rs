//! Pairs of originals that are related.

use crate::Similarity;
use crate::cluster::StandsFor;
use crate::position::Original;
use crate::relation::{Relation, Scores, Side};
use crate::restatement::Reasons;
use crate::shingle::Overlap;

/// A pair for which a relation holds. `a` is the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) a: Original,
    pub(crate) b: Original,
    pub(crate) relation: Relation,
    pub(crate) overlap: Overlap,
}

impl Pair {
    pub(crate) fn sides(&self) -> (Original, Original) {
        (self.a, self.b)
    }

    /// Who can stand for whom, either way round.
    pub(crate) fn stands_for(&self) -> impl Iterator<Item = StandsFor> + use<> {
        let Pair { a, b, relation, overlap } = *self;
        let a_out = (Side::A, StandsFor { member: a, representative: b });
        let b_out = (Side::B, StandsFor { member: b, representative: a });
        let going = [a_out, b_out].into_iter();
        going.filter(move |(side, _)| relation.lets_go(*side, overlap)).map(|(_, out)| out)
    }
}

/// Who can stand for whom in these pairs.
pub(crate) fn stands_for<'p>(pairs: impl IntoIterator<Item = &'p Pair>) -> Vec<StandsFor> {
    pairs.into_iter().flat_map(Pair::stands_for).collect()
}

/// A related pair, scored as a restatement where that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScoredPair {
    pub(crate) pair: Pair,
    pub(crate) restated: Option<Similarity>,
    /// Where it is one.
    pub(crate) reasons: Option<Reasons>,
}

impl From<Pair> for ScoredPair {
    fn from(pair: Pair) -> ScoredPair {
        ScoredPair { pair, restated: None, reasons: None }
    }
}

impl ScoredPair {
    pub(crate) fn scores(&self) -> Scores {
        Scores::new(self.pair.overlap, self.restated)
    }

    /// The score that the relation rests on.
    pub(crate) fn score(&self) -> Similarity {
        self.scores().of(self.pair.relation)
    }
}
