//! What an engine that holds the collection needs to find near texts: keys to join on, and the resemblance of what meets.

use paradup::lsh::{Banding, band_key};
use paradup::minhash::{Scheme, Sketcher};
use paradup::shingle::ShingleSet;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::settings::{marks, refused, shingling, whole};
use crate::tables::BandKeys;
use crate::texts::Texts;

/// Signatures in bands, as `Engine::Lsh` makes them under the same settings.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Bands {
    sketcher: Sketcher,
    banding: Banding,
    near: f64,
}

/// What is known of one text.
pub(crate) struct BandKeysOfText {
    /// Canonical words.
    pub(crate) words: usize,
    /// Distinct shingles.
    pub(crate) shingles: usize,
    /// The canonical text.
    pub(crate) canonical: String,
    /// The text without outer white space.
    pub(crate) written: String,
    /// Texts that have one in common are candidates; none where there are no words.
    pub(crate) keys: Vec<u64>,
}

#[pymethods]
impl Bands {
    #[new]
    #[pyo3(signature = (*, near, recall, shingling, num_perm, marks))]
    fn new(
        near: f64,
        recall: f64,
        shingling: (String, Bound<'_, PyAny>),
        num_perm: &Bound<'_, PyAny>,
        marks: &str,
    ) -> PyResult<Bands> {
        let banding = Banding::for_threshold(near, recall, whole("num_perm", num_perm)?);
        let banding = banding.map_err(|error| refused(&error))?;
        let scheme = Scheme::builder()
            .marks(self::marks(marks)?)
            .shingling(self::shingling(&shingling.0, &shingling.1)?)
            // Rows that are in no band are not made: what a row is depends on its number alone.
            .num_perm(banding.num_perm());
        let scheme = scheme.build().map_err(|error| refused(&error))?;
        Ok(Bands { sketcher: Sketcher::new(scheme), banding, near })
    }

    fn keys(&self, texts: &Bound<'_, PyAny>) -> PyResult<BandKeys> {
        let py = texts.py();
        let texts = Texts::read(texts)?;
        let views = texts.views()?;
        Ok(BandKeys(py.detach(|| views.iter().map(|text| self.keys_of(text)).collect())))
    }

    /// The resemblance of each pair of texts; none of those that are not near.
    fn near(
        &self,
        going: &Bound<'_, PyAny>,
        staying: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<Option<f64>>> {
        let py = going.py();
        let (going, staying) = (Texts::read(going)?, Texts::read(staying)?);
        let (going, staying) = (going.views()?, staying.views()?);
        if going.len() != staying.len() {
            let (expected, found) = (going.len(), staying.len());
            let message =
                format!("staying: expected as many texts as go ({expected}), found {found}");
            return Err(PyValueError::new_err(message));
        }
        Ok(py.detach(|| self.resemblances(&going, &staying)))
    }
}

impl Bands {
    fn keys_of(&self, text: &str) -> BandKeysOfText {
        let scheme = self.sketcher.scheme();
        let (normalizer, shingles) = (scheme.normalizer(), scheme.shingler().shingles(text));
        let words = normalizer.words(text).len();
        let keys = if words == 0 { Vec::new() } else { self.band_keys(&shingles) };
        BandKeysOfText {
            words,
            shingles: shingles.len(),
            canonical: normalizer.canonical(text).into_owned(),
            written: text.trim().to_owned(),
            keys,
        }
    }

    fn band_keys(&self, shingles: &ShingleSet) -> Vec<u64> {
        let signature = self.sketcher.sketch(shingles);
        let bands = (0..).zip(signature.rows().chunks_exact(self.banding.rows()));
        bands.map(|(band, rows)| band_key(band, rows)).collect()
    }

    fn resemblances(&self, going: &[&str], staying: &[&str]) -> Vec<Option<f64>> {
        let shingler = self.sketcher.scheme().shingler();
        // Whoever stays often does so for several that go, one behind the other.
        let (mut last, mut stays) = ("", ShingleSet::default());
        let pairs = going.iter().zip(staying);
        let scores = pairs.map(|(going, staying)| {
            if last != *staying {
                (last, stays) = (staying, shingler.shingles(staying));
            }
            shingler.shingles(going).jaccard(&stays)
        });
        scores.map(|score| (score >= self.near).then_some(score.get())).collect()
    }
}
