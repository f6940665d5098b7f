//! The sketch of one shingle set.

use super::{EMPTY, Scheme};
use crate::{BuildError, MismatchError, Similarity};

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
    /// When there are not [`num_perm`](Scheme::num_perm) rows, or only some of them are those of
    /// the empty set. Rows of another scheme cannot be told apart and are the caller's care.
    pub fn from_rows(scheme: Scheme, rows: impl Into<Box<[u32]>>) -> Result<Signature, BuildError> {
        let rows = rows.into();
        if rows.len() != scheme.num_perm() {
            let message =
                format!("expected {} of them (num_perm), found {}", scheme.num_perm(), rows.len());
            return Err(BuildError::new("rows", message));
        }
        let empty = rows.iter().filter(|&&row| row == EMPTY).count();
        if empty != 0 && empty != rows.len() {
            let message = format!(
                "expected {EMPTY} in every row (the empty set) or in none, found it in {empty}"
            );
            return Err(BuildError::new("rows", message));
        }
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

    /// Whether it is the empty set's.
    pub fn is_empty(&self) -> bool {
        self.rows[0] == EMPTY
    }

    /// The fraction of equal rows, which estimates the resemblance of the two sets; zero if either
    /// is empty. O(`num_perm`).
    ///
    /// # Errors
    /// When the schemes differ.
    pub fn resemblance(&self, other: &Signature) -> Result<Similarity, MismatchError> {
        self.scheme.check_compatible(&other.scheme)?;
        if self.is_empty() || other.is_empty() {
            return Ok(Similarity::ZERO);
        }
        let equal = self.rows.iter().zip(&other.rows).filter(|(a, b)| a == b).count();
        Ok(Similarity::ratio(equal, self.rows.len()))
    }

    /// The signature of the union of the two sets, exactly: the smaller of each two rows.
    ///
    /// # Errors
    /// When the schemes differ.
    pub fn merge(&self, other: &Signature) -> Result<Signature, MismatchError> {
        self.scheme.check_compatible(&other.scheme)?;
        let rows = self.rows.iter().zip(&other.rows).map(|(&a, &b)| a.min(b)).collect();
        Ok(Signature { scheme: self.scheme, rows })
    }
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
    type Error = BuildError;

    fn try_from(stored: Stored) -> Result<Signature, BuildError> {
        Signature::from_rows(stored.scheme, stored.rows)
    }
}
