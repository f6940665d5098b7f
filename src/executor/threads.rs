//! One thread or all of them, by the caller's choice.

use core::ops::Range;

#[cfg(feature = "rayon")]
use super::Rayon;
use super::{Executor, Serial};
use crate::Cancelled;

/// The executor that a caller has chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Threads {
    One,
    #[cfg(feature = "rayon")]
    All,
}

// Generic methods cannot be called through one pointer to either executor.
macro_rules! run {
    ($threads:expr, $method:ident($($argument:expr),*)) => {
        match $threads {
            Threads::One => Serial.$method($($argument),*),
            #[cfg(feature = "rayon")]
            Threads::All => Rayon.$method($($argument),*),
        }
    };
}

impl Executor for Threads {
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O {
        run!(self, enter(f))
    }

    fn parts(self) -> usize {
        run!(self, parts())
    }

    fn map_chunks_with<S, O: Send>(
        self,
        len: usize,
        chunk: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        run!(self, map_chunks_with(len, chunk, init, f))
    }

    fn fill_chunks<T: Send>(
        self,
        out: &mut [T],
        chunk: usize,
        f: impl Fn(usize, &mut [T]) + Sync,
    ) -> Result<(), Cancelled> {
        run!(self, fill_chunks(out, chunk, f))
    }

    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]) {
        run!(self, sort(items));
    }
}
