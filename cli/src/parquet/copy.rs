//! All columns of files, without the rows that go.

use core::ops::Range;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type, Int96Type,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::FileReader;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnDescriptor, Type, TypePtr};
use serde_json::Value;

use super::asked::{NoteColumn, NoteType, Part};
use super::columns;
use super::file::Table;
use super::guard::{guarded, reason};
use crate::Failure;
use crate::field::Field;

/// Where Arrow keeps its own account of the columns, which is wrong once there are more of them.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// Refuses files of which not all have the columns of the first.
pub(crate) fn check_columns(paths: &[PathBuf]) -> Result<(), Failure> {
    let mut tables = paths.iter().map(|path| Table::open(path));
    let Some(first) = tables.next().transpose()? else { return Ok(()) };
    tables.try_for_each(|table| check_same(&first, &table?))
}

/// Writes the rows that stay of all files, of which all have the columns of the first, row group by row group. Each part is
/// asked for by the number of its file and its rows.
///
/// # Errors
/// Those of the sink as they are; others in words.
pub(crate) fn write<W: Write + Send>(
    tables: &[Table],
    text: &Field,
    notes: &[NoteColumn],
    part: impl FnMut(usize, Range<usize>) -> Result<Part, Failure>,
    sink: W,
) -> Result<(), Failure> {
    write_all(tables, text, notes, part, sink).map_err(|failure| {
        match failure.downcast::<ParquetError>().map(|error| *error) {
            Ok(ParquetError::External(error)) => error,
            Ok(error) => format!("cannot write Parquet: {}", reason(&error)).into(),
            Err(failure) => failure,
        }
    })
}

fn write_all<W: Write + Send>(
    tables: &[Table],
    text: &Field,
    notes: &[NoteColumn],
    mut part: impl FnMut(usize, Range<usize>) -> Result<Part, Failure>,
    sink: W,
) -> Result<(), Failure> {
    let schema = schema(&tables[0], notes)?;
    let properties = Arc::new(properties(tables, notes));
    let text = columns::of_text(tables[0].schema(), text)?;
    let mut writer = SerializedFileWriter::new(sink, schema, properties)?;
    for (file, table) in tables.iter().enumerate() {
        check_same(&tables[0], table)?;
        let mut start = 0;
        for (number, group) in table.row_groups().iter().enumerate() {
            let rows = start..start + group.num_rows().max(0) as usize;
            start = rows.end;
            let part = part(file, rows)?;
            if part.stays.contains(&true) {
                RowGroup { table, number, text, part: &part }.write(&mut writer, notes)?;
            }
        }
    }
    writer.close()?;
    Ok(())
}

/// The columns of the first file, and those that are added.
fn schema(table: &Table, notes: &[NoteColumn]) -> Result<TypePtr, ParquetError> {
    let root = table.schema().root_schema_ptr();
    if notes.is_empty() {
        return Ok(root);
    }
    let added = notes.iter().map(NoteColumn::column).collect::<Result<Vec<_>, _>>()?;
    let fields = root.get_fields().iter().cloned().chain(added).collect();
    Ok(Arc::new(Type::group_type_builder(root.name()).with_fields(fields).build()?))
}

impl NoteColumn {
    fn column(&self) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match self.kind {
            NoteType::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
            NoteType::Integer => (PhysicalType::INT64, None),
            NoteType::Real => (PhysicalType::DOUBLE, None),
            NoteType::Truth => (PhysicalType::BOOLEAN, None),
        };
        let column = Type::primitive_type_builder(self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        Ok(Arc::new(column.build()?))
    }
}

/// Columns are packed as those of the first row group are.
fn properties(tables: &[Table], notes: &[NoteColumn]) -> WriterProperties {
    let first = &tables[0];
    let known = first.reader.metadata().file_metadata().key_value_metadata().cloned();
    let known = known.map(|mut known| {
        known.retain(|one| notes.is_empty() || one.key != ARROW_SCHEMA);
        known
    });
    let builder = WriterProperties::builder()
        .set_key_value_metadata(known)
        .set_compression(Compression::SNAPPY)
        .set_sorting_columns(order(tables));
    let columns = first.row_groups().first().map_or(&[][..], |group| group.columns());
    let columns = columns.iter().map(|column| (column.column_path(), column.compression()));
    let packed = columns.fold(builder, |builder, (path, packing)| {
        builder.set_column_compression(path.clone(), writable(packing))
    });
    packed.build()
}

