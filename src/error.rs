//! What can fail: settings, the comparison of signatures that do not fit each other, and stored forms. Texts never do.

use core::fmt;
use std::io;

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

/// The [`Observer`](crate::Observer) of some work has cancelled it: there is no answer, whole or half.
///
/// ```
/// use std::sync::atomic::AtomicBool;
///
/// let detector = paradup::Detector::default();
/// let error = detector.observed_by(AtomicBool::new(true)).detect(&["One."]).unwrap_err();
/// assert_eq!(error.to_string(), "cancelled by the observer; run it again for an answer");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cancelled by the observer; run it again for an answer")
    }
}

impl core::error::Error for Cancelled {}

/// A name stands for no value of its kind. Says which names do.
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
        value.ok_or_else(|| UnknownName {
            found: found.to_owned(),
            accepted: values.iter().copied().map(name).collect(),
        })
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

/// A text was not inserted, for another is live under its id.
///
/// ```
/// use paradup::{Detector, index::Index};
///
/// let mut index = Detector::builder().relations(Index::RELATIONS).build()?.index()?;
/// index.insert(7, "Bell, book and candle.")?;
/// let error = index.insert(7, "Salt of the earth.").unwrap_err();
/// assert_eq!(error.to_string(), "id: expected one that is not live, found 7; remove it first");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsertError {
    id: u64,
}

impl InsertError {
    pub(crate) fn new(id: u64) -> InsertError {
        InsertError { id }
    }

    /// The id that is taken.
    pub fn id(&self) -> u64 {
        self.id
    }
}

impl fmt::Display for InsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "id: expected one that is not live, found {}; remove it first", self.id)
    }
}

impl core::error::Error for InsertError {}

/// Two signatures were made under different schemes, and cannot be compared. Says in which field these differ.
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

/// A stored form was refused: it is of another version, or no release wrote it. Says which field, what was
/// expected, what was found and what to do.
///
/// Where a stored form is read by serde, the error of its format carries this one as its message.
///
/// ```
/// use paradup::minhash::{Scheme, Signature};
///
/// let error = Signature::from_rows(Scheme::default(), [1, 2, 3]).unwrap_err();
/// assert_eq!((error.field(), error.expected(), error.found()), ("rows", "128 of them (num_perm)", "3"));
/// assert_eq!(
///     error.to_string(),
///     "rows: expected 128 of them (num_perm), found 3; sketch the text again"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormatError {
    field: &'static str,
    expected: String,
    found: String,
    remedy: &'static str,
}

impl FormatError {
    pub(crate) fn new(
        field: &'static str,
        expected: &dyn fmt::Display,
        found: &dyn fmt::Display,
        remedy: &'static str,
    ) -> FormatError {
        FormatError { field, expected: expected.to_string(), found: found.to_string(), remedy }
    }

    /// The name of the refused field.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// What would have been accepted.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What the stored form holds instead.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// What to do.
    pub fn remedy(&self) -> &'static str {
        self.remedy
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FormatError { field, expected, found, remedy } = self;
        write!(f, "{field}: expected {expected}, found {found}; {remedy}")
    }
}

impl core::error::Error for FormatError {}

/// An index, or stored signatures, were not opened: they cannot be read, they are damaged or of another version or of other settings, or
/// the detector's settings serve no index.
///
/// ```
/// use paradup::{Detector, OpenError, index::Index};
///
/// let detector = Detector::builder().relations(Index::RELATIONS).build()?;
/// let error = Index::read_from(&detector, &b"something else"[..]).unwrap_err();
/// assert!(matches!(&error, OpenError::Format(error) if error.field() == "format"), "{error}");
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// The bytes cannot be read.
    Io(io::Error),
    /// They are none that this version, under these settings, has written.
    Format(FormatError),
    /// The detector's settings serve no index.
    Build(BuildError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Io(error) => error.fmt(f),
            OpenError::Format(error) => error.fmt(f),
            OpenError::Build(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for OpenError {}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> OpenError {
        OpenError::Io(error)
    }
}

impl From<FormatError> for OpenError {
    fn from(error: FormatError) -> OpenError {
        OpenError::Format(error)
    }
}

impl From<BuildError> for OpenError {
    fn from(error: BuildError) -> OpenError {
        OpenError::Build(error)
    }
}
