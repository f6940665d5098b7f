//! Threads whose work is observed, if anybody does.

use core::ops::Range;
use core::sync::atomic::{AtomicUsize, Ordering};

use super::{Executor, Threads};
use crate::Cancelled;
use crate::observer::{Observer, Progress, Stage};

/// The executor of one stage. Before each piece of work the observer is asked whether to go on, and after it told of it.
#[derive(Clone, Copy)]
pub(crate) struct Watched<'o> {
    threads: Threads,
    observer: Option<&'o dyn Observer>,
    /// None where this is a piece of a stage that is told of as a whole.
    stage: Option<Stage>,
}

impl<'o> Watched<'o> {
    pub(crate) fn new(
        threads: Threads,
        observer: Option<&'o dyn Observer>,
        stage: Stage,
    ) -> Watched<'o> {
        Watched { threads, observer, stage: Some(stage) }
    }

    /// The same, telling nobody how far it is, for work that is itself a piece of a stage. It can be cancelled.
    pub(crate) fn silent(self) -> Watched<'o> {
        Watched { stage: None, ..self }
    }

    /// Tells how far a loop is that goes through its work by itself.
    pub(crate) fn tell(self, done: usize, of: usize) {
        if let Watched { observer: Some(observer), stage: Some(stage), .. } = self {
            observer.progress(Progress::new(stage, done, of));
        }
    }

    fn is_cancelled(self) -> bool {
        self.observer.is_some_and(Observer::is_cancelled)
    }
}

/// One loop of a stage.
struct Pass<'o> {
    watched: Watched<'o>,
    done: AtomicUsize,
    of: usize,
}

impl<'o> Pass<'o> {
    fn new(watched: Watched<'o>, of: usize) -> Pass<'o> {
        let pass = Pass { watched, done: AtomicUsize::new(0), of };
        if of > 0 {
            watched.tell(0, of);
        }
        pass
    }

    /// Does a piece of work, of this size, unless it is cancelled.
    fn piece<O>(&self, size: usize, work: impl FnOnce() -> O) -> Result<O, Cancelled> {
        if self.watched.is_cancelled() {
            return Err(Cancelled);
        }
        let answer = work();
        if self.watched.observer.is_some() {
            self.watched.tell(self.done.fetch_add(size, Ordering::Relaxed) + size, self.of);
        }
        Ok(answer)
    }
}

impl Executor for Watched<'_> {
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O {
        self.threads.enter(f)
    }

    fn parts(self) -> usize {
        self.threads.parts()
    }

    fn check(self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    fn map_chunks_with<S, O: Send>(
        self,
        len: usize,
        chunk: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        let pass = Pass::new(self, len);
        let answers = self.threads.map_chunks_with(len, chunk, init, |scratch, range| {
            pass.piece(range.len(), || f(scratch, range))
        })?;
        answers.into_iter().collect()
    }

    fn fill_chunks<T: Send>(
        self,
        out: &mut [T],
        chunk: usize,
        f: impl Fn(usize, &mut [T]) + Sync,
    ) -> Result<(), Cancelled> {
        let (of, pieces) = (out.len(), out.len().div_ceil(chunk));
        let (pass, filled) = (Pass::new(self, of), AtomicUsize::new(0));
        self.threads.fill_chunks(out, chunk, |start, piece| {
            let done = pass.piece(piece.len(), || f(start, piece));
            filled.fetch_add(usize::from(done.is_ok()), Ordering::Relaxed);
        })?;
        if filled.into_inner() == pieces { Ok(()) } else { Err(Cancelled) }
    }

    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]) {
        self.threads.sort(items);
    }
}
