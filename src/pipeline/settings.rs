//! What the stages are told.

use crate::executor::Threads;
use crate::lsh::Banding;
use crate::minhash::Sketcher;
use crate::relation::Criteria;
use crate::shingle::{Shingler, Storage};

/// How paragraphs are read and compared, whoever asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) criteria: Criteria,
    pub(crate) shingler: Shingler,
    /// None where the exact join proposes near pairs too.
    pub(crate) signatures: Option<Signatures>,
    pub(crate) storage: Storage,
    pub(crate) threads: Threads,
}

/// How near pairs are proposed by `MinHash`.
#[derive(Clone, Debug)]
pub(crate) struct Signatures {
    pub(crate) sketcher: Sketcher,
    pub(crate) banding: Banding,
}

impl Settings {
    /// The same on one thread, for work that is itself one of many pieces.
    pub(crate) fn on_one_thread(&self) -> Settings {
        Settings { threads: Threads::One, ..self.clone() }
    }
}
