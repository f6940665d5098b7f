//! The stages from paragraphs to findings, in the order the text flows.
//!
//! | stage | file |
//! |---|---|
//! | paragraph → fingerprint, numbers of words and shingles, shingle set | `paragraphs` |
//! | paragraphs with one canonical text → an original and its copies | `copies` |
//! | shingle sets → pairs that may be related | `candidates` |
//! | candidate pairs → pairs that are related | `verification` |
//! | pairs under hot shingles, on the way to the representatives | `hot` |
//! | pairs → who stands for whom | `representation` |
//! | pairs that no stronger relation holds for → restatements | `restatements` |
//! | pairs → findings with evidence | `findings` |
//! | who stands for whom → clusters | `clusters` |
//!
//! No stage knows who asks: each takes [`Settings`], or less, and what the stages before it made.

mod copies;
mod paragraphs;
mod pair;
mod verification;
mod candidates;
mod hot;
mod representation;
mod restatements;
mod findings;
mod clusters;

pub(crate) use candidates::{Listed, list_pairs};
pub(crate) use clusters::clusters;
pub(crate) use findings::{Passage, evidence, findings};
pub(crate) use pair::{Pair, ScoredPair, stands_for};
pub(crate) use paragraphs::Paragraphs;
pub(crate) use representation::{Ranks, represent, with_unlisted};
pub(crate) use restatements::add_restatements;

use crate::executor::Threads;
use crate::lsh::Banding;
use crate::minhash::Sketcher;
use crate::relation::Criteria;
use crate::shingle::{Shingler, Storage};

/// What the stages are told: how paragraphs are read and compared, whoever asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) criteria: Criteria,
    pub(crate) shingler: Shingler,
    pub(crate) threads: Threads,
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
        Settings { criteria, shingler, threads: Threads::One, signatures, storage }
    }

    /// The same on one thread, for work that is itself one of many pieces.
    pub(crate) fn on_one_thread(&self) -> Settings {
        Settings { threads: Threads::One, ..self.clone() }
    }
}
