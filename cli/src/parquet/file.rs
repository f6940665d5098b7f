//! Files that are opened, and their columns.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::SchemaDescriptor;

use super::guard::{guarded, reason};
use crate::streams;

/// How a file begins.
const MAGIC: &[u8] = b"PAR1";

/// How one begins that is encrypted.
const ENCRYPTED: &[u8] = b"PARE";

/// A file of which columns can be read.
pub(crate) struct Table {
    pub(super) path: PathBuf,
    pub(super) reader: SerializedFileReader<File>,
}

impl Table {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// The file's name, what was expected and what was found, and what to do.
    pub(crate) fn open(path: &Path) -> Result<Table, String> {
        let mut file = open(path)?;
        check_beginning(&mut file).map_err(|reason| format!("{}: {reason}", path.display()))?;
        let reader = guarded(|| SerializedFileReader::new(file));
        let reader = reader.map_err(|error| damaged(path, &error))?;
        Ok(Table { path: path.to_owned(), reader })
    }

    pub(super) fn schema(&self) -> &SchemaDescriptor {
        self.reader.metadata().file_metadata().schema_descr()
    }

    pub(super) fn row_groups(&self) -> &[RowGroupMetaData] {
        self.reader.metadata().row_groups()
    }

    pub(super) fn refusal(&self, reason: &str) -> String {
        format!("{}: {reason}", self.path.display())
    }

    pub(super) fn damaged(&self, error: &ParquetError) -> String {
        damaged(&self.path, error)
    }
}

fn open(path: &Path) -> Result<File, String> {
    let name = path.display();
    if streams::is_input(path) {
        return Err(format!(
            "cannot read {name} as Parquet: such a file is read from its end; expected the name of a file, found a stream"
        ));
    }
    let unreadable = |error| format!("cannot read {name}: {error}");
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(format!("{name}: expected a Parquet file, found what is no file"));
    }
    File::open(path).map_err(unreadable)
}

fn check_beginning(file: &mut File) -> Result<(), &'static str> {
    let mut beginning = Vec::new();
    file.take(MAGIC.len() as u64)
        .read_to_end(&mut beginning)
        .map_err(|_| "cannot read its beginning")?;
    match &*beginning {
        MAGIC => Ok(()),
        ENCRYPTED => {
            Err("expected a Parquet file, found an encrypted one; write it without encryption")
        }
        [] => Err("expected a Parquet file, found an empty one"),
        _ => Err(
            "expected a Parquet file, which begins with PAR1, found other bytes; --input says how a file is written",
        ),
    }
}

fn damaged(path: &Path, error: &ParquetError) -> String {
    let (path, reason) = (path.display(), reason(error));
    format!(
        "cannot read {path}: expected a whole Parquet file, found one that is cut short, damaged or of a kind not known: {reason}; fetch or write it anew"
    )
}
