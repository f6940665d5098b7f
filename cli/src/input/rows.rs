//! Files of rows: JSON lines, arrays of JSON, CSV. A file is one document, with the texts of its rows in their order.

use std::collections::BTreeMap;

use memchr::memchr_iter;
use paradup::document::{Block, Document, Unit};
use serde_json::value::RawValue;

use super::cell::Cell;
use crate::field::{Field, check_object, kind};
use crate::format::InputFormat;
use crate::table::{Columns, record_length, values};

/// Which rows a document was made of.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The field of each that holds its text.
    pub(crate) field: String,
    /// The first byte of each.
    starts: Vec<usize>,
    /// Rows without a text, or with an empty one.
    pub(crate) without_text: usize,
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

/// A row, and its text where it has one.
struct Row {
    start: usize,
    cell: Option<Cell>,
}

/// The document of a file of rows.
///
/// # Errors
/// The number of the line that cannot be read, and why.
pub(super) fn document(
    text: String,
    format: InputFormat,
    field: &Field,
    unit: Unit,
) -> Result<(Document, Rows), String> {
    let found = read(&text, format, field);
    let text = with_lines_of_editors(text);
    let read = found.and_then(|found| blocks(&text, found, field, unit));
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
        _ => of_lines(text, field),
    }
}

fn blocks(
    text: &str,
    found: Vec<Row>,
    field: &Field,
    unit: Unit,
) -> Result<(Vec<Block>, Rows), Unread> {
    let starts: Vec<usize> = found.iter().map(|row| row.start).collect();
    let (mut blocks, mut without_text) = (Vec::new(), 0);
    for row in found {
        match row.cell {
            Some(cell) => blocks.extend(cell.blocks(text, unit)),
            None => without_text += 1,
        }
    }
    if without_text == starts.len() && without_text > 0 {
        return Err(nowhere(text, field, starts[0]));
    }
    Ok((blocks, Rows { field: field.column().to_owned(), starts, without_text }))
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

/// Names in a message.
const MAX_NAMES: usize = 20;

fn listed<'n>(names: impl ExactSizeIterator<Item = &'n String>) -> String {
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    let shown: Vec<String> = names.take(MAX_NAMES).map(|name| format!("{name:?}")).collect();
    shown.join(", ") + more
}

fn of_lines(text: &str, field: &Field) -> Result<Vec<Row>, Unread> {
    let mut from = 0;
    let mut rows = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(['\u{feff}', ' ', '\t']);
        let start = from + (line.len() - content.len());
        from += line.len();
        if !content.trim().is_empty() {
            rows.push(of_object(content.trim_end(), start, field)?);
        }
    }
    Ok(rows)
}

/// An array of rows, or one.
fn of_json(text: &str, field: &Field) -> Result<Vec<Row>, Unread> {
    let text_start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let skipped = text.len() - text_start.len();
    if text_start.starts_with('{') {
        return Ok(vec![of_object(text_start, skipped, field)?]);
    }
    let rows: Vec<&RawValue> = serde_json::from_str(text_start).map_err(|error| {
        let reason = format!("expected an array of JSON objects: {error}");
        Unread::new(skipped, reason)
    })?;
    let row = |row: &&RawValue| of_object(row.get(), offset(text, row.get()), field);
    rows.iter().map(row).collect()
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn of_object(json: &str, start: usize, field: &Field) -> Result<Row, Unread> {
    let value = field.find(json).map_err(|reason| {
        // What is no object is told in plainer words.
        Unread::new(start, check_object(json).err().unwrap_or(reason))
    })?;
    let cell = match value {
        None => None,
        Some(string) if kind(string) == "a string" => {
            let at = start + offset(json, string);
            let cell = Cell::of_json(string, at);
            Some(cell.map_err(|reason| Unread::new(at, format!("field {field}: {reason}")))?)
        }
        Some(other) => {
            let at = start + offset(json, other);
            return Err(Unread::new(at, field.refusal("a string", kind(other))));
        }
    };
    Ok(Row { start, cell: cell.filter(|cell| !cell.is_blank()) })
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
    records
        .map(|(start, record)| of_record(record, start, delimiter, column, columns.len()))
        .collect()
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
    delimiter: u8,
    column: usize,
    columns: usize,
) -> Result<Row, Unread> {
    let values = values(record, delimiter).map_err(|reason| Unread::new(start, reason))?;
    if values.len() != columns {
        let found = values.len();
        let reason = format!("expected {columns} values, as there are columns, found {found}");
        return Err(Unread::new(start, reason));
    }
    let value = values[column];
    let at = start + offset(record, value.written);
    let cell = Cell::of_table(&value.text(), value.written, at);
    Ok(Row { start, cell: Some(cell).filter(|cell| !cell.is_blank()) })
}
