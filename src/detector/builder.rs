//! What a detector is told, and the refusal of what cannot be.

use super::options::{Engine, Scope};
use crate::cluster::Keep;
use crate::document::Kind;
use crate::lsh::Banding;
use crate::minhash::{Scheme, Sketcher};
use crate::pipeline::{Selection, Settings};
use crate::relation::{Criteria, Thresholds};
use crate::removal::MayLose;
use crate::shingle::{Shingling, Storage};
use crate::text::Marks;
use crate::{BuildError, Kernel, Relation};

/// Settings for a [`Detector`](crate::Detector); each has a default.
///
/// ```
/// use paradup::{Detector, Relation, shingle::Shingling};
///
/// let detector = Detector::builder()
///     .near(0.8)
///     .recall(0.99)
///     .shingling(Shingling::characters(5)?)
///     .relations([Relation::Identical, Relation::Near])
///     .build()?;
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it builds"]
pub struct DetectorBuilder {
    thresholds: Thresholds,
    relations: Vec<Relation>,
    engine: Engine,
    recall: f64,
    shingling: Shingling,
    num_perm: usize,
    marks: Marks,
    pub(super) keep: Keep,
    pub(super) may_lose: MayLose,
    pub(super) scope: Scope,
    pub(super) selection: Selection,
    low_memory: bool,
    seed: u64,
    kernel: Kernel,
}

impl Default for DetectorBuilder {
    fn default() -> DetectorBuilder {
        DetectorBuilder {
            thresholds: Thresholds::default(),
            relations: Relation::ALL.to_vec(),
            engine: Engine::default(),
            recall: 0.999,
            shingling: Shingling::default(),
            num_perm: Scheme::default().num_perm(),
            marks: Marks::default(),
            keep: Keep::default(),
            may_lose: MayLose::default(),
            scope: Scope::default(),
            selection: Selection::default(),
            low_memory: false,
            seed: 0,
            kernel: Kernel::detect(),
        }
    }
}

/// How near pairs would be proposed by signatures, whether or not the detector's own engine does that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signing {
    pub(crate) engine: Engine,
    pub(crate) scheme: Scheme,
    pub(crate) recall: f64,
}

impl DetectorBuilder {
    /// The least resemblance (Jaccard of the shingle sets) of `Near` paragraphs, above 0 and at
    /// most 1. Default 0.7.
    pub fn near(mut self, threshold: f64) -> DetectorBuilder {
        self.thresholds.near = threshold;
        self
    }

    /// The least containment of the smaller shingle set for `Contained`, above 0 and at most 1.
    /// Default 0.8.
    pub fn contained(mut self, threshold: f64) -> DetectorBuilder {
        self.thresholds.contained = threshold;
        self
    }

    /// The least probability for `Restated`, from 0 (report every pair) to 1. Default 0.5.
    pub fn restated(mut self, probability: f64) -> DetectorBuilder {
        self.thresholds.restated = probability;
        self
    }

    /// What proposes near pairs. Default: the faster engine for the shingles.
    pub fn engine(mut self, engine: Engine) -> DetectorBuilder {
        self.engine = engine;
        self
    }

    /// The share of pairs exactly at the threshold that the signatures must propose, above 0 and
    /// below 1; pairs above the threshold are found more often. Default 0.999. [`Engine::Exact`]
    /// finds them all.
    pub fn recall(mut self, recall: f64) -> DetectorBuilder {
        self.recall = recall;
        self
    }

    /// What a shingle is. Default: three words.
    pub fn shingling(mut self, shingling: Shingling) -> DetectorBuilder {
        self.shingling = shingling;
        self
    }

    /// How many rows a signature has. More allow narrower bands: fewer candidates, more work for
    /// each paragraph. Default 128.
    pub fn num_perm(mut self, rows: usize) -> DetectorBuilder {
        self.num_perm = rows;
        self
    }

    /// The relations to report. A pair that stands in a stronger relation than these is not
    /// reported under a weaker one. Default: all.
    pub fn relations(mut self, relations: impl IntoIterator<Item = Relation>) -> DetectorBuilder {
        self.relations = relations.into_iter().collect();
        self
    }

    /// Whether diacritics count. Default: they do.
    pub fn marks(mut self, marks: Marks) -> DetectorBuilder {
        self.marks = marks;
        self
    }

    /// Which paragraph of a cluster stands for the others. Default: the longest.
    pub fn keep(mut self, keep: Keep) -> DetectorBuilder {
        self.keep = keep;
        self
    }

    /// What [`removals`](crate::Detector::removals) may lose. Default: nothing.
    pub fn may_lose(mut self, may_lose: MayLose) -> DetectorBuilder {
        self.may_lose = may_lose;
        self
    }

    /// Which paragraphs are held against each other. Default: all.
    pub fn scope(mut self, scope: Scope) -> DetectorBuilder {
        self.scope = scope;
        self
    }

