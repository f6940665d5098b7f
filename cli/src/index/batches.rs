//! Which batches an index has been given, so that none is inserted twice.

use paradup::hash::hash_bytes;
use serde::{Deserialize, Serialize};

use crate::dedup::Rows;

/// Rows of which those that stay have been inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Batch {
    /// Of all its rows, see [`checksum`].
    pub(crate) checksum: u64,
    pub(crate) rows: u64,
    pub(crate) inserted: u64,
}

/// The checksum of rows in their order, whatever files they are in: XXH3-64 of each line as it was read, without its end, seeded with the
/// checksum of those before.
pub(crate) fn checksum(rows: &Rows) -> u64 {
    rows.lines()
        .fold(0, |before, line| hash_bytes(line.trim_end_matches(['\r', '\n']).as_bytes(), before))
}
