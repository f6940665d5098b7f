//! How a stage runs over many items: on one thread or on all of them, with equal results.
//!
//! Each stage is written once over [`Executor`]; the public methods name the implementor.

#[cfg(feature = "rayon")]
mod rayon;
mod serial;
mod threads;
mod watched;

use core::ops::Range;

#[cfg(feature = "rayon")]
pub(crate) use self::rayon::Rayon;
pub(crate) use serial::Serial;
pub(crate) use threads::Threads;
pub(crate) use watched::Watched;

use crate::Cancelled;

/// Runs closures over ranges. What comes out never depends on the number of threads: chunks are
/// cut by the caller's size, answers keep their order, and sorting is by a total order.
///
/// Every loop may be [`Cancelled`], by an observer alone; then there is no answer.
pub(crate) trait Executor: Copy + Send + Sync {
    /// Runs `f`, all stages of it, on one of the threads. (Called from outside the pool, each stage would wait until
    /// a thread has woken up.)
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O;

    /// As many parts as keep the threads busy.
    fn parts(self) -> usize;

    /// Whether to go on, for loops that are longer than a piece of work should be.
    fn check(self) -> Result<(), Cancelled> {
        Ok(())
    }

    /// The answers of `f` on consecutive ranges of `0..len`, in order; each range but the last is `chunk` long. `f` is
    /// lent a scratch that `init` made; how many there are depends on the threads, so answers must not depend on what
    /// is left in it.
    ///
    /// # Panics
    /// When `chunk` is 0; and when `f` panics.
    fn map_chunks_with<S, O: Send>(
        self,
        len: usize,
        chunk: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled>;

    /// [`map_chunks_with`](Executor::map_chunks_with) where no scratch is needed.
    fn map_chunks<O: Send>(
        self,
        len: usize,
        chunk: usize,
        f: impl Fn(Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        self.map_chunks_with(len, chunk, || (), |(), range| f(range))
    }

    /// The answers of `f` on consecutive ranges of `0..len`, in order, as few as keep the threads busy,
    /// for work that takes memory of its own for each range. What is made of the answers must not depend on
    /// where the ranges end.
    fn map_parts<O: Send>(
        self,
        len: usize,
        f: impl Fn(Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        // Nothing is cut into chunks too, and a chunk of 0 panics.
        self.map_chunks(len, len.div_ceil(self.parts()).max(1), f)
    }

    /// The answers of `f` on each of `0..len`, in order. `f` is lent a scratch as in
    /// [`map_chunks_with`](Executor::map_chunks_with).
    fn map_with<S, O: Send>(
        self,
        len: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, usize) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        if len <= MAX_SINGLE {
            return self.map_chunks_with(len, 1, init, |scratch, range| f(scratch, range.start));
        }
        // To ask at each item whether to go on would cost more than many an item.
        let block = (len / MIN_BLOCKS).min(MAX_BLOCK);
        let blocks = self.map_chunks_with(len, block, init, |scratch, range| {
            range.map(|i| f(scratch, i)).collect::<Vec<O>>()
        })?;
        let mut answers = Vec::with_capacity(len);
        for block in blocks {
            answers.extend(block);
        }
        Ok(answers)
    }

    /// The answers of `f` on each of `0..len`, in order.
    fn map<O: Send>(
        self,
        len: usize,
        f: impl Fn(usize) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        self.map_with(len, || (), |(), i| f(i))
    }

    /// Calls `f` on consecutive pieces of `out` with the index of their first item; each piece but the last is
    /// `chunk` long.
    ///
    /// # Panics
    /// When `chunk` is 0; and when `f` panics.
    fn fill_chunks<T: Send>(
        self,
        out: &mut [T],
        chunk: usize,
        f: impl Fn(usize, &mut [T]) + Sync,
    ) -> Result<(), Cancelled>;

    /// Sorts ascending. Unstable; that cannot be seen where equal items are the same.
    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]);
}

/// Items up to which each is a piece of work. (With a block, and an allocation, for every few of them, the clusters of a
/// thousand paragraphs took 1 % more instructions.)
const MAX_SINGLE: usize = 4096;

/// Blocks into which more items are parted at least, so that threads share them evenly.
const MIN_BLOCKS: usize = 256;

/// Items in a block at most, so that a stop need not wait for long.
const MAX_BLOCK: usize = 256;

/// The answer of work that nobody observes.
///
/// # Panics
/// When it was cancelled.
pub(crate) fn completed<O>(answer: Result<O, Cancelled>) -> O {
    answer.expect("only an observer cancels, and there is none")
}

/// The `chunk`-long piece of `0..len` that begins at `start`.
fn piece(start: usize, len: usize, chunk: usize) -> Range<usize> {
    start..len.min(start + chunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(executor: impl Executor) {
        assert_eq!(executor.enter(|| 7), 7);
        assert_eq!(executor.map_chunks(7, 3, |range| range).unwrap(), [0..3, 3..6, 6..7]);
        assert!(executor.map_chunks(0, 3, |range| range).unwrap().is_empty());
        assert_eq!(
            executor
                .map_with(3, Vec::new, |scratch: &mut Vec<usize>, i| {
                    scratch.push(i);
                    i * i
                })
                .unwrap(),
            [0, 1, 4]
        );
        assert_eq!(executor.map(3, |i| i * i).unwrap(), [0, 1, 4]);
        let mut out = [0; 7];
        executor.fill_chunks(&mut out, 3, |start, piece| piece.fill(start)).unwrap();
        assert_eq!(out, [0, 0, 0, 3, 3, 3, 6]);
        let mut items = [3, 1, 2];
        executor.sort(&mut items);
        assert_eq!(items, [1, 2, 3]);
    }

    #[test]
    fn serial() {
        check(Serial);
        check(Threads::One);
    }

    #[test]
    #[cfg(feature = "rayon")]
    fn rayon() {
        check(Rayon);
        check(Threads::All);
    }
}
