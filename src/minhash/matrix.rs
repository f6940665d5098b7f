//! The signatures of many sets, side by side.

use super::signature::resemblance;
use super::{EMPTY, Scheme, Signature, Sketcher};
use crate::executor::Executor;
use crate::shingle::{SetBuffer, Sets};
use crate::{Cancelled, MismatchError, Similarity};

/// Sets that are sketched as one task: about 0.1 ms.
const CHUNK: usize = 256;

/// Signatures of one scheme, side by side in one allocation, each named by its position. 4 bytes a row: 512 bytes for each
/// signature of 128.
///
/// It is the form in which many signatures are kept: [`write_to`](SignatureMatrix::write_to) gives the bytes that
/// [`read_from`](SignatureMatrix::read_from) takes. What each signature stands for, an id or a text, is the caller's to know.
///
/// ```
/// use paradup::minhash::{Scheme, SignatureMatrix, Sketcher};
///
/// let (sketcher, shingler) = (Sketcher::new(Scheme::default()), Scheme::default().shingler());
/// let mut matrix = SignatureMatrix::new(Scheme::default());
/// for text in ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"] {
///     matrix.push(&sketcher.sketch(&shingler.shingles(text)))?;
/// }
/// assert_eq!((matrix.len(), matrix.resemblance(0, 2).get(), matrix.resemblance(0, 1).get()), (3, 1.0, 0.0));
///
/// let mut bytes = Vec::new();
/// matrix.write_to(&mut bytes)?;
/// assert_eq!(SignatureMatrix::read_from(&bytes[..])?, matrix);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureMatrix {
    scheme: Scheme,
    rows: Vec<u32>,
}

impl SignatureMatrix {
    /// No signatures yet.
    pub fn new(scheme: Scheme) -> SignatureMatrix {
        SignatureMatrix { scheme, rows: Vec::new() }
    }

    /// Whole signatures, one behind the other.
    pub(super) fn from_all_rows(scheme: Scheme, rows: Vec<u32>) -> SignatureMatrix {
        debug_assert!(
            rows.len().is_multiple_of(scheme.num_perm()),
            "a signature has num_perm rows"
        );
        SignatureMatrix { scheme, rows }
    }

    pub(super) fn all_rows(&self) -> &[u32] {
        &self.rows
    }

    /// Puts a signature behind the others. O(`num_perm`).
    ///
    /// # Errors
    /// When it was made under another scheme.
    pub fn push(&mut self, signature: &Signature) -> Result<(), MismatchError> {
        self.scheme.check_compatible(signature.scheme())?;
        self.rows.extend(signature.rows());
        Ok(())
    }

    /// What the signatures depend on besides the texts.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// How many signatures there are.
    pub fn len(&self) -> usize {
        self.rows.len() / self.scheme.num_perm()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows of a signature, as [`Signature::rows`] gives them.
    ///
    /// # Panics
    /// When there is no such signature.
    pub fn rows(&self, at: usize) -> &[u32] {
        let num_perm = self.scheme.num_perm();
        &self.rows[at * num_perm..][..num_perm]
    }

    /// A copy of one signature. O(`num_perm`).
    ///
    /// # Panics
    /// When there is no such signature.
    pub fn signature(&self, at: usize) -> Signature {
        Signature::new(self.scheme, self.rows(at).into())
    }

    /// What [`Signature::resemblance`] says of two of the signatures. O(`num_perm`).
    ///
    /// # Panics
    /// When there is no such signature.
    pub fn resemblance(&self, a: usize, b: usize) -> Similarity {
        resemblance(self.rows(a), self.rows(b))
    }

    /// The signatures of all sets.
    pub(crate) fn sketch<E: Executor>(
        executor: E,
        sketcher: &Sketcher,
        sets: &Sets<'_>,
    ) -> Result<SignatureMatrix, Cancelled> {
        let num_perm = sketcher.scheme().num_perm();
        let mut rows = vec![EMPTY; sets.len() * num_perm];
        executor.fill_chunks(&mut rows, CHUNK * num_perm, |start, rows| {
            let mut room = SetBuffer::default();
            // Chunks are whole signatures, so `start` is a multiple of `num_perm`.
            for (i, rows) in rows.chunks_exact_mut(num_perm).enumerate() {
                sketcher.sketch_into(sets.get(start / num_perm + i, &mut room), rows);
            }
        })?;
        Ok(SignatureMatrix { scheme: *sketcher.scheme(), rows })
    }
}

/// Signatures of one scheme, each named by its position: a matrix, or a slice of separate ones.
pub(crate) trait Signatures: Sync {
    /// How many signatures there are.
    fn len(&self) -> usize;

    /// The rows of set `id`.
    ///
    /// # Panics
    /// When there is no such set.
    fn rows(&self, id: u32) -> &[u32];

    /// The sets that are not empty, ascending.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` sets.
    fn ids(&self) -> Vec<u32> {
        let len =
            u32::try_from(self.len()).expect("at most u32::MAX signatures: more take terabytes");
        (0..len).filter(|&id| self.rows(id)[0] != EMPTY).collect()
    }
}

impl Signatures for SignatureMatrix {
    fn len(&self) -> usize {
        self.len()
    }

    fn rows(&self, id: u32) -> &[u32] {
        self.rows(id as usize)
    }
}

impl Signatures for [Signature] {
    fn len(&self) -> usize {
        <[Signature]>::len(self)
    }

    fn rows(&self, id: u32) -> &[u32] {
        self[id as usize].rows()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;

    fn sets() -> Vec<Vec<u64>> {
        (0..1000).map(|i| (0..i % 7).map(|x| x * i).collect()).collect()
    }

    fn check(executor: impl Executor) {
        let sketcher = Sketcher::new(Scheme::builder().num_perm(17).build().unwrap());
        let sets = sets();
        let held = Sets::stored(sets.iter().map(Vec::as_slice).collect());
        let matrix = SignatureMatrix::sketch(executor, &sketcher, &held).unwrap();
        for (at, set) in sets.iter().enumerate() {
            let signature = sketcher.sketch(&set.iter().copied().collect());
            assert_eq!(matrix.signature(at), signature, "set {at}");
        }
        let full = (0..).zip(&sets).filter(|(_, set)| !set.is_empty()).map(|(id, _)| id);
        assert_eq!(matrix.ids(), full.collect::<Vec<u32>>());
    }

    #[test]
    fn sketching_many_equals_sketching_each() {
        check(Serial);
        #[cfg(feature = "rayon")]
        check(crate::executor::Rayon);
    }
}
