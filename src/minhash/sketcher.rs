//! From shingle sets to signatures.

use super::minima::{Coefficients, fold_min};
use super::{EMPTY, Scheme, Signature};
use crate::Kernel;
use crate::hash::mix;
use crate::shingle::ShingleSet;

/// Shingles that are premixed at a time, on the stack: 1 KiB.
const CHUNK: usize = 256;

/// Makes signatures under one scheme: derives the coefficients once, sketches many sets.
///
/// Row i of a set is the minimum over its shingles x of aᵢ·x' + bᵢ mod 2³². x' is the upper half
/// of x after `MurmurHash3`'s 64-bit finaliser. aᵢ (made odd by setting its lowest bit) and bᵢ are
/// the lower and the upper half of XXH3-64, under the scheme's seed, of i as 4 little-endian
/// bytes. `u32::MAX` is kept for the empty set: the other minima are taken with `u32::MAX - 1`.
///
/// ```
/// use paradup::minhash::{Scheme, Sketcher};
///
/// let (sketcher, shingler) = (Sketcher::new(Scheme::default()), Scheme::default().shingler());
/// let [a, b] = ["Bell, book and candle.", "bell book and candle"].map(|text| shingler.shingles(text));
/// assert_eq!(sketcher.sketch(&a), sketcher.sketch(&b));
/// assert_eq!(sketcher.sketch(&a).rows().len(), 128);
/// ```
#[derive(Clone, Debug)]
pub struct Sketcher {
    scheme: Scheme,
    coefficients: Coefficients,
    kernel: Kernel,
}

impl Sketcher {
    /// A sketcher that uses the fastest kernel this CPU has. 1 KiB for 128 rows.
    pub fn new(scheme: Scheme) -> Sketcher {
        Sketcher::with_kernel(scheme, Kernel::detect())
    }

    /// A sketcher that uses `kernel`, for tests and benchmarks: all kernels give the same rows.
    pub fn with_kernel(scheme: Scheme, kernel: Kernel) -> Sketcher {
        let coefficients = Coefficients::derive(scheme.num_perm(), scheme.seed());
        Sketcher { scheme, coefficients, kernel }
    }

    /// The scheme of the signatures.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The signature of a set, which is to come from [`Scheme::shingler`] where signatures of texts are
    /// compared. O(shingles × `num_perm`).
    pub fn sketch(&self, shingles: &ShingleSet) -> Signature {
        let mut rows = vec![EMPTY; self.scheme.num_perm()];
        self.sketch_into(shingles.as_slice(), &mut rows);
        Signature::new(self.scheme, rows.into())
    }

    /// Writes the rows of [`sketch`](Sketcher::sketch) over `rows`; allocates nothing. Neither
    /// the order of the shingles nor repeated ones matter.
    ///
    /// # Panics
    /// When there are not [`num_perm`](Scheme::num_perm) rows.
    pub fn sketch_into(&self, shingles: &[u64], rows: &mut [u32]) {
        assert_eq!(rows.len(), self.scheme.num_perm(), "a signature has num_perm rows");
        // No minimum may look like a row of the empty set.
        rows.fill(if shingles.is_empty() { EMPTY } else { EMPTY - 1 });
        let mut hashes = [0; CHUNK];
        for shingles in shingles.chunks(CHUNK) {
            // Once for all rows.
            for (hash, &shingle) in hashes.iter_mut().zip(shingles) {
                *hash = premix(shingle);
            }
            fold_min(self.kernel, rows, &self.coefficients, &hashes[..shingles.len()]);
        }
    }
}

/// 32 well-mixed bits: a row is affine in them, so any pattern left in the shingles would bias it.
fn premix(shingle: u64) -> u32 {
    (mix(shingle) >> 32) as u32
}
