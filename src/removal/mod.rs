//! Which paragraphs can be left out, and the proof.
//!
//! One mechanism finds who stands for whom: *what must be found again is the key*. A paragraph becomes a
//! sequence of units, of which each must stand in whatever it may be left out for: its sentences, or
//! what they tell. It is looked up under its rarest unit, so that a million instances of one template
//! with a number of their own each look under keys that nobody else has.

mod found;
mod rank;
mod sequence;
mod container;
mod statements;
mod proof;
mod nothing;
mod vocabulary;
mod wording;
mod losses;

pub(crate) use container::Holders;
pub(crate) use found::{Removal, Removals};
pub(crate) use losses::{Words, lost};
pub(crate) use nothing::{judge, removals, say_the_same, unstated};
pub(crate) use rank::Ranking;
pub use rank::Standing;
pub(crate) use sequence::{Sequences, Traits};
pub(crate) use vocabulary::Vocabulary;
pub(crate) use wording::{Judge, Kept, Loss, Told};
