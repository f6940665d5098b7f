//! The words of a plain text and their hashes by AVX-512: 64 bytes become a mask in one instruction, the
//! mask the places of its ones in another, and eight words are hashed side by side.
//!
//! `cargo bench --bench kernel -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "a function that needs AVX-512 may run only where it was detected")]

use core::arch::x86_64::{
    __m128i, __m512i, _bzhi_u64, _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask,
    _mm512_cmpgt_epi8_mask, _mm512_cmplt_epu8_mask, _mm512_cvtepu8_epi32,
    _mm512_extracti32x4_epi32, _mm512_maskz_loadu_epi8, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_set1_epi8, _mm512_set1_epi32, _mm512_storeu_si512, _mm512_sub_epi8,
};
#[cfg(not(miri))]
use core::arch::x86_64::{_mm512_maskz_compress_epi8, _mm512_setr_epi64};

use super::{Instructions, PlainWords, Shape, for_each_batch};
use crate::hash::avx512::{LANES, hash_ascii_words};
use crate::kernel::Avx512;
use crate::text::mask::{BLOCK, Masks};

/// [`shape_on_any_cpu`](super::shape_on_any_cpu). (That one, compiled for this CPU, takes 2 % more of the whole way to
/// clusters: it goes through the bytes behind the last full block one by one; no command repeats it.)
pub(super) fn shape(_: Avx512, text: &str) -> Shape {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { shape_here(text) }
}

#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn shape_here(text: &str) -> Shape {
    let (mut strange, mut line_ends) = (0, 0);
    for block in text.as_bytes().chunks(BLOCK) {
        let bytes = load(block);
        strange |= _mm512_movepi8_mask(bytes);
        strange |= _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(b'`'.cast_signed()));
        strange |= _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(b'^'.cast_signed()));
        let above = _mm512_sub_epi8(bytes, _mm512_set1_epi8(b'\n'.cast_signed()));
        line_ends |= _mm512_cmplt_epu8_mask(above, _mm512_set1_epi8(4));
        if strange != 0 {
            break;
        }
    }
    Shape::new(strange != 0, line_ends != 0)
}

/// The first bytes, as many as there are, and zeros.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn load(bytes: &[u8]) -> __m512i {
    let read = _bzhi_u64(u64::MAX, bytes.len().min(BLOCK) as u32);
    // SAFETY: what is read of the bytes is there; masked bytes are not touched.
    unsafe { _mm512_maskz_loadu_epi8(read, bytes.as_ptr().cast()) }
}

/// [`hash_words_on_any_cpu`](super::hash_words_on_any_cpu) of a text of less than 4 GiB.
pub(super) fn hash_words(kernel: Avx512, text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { hash_words_here(kernel, text, seed, hashes) }
}

#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn hash_words_here(kernel: Avx512, text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    for_each_batch(kernel, text, |starts, ends| hash_batch(text, [starts, ends], seed, hashes));
}

/// [`read_words_on_any_cpu`](super::read_words_on_any_cpu).
pub(super) fn read_words(kernel: Avx512, text: &[u8], words: &mut PlainWords) {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { read_words_here(kernel, text, words) }
}

#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn read_words_here(kernel: Avx512, text: &[u8], words: &mut PlainWords) {
    for_each_batch(kernel, text, |starts, ends| {
        hash_batch(text, [starts, ends], 0, &mut words.hashes);
        words.push_places::<Avx512>(starts, ends);
    });
}

#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn hash_batch(text: &[u8], [starts, ends]: [&[u32]; 2], seed: u64, hashes: &mut Vec<u64>) {
    let ((starts, last_starts), (ends, last_ends)) =
        (starts.as_chunks::<LANES>(), ends.as_chunks::<LANES>());
    for (starts, ends) in starts.iter().zip(ends) {
        hashes.extend_from_slice(&hash_ascii_words(text, [starts, ends], seed));
    }
    if !last_ends.is_empty() {
        let last = hash_ascii_words(text, [&filled(last_starts), &filled(last_ends)], seed);
        hashes.extend_from_slice(&last[..last_ends.len()]);
    }
}

