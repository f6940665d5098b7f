//! Who stands for whom: the walk down the ranks.

use super::candidates::Listed;
use super::hot::HotPairs;
use super::pair::Pair;
use super::settings::Settings;
use crate::cluster::{KnownRelations, StandsFor, walk};
use crate::position::Original;
use crate::report::Counts;

/// What the walk has found.
pub(crate) struct Represented {
    /// The originals that another one stands for, by rank.
    pub(crate) members: Vec<StandsFor>,
    /// The pairs that were found on the way, some of them listed too.
    pub(crate) hot_pairs: Vec<Pair>,
}

/// Originals in the order of a walk.
pub(crate) struct Ranks<'r, F> {
    /// How many originals there are, ranked or not.
    pub(crate) originals: usize,
    /// The first to be kept first: all that have relations or hold hot shingles.
    pub(crate) ranked: &'r [Original],
    /// Whether an original may join another at all.
    pub(crate) may_join: F,
    /// Whether pairs under hot shingles may be passed over where they are too many.
    pub(crate) may_pass_over: bool,
}

/// Goes down the ranks. `relations` are those of the listed pairs; the pairs of originals that hold hot
/// shingles with the representatives that they meet under them are known only on the way.
pub(crate) fn represent<F: Fn(Original) -> bool + Sync>(
    settings: &Settings,
    listed: &Listed<'_>,
    relations: &[StandsFor],
    ranks: Ranks<'_, F>,
    counts: &mut Counts,
) -> Represented {
    let Ranks { originals, ranked, may_join, may_pass_over } = ranks;
    let mut known = KnownRelations::new(originals, relations, may_join);
    let Some(join) = listed.join.as_ref().filter(|_| !listed.hot.is_empty()) else {
        let members = walk(ranked.iter().copied(), &mut known);
        return Represented { members, hot_pairs: Vec::new() };
    };
    counts.hot_paragraphs = listed.hot.len() as u64;
    let is_hot = |original: &Original| listed.hot.binary_search(original).is_ok();
    let order: Vec<Original> = ranked.iter().copied().filter(is_hot).collect();
    let mut hot = HotPairs::new(settings, join, &order, known);
    if may_pass_over {
        hot = hot.against_few();
    }
    let members = walk(ranked.iter().copied(), &mut hot);
    Represented { members, hot_pairs: hot.finish(counts) }
}

/// The listed pairs, which verification has left in order, and those of `found` that are not among them.
pub(crate) fn with_unlisted(listed: Vec<Pair>, mut found: Vec<Pair>) -> Vec<Pair> {
    found.sort_unstable_by_key(Pair::sides);
    let mut pairs = listed;
    found.retain(|pair| pairs.binary_search_by_key(&pair.sides(), Pair::sides).is_err());
    pairs.extend(found);
    pairs
}
