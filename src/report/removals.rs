//! What can be left out of a collection, and what stays for it.

use core::slice;
use std::vec;

use super::counts::Counts;
use super::ground::Ground;
use super::place::Place;
use super::retained::Retained;
use crate::Similarity;
use crate::text::Span;

/// A paragraph that can be left out, and the one that stays for it.
///
/// ```
/// use paradup::report::Ground;
/// use paradup::Detector;
///
/// let texts = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let removals = Detector::default().removals(&texts);
/// let removal = &removals.removed[0];
/// assert_eq!((removal.removed.paragraph, removal.representative.paragraph), (2, 0));
/// assert_eq!(removal.ground, Ground::Reformatted);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Removal {
    /// The paragraph to leave out.
    pub removed: Place,
    /// The paragraph that stays.
    pub representative: Place,
    /// Why it can be left out.
    pub ground: Ground,
    /// The score that the ground rests on: 1 for the first three grounds, else the resemblance, the
    /// containment of the removed paragraph, or the probability of a restatement.
    pub score: Similarity,
}

/// Every paragraph that can be left out of a collection.
///
/// ```
/// use paradup::Detector;
///
/// let texts = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let removals = Detector::default().removals(&texts);
/// assert_eq!(removals.removed.len(), 1);
/// assert_eq!((removals.counts.distinct, removals.counts.reformatted), (2, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Removals {
    /// The removals, in input order.
    pub removed: Vec<Removal>,
    /// How much was looked at and found; what is a finding elsewhere is a removal here.
    pub counts: Counts,
    /// What stays though similarity alone would remove it.
    pub retained: Retained,
}

impl Removals {
    /// The removals, in input order.
    pub fn iter(&self) -> slice::Iter<'_, Removal> {
        self.removed.iter()
    }
}

impl IntoIterator for Removals {
    type Item = Removal;
    type IntoIter = vec::IntoIter<Removal>;

    /// The removals, in input order.
    fn into_iter(self) -> vec::IntoIter<Removal> {
        self.removed.into_iter()
    }
}

impl<'r> IntoIterator for &'r Removals {
    type Item = &'r Removal;
    type IntoIter = slice::Iter<'r, Removal>;

    /// The removals, in input order.
    fn into_iter(self) -> slice::Iter<'r, Removal> {
        self.iter()
    }
}

/// Whether one paragraph could be left out for another, and what keeps it if not.
///
/// ```
/// use paradup::report::{Ground, Verdict};
///
/// let detector = paradup::Detector::default();
/// let verdict = detector.judge("Closed on Mondays.", "CLOSED on Mondays.");
/// assert_eq!(verdict, Verdict::Goes(Ground::Reformatted));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// It can be left out, on this ground.
    Goes(Ground),
    /// It stays, because these sentences or words of it would be lost: bytes of the paragraph to be removed. The list
    /// is empty where nothing would be lost, but the two are not related, or the text is too short to go.
    Stays(Vec<Span>),
}
