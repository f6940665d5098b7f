//! What is told of a folder of outputs in a file of its own, which is there only if all of them are.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

/// The name of the file.
pub(super) const NAME: &str = "paradup.manifest.json";

/// Whether a file is one, and so no file of rows.
pub(super) fn is_named(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// The whole file.
#[derive(Serialize)]
pub(super) struct Manifest {
    pub(super) schema: u32,
    /// The version of the command.
    pub(super) paradup: &'static str,
    /// What was asked for. What is not said had its default.
    pub(super) settings: Value,
    /// In the order of the inputs.
    pub(super) shards: Vec<Shard>,
}

/// One input and what was made of it.
#[derive(Serialize)]
pub(super) struct Shard {
    pub(super) input: String,
    /// In the folder, with `/` between the names whatever the system.
    pub(super) output: String,
    pub(super) rows: Counts,
    /// Of the rows, where these are documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) paragraphs: Option<Counts>,
    /// Lines that could not be read, and are left out.
    pub(super) skipped: u64,
    /// Of the output as it is stored.
    pub(super) bytes: u64,
    /// XXH3-64 of these bytes, as `xxhsum -H3` prints it.
    pub(super) xxh3: String,
}

/// How many there were, and how many of them are written. Where all are written with notes, all are kept.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Counts {
    pub(super) read: u64,
    pub(super) kept: u64,
    pub(super) removed: u64,
}

impl Counts {
    pub(super) fn new(read: usize, removed: usize) -> Counts {
        let (read, removed) = (read as u64, removed as u64);
        Counts { read, kept: read - removed, removed }
    }
}

impl Manifest {
    pub(super) fn new(settings: Value, shards: Vec<Shard>) -> Manifest {
        Manifest { schema: 1, paradup: env!("CARGO_PKG_VERSION"), settings, shards }
    }
}
