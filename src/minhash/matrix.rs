//! The signatures of many sets, side by side.

use super::{EMPTY, Signature, Sketcher};
use crate::Cancelled;
use crate::executor::Executor;
use crate::shingle::{SetBuffer, Sets};

/// Sets that are sketched as one task: about 0.1 ms.
const CHUNK: usize = 256;

/// n × `num_perm` rows in one allocation; a set is named by its position. A set whose rows are all
/// [`EMPTY`] is in no pair.
#[derive(Clone, Debug)]
pub(crate) struct SignatureMatrix {
    num_perm: usize,
    rows: Vec<u32>,
}

impl SignatureMatrix {
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
        Ok(SignatureMatrix { num_perm, rows })
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
        self.rows.len() / self.num_perm
    }

    fn rows(&self, id: u32) -> &[u32] {
        &self.rows[id as usize * self.num_perm..][..self.num_perm]
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
    use crate::minhash::Scheme;

    fn sets() -> Vec<Vec<u64>> {
        (0..1000).map(|i| (0..i % 7).map(|x| x * i).collect()).collect()
    }

    fn check(executor: impl Executor) {
        let sketcher = Sketcher::new(Scheme::builder().num_perm(17).build().unwrap());
        let sets = sets();
        let held = Sets::stored(sets.iter().map(Vec::as_slice).collect());
        let matrix = SignatureMatrix::sketch(executor, &sketcher, &held).unwrap();
        for (id, set) in (0..).zip(&sets) {
            let signature = sketcher.sketch(&set.iter().copied().collect());
            assert_eq!(matrix.rows(id), signature.rows(), "set {id}");
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
