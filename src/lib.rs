//! Finds redundant paragraphs: exact copies, copies with other formatting, near copies, paragraphs
//! contained in others, and restatements, the same said again in other words.
//!
//! ```
//! use paradup::{Detector, Relation};
//!
//! let report = Detector::default().detect(&[
//!     "The council closed the north bridge on Monday, after a diver found a crack in its bearing.",
//!     "Nobody was hurt.",
//!     "After a diver had found a crack in the bearing, the north bridge was closed by the council on Monday.",
//! ]);
//! assert_eq!(report.findings[0].relation, Relation::Restated);
//! assert_eq!(report.findings[0].b.paragraph, 2);
//! ```
//!
//! # Which method should I use?
//!
//! | you have | use |
//! |---|---|
//! | a slice of paragraphs | [`Detector::detect`] |
//! | an article as one text | [`Detector::detect_article`] |
//! | several documents | [`Detector::detect_documents`] with [`document::Document`] |
//! | two texts | [`Detector::compare`] |
//! | a question for the best partner of each paragraph | [`Report::findings`](report::Report::findings): one for each that repeats an earlier one, with its best pair |
//! | paragraphs to group, no evidence wanted | [`Detector::clusters`] |
//! | paragraphs that keep arriving: have I seen this one before? | [`index::Index`] |
//! | the same, kept whatever ends the process | [`durable::DurableIndex`] |
//! | a collection to thin out | [`Detector::removals`], with ranks [`Detector::removals_by`] |
//! | an engine of your own that holds the collection | [`Detector::statements`], then [`Detector::judge`] |
//! | several cores | [`Detector::parallel`], then any method above |
//! | a bar of progress, or a way to stop long work | [`Detector::observed_by`] with an [`Observer`] |
//! | other thresholds, shingles, scopes | [`Detector::builder`] |
//!
//! That, and [`Report`](report::Report), is all that most users need. The modules below are the stages, for those who want to build their own pipeline.
//!
//! # The stages
//!
//! | stage | module |
//! |---|---|
//! | text → paragraphs | [`document`] |
//! | paragraph → canonical words | [`text`] |
//! | words → shingle set, exact resemblance and containment | [`shingle`] |
//! | shingle set → signature | [`minhash`] |
//! | signatures → bands → candidate pairs | [`lsh`] |
//! | shingle sets → candidate pairs without signatures, recall 1 | [`Engine::Exact`] |
//! | scores → relation, the only place where a score meets a threshold | [`Relation`] |
//! | restatements: features and probability | [`restatement`] |
//! | what is shared, which words are exchanged for others, what is new | [`evidence`] |
//! | findings, clusters, counts | [`report`] |
//! | what may be left out, and the proof | [`MayLose`] |
//! | an index that stays: insert, query, remove | [`index`] |
//! | the index in a folder: a snapshot and a log | [`durable`] |
//!
//! # What it promises
//!
//! * Every reported near or contained pair has been verified on the exact shingle sets, so its
//!   scores are exact and no pair below the threshold is reported.
//! * Contained pairs are found with recall 1, and near pairs too where [`Engine::Exact`] proposes
//!   them, as it does by default. [`Engine::Lsh`] finds near pairs with the recall asked for
//!   ([`DetectorBuilder::recall`], 0.999 at the threshold by default, more above it). Paragraphs
//!   that share a very common (*hot*) shingle, as the instances of a template do, are compared under it
//!   with the representatives of clusters only.
//! * The data never fails: any text has a defined result, and only wrong settings are errors.
//! * The report is a pure function of texts and settings. It does not depend on threads,
//!   processor, clock or random state.
//! * Clusters have no chains: each member is related to the representative itself.
//!
//! # Further pages
//!
//! * [`settings`]: which settings to choose, with measurements.
//! * [`algorithm`]: how copies are found, why nothing is missed, what it costs, and what was tried and
//!   lost. [`restatement`] says the same of restatements.
//! * [`promises`]: what holds, within which limits, and the tests that hold it.
//!
//! # What it does not do
//!
//! It has no model of meaning. A restatement that shares hardly any words is not found, nor is one
//! in another language; two sentences with the same words in another order ("the dog bit the man",
//! "the man bit the dog") may be reported.
//!
//! # Features
//!
//! * `rayon` (default): [`Detector::parallel`] and [`lsh::par_candidate_pairs`].
//! * `serde` (default): `Serialize` and `Deserialize` for reports and signatures.
//! * `markdown`, `html`: readers of these formats, [`Document::markdown`](document::Document::markdown) and
//!   [`Document::html`](document::Document::html). Readers of the other formats need no feature.

#![cfg_attr(docsrs_paradup, feature(doc_cfg))]

mod error;
mod named;
mod similarity;
mod id;
mod observer;
mod executor;
mod kernel;
mod radix;
pub mod hash;
mod stored;
pub mod text;
pub mod document;
pub mod shingle;
mod relation;
pub mod minhash;
pub mod lsh;
mod join;
pub mod restatement;
pub mod evidence;
mod cluster;
pub mod report;
mod pipeline;
mod removal;
mod detector;
pub mod index;
pub mod durable;

pub use cluster::Keep;
pub use detector::{Detector, DetectorBuilder, Engine, Observed, Scope};
pub use error::{
    BuildError, Cancelled, FormatError, InsertError, MismatchError, OpenError, UnknownName,
};
pub use kernel::Kernel;
pub use observer::{Observer, Progress, Stage};
pub use relation::Relation;
pub use removal::{MayLose, Standing, Statements};
pub use similarity::{OutOfRange, Similarity};

#[cfg(doc)]
#[doc = include_str!("settings.md")]
pub mod settings {}

#[cfg(doc)]
#[doc = include_str!("algorithm.md")]
pub mod algorithm {}

#[cfg(doc)]
#[doc = include_str!("promises.md")]
pub mod promises {}

/// The README's code runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
