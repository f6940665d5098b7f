//! `paradup index`: texts that stay in a file, to be asked for, added to and removed.
//!
//! | file | |
//! |---|---|
//! | `writer` | one process at a time may write to an index file |
//! | `ids` | ids of rows, numbers or names, and the numbers under which an index holds their texts |
//! | `batches` | which batches have been inserted |
//! | `store` | an index file: the index, its ids and its batches |
//! | `insert`, `query`, `remove`, `stats` | the commands |

mod batches;
mod ids;
mod insert;
mod query;
mod remove;
mod stats;
mod store;
mod writer;

use clap::Subcommand;

pub(crate) use batches::{Batch, checksum};
pub(crate) use store::Store;

use crate::Outcome;

/// Keep texts in an index file, and ask whether a text has been seen before
///
/// An index holds texts under ids, and finds those that are identical, reformatted or near to a text. Its file holds the
/// settings under which it was built, so that they are given once. It is replaced as a whole, and one process at a time writes to it; any
/// number may read. dedup --against removes what an index holds, and dedup --update also inserts what stays.
///
/// Ids are whole numbers from 0 to 18446744073709551615, or strings, as the first row has them; where it has none, the index
/// numbers its texts from 0 on. Exit status: 0 it worked, 2 an error, 141 the reader of standard output has closed it.
#[derive(Subcommand)]
pub(crate) enum Index {
    Build(insert::Build),
    Add(insert::Add),
    Query(query::Query),
    Remove(remove::Remove),
    Stats(stats::Stats),
}

impl Index {
    /// Always false where it worked.
    pub(crate) fn run(&self) -> Outcome {
        match self {
            Index::Build(build) => build.run(),
            Index::Add(add) => add.run(),
            Index::Query(query) => query.run(),
            Index::Remove(remove) => remove.run(),
            Index::Stats(stats) => stats.run(),
        }?;
        Ok(false)
    }
}
