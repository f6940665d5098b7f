#![doc = include_str!("README.md")]

mod stem;
mod class;
mod lists;
mod ending;
mod names;
mod vocabulary;
mod background;
mod shared;
mod search;
mod features;
mod model;
mod order;
mod rival;
mod scratch;
mod reasons;
mod collection;

pub(crate) use collection::Assessment;
pub use collection::Collection;
pub use features::Features;
pub(crate) use features::MAX_WORDS;
pub use model::probability;
pub use reasons::Reasons;
pub(crate) use stem::{has_digit, stem};
