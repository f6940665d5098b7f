//! One bit for each byte of a block: which are alphanumeric, which are neither that nor space, which may
//! end a line or a sentence, which may be a mark.

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
    let mut block = [b' '; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    read(&block)
}

#[cfg(target_arch = "x86_64")]
pub(super) use sse2::{line_end_candidates, mark_candidates, masks, oddities, stop_candidates};

#[cfg(not(target_arch = "x86_64"))]
pub(super) use portable::{line_end_candidates, mark_candidates, masks, oddities, stop_candidates};

/// The places of the bytes that `candidates` finds, in order.
#[inline]
pub(super) fn places<F: Fn(&[u8; BLOCK]) -> u64>(bytes: &[u8], candidates: F) -> Places<'_, F> {
    Places { bytes, candidates, base: 0, next_base: 0, left: 0 }
}

/// What [`places`] returns. (As a chain of iterators it took twice the instructions.)
pub(super) struct Places<'b, F> {
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

/// With instructions that every x86-64 processor has, so nothing is detected: 16 bytes make 16 bits in
/// one of them. `cargo bench --bench pipeline -- shingles` shows what that gives.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "a function that needs SSE2 may run only where it is known to be")]
mod sse2 {
    use core::arch::x86_64::{
        __m128i, _mm_andnot_si128, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_min_epu8, _mm_movemask_epi8,
        _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_sub_epi8,
    };

    use super::{BLOCK, Masks, Oddities};

    /// The masks of an ASCII block.
    #[inline]
    pub(in super::super) fn masks(block: &[u8; BLOCK]) -> Masks {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { masks_of(block) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn masks_of(block: &[u8; BLOCK]) -> Masks {
        let mut masks = Masks { alphanumerics: 0, others: 0 };
        for (sixteen, place) in block.as_chunks::<16>().0.iter().zip((0..).step_by(16)) {
            let bytes = load(sixteen);
            let small = _mm_or_si128(bytes, _mm_set1_epi8(b' '.cast_signed()));
            let alphanumeric = _mm_or_si128(within(small, b'a', 26), within(bytes, b'0', 10));
            let visible = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(b' '.cast_signed()));
            masks.alphanumerics |= bits(alphanumeric) << place;
            masks.others |= bits(_mm_andnot_si128(alphanumeric, visible)) << place;
        }
        masks
    }

    /// Bytes that end a line in ASCII, and the last bytes of those beyond it: U+0085, U+2028, U+2029.
    #[inline]
    pub(in super::super) fn line_end_candidates(block: &[u8; BLOCK]) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { candidates_of(block) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn candidates_of(block: &[u8; BLOCK]) -> u64 {
        let mut candidates = 0;
        for (sixteen, place) in block.as_chunks::<16>().0.iter().zip((0..).step_by(16)) {
            let bytes = load(sixteen);
            let rare = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x85_u8.cast_signed()));
            let rare = _mm_or_si128(rare, within(bytes, 0xa8, 2));
            candidates |= bits(_mm_or_si128(rare, within(bytes, b'\n', 4))) << place;
        }
        candidates
    }

    /// What is not ASCII, `` ` `` and `^`; and which bytes end a line in ASCII.
    #[inline]
    pub(in super::super) fn oddities(block: &[u8; BLOCK]) -> Oddities {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { oddities_of(block) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn oddities_of(block: &[u8; BLOCK]) -> Oddities {
        let mut oddities = Oddities::default();
        for sixteen in block.as_chunks::<16>().0 {
            let bytes = load(sixteen);
            let is = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte.cast_signed()));
            let strange = _mm_or_si128(_mm_or_si128(is(b'`'), is(b'^')), bytes);
            oddities.is_strange |= bits(strange) != 0;
            oddities.has_line_ends |= bits(within(bytes, b'\n', 4)) != 0;
        }
        oddities
    }

