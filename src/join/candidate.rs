//! From sets to candidate pairs.

use core::ops::Range;

use super::bound::{Bounds, MEETINGS};
use super::class::Classes;
use super::entry::{Entry, Holding, Keys};
use super::filter::KeyFilter;
use super::hot::HotShingles;
use super::meeting::{Gathering, Meeting};
use super::prefix::{Placed, Prefix};
use crate::executor::Executor;
use crate::partition::Parts;

/// Sets whose entries are parted together, at least.
const LEAST_BLOCK: usize = 4096;

/// Pieces of work that one step is cut into, at most: enough for many threads, and so few that what
/// each leaves in a part is still worth going there for.
const PIECES: usize = 64;

/// Sets whose meetings are sorted together, as the larger ones of their pairs; a power of two.
const SORTED: usize = 4096;

/// What the join proposes; the caller verifies.
#[derive(Default)]
pub(crate) struct Joined {
    /// All pairs `(a, b)`, `a < b`, that may be related, distinct.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// Those of them that may be near.
    pub(crate) near: u64,
    /// Those of them in which one may be contained in the other.
    pub(crate) contained: u64,
    /// The sets that hold hot shingles, whose pairs are not among these; ascending.
    pub(crate) hot: Vec<u32>,
}

impl Joined {
    fn add(&mut self, meeting: Meeting, bounds: Bounds, lens: &[u32]) {
        let (larger, smaller) = (meeting.larger(), meeting.smaller());
        let len = |id: u32| lens[id as usize] as usize;
        let open = bounds.sizes_open(len(smaller), len(larger));
        self.near += u64::from(open.near);
        self.contained += u64::from(open.contained);
        self.pairs.push((smaller.min(larger), smaller.max(larger)));
    }

    fn append(&mut self, mut other: Joined) {
        self.pairs.append(&mut other.pairs);
        self.near += other.near;
        self.contained += other.contained;
    }
}

/// Sets that have been joined with each other.
pub(crate) struct Join<'s> {
    sets: &'s [&'s [u64]],
    bounds: Bounds,
    classes: Classes,
    keys: Keys,
    /// The keys under which no pairs are proposed, ascending.
    hot: Vec<u64>,
}

