//! The order of a set by AVX2, which compares four numbers of 64 bits at once.
//!
//! `cargo bench --bench kernel -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "a function that needs AVX2 may run only where it was detected")]

use core::arch::x86_64::{
    __m256i, _mm256_castsi256_pd, _mm256_cmpgt_epi64, _mm256_loadu_si256, _mm256_movemask_pd,
    _mm256_set1_epi64x, _mm256_xor_si256,
};

use super::insertion::insert_descents;
use crate::kernel::Avx2;

const LANES: usize = 4;

/// Sorts what is nearly sorted, and says whether all are distinct.
pub(super) fn insertion_pass(_: Avx2, nearly: &mut [u64]) -> bool {
    // SAFETY: a token exists, so this CPU has AVX2.
    unsafe { insertion_pass_here(nearly) }
}

#[target_feature(enable = "avx2,bmi1")]
fn insertion_pass_here(nearly: &mut [u64]) -> bool {
    insert_descents(nearly, |hashes, first| descents(hashes, first))
}

/// A bit for each of 64 hashes from `first` on that is not above the one before it.
#[inline]
#[target_feature(enable = "avx2,bmi1")]
fn descents(hashes: &[u64], first: usize) -> u64 {
    let end = hashes.len().min(first + 64);
    let (fours, rest) = hashes[first..end].as_chunks::<LANES>();
    let (fours_before, rest_before) = hashes[first - 1..end - 1].as_chunks::<LANES>();
    let mut descents = 0;
    for (at, (here, before)) in (0..).step_by(LANES).zip(fours.iter().zip(fours_before)) {
        descents |= u64::from(!above(load(here), load(before)) & 0b1111) << at;
    }
    let places = fours.len() * LANES..;
    for (at, (here, before)) in places.zip(rest.iter().zip(rest_before)) {
        descents |= u64::from(here <= before) << at;
    }
    descents
}

/// A bit for each number that is above its neighbour.
#[inline]
#[target_feature(enable = "avx2")]
fn above(numbers: __m256i, others: __m256i) -> u8 {
    // AVX2 compares signed numbers alone.
    let sign = all(1 << 63);
    let above = _mm256_cmpgt_epi64(_mm256_xor_si256(numbers, sign), _mm256_xor_si256(others, sign));
    _mm256_movemask_pd(_mm256_castsi256_pd(above)) as u8
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(four: &[u64; LANES]) -> __m256i {
    // SAFETY: an array of four numbers has 32 bytes.
    unsafe { _mm256_loadu_si256(four.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn all(number: u64) -> __m256i {
    _mm256_set1_epi64x(number.cast_signed())
}
