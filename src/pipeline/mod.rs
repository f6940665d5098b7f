//! The stages from paragraphs to findings, in the order the text flows.
//!
//! | stage | file |
//! |---|---|
//! | paragraph → fingerprint, numbers of words and shingles, shingle set | `profile` |
//! | paragraphs with one canonical text → an original and its copies | `copies` |
//! | paragraphs, profiled and without their copies | `paragraphs` |
//! | shingle sets → pairs that may be related | `candidates` |
//! | candidate pairs → pairs that are related | `verification` |
//! | pairs under hot shingles, on the way to the representatives | `hot` |
//! | pairs → who stands for whom | `representation` |
//! | pairs that no stronger relation holds for → restatements | `restatements` |
//! | pairs → findings with evidence | `findings` |
//! | who stands for whom → clusters | `clusters` |
//!
//! No stage knows who asks: each takes [`Settings`], or less, and what the stages before it made.

mod settings;
mod profile;
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
pub(crate) use representation::{Ranks, Represented, represent, with_unlisted};
pub(crate) use restatements::add_restatements;
pub(crate) use settings::{Settings, Signatures};
