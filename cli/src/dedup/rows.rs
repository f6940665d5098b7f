//! The rows of a corpus: every line as it was read, and where its text stands.

use core::mem;
use core::ops::Range;
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use paradup::hash::hash_bytes;

use super::block::{Block, MARK, Refused, WithoutText};
use super::priority::Priority;
use super::reader::{self, Unreadable};
use super::record::Fields;
use super::store::BlockStore;
use crate::Failure;
use crate::progress::Progress;

/// All rows of some files, in their order.
pub(crate) struct Rows {
    files: Vec<PathBuf>,
    /// What is read of them; of tables with their columns.
    fields: Fields,
    blocks: Vec<Block>,
    len: usize,
    paragraphs: usize,
    /// XXH3-64 of all that was read, as text: of each block, seeded with that of its file's number and those before.
    pub(super) checksum: u64,
    pub(crate) without_text: WithoutText,
    /// Lines left out because they could not be read.
    pub(crate) skipped: u64,
    /// Of those the first: where it stands and why.
    pub(crate) first_skipped: Option<String>,
}

impl Rows {
    /// Reads all files. A line that cannot be read ends it, or is left out and counted.
    pub(crate) fn read(
        files: &[PathBuf],
        fields: Fields,
        store: &mut BlockStore,
    ) -> Result<Rows, Failure> {
        let progress = Progress::reading(files);
        let mut rows = Rows::new(files, fields);
        let (mut current, mut first_line) = (0, 1);
        let fields = rows.fields.clone();
        reader::read(files, &fields, &progress, |file, bytes| {
            if mem::replace(&mut current, file) != file {
                first_line = 1;
            }
            let bytes = bytes.map_err(|error| rows.unreadable(file, first_line, &error))?;
            if first_line == 1 {
                rows.learn_columns(file, &bytes)?;
            }
            let block = Block::read(file, first_line, bytes, &rows.fields);
            first_line += u64::from(block.lines);
            rows.add(block, store)
        })?;
        progress.clear();
        rows.check_field()?;
        Ok(rows)
    }

    /// Rows that are in no file of rows: lines of JSON, in blocks.
    pub(super) fn of_lines(
        name: &Path,
        fields: Fields,
        blocks: impl Iterator<Item = Vec<u8>>,
        store: &mut BlockStore,
    ) -> Result<Rows, Failure> {
        let mut rows = Rows::new(&[name.to_owned()], fields);
        let mut first_line = 1;
        for bytes in blocks {
            let block = Block::read(0, first_line, bytes, &rows.fields);
            first_line += u64::from(block.lines);
            rows.add(block, store)?;
        }
        Ok(rows)
    }

    fn new(files: &[PathBuf], fields: Fields) -> Rows {
        Rows {
            files: files.to_vec(),
            fields,
            blocks: vec![],
            len: 0,
            paragraphs: 0,
            checksum: 0,
            without_text: WithoutText::default(),
            skipped: 0,
            first_skipped: None,
        }
    }

    /// Reads the first record of a table. That of every further one must be the same, for it is not written.
    fn learn_columns(&mut self, file: usize, bytes: &[u8]) -> Result<(), Failure> {
        let Some(delimiter) = self.fields.format.delimiter() else { return Ok(()) };
        let bytes = bytes.strip_prefix(MARK.as_bytes()).unwrap_or(bytes);
        let length = self.fields.format.line_length(bytes).unwrap_or(bytes.len());
        let header = core::str::from_utf8(&bytes[..length]).map_err(|_| {
            "expected UTF-8 text, found other bytes; convert the file to UTF-8".to_owned()
        });
        let fields = header.and_then(|header| self.fields.of_table(header, delimiter));
        let fields = fields.map_err(|reason| self.refusal(file, 1, &reason))?;
        match &self.fields.columns {
            Some(known) if Some(known) != fields.columns.as_ref() => {
                let (known, first) = (known.list(), self.files[0].display());
                let reason = format!("expected the columns of {first}, {known}, found others");
                Err(self.refusal(file, 1, &reason))
            }
            _ => {
                self.fields = fields;
                Ok(())
            }
        }
    }

    fn refusal(&self, file: usize, line: u64, reason: &str) -> Failure {
        format!("{}:{line}: {reason}", self.files[file].display()).into()
    }

    fn add(&mut self, mut block: Block, store: &mut BlockStore) -> Result<(), Failure> {
        for refused in &block.refused {
            let line = block.first_line + u64::from(refused.line);
            let file = self.files[block.file].display();
            let message = format!("{file}:{line}: {}", refused.reason);
            if !self.fields.skip_invalid || is_too_long(&block, refused, &self.fields) {
                return Err(message.into());
            }
            self.skipped += 1;
            self.first_skipped.get_or_insert(message);
        }
        self.check_priorities(&block)?;
        let seed = hash_bytes(&(block.file as u64).to_le_bytes(), self.checksum);
        self.checksum = hash_bytes(block.text.as_bytes(), seed);
        block.first_paragraph = self.paragraphs;
        self.paragraphs += block.len();
        self.len += block.rows();
        self.without_text.rows += block.without_text.rows;
        self.without_text.without_field += block.without_text.without_field;
        store.add(&mut self.blocks, block)
    }