/// The packing with that of the old LZ4, which readers disagree on, replaced by that of the new one.
fn writable(packing: Compression) -> Compression {
    match packing {
        Compression::LZ4 | Compression::LZO => Compression::LZ4_RAW,
        other => other,
    }
}

/// The order that all row groups are said to be in. What stays of them is in it too.
fn order(tables: &[Table]) -> Option<Vec<SortingColumn>> {
    let mut orders = tables
        .iter()
        .flat_map(Table::row_groups)
        .map(parquet::file::metadata::RowGroupMetaData::sorting_columns);
    let first = orders.next()??;
    orders.all(|order| order == Some(first)).then(|| first.clone())
}

fn check_same(first: &Table, table: &Table) -> Result<(), Failure> {
    if table.schema().root_schema().get_fields() == first.schema().root_schema().get_fields() {
        return Ok(());
    }
    let first = first.path.display();
    let reason = format!(
        "expected the columns of {first}, found others, or of other types; write both with one schema"
    );
    Err(table.refusal(&reason).into())
}

/// A row group of which rows stay.
struct RowGroup<'p> {
    table: &'p Table,
    number: usize,
    /// The number of the column of texts.
    text: usize,
    part: &'p Part,
}

impl RowGroup<'_> {
    fn write<W: Write + Send>(
        &self,
        writer: &mut SerializedFileWriter<W>,
        notes: &[NoteColumn],
    ) -> Result<(), Failure> {
        let reader = self.table.reader.get_row_group(self.number)?;
        let mut group = writer.next_row_group()?;
        for number in 0..self.table.schema().num_columns() {
            let mut column = next_column(&mut group)?;
            guarded(|| self.copy(number, reader.get_column_reader(number)?, &mut column))
                .map_err(|error| self.failure(error))?;
            column.close()?;
        }
        for (note, values) in notes.iter().zip(&self.part.notes) {
            let mut column = next_column(&mut group)?;
            write_notes(*note, values, &mut column)?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Errors of the system are those of the output; all others are of the data.
    fn failure(&self, error: ParquetError) -> Failure {
        let is_of_system = |error: &io::Error| error.raw_os_error().is_some();
        match error {
            ParquetError::External(error) if error.downcast_ref().is_some_and(is_of_system) => {
                error
            }
            error => self.table.damaged(&error).into(),
        }
    }

    fn copy(
        &self,
        number: usize,
        reader: ColumnReader,
        writer: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        let columns = Columns {
            descriptor: &self.table.schema().column(number),
            stays: &self.part.stays,
            batch: self.table.batch(self.number, core::iter::once(number)),
        };
        let text = |row: usize| self.part.texts.get(&row).filter(|_| number == self.text);
        match reader {
            ColumnReader::BoolColumnReader(one) => columns.copy::<BoolType>(one, writer.typed()),
            ColumnReader::Int32ColumnReader(one) => columns.copy::<Int32Type>(one, writer.typed()),
            ColumnReader::Int64ColumnReader(one) => columns.copy::<Int64Type>(one, writer.typed()),
            ColumnReader::Int96ColumnReader(one) => columns.copy::<Int96Type>(one, writer.typed()),
            ColumnReader::FloatColumnReader(one) => columns.copy::<FloatType>(one, writer.typed()),
            ColumnReader::DoubleColumnReader(one) => {
                columns.copy::<DoubleType>(one, writer.typed())
            }
            ColumnReader::FixedLenByteArrayColumnReader(one) => {
                columns.copy::<FixedLenByteArrayType>(one, writer.typed())
            }
            ColumnReader::ByteArrayColumnReader(one) => {
                columns.copy_but::<ByteArrayType>(one, writer.typed(), |row| {
                    text(row).map(|text| ByteArray::from(text.as_str()))
                })
            }
        }
    }
}

fn next_column<'g, W: Write + Send>(
    group: &'g mut parquet::file::writer::SerializedRowGroupWriter<'_, W>,
) -> Result<SerializedColumnWriter<'g>, ParquetError> {
    let column = group.next_column()?;
    column.ok_or_else(|| ParquetError::General("a column more than there are".into()))
}

