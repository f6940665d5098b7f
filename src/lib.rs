//! paradup finds redundant paragraphs.

pub mod error;
pub mod similarity;
mod executor;
pub mod text;
pub mod hash;
pub mod shingle;
pub mod relation;
mod copies;
pub mod minhash;
pub mod lsh;
mod join;
mod verification;
pub mod restatement;
pub mod evidence;
mod cluster;
pub mod report;
mod detector;

pub use detector::{Detector, DetectorBuilder, Keep, Scope};
pub use error::{BuildError, MismatchError};
pub use relation::Relation;
pub use similarity::{OutOfRange, Similarity};