    /// Numbers and texts have no order among each other.
    fn check_priorities(&self, block: &Block) -> Result<(), Failure> {
        let mut earlier = self.blocks.iter().flat_map(Block::priorities);
        let Some(first) = earlier.next().or(block.priorities().first()) else { return Ok(()) };
        let other = block.priorities().iter().position(|one| one.kind() != first.kind());
        let (Some(row), Some(field)) = (other, &self.fields.priority) else { return Ok(()) };
        let found = block.priorities()[row].kind();
        let reason = field.refusal(&format!("{}, as in the rows before", first.kind()), found);
        Err(self.refusal(block.file, block.line_number(row), &reason))
    }

    /// Where no row has the field, another one is meant.
    fn check_field(&self) -> Result<(), Failure> {
        let first = self.blocks.iter().find(|block| block.rows() > 0);
        match first {
            Some(block) if self.without_text.without_field == self.len as u64 => {
                let reason = format!(
                    "expected a field {}, found none, nor in any other row; --field names the one that holds the text",
                    self.fields.text
                );
                Err(self.refusal(block.file, block.line_number(0), &reason))
            }
            _ => Ok(()),
        }
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
            Unreadable::Refused(reason) => reason.clone().into(),
            Unreadable::LongLine(limit) => format!(
                "{file}:{line}: expected a line of at most {limit} bytes, found a longer one; --max-line raises the limit"
            )
            .into(),
        }
    }

    /// Moves the texts to disk where those of all rows do not fit in memory.
    pub(super) fn make_room(&mut self, store: &mut BlockStore) -> Result<(), Failure> {
        store.make_room(&mut self.blocks)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many paragraphs there are, each of which is a row where rows are no documents.
    pub(crate) fn paragraphs(&self) -> usize {
        self.paragraphs
    }

    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Those of a file.
    pub(super) fn blocks_of(&self, file: usize) -> &[Block] {
        let behind = |file| self.blocks.partition_point(|block| block.file < file);
        &self.blocks[behind(file)..behind(file + 1)]
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

    /// The names of the columns where they are not written again.
    pub(super) fn header_left_out(&self, block: &Block) -> Option<Range<usize>> {
        block.header.clone().filter(|_| block.file != self.blocks[0].file)
    }

    /// The texts of all paragraphs, as they are compared.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(Block::texts)
    }

    /// The lines of all rows as they were read.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.blocks
            .iter()
            .flat_map(|block| (0..block.rows()).map(|row| &block.text[block.line(row)]))
    }

    /// How many paragraphs each row has, in their order.
    pub(super) fn lengths(&self) -> impl Iterator<Item = usize> {
        self.blocks.iter().flat_map(|block| (0..block.rows()).map(|row| block.of_row(row).len()))
    }

    /// The text of a paragraph, as it is compared.
    pub(crate) fn text(&self, paragraph: usize) -> &str {
        let (block, paragraph) = self.find(paragraph);
        block.text(paragraph)
    }

    /// The bytes of a paragraph in the text of its row.
    pub(super) fn span(&self, paragraph: usize) -> Range<usize> {
        let (block, paragraph) = self.find(paragraph);
        block.span(paragraph)
    }

    /// The text of a paragraph's row, and where each of its paragraphs stands in it, with what is compared.
    pub(super) fn document(
        &self,
        paragraph: usize,
    ) -> (&str, impl Iterator<Item = (Range<usize>, &str)>) {
        let (block, paragraph) = self.find(paragraph);
        let row = block.row_of(paragraph);
        (
            block.row_text(row),
            block.of_row(row).map(move |number| (block.span(number), block.text_in(row, number))),
        )
    }

    /// The line of a paragraph's row as it was read, with its end.
    pub(crate) fn line(&self, paragraph: usize) -> &str {
        let (block, paragraph) = self.find(paragraph);
        &block.text[block.line(block.row_of(paragraph))]
    }

    /// The id of a paragraph's row, as JSON.
    pub(crate) fn id(&self, paragraph: usize) -> Option<Cow<'_, str>> {
        self.fields.id(self.line(paragraph))
    }

    pub(super) fn priority(&self, paragraph: usize) -> Option<&Priority> {
        // Ranks are compared millions of times, and to find a block each time would take longer than all else.
        self.fields.priority.as_ref()?;
        let (block, paragraph) = self.find(paragraph);
        block.priority(block.row_of(paragraph))
    }

    /// The file of a paragraph's row, and the number of its line there, counted from 1.
    pub(crate) fn location(&self, paragraph: usize) -> (&Path, u64) {
        let (block, paragraph) = self.find(paragraph);
        (&self.files[block.file], block.line_number(block.row_of(paragraph)))
    }

    /// The block of a paragraph, and its number in it.
    fn find(&self, paragraph: usize) -> (&Block, usize) {
        let behind = self.blocks.partition_point(|block| block.first_paragraph <= paragraph);
        let block = &self.blocks[behind - 1];
        (block, paragraph - block.first_paragraph)
    }
}

/// A line that is too long may be a row as good as any, and may be too long to be held: it is never left
/// out.
fn is_too_long(block: &Block, refused: &Refused, fields: &Fields) -> bool {
    let line = &block.text[refused.bytes.clone()];
    refused.damaged.is_none() && fields.is_too_long(line.strip_suffix('\n').unwrap_or(line))
}
