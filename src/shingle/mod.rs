//! From words to a set of shingles: what two paragraphs have in common is what their sets share.

mod insertion;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod sort;
mod set;
mod unit;
mod shingler;
mod store;

pub use set::{Overlap, ShingleSet};
pub use shingler::Shingler;
pub(crate) use store::{SetBuffer, SetChunk, SetStore, Sets, Storage};
pub use unit::{Shingling, Unit};
