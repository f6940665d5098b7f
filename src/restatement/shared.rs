//! What two paragraphs share.

use super::background::{Background, StemWeight};

/// What two paragraphs share, by their distinct stems.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shared {
    /// Summed weight of the shared stems.
    pub(super) weight: f64,
    /// How many they are.
    pub(super) stems: u32,
    /// How many of them are numbers.
    pub(super) numbers: u32,
}

impl Shared {
    /// What two paragraphs share. Sums in the order of the stems' numbers, as a walk along their postings does, so that
    /// both come to the same bits.
    pub(super) fn between(background: &Background, a: usize, b: usize) -> Shared {
        let (mut left, mut right) = (background.distinct(a), background.distinct(b));
        let mut shared = Shared::default();
        while let (Some(x), Some(y)) = (left.first(), right.first()) {
            if x == y {
                shared.add(background.weight(*x));
            }
            left = &left[usize::from(x <= y)..];
            right = &right[usize::from(y <= x)..];
        }
        shared
    }

    pub(super) fn add(&mut self, weight: StemWeight) {
        self.weight += weight.shared;
        self.stems += 1;
        self.numbers += u32::from(weight.is_number);
    }
}
