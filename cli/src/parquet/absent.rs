//! What stands in the place of Parquet files where the command is built without them: they are refused, with what to do.

use core::convert::Infallible;
use core::ops::Range;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{NoteColumn, Part, Wanted};
use crate::Failure;
use crate::field::Field;

/// A file that cannot be opened.
pub(crate) struct Table {
    never: Infallible,
}

impl Table {
    pub(crate) fn open(path: &Path) -> Result<Table, String> {
        let path = path.display();
        Err(format!(
            "{path}: expected text, found a Parquet file, which this build cannot read; write its rows as JSON lines first, or build paradup with --features parquet"
        ))
    }

    pub(crate) fn lines(self, _: &Wanted<'_>) -> Result<Lines, String> {
        match self.never {}
    }
}

/// The rows of a file that cannot be opened.
pub(crate) struct Lines {
    never: Infallible,
}

impl Iterator for Lines {
    type Item = Result<Vec<u8>, String>;

    fn next(&mut self) -> Option<Result<Vec<u8>, String>> {
        match self.never {}
    }
}

pub(crate) fn check_columns(paths: &[PathBuf]) -> Result<(), Failure> {
    paths.first().map_or(Ok(()), |path| Table::open(path).map(drop).map_err(Failure::from))
}

/// Where there is no file, nothing is to be written.
#[expect(clippy::unnecessary_wraps, reason = "where files can be read, it can fail")]
pub(crate) fn write<W: Write + Send>(
    tables: &[Table],
    _: &Field,
    _: &[NoteColumn],
    _: impl FnMut(usize, Range<usize>) -> Result<Part, Failure>,
    _: W,
) -> Result<(), Failure> {
    match tables.first() {
        Some(table) => match table.never {},
        None => Ok(()),
    }
}
