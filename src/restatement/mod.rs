#![doc = include_str!("README.md")]

mod background;
mod collection;
mod features;
mod lists;
mod model;
mod partners;
mod reasons;
mod stem;

pub(crate) use collection::Assessment;
pub use collection::Collection;
pub use features::Features;
pub(crate) use features::MAX_WORDS;
pub use model::probability;
pub use reasons::Reasons;
pub(crate) use stem::{has_digit, stem};
