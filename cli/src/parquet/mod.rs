//! Parquet files: a column of texts as rows, and all columns without the rows that go.
//!
//! Columns are read and written by their physical types and levels, never as rows of values: so whatever a column holds, it is
//! written as it was read. A row group is read at a time, and of it a batch of rows of one column.

mod asked;
#[cfg(feature = "parquet")]
mod columns;
#[cfg(feature = "parquet")]
mod copy;
#[cfg(feature = "parquet")]
mod file;
#[cfg(feature = "parquet")]
mod guard;
#[cfg(feature = "parquet")]
mod lines;

#[cfg(not(feature = "parquet"))]
mod absent;

#[cfg(not(feature = "parquet"))]
pub(crate) use absent::{Table, check_columns, write};
pub(crate) use asked::{NoteColumn, NoteType, Part, Wanted};
#[cfg(feature = "parquet")]
pub(crate) use copy::{check_columns, write};
#[cfg(feature = "parquet")]
pub(crate) use file::Table;