impl<'s> Join<'s> {
    /// Every pair that is related, and some that are not, but under hot shingles.
    pub(crate) fn of<E: Executor>(
        executor: E,
        sets: &'s [&'s [u64]],
        bounds: Bounds,
    ) -> (Join<'s>, Joined) {
        let classes = Classes::sample(executor, sets);
        let lens: Vec<u32> = sets.iter().map(|set| set.len() as u32).collect();
        let offers = lens.iter().map(|len| bounds.prefix(*len as usize)).sum();
        let keys = Keys::for_entries(offers);
        let mut join = Join { sets, bounds, classes, keys, hot: Vec::new() };
        let (meetings, hot) = join.meetings(executor, &lens, offers);
        join.hot = hot;
        let mut joined = join.pairs(executor, &lens, &meetings);
        joined.hot = join.hot_sets(executor);
        (join, joined)
    }

    /// The shingles under which no pairs are proposed, and nothing kept under them yet.
    pub(crate) fn hot_shingles(&self) -> HotShingles<'_> {
        HotShingles::new(self)
    }

    pub(crate) fn sets(&self) -> &'s [&'s [u64]] {
        self.sets
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    pub(super) fn keys(&self) -> Keys {
        self.keys
    }

    pub(super) fn hot_keys(&self) -> &[u64] {
        &self.hot
    }

    /// Calls `visit` with the prefix of a set, which `room` is for, by hash.
    pub(super) fn prefix<'p>(&self, id: u32, room: &'p mut Prefix) -> &'p [Placed] {
        let set = self.sets[id as usize];
        room.of(set, self.bounds.prefix(set.len()), &self.classes)
    }

    /// Who meets whom, in pieces, each by the larger set; and the keys that are hot.
    fn meetings<E: Executor>(
        &self,
        executor: E,
        lens: &[u32],
        offers: usize,
    ) -> (Vec<Parts<Meeting>>, Vec<u64>) {
        let mut blocks = self.offers(executor);
        if self.bounds.contained {
            let of_part =
                |part: usize| blocks.iter().flat_map(move |block| block.get(part)).copied();
            let filter = KeyFilter::of_parts(executor, self.keys, offers, of_part);
            let asks = self.asks(executor, &filter);
            blocks.extend(asks);
        }
        let gather = |parts: Range<usize>| {
            let mut gathering = Gathering::new(self.bounds, lens);
            for part in parts {
                gathering.add_part(part, blocks.iter().map(|block| block.get(part)));
            }
            let sorted = |meeting: &Meeting| meeting.larger() as usize / SORTED;
            let ends = self.sets.len().div_ceil(SORTED);
            (Parts::of(&gathering.meetings, ends, sorted, Meeting::clone), gathering.hot)
        };
        let parts = self.keys.parts();
        let pieces = executor.map_chunks(parts, parts.div_ceil(PIECES), gather);
        let (meetings, hot): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
        let mut hot = hot.concat();
        hot.sort_unstable();
        (meetings, hot)
    }

    /// The shingles that each set offers.
    fn offers<E: Executor>(&self, executor: E) -> Vec<Parts<Entry>> {
        self.parted(executor, |id, prefix, holdings| {
            holdings.extend(prefix.iter().map(|placed| Holding::offered(id, *placed)));
        })
    }

    /// The shingles behind its prefix under which each set may meet one that offers them. (To part them
    /// before the filter is asked, so that it fits in the cache part by part, took as long.)
    fn asks<E: Executor>(&self, executor: E, filter: &KeyFilter) -> Vec<Parts<Entry>> {
        self.parted(executor, |id, prefix, holdings| {
            let others = behind(self.sets[id as usize], prefix);
            let asked = others.filter(|placed| filter.may_hold(self.keys.key(placed.hash)));
            holdings.extend(asked.map(|placed| Holding::behind(id, placed.hash)));
        })
    }

    /// What the sets hold, by part, in blocks of sets. `hold` is given a set's number and its prefix.
    fn parted<E: Executor>(
        &self,
        executor: E,
        hold: impl Fn(u32, &[Placed], &mut Vec<Holding>) + Sync,
    ) -> Vec<Parts<Entry>> {
        let part_block = |block: Range<usize>| {
            let (mut room, mut holdings) = (Prefix::default(), Vec::new());
            for id in block {
                hold(id as u32, self.prefix(id as u32, &mut room), &mut holdings);
            }
            let part = |holding: &Holding| self.keys.part(holding);
            let entry = |holding: &Holding| Entry::of(self.keys, holding);
            Parts::of(&holdings, self.keys.parts(), part, entry)
        };
        let block = self.sets.len().div_ceil(PIECES).max(LEAST_BLOCK);
        executor.map_chunks(self.sets.len(), block, part_block)
    }

    /// The pairs that meet often enough.
    fn pairs<E: Executor>(&self, executor: E, lens: &[u32], meetings: &[Parts<Meeting>]) -> Joined {
        let join_some = |parts: Range<usize>| {
            let (mut joined, mut sorted) = (Joined::default(), Vec::new());
            for part in parts {
                sorted.clear();
                for piece in meetings {
                    sorted.extend_from_slice(piece.get(part));
                }
                sorted.sort_unstable();
                let groups = sorted.chunk_by(PartialEq::eq).filter(|group| group.len() >= MEETINGS);
                groups.for_each(|group| joined.add(group[0], self.bounds, lens));
            }
            joined
        };
        let mut joined = Joined::default();
        for piece in executor.map_chunks(self.sets.len().div_ceil(SORTED), 1, join_some) {
            joined.append(piece);
        }
        joined
    }

    /// The sets that hold hot shingles.
    fn hot_sets<E: Executor>(&self, executor: E) -> Vec<u32> {
        if self.hot.is_empty() {
            return Vec::new();
        }
        let shingles = self.hot_shingles();
        let is_hot = |id: &u32| shingles.are_held(self.sets[*id as usize]);
        let hot = |range: Range<usize>| -> Vec<u32> {
            range.map(|id| id as u32).filter(is_hot).collect()
        };
        executor.map_chunks(self.sets.len(), LEAST_BLOCK, hot).concat()
    }
}

/// The shingles of a set that are not in its prefix, all placed at its end.
pub(super) fn behind<'a>(
    set: &'a [u64],
    prefix: &'a [Placed],
) -> impl Iterator<Item = Placed> + 'a {
    let mut placed = prefix.iter().peekable();
    let others =
        set.iter().filter(move |hash| placed.next_if(|placed| placed.hash == **hash).is_none());
    others.map(|hash| Placed { hash: *hash, place: prefix.len() as u32 })
}
