//! From words to a set of shingles: what two paragraphs have in common is what their sets share.

mod set;
mod unit;

pub use set::ShingleSet;
pub use unit::{Shingling, Unit};
