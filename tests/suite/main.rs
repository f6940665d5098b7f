//! All tests of the public interface, in one program: each program is linked anew with all that it uses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]
#![allow(
    clippy::duplicate_mod,
    reason = "the fuzz targets, a package of their own, have the definition too"
)]

mod against;
mod api;
mod article;
mod cases;
mod cases_of_removal;
mod collection;
#[path = "../definition/mod.rs"]
mod definition;
mod detector;
mod documents;
mod durable;
mod frozen;
mod fuzz;
#[path = "../generator/mod.rs"]
mod generator;
mod hostile;
mod hot;
#[cfg(feature = "html")]
mod html;
mod index;
mod join;
mod layers;
mod low_memory;
mod lsh;
#[cfg(feature = "markdown")]
mod markdown;
mod minhash;
mod observer;
mod oracle;
mod parallel;
mod promises;
#[cfg(feature = "markdown")]
mod readers;
mod removals;
mod signatures;
mod text;
