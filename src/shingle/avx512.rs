//! Shingles by AVX-512, which multiplies eight numbers of 64 bits at once.
#![expect(unsafe_code, reason = "a function that needs AVX-512 may run only where it was detected")]

use crate::hash::{append, mix};
use crate::kernel::Avx512;

/// Units of a window up to which it pays to begin each window anew, one multiplication for each unit: 80
/// words take a tenth less time than rolling for three, as long for eight, a twentieth more for twelve (a
/// throw-away harness; no command repeats it).
pub(super) const MOST_UNITS: usize = 8;

/// Appends the hashes of all runs of `size` units; of the whole where there are fewer.
pub(super) fn windows(_: Avx512, units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { compiled(units, size, shingles) }
}

#[target_feature(enable = "avx512f,avx512dq")]
fn compiled(units: &[u64], size: usize, shingles: &mut Vec<u64>) {
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
