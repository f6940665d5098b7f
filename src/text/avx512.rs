//! The words of a plain text and their hashes by AVX-512: 64 bytes become a mask in one instruction, 16
//! bits of it their places in another, and eight words are hashed side by side.
//!
//! `cargo bench --bench kernel -- shingles` shows what that gives. (To gather the bytes of the words, which
//! is an instruction too, took as long as reading them one by one.)
#![expect(unsafe_code, reason = "a function that needs AVX-512 may run only where it was detected")]

#[cfg(not(miri))]
use core::arch::x86_64::_mm512_maskz_compress_epi32;
use core::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_cmpgt_epi8_mask, _mm512_cmplt_epu8_mask,
    _mm512_maskz_loadu_epi8, _mm512_or_si512, _mm512_set_epi32, _mm512_set1_epi8,
    _mm512_set1_epi32, _mm512_storeu_si512, _mm512_sub_epi8,
};

use super::ascii::{self, Instructions, for_each_batch};
use super::mask::{BLOCK, Masks};
use crate::hash::{LANES, hash_ascii_words};
use crate::kernel::Avx512;

/// [`ascii::is_plain`].
pub(super) fn is_plain(_: Avx512, text: &str) -> bool {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { is_plain_here(text) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn is_plain_here(text: &str) -> bool {
    ascii::is_plain(text)
}

/// [`ascii::hash_words`] of a text of less than 4 GiB.
pub(super) fn hash_words(kernel: Avx512, text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { hash_words_here(kernel, text, seed, hashes) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn hash_words_here(kernel: Avx512, text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    for_each_batch(kernel, text, |starts, ends| {
        let ((starts, last_starts), (ends, last_ends)) =
            (starts.as_chunks::<LANES>(), ends.as_chunks::<LANES>());
        for (starts, ends) in starts.iter().zip(ends) {
            hashes.extend_from_slice(&hash_ascii_words(text, [starts, ends], seed));
        }
        if !last_ends.is_empty() {
            let last =
                hash_ascii_words(text, [&filled(last_starts, 0), &filled(last_ends, 1)], seed);
            hashes.extend_from_slice(&last[..last_ends.len()]);
        }
    });
}

fn filled(places: &[u32], filling: u32) -> [u32; LANES] {
    let mut filled = [filling; LANES];
    filled[..places.len()].copy_from_slice(places);
    filled
}

impl Instructions for Avx512 {
    type Place = u32;

    #[inline]
    fn masks(self, bytes: &[u8]) -> Masks {
        // SAFETY: a token exists, so this CPU has AVX-512.
        unsafe { masks(bytes) }
    }

    #[inline]
    fn write(self, base: usize, bits: u64, room: &mut [u32; BLOCK]) {
        // SAFETY: a token exists, so this CPU has AVX-512.
        unsafe { write(base as u32, bits, room) }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn masks(bytes: &[u8]) -> Masks {
    let read = if bytes.len() < BLOCK { (1 << bytes.len()) - 1 } else { u64::MAX };
    // SAFETY: what is read of the bytes is there; masked bytes are not touched.
    let bytes = unsafe { _mm512_maskz_loadu_epi8(read, bytes.as_ptr().cast()) };
    let within = |bytes, first: u8, count: i8| {
        let above = _mm512_sub_epi8(bytes, _mm512_set1_epi8(first.cast_signed()));
        _mm512_cmplt_epu8_mask(above, _mm512_set1_epi8(count))
    };
    let space = _mm512_set1_epi8(b' '.cast_signed());
    let alphanumerics = within(_mm512_or_si512(bytes, space), b'a', 26) | within(bytes, b'0', 10);
    Masks { alphanumerics, others: _mm512_cmpgt_epi8_mask(bytes, space) & !alphanumerics }
}

/// Sixteen bits at a time: their places, those of ones moved together.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn write(base: u32, bits: u64, room: &mut [u32; BLOCK]) {
    let mut places = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    places = _mm512_add_epi32(places, _mm512_set1_epi32(base.cast_signed()));
    let mut count = 0;
    for quarter in 0..4 {
        let bits = (bits >> (16 * quarter)) as u16;
        let packed = packed(bits, places);
        // SAFETY: each quarter before has 16 bits at most, so there is room for 16 places.
        unsafe { _mm512_storeu_si512(room[count..].as_mut_ptr().cast(), packed) };
        count += bits.count_ones() as usize;
        places = _mm512_add_epi32(places, _mm512_set1_epi32(16));
    }
}

/// The places of the ones, side by side.
#[cfg(not(miri))]
#[inline]
#[target_feature(enable = "avx512f")]
fn packed(bits: u16, places: __m512i) -> __m512i {
    _mm512_maskz_compress_epi32(bits, places)
}

/// The same for Miri, which does not know the instruction but shall see what is read and written.
#[cfg(miri)]
fn packed(bits: u16, places: __m512i) -> __m512i {
    // SAFETY: all bits of both types are values.
    let places: [u32; 16] = unsafe { core::mem::transmute(places) };
    let mut packed = [0; 16];
    let ones = (0..16).filter(|bit| bits >> bit & 1 == 1);
    packed.iter_mut().zip(ones).for_each(|(place, bit): (&mut u32, usize)| *place = places[bit]);
    // SAFETY: as above.
    unsafe { core::mem::transmute(packed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Kernel, Leaf};

    fn avx512() -> Option<Avx512> {
        Kernel::available().find_map(|kernel| match kernel.leaf() {
            Leaf::Avx512(kernel) => Some(kernel),
            _ => None,
        })
    }

    #[test]
    fn hashes_are_those_of_every_cpu() {
        let Some(kernel) = avx512() else {
            return;
        };
        let sentence = "Don't pay $5.00, or -3.5 & C++, for counterrevolutionaries (a B c)! ";
        for text in [sentence.to_owned(), sentence.repeat(20), "$".repeat(300), "a ".repeat(300)] {
            for len in [0, 1, 15, 16, 63, 64, 65, text.len()] {
                let text = &text[..len.min(text.len())];
                let (mut hashes, mut expected) = (vec![1], vec![1]);
                assert!(is_plain(kernel, text));
                hash_words(kernel, text.as_bytes(), 7, &mut hashes);
                ascii::hash_words(text.as_bytes(), 7, &mut expected);
                assert_eq!(hashes, expected, "{text}");
            }
        }
        assert!(["`", "^", "caf\u{e9}"].iter().all(|text| !is_plain(kernel, text)));
    }
}
