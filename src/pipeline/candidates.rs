//! Near and contained pairs: proposed by bands and by the join, then verified.

use super::verification::verify;
use super::{Pair, Settings};
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::Original;
use crate::join::{Bounds, Candidates, HOT, JoinIndex, find_candidates};
use crate::lsh::{HotBuckets, candidates_and_hot};
use crate::minhash::SignatureMatrix;
use crate::observer::Stage;
use crate::relation::Relation;
use crate::report::Counts;
use crate::shingle::Sets;

/// The related pairs, but for those under hot shingles and in hot buckets, which are too many to list.
pub(crate) struct Listed<'s> {
    /// Ascending.
    pub(crate) pairs: Vec<Pair>,
    /// The originals that hold hot shingles or are in hot buckets, ascending.
    pub(crate) hot: Vec<Original>,
    pub(super) sets: &'s Sets<'s>,
    /// None where signatures alone propose pairs.
    pub(super) join: Option<JoinIndex<'s>>,
    /// None where signatures propose no pairs.
    pub(super) buckets: HotBuckets,
}

/// Lists the near and the contained pairs that are asked for.
pub(crate) fn list_pairs<'s>(
    settings: &Settings,
    sets: &'s Sets<'s>,
    counts: &mut Counts,
) -> Result<Listed<'s>, Cancelled> {
    let proposing = settings.executor(Stage::Proposing);
    let (mut proposed, buckets) = proposed_by_bands(settings, sets, counts)?;
    let criteria = &settings.criteria;
    // The join finds contained pairs whatever the engine: signatures know resemblance alone.
    let bounds = Bounds {
        thresholds: criteria.thresholds,
        near: criteria.asks_for(Relation::Near) && settings.signatures.is_none(),
        contained: criteria.asks_for(Relation::Contained),
        hot: HOT,
    };
    let (mut join, mut hot) = (None, buckets.members().to_vec());
    if bounds.near || bounds.contained {
        let (index, found) = find_candidates(proposing, sets, bounds)?;
        let Candidates { mut pairs, near, contained, hot: sets_with_hot } = found;
        counts.near_candidates += near;
        counts.contained_candidates = contained;
        pairs.append(&mut proposed);
        proposed = pairs;
        hot.extend(sets_with_hot);
        hot.sort_unstable();
        hot.dedup();
        join = Some(index);
    }
    // Bands and the join may both name a pair; in order, each is verified once and its sets are near in memory.
    proposing.sort(&mut proposed);
    proposed.dedup();
    let pairs = verify(settings.executor(Stage::Verifying), sets, &proposed, criteria)?;
    Ok(Listed { pairs, hot: hot.into_iter().map(Original).collect(), sets, join, buckets })
}

/// Near pairs proposed by signatures, where signatures do it, and the buckets that hold too many. Some of the pairs happen
/// to be contained.
fn proposed_by_bands(
    settings: &Settings,
    sets: &Sets<'_>,
    counts: &mut Counts,
) -> Result<(Vec<(u32, u32)>, HotBuckets), Cancelled> {
    let Some((sketcher, banding)) = &settings.signatures else { return Ok(Default::default()) };
    if !settings.criteria.asks_for(Relation::Near) {
        return Ok(Default::default());
    }
    let proposing = settings.executor(Stage::Proposing);
    let matrix = SignatureMatrix::sketch(proposing, sketcher, sets)?;
    let (proposed, hot) = candidates_and_hot(proposing, &matrix, *banding, HOT)?;
    counts.near_candidates = proposed.len() as u64;
    Ok((proposed.into_pairs(), hot))
}
