//! A detector whose work is observed.

use super::Detector;
use crate::Cancelled;
use crate::document::Document;
use crate::removal::Standing;
use crate::report::{Cluster, Removal, Removals, Report};
use crate::text::Span;

/// A detector whose long work an [`Observer`](crate::Observer) watches: [`Detector::observed_by`].
///
/// Each method answers what that of [`Detector`] does, to the byte, or that it was [`Cancelled`]; never half an answer. A stop
/// takes effect after the pieces of work that are under way, a few milliseconds each.
///
/// ```
/// use paradup::{Detector, Observer, Progress};
///
/// struct Printed;
///
/// impl Observer for Printed {
///     fn progress(&self, Progress { stage, done, of, .. }: Progress) {
///         eprintln!("{stage}: {done} of {of}");
///     }
/// }
///
/// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
/// let report = Detector::default().observed_by(Printed).detect(&texts)?;
/// assert_eq!(report.findings.len(), 1);
/// # Ok::<(), paradup::Cancelled>(())
/// ```
#[derive(Clone, Debug)]
pub struct Observed {
    detector: Detector,
}

impl Observed {
    pub(super) fn new(detector: Detector) -> Observed {
        Observed { detector }
    }

    /// [`Detector::detect`].
    ///
    /// # Errors
    /// When the observer cancels it.
    pub fn detect<T: AsRef<str>>(&self, paragraphs: &[T]) -> Result<Report, Cancelled> {
        self.detector.try_detect(paragraphs)
    }

    /// [`Detector::detect_documents`].
    ///
    /// # Errors
    /// When the observer cancels it.
    pub fn detect_documents(&self, documents: &[Document]) -> Result<Report, Cancelled> {
        self.detector.try_detect_documents(documents)
    }

    /// [`Detector::detect_against`].
    ///
    /// # Errors
    /// When the observer cancels it.
    pub fn detect_against<R: AsRef<str>, T: AsRef<str>>(
        &self,
        reference: &[R],
        paragraphs: &[T],
    ) -> Result<Report, Cancelled> {
        self.detector.try_detect_against(reference, paragraphs)
    }

    /// [`Detector::clusters`].
    ///
    /// # Errors
    /// When the observer cancels it.
    pub fn clusters<T: AsRef<str>>(&self, paragraphs: &[T]) -> Result<Vec<Cluster>, Cancelled> {
        self.detector.try_clusters(paragraphs)
    }

    /// [`Detector::removals`].
    ///
    /// # Errors
    /// When the observer cancels it.
    pub fn removals<T: AsRef<str>>(&self, paragraphs: &[T]) -> Result<Removals, Cancelled> {
        self.removals_by(paragraphs, |_| Standing::Ranked(()))
    }

    /// [`Detector::removals_by`].
    ///
    /// # Errors
    /// When the observer cancels it.
    pub fn removals_by<T: AsRef<str>, P: Ord>(
        &self,
        paragraphs: &[T],
        standing: impl Fn(usize) -> Standing<P> + Sync,
    ) -> Result<Removals, Cancelled> {
        self.detector.try_removals_by(paragraphs, standing)
    }

    /// [`Detector::losses`].
    ///
    /// # Errors
    /// When the observer cancels it.
    ///
    /// # Panics
    /// When a removal names a paragraph that is not there.
    pub fn losses<T: AsRef<str>>(
        &self,
        paragraphs: &[T],
        removals: &[Removal],
    ) -> Result<Vec<Vec<Span>>, Cancelled> {
        self.detector.try_losses(paragraphs, removals)
    }
}
