//! Shingles and their order by AVX-512, which multiplies and compares eight numbers of 64 bits at once.
//! `cargo bench --bench kernel -- shingles` shows what that gives.
#![expect(unsafe_code, reason = "a function that needs AVX-512 may run only where it was detected")]

use core::arch::x86_64::{_mm512_mask_cmple_epu64_mask, _mm512_maskz_loadu_epi64};

use super::insertion::insert_descents;
use crate::hash::{append, mix};
use crate::kernel::Avx512;

/// Units of a window up to which it pays to begin each window anew, one multiplication for each unit: 80
/// words take a tenth less time than rolling for three, as long for eight, a twentieth more for twelve (a
/// throw-away harness; no command repeats it).
pub(super) const MAX_UNITS: usize = 8;

/// Appends the hashes of all runs of `size` units; of the whole where there are fewer.
pub(super) fn windows(_: Avx512, units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { windows_here(units, size, shingles) }
}

#[target_feature(enable = "avx512f,avx512dq")]
fn windows_here(units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    let size = size.min(units.len());
    if size == 0 {
        return;
    }
    let start = shingles.len();
    shingles.extend_from_slice(&units[..=units.len() - size]);
    for behind in 1..size {
        for (number, unit) in shingles[start..].iter_mut().zip(&units[behind..]) {
            *number = append(*number, *unit);
        }
    }
    let length = mix(size as u64);
    shingles[start..].iter_mut().for_each(|number| *number = mix(*number ^ length));
}

/// Sorts what is nearly sorted, and says whether all are distinct.
pub(super) fn insertion_pass(_: Avx512, nearly: &mut [u64]) -> bool {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { insertion_pass_here(nearly) }
}

#[target_feature(enable = "avx512f,bmi1")]
fn insertion_pass_here(nearly: &mut [u64]) -> bool {
    insert_descents(nearly, |hashes, first| descents(hashes, first))
}

/// A bit for each of 64 hashes from `first` on that is not above the one before it.
#[inline]
#[target_feature(enable = "avx512f,bmi1")]
fn descents(hashes: &[u64], first: usize) -> u64 {
    let mut descents = 0;
    for (eight, at) in (first..hashes.len()).step_by(8).take(8).enumerate() {
        let read = if hashes.len() - at < 8 { (1 << (hashes.len() - at)) - 1 } else { u8::MAX };
        // SAFETY: what is read of the hashes is there; masked ones are not touched.
        let here = unsafe { _mm512_maskz_loadu_epi64(read, hashes[at..].as_ptr().cast()) };
        // SAFETY: as above, one place before.
        let before = unsafe { _mm512_maskz_loadu_epi64(read, hashes[at - 1..].as_ptr().cast()) };
        let not_above = _mm512_mask_cmple_epu64_mask(read, here, before);
        descents |= u64::from(not_above) << (8 * eight);
    }
    descents
}
