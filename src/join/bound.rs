//! What sizes and positions alone say about a pair.

use crate::relation::Thresholds;

/// The relations to look for, and how much two sets must share to stand in one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) thresholds: Thresholds,
    pub(crate) near: bool,
    pub(crate) contained: bool,
    /// A shingle that more sets offer is hot.
    pub(crate) hot: usize,
}

/// A set's size and the place of one of its shingles, counted from 0 in the order of the join.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) len: usize,
    pub(super) place: usize,
}

impl Spot {
    /// Shingles from this one on.
    fn rest(self) -> usize {
        self.len - self.place
    }
}

/// Which relations a meeting leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Open {
    pub(super) near: bool,
    pub(super) contained: bool,
}

impl Open {
    pub(super) fn any(self) -> bool {
        self.near || self.contained
    }

    pub(super) fn or(self, other: Open) -> Open {
        Open { near: self.near || other.near, contained: self.contained || other.contained }
    }
}

impl Bounds {
    /// How many of its rarest shingles a set of `len` offers.
    pub(super) fn prefix(&self, len: usize) -> usize {
        let near = if self.near { prefix(len, self.thresholds.near) } else { 0 };
        let contained = if self.contained { prefix(len, self.thresholds.contained) } else { 0 };
        near.max(contained)
    }

    /// What may hold of a pair whose first common shingle stands at these places. True of the first
    /// common shingle of every pair that is related; of a later one it may be false.
    pub(super) fn open(&self, smaller: Spot, larger: Spot) -> Open {
        Open {
            near: self.near && self.near_is_open(smaller, larger),
            contained: self.contained
                && smaller.place < prefix(smaller.len, self.thresholds.contained)
                && Thresholds::may_contain(smaller.len, larger.len),
        }
    }

    /// Before its first common shingle a set shares nothing, so what is shared is at most the rest.
    fn near_is_open(&self, smaller: Spot, larger: Spot) -> bool {
        let near = self.thresholds.near;
        let shared = near / (1.0 + near) * (smaller.len + larger.len) as f64;
        let rest = smaller.rest().min(larger.rest());
        smaller.len as f64 + HAIR >= near * larger.len as f64 && rest as f64 + HAIR >= shared
    }
}

/// Rounding in a product must never cost a pair: one shingle too few costs only time.
const HAIR: f64 = 1e-6;

/// n − ⌈share·n⌉ + 1, and at most n.
fn prefix(len: usize, share: f64) -> usize {
    let needed = (len as f64 * share - HAIR).ceil() as usize;
    len - needed.clamp(1, len.max(1)).min(len) + usize::from(len > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_by_hand() {
        assert_eq!([0, 1, 5, 10].map(|len| prefix(len, 0.8)), [0, 1, 2, 3]);
        assert_eq!([1, 10].map(|len| prefix(len, 1.0)), [1, 1]);
        assert_eq!(prefix(10, 0.001), 10);
    }
}
