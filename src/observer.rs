//! Who watches long work, and may stop it.

use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use crate::named::named;

/// Is told how far long work is, and asked whether it is to go on: see [`Detector::observed_by`](crate::Detector::observed_by).
///
/// Both methods are called after each piece of work, some thousand times a second at the most, by all threads that work, so they
/// should return soon. They decide nothing but whether there is an answer: the answer is the same as without an observer.
///
/// An [`AtomicBool`] is an observer that cancels as soon as it is true, and [`Arc`]s share one.
///
/// ```
/// use std::sync::{Arc, Mutex};
///
/// use paradup::{Cancelled, Detector, Observer, Progress, Stage};
///
/// /// Stops before any evidence is gathered.
/// #[derive(Default)]
/// struct Impatient(Mutex<Option<Stage>>);
///
/// impl Observer for Impatient {
///     fn progress(&self, progress: Progress) {
///         *self.0.lock().unwrap() = Some(progress.stage);
///     }
///
///     fn is_cancelled(&self) -> bool {
///         *self.0.lock().unwrap() == Some(Stage::Explaining)
///     }
/// }
///
/// let observer = Arc::new(Impatient::default());
/// let texts = ["Bell, book and candle.", "bell book and candle"];
/// let report = Detector::default().observed_by(Arc::clone(&observer)).detect(&texts);
/// assert_eq!(report.unwrap_err(), Cancelled);
/// ```
pub trait Observer: Send + Sync {
    /// Is told how far the work is. Threads tell it side by side, so that less may be told after more.
    fn progress(&self, progress: Progress) {
        _ = progress;
    }

    /// Whether the work is to stop. Whoever has said so once should say so again.
    fn is_cancelled(&self) -> bool {
        false
    }
}

impl Observer for AtomicBool {
    fn is_cancelled(&self) -> bool {
        self.load(Ordering::Relaxed)
    }
}

impl<O: Observer + ?Sized> Observer for Arc<O> {
    fn progress(&self, progress: Progress) {
        (**self).progress(progress);
    }

    fn is_cancelled(&self) -> bool {
        (**self).is_cancelled()
    }
}

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done: at most `of`. What is counted depends on the stage; a stage that goes over its work several
    /// times begins at 0 each time.
    pub done: usize,
    /// How much there is to do; never 0.
    pub of: usize,
}

impl Progress {
    pub(crate) fn new(stage: Stage, done: usize, of: usize) -> Progress {
        Progress { stage, done, of }
    }

    /// How much of the stage is done, in 0..=1.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicBool, Ordering};
    /// use paradup::{Detector, Observer, Progress};
    ///
    /// #[derive(Default)]
    /// struct Ended(AtomicBool);
    ///
    /// impl Observer for Ended {
    ///     fn progress(&self, progress: Progress) {
    ///         self.0.fetch_or(progress.share() == 1.0, Ordering::Relaxed);
    ///     }
    /// }
    ///
    /// let ended = std::sync::Arc::new(Ended::default());
    /// Detector::default().observed_by(ended.clone()).removals(&["Bell, book and candle."])?;
    /// assert!(ended.0.load(Ordering::Relaxed));
    /// # Ok::<(), paradup::Cancelled>(())
    /// ```
    pub fn share(self) -> f64 {
        self.done as f64 / self.of as f64
    }
}

/// What is being done, as an [`Observer`] is told. Which stages there are depends on what was asked for.
///
/// ```
/// assert_eq!(paradup::Stage::Reading.to_string(), "reading");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Texts become words, shingles or statements, and equal ones are brought together.
    Reading,
    /// Texts with one hash are compared letter for letter.
    Comparing,
    /// Pairs that may be related are proposed.
    Proposing,
    /// Proposed pairs are verified.
    Verifying,
    /// Paragraphs are held against the representatives before them.
    Representing,
    /// Pairs are judged by whether one says the other again in other words.
    Restating,
    /// Findings get their evidence.
    Explaining,
    /// Each paragraph looks for one that it may be left out for.
    Searching,
    /// Removals are proven, or what they lose is gathered.
    Proving,
}

named!(Stage {
    Reading = "reading",
    Comparing = "comparing",
    Proposing = "proposing",
    Verifying = "verifying",
    Representing = "representing",
    Restating = "restating",
    Explaining = "explaining",
    Searching = "searching",
    Proving = "proving",
});

/// The observer of some work, if there is one.
#[derive(Clone, Default)]
pub(crate) struct Watch(Option<Arc<dyn Observer>>);

impl Watch {
    pub(crate) fn by(observer: Arc<dyn Observer>) -> Watch {
        Watch(Some(observer))
    }

    pub(crate) fn observer(&self) -> Option<&dyn Observer> {
        self.0.as_deref()
    }
}

// What an observer holds is its own matter: a panic of it leaves nothing of ours half done.
impl UnwindSafe for Watch {}
impl RefUnwindSafe for Watch {}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "observed" } else { "not observed" })
    }
}
