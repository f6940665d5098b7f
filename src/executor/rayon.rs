//! The threads of the current rayon pool.

use core::ops::Range;

use rayon::prelude::*;

use super::{Executor, piece};

/// At most this many parts, however many threads there are: each takes memory of its own.
const MAX_PARTS: usize = 4;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Rayon;

impl Executor for Rayon {
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O {
        rayon::scope(|_| f())
    }

    fn map_chunks<O: Send>(
        self,
        len: usize,
        chunk: usize,
        f: impl Fn(Range<usize>) -> O + Sync,
    ) -> Vec<O> {
        (0..len).into_par_iter().step_by(chunk).map(|start| f(piece(start, len, chunk))).collect()
    }

    fn map_parts<O: Send>(self, len: usize, f: impl Fn(Range<usize>) -> O + Sync) -> Vec<O> {
        let parts = rayon::current_num_threads().min(MAX_PARTS);
        // Nothing is cut into chunks too, and a chunk of 0 panics.
        self.map_chunks(len, len.div_ceil(parts).max(1), f)
    }

    fn map_with<S, O: Send>(
        self,
        len: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, usize) -> O + Sync + Send,
    ) -> Vec<O> {
        (0..len).into_par_iter().map_init(init, f).collect()
    }

    fn fill_chunks<T: Send>(self, out: &mut [T], chunk: usize, f: impl Fn(usize, &mut [T]) + Sync) {
        out.par_chunks_mut(chunk).enumerate().for_each(|(i, piece)| f(i * chunk, piece));
    }

    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]) {
        items.par_sort_unstable();
    }
}
