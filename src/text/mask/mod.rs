//! One bit for each byte of a block: which are alphanumeric, which are neither that nor space, which may
//! end a line or a sentence, which may be a mark.

#[cfg(any(test, not(target_arch = "x86_64")))]
mod portable;
#[cfg(target_arch = "x86_64")]
mod sse2;

#[cfg(not(target_arch = "x86_64"))]
pub(super) use portable::{line_end_candidates, mark_candidates, masks, oddities, stop_candidates};
#[cfg(target_arch = "x86_64")]
pub(super) use sse2::{line_end_candidates, mark_candidates, masks, oddities, stop_candidates};

/// Bytes that are looked at together.
pub(super) const BLOCK: usize = 64;

/// Bit i is byte i of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Masks {
    /// ASCII letters and digits.
    pub(super) alphanumerics: u64,
    /// All else but spaces and control characters.
    pub(super) others: u64,
}

/// What keeps some bytes from being read as one plain line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Oddities {
    /// A byte that is not ASCII, or one of the two that small letters cannot be made of by one bit.
    pub(super) is_strange: bool,
    pub(super) has_line_ends: bool,
}

/// What `read` makes of the first [`BLOCK`] bytes. Where there are fewer, spaces stand for the rest.
#[inline]
pub(super) fn read_first_block<T>(bytes: &[u8], read: impl FnOnce(&[u8; BLOCK]) -> T) -> T {
    if let Some(block) = bytes.first_chunk() {
        return read(block);
    }
    // A space is in no word, and a candidate for nothing.
    let mut block = [b' '; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    read(&block)
}

/// The places of the bytes that `candidates` finds, in order.
#[inline]
pub(super) fn places<F: Fn(&[u8; BLOCK]) -> u64>(
    bytes: &[u8],
    candidates: F,
) -> impl Iterator<Item = usize> {
    Places { bytes, candidates, base: 0, next_base: 0, left: 0 }
}

/// What [`places`] returns. (As a chain of iterators it took twice the instructions.)
struct Places<'b, F> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The naive reference.
    fn masks_one_by_one(block: &[u8; BLOCK]) -> Masks {
        let mut masks = Masks { alphanumerics: 0, others: 0 };
        for (at, byte) in block.iter().enumerate() {
            let word = byte.is_ascii_alphanumeric();
            masks.alphanumerics |= u64::from(word) << at;
            masks.others |= u64::from(!word && *byte > b' ') << at;
        }
        masks
    }

    proptest! {
        #[test]
        fn masks_of_full_blocks(block in prop::array::uniform32((0..128_u8, 0..128_u8))) {
            let bytes: Vec<u8> = block.iter().flat_map(|(first, second)| [*first, *second]).collect();
            let block = bytes.first_chunk().unwrap();
            prop_assert_eq!(masks(block), masks_one_by_one(block));
            prop_assert_eq!(portable::masks(block), masks_one_by_one(block));
        }
    }

    #[test]
    fn candidates_hold_the_bytes_they_say() {
        for byte in 0..=255_u8 {
            for at in [0, 1, 15, 16, 63] {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                let ends = matches!(byte, b'\n'..=b'\r' | 0x85 | 0xa8 | 0xa9);
                let stops = matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0x80..);
                let marks = matches!(byte, b'!'..=b'#' | b'&'..=b'+' | b'-'..=b':')
                    || matches!(byte, b'<'..=b'@' | b'['..=b'_' | b'{'..=b'~')
                    || (at == 0 && byte.is_ascii_uppercase());
                assert_eq!(line_end_candidates(&block), u64::from(ends) << at, "{byte} at {at}");
                assert_eq!(portable::line_end_candidates(&block), u64::from(ends) << at);
                assert_eq!(stop_candidates(&block), u64::from(stops) << at, "{byte} at {at}");
                assert_eq!(portable::stop_candidates(&block), u64::from(stops) << at);
                let oddities = Oddities {
                    is_strange: matches!(byte, b'`' | b'^' | 0x80..),
                    has_line_ends: matches!(byte, b'\n'..=b'\r'),
                };
                assert_eq!(super::oddities(&block), oddities, "{byte} at {at}");
                assert_eq!(portable::oddities(&block), oddities, "{byte} at {at}");
                assert_eq!(mark_candidates(&block), u64::from(marks) << at, "{byte} at {at}");
                assert_eq!(portable::mark_candidates(&block), u64::from(marks) << at);
            }
        }
    }

    #[test]
    fn a_capital_inside_a_word_is_a_candidate() {
        let mut block = [b' '; BLOCK];
        block[13..19].copy_from_slice(b"Mc kHZ");
        block[30..36].copy_from_slice(b"d'A 2B");
        assert_eq!(mark_candidates(&block), 1 << 17 | 1 << 31 | 1 << 34 | 1 << 35);
        assert_eq!(portable::mark_candidates(&block), mark_candidates(&block));
    }

    #[test]
    fn places_cross_blocks() {
        let mut bytes = [b'a'; 150];
        for at in [0, 63, 64, 127, 149] {
            bytes[at] = b'.';
        }
        assert!(places(&bytes, stop_candidates).eq([0, 63, 64, 127, 149]));
    }

    #[test]
    fn masks_hold_the_bytes_they_say() {
        for byte in 0..128_u8 {
            for at in [0, 1, 7, 8, 15, 16, 31, 63] {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                let word = byte.is_ascii_alphanumeric();
                let other = !word && byte > b' ';
                let expected =
                    Masks { alphanumerics: u64::from(word) << at, others: u64::from(other) << at };
                assert_eq!(masks(&block), expected, "{byte} at {at}");
                assert_eq!(portable::masks(&block), expected, "{byte} at {at}");
            }
        }
    }
}
