//! The command as a person runs it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod baseline;
mod command;
mod config;
mod copies;
mod dedup;
#[cfg(unix)]
mod failures;
mod folding;
#[path = "../../../tests/generator/mod.rs"]
mod generator;
mod hostile;
mod html;
mod index;
mod input;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod sarif;
mod support;
