//! Masks with instructions that every x86-64 processor has, so nothing is detected: 16 bytes make 16 bits in
//! one of them. `cargo bench --bench pipeline -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "a function that needs SSE2 may run only where it is known to be")]

use core::arch::x86_64::{
    __m128i, _mm_andnot_si128, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_min_epu8, _mm_movemask_epi8,
    _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_sub_epi8,
};

use super::{BLOCK, Masks, Oddities};

/// The masks of an ASCII block.
#[inline]
pub(in crate::text) fn masks(block: &[u8; BLOCK]) -> Masks {
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
pub(in crate::text) fn line_end_candidates(block: &[u8; BLOCK]) -> u64 {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { candidates_of(block) }
}

#[inline]
#[target_feature(enable = "sse2")]
fn candidates_of(block: &[u8; BLOCK]) -> u64 {
    let mut candidates = 0;
    for (sixteen, place) in block.as_chunks::<16>().0.iter().zip((0..).step_by(16)) {
        let bytes = load(sixteen);
        let rare = _mm_or_si128(equal(bytes, 0x85), within(bytes, 0xa8, 2));
        candidates |= bits(_mm_or_si128(rare, within(bytes, b'\n', 4))) << place;
    }
    candidates
}

/// What is not ASCII, `` ` `` and `^`; and which bytes end a line in ASCII.
#[inline]
pub(in crate::text) fn oddities(block: &[u8; BLOCK]) -> Oddities {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { oddities_of(block) }
}

#[inline]
#[target_feature(enable = "sse2")]
fn oddities_of(block: &[u8; BLOCK]) -> Oddities {
    let mut oddities = Oddities::default();
    for sixteen in block.as_chunks::<16>().0 {
        let bytes = load(sixteen);
        // The first bit of a byte is all that is taken of it, and it is set where the byte is not ASCII.
        let strange = _mm_or_si128(_mm_or_si128(equal(bytes, b'`'), equal(bytes, b'^')), bytes);
        oddities.is_strange |= bits(strange) != 0;
        oddities.has_line_ends |= bits(within(bytes, b'\n', 4)) != 0;
    }
    oddities
}

/// `.`, `!`, `?`, LF, CR and all that is not ASCII.
#[inline]
pub(in crate::text) fn stop_candidates(block: &[u8; BLOCK]) -> u64 {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { stops_of(block) }
}

#[inline]
#[target_feature(enable = "sse2")]
fn stops_of(block: &[u8; BLOCK]) -> u64 {
    let mut candidates = 0;
    for (sixteen, place) in block.as_chunks::<16>().0.iter().zip((0..).step_by(16)) {
        let bytes = load(sixteen);
        let marks = _mm_or_si128(equal(bytes, b'.'), equal(bytes, b'!'));
        let marks = _mm_or_si128(marks, equal(bytes, b'?'));
        let line_ends = _mm_or_si128(equal(bytes, b'\n'), equal(bytes, b'\r'));
        // As for oddities, the bytes themselves tell what is not ASCII.
        candidates |= bits(_mm_or_si128(_mm_or_si128(marks, line_ends), bytes)) << place;
    }
    candidates
}

/// Digits, signs but quotes, commas and `;`, and capitals that are not behind a capital or a sign. The
/// first byte's neighbour is unknown.
#[inline]
pub(in crate::text) fn mark_candidates(block: &[u8; BLOCK]) -> u64 {
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
    // The first byte may stand behind a small letter in the block before.
    signs | capitals & (smalls << 1 | 1)
}

#[inline]
#[target_feature(enable = "sse2")]
fn load(bytes: &[u8; 16]) -> __m128i {
    let bytes = u128::from_le_bytes(*bytes);
    _mm_set_epi64x((bytes >> 64) as i64, bytes as i64)
}

#[inline]
#[target_feature(enable = "sse2")]
fn equal(bytes: __m128i, byte: u8) -> __m128i {
    _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte.cast_signed()))
}

/// Which bytes are among `count` from `first` on.
#[inline]
#[target_feature(enable = "sse2")]
fn within(bytes: __m128i, first: u8, count: u8) -> __m128i {
    // SSE2 compares signed bytes alone; a minimum is how it compares unsigned ones.
    let above = _mm_sub_epi8(bytes, _mm_set1_epi8(first.cast_signed()));
    _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((count - 1).cast_signed())), above)
}

#[inline]
#[target_feature(enable = "sse2")]
fn bits(bytes: __m128i) -> u64 {
    _mm_movemask_epi8(bytes) as u64
}
