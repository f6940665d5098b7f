//! Groups of paragraphs that say the same.

use super::place::Place;

/// Paragraphs of which one can stand for all the others.
///
/// Every member has a verified relation to the representative itself: it is identical to it,
/// reformatted, near, or contained in it. There are no chains.
///
/// ```
/// let paragraphs = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let report = paradup::Detector::default().detect(&paragraphs);
/// assert_eq!(report.clusters[0].representative.paragraph, 0);
/// assert_eq!(report.clusters[0].members[0].paragraph, 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cluster {
    /// The paragraph to keep, by the keep rule.
    pub representative: Place,
    /// The others, in order.
    pub members: Vec<Place>,
}
