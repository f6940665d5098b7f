//! Ids of Python, as the crate reads them.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::arrow::chunks;
use crate::settings::{expected, whole};

const IDS: &str = "ids";

/// The ids of a list or of a column.
pub(crate) fn read(ids: &Bound<'_, PyAny>) -> PyResult<Vec<u64>> {
    let Some(chunks) = chunks(IDS, ids)? else {
        return ids.try_iter()?.map(|id| whole(IDS, &id?)).collect();
    };
    let mut read = Vec::with_capacity(chunks.iter().map(Array::len).sum());
    chunks.iter().try_for_each(|chunk| add(chunk, &mut read))?;
    Ok(read)
}

fn add(column: &ArrayRef, ids: &mut Vec<u64>) -> PyResult<()> {
    match column.data_type() {
        DataType::UInt64 => add_numbers::<UInt64Type>(column, ids),
        DataType::Int64 => add_numbers::<Int64Type>(column, ids),
        DataType::UInt32 => add_numbers::<UInt32Type>(column, ids),
        DataType::Int32 => add_numbers::<Int32Type>(column, ids),
        other => Err(PyTypeError::new_err(format!(
            "ids: expected a column of whole numbers of 32 or 64 bits, found {other}"
        ))),
    }
}

fn add_numbers<N: ArrowPrimitiveType>(column: &ArrayRef, ids: &mut Vec<u64>) -> PyResult<()>
where
    N::Native: TryInto<u64>,
{
    for (at, id) in column.as_primitive::<N>().iter().enumerate() {
        let Some(id) = id else {
            return Err(PyValueError::new_err(format!(
                "ids: expected a number, found none at {at}"
            )));
        };
        let number = id.try_into();
        ids.push(number.map_err(|_| expected(IDS, "numbers from 0 on", format!("{id:?}")))?);
    }
    Ok(())
}
