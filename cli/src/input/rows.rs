//! Files of rows: JSON lines, arrays of JSON, CSV. A file is one document, with the texts of its rows in their order.

use std::collections::BTreeMap;

use memchr::memchr_iter;
use paradup::document::{Block, Document, Unit};
use serde_json::value::RawValue;

use super::cell::Cell;
use crate::field::{Field, check_object, kind, listed};
use crate::format::InputFormat;
use crate::table::{Columns, record_length};

const NO_TEXT: &str = "expected UTF-8 text, found other bytes; --skip-invalid leaves such rows out";

/// Which rows a document was made of.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The field of each that holds its text.
    pub(crate) field: String,
    /// The first byte of each.
    starts: Vec<usize>,
    /// Rows without a text, or with an empty one.
    pub(crate) without_text: usize,
    /// Rows that cannot be read and are left out.
    pub(crate) skipped: usize,
    /// Of those the line of the first, and what is wrong with it.
    pub(crate) first_skipped: Option<String>,
}

/// How rows are read.
pub(super) struct RowOptions<'o> {
    pub(super) field: &'o Field,
    pub(super) unit: Unit,
    /// Whether a row that cannot be read is left out; otherwise it ends the reading.
    pub(super) skip_invalid: bool,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The number of the row that holds a byte, from 1; a header is no row.
    pub(crate) fn number_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }
}

/// What cannot be read, and the byte that it is about.
struct Unread {
    at: usize,
    reason: String,
}

impl Unread {
    fn new(at: usize, reason: impl Into<String>) -> Unread {
        Unread { at, reason: reason.into() }
    }

    /// With the number of the line before it.
    fn message(&self, text: &str) -> String {
        let line = 1 + memchr_iter(b'\n', &text.as_bytes()[..self.at]).count();
        format!("{line}: {}", self.reason)
    }
}

/// Where a row begins, and its text where it has one, or why it cannot be read.
struct Row {
    start: usize,
    cell: Result<Option<Cell>, Unread>,
}

impl Row {
    fn new(start: usize, cell: Result<Option<Cell>, Unread>) -> Row {
        Row { start, cell: cell.map(|cell| cell.filter(|cell| !cell.is_blank())) }
    }
}

/// The document of a file of rows, of which some lines are damaged: those that begin at these bytes, and are blank.
///
/// # Errors
/// The number of the line that cannot be read, and why.
pub(super) fn document(
    text: String,
    format: InputFormat,
    options: &RowOptions<'_>,
    damaged: &[usize],
) -> Result<(Document, Rows), String> {
    let found = read(&text, format, options.field);
    let text = with_lines_of_editors(text);
    let with_damaged = |mut found: Vec<Row>| {
        let no_text = |at: &usize| Row::new(*at, Err(Unread::new(*at, NO_TEXT)));
        found.extend(damaged.iter().map(no_text));
        found.sort_by_key(|row| row.start);
        found
    };
    let read = found.map(with_damaged).and_then(|found| blocks(&text, found, options));
    let (blocks, rows) = read.map_err(|unread| unread.message(&text))?;
    let document = Document::from_paragraphs(text, blocks);
    Ok((document.map_err(|error| format!("1: {error}"))?, rows))
}

/// The text with spaces, as long, for the ends of lines that Unicode knows and hardly an editor: a row is looked for by
/// the number of its line.
fn with_lines_of_editors(text: String) -> String {
    if !text.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        return text;
    }
    let instead = |c| match c {
        '\u{85}' => '\u{a0}',
        '\u{2028}' | '\u{2029}' => '\u{2003}',
        c => c,
    };
    text.chars().map(instead).collect()
}

fn read(text: &str, format: InputFormat, field: &Field) -> Result<Vec<Row>, Unread> {
    match format {
        InputFormat::Csv => of_table(text, b',', field),
        InputFormat::Tsv => of_table(text, b'\t', field),
        InputFormat::Json => of_json(text, field),
        _ => Ok(of_lines(text, field)),
    }
}

