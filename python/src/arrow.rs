//! Columns of Arrow in and tables out, through the `PyCapsule` interface. All `unsafe` of the package stands here.

use core::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, make_array};
use arrow_schema::ArrowError;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// The chunks of a column; none where the object is no column. Errors begin with `name`.
pub(crate) fn chunks(name: &str, column: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    let py = column.py();
    let chunks = if column.hasattr(intern!(py, "__arrow_c_stream__"))? {
        stream(name, &column.call_method0(intern!(py, "__arrow_c_stream__"))?)?
    } else if column.hasattr(intern!(py, "__arrow_c_array__"))? {
        vec![array(name, &column.call_method0(intern!(py, "__arrow_c_array__"))?)?]
    } else {
        return Ok(None);
    };
    for chunk in &chunks {
        // Whoever made the column may not have looked whether its bytes are text.
        chunk.to_data().validate_full().map_err(|error| refused(name, &error))?;
    }
    Ok(Some(chunks))
}

fn stream(name: &str, capsule: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    let stream = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds such a stream, which is moved out and marked as released.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.cast().as_ptr()) };
    let chunks = ArrayStreamReader::try_new(stream).and_then(Iterator::collect);
    chunks.map_err(|error| refused(name, &error))
}

fn array(name: &str, capsules: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
    let schema = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    let array = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
    // SAFETY: a capsule of this name holds such an array, which is moved out and marked as released.
    let array = unsafe { FFI_ArrowArray::from_raw(array.as_ptr()) };
    // SAFETY: a capsule of this name holds such a schema, and lives until the end of this function.
    let schema = unsafe { schema.as_ref() };
    // SAFETY: the two come from one call of the interface, and so describe each other.
    let data = unsafe { from_ffi(array, schema) };
    Ok(make_array(data.map_err(|error| refused(name, &error))?))
}

/// A table as a capsule, for any library that reads Arrow.
pub(crate) fn capsule(py: Python<'_>, table: RecordBatch) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = table.schema();
    let batches = Box::new(RecordBatchIterator::new([Ok(table)], schema));
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)
}

fn refused(name: &str, error: &ArrowError) -> PyErr {
    PyValueError::new_err(format!("{name}: {error}"))
}
