//! Removals by the paragraph that stays for them.

use super::found::Removal;

/// The positions of those removals that count, by their representatives: a representative is then read once
/// for all that go for it.
pub(super) fn by_representative(
    removals: &[Removal],
    counts: impl Fn(&Removal) -> bool,
) -> Vec<u32> {
    let mut order: Vec<u32> = (0..removals.len() as u32).collect();
    order.retain(|at| counts(&removals[*at as usize]));
    order.sort_unstable_by_key(|at| (removals[*at as usize].representative, *at));
    order
}

/// The positions in groups of one representative each.
pub(super) fn groups<'o>(removals: &[Removal], order: &'o [u32]) -> Vec<&'o [u32]> {
    let representative = |at: &u32| removals[*at as usize].representative;
    order.chunk_by(|one, other| representative(one) == representative(other)).collect()
}
