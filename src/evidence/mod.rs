//! Why a pair is reported: what both sides share, which words are exchanged for others, what each side alone
//! says.
//!
//! Computed for reported pairs only, never for candidates.

mod token;
mod tokenized;
mod anchor;
mod alignment;
mod smoothing;
mod common_ends;
mod far_longer;
mod number_signs;
mod fact;
mod pair;
mod sentence;
mod segment;
mod restated_fact;
mod restatement;
mod gather;
mod why;

pub use fact::{FactKind, Mention};
pub use pair::{Evidence, Exchange, SentencePair, SharedRun};
pub use why::Why;

pub(crate) use fact::{is_name_at, kind_at, turning_words};
pub(crate) use far_longer::{LongText, is_far_longer};
