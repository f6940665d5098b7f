//! The rows of a corpus in memory: every line as it was read, and where its text stands.

use core::mem;
use core::ops::Range;
use std::io;
use std::path::{Path, PathBuf};

use super::block::{Block, Refused};
use super::progress::Progress;
use super::reader::{self, Unreadable};
use super::record::{Fields, Priority};
use crate::Failure;

/// All rows of some files, in their order.
pub(super) struct Rows {
    files: Vec<PathBuf>,
    blocks: Vec<Block>,
    len: usize,
    has_priorities: bool,
    /// Lines left out because they could not be read.
    pub(super) skipped: u64,
    /// Of those the first: where it stands and why.
    pub(super) first_skipped: Option<String>,
}

impl Rows {
    /// Reads all files. A line that cannot be read ends it, or is left out and counted.
    pub(super) fn read(files: &[PathBuf], fields: &Fields) -> Result<Rows, Failure> {
        let progress = Progress::reading(files);
        let has_priorities = fields.priority.is_some();
        let mut rows = Rows {
            files: files.to_vec(),
            blocks: vec![],
            len: 0,
            has_priorities,
            skipped: 0,
            first_skipped: None,
        };
        let (mut current, mut first_line) = (0, 1);
        reader::read(files, fields.max_line, &progress, |file, bytes| {
            if mem::replace(&mut current, file) != file {
                first_line = 1;
            }
            let bytes = bytes.map_err(|error| rows.unreadable(file, first_line, &error))?;
            let block = Block::read(file, first_line, bytes, fields);
            first_line += u64::from(block.lines);
            rows.add(block, fields)
        })?;
        progress.clear();
        Ok(rows)
    }

    fn add(&mut self, mut block: Block, fields: &Fields) -> Result<(), Failure> {
        for refused in &block.refused {
            let line = block.first_line + u64::from(refused.line);
            let file = self.files[block.file].display();
            let message = format!("{file}:{line}: {}", refused.reason);
            if !fields.skip_invalid || is_too_long(&block, refused, fields) {
                return Err(message.into());
            }
            self.skipped += 1;
            self.first_skipped.get_or_insert(message);
        }
        block.first_row = self.len;
        self.len += block.len();
        self.blocks.push(block);
        Ok(())
    }

    fn unreadable(&self, file: usize, line: u64, error: &Unreadable) -> Failure {
        let file = self.files[file].display();
        match error {
            // Errors without a number are not the system's.
            Unreadable::Io(error)
                if error.raw_os_error().is_none() && error.kind() != io::ErrorKind::IsADirectory =>
            {
                format!("cannot read {file}: its packed data is cut short or damaged: {error}").into()
            }
            Unreadable::Io(error) => format!("cannot read {file}: {error}").into(),
            Unreadable::LongLine(limit) => format!(
                "{file}:{line}: expected a line of at most {limit} bytes, found a longer one; --max-line raises the limit"
            )
            .into(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn files(&self) -> usize {
        self.files.len()
    }

    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub(super) fn file(&self, number: usize) -> &Path {
        &self.files[number]
    }

    /// The byte order mark of a block where it is not written: one in the midst of the output is none. That
    /// of the first file stays if a line of the file follows.
    pub(super) fn mark_left_out(&self, block: &Block) -> Option<Range<usize>> {
        let is_joined = self.files.len() > 1 && (block.file > 0 || block.lines == 0);
        block.mark().filter(|_| is_joined)
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(Block::texts)
    }

    pub(super) fn text(&self, row: usize) -> &str {
        let (block, row) = self.find(row);
        block.text(row)
    }

    /// The line as it was read, with its end.
    pub(super) fn line(&self, row: usize) -> &str {
        let (block, row) = self.find(row);
        &block.text[block.line(row)]
    }

    pub(super) fn priority(&self, row: usize) -> Priority {
        // Ranks are compared millions of times, and to find a block each time would take longer than all else.
        if !self.has_priorities {
            return Priority::default();
        }
        let (block, row) = self.find(row);
        block.priority(row)
    }

    /// Its file, and the number of its line there, counted from 1.
    pub(super) fn location(&self, row: usize) -> (&Path, u64) {
        let (block, row) = self.find(row);
        (&self.files[block.file], block.line_number(row))
    }

    /// The block of a row, and its number in it.
    fn find(&self, row: usize) -> (&Block, usize) {
        let behind = self.blocks.partition_point(|block| block.first_row <= row);
        let block = &self.blocks[behind - 1];
        (block, row - block.first_row)
    }
}

/// A line that is too long may be a row as good as any, and may be too long to be held: it is never left
/// out.
fn is_too_long(block: &Block, refused: &Refused, fields: &Fields) -> bool {
    let line = &block.text[refused.bytes.clone()];
    refused.damaged.is_none() && fields.is_too_long(line.strip_suffix('\n').unwrap_or(line))
}
