//! Clusters without chains.
//!
//! Near-duplicate graphs chain: A resembles B, B resembles C, and A and C have little in common. So
//! a cluster is not a connected component. It has a representative, and every other member has a
//! verified relation to the representative itself.

use crate::radix::Groups;

/// "`member` may be left out where `representative` is kept": one verified relation, directed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StandsFor {
    pub(crate) member: u32,
    pub(crate) representative: u32,
}

/// Relations that are found out only on the way, because they ask who represents whom.
pub(crate) trait Arrivals {
    /// The relations of an item to the representatives so far, either way round.
    fn arrive(&mut self, item: u32) -> Vec<StandsFor>;

    /// The item has become a representative.
    fn keep(&mut self, item: u32);
}

/// All relations are known before.
pub(crate) struct Nobody;

impl Arrivals for Nobody {
    fn arrive(&mut self, _: u32) -> Vec<StandsFor> {
        Vec::new()
    }

    fn keep(&mut self, _: u32) {}
}

/// The representative of each of `items`; an item that represents itself is a representative.
///
/// `ranked` holds all items that have relations, the first to be kept first. Going down the ranks, an
/// item that may join another joins the highest-ranked earlier representative that stands for it, by the
/// relations that are known or by those that arrivals add, and otherwise becomes one. A pure function of
/// ranks and relations. O(items + relations).
pub(crate) fn representatives(
    items: usize,
    ranked: &[u32],
    relations: &[StandsFor],
    may_join: impl Fn(u32) -> bool,
    arrivals: &mut impl Arrivals,
) -> Vec<u32> {
    let known = by_member(relations, items);
    let rank = ranks(items, ranked);
    let mut representative: Vec<u32> = (0..items as u32).collect();
    for item in ranked {
        let arrived = arrivals.arrive(*item).into_iter().filter(|other| other.member == *item);
        let best = (known.get(*item as usize).iter().copied())
            .chain(arrived.map(|relation| relation.representative))
            .filter(|other| rank[*other as usize] < rank[*item as usize])
            .filter(|other| may_join(*item) && representative[*other as usize] == *other)
            .min_by_key(|other| rank[*other as usize]);
        representative[*item as usize] = best.unwrap_or(*item);
        if best.is_none() {
            arrivals.keep(*item);
        }
    }
    representative
}

/// Who stands for each of so many items, or of their groups.
fn by_member(relations: &[StandsFor], members: usize) -> Groups<u32> {
    Groups::from_items(relations, members, |one| one.member as usize, |one| one.representative)
}

/// The rank of each of so many items that is ranked.
fn ranks(items: usize, ranked: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; items];
    for (item, rank) in ranked.iter().zip(0..) {
        ranks[*item as usize] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn representatives(items: usize, ranked: &[u32], relations: &[StandsFor]) -> Vec<u32> {
        super::representatives(items, ranked, relations, |_| true, &mut Nobody)
    }

    fn both_ways(pairs: &[(u32, u32)]) -> Vec<StandsFor> {
        let directed = |(member, representative)| StandsFor { member, representative };
        pairs.iter().flat_map(|(a, b)| [directed((*a, *b)), directed((*b, *a))]).collect()
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
        let relations = vec![StandsFor { member: 0, representative: 1 }];
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
                let related = relations.contains(&StandsFor { member, representative });
                prop_assert!(member == representative || related);
            }
        }
    }
}
