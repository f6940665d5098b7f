//! Removals by position, as the search for them counts. The caller gets their places.

use crate::Similarity;
use crate::report::{self, Counts, Ground, Place, Retained};

/// A paragraph that can be left out, and the one that stays for it, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Removal {
    pub(crate) removed: usize,
    pub(crate) representative: usize,
    pub(crate) ground: Ground,
    pub(crate) score: Similarity,
}

/// Every paragraph that can be left out, in input order.
#[derive(Debug)]
pub(crate) struct Removals {
    pub(crate) removed: Vec<Removal>,
    pub(crate) counts: Counts,
    pub(crate) retained: Retained,
}

impl From<&report::Removal> for Removal {
    fn from(removal: &report::Removal) -> Removal {
        let report::Removal { removed, representative, ground, score } = *removal;
        Removal {
            removed: removed.paragraph,
            representative: representative.paragraph,
            ground,
            score,
        }
    }
}

impl From<Removal> for report::Removal {
    fn from(Removal { removed, representative, ground, score }: Removal) -> report::Removal {
        let [removed, representative] = [removed, representative].map(Place::in_slice);
        report::Removal { removed, representative, ground, score }
    }
}

impl From<Removals> for report::Removals {
    fn from(Removals { removed, counts, retained }: Removals) -> report::Removals {
        let removed = removed.into_iter().map(report::Removal::from).collect();
        report::Removals { removed, counts, retained }
    }
}

/// The positions of the removals that are `wanted`, in groups of one representative each: a representative is then read
/// once for all that go for it.
pub(super) fn by_representative(
    removals: &[Removal],
    wanted: impl Fn(&Removal) -> bool,
) -> Vec<Vec<u32>> {
    let mut order: Vec<(usize, u32)> =
        removals.iter().map(|removal| removal.representative).zip(0..).collect();
    order.retain(|(_, at)| wanted(&removals[*at as usize]));
    order.sort_unstable();
    let groups = order.chunk_by(|one, other| one.0 == other.0);
    groups.map(|group| group.iter().map(|(_, at)| *at).collect()).collect()
}
