//! paradup finds redundant paragraphs.

pub mod error;
pub mod similarity;
pub mod hash;
pub mod text;
pub mod shingle;

pub use error::{BuildError, MismatchError};
pub use similarity::Similarity;
