//! Which paragraphs can be left out, and the proof.
//!
//! Data flow straight: a [`Request`] → the policy (`nothing`, `wording`, `anything`) → removals → counts.
//!
//! One mechanism finds who stands for whom where meaning may not be lost: *what must be found again is the key*.
//! A paragraph becomes a sequence of units, of which each must stand in whatever it may be left out for: its
//! sentences, or what they tell. It is looked up under its rarest unit, so that a million instances of one template
//! with a number of their own each look under keys that nobody else has.

mod found;
mod rank;
mod request;
mod texts;
mod sequence;
mod copies;
mod container;
mod statements;
mod proof;
mod nothing;
mod vocabulary;
mod telling;
mod wording;
mod anything;
mod losses;
mod policy;

pub(crate) use found::Removal;
pub(crate) use losses::losses;
pub use policy::MayLose;
pub(crate) use policy::{judge, removals};
pub use rank::Standing;
pub(crate) use request::Request;
pub use statements::Statements;
