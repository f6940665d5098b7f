//! Clusters without chains.
//!
//! Near-duplicate graphs chain: A resembles B, B resembles C, and A and C have little in common. So
//! a cluster is not a connected component. It has a representative, and every other member has a
//! verified relation to the representative itself.

use core::iter::empty;

use crate::Cancelled;
use crate::id::Original;
use crate::named::named;
use crate::radix::Groups;

/// Which paragraph of a cluster stands for the others.
///
/// ```
/// use paradup::{Detector, Keep};
///
/// let paragraphs = ["one two three four five six seven", "one two three four five six seven eight"];
/// let detector = Detector::builder().keep(Keep::First).build()?;
/// assert_eq!(detector.detect(&paragraphs).clusters[0].representative.paragraph, 0);
/// let detector = Detector::builder().keep(Keep::Longest).build()?;
/// assert_eq!(detector.detect(&paragraphs).clusters[0].representative.paragraph, 1);
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Keep {
    /// The one with most words; of equals the first. Loses least.
    #[default]
    Longest,
    /// The first one.
    First,
}

named!(Keep { Longest = "longest", First = "first" });

/// "`member` may be left out where `representative` is kept": one verified relation, directed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StandsFor {
    pub(crate) member: Original,
    pub(crate) representative: Original,
}

/// The representatives so far, on a walk down the ranks.
pub(crate) trait Representatives {
    /// What is ranked.
    type Item;
    /// What is known of an item that a representative stands for.
    type Found;

    /// Looks for a representative that stands for the item.
    ///
    /// # Errors
    /// When that was cancelled.
    fn find(&mut self, item: &Self::Item) -> Result<Option<Self::Found>, Cancelled>;

    /// Adds the item, for which no representative stands.
    fn add(&mut self, item: Self::Item);
}

/// Goes down the ranks, the first to be kept first: each item joins a representative or becomes one.
/// Returns what was found of those that joined, in the order of the ranks.
pub(crate) fn walk<R: Representatives>(
    ranked: impl IntoIterator<Item = R::Item>,
    representatives: &mut R,
) -> Result<Vec<R::Found>, Cancelled> {
    let mut joined = Vec::new();
    for item in ranked {
        match representatives.find(&item)? {
            Some(found) => joined.push(found),
            None => representatives.add(item),
        }
    }
    Ok(joined)
}

/// Representatives by relations that are all known before the walk.
///
/// The highest-ranked of those that stand for an item is found, which is the first that was added. A walk
/// over it is a pure function of ranks and relations; O(originals + relations).
pub(crate) struct KnownRelations<F> {
    /// Who stands for each original.
    known: Groups<Original>,
    /// When each was added; [`NOT_ADDED`] for those that represent nobody.
    added: Vec<u32>,
    count: u32,
    may_join: F,
}

const NOT_ADDED: u32 = u32::MAX;

impl<F: Fn(Original) -> bool> KnownRelations<F> {
    /// The relations of `originals` originals, of which those that `may_join` others do.
    pub(crate) fn new(originals: usize, relations: &[StandsFor], may_join: F) -> KnownRelations<F> {
        let known = Groups::from_items(
            relations,
            originals,
            |one| one.member.index(),
            |one| one.representative,
        );
        KnownRelations { known, added: vec![NOT_ADDED; originals], count: 0, may_join }
    }

    /// The highest-ranked representative that is known to stand for the member, or that `others` names.
    pub(crate) fn best(
        &self,
        member: Original,
        others: impl Iterator<Item = Original>,
    ) -> Option<StandsFor> {
        if !(self.may_join)(member) {
            return None;
        }
        // What was never added has the greatest rank of all, so one `min` finds the first that was.
        let known = self.known.get(member.index()).iter().copied().chain(others);
        let best = known.min_by_key(|other| self.added[other.index()])?;
        let is_added = self.added[best.index()] != NOT_ADDED;
        is_added.then_some(StandsFor { member, representative: best })
    }
}

impl<F: Fn(Original) -> bool> Representatives for KnownRelations<F> {
    type Item = Original;
    type Found = StandsFor;

    fn find(&mut self, item: &Original) -> Result<Option<StandsFor>, Cancelled> {
        Ok(self.best(*item, empty()))
    }

    fn add(&mut self, item: Original) {
        self.added[item.index()] = self.count;
        self.count += 1;
    }
}

/// The originals that have relations, and those of `others`, ascending. All others represent themselves
/// and need no rank.
pub(crate) fn with_relations(
    originals: usize,
    relations: &[StandsFor],
    others: &[Original],
) -> Vec<Original> {
    let mut is_ranked = vec![false; originals];
    let related = relations.iter().flat_map(|one| [one.member, one.representative]);
    related.chain(others.iter().copied()).for_each(|one| is_ranked[one.index()] = true);
    (0..originals).filter(|index| is_ranked[*index]).map(Original::from_index).collect()
}

/// The representative of each original; itself where nobody stands for it.
pub(crate) fn representative_of_each(originals: usize, members: &[StandsFor]) -> Vec<Original> {
    let mut representative: Vec<Original> = (0..originals).map(Original::from_index).collect();
    // A walk lets each member join once, so nothing is written over.
    for StandsFor { member, representative: of_member } in members {
        representative[member.index()] = *of_member;
    }
    representative
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn representatives(items: usize, ranked: &[u32], relations: &[StandsFor]) -> Vec<u32> {
        let mut known = KnownRelations::new(items, relations, |_| true);
        let members = walk(ranked.iter().copied().map(Original), &mut known).unwrap();
        representative_of_each(items, &members).iter().map(|original| original.0).collect()
    }

    fn stands_for(member: u32, representative: u32) -> StandsFor {
        StandsFor { member: Original(member), representative: Original(representative) }
    }

    fn both_ways(pairs: &[(u32, u32)]) -> Vec<StandsFor> {
        pairs.iter().flat_map(|(a, b)| [stands_for(*a, *b), stands_for(*b, *a)]).collect()
    }

    #[test]
    fn a_chain_does_not_become_one_cluster() {
        let chain = both_ways(&[(0, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(representatives(5, &[0, 1, 2, 3, 4], &chain), [0, 0, 2, 2, 4]);
    }

    #[test]
    fn the_highest_ranked_representative_wins() {
        let star = both_ways(&[(0, 2), (1, 2)]);
        assert_eq!(representatives(3, &[1, 0, 2], &star), [0, 1, 1]);
        assert_eq!(representatives(3, &[2, 0, 1], &star), [2, 2, 2]);
    }

    #[test]
    fn direction_counts() {
        let relations = vec![stands_for(0, 1)];
        assert_eq!(representatives(2, &[0, 1], &relations), [0, 1]);
        assert_eq!(representatives(2, &[1, 0], &relations), [1, 1]);
    }

    proptest! {
        #[test]
        fn every_member_is_related_to_its_representative(
            pairs in prop::collection::vec((0..20_u32, 0..20_u32), 0..60),
            ranked in Just((0..20_u32).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let relations = both_ways(&pairs);
            let found = representatives(20, &ranked, &relations);
            for member in 0..20 {
                let representative = found[member as usize];
                prop_assert_eq!(found[representative as usize], representative);
                let related = relations.contains(&stands_for(member, representative));
                prop_assert!(member == representative || related);
            }
        }
    }
}
