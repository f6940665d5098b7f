//! What two shingle sets share, counted.

use super::set::{ShingleSet, overlap_at_least};
use crate::Similarity;

/// The sizes of two shingle sets and of their intersection: all that the exact measures need.
///
/// ```
/// use paradup::shingle::{Overlap, ShingleSet};
///
/// let a: ShingleSet = [1, 2, 3, 4].into_iter().collect();
/// let b: ShingleSet = [3, 4, 5, 6, 7, 8].into_iter().collect();
/// let overlap = Overlap::between(&a, &b);
/// assert_eq!(overlap.jaccard().get(), 2.0 / 8.0);
/// assert_eq!(overlap.containment_a().get(), 2.0 / 4.0);
/// assert_eq!(overlap.containment_b().get(), 2.0 / 6.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    shared: usize,
    a: usize,
    b: usize,
}

impl Overlap {
    /// Counts what `a` and `b` share. O(n + m).
    pub fn between(a: &ShingleSet, b: &ShingleSet) -> Overlap {
        Overlap { shared: a.overlap(b), a: a.len(), b: b.len() }
    }

    /// The overlap of two sets as ascending hashes, or `None` where they share less than `needed`.
    pub(crate) fn at_least(a: &[u64], b: &[u64], needed: usize) -> Option<Overlap> {
        let shared = overlap_at_least(a, b, needed)?;
        Some(Overlap { shared, a: a.len(), b: b.len() })
    }

    /// [`Overlap::between`] sets as ascending hashes.
    pub(crate) fn of_hashes(a: &[u64], b: &[u64]) -> Overlap {
        Overlap { shared: overlap_at_least(a, b, 0).unwrap_or(0), a: a.len(), b: b.len() }
    }

    /// The overlap of a set of `len` shingles with itself.
    pub(crate) fn of_equals(len: usize) -> Overlap {
        Overlap { shared: len, a: len, b: len }
    }

    /// Resemblance: |A∩B| / |A∪B|.
    pub fn jaccard(self) -> Similarity {
        Similarity::ratio(self.shared, self.a + self.b - self.shared)
    }

    /// How much of the first set stands in the second: |A∩B| / |A|.
    pub fn containment_a(self) -> Similarity {
        Similarity::ratio(self.shared, self.a)
    }

    /// How much of the second set stands in the first: |A∩B| / |B|.
    pub fn containment_b(self) -> Similarity {
        Similarity::ratio(self.shared, self.b)
    }

    /// The sizes of both sets, the smaller one first.
    pub(crate) fn sizes(self) -> (usize, usize) {
        (self.a.min(self.b), self.a.max(self.b))
    }

    /// Whether the first set is the smaller one, or equal in size.
    pub(crate) fn a_is_smaller(self) -> bool {
        self.a <= self.b
    }

    /// Containment of the smaller set in the larger.
    pub(crate) fn containment_of_smaller(self) -> Similarity {
        self.containment_a().max(self.containment_b())
    }
}
