//! Locality-sensitive hashing: finds pairs that are probably alike, without comparing all.
//!
//! A signature is cut into bands of rows; sets that agree in all rows of a band share a bucket, and
//! two sets that share one are a candidate pair (J. Leskovec, A. Rajaraman, J. D. Ullman, *Mining
//! of Massive Datasets*, chapter 3). Candidates are proposals: verify them on the shingle sets.
//!
//! [`Banding::for_threshold`] turns a threshold and a recall into bands and rows.
//! [`candidate_pairs`] does the rest in memory. For signatures that lie on several machines,
//! compute [`band_key`]s there and join on equal keys, in SQL if you like.

mod banding;
mod hot;
mod candidate;

pub use banding::{Banding, band_key};
pub(crate) use candidate::candidates_and_hot;
#[cfg(feature = "rayon")]
pub use candidate::par_candidate_pairs;
pub use candidate::{CandidatePairs, candidate_pairs};
pub(crate) use hot::{HotBuckets, KeptInBuckets};