    /// The kinds of paragraphs of documents that are compared. Default: all that [are prose](Kind::is_prose). Texts that are
    /// given without a document have no kind, and are always compared.
    ///
    /// ```
    /// use paradup::document::{Document, Kind};
    ///
    /// let document = Document::plain("Tides\n=====\n\nTides\n=====\n");
    /// let headings = paradup::Detector::builder().kinds([Kind::Heading]).build()?;
    /// assert_eq!(headings.detect_documents(&[document]).findings.len(), 1);
    /// # Ok::<(), paradup::BuildError>(())
    /// ```
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> DetectorBuilder {
        self.selection.kinds = kinds.into_iter().collect();
        self
    }

    /// How many words a paragraph must have to be compared: to be redundant, to go, or to stand for another. Words are what
    /// stands between white space; two characters of a script without spaces count as one. Of a table's row one cell must have as
    /// many. A text that ends with a colon, and so introduces what follows it, must have three times as many. Default 0.
    ///
    /// ```
    /// let texts = ["Note:", "Bell, book and candle.", "Note:", "Bell, book and candle."];
    /// let report = paradup::Detector::builder().min_words(3).build()?.detect(&texts);
    /// assert_eq!((report.findings.len(), report.counts.short), (1, 2));
    /// # Ok::<(), paradup::BuildError>(())
    /// ```
    pub fn min_words(mut self, words: usize) -> DetectorBuilder {
        self.selection.min_words = words;
        self
    }

    /// Whether shingle sets are recomputed from the texts wherever they are needed, instead of being stored:
    /// the same answers in a seventh of the memory, and, to clusters, four times the time for near
    /// pairs and five times for contained ones (the page on settings has measurements). Signatures,
    /// restatements and evidence take what they take. Default: they are stored.
    ///
    /// ```
    /// let texts = ["Bell, book and candle.", "bell book and candle"];
    /// let low = paradup::Detector::builder().low_memory(true).build()?;
    /// assert_eq!(low.clusters(&texts), paradup::Detector::default().clusters(&texts));
    /// # Ok::<(), paradup::BuildError>(())
    /// ```
    pub fn low_memory(mut self, low: bool) -> DetectorBuilder {
        self.low_memory = low;
        self
    }

    /// Seeds the hashes of words and signatures: another seed errs on other pairs. Default 0.
    pub fn seed(mut self, seed: u64) -> DetectorBuilder {
        self.seed = seed;
        self
    }

    /// The kind of CPU to compute for, for tests and benchmarks: the answers are the same. Default: the
    /// fastest that this one can stand for.
    pub fn kernel(mut self, kernel: Kernel) -> DetectorBuilder {
        self.kernel = kernel;
        self
    }

    /// # Errors
    /// See [`build`](DetectorBuilder::build).
    pub(super) fn settings(&self) -> Result<Settings, BuildError> {
        // Thresholds before all else: the bands of signatures are computed from one of them.
        self.thresholds.check()?;
        if self.relations.is_empty() {
            let message = "expected at least one relation, found none; all is the default";
            return Err(BuildError::new("relations", message.to_owned()));
        }
        if self.selection.kinds.is_empty() {
            let message = "expected at least one kind, found none; all prose is the default";
            return Err(BuildError::new("kinds", message.to_owned()));
        }
        let scheme = self.scheme()?;
        let storage = if self.low_memory { Storage::Recomputed } else { Storage::Stored };
        Ok(Settings::new(
            Criteria::new(self.thresholds, &self.relations),
            scheme.shingler().with_kernel(self.kernel),
            self.signatures(scheme)?,
            storage,
        ))
    }

    /// # Errors
    /// See [`build`](DetectorBuilder::build).
    pub(super) fn signing(&self) -> Result<Signing, BuildError> {
        Ok(Signing { engine: self.engine, scheme: self.scheme()?, recall: self.recall })
    }

    fn scheme(&self) -> Result<Scheme, BuildError> {
        let scheme = Scheme::builder().marks(self.marks).shingling(self.shingling);
        scheme.num_perm(self.num_perm).seed(self.seed).build()
    }

    /// Settings of signatures are checked even where none will be made: whether they are wrong
    /// should not depend on which engine is the faster. That the rows suffice is asked of `Lsh` only.
    fn signatures(&self, scheme: Scheme) -> Result<Option<(Sketcher, Banding)>, BuildError> {
        let near = self.thresholds.near;
        if self.engine.is_exact(self.shingling) {
            // Any rows suffice at a threshold of 1, so that only the ranges are checked.
            Banding::for_threshold(1.0, self.recall, self.num_perm)?;
            return Ok(None);
        }
        let banding = Banding::for_threshold(near, self.recall, self.num_perm)?;
        Ok(Some((Sketcher::with_kernel(scheme, self.kernel), banding)))
    }
}
