//! The portable loop, compiled for AVX-512.
#![expect(unsafe_code, reason = "a function that needs AVX-512 may run only where it was detected")]

use super::portable::{self, Coefficients};
use crate::kernel::Avx512;

pub(super) fn fold_min(_: Avx512, rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    // SAFETY: a token exists, so this CPU has AVX-512.
    unsafe { compiled(rows, coefficients, hashes) }
}

#[target_feature(enable = "avx512f")]
fn compiled(rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    portable::fold_min(rows, coefficients, hashes);
}