fn blocks(
    text: &str,
    found: Vec<Row>,
    options: &RowOptions<'_>,
) -> Result<(Vec<Block>, Rows), Unread> {
    let starts: Vec<usize> = found.iter().map(|row| row.start).collect();
    let (mut blocks, mut without_text, mut skipped) = (Vec::new(), 0, Vec::new());
    for row in found {
        match row.cell {
            Ok(Some(cell)) => blocks.extend(cell.blocks(text, options.unit)),
            Ok(None) => without_text += 1,
            Err(unread) if options.skip_invalid => skipped.push(unread),
            Err(unread) => return Err(unread),
        }
    }
    if without_text + skipped.len() == starts.len() && !starts.is_empty() {
        let first = skipped.into_iter().next();
        return Err(first.unwrap_or_else(|| nowhere(text, options.field, starts[0])));
    }
    let rows = Rows {
        field: options.field.column().to_owned(),
        starts,
        without_text,
        skipped: skipped.len(),
        first_skipped: skipped.first().map(|unread| unread.message(text)),
    };
    Ok((blocks, rows))
}

/// Refuses a file of which no row has a text.
fn nowhere(text: &str, field: &Field, first: usize) -> Unread {
    let line = text[first..].lines().next().unwrap_or_default();
    let known = match serde_json::from_str::<BTreeMap<String, &RawValue>>(line) {
        Ok(members) if !members.is_empty() => {
            format!("; the first row has {}", listed(members.keys()))
        }
        _ => String::new(),
    };
    let reason = format!(
        "expected a text in the field {field}, found none in any row{known}; --field names the one that holds it, as in --field a.b"
    );
    Unread::new(first, reason)
}

fn of_lines(text: &str, field: &Field) -> Vec<Row> {
    let mut from = 0;
    let mut rows = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(['\u{feff}', ' ', '\t']);
        let start = from + (line.len() - content.len());
        from += line.len();
        if !content.trim().is_empty() {
            rows.push(Row::new(start, of_object(content.trim_end(), start, field)));
        }
    }
    rows
}

/// An array of rows, or one.
fn of_json(text: &str, field: &Field) -> Result<Vec<Row>, Unread> {
    let text_start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let skipped = text.len() - text_start.len();
    if text_start.starts_with('{') {
        return Ok(vec![Row::new(skipped, of_object(text_start, skipped, field))]);
    }
    let rows: Vec<&RawValue> = serde_json::from_str(text_start).map_err(|error| {
        let reason = format!("expected an array of JSON objects: {error}");
        Unread::new(skipped, reason)
    })?;
    let row = |row: &&RawValue| {
        let start = offset(text, row.get());
        Row::new(start, of_object(row.get(), start, field))
    };
    Ok(rows.iter().map(row).collect())
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

/// The text of an object.
fn of_object(json: &str, start: usize, field: &Field) -> Result<Option<Cell>, Unread> {
    let value = field.find(json).map_err(|reason| {
        // What is no object is told in plainer words.
        Unread::new(start, check_object(json).err().unwrap_or(reason))
    })?;
    let Some(value) = value else { return Ok(None) };
    let at = start + offset(json, value);
    if kind(value) != "a string" {
        return Err(Unread::new(at, field.refusal("a string", kind(value))));
    }
    let cell = Cell::of_json(value, at);
    cell.map(Some).map_err(|reason| Unread::new(at, format!("field {field}: {reason}")))
}

fn of_table(text: &str, delimiter: u8, field: &Field) -> Result<Vec<Row>, Unread> {
    let mut records = records(text, delimiter);
    let Some((at, header)) = records.next() else { return Ok(Vec::new()) };
    let columns = Columns::read(header, delimiter).map_err(|reason| Unread::new(at, reason))?;
    let column = columns.find(field).map_err(|reason| Unread::new(at, reason))?;
    let Some(column) = column else {
        let reason = format!(
            "expected a column {field}, found {}; --field names the one that holds the text",
            columns.list()
        );
        return Err(Unread::new(at, reason));
    };
    let row = |(start, record)| Row::new(start, of_record(record, start, &columns, column));
    Ok(records.map(row).collect())
}

/// The records of a table, each with its place in the file. Blank lines are none.
fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (usize, &str)> {
    let mut from = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let records = core::iter::from_fn(move || {
        let rest = &text[from..];
        let length = record_length(rest.as_bytes(), delimiter).unwrap_or(rest.len());
        let start = from;
        from += length;
        (length > 0).then_some((start, &rest[..length]))
    });
    records.filter(|(_, record)| !record.trim_end_matches(['\r', '\n']).is_empty())
}

fn of_record(
    record: &str,
    start: usize,
    columns: &Columns,
    column: usize,
) -> Result<Option<Cell>, Unread> {
    let values = columns.values(record).map_err(|reason| Unread::new(start, reason))?;
    let value = values[column];
    let at = start + offset(record, value.written);
    Ok(Some(Cell::of_table(&value.text(), value.written, at)))
}
