//! Rows as lines of JSON, with the values of the columns that are asked for: what reads rows of JSON reads them.

use core::fmt::Write;

use parquet::basic::ConvertedType;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{DataType, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::schema::types::ColumnDescPtr;

use super::asked::{NoteColumn, Wanted};
use super::columns;
use super::file::Table;
use super::guard::{guarded, reason};
use crate::field::Field;

/// Bytes of lines that are handed over at once, the last line aside.
const CHUNK: usize = 8 << 20;

/// Rows read at once, if they are short.
const MAX_BATCH: usize = 1024;

/// The rows of a file, in pieces of whole lines. No piece has rows of two row groups.
pub(crate) struct Lines {
    table: Table,
    columns: Vec<Column>,
    /// The next row group.
    row_group: usize,
    /// What is read of the last one.
    readers: Vec<ColumnReader>,
    rows_left: usize,
    batch: usize,
    /// The row that is read next, counted from 1.
    row: usize,
}

/// A column, and the member of an object that its values become.
struct Column {
    number: usize,
    member: String,
    descriptor: ColumnDescPtr,
}

impl Table {
    /// Its rows, of each a line of JSON whose members have the fields for their names, all of them as one name.
    pub(crate) fn lines(self, wanted: &Wanted<'_>) -> Result<Lines, String> {
        let columns = self.wanted(wanted).map_err(|reason| self.refusal(&reason))?;
        Ok(Lines {
            table: self,
            columns,
            row_group: 0,
            readers: vec![],
            rows_left: 0,
            batch: 1,
            row: 1,
        })
    }

    fn wanted(&self, wanted: &Wanted<'_>) -> Result<Vec<Column>, String> {
        let schema = self.schema();
        let fields = schema.root_schema().get_fields();
        let is_taken = |note: &&NoteColumn| fields.iter().any(|field| field.name() == note.name);
        if let Some(note) = wanted.notes.iter().find(is_taken) {
            return Err(format!("has a column {:?} already, which --annotate adds", note.name));
        }
        let text = (wanted.text, columns::of_text(schema, wanted.text)?);
        let rank = wanted.rank.map(|field| Ok((field, columns::of_rank(schema, field)?)));
        let id = wanted.id.and_then(|field| Some((field, columns::of_id(schema, field)?)));
        let mut found: Vec<(&Field, usize)> = vec![text];
        found.extend(rank.transpose().map_err(|reason: String| reason)?);
        found.extend(id);
        found.sort_by_key(|(field, _)| field.column());
        found.dedup_by_key(|(field, _)| field.column());
        Ok(found.into_iter().map(|(field, number)| self.column(field, number)).collect())
    }

    fn column(&self, field: &Field, number: usize) -> Column {
        let member = serde_json::Value::from(field.column()).to_string() + ":";
        Column { number, member, descriptor: self.schema().column(number) }
    }

    /// How many rows of some columns of a row group are read at once, so that they are no more than a piece.
    pub(super) fn batch(&self, row_group: usize, columns: impl Iterator<Item = usize>) -> usize {
        let group = &self.row_groups()[row_group];
        let bytes: i64 = columns.map(|column| group.column(column).uncompressed_size()).sum();
        let row = bytes.max(0) as usize / (group.num_rows().max(1) as usize);
        (CHUNK / row.max(1)).clamp(1, MAX_BATCH)
    }
}

impl Lines {
    /// The next piece; empty behind the last row.
    fn read(&mut self) -> Result<Vec<u8>, ParquetError> {
        while self.rows_left == 0 && self.row_group < self.table.row_groups().len() {
            self.open_row_group()?;
        }
        let mut piece = Vec::with_capacity(if self.rows_left == 0 { 0 } else { CHUNK });
        while self.rows_left > 0 && piece.len() < CHUNK {
            self.read_batch(&mut piece)?;
        }
        Ok(piece)
    }

    fn open_row_group(&mut self) -> Result<(), ParquetError> {
        let reader = self.table.reader.get_row_group(self.row_group)?;
        let numbers = self.columns.iter().map(|column| column.number);
        self.readers = numbers
            .clone()
            .map(|number| reader.get_column_reader(number))
            .collect::<Result<_, _>>()?;
        let rows = self.table.row_groups()[self.row_group].num_rows();
        self.rows_left = usize::try_from(rows)
            .map_err(|_| ParquetError::General(format!("a row group of {rows} rows")))?;
        self.batch = self.table.batch(self.row_group, numbers);
        self.row_group += 1;
        Ok(())
    }

    fn read_batch(&mut self, piece: &mut Vec<u8>) -> Result<(), ParquetError> {
        let rows = self.batch.min(self.rows_left);
        let read = |(reader, column): (&mut ColumnReader, &Column)| cells(reader, column, rows);
        let cells: Vec<Cells> =
            self.readers.iter_mut().zip(&self.columns).map(read).collect::<Result<_, _>>()?;
        for row in 0..rows {
            for (number, (column, cells)) in self.columns.iter().zip(&cells).enumerate() {
                piece.push(if number == 0 { b'{' } else { b',' });
                piece.extend_from_slice(column.member.as_bytes());
                piece.extend_from_slice(cells[row].as_deref().unwrap_or(b"null"));
            }
            piece.extend_from_slice(b"}\n");
        }
        self.rows_left -= rows;
        self.row += rows;
        Ok(())
    }

    fn message(&self, error: &ParquetError) -> String {
        let (path, row) = (self.table.path.display(), self.row);
        let reason = reason(error);
        format!(
            "{path}:{row}: expected a whole Parquet file, found one that is damaged from this row on, or of a kind not known: {reason}; fetch or write it anew"
        )
    }
}

impl Iterator for Lines {
    type Item = Result<Vec<u8>, String>;

    fn next(&mut self) -> Option<Result<Vec<u8>, String>> {
        match guarded(|| self.read()) {
            Ok(piece) => (!piece.is_empty()).then_some(Ok(piece)),
            Err(error) => {
                let message = self.message(&error);
                self.row_group = usize::MAX;
                self.rows_left = 0;
                Some(Err(message))
            }
        }
    }
}

/// The values of a column in JSON; none where it has none.
type Cells = Vec<Option<Vec<u8>>>;

fn cells(reader: &mut ColumnReader, column: &Column, rows: usize) -> Result<Cells, ParquetError> {
    let descriptor = &column.descriptor;
    let said = descriptor.converted_type();
    let is_unsigned = matches!(
        said,
        ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64
    );
    let level = descriptor.max_def_level();
    match reader {
        ColumnReader::BoolColumnReader(reader) => {
            read(reader, level, rows, |one| one.to_string().into())
        }
        ColumnReader::Int32ColumnReader(reader) => read(reader, level, rows, |one| {
            if is_unsigned {
                one.cast_unsigned().to_string().into()
            } else {
                one.to_string().into()
            }
        }),
        ColumnReader::Int64ColumnReader(reader) => read(reader, level, rows, |one| {
            if is_unsigned {
                one.cast_unsigned().to_string().into()
            } else {
                one.to_string().into()
            }
        }),
        ColumnReader::Int96ColumnReader(reader) => {
            read(reader, level, rows, |one| one.to_string().into_bytes()).map(quoted)
        }
        ColumnReader::FloatColumnReader(reader) => {
            read(reader, level, rows, |one| real(f64::from(*one)))
        }
        ColumnReader::DoubleColumnReader(reader) => read(reader, level, rows, |one| real(*one)),
        ColumnReader::ByteArrayColumnReader(reader) => {
            read(reader, level, rows, |one| string(one.data()))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            read(reader, level, rows, hexadecimal)
        }
    }
}

/// The values of the next rows, of which each has one or none.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    level: i16,
    rows: usize,
    written: impl Fn(&T::T) -> Vec<u8>,
) -> Result<Cells, ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let (found, ..) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    if found != rows {
        return Err(ParquetError::General(format!("a column ends {} rows early", rows - found)));
    }
    let mut values = values.iter();
    let mut cell = |has_value: bool| if has_value { values.next().map(&written) } else { None };
    Ok(if level == 0 {
        (0..rows).map(|_| cell(true)).collect()
    } else {
        levels.iter().map(|one| cell(*one == level)).collect()
    })
}

/// A string of JSON. Bytes that are no text stay what they are, so that the line is refused as one that is no text.
fn string(bytes: &[u8]) -> Vec<u8> {
    if let Ok(text) = core::str::from_utf8(bytes) {
        return serde_json::to_vec(text).unwrap_or_default();
    }
    let one_line = bytes.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte });
    core::iter::once(b'"').chain(one_line).chain([b'"']).collect()
}

/// What is no number has none in JSON.
fn real(number: f64) -> Vec<u8> {
    serde_json::to_vec(&number).unwrap_or_default()
}

fn quoted(cells: Cells) -> Cells {
    let quote = |cell: Vec<u8>| string(&cell);
    cells.into_iter().map(|cell| cell.map(quote)).collect()
}

/// Bytes that are no text, as an id may be.
fn hexadecimal(bytes: &FixedLenByteArray) -> Vec<u8> {
    let mut digits = String::from("\"");
    for byte in bytes.data() {
        write!(digits, "{byte:02x}").unwrap_or_default();
    }
    (digits + "\"").into_bytes()
}
