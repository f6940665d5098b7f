//! Files of rows: JSON lines, arrays of JSON, CSV. A file is one document, with the texts of its rows in their order.

use core::ops::Range;

use memchr::memchr_iter;
use paradup::document::{Block, Document};
use serde_json::value::RawValue;

use super::cell::Cell;
use super::field::{self, Field};
use super::table::{Table, TableField};
use crate::format::{InputFormat, UnitName};

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
    unit: UnitName,
) -> Result<(Document, Rows), String> {
    let read = read(&text, format, field).and_then(|rows| blocks(&text, rows, field, unit));
    let (blocks, rows) = read.map_err(|unread| unread.message(&text))?;
    let document = Document::from_paragraphs(text, blocks);
    Ok((document.map_err(|error| format!("1: {error}"))?, rows))
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
    unit: UnitName,
) -> Result<(Vec<Block>, Rows), Unread> {
    let starts: Vec<usize> = found.iter().map(|row| row.start).collect();
    let (mut blocks, mut without_text) = (Vec::new(), 0);
    for row in found {
        match row.cell.map(|cell| cell.blocks(text, unit)) {
            Some(made) => {
                blocks.extend(made.map_err(|error| Unread::new(row.start, error.to_string()))?);
            }
            None => without_text += 1,
        }
    }
    if without_text == starts.len() && without_text > 0 {
        return Err(nowhere(text, field, starts[0]));
    }
    Ok((blocks, Rows { field: field.name().to_owned(), starts, without_text }))
}

/// Refuses a file of which no row has a text.
fn nowhere(text: &str, field: &Field, first: usize) -> Unread {
    let line = text[first..].lines().next().unwrap_or_default();
    let names = field::names(line);
    let known = if names.is_empty() {
        String::new()
    } else {
        format!("; the first row has {}", listed(&names))
    };
    let field = field.name();
    let reason = format!(
        "expected a text in the field {field:?}, found none in any row{known}; --field names the field, as in --field a.b"
    );
    Unread::new(first, reason)
}

/// Names in a message.
const MAX_NAMES: usize = 20;

fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MAX_NAMES).map(String::as_str).collect();
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
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
    let value = field.find(json).map_err(|reason| Unread::new(start, reason))?;
    let cell = match value {
        None | Some("null") => None,
        Some(string) if string.starts_with('"') => {
            let at = start + offset(json, string);
            let cell = Cell::of_json(string, at);
            Some(cell.map_err(|reason| Unread::new(at, reason))?)
        }
        Some(other) => {
            let (name, found) = (field.name(), kind(other));
            let reason = format!("field {name:?}: expected a text, found {found}");
            return Err(Unread::new(start + offset(json, other), reason));
        }
    };
    Ok(Row { start, cell: cell.filter(|cell| !cell.is_blank()) })
}

fn kind(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a truth value",
        _ => "a number",
    }
}

fn of_table(text: &str, delimiter: u8, field: &Field) -> Result<Vec<Row>, Unread> {
    let mut table = Table::new(text, delimiter);
    let unclosed = |at| {
        Unread::new(at, "expected a closing quote of the field that begins here, found the end")
    };
    let Some(header) = table.record().map_err(unclosed)? else { return Ok(Vec::new()) };
    let column = column(&header, field)?;
    let mut rows = Vec::new();
    while let Some(record) = table.record().map_err(unclosed)? {
        if record.len() != header.len() {
            let (expected, found) = (header.len(), record.len());
            let reason = format!("expected {expected} fields, as the header has, found {found}");
            return Err(Unread::new(record[0].at, reason));
        }
        let TableField { text, source, at } = &record[column];
        let cell = Cell::of_csv(text, source, *at);
        rows.push(Row { start: record[0].at, cell: Some(cell).filter(|cell| !cell.is_blank()) });
    }
    Ok(rows)
}

fn column(header: &[TableField<'_>], field: &Field) -> Result<usize, Unread> {
    let names: Vec<String> = header.iter().map(|named| named.text.clone()).collect();
    let named: Range<usize> = 0..names.len();
    let mut columns = named.filter(|column| names[*column] == field.name());
    match (columns.next(), columns.next()) {
        (Some(column), None) => Ok(column),
        (Some(_), Some(_)) => {
            Err(Unread::new(0, format!("the column {:?} stands twice", field.name())))
        }
        (None, _) => {
            let (name, known) = (field.name(), listed(&names));
            let reason = format!(
                "expected a column {name:?}, found {known}; --field names the column that holds the text"
            );
            Err(Unread::new(0, reason))
        }
    }
}
