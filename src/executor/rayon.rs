//! The threads of the current rayon pool.

use core::ops::Range;

use rayon::prelude::*;

use super::{Executor, piece};
use crate::Cancelled;

/// At most this many parts, however many threads there are: each takes memory of its own.
const MAX_PARTS: usize = 4;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Rayon;

impl Executor for Rayon {
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O {
        rayon::scope(|_| f())
    }

    fn parts(self) -> usize {
        rayon::current_num_threads().min(MAX_PARTS)
    }

    fn map_chunks_with<S, O: Send>(
        self,
        len: usize,
        chunk: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        let starts = (0..len).into_par_iter().step_by(chunk);
        let answer = |scratch: &mut S, start| f(scratch, piece(start, len, chunk));
        Ok(starts.map_init(init, answer).collect())
    }

    fn fill_chunks<T: Send>(
        self,
        out: &mut [T],
        chunk: usize,
        f: impl Fn(usize, &mut [T]) + Sync,
    ) -> Result<(), Cancelled> {
        out.par_chunks_mut(chunk).enumerate().for_each(|(i, piece)| f(i * chunk, piece));
        Ok(())
    }

    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]) {
        items.par_sort_unstable();
    }
}
