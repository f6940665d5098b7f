//! The rows of a corpus in memory: every line as it was read, and where its text and id stand.

use core::mem;
use core::ops::Range;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::progress::Progress;
use super::reader;
use super::record::{Fields, Priority, Values};
use crate::Failure;

/// All rows of some files, in their order.
pub(super) struct Rows {
    files: Vec<PathBuf>,
    blocks: Vec<Block>,
    entries: Vec<Row>,
    /// Lines left out because they could not be read.
    pub(super) skipped: u64,
    /// Of those the first: where it stands and why.
    pub(super) first_skipped: Option<String>,
}

/// Some whole lines of one file.
struct Block {
    file: usize,
    /// The number of its first line in the file, counted from 1.
    first_line: u64,
    text: String,
}

/// One line of a block. Places count its bytes.
struct Row {
    block: u32,
    line: u32,
    bytes: Place,
    text: Text,
    id: Option<Place>,
    priority: Priority,
}

/// Half the size of a range of `usize`: there are millions of them.
#[derive(Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
}

impl Place {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

enum Text {
    /// As written.
    Written(Place),
    /// Written with escapes.
    Unescaped(Box<str>),
}

impl Rows {
    /// Reads all files. A line that cannot be read ends it, or is left out and counted.
    pub(super) fn read(files: &[PathBuf], fields: &Fields) -> Result<Rows, Failure> {
        let progress = Progress::reading(files);
        let mut rows = Rows {
            files: files.to_vec(),
            blocks: vec![],
            entries: vec![],
            skipped: 0,
            first_skipped: None,
        };
        let (mut current, mut first_line) = (0, 1);
        reader::read(files, &progress, |file, bytes| {
            if mem::replace(&mut current, file) != file {
                first_line = 1;
            }
            first_line += rows.add_block(file, first_line, bytes, fields)?;
            Ok(())
        })?;
        progress.clear();
        Ok(rows)
    }

    /// Adds the rows of a block and returns how many lines it had.
    fn add_block(
        &mut self,
        file: usize,
        first_line: u64,
        bytes: Vec<u8>,
        fields: &Fields,
    ) -> Result<u64, Failure> {
        let (text, damaged) = text_of(bytes);
        let number = self.blocks.len() as u32;
        let lines = lines_of(&text)?;
        let read = |(line, bytes): (usize, &Place)| {
            let damage = damaged.get(&line).map(|reason| Err(reason.clone()));
            damage.unwrap_or_else(|| row(&text, number, line as u32, *bytes, fields)).transpose()
        };
        let found: Vec<Option<Result<Row, String>>> =
            lines.par_iter().enumerate().map(read).collect();
        for (line, row) in (first_line..).zip(found) {
            match row {
                None => {}
                Some(Ok(row)) => self.entries.push(row),
                Some(Err(reason)) => self.refuse(file, line, &reason, fields.skip_invalid)?,
            }
        }
        self.blocks.push(Block { file, first_line, text });
        Ok(lines.len() as u64)
    }

    fn refuse(&mut self, file: usize, line: u64, reason: &str, skip: bool) -> Result<(), Failure> {
        let message = format!("{}:{line}: {reason}", self.files[file].display());
        if !skip {
            return Err(message.into());
        }
        self.skipped += 1;
        self.first_skipped.get_or_insert(message);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn files(&self) -> usize {
        self.files.len()
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.text(row))
    }

    pub(super) fn text(&self, row: usize) -> &str {
        match &self.entries[row].text {
            Text::Written(place) => self.slice(row, *place),
            Text::Unescaped(text) => text,
        }
    }

    /// The line as it was read, without its end.
    pub(super) fn line(&self, row: usize) -> &str {
        self.slice(row, self.entries[row].bytes)
    }

    /// The id as it was written.
    pub(super) fn id(&self, row: usize) -> Option<&str> {
        self.entries[row].id.map(|place| self.slice(row, place))
    }

    pub(super) fn priority(&self, row: usize) -> Priority {
        self.entries[row].priority
    }

    /// The file and the number of the line.
    pub(super) fn place(&self, row: usize) -> (&Path, u64) {
        let block = &self.blocks[self.entries[row].block as usize];
        let line = block.first_line + u64::from(self.entries[row].line);
        (&self.files[block.file], line)
    }

    fn slice(&self, row: usize, place: Place) -> &str {
        &self.blocks[self.entries[row].block as usize].text[place.range()]
    }
}

/// The bytes as text, and why some lines (counted from 0) are none.
fn text_of(bytes: Vec<u8>) -> (String, BTreeMap<usize, String>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, BTreeMap::new()),
        Err(error) => error.into_bytes(),
    };
    let damage = |(line, bytes): (usize, &[u8])| {
        let offset = core::str::from_utf8(bytes).err()?.valid_up_to();
        let reason = format!("expected UTF-8 text, found other bytes at column {}", offset + 1);
        Some((line, reason))
    };
    let damaged = bytes.split(|byte| *byte == b'\n').enumerate().filter_map(damage).collect();
    (String::from_utf8_lossy(&bytes).into_owned(), damaged)
}

/// Where the lines stand, without their ends.
fn lines_of(text: &str) -> Result<Vec<Place>, Failure> {
    if u32::try_from(text.len()).is_err() {
        return Err("expected lines shorter than 4 GiB, found a longer one".into());
    }
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let end = start + line.len() as u32;
        let without_end = end - u32::from(line.ends_with('\n'));
        Place { start: mem::replace(&mut start, end), end: without_end }
    });
    Ok(lines.collect())
}

/// The row of a line; none where it is blank.
fn row(
    block: &str,
    number: u32,
    line: u32,
    bytes: Place,
    fields: &Fields,
) -> Result<Option<Row>, String> {
    let written = &block[bytes.range()];
    if written.trim().is_empty() {
        return Ok(None);
    }
    let Values { text, id, priority } = fields.read(written)?;
    let place = |part: &str| {
        let start = (part.as_ptr().addr() - block.as_ptr().addr()) as u32;
        Place { start, end: start + part.len() as u32 }
    };
    let text = match text {
        Cow::Borrowed(text) => Text::Written(place(text)),
        Cow::Owned(text) => Text::Unescaped(text.into()),
    };
    Ok(Some(Row { block: number, line, bytes, text, id: id.map(place), priority }))
}
