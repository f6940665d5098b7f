//! Rows of which nothing stays.

use clap::ValueEnum;

/// What becomes of rows of which no paragraph stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Emptied {
    /// They are left out, and listed with their lines
    #[default]
    Drop,
    /// They are written with what stands around the paragraphs
    Keep,
}
