//! Texts of Python, as the crate reads them.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::{PyImportError, PyTypeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyFloat, PyString};

use crate::arrow::chunks;

/// Texts that are lent for the time of a call.
pub(crate) enum Texts {
    /// Those of a list, or of anything else that can be gone through.
    Listed(Vec<Text>),
    /// Those of a column.
    Column(Vec<ArrayRef>),
}

/// A text of a list.
pub(crate) enum Text {
    /// The bytes that the `str` holds.
    Lent(PyBackedStr),
    /// One that is not Unicode, with U+FFFD for each half of a pair of surrogates.
    Replaced(String),
    Missing,
}

impl Texts {
    pub(crate) fn read(texts: &Bound<'_, PyAny>) -> PyResult<Texts> {
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(
                "texts: expected a list or a column of them, found one text",
            ));
        }
        match chunks("texts", texts) {
            Ok(Some(chunks)) => Ok(Texts::Column(chunks)),
            Ok(None) => Texts::list(texts),
            // A column of pandas without pyarrow.
            Err(error) if error.is_instance_of::<PyImportError>(texts.py()) => Texts::list(texts),
            Err(error) => Err(error),
        }
    }

    fn list(texts: &Bound<'_, PyAny>) -> PyResult<Texts> {
        let items = texts.try_iter()?.enumerate();
        let read = items.map(|(at, item)| Text::read(&item?, at)).collect::<PyResult<_>>()?;
        Ok(Texts::Listed(read))
    }

    /// # Errors
    /// When a column holds something else than texts.
    pub(crate) fn views(&self) -> PyResult<Vec<&str>> {
        match self {
            Texts::Listed(texts) => Ok(texts.iter().map(Text::as_str).collect()),
            Texts::Column(chunks) => {
                let mut views = Vec::with_capacity(chunks.iter().map(Array::len).sum());
                chunks.iter().try_for_each(|chunk| add_views(chunk, &mut views))?;
                Ok(views)
            }
        }
    }
}

impl Text {
    fn read(item: &Bound<'_, PyAny>, at: usize) -> PyResult<Text> {
        if let Ok(text) = item.cast::<PyString>() {
            return Text::lend(text);
        }
        if is_missing(item)? {
            return Ok(Text::Missing);
        }
        let found = item.get_type().name()?;
        Err(PyTypeError::new_err(format!("texts: expected str or None, found {found} at {at}")))
    }

    pub(crate) fn lend(text: &Bound<'_, PyString>) -> PyResult<Text> {
        match PyBackedStr::try_from(text.clone()) {
            Ok(lent) => Ok(Text::Lent(lent)),
            Err(_) => without_surrogates(text).map(Text::Replaced),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Text::Lent(text) => text,
            Text::Replaced(text) => text,
            Text::Missing => "",
        }
    }
}

/// Whether an item stands for no text: None, or what pandas has in its place.
fn is_missing(item: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_nan = || item.cast::<PyFloat>().is_ok_and(|number| number.value().is_nan());
    Ok(item.is_none() || is_nan() || item.get_type().name()? == "NAType")
}

/// Character by character, so that positions stay what they are.
fn without_surrogates(text: &Bound<'_, PyString>) -> PyResult<String> {
    let encoded = text.call_method1("encode", ("utf-32-le", "surrogatepass"))?;
    let bytes: &[u8] = encoded.extract()?;
    let characters =
        bytes.as_chunks().0.iter().map(|bytes| char::from_u32(u32::from_le_bytes(*bytes)));
    Ok(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

fn add_views<'t>(column: &'t ArrayRef, views: &mut Vec<&'t str>) -> PyResult<()> {
    match column.data_type() {
        DataType::Utf8 => {
            views.extend(column.as_string::<i32>().iter().map(Option::unwrap_or_default));
        }
        DataType::LargeUtf8 => {
            views.extend(column.as_string::<i64>().iter().map(Option::unwrap_or_default));
        }
        DataType::Utf8View => {
            views.extend(column.as_string_view().iter().map(Option::unwrap_or_default));
        }
        DataType::Null => views.resize(views.len() + column.len(), ""),
        DataType::Dictionary(..) => add_looked_up(column, views)?,
        DataType::Struct(_) => {
            return Err(PyTypeError::new_err(
                "texts: expected a column, found a table; name one of its columns",
            ));
        }
        other => {
            return Err(PyTypeError::new_err(format!(
                "texts: expected a column of strings, found {other}"
            )));
        }
    }
    Ok(())
}

/// The texts of a column that lists each once.
fn add_looked_up<'t>(column: &'t ArrayRef, views: &mut Vec<&'t str>) -> PyResult<()> {
    let dictionary = column.as_any_dictionary();
    let mut values = Vec::with_capacity(dictionary.values().len());
    add_views(dictionary.values(), &mut values)?;
    if values.is_empty() {
        // All are missing, and their keys lead nowhere.
        views.resize(views.len() + column.len(), "");
        return Ok(());
    }
    let keys = dictionary.normalized_keys().into_iter().enumerate();
    views.extend(keys.map(|(at, key)| if column.is_null(at) { "" } else { values[key] }));
    Ok(())
}
