//! Results that may be as many as the texts: lists for those who go through them, tables for those who do not.

use std::sync::Arc;

use arrow_array::types::Int64Type;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray,
    UInt64Array,
};
use paradup::Similarity;
use paradup::index::Answer;
use paradup::report::{self, Place};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow::capsule;
use crate::bands::BandKeysOfText;
use crate::classes::{Classes, ground};

/// What can be left out of a list of texts.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Removals {
    pub(crate) found: report::Removals,
    /// How many texts there were.
    pub(crate) texts: usize,
}

#[pymethods]
impl Removals {
    fn __len__(&self) -> usize {
        self.found.removed.len()
    }

    fn objects<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let classes = Classes::load(py)?;
        self.found.iter().map(|removal| classes.removal(removal)).collect()
    }

    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Classes::load(py)?.counts(&self.found.counts)
    }

    fn retained<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Classes::load(py)?.retained(&self.found.retained)
    }

    /// The positions that stay. Removals are in the order of the texts.
    fn kept(&self) -> Vec<usize> {
        let mut removed = self.found.iter().map(|removal| removal.removed.paragraph).peekable();
        let stays = |position: &usize| removed.next_if_eq(position).is_none();
        (0..self.texts).filter(stays).collect()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer decide whether it can do what is requested.
        drop(requested_schema);
        let removals = || self.found.iter();
        let grounds = removals().map(|removal| ground(removal.ground));
        table(
            py,
            [
                ("removed", positions(removals().map(|removal| removal.removed))),
                ("representative", positions(removals().map(|removal| removal.representative))),
                ("ground", strings(grounds)),
                ("score", similarities(removals().map(|removal| removal.score))),
            ],
        )
    }
}

/// Clusters of a list of texts.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Clusters(pub(crate) Vec<report::Cluster>);

#[pymethods]
impl Clusters {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn objects<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let classes = Classes::load(py)?;
        self.0.iter().map(|cluster| classes.cluster(cluster)).collect()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let rows = || {
            let clusters = self.0.iter();
            clusters.flat_map(|one| one.members.iter().map(|member| (one.representative, *member)))
        };
        table(
            py,
            [
                ("representative", positions(rows().map(|(representative, _)| representative))),
                ("member", positions(rows().map(|(_, member)| member))),
            ],
        )
    }
}

/// What each text states, in the order of the texts.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Statements(pub(crate) Vec<paradup::Statements>);

#[pymethods]
impl Statements {
    /// Readings of sentences are two lists side by side: which sentence, and the key of one of its readings.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let texts = || self.0.iter();
        let readings = || texts().map(|one| one.readings.iter());
        let places =
            readings().map(|all| all.flat_map(|(place, keys)| keys.iter().map(|_| *place as i64)));
        let readings = readings()
            .map(|all| all.flat_map(|(_, keys)| keys.iter().map(|key| key.cast_signed())));
        table(
            py,
            [
                (
                    "words",
                    Arc::new(Int64Array::from_iter_values(texts().map(|one| i64::from(one.words)))),
                ),
                (
                    "may_stand_in",
                    Arc::new(texts().map(|one| Some(one.may_stand_in)).collect::<BooleanArray>()),
                ),
                ("keys", lists(texts().map(|one| one.keys.iter().map(|key| key.cast_signed())))),
                (
                    "begins",
                    lists(texts().map(|one| one.begins.iter().map(|begins| i64::from(*begins)))),
                ),
                ("places", lists(places)),
                ("readings", lists(readings)),
            ],
        )
    }
}

/// Under which keys each text is looked for, in the order of the texts.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct BandKeys(pub(crate) Vec<BandKeysOfText>);

#[pymethods]
impl BandKeys {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let texts = || self.0.iter();
        let keys = texts().map(|one| one.keys.iter().map(|key| key.cast_signed()));
        table(
            py,
            [
                ("words", numbers(texts().map(|one| one.words))),
                ("shingles", numbers(texts().map(|one| one.shingles))),
                ("canonical", strings(texts().map(|one| &*one.canonical))),
                ("written", strings(texts().map(|one| &*one.written))),
                ("keys", lists(keys)),
            ],
        )
    }
}

/// The answers of an index to a list of texts.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Answers(pub(crate) Vec<Answer>);

#[pymethods]
impl Answers {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn objects<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let classes = Classes::load(py)?;
        self.0.iter().map(|answer| classes.answer(answer)).collect()
    }

    /// A row for each match.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let rows = || {
            let answers = self.0.iter().enumerate();
            answers.flat_map(|(query, answer)| answer.matches.iter().map(move |one| (query, one)))
        };
        let matches = || rows().map(|(_, one)| one);
        table(
            py,
            [
                ("query", numbers(rows().map(|(query, _)| query))),
                ("id", Arc::new(UInt64Array::from_iter_values(matches().map(|one| one.id)))),
                ("relation", strings(matches().map(|one| one.relation.name()))),
                ("score", similarities(matches().map(|one| one.score))),
                ("jaccard", similarities(matches().map(|one| one.scores.jaccard))),
                ("containment_a", similarities(matches().map(|one| one.scores.containment_a))),
                ("containment_b", similarities(matches().map(|one| one.scores.containment_b))),
            ],
        )
    }
}

fn numbers(rows: impl Iterator<Item = usize>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(rows.map(|number| number as i64)))
}

fn strings<'t>(rows: impl Iterator<Item = &'t str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(rows))
}

fn similarities(rows: impl Iterator<Item = Similarity>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(rows.map(Similarity::get)))
}

/// A column of lists of numbers.
fn lists(rows: impl Iterator<Item = impl Iterator<Item = i64>>) -> ArrayRef {
    let rows = rows.map(|row| Some(row.map(Some)));
    Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>(rows))
}

/// The positions in a list that places name.
fn positions(places: impl Iterator<Item = Place>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(places.map(|place| place.paragraph as i64)))
}

fn table<'py, const N: usize>(
    py: Python<'py>,
    columns: [(&str, ArrayRef); N],
) -> PyResult<Bound<'py, PyCapsule>> {
    let table = RecordBatch::try_from_iter(columns);
    capsule(py, table.map_err(|error| PyValueError::new_err(error.to_string()))?)
}
