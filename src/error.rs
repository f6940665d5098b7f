//! What can fail: misconfiguration, names, and signatures that cannot be compared. Never the data.

use core::fmt;

/// A setting was refused. Says which, what was expected and what was found.
///
/// The texts given to a detector never cause an error; only its settings do.
///
/// ```
/// let error = paradup::Detector::builder().near(1.5).build().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "near: expected a threshold above 0 and at most 1, found 1.5; 0.7 is the default"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    setting: &'static str,
    message: String,
}

impl BuildError {
    pub(crate) fn new(setting: &'static str, message: String) -> BuildError {
        BuildError { setting, message }
    }

    /// The name of the refused setting, as the builder's method is named.
    pub fn setting(&self) -> &'static str {
        self.setting
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.message)
    }
}

impl core::error::Error for BuildError {}

/// Two sketches were made under different schemes and mean nothing to each other.
///
/// ```
/// use paradup::minhash::{Scheme, Sketcher};
///
/// let short = Sketcher::new(Scheme::builder().num_perm(64).build()?);
/// let long = Sketcher::new(Scheme::builder().num_perm(128).build()?);
/// let shingles = [1, 2, 3].into_iter().collect();
/// let error = short.sketch(&shingles).resemblance(&long.sketch(&shingles)).unwrap_err();
/// assert_eq!(error.field(), "num_perm");
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MismatchError {
    field: &'static str,
    left: String,
    right: String,
}

impl MismatchError {
    pub(crate) fn new(field: &'static str, left: String, right: String) -> MismatchError {
        MismatchError { field, left, right }
    }

    /// The name of the first field that differs.
    pub fn field(&self) -> &'static str {
        self.field
    }
}

impl fmt::Display for MismatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MismatchError { field, left, right } = self;
        write!(
            f,
            "signatures differ in {field}: {left} here, {right} there; sketch both texts again under one scheme"
        )
    }
}

impl core::error::Error for MismatchError {}

/// A name stands for no value of a setting. Says which names do.
///
/// ```
/// let error = "shortest".parse::<paradup::Keep>().unwrap_err();
/// assert_eq!(error.to_string(), "expected longest or first, found shortest");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    found: String,
    accepted: Vec<&'static str>,
}

impl UnknownName {
    /// The value of this name, among all that there are.
    pub(crate) fn find<T: Copy>(
        found: &str,
        values: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Result<T, UnknownName> {
        let value = values.iter().copied().find(|value| name(*value) == found);
        let accepted = || values.iter().map(|value| name(*value)).collect();
        value.ok_or_else(|| UnknownName { found: found.to_owned(), accepted: accepted() })
    }

    /// The names that stand for something.
    pub fn accepted(&self) -> &[&'static str] {
        &self.accepted
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (last, others) = self.accepted.split_last().unwrap_or((&"nothing", &[]));
        let others = if others.is_empty() { String::new() } else { others.join(", ") + " or " };
        write!(f, "expected {others}{last}, found {}", self.found)
    }
}

impl core::error::Error for UnknownName {}

/// Gives an enum of settings its names: `ALL`, `name`, `Display` and `FromStr`.
macro_rules! named {
    ($type:ident { $($value:ident = $name:literal),+ }) => {
        impl $type {
            /// All values, the default first.
            pub const ALL: &[$type] = &[$($type::$value),+];

            /// The name: lower case, one word. [`FromStr`](core::str::FromStr) reads it.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$value => $name),+
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl core::str::FromStr for $type {
            type Err = $crate::error::UnknownName;

            fn from_str(name: &str) -> Result<$type, $crate::error::UnknownName> {
                $crate::error::UnknownName::find(name, $type::ALL, $type::name)
            }
        }
    };
}

pub(crate) use named;
