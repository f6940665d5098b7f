//! The portable loop, compiled for AVX2.
#![expect(unsafe_code, reason = "a function that needs AVX2 may run only where it was detected")]

use super::portable::{self, Coefficients};
use crate::kernel::Avx2;

pub(super) fn fold_min(_: Avx2, rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    // SAFETY: a token exists, so this CPU has AVX2.
    unsafe { compiled(rows, coefficients, hashes) }
}

#[target_feature(enable = "avx2")]
fn compiled(rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    portable::fold_min(rows, coefficients, hashes);
}
