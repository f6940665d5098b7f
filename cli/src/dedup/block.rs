//! Some whole lines of one file, and the rows in them.

use core::mem;
use core::ops::Range;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use memchr::memchr_iter;
use rayon::prelude::*;

use super::format::Format;
use super::paragraphs::Paragraphs;
use super::priority::Priority;
use super::record::{Fields, Values};
use super::spool::{BlockText, Spool};

/// Bytes read in one piece of work: enough for the threads to share a block, too many to hand over often.
const PIECE: usize = 1 << 20;

/// The byte order mark. It belongs to the file, not to its first line.
pub(super) const MARK: &str = "\u{feff}";

/// The bit of a row's length that says that its text was written with escapes.
const UNESCAPED: u32 = 1 << 31;

/// Lines as they were read, with the places of their texts.
pub(super) struct Block {
    /// The place of its file among the files.
    pub(super) file: usize,
    /// The number of its first line in the file, counted from 1.
    pub(super) first_line: u64,
    /// The number of its first paragraph among all paragraphs.
    pub(super) first_paragraph: usize,
    pub(super) text: BlockText,
    /// Texts that are not written as they read, one behind the other.
    unescaped: BlockText,
    rows: Vec<Row>,
    /// Where rows are documents: their paragraphs. Otherwise each row is one paragraph.
    paragraphs: Option<Paragraphs>,
    format: Format,
    /// The first record of a table, which names the columns.
    pub(super) header: Option<Range<usize>>,
    pub(super) without_text: WithoutText,
    /// Where rows have priorities: theirs.
    priorities: Vec<Priority>,
    /// Lines on which no row begins: blank ones, those left out, and those within records.
    gaps: Vec<Gap>,
    /// Lines that cannot be read.
    pub(super) refused: Vec<Refused>,
    pub(super) lines: u32,
    /// Bytes of the byte order mark before the first line; 0 where there is none.
    mark: usize,
}

/// Rows that have no text: they stay, and are counted.
#[derive(Clone, Copy, Default)]
pub(crate) struct WithoutText {
    pub(crate) rows: u64,
    /// Of those the rows that have no such field.
    pub(super) without_field: u64,
}

/// A line that cannot be read.
pub(super) struct Refused {
    /// Counted from 0 within the block.
    pub(super) line: u32,
    pub(super) bytes: Range<usize>,
    pub(super) reason: String,
    /// The line as it was read, with its end, where that is no text.
    pub(super) damaged: Option<Vec<u8>>,
}

/// A line that is no text.
struct Damage {
    reason: String,
    bytes: Vec<u8>,
}

/// One row of a block. There are millions of them, so places count no more bytes than a block has.
#[derive(Clone, Copy)]
struct Row {
    /// Where its line begins.
    line: u32,
    /// Where its text begins: in the block, or among the unescaped texts.
    text: u32,
    /// How long that is, and [`UNESCAPED`].
    length: u32,
}

/// Lines on which no row begins, one behind the other: so a file of blank lines is no larger in memory.
#[derive(Clone, Copy)]
struct Gap {
    /// How many rows stand before it.
    row: u32,
    /// How many such lines there are up to its end.
    lines: u32,
}

fn left_out(gaps: &[Gap]) -> u32 {
    gaps.last().map_or(0, |gap| gap.lines)
}

impl Block {
    /// Reads all lines, on all threads.
    pub(super) fn read(file: usize, first_line: u64, bytes: Vec<u8>, fields: &Fields) -> Block {
        let (text, damaged) = text_of(bytes, first_line == 1, fields.format);
        // The lines of damaged ones are counted, so they are read in one piece.
        let piece = if damaged.is_empty() { PIECE } else { usize::MAX };
        let mark = if first_line == 1 && text.starts_with(MARK) { MARK.len() } else { 0 };
        let header = header(&text, mark, first_line, fields.format);
        let parts: Vec<Part> = pieces(&text, mark, piece, fields.format)
            .into_par_iter()
            .map(|bytes| Part::read(&text, bytes, header.as_ref(), fields, &damaged))
            .collect();
        let unescaped = parts.iter().map(|part| &*part.unescaped).collect();
        let mut block = Block {
            file,
            first_line,
            first_paragraph: 0,
            unescaped: BlockText::Held(unescaped),
            rows: Vec::with_capacity(parts.iter().map(|part| part.rows.len()).sum()),
            paragraphs: fields.reader.map(|_| Paragraphs::default()),
            format: fields.format,
            header,
            without_text: WithoutText::default(),
            priorities: Vec::new(),
            gaps: Vec::new(),
            refused: Vec::new(),
            lines: 0,
            mark,
            text: BlockText::Held(text),
        };
        let mut unescaped = 0;
        for part in parts {
            let before = unescaped;
            unescaped += part.unescaped.len() as u32;
            block.add(part, before);
        }
        block
    }