    /// `.`, `!`, `?`, LF, CR and all that is not ASCII.
    #[inline]
    pub(in super::super) fn stop_candidates(block: &[u8; BLOCK]) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { stops_of(block) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn stops_of(block: &[u8; BLOCK]) -> u64 {
        let mut candidates = 0;
        for (sixteen, place) in block.as_chunks::<16>().0.iter().zip((0..).step_by(16)) {
            let bytes = load(sixteen);
            let is = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte.cast_signed()));
            let ends =
                _mm_or_si128(_mm_or_si128(is(b'.'), is(b'!')), _mm_or_si128(is(b'?'), is(b'\n')));
            candidates |= bits(_mm_or_si128(_mm_or_si128(ends, is(b'\r')), bytes)) << place;
        }
        candidates
    }

    /// Digits, signs but quotes, commas and `;`, and capitals that are not behind a capital or a sign. The
    /// first byte's neighbour is unknown.
    #[inline]
    pub(in super::super) fn mark_candidates(block: &[u8; BLOCK]) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { marks_of(block) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn marks_of(block: &[u8; BLOCK]) -> u64 {
        let (mut signs, mut capitals, mut smalls) = (0, 0, 0_u64);
        for (sixteen, place) in block.as_chunks::<16>().0.iter().zip((0..).step_by(16)) {
            let bytes = load(sixteen);
            let low = _mm_or_si128(within(bytes, b'!', 3), within(bytes, b'&', 6));
            let middle = within(bytes, b'-', 14);
            let high = _mm_or_si128(within(bytes, b'[', 5), within(bytes, b'{', 4));
            let high = _mm_or_si128(high, within(bytes, b'<', 5));
            signs |= bits(_mm_or_si128(_mm_or_si128(low, middle), high)) << place;
            capitals |= bits(within(bytes, b'A', 26)) << place;
            let small = _mm_or_si128(within(bytes, b'a', 26), within(bytes, b'0', 10));
            smalls |= bits(small) << place;
        }
        signs | capitals & (smalls << 1 | 1)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn load(bytes: &[u8; 16]) -> __m128i {
        let bytes = u128::from_le_bytes(*bytes);
        _mm_set_epi64x((bytes >> 64) as i64, bytes as i64)
    }

    /// Which bytes are among `count` from `first` on.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn within(bytes: __m128i, first: u8, count: u8) -> __m128i {
        let above = _mm_sub_epi8(bytes, _mm_set1_epi8(first.cast_signed()));
        _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((count - 1).cast_signed())), above)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn bits(bytes: __m128i) -> u64 {
        _mm_movemask_epi8(bytes) as u64
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
mod portable {
    use super::{BLOCK, Masks, Oddities};

    /// The masks of an ASCII block. One byte of 0 or 1 for each byte first, without a branch: that much the
    /// compiler does many at a time.
    #[inline]
    pub(in super::super) fn masks(block: &[u8; BLOCK]) -> Masks {
        let others = block.map(|byte| u8::from(byte > b' ') & (1 - alphanumeric(byte)));
        Masks { alphanumerics: gathered(&block.map(alphanumeric)), others: gathered(&others) }
    }

    /// Bytes that end a line in ASCII, and the last bytes of those beyond it: U+0085, U+2028, U+2029.
    #[inline]
    pub(in super::super) fn line_end_candidates(block: &[u8; BLOCK]) -> u64 {
        gathered(&block.map(|byte| u8::from(matches!(byte, b'\n'..=b'\r' | 0x85 | 0xa8 | 0xa9))))
    }

    /// What is not ASCII, `` ` `` and `^`; and which bytes end a line in ASCII.
    #[inline]
    pub(in super::super) fn oddities(block: &[u8; BLOCK]) -> Oddities {
        Oddities {
            is_strange: block
                .iter()
                .fold(false, |any, byte| any | matches!(byte, b'`' | b'^' | 0x80..)),
            has_line_ends: block
                .iter()
                .fold(false, |any, byte| any | matches!(byte, b'\n'..=b'\r')),
        }
    }

    /// `.`, `!`, `?`, LF, CR and all that is not ASCII.
    #[inline]
    pub(in super::super) fn stop_candidates(block: &[u8; BLOCK]) -> u64 {
        gathered(
            &block
                .map(|byte| u8::from(matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0x80..))),
        )
    }

    /// Digits, signs but quotes, commas and `;`, and capitals that are not behind a capital or a sign. The
    /// first byte's neighbour is unknown.
    #[inline]
    pub(in super::super) fn mark_candidates(block: &[u8; BLOCK]) -> u64 {
        let signs = gathered(&block.map(|byte| {
            u8::from(matches!(byte, b'!'..=b'#' | b'&'..=b'+' | b'-'..=b':'))
                | u8::from(matches!(byte, b'<'..=b'@' | b'['..=b'_' | b'{'..=b'~'))
        }));
        let capitals = gathered(&block.map(|byte| u8::from(byte.is_ascii_uppercase())));
        let small = |byte: u8| u8::from(byte.is_ascii_lowercase() | byte.is_ascii_digit());
        signs | capitals & (gathered(&block.map(small)) << 1 | 1)
    }

    /// 1 for digits and letters, 0 for all else.
    fn alphanumeric(byte: u8) -> u8 {
        u8::from((byte | b' ').wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10)
    }

    /// The low bits of all bytes, side by side.
    fn gathered(bytes: &[u8; BLOCK]) -> u64 {
        let lanes = bytes.as_chunks::<8>().0.iter().rev();
        let gathered =
            lanes.map(|lane| u64::from_le_bytes(*lane).wrapping_mul(0x0102_0408_1020_4080) >> 56);
        gathered.fold(0, |mask, bits| mask << 8 | bits)
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
