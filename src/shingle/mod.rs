//! From words to a set of shingles: what two paragraphs have in common is what their sets share.

mod overlap;
mod set;
mod shingler;
mod unit;

pub use overlap::Overlap;
pub use set::ShingleSet;
pub use shingler::Shingler;
pub use unit::{Shingling, Unit};
