//! Settings by their names in Python.

use core::fmt::Display;
use core::str::FromStr;

use paradup::shingle::Shingling;
use paradup::text::Marks;
use paradup::{BuildError, UnknownName};
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;

/// An error of the crate, in its words.
pub(crate) fn refused(error: &BuildError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The value of a setting that has names.
pub(crate) fn named<T: FromStr<Err = UnknownName>>(setting: &str, name: &str) -> PyResult<T> {
    name.parse().map_err(|error| PyValueError::new_err(format!("{setting}: {error}")))
}

pub(crate) fn all_named<T: FromStr<Err = UnknownName>>(
    setting: &str,
    names: &[String],
) -> PyResult<Vec<T>> {
    names.iter().map(|name| named(setting, name)).collect()
}

/// A whole number; one that is out of range is a value like others, where Python would speak of an overflow.
pub(crate) fn whole<T>(setting: &str, value: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: for<'a, 'py> FromPyObject<'a, 'py, Error = PyErr>,
{
    let read: PyResult<T> = value.extract();
    read.map_err(|error| {
        if error.is_instance_of::<PyOverflowError>(value.py()) {
            return expected(setting, "a smaller number, 0 or above", value);
        }
        error
    })
}

pub(crate) fn shingling(unit: &str, size: &Bound<'_, PyAny>) -> PyResult<Shingling> {
    let size = whole("shingling", size)?;
    let shingling = match unit {
        "words" => Shingling::words(size),
        "characters" => Shingling::characters(size),
        other => return Err(expected("shingling", "words or characters", other)),
    };
    shingling.map_err(|error| refused(&error))
}

pub(crate) fn marks(name: &str) -> PyResult<Marks> {
    match name {
        "keep" => Ok(Marks::Keep),
        "strip" => Ok(Marks::Strip),
        other => Err(expected("marks", "keep or strip", other)),
    }
}

pub(crate) fn expected(setting: &str, expected: &str, found: impl Display) -> PyErr {
    PyValueError::new_err(format!("{setting}: expected {expected}, found {found}"))
}
