//! The words of a plain text and their hashes by AVX2: 32 bytes become a mask at once, and four words are
//! hashed side by side.
//!
//! `cargo bench --bench kernel -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "a function that needs AVX2 may run only where it was detected")]

use core::arch::x86_64::{
    __m256i, _mm256_andnot_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_loadu_si256,
    _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_sub_epi8,
};

use super::{Instructions, PlainWords, Shape, for_each_batch};
use crate::hash::avx2::{LANES, hash_ascii_words};
use crate::hash::hash_ascii_word;
use crate::kernel::Avx2;
use crate::text::mask::{BLOCK, Masks};

/// [`shape_on_any_cpu`](super::shape_on_any_cpu).
pub(super) fn shape(_: Avx2, text: &str) -> Shape {
    // SAFETY: a token exists, so this CPU has AVX2.
    unsafe { shape_here(text) }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn shape_here(text: &str) -> Shape {
    let (mut strange, mut line_ends) = (_mm256_setzero_si256(), _mm256_setzero_si256());
    for block in text.as_bytes().chunks(BLOCK) {
        for bytes in halves(block) {
            // The first bit of a byte is all that is taken of it, and it is set where the byte is not ASCII.
            let signs = _mm256_or_si256(equal(bytes, b'`'), equal(bytes, b'^'));
            strange = _mm256_or_si256(strange, _mm256_or_si256(signs, bytes));
            line_ends = _mm256_or_si256(line_ends, within(bytes, b'\n', 4));
        }
        if bits(strange) != 0 {
            break;
        }
    }
    Shape::new(bits(strange) != 0, bits(line_ends) != 0)
}

/// [`hash_words_on_any_cpu`](super::hash_words_on_any_cpu) of a text of less than 4 GiB.
pub(super) fn hash_words(kernel: Avx2, text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    // SAFETY: a token exists, so this CPU has AVX2.
    unsafe { hash_words_here(kernel, text, seed, hashes) }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn hash_words_here(kernel: Avx2, text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    for_each_batch(kernel, text, |starts, ends| hash_batch(text, [starts, ends], seed, hashes));
}

/// [`read_words_on_any_cpu`](super::read_words_on_any_cpu).
pub(super) fn read_words(kernel: Avx2, text: &[u8], words: &mut PlainWords) {
    // SAFETY: a token exists, so this CPU has AVX2.
    unsafe { read_words_here(kernel, text, words) }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn read_words_here(kernel: Avx2, text: &[u8], words: &mut PlainWords) {
    for_each_batch(kernel, text, |starts, ends| {
        hash_batch(text, [starts, ends], 0, &mut words.hashes);
        words.push_places::<Avx2>(starts, ends);
    });
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn hash_batch(text: &[u8], [starts, ends]: [&[u32]; 2], seed: u64, hashes: &mut Vec<u64>) {
    let (starts, last_starts) = starts[..ends.len()].as_chunks::<LANES>();
    let (ends, last_ends) = ends.as_chunks::<LANES>();
    let before = hashes.len();
    hashes.resize(before + starts.len() * LANES, 0);
    let fours = hashes[before..].as_chunks_mut::<LANES>().0;
    for ((starts, ends), four) in starts.iter().zip(ends).zip(fours) {
        *four = hash_ascii_words(text, [starts, ends], seed);
    }
    let last = last_starts.iter().zip(last_ends);
    hashes.extend(
        last.map(|(start, end)| hash_ascii_word(text, *start as usize..*end as usize, seed)),
    );
}

impl Instructions for Avx2 {
    type Place = u32;

    #[inline]
    fn offset(place: u32) -> usize {
        place as usize
    }

    #[inline(always)]
    fn masks(self, bytes: &[u8]) -> Masks {
        // SAFETY: a token exists, so this CPU has AVX2.
        unsafe { masks(bytes) }
    }

    #[inline(always)]
    fn write(self, base: usize, bits: u64, space: &mut [u32; BLOCK]) {
        // SAFETY: a token exists, so this CPU has AVX2.
        unsafe { write(base as u32, bits, space) }
    }
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn masks(bytes: &[u8]) -> Masks {
    let [first, last] = halves(bytes);
    let ((words, others), (last_words, last_others)) = (half_masks(first), half_masks(last));
    Masks {
        alphanumerics: words | last_words << (BLOCK / 2),
        others: others | last_others << (BLOCK / 2),
    }
}

/// The fields of [`Masks`] for half a block.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn half_masks(bytes: __m256i) -> (u64, u64) {
    let space = _mm256_set1_epi8(b' '.cast_signed());
    let letters = within(_mm256_or_si256(bytes, space), b'a', 26);
    let alphanumerics = _mm256_or_si256(letters, within(bytes, b'0', 10));
    let visible = _mm256_cmpgt_epi8(bytes, space);
    (bits(alphanumerics), bits(_mm256_andnot_si256(alphanumerics, visible)))
}

/// Eight places at a time, because stopping at each costs more than writing some in vain.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn write(base: u32, mut bits: u64, space: &mut [u32; BLOCK]) {
    for eight in space.as_chunks_mut::<8>().0 {
        for place in eight {
            *place = base.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        if bits == 0 {
            break;
        }
    }
}

/// The first bytes of a block, and the last. Where there are fewer, spaces stand for the rest.
#[inline]
#[target_feature(enable = "avx2")]
fn halves(bytes: &[u8]) -> [__m256i; 2] {
    if let Some((first, rest)) = bytes.split_first_chunk()
        && let Some(last) = rest.first_chunk()
    {
        return [load(first), load(last)];
    }
    // A closure in `read_first_block` would not be compiled for AVX2: it would be a call for each block.
    let block = with_spaces(bytes);
    [load(&block[0]), load(&block[1])]
}

/// Apart from the loop, which without it is small enough to be inlined.
#[cold]
#[inline(never)]
fn with_spaces(bytes: &[u8]) -> [[u8; BLOCK / 2]; 2] {
    let mut block = [[b' '; BLOCK / 2]; 2];
    block.as_flattened_mut()[..bytes.len()].copy_from_slice(bytes);
    block
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(half: &[u8; BLOCK / 2]) -> __m256i {
    // SAFETY: half a block has 32 bytes.
    unsafe { _mm256_loadu_si256(half.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn equal(bytes: __m256i, byte: u8) -> __m256i {
    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed()))
}

/// Which bytes are among `count` from `first` on.
#[inline]
#[target_feature(enable = "avx2")]
fn within(bytes: __m256i, first: u8, count: u8) -> __m256i {
    // AVX2 compares signed bytes alone; a minimum is how it compares unsigned ones.
    let above = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first.cast_signed()));
    _mm256_cmpeq_epi8(_mm256_min_epu8(above, _mm256_set1_epi8((count - 1).cast_signed())), above)
}

#[inline]
#[target_feature(enable = "avx2")]
fn bits(bytes: __m256i) -> u64 {
    u64::from(_mm256_movemask_epi8(bytes).cast_unsigned())
}
