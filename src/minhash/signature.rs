//! The sketch of one shingle set.

use core::fmt::Display;

use super::{EMPTY, Scheme};
use crate::{FormatError, MismatchError, Similarity};

/// The rows of one shingle set, and the scheme they were made under. 4 bytes a row.
///
/// ```
/// use paradup::minhash::{Scheme, Sketcher};
/// use paradup::shingle::ShingleSet;
///
/// let sketcher = Sketcher::new(Scheme::default());
/// let left: ShingleSet = (0..80).collect();
/// let right: ShingleSet = (20..100).collect();
/// let estimate = sketcher.sketch(&left).resemblance(&sketcher.sketch(&right))?;
/// assert!((estimate.get() - left.jaccard(&right).get()).abs() < 0.15);
/// # Ok::<(), paradup::MismatchError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Stored"))]
pub struct Signature {
    scheme: Scheme,
    rows: Box<[u32]>,
}

impl Signature {
    pub(super) fn new(scheme: Scheme, rows: Box<[u32]>) -> Signature {
        debug_assert_eq!(rows.len(), scheme.num_perm(), "a signature has num_perm rows");
        Signature { scheme, rows }
    }

    /// A signature whose rows were stored somewhere, as [`rows`](Signature::rows) gave them.
    ///
    /// # Errors
    /// `rows` when there are not [`num_perm`](Scheme::num_perm) of them, or when only some of them are those
    /// of the empty set. Rows of another scheme look the same; keeping schemes apart is up to the caller.
    pub fn from_rows(
        scheme: Scheme,
        rows: impl Into<Box<[u32]>>,
    ) -> Result<Signature, FormatError> {
        let rows = rows.into();
        if rows.len() != scheme.num_perm() {
            let expected = format!("{} of them (num_perm)", scheme.num_perm());
            return Err(refuse_rows(&expected, &rows.len()));
        }
        check_empty(&rows)?;
        Ok(Signature { scheme, rows })
    }

    /// What the signature depends on besides the text.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The rows: [`num_perm`](Scheme::num_perm) minima, all `u32::MAX` for the empty set.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Whether the set was empty.
    pub fn is_empty(&self) -> bool {
        // All rows hold it or none does.
        self.rows[0] == EMPTY
    }

    /// The fraction of equal rows, which estimates the resemblance of the two sets; zero if either
    /// is empty. O(`num_perm`).
    ///
    /// # Errors
    /// When the schemes differ.
    pub fn resemblance(&self, other: &Signature) -> Result<Similarity, MismatchError> {
        self.scheme.check_compatible(&other.scheme)?;
        Ok(resemblance(&self.rows, &other.rows))
    }

    /// The signature of the union of the two sets, exactly: the smaller of each two rows. O(`num_perm`).
    ///
    /// # Errors
    /// When the schemes differ.
    pub fn merge(&self, other: &Signature) -> Result<Signature, MismatchError> {
        self.scheme.check_compatible(&other.scheme)?;
        // `EMPTY` is the largest number, so that the empty set adds nothing.
        let rows = self.rows.iter().zip(&other.rows).map(|(&a, &b)| a.min(b)).collect();
        Ok(Signature { scheme: self.scheme, rows })
    }
}

/// The fraction of equal rows of two signatures of one scheme; zero if either is of the empty set.
pub(super) fn resemblance(rows: &[u32], others: &[u32]) -> Similarity {
    // All rows of the empty set hold it, and no row of any other.
    if rows[0] == EMPTY || others[0] == EMPTY {
        return Similarity::ZERO;
    }
    let equal = rows.iter().zip(others).filter(|(a, b)| a == b).count();
    Similarity::ratio(equal, rows.len())
}

/// Refuses rows of which only some are those of the empty set.
pub(super) fn check_empty(rows: &[u32]) -> Result<(), FormatError> {
    let empty = rows.iter().filter(|&&row| row == EMPTY).count();
    if empty == 0 || empty == rows.len() {
        return Ok(());
    }
    let expected = format!("{EMPTY} in every row (the empty set) or in none");
    Err(refuse_rows(&expected, &format!("it in {empty}")))
}

fn refuse_rows(expected: &str, found: &dyn Display) -> FormatError {
    FormatError::new("rows", &expected, found, "sketch the text again")
}

/// The stored form, whose rows have not been checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Stored {
    scheme: Scheme,
    rows: Box<[u32]>,
}

#[cfg(feature = "serde")]
impl TryFrom<Stored> for Signature {
    type Error = FormatError;

    fn try_from(stored: Stored) -> Result<Signature, FormatError> {
        Signature::from_rows(stored.scheme, stored.rows)
    }
}
