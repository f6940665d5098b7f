//! Eight words hashed side by side by AVX-512.
//!
//! Four words are read at once: they stand within 64 bytes of text, of which one instruction takes each
//! word's bytes to 16 of its own. `cargo bench --bench kernel -- shingles` shows what that gives. (To read
//! the words one by one, and to multiply them one by one, took twice as long, and to gather their bytes, which
//! is an instruction too, as long as that; no command repeats it.)
#![expect(unsafe_code, reason = "bytes are read by their address")]

#[cfg(not(miri))]
use core::arch::x86_64::_mm512_maskz_permutexvar_epi8;
use core::arch::x86_64::{
    __m128i, __m256i, __m512i, _bzhi_u64, _mm_cvtsi128_si64, _mm_extract_epi64,
    _mm256_castsi256_si128, _mm256_cmpgt_epu32_mask, _mm256_cvtepi32_epi16,
    _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_permutevar8x32_epi32, _mm256_set1_epi32,
    _mm256_setr_epi32, _mm256_sllv_epi32, _mm256_sub_epi32, _mm512_add_epi8, _mm512_add_epi64,
    _mm512_broadcast_i32x4, _mm512_cvtepu32_epi64, _mm512_maskz_loadu_epi8, _mm512_mul_epu32,
    _mm512_mullo_epi64, _mm512_or_si512, _mm512_permutex2var_epi64, _mm512_rol_epi64,
    _mm512_set1_epi8, _mm512_set1_epi64, _mm512_set4_epi32, _mm512_setr_epi64, _mm512_shuffle_epi8,
    _mm512_slli_epi64, _mm512_srli_epi64, _mm512_storeu_si512, _mm512_xor_si512,
};

use super::{MULTIPLIER, PADDED, ROTATIONS, hash_ascii_word, keys};

/// Words that are hashed side by side.
pub(crate) const LANES: usize = 8;

/// Bytes of the longest words that are hashed so.
const LONGEST: i32 = 15;
const _: () = assert!(LONGEST as usize + 1 == PADDED, "longer words are hashed by their bytes");

/// Bytes of text that are read for half of the words.
const WINDOW: i32 = 64;

/// [`hash_ascii_word`] of the words that start and end at these places; the starts ascend.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,bmi2")]
pub(crate) fn hash_ascii_words(
    text: &[u8],
    [starts, ends]: [&[u32; LANES]; 2],
    seed: u64,
) -> [u64; LANES] {
    // SAFETY: an array of eight numbers has 32 bytes.
    let start = unsafe { _mm256_loadu_si256(starts.as_ptr().cast()) };
    // SAFETY: as above.
    let end = unsafe { _mm256_loadu_si256(ends.as_ptr().cast()) };
    let first = _mm256_permutevar8x32_epi32(start, _mm256_setr_epi32(0, 0, 0, 0, 4, 4, 4, 4));
    let lens = _mm256_sub_epi32(end, start);
    let is_long = _mm256_cmpgt_epu32_mask(lens, _mm256_set1_epi32(LONGEST));
    let is_far = _mm256_cmpgt_epu32_mask(_mm256_sub_epi32(end, first), _mm256_set1_epi32(WINDOW));
    let ahead = _mm256_sub_epi32(start, first);
    let bytes = first_bytes(lens);
    let early = words(text, starts[0], _mm256_castsi256_si128(ahead), bytes[0]);
    let late = words(text, starts[4], _mm256_extracti128_si256::<1>(ahead), bytes[1]);
    let hashes = hash_blocks([early, late], _mm512_cvtepu32_epi64(lens), seed);
    let mut out = [0; LANES];
    // SAFETY: an array of eight hashes has 64 bytes.
    unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), hashes) };
    let mut alone = is_long | is_far;
    while alone != 0 {
        let lane = alone.trailing_zeros() as usize;
        out[lane] = hash_ascii_word(text, starts[lane] as usize..ends[lane] as usize, seed);
        alone &= alone - 1;
    }
    out
}

/// A bit for each byte of each word, 16 for a word: of the first four words, and of the last.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,bmi2")]
fn first_bytes(lens: __m256i) -> [u64; 2] {
    let one = _mm256_set1_epi32(1);
    let bits = _mm256_cvtepi32_epi16(_mm256_sub_epi32(_mm256_sllv_epi32(one, lens), one));
    [_mm_cvtsi128_si64(bits).cast_unsigned(), _mm_extract_epi64::<1>(bits).cast_unsigned()]
}

