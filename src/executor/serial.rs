//! One thread, in order.

use core::ops::Range;

use super::{Executor, piece};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Serial;

impl Executor for Serial {
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O {
        f()
    }

    fn map_chunks<O: Send>(
        self,
        len: usize,
        chunk: usize,
        f: impl Fn(Range<usize>) -> O + Sync,
    ) -> Vec<O> {
        (0..len).step_by(chunk).map(|start| f(piece(start, len, chunk))).collect()
    }

    fn map_parts<O: Send>(self, len: usize, f: impl Fn(Range<usize>) -> O + Sync) -> Vec<O> {
        vec![f(0..len)]
    }

    fn map_with<S, O: Send>(
        self,
        len: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, usize) -> O + Sync + Send,
    ) -> Vec<O> {
        let mut scratch = init();
        (0..len).map(|i| f(&mut scratch, i)).collect()
    }

    fn fill_chunks<T: Send>(self, out: &mut [T], chunk: usize, f: impl Fn(usize, &mut [T]) + Sync) {
        out.chunks_mut(chunk).enumerate().for_each(|(i, piece)| f(i * chunk, piece));
    }

    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]) {
        items.sort_unstable();
    }
}
