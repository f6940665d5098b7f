//! `paradup index stats`: what an index holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::ids::IdKind;
use super::store::Store;
use crate::{Failure, printable_json, streams};

/// Tell how many texts an index holds, its settings and its size, in one line of JSON
#[derive(Args)]
pub(crate) struct Stats {
    /// The index
    index: PathBuf,
}

#[derive(Serialize)]
struct Told<'s> {
    texts: usize,
    text_bytes: usize,
    file_bytes: u64,
    /// None where no row has decided.
    ids: Option<IdKind>,
    /// How many dedup --update has inserted.
    batches: usize,
    settings: BTreeMap<&'s str, &'s str>,
}

impl Stats {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let store = Store::open(&self.index)?;
        let told = Told {
            texts: store.len(),
            text_bytes: store.index.iter().map(|(_, text)| text.len()).sum(),
            file_bytes: fs::metadata(store.path())?.len(),
            ids: store.ids.kind,
            batches: store.batches.len(),
            settings: store.index.settings().collect(),
        };
        streams::print(&printable_json::to_line(&told)?)
    }
}