/// Four words in small letters, each in 16 bytes with zeros behind it: those so far ahead of the first.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,bmi2")]
fn words(text: &[u8], first: u32, ahead: __m128i, bytes: u64) -> __m512i {
    let rest = &text[first as usize..];
    let read = _bzhi_u64(u64::MAX, rest.len().min(WINDOW as usize) as u32);
    // SAFETY: what is read of the bytes is there; masked bytes are not touched.
    let window = unsafe { _mm512_maskz_loadu_epi8(read, rest.as_ptr().cast()) };
    let small = _mm512_or_si512(window, _mm512_set1_epi8(b' '.cast_signed()));
    // The first byte of each number, 16 times.
    let spread = _mm512_setr_epi64(
        0,
        0,
        0x0404_0404_0404_0404,
        0x0404_0404_0404_0404,
        0x0808_0808_0808_0808,
        0x0808_0808_0808_0808,
        0x0c0c_0c0c_0c0c_0c0c,
        0x0c0c_0c0c_0c0c_0c0c,
    );
    let starts = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(ahead), spread);
    let places = _mm512_add_epi8(
        starts,
        _mm512_set4_epi32(0x0f0e_0d0c, 0x0b0a_0908, 0x0706_0504, 0x0302_0100),
    );
    permuted(bytes, places, small)
}

/// The bytes at these places, where a bit is set, and zeros.
#[cfg(not(miri))]
#[inline]
#[target_feature(enable = "avx512vbmi")]
fn permuted(bits: u64, places: __m512i, bytes: __m512i) -> __m512i {
    _mm512_maskz_permutexvar_epi8(bits, places, bytes)
}

/// The same for Miri, which does not know the instruction but shall see what is read and written.
#[cfg(miri)]
fn permuted(bits: u64, places: __m512i, bytes: __m512i) -> __m512i {
    // SAFETY: all bits of both types are values.
    let [places, bytes]: [[u8; 64]; 2] = unsafe { core::mem::transmute([places, bytes]) };
    let permuted: [u8; 64] =
        core::array::from_fn(|at| (bits >> at & 1) as u8 * bytes[usize::from(places[at] % 64)]);
    // SAFETY: as above.
    unsafe { core::mem::transmute(permuted) }
}

/// [`hash_block`](super::hash_block) lane by lane: of four padded words and four more, with their lengths
/// in the last byte.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,bmi2")]
fn hash_blocks([early, late]: [__m512i; 2], lens: __m512i, seed: u64) -> __m512i {
    let first =
        _mm512_permutex2var_epi64(early, _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), late);
    let last = _mm512_permutex2var_epi64(early, _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15), late);
    let last = _mm512_or_si512(last, _mm512_slli_epi64::<56>(lens));
    let keys = keys(seed);
    let first = _mm512_xor_si512(first, all(keys[0]));
    let last = _mm512_xor_si512(last, all(keys[1]));
    let outer = _mm512_mul_epu32(first, _mm512_srli_epi64::<32>(last));
    let inner = _mm512_mul_epu32(_mm512_srli_epi64::<32>(first), last);
    let sum = _mm512_add_epi64(outer, _mm512_rol_epi64::<32>(inner));
    let rotated = _mm512_xor_si512(
        _mm512_rol_epi64::<{ ROTATIONS[0].cast_signed() }>(sum),
        _mm512_rol_epi64::<{ ROTATIONS[1].cast_signed() }>(sum),
    );
    let product = _mm512_mullo_epi64(_mm512_xor_si512(sum, rotated), all(MULTIPLIER));
    _mm512_xor_si512(product, _mm512_srli_epi64::<32>(product))
}

#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,bmi2")]
fn all(number: u64) -> __m512i {
    _mm512_set1_epi64(number.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Kernel, Leaf};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn words_have_the_hashes_that_they_have_alone(
            text in prop::collection::vec(33..127_u8, 1..80),
            places in prop::array::uniform8((any::<prop::sample::Index>(), 1..24_usize)),
            seed: u64,
        ) {
            let mut spans = places.map(|(start, len)| {
                let start = start.index(text.len());
                [start as u32, (start + len).min(text.len()) as u32]
            });
            spans.sort_unstable();
            let (starts, ends) = (spans.map(|span| span[0]), spans.map(|span| span[1]));
            let alone = spans.map(|[start, end]| hash_ascii_word(&text, start as usize..end as usize, seed));
            if Kernel::available().any(|kernel| matches!(kernel.leaf(), Leaf::Avx512(_))) {
                // SAFETY: this CPU has AVX-512.
                let hashes = unsafe { hash_ascii_words(&text, [&starts, &ends], seed) };
                prop_assert_eq!(hashes, alone);
            }
        }
    }
}
