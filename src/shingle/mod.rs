//! From words to a set of shingles: what two paragraphs have in common is what their sets share.

#[cfg(target_arch = "x86_64")]
mod avx512;
mod settling;
mod overlap;
mod set;
mod held;
mod unit;
mod shingler;
mod sets;

pub(crate) use held::{HeldSets, Piece};
pub use overlap::Overlap;
pub use set::ShingleSet;
pub(crate) use set::overlap_at_least;
pub(crate) use sets::{Room, Sets};
pub(crate) use shingler::BYTES_A_SHINGLE;
pub use shingler::Shingler;
pub use unit::{Shingling, Unit};
