//! The detector: settings in, calls without the interpreter's lock.

use paradup::report::Place;
use paradup::{Cancelled, Detector as Native, Observed, Standing};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::classes::Classes;
use crate::document::Document;
use crate::interrupt::interruptible;
use crate::settings::{all_named, marks, named, refused, shingling, whole};
use crate::tables::{Clusters, Removals, Statements};
use crate::texts::{Text, Texts};
use crate::threads::pool;

/// The crate's detector.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Detector {
    detector: Native,
    is_parallel: bool,
}

#[pymethods]
impl Detector {
    #[expect(clippy::too_many_arguments, reason = "as many as there are settings")]
    #[new]
    #[pyo3(signature = (*, near, contained, restated, engine, recall, shingling, num_perm, relations, marks, keep,
        may_lose, scope, kinds, min_words, low_memory, seed))]
    fn new(
        near: f64,
        contained: f64,
        restated: f64,
        engine: &str,
        recall: f64,
        shingling: (String, Bound<'_, PyAny>),
        num_perm: &Bound<'_, PyAny>,
        relations: Option<Vec<String>>,
        marks: &str,
        keep: &str,
        may_lose: &str,
        scope: &str,
        kinds: Option<Vec<String>>,
        min_words: &Bound<'_, PyAny>,
        low_memory: bool,
        seed: &Bound<'_, PyAny>,
    ) -> PyResult<Detector> {
        let mut builder = Native::builder()
            .near(near)
            .contained(contained)
            .restated(restated)
            .engine(named("engine", engine)?)
            .recall(recall)
            .shingling(self::shingling(&shingling.0, &shingling.1)?)
            .num_perm(whole("num_perm", num_perm)?)
            .marks(self::marks(marks)?)
            .keep(named("keep", keep)?)
            .may_lose(named("may_lose", may_lose)?)
            .scope(named("scope", scope)?)
            .min_words(whole("min_words", min_words)?)
            .low_memory(low_memory)
            .seed(whole("seed", seed)?);
        if let Some(relations) = relations {
            builder = builder.relations(all_named("relations", &relations)?);
        }
        if let Some(kinds) = kinds {
            builder = builder.kinds(all_named("kinds", &kinds)?);
        }
        let detector = builder.build().map_err(|error| refused(&error))?;
        Ok(Detector { detector, is_parallel: false })
    }

    fn parallel(&self) -> Detector {
        Detector { detector: self.detector.parallel(), is_parallel: true }
    }

    fn detect<'py>(&self, texts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = texts.py();
        let texts = Texts::read(texts)?;
        let views = texts.views()?;
        let report = self.run_long(py, |observed| observed.detect(&views))?;
        Classes::load(py)?.report(&report, |place| views[place.paragraph])
    }

    fn detect_against<'py>(
        &self,
        reference: &Bound<'py, PyAny>,
        texts: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = texts.py();
        let (old, new) = (Texts::read(reference)?, Texts::read(texts)?);
        let views = [old.views()?, new.views()?];
        let report = self.run_long(py, |observed| observed.detect_against(&views[0], &views[1]))?;
        Classes::load(py)?.report(&report, |place| views[place.document][place.paragraph])
    }

    fn detect_documents<'py>(
        &self,
        py: Python<'py>,
        documents: Vec<Bound<'py, Document>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let documents: Vec<_> = documents.iter().map(|document| document.get().0.clone()).collect();
        let report = self.run_long(py, |observed| observed.detect_documents(&documents))?;
        let text = |place: Place| documents[place.document].paragraph(place.paragraph).text();
        Classes::load(py)?.report(&report, text)
    }

    fn clusters(&self, texts: &Bound<'_, PyAny>) -> PyResult<Clusters> {
        let py = texts.py();
        let texts = Texts::read(texts)?;
        let views = texts.views()?;
        self.run_long(py, |observed| observed.clusters(&views)).map(Clusters)
    }

    /// `ranks`: of two texts the one with the greater stays; `kept`: positions of those that stay anyhow.
    fn removals(
        &self,
        texts: &Bound<'_, PyAny>,
        ranks: Option<Vec<u64>>,
        kept: Vec<usize>,
    ) -> PyResult<Removals> {
        let py = texts.py();
        let texts = Texts::read(texts)?;
        let views = texts.views()?;
        let standings = standings(views.len(), ranks, &kept)?;
        let found = self.run_long(py, |observed| match standings {
            Some(standings) => observed.removals_by(&views, |text| standings[text]),
            None => observed.removals(&views),
        })?;
        Ok(Removals { found, texts: views.len() })
    }

    fn statements(&self, texts: &Bound<'_, PyAny>) -> PyResult<Statements> {
        let py = texts.py();
        let texts = Texts::read(texts)?;
        let views = texts.views()?;
        let all = |detector: &Native| views.iter().map(|text| detector.statements(text)).collect();
        self.run(py, all).map(Statements)
    }

    fn compare<'py>(
        &self,
        a: &Bound<'py, PyString>,
        b: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, a, b) = (a.py(), Text::lend(a)?, Text::lend(b)?);
        let (a, b) = (a.as_str(), b.as_str());
        let comparison = self.run(py, |detector| detector.compare(a, b))?;
        Classes::load(py)?.comparison(&comparison, a, b)
    }

    fn judge<'py>(
        &self,
        removed: &Bound<'py, PyString>,
        kept: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, removed, kept) = (removed.py(), Text::lend(removed)?, Text::lend(kept)?);
        let (removed, kept) = (removed.as_str(), kept.as_str());
        let verdict = self.run(py, |detector| detector.judge(removed, kept))?;
        Classes::load(py)?.verdict(&verdict, removed)
    }
}

impl Detector {
    pub(crate) fn native(&self) -> &Native {
        &self.detector
    }

    pub(crate) fn is_parallel(&self) -> bool {
        self.is_parallel
    }

    /// [`run`](Detector::run) for what may take long: signals are heeded meanwhile.
    fn run_long<T: Send>(
        &self,
        py: Python<'_>,
        call: impl FnOnce(&Observed) -> Result<T, Cancelled> + Send,
    ) -> PyResult<T> {
        py.detach(|| {
            let pool = self.is_parallel.then(pool).transpose()?;
            interruptible(&self.detector, pool, call)
        })
    }

    /// Lets other threads of Python run meanwhile.
    fn run<T: Send>(&self, py: Python<'_>, call: impl FnOnce(&Native) -> T + Send) -> PyResult<T> {
        py.detach(|| {
            if !self.is_parallel {
                return Ok(call(&self.detector));
            }
            Ok(pool()?.install(|| call(&self.detector)))
        })
    }
}

/// What is said of each text; none where nothing is said of any.
fn standings(
    texts: usize,
    ranks: Option<Vec<u64>>,
    kept: &[usize],
) -> PyResult<Option<Vec<Standing<u64>>>> {
    if ranks.is_none() && kept.is_empty() {
        return Ok(None);
    }
    let ranks = ranks.unwrap_or_else(|| vec![0; texts]);
    if ranks.len() != texts {
        let found = ranks.len();
        let message =
            format!("ranks: expected as many as there are texts ({texts}), found {found}");
        return Err(PyValueError::new_err(message));
    }
    let mut standings: Vec<Standing<u64>> = ranks.into_iter().map(Standing::Ranked).collect();
    for &position in kept {
        let Some(standing) = standings.get_mut(position) else {
            let message = format!("kept: expected positions below {texts}, found {position}");
            return Err(PyValueError::new_err(message));
        };
        *standing = Standing::Kept;
    }
    Ok(Some(standings))
}