    /// Adds the rows of a part, before whose unescaped texts stand so many bytes of others.
    fn add(&mut self, part: Part, before: u32) {
        let lines = self.lines;
        let (rows, left_out) = (self.rows.len() as u32, left_out(&self.gaps));
        self.rows.extend(part.rows.into_iter().map(|row| row.behind(before)));
        self.priorities.extend(part.priorities);
        if let Some(paragraphs) = &mut self.paragraphs {
            paragraphs.append(part.paragraphs);
        }
        self.without_text.rows += part.without_text.rows;
        self.without_text.without_field += part.without_text.without_field;
        let gaps = part.gaps.into_iter();
        self.gaps.extend(gaps.map(|gap| Gap { row: gap.row + rows, lines: gap.lines + left_out }));
        let refused = part.refused.into_iter();
        self.refused.extend(refused.map(|line| Refused { line: line.line + lines, ..line }));
        self.lines += part.lines;
    }

    /// The bytes of its texts.
    pub(super) fn bytes(&self) -> u64 {
        (self.text.len() + self.unescaped.len()) as u64
    }

    /// Whether they are in memory.
    pub(super) fn is_held(&self) -> bool {
        self.text.is_held()
    }

    pub(super) fn move_to(&mut self, spool: &mut Spool) -> io::Result<()> {
        spool.take(&mut self.text)?;
        spool.take(&mut self.unescaped)
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many paragraphs its rows have.
    pub(super) fn len(&self) -> usize {
        self.paragraphs.as_ref().map_or(self.rows.len(), Paragraphs::len)
    }

    /// The numbers of a row's paragraphs within the block.
    pub(super) fn of_row(&self, row: usize) -> Range<usize> {
        self.paragraphs.as_ref().map_or(row..row + 1, |paragraphs| paragraphs.of_row(row))
    }

    pub(super) fn row_of(&self, paragraph: usize) -> usize {
        let paragraphs = self.paragraphs.as_ref();
        paragraphs.map_or(paragraph, |paragraphs| paragraphs.row_of(paragraph))
    }

    /// The texts of the paragraphs, as they are compared.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.rows()).flat_map(move |row| {
            self.of_row(row).map(move |paragraph| self.text_in(row, paragraph))
        })
    }

    /// The text of a paragraph, as it is compared.
    pub(super) fn text(&self, paragraph: usize) -> &str {
        self.text_in(self.row_of(paragraph), paragraph)
    }

    /// The same where its row is known.
    pub(super) fn text_in(&self, row: usize, paragraph: usize) -> &str {
        let text = self.row_text(row);
        let paragraphs = self.paragraphs.as_ref();
        paragraphs.map_or(text, |paragraphs| paragraphs.compared(paragraph, text))
    }

    /// The bytes of a paragraph in the text of its row.
    pub(super) fn span(&self, paragraph: usize) -> Range<usize> {
        match &self.paragraphs {
            Some(paragraphs) => paragraphs.span(paragraph),
            None => 0..self.row_text(paragraph).len(),
        }
    }

    pub(super) fn row_text(&self, row: usize) -> &str {
        let row = self.rows[row];
        let source = if row.length & UNESCAPED == 0 { &self.text } else { &self.unescaped };
        let start = row.text as usize;
        &source[start..start + (row.length & !UNESCAPED) as usize]
    }

    pub(super) fn priority(&self, row: usize) -> Option<&Priority> {
        self.priorities.get(row)
    }

    pub(super) fn priorities(&self) -> &[Priority] {
        &self.priorities
    }

    /// The byte order mark before its first line.
    pub(super) fn mark(&self) -> Option<Range<usize>> {
        (self.mark > 0).then_some(0..self.mark)
    }

    /// The line with its end.
    pub(super) fn line(&self, row: usize) -> Range<usize> {
        let start = self.rows[row].line as usize;
        let length = self.format.line_length(&self.text.as_bytes()[start..]);
        start..length.map_or(self.text.len(), |length| start + length)
    }

    /// The number of its line in the file, counted from 1.
    pub(super) fn line_number(&self, row: usize) -> u64 {
        let before = self.gaps.partition_point(|gap| gap.row as usize <= row);
        self.first_line + row as u64 + u64::from(left_out(&self.gaps[..before]))
    }
}

impl Row {
    /// The same behind so many bytes of unescaped texts.
    fn behind(self, unescaped: u32) -> Row {
        let before = if self.length & UNESCAPED == 0 { 0 } else { unescaped };
        Row { text: self.text + before, ..self }
    }
}

/// The rows of some lines of a block.
#[derive(Default)]
struct Part {
    rows: Vec<Row>,
    priorities: Vec<Priority>,
    unescaped: String,
    paragraphs: Paragraphs,
    without_text: WithoutText,
    gaps: Vec<Gap>,
    refused: Vec<Refused>,
    lines: u32,
}

