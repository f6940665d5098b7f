//! The portable loop, compiled for AVX-512.
#![expect(unsafe_code, reason = "a function that needs AVX-512 may run only where it was detected")]

use super::{Coefficients, portable};

/// Proof that this CPU has AVX-512: [`Avx512::new`] makes it only there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx512(());

impl Avx512 {
    pub(super) fn new() -> Option<Avx512> {
        is_x86_feature_detected!("avx512f").then_some(Avx512(()))
    }

    #[expect(clippy::unused_self, reason = "having it is the proof")]
    pub(super) fn fold_min(self, rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
        // SAFETY: a token exists, so this CPU has AVX-512.
        unsafe { fold_min(rows, coefficients, hashes) }
    }
}

#[target_feature(enable = "avx512f")]
fn fold_min(rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    portable::fold_min(rows, coefficients, hashes);
}
