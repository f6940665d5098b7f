//! What must hold for any bytes, one module for each fuzz target.
//!
//! The same functions run twice: under libFuzzer, which looks for new paths, and in `tests/suite/fuzz.rs`,
//! which needs nothing installed. A check panics where a promise is broken.

pub mod collection;
pub mod comparison;
pub mod index;
pub mod signatures;
pub mod stored;
pub mod text;

#[path = "../../tests/definition/mod.rs"]
mod definition;
