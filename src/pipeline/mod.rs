//! The stages from paragraphs to clusters and findings.
//!
//! | stage | file |
//! |---|---|
//! | paragraphs → those that are compared | `selection` |
//! | paragraph → fingerprint, numbers of words and shingles, shingle set | `paragraphs` |
//! | paragraphs with one canonical text → an original and its copies | `copies` |
//! | shingle sets → pairs that may be related, verified | `candidates` |
//! | candidate pairs → pairs that are related | `verification` |
//! | a set → the kept ones that share a hot shingle or bucket with it | `hot_candidates` |
//! | pairs under hot shingles and in hot buckets, on the way to the representatives | `hot_pairs` |
//! | pairs → who stands for whom | `representation` |
//! | pairs → those within one document, and the others | `homes` |
//! | pairs that no stronger relation holds for → restatements | `restatements` |
//! | pairs → findings with evidence | `findings` |
//! | who stands for whom → clusters | `clusters` |
//!
//! Stages do not depend on their caller: each takes [`Settings`], or a part of it, and what earlier stages made. The settings
//! and the pairs, which many stages share, are in this file.

mod copies;
mod paragraphs;
mod verification;
mod candidates;
mod hot_candidates;
mod hot_pairs;
mod representation;
mod homes;
mod restatements;
mod findings;
mod selection;
mod clusters;

pub(crate) use candidates::{Listed, list_pairs};
pub(crate) use clusters::clusters;
pub(crate) use copies::Form;
pub(crate) use findings::{Passage, findings};
pub(crate) use homes::Homes;
pub(crate) use paragraphs::Paragraphs;
pub(crate) use representation::{Ranks, represent, with_unlisted};
pub(crate) use restatements::{add_restatements, add_restatements_by_document};
pub(crate) use selection::Selection;
pub(crate) use verification::relation_of_sets;

use crate::Similarity;
use crate::cluster::StandsFor;
use crate::executor::{Threads, Watched};
use crate::id::{Original, Paragraph};
use crate::lsh::Banding;
use crate::minhash::Sketcher;
use crate::observer::{Stage, Watch};
use crate::relation::{Criteria, Relation, Scores, Side};
use crate::restatement::Reasons;
use crate::shingle::{Overlap, Shingler, Storage};

/// What the stages are told: how paragraphs are read and compared, whoever asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) criteria: Criteria,
    pub(crate) shingler: Shingler,
    pub(crate) threads: Threads,
    pub(crate) watch: Watch,
    signatures: Option<(Sketcher, Banding)>,
    storage: Storage,
}

impl Settings {
    /// Settings for one thread. Signatures propose near pairs; where there are none, the exact join does that too.
    pub(crate) fn new(
        criteria: Criteria,
        shingler: Shingler,
        signatures: Option<(Sketcher, Banding)>,
        storage: Storage,
    ) -> Settings {
        let (threads, watch) = (Threads::One, Watch::default());
        Settings { criteria, shingler, threads, watch, signatures, storage }
    }

    /// The same on one thread and unobserved, for work that is itself one of many pieces.
    pub(crate) fn on_one_thread(&self) -> Settings {
        Settings { threads: Threads::One, watch: Watch::default(), ..self.clone() }
    }

    /// What runs a stage.
    pub(crate) fn executor(&self, stage: Stage) -> Watched<'_> {
        Watched::new(self.threads, self.watch.observer(), stage)
    }
}

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

    /// The same pair with its sides changed.
    fn turned(self) -> Pair {
        Pair { a: self.b, b: self.a, relation: self.relation, overlap: self.overlap.turned() }
    }

    /// Who can stand for whom, either way round.
    pub(crate) fn stands_for(&self) -> impl Iterator<Item = StandsFor> + use<> {
        let Pair { a, b, relation, overlap } = *self;
        let a_out = (Side::A, StandsFor { member: a, representative: b });
        let b_out = (Side::B, StandsFor { member: b, representative: a });
        // Of near pairs either side may go: the ranks decide. Of contained ones only the inner side may.
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
    /// The two paragraphs that are reported: not always the first ones of their texts.
    places: (Paragraph, Paragraph),
    restated: Option<Similarity>,
    /// Where it is one.
    reasons: Option<Reasons>,
}

impl ScoredPair {
    /// The pair, reported of these two paragraphs with its texts. `a` is the earlier one.
    pub(crate) fn at(pair: Pair, a: Paragraph, b: Paragraph) -> ScoredPair {
        let (pair, places) = if a < b { (pair, (a, b)) } else { (pair.turned(), (b, a)) };
        ScoredPair { pair, places, restated: None, reasons: None }
    }

    fn scores(&self) -> Scores {
        Scores::new(self.pair.overlap, self.restated)
    }

    /// The score that the relation rests on.
    pub(crate) fn score(&self) -> Similarity {
        self.scores().of(self.pair.relation)
    }
}
