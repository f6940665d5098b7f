//! What is asked of an index, and what it answers.

use crate::Similarity;
use crate::relation::{Relation, Scores};

/// What is asked: by default every match.
///
/// ```
/// use paradup::{Detector, index::{Index, Query}};
///
/// let mut index = Detector::builder().relations(Index::RELATIONS).build()?.index()?;
/// for id in 0..5 {
///     index.insert(id, "The ferry leaves at nine from the old quay, every day but Sunday.")?;
/// }
/// let answer = index.query_with("The ferry leaves at nine from the old quay, every day but Sunday!", &Query::new().limit(2));
/// assert_eq!((answer.matches[0].id, answer.matches[1].id), (0, 1));
/// assert!(answer.matches.len() == 2 && !answer.is_cut_short);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a query does nothing until an index is asked"]
pub struct Query {
    pub(super) at_least: Similarity,
    pub(super) limit: usize,
}

impl Default for Query {
    fn default() -> Query {
        Query { at_least: Similarity::ZERO, limit: usize::MAX }
    }
}

impl Query {
    /// Meetings, and copies, that a query with a limit may look at, besides those for each match.
    const BUDGET: u64 = 1024;

    /// Meetings, and copies, that a query with a limit may look at for each match that it may give.
    const BUDGET_PER_MATCH: u64 = 64;

    /// Every match, however many there are.
    pub fn new() -> Query {
        Query::default()
    }

    /// Only matches with this score or more. What an index was not built to find, because it is below the detector's own
    /// threshold, is not found so. Default: all that it finds.
    pub fn at_least(mut self, score: Similarity) -> Query {
        self.at_least = score;
        self
    }

    /// The best matches, this many at the most. Default: no limit.
    ///
    /// The cost has a bound then: a text that meets another under several keys counts at each, removed ones that have not been swept
    /// out count too, and after 1,024 such meetings and 64 for each match no more are looked at; nor are more copies of what was found
    /// to be related. Those that were inserted last come first. Where that was too little,
    /// [`is_cut_short`](Answer::is_cut_short) says so, and better matches may have been passed over.
    pub fn limit(mut self, matches: usize) -> Query {
        self.limit = matches;
        self
    }

    pub(super) fn budget(&self) -> u64 {
        let matches = u64::try_from(self.limit).unwrap_or(u64::MAX);
        matches.saturating_mul(Query::BUDGET_PER_MATCH).saturating_add(Query::BUDGET)
    }
}

/// What an index answers to a text.
///
/// ```
/// use paradup::{Detector, index::Index};
///
/// let index = Detector::builder().relations(Index::RELATIONS).build()?.index()?;
/// assert!(index.query("Have I seen this paragraph before?").matches.is_empty());
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The best first: by score, and of equal scores by id.
    pub matches: Vec<Match>,
    /// Texts whose shingles were held against those of the text, one for all with the same canonical text.
    pub verified: u64,
    /// Whether a query with a [limit](Query::limit) had to pass over some that met the text.
    pub is_cut_short: bool,
}

/// A text of an index to which a text is related.
///
/// ```
/// use paradup::{Detector, Relation, index::Index};
///
/// let mut index = Detector::builder().near(0.3).relations(Index::RELATIONS).build()?.index()?;
/// index.insert(7, "One two three four.")?;
/// let found = &index.query("One two three four five.").matches[0];
/// assert_eq!((found.id, found.relation), (7, Relation::Near));
/// assert_eq!((found.score.get(), found.scores.containment_a.get()), (2.0 / 3.0, 1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// Under which it was inserted.
    pub id: u64,
    /// What holds between the two.
    pub relation: Relation,
    /// The score that the relation rests on: 1 for copies, else the resemblance.
    pub score: Similarity,
    /// All scores, exact. The text of the index is the first, and the one that was asked for is the second: how much of the
    /// index's text stands in it is [`containment_a`](Scores::containment_a).
    pub scores: Scores,
}