/// The places, and the last one again.
fn filled(places: &[u32]) -> [u32; LANES] {
    core::array::from_fn(|lane| places[lane.min(places.len() - 1)])
}

impl Instructions for Avx512 {
    type Place = u32;

    #[inline]
    fn offset(place: u32) -> usize {
        place as usize
    }

    #[inline]
    fn masks(self, bytes: &[u8]) -> Masks {
        // SAFETY: a token exists, so this CPU has AVX-512.
        unsafe { masks(bytes) }
    }

    #[inline]
    fn write(self, base: usize, bits: u64, space: &mut [u32; BLOCK]) {
        // SAFETY: a token exists, so this CPU has AVX-512.
        unsafe { write(base as u32, bits, space) }
    }
}

#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn masks(bytes: &[u8]) -> Masks {
    let bytes = load(bytes);
    let space = _mm512_set1_epi8(b' '.cast_signed());
    let alphanumerics = within(_mm512_or_si512(bytes, space), b'a', 26) | within(bytes, b'0', 10);
    Masks { alphanumerics, others: _mm512_cmpgt_epi8_mask(bytes, space) & !alphanumerics }
}

/// Which bytes are among `count` from `first` on.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn within(bytes: __m512i, first: u8, count: i8) -> u64 {
    let above = _mm512_sub_epi8(bytes, _mm512_set1_epi8(first.cast_signed()));
    _mm512_cmplt_epu8_mask(above, _mm512_set1_epi8(count))
}

/// The places of the ones within 64 bits, moved together, are written sixteen at a time.
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn write(base: u32, bits: u64, space: &mut [u32; BLOCK]) {
    let packed = packed(bits);
    let base = _mm512_set1_epi32(base.cast_signed());
    let [first, second, third, fourth] = quarters(space);
    store(base, _mm512_castsi512_si128(packed), first);
    // Few blocks have more words.
    if bits.count_ones() > 16 {
        store(base, _mm512_extracti32x4_epi32::<1>(packed), second);
        store(base, _mm512_extracti32x4_epi32::<2>(packed), third);
        store(base, _mm512_extracti32x4_epi32::<3>(packed), fourth);
    }
}

#[inline]
fn quarters(space: &mut [u32; BLOCK]) -> &mut [[u32; BLOCK / 4]; 4] {
    space.as_chunks_mut().0.first_chunk_mut().expect("a block has four quarters")
}

#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn store(base: __m512i, places: __m128i, quarter: &mut [u32; BLOCK / 4]) {
    let places = _mm512_add_epi32(_mm512_cvtepu8_epi32(places), base);
    // SAFETY: a quarter has 16 numbers of 32 bits.
    unsafe { _mm512_storeu_si512(quarter.as_mut_ptr().cast(), places) };
}

/// The places of the ones, a byte for each.
#[cfg(not(miri))]
#[inline]
#[target_feature(enable = "avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn packed(bits: u64) -> __m512i {
    let places = _mm512_setr_epi64(
        eight_from(0),
        eight_from(8),
        eight_from(16),
        eight_from(24),
        eight_from(32),
        eight_from(40),
        eight_from(48),
        eight_from(56),
    );
    _mm512_maskz_compress_epi8(bits, places)
}

/// The bytes `first`, `first` + 1 and so on.
#[cfg(not(miri))]
#[inline]
fn eight_from(first: u8) -> i64 {
    i64::from_le_bytes(core::array::from_fn(|byte| first + byte as u8))
}

/// The places of the ones for Miri, which does not know the instruction but shall see what is read and written.
#[cfg(miri)]
fn packed(bits: u64) -> __m512i {
    let mut packed = [0; BLOCK];
    let ones = (0..64_u8).filter(|bit| bits >> bit & 1 == 1);
    packed.iter_mut().zip(ones).for_each(|(place, bit)| *place = bit);
    // SAFETY: all bits of both types are values.
    unsafe { core::mem::transmute::<[u8; BLOCK], __m512i>(packed) }
}
