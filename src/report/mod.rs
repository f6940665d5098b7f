//! What was found: findings with evidence, clusters, counts, removals.

mod place;
mod pair;
mod finding;
mod cluster;
mod document;
mod ground;
mod counts;
mod retained;
mod removals;

pub use crate::relation::{Scores, Side};
pub use cluster::Cluster;
pub use counts::Counts;
pub use document::{DocumentEntry, ParagraphEntry};
pub use finding::{Comparison, Finding};
pub use ground::Ground;
pub use pair::Pair;
pub use place::Place;
pub use removals::{Removal, Removals, Verdict};
pub use retained::Retained;

use core::slice;
use std::vec;

#[cfg(feature = "serde")]
use serde::de::{Deserialize, Deserializer, Error};

#[cfg(feature = "serde")]
use crate::BuildError;

/// The version of the report's form; raised when a reader of the old form would misread the new.
pub const SCHEMA: u32 = 1;

/// Everything a detector has to say.
///
/// With the feature `serde` it serialises to the JSON that the command prints. A pure function of
/// the texts and the settings: the same bytes for any number of threads.
///
/// ```
/// let report = paradup::Detector::default().detect(&["Same again.", "Other words.", "same again"]);
/// assert_eq!(report.findings.len(), 1);
/// assert_eq!(report.counts.distinct, 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// [`SCHEMA`]. A report of another one is refused when it is read.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "read_schema"))]
    pub schema: u32,
    /// What was looked at.
    pub documents: Vec<DocumentEntry>,
    /// One for each redundant paragraph, in the order of the texts, with its best pair: the strongest relation to an
    /// earlier one, of equals that with the best score. A paragraph with an earlier
    /// copy is reported against the first; its other relations are those of the first.
    /// Where a shingle is hot (see [`Counts::hot_shingles`]), as in a template with a million
    /// instances, each instance is reported against the representative, not against all the others.
    pub findings: Vec<Finding>,
    /// Groups of paragraphs of which one stands for all, by the representative's place.
    pub clusters: Vec<Cluster>,
    /// How much was looked at and found.
    pub counts: Counts,
}

impl Report {
    /// A report in which nothing has been found yet.
    pub(crate) fn on(documents: Vec<DocumentEntry>) -> Report {
        Report {
            schema: SCHEMA,
            documents,
            findings: Vec::new(),
            clusters: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// All related pairs: for each redundant paragraph the one that its finding explains, then its others.
    pub fn pairs(&self) -> impl Iterator<Item = Pair> {
        self.findings.iter().flat_map(Finding::pairs)
    }

    /// The findings, in their order.
    pub fn iter(&self) -> slice::Iter<'_, Finding> {
        self.findings.iter()
    }
}

impl IntoIterator for Report {
    type Item = Finding;
    type IntoIter = vec::IntoIter<Finding>;

    /// The findings, in their order.
    fn into_iter(self) -> vec::IntoIter<Finding> {
        self.findings.into_iter()
    }
}

impl<'r> IntoIterator for &'r Report {
    type Item = &'r Finding;
    type IntoIter = slice::Iter<'r, Finding>;

    /// The findings, in their order.
    fn into_iter(self) -> slice::Iter<'r, Finding> {
        self.iter()
    }
}

/// Reads the version of a stored report.
#[cfg(feature = "serde")]
fn read_schema<'d, D: Deserializer<'d>>(deserializer: D) -> Result<u32, D::Error> {
    let found = u32::deserialize(deserializer)?;
    if found == SCHEMA {
        return Ok(found);
    }
    let message = format!("expected {SCHEMA}, found {found}; detect again");
    // Named as a setting is, so that the message begins with the field.
    Err(D::Error::custom(BuildError::new("schema", message)))
}
