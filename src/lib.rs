//! paradup finds redundant paragraphs.

pub mod error;
pub mod similarity;
mod executor;
pub mod hash;
pub mod text;
pub mod shingle;
pub mod minhash;
pub mod lsh;

pub use error::{BuildError, MismatchError};
pub use similarity::Similarity;
