//! `MinHash`: a fixed number of 32-bit rows stands in for a shingle set of any size.
//!
//! Each row of two signatures made under one [`Scheme`] agrees with a probability equal to the
//! resemblance of the two sets (A. Z. Broder, *On the resemblance and containment of documents*,
//! 1997). The fraction of equal rows estimates it with a standard error of √(J(1−J) / `num_perm`):
//! at most .044 for the default 128 rows.

mod minima;
mod matrix;
mod scheme;
mod signature;
mod sketcher;

pub(crate) use matrix::{SignatureMatrix, Signatures};
pub use scheme::{Scheme, SchemeBuilder};
pub use signature::Signature;
pub use sketcher::Sketcher;

/// The value of every row of an empty set's signature. No row of any other set holds it.
const EMPTY: u32 = u32::MAX;