/// One column of a row group, read and written.
struct Columns<'p> {
    descriptor: &'p ColumnDescriptor,
    stays: &'p [bool],
    batch: usize,
}

/// Some rows of a column, as they are stored: a value for each level of definition that is the highest, and a row for
/// each level of repetition that is 0.
struct Batch<T> {
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    values: Vec<T>,
}

impl Columns<'_> {
    fn copy<T: DataType>(
        &self,
        reader: ColumnReaderImpl<T>,
        writer: &mut ColumnWriterImpl<'_, T>,
    ) -> Result<(), ParquetError> {
        self.copy_but(reader, writer, |_| None)
    }

    /// Copies the rows that stay, but with other values where there are any.
    fn copy_but<T: DataType>(
        &self,
        mut reader: ColumnReaderImpl<T>,
        writer: &mut ColumnWriterImpl<'_, T>,
        other: impl Fn(usize) -> Option<T::T>,
    ) -> Result<(), ParquetError> {
        let mut row = 0;
        while row < self.stays.len() {
            let wanted = self.batch.min(self.stays.len() - row);
            let mut batch =
                Batch { definitions: Vec::new(), repetitions: Vec::new(), values: Vec::new() };
            let (found, ..) = reader.read_records(
                wanted,
                Some(&mut batch.definitions),
                Some(&mut batch.repetitions),
                &mut batch.values,
            )?;
            if found != wanted {
                let early = wanted - found;
                return Err(ParquetError::General(format!("a column ends {early} rows early")));
            }
            let stays = self.staying(&batch, row..row + found, &other);
            writer.write_batch(
                &stays.values,
                (self.descriptor.max_def_level() > 0).then_some(&stays.definitions),
                (self.descriptor.max_rep_level() > 0).then_some(&stays.repetitions),
            )?;
            row += found;
        }
        Ok(())
    }

    fn staying<T: Clone>(
        &self,
        batch: &Batch<T>,
        rows: Range<usize>,
        other: impl Fn(usize) -> Option<T>,
    ) -> Batch<T> {
        let (deepest, is_list) =
            (self.descriptor.max_def_level(), self.descriptor.max_rep_level() > 0);
        let levels = batch.definitions.len().max(batch.repetitions.len());
        let levels = if deepest == 0 { rows.len() } else { levels };
        let mut stays =
            Batch { definitions: Vec::new(), repetitions: Vec::new(), values: Vec::new() };
        let (mut row, mut values) = (rows.start, batch.values.iter());
        for level in 0..levels {
            let begins = !is_list || batch.repetitions.get(level) == Some(&0);
            row += usize::from(begins && level > 0);
            let definition = batch.definitions.get(level).copied().unwrap_or(deepest);
            let value = (definition == deepest).then(|| values.next()).flatten();
            if self.stays.get(row) == Some(&true) {
                stays.definitions.push(definition);
                stays.repetitions.extend(batch.repetitions.get(level));
                stays.values.extend(value.map(|value| other(row).unwrap_or_else(|| value.clone())));
            }
        }
        stays
    }
}

/// Writes an added column.
fn write_notes(
    note: NoteColumn,
    values: &[Option<Value>],
    writer: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values = values.iter().flatten();
    match note.kind {
        NoteType::Text => {
            let values: Vec<ByteArray> =
                values.map(|value| ByteArray::from(&*text(value))).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)
        }
        NoteType::Integer => {
            let values: Vec<i64> = values.map(|value| value.as_i64().unwrap_or(0)).collect();
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)
        }
        NoteType::Real => {
            let values: Vec<f64> = values.map(|value| value.as_f64().unwrap_or(0.0)).collect();
            writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)
        }
        NoteType::Truth => {
            let values: Vec<bool> = values.map(|value| value == &Value::Bool(true)).collect();
            writer.typed::<BoolType>().write_batch(&values, Some(&levels), None)
        }
    }
    .map(drop)
}

/// A text as it reads; whatever else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