impl Part {
    fn read(
        block: &str,
        bytes: Range<usize>,
        header: Option<&Range<usize>>,
        fields: &Fields,
        damaged: &BTreeMap<u32, Damage>,
    ) -> Part {
        let mut part = Part::default();
        let (mut start, mut record) = (bytes.start, 0);
        while start < bytes.end {
            let length = fields.format.line_length(&block.as_bytes()[start..bytes.end]);
            let whole = start..length.map_or(bytes.end, |length| start + length);
            let line = start..whole.end - usize::from(length.is_some());
            start = whole.end;
            if header == Some(&whole) {
                part.add_gap();
            } else if let Some(Damage { reason, bytes }) = damaged.get(&record) {
                part.refuse(whole, reason.clone(), Some(bytes.clone()));
            } else if let Err(reason) = part.add_line(block, line.clone(), fields) {
                part.refuse(whole, reason, None);
            }
            record += 1;
            part.lines += 1;
            part.add_inner_lines(&block[line], fields.format);
        }
        part
    }

    /// Records of a table may hold line ends: a record is named by the line on which it begins.
    fn add_inner_lines(&mut self, record: &str, format: Format) {
        if format.delimiter().is_none() {
            return;
        }
        let inner = memchr_iter(b'\n', record.as_bytes()).count() as u32;
        if inner > 0 {
            self.lines += inner;
            self.add_gaps(inner);
        }
    }

    fn add_gap(&mut self) {
        self.add_gaps(1);
    }

    fn add_gaps(&mut self, lines: u32) {
        let gap = Gap { row: self.rows.len() as u32, lines: left_out(&self.gaps) + lines };
        match self.gaps.last_mut() {
            Some(last) if last.row == gap.row => *last = gap,
            _ => self.gaps.push(gap),
        }
    }

    fn refuse(&mut self, bytes: Range<usize>, reason: String, damaged: Option<Vec<u8>>) {
        self.add_gap();
        self.refused.push(Refused { line: self.lines, bytes, reason, damaged });
    }

    fn add_line(
        &mut self,
        block: &str,
        bytes: Range<usize>,
        fields: &Fields,
    ) -> Result<(), String> {
        let line = &block[bytes.clone()];
        if line.trim().is_empty() {
            self.add_gap();
            return Ok(());
        }
        let Values { text, has_field, priority } = fields.read(line)?;
        self.without_text.rows += u64::from(text.is_none());
        self.without_text.without_field += u64::from(!has_field);
        let text = text.unwrap_or(Cow::Borrowed(&line[..0]));
        if let Some(reader) = fields.reader {
            self.paragraphs.add_row(&text, reader);
        }
        let (text, length) = self.hold(text, block);
        self.rows.push(Row { line: bytes.start as u32, text, length });
        self.priorities.extend(priority);
        Ok(())
    }

    /// The place of a text, which is held where it does not stand in the block as it reads, and its length.
    fn hold(&mut self, text: Cow<'_, str>, block: &str) -> (u32, u32) {
        match text {
            Cow::Borrowed(text) => {
                ((text.as_ptr().addr() - block.as_ptr().addr()) as u32, text.len() as u32)
            }
            Cow::Owned(text) => {
                let start = self.unescaped.len() as u32;
                self.unescaped.push_str(&text);
                (start, text.len() as u32 | UNESCAPED)
            }
        }
    }
}

/// Consecutive ranges of whole lines from `start` on, of about `bytes` each.
fn pieces(text: &str, mut start: usize, bytes: usize, format: Format) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut end = start;
    while start < text.len() {
        let wanted = start.saturating_add(bytes).min(text.len());
        // A line end is that of a line wherever it stands; whether it is that of a record, all that stands before it tells.
        end = if format.delimiter().is_none() { wanted } else { end };
        while end < text.len() && end <= wanted {
            let length = format.line_length(&text.as_bytes()[end..]);
            end = length.map_or(text.len(), |length| end + length);
        }
        pieces.push(mem::replace(&mut start, end)..end);
    }
    pieces
}

/// The first record of a table.
fn header(text: &str, start: usize, first_line: u64, format: Format) -> Option<Range<usize>> {
    let is_there = first_line == 1 && format.delimiter().is_some();
    let length = || format.line_length(&text.as_bytes()[start..]);
    is_there.then(|| start..length().map_or(text.len(), |length| start + length))
}

/// The bytes as text, and which lines (counted from 0) are none.
fn text_of(bytes: Vec<u8>, is_start: bool, format: Format) -> (String, BTreeMap<u32, Damage>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, BTreeMap::new()),
        Err(error) => error.into_bytes(),
    };
    let damage = |(line, bytes): (u32, &[u8])| {
        let offset = core::str::from_utf8(bytes).err()?.valid_up_to();
        let reason = if format == Format::Parquet {
            "expected UTF-8 text, found other bytes; --skip-invalid leaves such rows out".to_owned()
        } else {
            format!(
                "expected UTF-8 text, found other bytes at column {}; convert the file to UTF-8",
                offset + 1
            )
        };
        let mark = if line == 0 && is_start { MARK } else { "" };
        let bytes = bytes.strip_prefix(mark.as_bytes()).unwrap_or(bytes).to_vec();
        Some((line, Damage { reason, bytes }))
    };
    let damaged = (0..).zip(format.lines(&bytes)).filter_map(damage).collect();
    (String::from_utf8_lossy(&bytes).into_owned(), damaged)
}
