//! A number in 0..=1 with a total order.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

/// A similarity, a containment, a probability: a number in `0.0..=1.0`, never NaN.
///
/// As it is never NaN, similarities have a total order. They can be compared with a plain `f64` too, which
/// is smaller than none and equal to none where it is NaN.
///
/// ```
/// use paradup::Similarity;
///
/// let half: Similarity = "0.5".parse()?;
/// assert!(half < Similarity::ONE && half < 0.7);
/// assert_eq!(half, 0.5);
/// assert_eq!((half.to_string(), format!("{half:.1}")), ("0.500".into(), "0.5".into()));
/// assert!(Similarity::try_from(1.5).is_err());
/// # Ok::<(), paradup::OutOfRange>(())
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

    /// The number as a similarity, or `None` where it is NaN or outside `0.0..=1.0`.
    pub(crate) fn new(value: f64) -> Option<Similarity> {
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

impl PartialEq<f64> for Similarity {
    fn eq(&self, other: &f64) -> bool {
        self.0 == *other
    }
}

impl PartialOrd<f64> for Similarity {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.0.partial_cmp(other)
    }
}

/// With three places, unless others are asked for.
impl fmt::Display for Similarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.precision() {
            Some(_) => fmt::Display::fmt(&self.0, f),
            None => f.pad(&format!("{:.3}", self.0)),
        }
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
        Similarity::new(value).ok_or_else(|| OutOfRange { found: value.to_string() })
    }
}

impl FromStr for Similarity {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Similarity, OutOfRange> {
        let number = text.parse().ok().and_then(Similarity::new);
        number.ok_or_else(|| OutOfRange { found: text.to_owned() })
    }
}

/// A number, or a text, is no [`Similarity`].
///
/// ```
/// let error = paradup::Similarity::try_from(2.0).unwrap_err();
/// assert_eq!(error.to_string(), "expected a number from 0 to 1, found 2");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    found: String,
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
        for refused in ["", "half", "nan", "1.01"] {
            let error = refused.parse::<Similarity>().unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("expected a number from 0 to 1, found {refused}")
            );
        }
    }

    #[test]
    fn numbers_of_either_kind_are_compared() {
        let third = Similarity::ratio(1, 3);
        assert!(third > 0.3 && third < 0.4 && third == 1.0 / 3.0);
        assert_eq!(third.partial_cmp(&f64::NAN), None);
        assert_eq!(format!("{third:>7}|{third:>5.1}"), "  0.333|  0.3");
    }
}
