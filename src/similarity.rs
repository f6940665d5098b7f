//! A number in 0..=1 with a total order.

use core::cmp::Ordering;
use core::fmt;

/// A similarity, a containment, a probability: a number in `0.0..=1.0`, never NaN.
///
/// Because it is never NaN it has a total order and can be sorted and compared without ceremony.
///
/// ```
/// use paradup::Similarity;
///
/// let half = Similarity::new(0.5).unwrap();
/// assert!(half < Similarity::ONE);
/// assert_eq!(half.to_string(), "0.500");
/// assert_eq!(Similarity::new(1.5), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "f64", into = "f64"))]
pub struct Similarity(f64);

impl Similarity {
    /// Nothing in common.
    pub const ZERO: Similarity = Similarity(0.0);
    /// The same.
    pub const ONE: Similarity = Similarity(1.0);

    /// `None` for NaN and for numbers outside `0.0..=1.0`.
    pub fn new(value: f64) -> Option<Similarity> {
        // `+ 0.0` turns -0.0 into 0.0, which would otherwise serialise differently.
        (0.0..=1.0).contains(&value).then_some(Similarity(value + 0.0))
    }

    /// `part / whole`, and zero where the whole is empty: an empty paragraph resembles nothing.
    pub(crate) fn ratio(part: usize, whole: usize) -> Similarity {
        debug_assert!(part <= whole, "a part ({part}) is at most its whole ({whole})");
        if whole == 0 { Similarity::ZERO } else { Similarity(part as f64 / whole as f64) }
    }

    /// The number, in `0.0..=1.0`.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Eq for Similarity {}

impl Ord for Similarity {
    fn cmp(&self, other: &Similarity) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Similarity {
    fn partial_cmp(&self, other: &Similarity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Similarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl From<Similarity> for f64 {
    fn from(similarity: Similarity) -> f64 {
        similarity.0
    }
}

impl TryFrom<f64> for Similarity {
    type Error = OutOfRange;

    fn try_from(value: f64) -> Result<Similarity, OutOfRange> {
        Similarity::new(value).ok_or(OutOfRange { found: value })
    }
}

/// A number was no [`Similarity`].
///
/// ```
/// let error = paradup::Similarity::try_from(2.0).unwrap_err();
/// assert_eq!(error.to_string(), "expected a number from 0 to 1, found 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutOfRange {
    found: f64,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a number from 0 to 1, found {}", self.found)
    }
}

impl core::error::Error for OutOfRange {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_three_places_and_refused_by_what_they_are() {
        assert_eq!(Similarity::ratio(2, 3).to_string(), "0.667");
        let error = Similarity::try_from(-0.25).unwrap_err();
        assert_eq!(error.to_string(), "expected a number from 0 to 1, found -0.25");
    }
}
