//! From sets to candidate pairs.

use core::ops::Range;

use super::bounds::{Bounds, MIN_COLLISIONS};
use super::collision::{Collision, CollisionCollector};
use super::hot::HotShingles;
use super::index::JoinIndex;
use super::partition::{MAX_PIECES, Partition};
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::SetId;
use crate::radix::Groups;
use crate::shingle::{SetBuffer, Sets};

/// Where sets are recomputed each time, the keys are gone through in at most this many rounds. Each
/// recomputes all sets, twice where contained pairs are asked for, and takes its part of the memory of all
/// postings, which would be more than all else together.
const ROUNDS: usize = 4;

/// Sets whose collisions are sorted together, as the first ones of their pairs; a power of two.
const SORTED_TOGETHER: usize = 4096;

/// Sets that are searched for hot shingles as one piece of work.
const CHUNK: usize = 4096;

/// What the join proposes; the caller verifies.
#[derive(Default)]
pub(crate) struct Candidates {
    /// All pairs `(a, b)`, `a < b`, that may be related, ascending and distinct.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// How many of them may be near.
    pub(crate) near: u64,
    /// In how many of them one set may be contained in the other.
    pub(crate) contained: u64,
    /// The sets that hold hot shingles, whose pairs are not among these; ascending.
    pub(crate) hot: Vec<u32>,
}

impl Candidates {
    fn add(&mut self, collision: Collision, bounds: Bounds, lens: &[u32]) {
        let sets = collision.sets();
        let [a, b] = sets.map(|set| lens[set.index()] as usize);
        let (smaller, larger) = (a.min(b), a.max(b));
        // By sizes alone, so that a pair counts the same under whichever shingles it collides.
        self.near += u64::from(bounds.may_be_near_by_size(smaller, larger));
        self.contained += u64::from(bounds.may_be_contained_by_size(smaller, larger));
        self.pairs.push(sets.map(u32::from).into());
    }

    fn append(&mut self, mut other: Candidates) {
        self.pairs.append(&mut other.pairs);
        self.near += other.near;
        self.contained += other.contained;
    }
}

/// Every pair that is related, and some that are not, but under hot shingles.
pub(crate) fn find_candidates<'s, E: Executor>(
    executor: E,
    sets: &'s Sets<'s>,
    bounds: Bounds,
) -> Result<(JoinIndex<'s>, Candidates), Cancelled> {
    let index = JoinIndex::new(executor, sets, bounds)?;
    let (collisions, hot_keys) = find_collisions(executor, &index)?;
    let index = index.with_hot_keys(hot_keys);
    let mut candidates = pairs(executor, &index, &collisions)?;
    candidates.hot = sets_with_hot_shingles(executor, &index)?;
    Ok((index, candidates))
}

/// Collisions in pieces, each grouped by the first set; and the hot keys, under which there are none.
fn find_collisions<E: Executor>(
    executor: E,
    index: &JoinIndex<'_>,
) -> Result<(Vec<Groups<Collision>>, Vec<u64>), Cancelled> {
    let (mut collisions, mut hot_keys) = (Vec::new(), Vec::new());
    let rounds = if index.sets().are_stored() { 1 } else { ROUNDS };
    let parts = index.keys().parts();
    for round in 0..rounds {
        // With fewer parts than rounds, some rounds have nothing to do.
        let parts = parts * round / rounds..parts * (round + 1) / rounds;
        if parts.is_empty() {
            continue;
        }
        for (piece, hot) in collisions_in(executor, index, &parts)? {
            collisions.push(piece);
            hot_keys.extend(hot);
        }
    }
    Ok((collisions, hot_keys))
}

/// Collisions, grouped by the first set, and the hot keys of the same parts.
type Piece = (Groups<Collision>, Vec<u64>);

/// The collisions under the keys of these parts, and which of the keys are hot, in pieces.
fn collisions_in<E: Executor>(
    executor: E,
    index: &JoinIndex<'_>,
    parts: &Range<usize>,
) -> Result<Vec<Piece>, Cancelled> {
    let partition = Partition::new(executor, index, parts.clone())?;
    let groups = index.sets().len().div_ceil(SORTED_TOGETHER);
    executor.map_chunks(parts.len(), parts.len().div_ceil(MAX_PIECES), |piece| {
        let mut collector = CollisionCollector::new(index.bounds(), index.sets().lens());
        for part in parts.start + piece.start..parts.start + piece.end {
            collector.add_part(part, partition.postings(part));
        }
        let collisions = Groups::from_items(
            &collector.collisions,
            groups,
            |collision| collision.sets()[0].index() / SORTED_TOGETHER,
            Collision::clone,
        );
        (collisions, collector.hot_keys)
    })
}

/// The pairs that collide often enough.
fn pairs<E: Executor>(
    executor: E,
    index: &JoinIndex<'_>,
    collisions: &[Groups<Collision>],
) -> Result<Candidates, Cancelled> {
    let groups = index.sets().len().div_ceil(SORTED_TOGETHER);
    let found =
        executor.map_chunks(groups, 1, |groups| pairs_of_groups(index, collisions, groups))?;
    let mut candidates = Candidates::default();
    // Pieces come in the order of their groups, so the pairs ascend whichever thread was first.
    for some in found {
        candidates.append(some);
    }
    Ok(candidates)
}

/// The pairs whose first sets are in these groups.
fn pairs_of_groups(
    index: &JoinIndex<'_>,
    collisions: &[Groups<Collision>],
    groups: Range<usize>,
) -> Candidates {
    let (mut candidates, mut sorted) = (Candidates::default(), Vec::new());
    for group in groups {
        sorted.clear();
        for piece in collisions {
            sorted.extend_from_slice(piece.get(group));
        }
        sorted.sort_unstable();
        // Equal ones stand together now, so their number needs no table.
        let pairs = sorted.chunk_by(PartialEq::eq).filter(|pair| pair.len() >= MIN_COLLISIONS);
        pairs.for_each(|pair| candidates.add(pair[0], index.bounds(), index.sets().lens()));
    }
    candidates
}

/// The sets that hold hot shingles, ascending.
fn sets_with_hot_shingles<E: Executor>(
    executor: E,
    index: &JoinIndex<'_>,
) -> Result<Vec<u32>, Cancelled> {
    if index.hot_keys().is_empty() {
        return Ok(Vec::new());
    }
    let shingles = HotShingles::new(index);
    let holders = executor.map_chunks(index.sets().len(), CHUNK, |range| -> Vec<u32> {
        let (mut holders, mut buffer) = (Vec::new(), SetBuffer::default());
        for number in range {
            if shingles.are_in(index.sets().get(number, &mut buffer)) {
                holders.push(SetId::from_index(number).into());
            }
        }
        holders
    })?;
    Ok(holders.concat())
}
