//! Columns by the keys that lead to them.

use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use crate::field::{Field, listed};

/// The column of texts. Lists are refused, for which of their elements is the text cannot be told.
pub(super) fn of_text(schema: &SchemaDescriptor, field: &Field) -> Result<usize, String> {
    let Some(number) = find(schema, field)? else {
        return Err(format!(
            "expected a column {field}, found {}; --field names the one that holds the text, as in --field a.b",
            names(schema)
        ));
    };
    let column = schema.column(number);
    if is_text(&column) {
        return Ok(number);
    }
    Err(format!(
        "expected a column {field} of strings, found one of {}; --field names the one that holds the text",
        kind(&column)
    ))
}

/// The column of ranks.
pub(super) fn of_rank(schema: &SchemaDescriptor, field: &Field) -> Result<usize, String> {
    let Some(number) = find(schema, field)? else {
        return Err(format!(
            "expected a column {field}, found {}; --keep takes longest, first or a column",
            names(schema)
        ));
    };
    let column = schema.column(number);
    let is_number =
        matches!(column.physical_type(), Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE);
    if is_number || is_text(&column) {
        return Ok(number);
    }
    Err(format!(
        "expected a column {field} of numbers, dates or strings, found one of {}; --keep takes longest, first or such a column",
        kind(&column)
    ))
}

/// The column of ids, if there is one.
pub(super) fn of_id(schema: &SchemaDescriptor, field: &Field) -> Option<usize> {
    find(schema, field).ok().flatten()
}

/// The column that these keys lead to.
///
/// # Errors
/// When it is a list, or has columns of its own.
fn find(schema: &SchemaDescriptor, field: &Field) -> Result<Option<usize>, String> {
    let keys = field.keys();
    let begins = |column: &ColumnDescriptor| column.path().parts().starts_with(&keys);
    let under = || schema.columns().iter().filter(|column| begins(column));
    let Some(first) = under().next() else { return Ok(None) };
    let Some(value) = under().find(|column| column.max_rep_level() == 0) else {
        return Err(format!(
            "expected one value of {field} in each row, found a list; write a row for each of its elements, or join them in a column of strings"
        ));
    };
    if first.path().parts().len() > keys.len() {
        return Err(format!(
            "expected a column {field} of strings, found one with columns of its own; name one of them, as in --field {}",
            value.path().string()
        ));
    }
    Ok(schema.columns().iter().position(|column| begins(column)))
}

/// Whether it holds strings, as they are or as bytes that nothing is said of.
fn is_text(column: &ColumnDescriptor) -> bool {
    let is_bytes = column.physical_type() == Type::BYTE_ARRAY;
    let is_said = match column.logical_type_ref() {
        Some(said) => matches!(said, LogicalType::String | LogicalType::Json | LogicalType::Enum),
        None => matches!(
            column.converted_type(),
            ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::JSON | ConvertedType::ENUM
        ),
    };
    is_bytes && is_said
}

fn kind(column: &ColumnDescriptor) -> String {
    match column.converted_type() {
        ConvertedType::NONE => column.physical_type().to_string(),
        said => format!("{} ({said})", column.physical_type()),
    }
}

fn names(schema: &SchemaDescriptor) -> String {
    listed(schema.columns().iter().map(|column| column.path().string()))
}
