//! The set of a paragraph's shingles, and the exact measures between two sets.

use core::cmp::Ordering;

use super::settling::settle;
use crate::Similarity;

/// Sorted, distinct shingle hashes of one paragraph.
///
/// The measures are exact; signatures only propose. An empty set resembles nothing, not even
/// another empty set. 8 bytes a shingle.
///
/// ```
/// use paradup::shingle::ShingleSet;
///
/// let a: ShingleSet = [1, 2, 3, 4].into_iter().collect();
/// let b: ShingleSet = [3, 4, 5, 6, 7, 8].into_iter().collect();
/// assert_eq!(a.jaccard(&b).get(), 2.0 / 8.0);
/// assert_eq!(a.containment_in(&b).get(), 2.0 / 4.0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShingleSet {
    hashes: Box<[u64]>,
}

impl ShingleSet {
    /// How many distinct shingles.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether the paragraph has no words at all.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The hashes, ascending.
    pub fn as_slice(&self) -> &[u64] {
        &self.hashes
    }

    /// How many shingles both sets hold. O(n + m).
    pub fn overlap(&self, other: &ShingleSet) -> usize {
        self.overlap_at_least(other, 0).unwrap_or(0)
    }

    /// [`overlap`](ShingleSet::overlap), or `None` as soon as it is certain to stay below `needed`.
    pub fn overlap_at_least(&self, other: &ShingleSet, needed: usize) -> Option<usize> {
        overlap_at_least(&self.hashes, &other.hashes, needed)
    }

    /// Resemblance: |A∩B| / |A∪B|. O(n + m).
    pub fn jaccard(&self, other: &ShingleSet) -> Similarity {
        let shared = self.overlap(other);
        Similarity::ratio(shared, self.len() + other.len() - shared)
    }

    /// Containment of this set in the other: |A∩B| / |A|. O(n + m).
    pub fn containment_in(&self, other: &ShingleSet) -> Similarity {
        Similarity::ratio(self.overlap(other), self.len())
    }
}

/// How many hashes two ascending slices share, or `None` as soon as it is certain to stay below
/// `needed`.
pub(crate) fn overlap_at_least(
    mut left: &[u64],
    mut right: &[u64],
    needed: usize,
) -> Option<usize> {
    let mut shared = 0;
    while let (Some(a), Some(b)) = (left.first(), right.first()) {
        if shared + left.len().min(right.len()) < needed {
            return None;
        }
        let order = a.cmp(b);
        shared += usize::from(order == Ordering::Equal);
        left = &left[usize::from(order != Ordering::Greater)..];
        right = &right[usize::from(order != Ordering::Less)..];
    }
    (shared >= needed).then_some(shared)
}

impl FromIterator<u64> for ShingleSet {
    /// O(n log n).
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> ShingleSet {
        let hashes: Vec<u64> = hashes.into_iter().collect();
        let mut set = Vec::new();
        settle(&hashes, &mut set);
        ShingleSet { hashes: set.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Few hashes, so that sets share many of them.
    fn hashes() -> impl Strategy<Value = BTreeSet<u64>> {
        prop::collection::btree_set(0..12_u64, 0..10)
    }

    proptest! {
        #[test]
        fn measures_are_those_of_the_definition(a in hashes(), b in hashes()) {
            let sets = [&a, &b].map(|hashes| hashes.iter().copied().collect::<ShingleSet>());
            let (shared, union) = (a.intersection(&b).count(), a.union(&b).count());
            let ratio = |whole: usize| {
                Similarity::new(if whole == 0 { 0.0 } else { shared as f64 / whole as f64 }).unwrap()
            };
            prop_assert_eq!(sets[0].overlap(&sets[1]), shared);
            prop_assert_eq!(sets[0].jaccard(&sets[1]), ratio(union));
            prop_assert_eq!(sets[0].containment_in(&sets[1]), ratio(a.len()));
            for needed in 0..12 {
                let enough = sets[0].overlap_at_least(&sets[1], needed);
                prop_assert_eq!(enough, (shared >= needed).then_some(shared));
            }
        }
    }
}
