//! Who stands for whom: the walk down the ranks.

use super::candidates::Listed;
use super::hot_candidates::HotCandidates;
use super::hot_pairs::HotPairs;
use super::{Pair, Settings};
use crate::Cancelled;
use crate::cluster::{KnownRelations, StandsFor, walk};
use crate::id::Original;
use crate::report::Counts;

/// Originals in the order of a walk.
pub(crate) struct Ranks<'r, F> {
    originals: usize,
    ranked: &'r [Original],
    may_join: F,
    may_pass_over: bool,
}

impl<'r, F: Fn(Original) -> bool + Sync> Ranks<'r, F> {
    /// The ranks of `originals` originals: `ranked`, the first to be kept first, are all that have relations or
    /// are hot. `may_join` says whether one may join another at all.
    pub(crate) fn new(originals: usize, ranked: &'r [Original], may_join: F) -> Ranks<'r, F> {
        Ranks { originals, ranked, may_join, may_pass_over: false }
    }

    /// Lets the walk pass over pairs under hot shingles where they are too many.
    pub(crate) fn passing_over(self) -> Ranks<'r, F> {
        Ranks { may_pass_over: true, ..self }
    }
}

/// Goes down the ranks: the originals that another one stands for, by rank, and the pairs that were found on the
/// way, some of them listed too. `relations` are those of the listed pairs; the pairs of hot originals with the
/// representatives that they meet are known only on the way.
pub(crate) fn represent<F: Fn(Original) -> bool + Sync>(
    settings: &Settings,
    listed: &Listed<'_>,
    relations: &[StandsFor],
    ranks: Ranks<'_, F>,
    counts: &mut Counts,
) -> Result<(Vec<StandsFor>, Vec<Pair>), Cancelled> {
    let Ranks { originals, ranked, may_join, may_pass_over } = ranks;
    let mut known = KnownRelations::new(originals, relations, may_join);
    if listed.hot.is_empty() {
        return Ok((walk(ranked.iter().copied(), &mut known)?, Vec::new()));
    }
    counts.hot_paragraphs = listed.hot.len() as u64;
    // Exactly those that the walk will bring, in its order: see `HotPairs::new`.
    let mut order = ranked.to_vec();
    order.retain(|original| listed.hot.binary_search(original).is_ok());
    let mut kept = HotCandidates::new(listed);
    if may_pass_over {
        kept = kept.few_under_shingles(settings, order.len());
    }
    let mut hot = HotPairs::new(settings, kept, &order, known);
    let members = walk(ranked.iter().copied(), &mut hot)?;
    Ok((members, hot.finish(counts)))
}

/// The listed pairs, which verification has left in order, and those of `found` that are not among them.
pub(crate) fn with_unlisted(listed: Vec<Pair>, mut found: Vec<Pair>) -> Vec<Pair> {
    found.sort_unstable_by_key(Pair::sides);
    let mut pairs = listed;
    // The walk verifies whom it meets whether or not the join has listed the pair: of two equal ones one is enough.
    found.retain(|pair| pairs.binary_search_by_key(&pair.sides(), Pair::sides).is_err());
    pairs.extend(found);
    pairs
}
