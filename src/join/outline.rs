//! A few bytes that tell most unlike sets apart.

/// Which first bytes the shingles of a set have, and how many of its shingles a larger set may lack
/// and still be related to it. Refuses in a few nanoseconds what takes a hundred to merge, and where
/// many unlike paragraphs share one phrase that is nearly everything.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    /// A bit for each of 256 first bytes.
    bytes: [u64; 4],
    may_lack: u32,
}

impl Outline {
    /// The outline of a set of which a related, larger one lacks at most `may_lack` shingles.
    pub(super) fn new(set: &[u64], may_lack: usize) -> Outline {
        let mut bytes = [0; 4];
        for hash in set {
            bytes[(hash >> 62) as usize] |= 1 << (hash >> 56 & 63);
        }
        Outline { bytes, may_lack: may_lack as u32 }
    }

    /// Whether the larger set may be related to this one; `false` is certain.
    pub(super) fn fits_in(&self, larger: Outline) -> bool {
        // A first byte that the larger set lacks is that of at least one shingle that it lacks.
        let bytes = self.bytes.iter().zip(larger.bytes);
        let lacking: u32 = bytes.map(|(smaller, larger)| (smaller & !larger).count_ones()).sum();
        lacking <= self.may_lack
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;
    use proptest::prelude::*;

    /// Forty shingles have some 37 first bytes of 256, of which forty others have about six.
    #[test]
    fn an_outline_refuses_most_that_share_nothing() {
        let set = |number: u64| -> Vec<u64> { (0..40).map(|at| mix(number * 40 + at)).collect() };
        let fits = |number: &u64| {
            Outline::new(&set(2 * number), 10).fits_in(Outline::new(&set(2 * number + 1), 0))
        };
        assert!((0..100).filter(fits).count() < 2);
    }

    proptest! {
        #[test]
        fn an_outline_refuses_only_what_lacks_too_much(
            smaller in prop::collection::btree_set(any::<u64>(), 0..40),
            kept in 0..40_usize,
            others in prop::collection::btree_set(any::<u64>(), 0..40),
            may_lack in 0..10_usize,
        ) {
            let smaller: Vec<u64> = smaller.into_iter().collect();
            let larger: Vec<u64> = smaller.iter().take(kept).copied().chain(others).collect();
            let lacking = smaller.iter().filter(|hash| !larger.contains(hash)).count();
            let fits = Outline::new(&smaller, may_lack).fits_in(Outline::new(&larger, 0));
            prop_assert!(fits || lacking > may_lack);
        }
    }
}
