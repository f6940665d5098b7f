//! The portable loop, compiled for AVX2.
#![expect(unsafe_code, reason = "a function that needs AVX2 may run only where it was detected")]

use super::{Coefficients, portable};

/// Proof that this CPU has AVX2: [`Avx2::new`] makes it only there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn new() -> Option<Avx2> {
        is_x86_feature_detected!("avx2").then_some(Avx2(()))
    }

    #[expect(clippy::unused_self, reason = "having it is the proof")]
    pub(super) fn fold_min(self, rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
        // SAFETY: a token exists, so this CPU has AVX2.
        unsafe { fold_min(rows, coefficients, hashes) }
    }
}

#[target_feature(enable = "avx2")]
fn fold_min(rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    portable::fold_min(rows, coefficients, hashes);
}
