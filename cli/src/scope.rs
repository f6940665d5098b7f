//! Which paragraphs of a report are held against each other, as it is asked for.

use clap::ValueEnum;
use paradup::Scope;
use serde::Deserialize;

/// [`Scope`] by its names.
#[derive(Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ScopeName {
    Document,
    All,
}

impl From<ScopeName> for Scope {
    fn from(name: ScopeName) -> Scope {
        match name {
            ScopeName::Document => Scope::Document,
            ScopeName::All => Scope::All,
        }
    }
}
