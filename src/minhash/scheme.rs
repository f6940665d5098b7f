//! What makes two signatures comparable.

use crate::shingle::{Shingler, Shingling, Unit};
use crate::text::{Marks, Normalizer};
use crate::{BuildError, MismatchError};

/// Everything a signature depends on besides the text: how words are normalised, how they are cut into
/// shingles, and how those become rows. Signatures are comparable if and only if their schemes are equal.
///
/// Frozen under [`VERSION`](Scheme::VERSION): the same scheme gives the same signatures on every
/// machine, thread count and release.
///
/// ```
/// use paradup::minhash::Scheme;
/// use paradup::shingle::Shingling;
/// use paradup::text::Marks;
///
/// let scheme = Scheme::builder().marks(Marks::Strip).shingling(Shingling::words(2)?).build()?;
/// let shingler = scheme.shingler();
/// assert_eq!(shingler.shingles("Un café noir"), shingler.shingles("un cafe noir"));
/// assert_eq!((scheme.num_perm(), scheme.seed()), (128, 0));
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "stored::Scheme", try_from = "stored::Scheme"))]
pub struct Scheme {
    marks: Marks,
    shingling: Shingling,
    num_perm: usize,
    seed: u64,
}

impl Scheme {
    /// The version of what turns a text into rows. Written with every stored signature; a signature of
    /// another version is refused when it is read, so that no two versions ever meet in memory.
    pub const VERSION: u32 = 1;

    /// The largest number of rows. The standard error is below .008 there, and a signature takes 16 KiB.
    pub const MAX_NUM_PERM: usize = 4096;

    /// A builder with the defaults: diacritics count, word 3-grams, 128 rows, seed 0.
    pub fn builder() -> SchemeBuilder {
        SchemeBuilder { scheme: Scheme::default() }
    }

    /// The shingler of this scheme: signatures of its sets are what the scheme says they are. Detects the
    /// fastest kernel.
    pub fn shingler(&self) -> Shingler {
        Shingler::new(self.normalizer(), self.shingling, self.seed)
    }

    /// The normalizer of this scheme's shingler.
    pub fn normalizer(&self) -> Normalizer {
        Normalizer::with_marks(self.marks)
    }

    /// Whether diacritics count.
    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// How a text is cut into shingles.
    pub fn shingling(&self) -> Shingling {
        self.shingling
    }

    /// How many rows a signature has.
    pub fn num_perm(&self) -> usize {
        self.num_perm
    }

    /// The seed of the hashes of words and of the coefficients of rows.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// All that it holds, by name.
    pub(crate) fn described(&self) -> [(&'static str, String); 4] {
        [
            ("marks", describe_marks(self.marks)),
            ("shingling", describe_shingling(self.shingling)),
            ("num_perm", self.num_perm.to_string()),
            ("seed", self.seed.to_string()),
        ]
    }

    /// The marks that [`described`](Scheme::described) gives this name.
    pub(crate) fn marks_described(name: &str) -> Option<Marks> {
        [Marks::Keep, Marks::Strip].into_iter().find(|marks| describe_marks(*marks) == name)
    }

    /// The shingling that [`described`](Scheme::described) gives this name.
    pub(crate) fn shingling_described(name: &str) -> Option<Shingling> {
        let (size, unit) = name.split_once(' ')?;
        let shingling = match unit {
            "words" => Shingling::words(size.parse().ok()?),
            "characters" => Shingling::characters(size.parse().ok()?),
            _ => return None,
        };
        shingling.ok()
    }

    /// Whether signatures of the two schemes may be compared.
    ///
    /// # Errors
    /// When they may not; names the first field that differs: `marks`, `shingling`, `num_perm`, `seed`.
    pub fn check_compatible(&self, other: &Scheme) -> Result<(), MismatchError> {
        refuse_if_different("marks", self.marks, other.marks, describe_marks)?;
        refuse_if_different("shingling", self.shingling, other.shingling, describe_shingling)?;
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

fn describe_marks(marks: Marks) -> String {
    let described = match marks {
        Marks::Keep => "kept",
        Marks::Strip => "stripped",
    };
    described.to_owned()
}

fn describe_shingling(shingling: Shingling) -> String {
    let unit = match shingling.unit() {
        Unit::Words => "words",
        Unit::Characters => "characters",
    };
    format!("{} {unit}", shingling.size())
}

impl Default for Scheme {
    fn default() -> Scheme {
        Scheme { marks: Marks::Keep, shingling: Shingling::default(), num_perm: 128, seed: 0 }
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

    /// Seeds the hashes of words and the coefficients of rows. Default 0.
    pub fn seed(mut self, seed: u64) -> SchemeBuilder {
        self.scheme.seed = seed;
        self
    }

    /// Whether diacritics count. Default: they do.
    pub fn marks(mut self, marks: Marks) -> SchemeBuilder {
        self.scheme.marks = marks;
        self
    }

    /// How a text is cut into shingles. Default: word 3-grams.
    pub fn shingling(mut self, shingling: Shingling) -> SchemeBuilder {
        self.scheme.shingling = shingling;
        self
    }

    /// Checks the settings and makes the scheme of them.
    ///
    /// # Errors
    /// `num_perm` when it is out of range.
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

/// The stored form: the scheme, and the version of what it means.
#[cfg(feature = "serde")]
mod stored {
    use core::fmt::Display;

    use crate::FormatError;
    use crate::shingle::Shingling;
    use crate::text::Marks;

    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct Scheme {
        version: u32,
        marks: Marks,
        shingling: Shingling,
        num_perm: usize,
        seed: u64,
    }

    impl From<super::Scheme> for Scheme {
        fn from(scheme: super::Scheme) -> Scheme {
            let super::Scheme { marks, shingling, num_perm, seed } = scheme;
            Scheme { version: super::Scheme::VERSION, marks, shingling, num_perm, seed }
        }
    }

    impl TryFrom<Scheme> for super::Scheme {
        type Error = FormatError;

        fn try_from(stored: Scheme) -> Result<super::Scheme, FormatError> {
            let Scheme { version, marks, shingling, num_perm, seed } = stored;
            // First of all: under another version the other fields may mean something else.
            if version != super::Scheme::VERSION {
                return Err(refuse("version", &super::Scheme::VERSION, &version));
            }
            let scheme = super::Scheme::builder().marks(marks).shingling(shingling);
            let rows = format!("1 to {} rows", super::Scheme::MAX_NUM_PERM);
            let built = scheme.num_perm(num_perm).seed(seed).build();
            built.map_err(|_| refuse("num_perm", &rows, &num_perm))
        }
    }

    fn refuse(field: &'static str, expected: &dyn Display, found: &dyn Display) -> FormatError {
        FormatError::new(field, expected, found, "sketch the texts again")
    }
}
