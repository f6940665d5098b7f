//! How rows are written in a file.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use memchr::{memchr, memrchr};

use super::packing::Packing;
use crate::Failure;
use crate::format::begins_as_parquet;
use crate::table;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object on each line
    #[default]
    Jsonl,
    /// Values with commas between them, behind a line with the names of the columns
    Csv,
    /// The same with tabs
    Tsv,
    /// Columns, of which one holds the text; the output has them all
    Parquet,
}

impl Format {
    /// The one format of all these files: as given, or by their names, or else JSON Lines.
    pub(crate) fn of_all<'p>(
        given: Option<Format>,
        files: impl IntoIterator<Item = &'p PathBuf>,
    ) -> Result<Format, Failure> {
        let mut known: Option<(&Path, Format)> = None;
        for file in files {
            let begins = || begins_as_parquet(file).then_some(Format::Parquet);
            let named = || Format::of(file).or_else(begins);
            let Some(format) = given.is_none().then(named).flatten() else { continue };
            match known {
                Some((first, other)) if other != format => {
                    let (first, file) = (first.display(), file.display());
                    return Err(format!(
                        "expected one format in a run, found {other} in {first} and {format} in {file}; convert one, or say with --input what all are"
                    )
                    .into());
                }
                _ => known = Some((file, format)),
            }
        }
        Ok(given.or(known.map(|(_, format)| format)).unwrap_or_default())
    }

    /// By the ending of a name, before that of the packing.
    pub(super) fn of(path: &Path) -> Option<Format> {
        let packed = Packing::of(path) != Packing::Plain;
        let name = if packed { Path::new(path.file_stem()?) } else { path };
        match name.extension()?.to_ascii_lowercase().to_str()? {
            "jsonl" | "ndjson" | "json" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            "parquet" => Some(Format::Parquet),
            _ => None,
        }
    }

    /// What stands between the values of a table.
    pub(super) fn delimiter(self) -> Option<u8> {
        match self {
            Format::Jsonl | Format::Parquet => None,
            Format::Csv => Some(b','),
            Format::Tsv => Some(b'\t'),
        }
    }

    /// The length of the first line, or of the first record of a table, with its end; none where it has no end.
    pub(super) fn line_length(self, bytes: &[u8]) -> Option<usize> {
        match self.delimiter() {
            None => memchr(b'\n', bytes).map(|at| at + 1),
            Some(delimiter) => table::record_length(bytes, delimiter),
        }
    }

    /// Where the last whole line ends, in bytes of which those up to `known` hold no end of one.
    pub(super) fn end_of_lines(self, bytes: &[u8], known: usize) -> Option<usize> {
        if self.delimiter().is_none() {
            return memrchr(b'\n', &bytes[known..]).map(|at| known + at + 1);
        }
        // Whether a line end is one of a record depends on all that stands before it.
        let mut end = 0;
        while let Some(length) = self.line_length(&bytes[end..]) {
            end += length;
        }
        (end > 0).then_some(end)
    }

    /// All lines with their ends.
    pub(super) fn lines(self, bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
        let mut rest = bytes;
        core::iter::from_fn(move || {
            let length = self.line_length(rest).unwrap_or(rest.len());
            let (line, behind) = rest.split_at(length);
            rest = behind;
            (!line.is_empty()).then_some(line)
        })
    }
}

impl core::fmt::Display for Format {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Format::Jsonl => "JSON Lines",
            Format::Csv => "CSV",
            Format::Tsv => "TSV",
            Format::Parquet => "Parquet",
        })
    }
}
