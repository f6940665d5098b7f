//! Shingles and their order by AVX2, four numbers of 64 bits at once.
//! `cargo bench --bench kernel -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "a function that needs AVX2 may run only where it was detected")]

use core::arch::x86_64::{
    __m256i, _mm256_add_epi64, _mm256_castsi256_pd, _mm256_cmpgt_epi64, _mm256_loadu_si256,
    _mm256_movemask_pd, _mm256_set1_epi64x, _mm256_storeu_si256, _mm256_xor_si256,
};

use super::insertion::insert_descents;
use crate::hash::avx2::{mix, multiply};
use crate::hash::{BASE, mix as mix_one, sequence};
use crate::kernel::Avx2;

const LANES: usize = 4;

/// Units of a window up to which it pays to begin each window anew.
pub(super) const MAX_UNITS: usize = 8;

/// Appends the hashes of all runs of `size` units; of the whole where there are fewer.
pub(super) fn windows(_: Avx2, units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    // SAFETY: a token exists, so this CPU has AVX2.
    unsafe { windows_here(units, size, shingles) }
}

#[target_feature(enable = "avx2")]
fn windows_here(units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    let size = size.min(units.len());
    if size == 0 {
        return;
    }
    let count = units.len() + 1 - size;
    let side_by_side = count - count % LANES;
    let length = all(mix_one(size as u64));
    let start = shingles.len();
    shingles.resize(start + side_by_side, 0);
    for (first, four) in shingles[start..].as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let first = first * LANES;
        let mut numbers = load(&units[first..first + LANES]);
        for next in units[first + 1..first + size + LANES - 1].windows(LANES) {
            numbers = _mm256_add_epi64(multiply(numbers, BASE), load(next));
        }
        store(mix(_mm256_xor_si256(numbers, length)), four);
    }
    shingles.extend(units[side_by_side..].windows(size).map(sequence));
}

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
fn load(numbers: &[u64]) -> __m256i {
    let four: &[u64; LANES] = numbers.first_chunk().expect("callers pass four numbers");
    // SAFETY: an array of four numbers has 32 bytes.
    unsafe { _mm256_loadu_si256(four.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store(numbers: __m256i, four: &mut [u64; LANES]) {
    // SAFETY: an array of four numbers has 32 bytes.
    unsafe { _mm256_storeu_si256(four.as_mut_ptr().cast(), numbers) };
}

#[inline]
#[target_feature(enable = "avx2")]
fn all(number: u64) -> __m256i {
    _mm256_set1_epi64x(number.cast_signed())
}
