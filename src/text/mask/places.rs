//! The places of the ones in the masks of a text.

use super::block::{BLOCK, read_first_block};

/// The places of the bytes that `candidates` finds, in order.
#[inline]
pub(crate) fn places<F: Fn(&[u8; BLOCK]) -> u64>(bytes: &[u8], candidates: F) -> Places<'_, F> {
    Places { bytes, candidates, base: 0, next_base: 0, left: 0 }
}

/// What [`places`] returns. (As a chain of iterators it took twice the instructions.)
pub(crate) struct Places<'b, F> {
    bytes: &'b [u8],
    candidates: F,
    /// Where the block begins whose candidates are `left`.
    base: usize,
    next_base: usize,
    left: u64,
}

impl<F: Fn(&[u8; BLOCK]) -> u64> Iterator for Places<'_, F> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            let rest = self.bytes.get(self.next_base..).filter(|rest| !rest.is_empty())?;
            self.left = read_first_block(rest, &self.candidates);
            self.base = self.next_base;
            self.next_base += BLOCK;
        }
        let at = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(at)
    }
}
