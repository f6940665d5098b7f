//! What can fail: settings, and the comparison of signatures that do not fit each other. Texts never do.

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

/// A word names no value of its kind. Says which words do.
///
/// ```
/// use paradup::Relation;
///
/// let error = "similar".parse::<Relation>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "expected identical, reformatted, near, contained or restated, found similar"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    expected: String,
    found: String,
}

impl UnknownName {
    /// `expected` are all names there are.
    pub(crate) fn new(expected: &[&str], found: &str) -> UnknownName {
        let (last, others) = expected.split_last().expect("there are names");
        UnknownName {
            expected: format!("{} or {last}", others.join(", ")),
            found: found.to_owned(),
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl core::error::Error for UnknownName {}

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
