//! What makes two signatures comparable.

use crate::shingle::{Shingling, Unit};
use crate::{BuildError, MismatchError};

/// Everything a signature depends on besides the text: signatures are comparable if and only if
/// their schemes are equal.
///
/// Frozen under [`VERSION`](Scheme::VERSION): the same scheme gives the same signatures on every
/// machine, thread count and release.
///
/// ```
/// use paradup::minhash::Scheme;
/// use paradup::shingle::Shingling;
///
/// let scheme = Scheme::builder().num_perm(256).seed(7).shingling(Shingling::words(5)?).build()?;
/// assert_eq!(scheme.num_perm(), 256);
/// assert_eq!(Scheme::default().num_perm(), 128);
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "stored::Scheme", try_from = "stored::Scheme"))]
pub struct Scheme {
    shingling: Shingling,
    num_perm: usize,
    seed: u64,
}

impl Scheme {
    /// Of the arithmetic that turns shingles into rows. Written with every stored signature; one
    /// of another version is refused when it is read, so that no two versions ever meet in memory.
    pub const VERSION: u32 = 1;

    /// The most rows: the standard error is below .008 there, and a signature takes 16 KiB.
    pub const MAX_NUM_PERM: usize = 4096;

    /// 128 rows, seed 0, word 3-grams, until told otherwise.
    pub fn builder() -> SchemeBuilder {
        SchemeBuilder { scheme: Scheme::default() }
    }

    /// How a text is cut into shingles.
    pub fn shingling(&self) -> Shingling {
        self.shingling
    }

    /// How many rows a signature has.
    pub fn num_perm(&self) -> usize {
        self.num_perm
    }

    /// What the coefficients of the rows are derived from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Whether signatures of the two schemes may be compared.
    ///
    /// # Errors
    /// When they may not; names the first field that differs: `shingling`, `num_perm`, `seed`.
    pub fn check_compatible(&self, other: &Scheme) -> Result<(), MismatchError> {
        refuse_if_different("shingling", self.shingling, other.shingling, describe)?;
        refuse_if_different("num_perm", self.num_perm, other.num_perm, |n| n.to_string())?;
        refuse_if_different("seed", self.seed, other.seed, |seed| seed.to_string())
    }
}

fn refuse_if_different<T: Copy + PartialEq>(
    field: &'static str,
    left: T,
    right: T,
    show: impl Fn(T) -> String,
) -> Result<(), MismatchError> {
    if left == right { Ok(()) } else { Err(MismatchError::new(field, show(left), show(right))) }
}

fn describe(shingling: Shingling) -> String {
    let unit = match shingling.unit() {
        Unit::Words => "words",
        Unit::Characters => "characters",
    };
    format!("{} {unit}", shingling.size())
}

impl Default for Scheme {
    fn default() -> Scheme {
        Scheme { shingling: Shingling::default(), num_perm: 128, seed: 0 }
    }
}

/// Sets up a [`Scheme`]; made by [`Scheme::builder`].
///
/// ```
/// use paradup::minhash::Scheme;
///
/// let error = Scheme::builder().num_perm(0).build().unwrap_err();
/// assert_eq!(error.to_string(), "num_perm: expected 1 to 4096 rows, found 0; 128 is the default");
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct SchemeBuilder {
    scheme: Scheme,
}

impl SchemeBuilder {
    /// How many rows a signature has, 1 to [`MAX_NUM_PERM`](Scheme::MAX_NUM_PERM). Default 128.
    pub fn num_perm(mut self, num_perm: usize) -> SchemeBuilder {
        self.scheme.num_perm = num_perm;
        self
    }

    /// What the coefficients of the rows are derived from. Default 0.
    pub fn seed(mut self, seed: u64) -> SchemeBuilder {
        self.scheme.seed = seed;
        self
    }

    /// How a text is cut into shingles. Default: word 3-grams.
    pub fn shingling(mut self, shingling: Shingling) -> SchemeBuilder {
        self.scheme.shingling = shingling;
        self
    }

    /// The scheme.
    ///
    /// # Errors
    /// When `num_perm` is out of range.
    pub fn build(self) -> Result<Scheme, BuildError> {
        if (1..=Scheme::MAX_NUM_PERM).contains(&self.scheme.num_perm) {
            return Ok(self.scheme);
        }
        let message = format!(
            "expected 1 to {} rows, found {}; 128 is the default",
            Scheme::MAX_NUM_PERM,
            self.scheme.num_perm
        );
        Err(BuildError::new("num_perm", message))
    }
}

/// The stored form: the scheme and the version of the arithmetic.
#[cfg(feature = "serde")]
mod stored {
    use crate::BuildError;
    use crate::shingle::Shingling;

    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct Scheme {
        version: u32,
        shingling: Shingling,
        num_perm: usize,
        seed: u64,
    }

    impl From<super::Scheme> for Scheme {
        fn from(scheme: super::Scheme) -> Scheme {
            let super::Scheme { shingling, num_perm, seed } = scheme;
            Scheme { version: super::Scheme::VERSION, shingling, num_perm, seed }
        }
    }

    impl TryFrom<Scheme> for super::Scheme {
        type Error = BuildError;

        fn try_from(stored: Scheme) -> Result<super::Scheme, BuildError> {
            let Scheme { version, shingling, num_perm, seed } = stored;
            if version != super::Scheme::VERSION {
                let message = format!(
                    "expected {}, found {version}; sketch the texts again",
                    super::Scheme::VERSION
                );
                return Err(BuildError::new("version", message));
            }
            super::Scheme::builder().shingling(shingling).num_perm(num_perm).seed(seed).build()
        }
    }
}
