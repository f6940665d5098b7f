//! The index. No call holds the interpreter's lock while it waits for the index, or works on it.

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use paradup::index::{Index as Native, Query};
use paradup::{InsertError, OpenError, Similarity};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::classes::Classes;
use crate::detector::Detector;
use crate::ids;
use crate::settings::{refused, whole};
use crate::tables::Answers;
use crate::texts::{Text, Texts};
use crate::threads::pool;

/// The crate's index.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Index {
    index: RwLock<Native>,
    is_parallel: bool,
}

#[pymethods]
impl Index {
    #[new]
    fn new(detector: &Bound<'_, Detector>) -> PyResult<Index> {
        let detector = detector.get();
        let index = Native::new(detector.native()).map_err(|error| refused(&error))?;
        Ok(Index::of(index, detector.is_parallel()))
    }

    #[staticmethod]
    fn open(py: Python<'_>, detector: &Bound<'_, Detector>, path: PathBuf) -> PyResult<Index> {
        let detector = detector.get();
        let opened = py.detach(|| Native::open(detector.native(), path));
        Ok(Index::of(opened.map_err(not_opened)?, detector.is_parallel()))
    }

    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        Ok(self.read(py, |index| index.save(path))??)
    }

    fn insert(&self, id: &Bound<'_, PyAny>, text: &Bound<'_, PyString>) -> PyResult<()> {
        let (py, id, text) = (id.py(), whole("id", id)?, Text::lend(text)?);
        let text = text.as_str();
        self.write(py, |index| index.insert(id, text))?.map_err(taken)
    }

    fn extend(&self, ids: &Bound<'_, PyAny>, texts: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = ids.py();
        let (ids, texts) = (ids::read(ids)?, Texts::read(texts)?);
        let views = texts.views()?;
        if ids.len() != views.len() {
            let (texts, found) = (views.len(), ids.len());
            let message =
                format!("ids: expected as many as there are texts ({texts}), found {found}");
            return Err(PyValueError::new_err(message));
        }
        let pairs: Vec<(u64, &str)> = ids.into_iter().zip(views).collect();
        self.write(py, |index| index.extend(&pairs))?.map_err(taken)
    }

    fn remove(&self, id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let (py, id) = (id.py(), whole("id", id)?);
        self.write(py, |index| index.remove(id))
    }

    fn text(&self, id: &Bound<'_, PyAny>) -> PyResult<String> {
        let (py, id) = (id.py(), whole("id", id)?);
        let text = self.read(py, |index| index.text(id).map(ToOwned::to_owned))?;
        text.ok_or_else(|| {
            PyKeyError::new_err(format!("id: expected one that is live, found {id}"))
        })
    }

    fn contains(&self, id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let (py, id) = (id.py(), whole("id", id)?);
        self.read(py, |index| index.contains(id))
    }

    fn ids(&self, py: Python<'_>) -> PyResult<Vec<u64>> {
        self.read(py, |index| index.iter().map(|(id, _)| id).collect())
    }

    fn query<'py>(
        &self,
        text: &Bound<'py, PyString>,
        at_least: f64,
        limit: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, query, text) = (text.py(), query(at_least, limit)?, Text::lend(text)?);
        let text = text.as_str();
        let answer = self.read(py, |index| index.query_with(text, &query))?;
        Classes::load(py)?.answer(&answer)
    }

    fn query_batch(
        &self,
        texts: &Bound<'_, PyAny>,
        at_least: f64,
        limit: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answers> {
        let (py, query, texts) = (texts.py(), query(at_least, limit)?, Texts::read(texts)?);
        let views = texts.views()?;
        self.read(py, |index| index.query_batch(&views, &query)).map(Answers)
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.read(py, Native::len)
    }
}

impl Index {
    fn of(index: Native, is_parallel: bool) -> Index {
        Index { index: RwLock::new(index), is_parallel }
    }

    fn read<T: Send>(&self, py: Python<'_>, call: impl FnOnce(&Native) -> T + Send) -> PyResult<T> {
        py.detach(|| {
            let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
            self.on_threads(|| call(&index))
        })
    }

    fn write<T: Send>(
        &self,
        py: Python<'_>,
        call: impl FnOnce(&mut Native) -> T + Send,
    ) -> PyResult<T> {
        py.detach(|| {
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            let index = &mut *index;
            self.on_threads(|| call(index))
        })
    }

    fn on_threads<T: Send>(&self, call: impl FnOnce() -> T + Send) -> PyResult<T> {
        if self.is_parallel { Ok(pool()?.install(call)) } else { Ok(call()) }
    }
}

fn query(at_least: f64, limit: Option<&Bound<'_, PyAny>>) -> PyResult<Query> {
    let at_least = Similarity::try_from(at_least)
        .map_err(|error| PyValueError::new_err(format!("at_least: {error}")))?;
    let query = Query::new().at_least(at_least);
    Ok(match limit {
        Some(limit) => query.limit(whole("limit", limit)?),
        None => query,
    })
}

fn taken(error: InsertError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

fn not_opened(error: OpenError) -> PyErr {
    match error {
        OpenError::Io(error) => error.into(),
        other => PyValueError::new_err(other.to_string()),
    }
}
