//! Which units make a shingle, and how many of them.

use crate::BuildError;

/// What a shingle is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Unit {
    /// Canonical words; in scripts without spaces, overlapping pairs of characters.
    Words,
    /// Characters of the canonical text, its spaces included.
    Characters,
}

/// A unit and how many consecutive ones make a shingle: word 3-grams by default.
///
/// ```
/// use paradup::shingle::Shingling;
///
/// assert_eq!(Shingling::default(), Shingling::words(3)?);
/// assert!(Shingling::characters(0).is_err());
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Stored"))]
pub struct Shingling {
    unit: Unit,
    size: u8,
}

impl Shingling {
    /// The longest shingle: beyond it a shingle is a sentence, and one edit changes them all.
    pub const MAX_SIZE: u8 = 32;

    /// Shingles of `size` consecutive words, 1 to [`MAX_SIZE`](Shingling::MAX_SIZE).
    ///
    /// # Errors
    /// When `size` is out of range.
    pub fn words(size: u8) -> Result<Shingling, BuildError> {
        Shingling::new(Unit::Words, size)
    }

    /// Shingles of `size` consecutive characters, 1 to [`MAX_SIZE`](Shingling::MAX_SIZE).
    ///
    /// # Errors
    /// When `size` is out of range.
    pub fn characters(size: u8) -> Result<Shingling, BuildError> {
        Shingling::new(Unit::Characters, size)
    }

    fn new(unit: Unit, size: u8) -> Result<Shingling, BuildError> {
        if (1..=Shingling::MAX_SIZE).contains(&size) {
            return Ok(Shingling { unit, size });
        }
        let message = format!(
            "expected a size from 1 to {}, found {size}; 3 words is the default",
            Shingling::MAX_SIZE
        );
        Err(BuildError::new("shingling", message))
    }

    /// Words or characters.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// How many units make a shingle.
    pub fn size(self) -> usize {
        usize::from(self.size)
    }
}

impl Default for Shingling {
    fn default() -> Shingling {
        Shingling { unit: Unit::Words, size: 3 }
    }
}

/// The stored form, whose size has not been checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Stored {
    unit: Unit,
    size: u8,
}

#[cfg(feature = "serde")]
impl TryFrom<Stored> for Shingling {
    type Error = crate::FormatError;

    fn try_from(stored: Stored) -> Result<Shingling, crate::FormatError> {
        Shingling::new(stored.unit, stored.size).map_err(|_| {
            crate::FormatError::new(
                "shingling",
                &format_args!("a size from 1 to {}", Shingling::MAX_SIZE),
                &stored.size,
                "sketch the texts again",
            )
        })
    }
}
