//! Four words hashed side by side by AVX2, which multiplies four pairs of 32 bits at once.
//!
//! The words are read one by one, 16 bytes each. `cargo bench --bench kernel -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "bytes are read by their address")]

use core::arch::x86_64::{
    __m128i, __m256i, _mm_and_si128, _mm_castsi128_ps, _mm_cmpeq_epi32, _mm_loadu_si128,
    _mm_min_epu32, _mm_movemask_ps, _mm_set1_epi32, _mm_sub_epi32, _mm256_add_epi64,
    _mm256_and_si256, _mm256_andnot_si256, _mm256_cvtepu32_epi64, _mm256_loadu2_m128i,
    _mm256_mul_epu32, _mm256_or_si256, _mm256_set1_epi8, _mm256_set1_epi64x, _mm256_setr_epi64x,
    _mm256_shuffle_epi8, _mm256_shuffle_epi32, _mm256_slli_epi64, _mm256_sllv_epi64,
    _mm256_srli_epi64, _mm256_srlv_epi64, _mm256_storeu_si256, _mm256_sub_epi64,
    _mm256_unpackhi_epi64, _mm256_unpacklo_epi64, _mm256_xor_si256,
};

use super::{MULTIPLIER, PADDED, ROTATIONS, hash_ascii_word, keys};

/// Words that are hashed side by side.
pub(crate) const LANES: usize = 4;

/// [`hash_ascii_word`] of the words that start and end at these places.
#[inline]
#[target_feature(enable = "avx2")]
pub(crate) fn hash_ascii_words(
    text: &[u8],
    [starts, ends]: [&[u32; LANES]; 2],
    seed: u64,
) -> [u64; LANES] {
    let (start, end) = (load(starts), load(ends));
    let lens = _mm_sub_epi32(end, start);
    if text.len() < PADDED || !all_have_room(start, lens, text.len()) {
        return hash_one_by_one(text, [starts, ends], seed);
    }
    let address = |lane: usize| text.as_ptr().wrapping_add(starts[lane] as usize).cast();
    // SAFETY: there are 16 bytes from each start on, as was just seen.
    let even = unsafe { _mm256_loadu2_m128i(address(2), address(0)) };
    // SAFETY: as above.
    let odd = unsafe { _mm256_loadu2_m128i(address(3), address(1)) };
    let blocks = padded([even, odd], _mm256_cvtepu32_epi64(lens));
    let hashes = hash_blocks(blocks, seed);
    let mut out = [0; LANES];
    // SAFETY: an array of four hashes has 32 bytes.
    unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), hashes) };
    out
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(places: &[u32; LANES]) -> __m128i {
    // SAFETY: an array of four numbers has 16 bytes.
    unsafe { _mm_loadu_si128(places.as_ptr().cast()) }
}

/// Whether all words are short, and the text of `text_len` bytes, 16 or more, has 16 from each start on.
#[inline]
#[target_feature(enable = "avx2")]
fn all_have_room(start: __m128i, lens: __m128i, text_len: usize) -> bool {
    let room = at_most(start, (text_len - PADDED) as u32);
    let short = at_most(lens, PADDED as u32 - 1);
    _mm_movemask_ps(_mm_castsi128_ps(_mm_and_si128(room, short))) == 0b1111
}

/// Which numbers are at most `limit`. (AVX2 compares signed numbers alone.)
#[inline]
#[target_feature(enable = "avx2")]
fn at_most(numbers: __m128i, limit: u32) -> __m128i {
    _mm_cmpeq_epi32(_mm_min_epu32(numbers, _mm_set1_epi32(limit.cast_signed())), numbers)
}

/// Words of which one is long or the last of the text.
#[inline(never)]
fn hash_one_by_one(text: &[u8], [starts, ends]: [&[u32; LANES]; 2], seed: u64) -> [u64; LANES] {
    core::array::from_fn(|lane| {
        hash_ascii_word(text, starts[lane] as usize..ends[lane] as usize, seed)
    })
}

