//! `MinHash`: a fixed number of 32-bit rows stands in for a shingle set of any size.
//!
//! Each row of two signatures made under one [`Scheme`] agrees with a probability equal to the
//! resemblance of the two sets (A. Z. Broder, *On the resemblance and containment of documents*,
//! 1997). The fraction of equal rows estimates it with a standard error of √(J(1−J) / `num_perm`):
//! at most .044 for the default 128 rows.
//!
//! # Stored
//!
//! One signature is stored by `serde`, and many as a [`SignatureMatrix`], in less than half of the bytes that they take as JSON. Numbers
//! are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `minhash` and a line feed |
//! | 4 | the version of this form: 1 |
//! | 4 | *s*, the bytes of the scheme |
//! | *s* | the scheme, a line `name = value` for each of `scheme` (its [`VERSION`](Scheme::VERSION)), `marks`, `shingling`, `num_perm`, `seed` |
//! | 8 | *n*, how many signatures there are |
//! | 4 `num_perm` *n* | the rows of each, one signature behind the other |
//! | 8 | XXH3-64 of all bytes before, under seed 0 |
//!
//! The version is raised whenever any of this changes, and another version is refused. The checksum finds damage.

mod minima;
mod matrix;
mod scheme;
mod signature;
mod sketcher;
mod stored;

pub use matrix::SignatureMatrix;
pub(crate) use matrix::Signatures;
pub use scheme::{Scheme, SchemeBuilder};
pub use signature::Signature;
pub use sketcher::Sketcher;

/// The value of every row of an empty set's signature. No row of any other set holds it.
const EMPTY: u32 = u32::MAX;
