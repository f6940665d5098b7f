//! Settings with names.

use crate::named::named;
use crate::shingle::{Shingling, Unit};

/// Which paragraphs are held against each other.
///
/// ```
/// use paradup::{Detector, Scope, document::Document};
///
/// let notices = [Document::plain("Closed on Mondays."), Document::plain("Closed on Mondays.")];
/// let within = Detector::builder().scope(Scope::Document).build()?;
/// assert!(within.detect_documents(&notices).findings.is_empty());
/// assert_eq!(Detector::default().detect_documents(&notices).findings.len(), 1);
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// All paragraphs of all documents.
    #[default]
    All,
    /// The paragraphs of each document among themselves.
    Document,
}

named!(Scope { All = "all", Document = "document" });

/// What proposes near pairs. Both engines' proposals are verified in the same way.
///
/// ```
/// use paradup::{Detector, Engine};
///
/// let paragraphs = ["one two three four five six seven", "one two three four five six seven eight"];
/// for engine in [Engine::Lsh, Engine::Exact] {
///     let detector = Detector::builder().engine(engine).build()?;
///     assert_eq!(detector.detect(&paragraphs).counts.near, 1);
/// }
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// The faster of the two: `Exact` for shingles of two words or more, else `Lsh`.
    #[default]
    Auto,
    /// `MinHash` signatures in bands, with the [`recall`](crate::DetectorBuilder::recall) asked for. Its
    /// cost hardly depends on how common the shingles are.
    Lsh,
    /// The prefix-filter join: recall 1, no signatures. Fast where most shingles are rare.
    Exact,
}

named!(Engine { Auto = "auto", Lsh = "lsh", Exact = "exact" });

impl Engine {
    /// Shingles of this many words or more are rare enough for the join to be the faster engine (bench `join`,
    /// from a threshold of 0.3 up; below it too in technical prose, which no command repeats).
    const MIN_WORDS_OF_RARE: usize = 2;

    pub(super) fn is_exact(self, shingling: Shingling) -> bool {
        match self {
            Engine::Auto => {
                shingling.unit() == Unit::Words && shingling.size() >= Engine::MIN_WORDS_OF_RARE
            }
            Engine::Lsh => false,
            Engine::Exact => true,
        }
    }
}