/// The first and the last eight bytes of four words in small letters, with zeros behind each word and its length in the last byte.
#[inline]
#[target_feature(enable = "avx2")]
fn padded([even, odd]: [__m256i; 2], lens: __m256i) -> [__m256i; 2] {
    let (even, odd) = (small(even), small(odd));
    let bits = _mm256_slli_epi64::<3>(lens);
    // A shift by 64 or more, or by less than nothing, leaves zero.
    let behind = _mm256_sllv_epi64(all(u64::MAX), bits);
    let within = _mm256_srlv_epi64(all(u64::MAX), _mm256_sub_epi64(all(128), bits));
    let first = _mm256_andnot_si256(behind, _mm256_unpacklo_epi64(even, odd));
    let last = _mm256_and_si256(within, _mm256_unpackhi_epi64(even, odd));
    [first, _mm256_or_si256(last, _mm256_slli_epi64::<56>(lens))]
}

#[inline]
#[target_feature(enable = "avx2")]
fn small(letters: __m256i) -> __m256i {
    _mm256_or_si256(letters, _mm256_set1_epi8(b' '.cast_signed()))
}

/// [`hash_block`](super::hash_block) lane by lane, of the first and the last halves of blocks.
#[inline]
#[target_feature(enable = "avx2")]
fn hash_blocks([first, last]: [__m256i; 2], seed: u64) -> __m256i {
    let keys = keys(seed);
    let first = _mm256_xor_si256(first, all(keys[0]));
    let last = _mm256_xor_si256(last, all(keys[1]));
    let outer = _mm256_mul_epu32(first, _mm256_srli_epi64::<32>(last));
    let inner = _mm256_mul_epu32(_mm256_srli_epi64::<32>(first), last);
    let sum = _mm256_add_epi64(outer, _mm256_shuffle_epi32::<0b10_11_00_01>(inner));
    let rotated = _mm256_xor_si256(rotate(sum, ROTATIONS[0]), rotate(sum, ROTATIONS[1]));
    let product = multiply(_mm256_xor_si256(sum, rotated), MULTIPLIER);
    _mm256_xor_si256(product, _mm256_srli_epi64::<32>(product))
}

/// Rotates to the left by whole bytes, which is a shuffle.
#[inline]
#[target_feature(enable = "avx2")]
fn rotate(numbers: __m256i, bits: u32) -> __m256i {
    // Bytes are taken from places within each half of the vector.
    let low = 0x0706_0504_0302_0100_u64.rotate_left(bits).cast_signed();
    let high = 0x0f0e_0d0c_0b0a_0908_u64.rotate_left(bits).cast_signed();
    _mm256_shuffle_epi8(numbers, _mm256_setr_epi64x(low, high, low, high))
}

/// The last 64 bits of each product.
#[inline]
#[target_feature(enable = "avx2")]
fn multiply(numbers: __m256i, factor: u64) -> __m256i {
    let low = _mm256_mul_epu32(numbers, all(factor));
    let crossed = _mm256_add_epi64(
        _mm256_mul_epu32(_mm256_srli_epi64::<32>(numbers), all(factor)),
        _mm256_mul_epu32(numbers, all(factor >> 32)),
    );
    _mm256_add_epi64(low, _mm256_slli_epi64::<32>(crossed))
}

#[inline]
#[target_feature(enable = "avx2")]
fn all(number: u64) -> __m256i {
    _mm256_set1_epi64x(number.cast_signed())
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
            places in prop::array::uniform4((any::<prop::sample::Index>(), 1..20_usize)),
            seed: u64,
        ) {
            let spans = places.map(|(start, len)| {
                let start = start.index(text.len());
                [start as u32, (start + len).min(text.len()) as u32]
            });
            let (starts, ends) = (spans.map(|span| span[0]), spans.map(|span| span[1]));
            let alone = spans.map(|[start, end]| hash_ascii_word(&text, start as usize..end as usize, seed));
            if Kernel::available().any(|kernel| matches!(kernel.leaf(), Leaf::Avx2(_))) {
                // SAFETY: this CPU has AVX2.
                let hashes = unsafe { hash_ascii_words(&text, [&starts, &ends], seed) };
                prop_assert_eq!(hashes, alone);
            }
        }
    }
}
