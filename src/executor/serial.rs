//! One thread, in order.

use core::ops::Range;

use super::{Executor, piece};
use crate::Cancelled;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Serial;

impl Executor for Serial {
    fn enter<O: Send>(self, f: impl FnOnce() -> O + Send) -> O {
        f()
    }

    fn parts(self) -> usize {
        1
    }

    fn map_chunks_with<S, O: Send>(
        self,
        len: usize,
        chunk: usize,
        init: impl Fn() -> S + Sync + Send,
        f: impl Fn(&mut S, Range<usize>) -> O + Sync + Send,
    ) -> Result<Vec<O>, Cancelled> {
        let mut scratch = init();
        Ok((0..len).step_by(chunk).map(|start| f(&mut scratch, piece(start, len, chunk))).collect())
    }

    fn fill_chunks<T: Send>(
        self,
        out: &mut [T],
        chunk: usize,
        f: impl Fn(usize, &mut [T]) + Sync,
    ) -> Result<(), Cancelled> {
        out.chunks_mut(chunk).enumerate().for_each(|(i, piece)| f(i * chunk, piece));
        Ok(())
    }

    fn sort<T: Ord + Copy + Send>(self, items: &mut [T]) {
        items.sort_unstable();
    }
}
