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
use crate::shingle::{SetBuffer, Sets};

/// Sets whose entries are parted together, at least.
const LEAST_BLOCK: usize = 4096;

/// How many sets ahead memory is asked for.
const AHEAD: usize = 4;

/// Hashes that are read of most sets where only their prefixes are.
const FIRST_READ: usize = 32;

/// Pieces of work that one step is cut into, at most: enough for many threads, and so few that what
/// each leaves in a part is still worth going there for.
const PIECES: usize = 64;

/// Where sets are made anew each time, the keys are gone through in so many rounds at most. Each makes
/// all sets, twice where contained pairs are asked for, and takes its part of the memory of all entries,
/// which would be more than all else together.
const ROUNDS: usize = 4;

/// Sets whose meetings are sorted together, as the first ones of their pairs; a power of two.
const SORTED: usize = 4096;

/// What the join proposes; the caller verifies.
#[derive(Default)]
pub(crate) struct Joined {
    /// All pairs `(a, b)`, `a < b`, that may be related, ascending and distinct.
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
        let (a, b) = (meeting.first(), meeting.second());
        let sizes = [a, b].map(|id| lens[id as usize] as usize);
        let open = bounds.sizes_open(sizes[0].min(sizes[1]), sizes[0].max(sizes[1]));
        self.near += u64::from(open.near);
        self.contained += u64::from(open.contained);
        self.pairs.push((a, b));
    }

    fn append(&mut self, mut other: Joined) {
        self.pairs.append(&mut other.pairs);
        self.near += other.near;
        self.contained += other.contained;
    }
}

/// Sets that have been joined with each other.
pub(crate) struct Join<'s> {
    sets: &'s Sets<'s>,
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
        sets: &'s Sets<'s>,
        bounds: Bounds,
    ) -> (Join<'s>, Joined) {
        let classes = Classes::sample(executor, sets);
        let offers_of = |range: Range<usize>| bounds.prefixes(&sets.lens()[range]);
        let offers = executor.map_chunks(sets.len(), LEAST_BLOCK, offers_of).into_iter().sum();
        let keys = Keys::for_entries(offers);
        let mut join = Join { sets, bounds, classes, keys, hot: Vec::new() };
        let meetings = join.meetings(executor, offers);
        let mut joined = join.pairs(executor, &meetings);
        joined.hot = join.hot_sets(executor);
        (join, joined)
    }

    /// The shingles under which no pairs are proposed, and nothing kept under them yet.
    pub(crate) fn hot_shingles(&self) -> HotShingles<'_> {
        HotShingles::new(self)
    }

    pub(crate) fn sets(&self) -> &'s Sets<'s> {
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

    /// The prefix of a set, made in `scratch`, by hash.
    pub(super) fn prefix<'p>(&self, set: &[u64], scratch: &'p mut Prefix) -> &'p [Placed] {
        scratch.of(set, self.bounds.prefix(set.len()), &self.classes)
    }

    /// Who meets whom, in pieces, each by the first set; and learns which keys are hot.
    fn meetings<E: Executor>(&mut self, executor: E, offers: usize) -> Vec<Parts<Meeting>> {
        let mut meetings = Vec::new();
        let rounds = if self.sets.are_stored() { 1 } else { ROUNDS };
        let parts = self.keys.parts();
        for round in 0..rounds {
            let parts = parts * round / rounds..parts * (round + 1) / rounds;
            for (piece, hot) in self.meetings_in(executor, parts, offers) {
                meetings.push(piece);
                self.hot.extend(hot);
            }
        }
        self.hot.sort_unstable();
        meetings
    }

    /// Who meets whom under the keys of these parts, and which of them are hot, in pieces.
    fn meetings_in<E: Executor>(
        &self,
        executor: E,
        parts: Range<usize>,
        offers: usize,
    ) -> Vec<(Parts<Meeting>, Vec<u64>)> {
        if parts.is_empty() {
            return Vec::new();
        }
        let mut blocks = self.offers(executor, &parts);
        if self.bounds.contained {
            let of_part = |part: usize| {
                blocks.iter().flat_map(move |block| block.get(part - parts.start)).copied()
            };
            let filter = KeyFilter::of_parts(executor, self.keys, (&parts, offers), of_part);
            let asks = self.asks(executor, &parts, &filter);
            blocks.extend(asks);
        }
        let gather = |some: Range<usize>| {
            let mut gathering = Gathering::new(self.bounds, self.sets.lens());
            for part in some {
                let entries = blocks.iter().map(|block| block.get(part));
                gathering.add_part(parts.start + part, entries);
            }
            let sorted = |meeting: &Meeting| meeting.first() as usize / SORTED;
            let ends = self.sets.len().div_ceil(SORTED);
            (Parts::of(&gathering.meetings, ends, sorted, Meeting::clone), gathering.hot)
        };
        executor.map_chunks(parts.len(), parts.len().div_ceil(PIECES), gather)
    }

    /// The shingles that each set offers.
    fn offers<E: Executor>(&self, executor: E, parts: &Range<usize>) -> Vec<Parts<Entry>> {
        self.parted(executor, parts, FIRST_READ, |id, _, prefix, holdings| {
            let offered = prefix.iter().map(|placed| Holding::offered(id, *placed));
            if parts.len() == self.keys.parts() {
                return holdings.extend(offered);
            }
            holdings.extend(offered.filter(|holding| parts.contains(&self.keys.part(holding))));
        })
    }

    /// The shingles behind its prefix under which each set may meet one that offers them. (To part them
    /// before the filter is asked, so that it fits in the cache part by part, took as long.)
    fn asks<E: Executor>(
        &self,
        executor: E,
        parts: &Range<usize>,
        filter: &KeyFilter,
    ) -> Vec<Parts<Entry>> {
        self.parted(executor, parts, usize::MAX, |id, set, prefix, holdings| {
            let mut offered = prefix.iter().map(|placed| placed.hash).peekable();
            for block in set.chunks(u64::BITS as usize) {
                let keys = block.iter().map(|hash| self.keys.key(*hash));
                let mut asked = filter.which_may_hold(keys);
                while asked != 0 {
                    let hash = block[asked.trailing_zeros() as usize];
                    asked &= asked - 1;
                    while offered.next_if(|offered| *offered < hash).is_some() {}
                    if offered.peek() != Some(&hash) {
                        holdings.push(Holding::behind(id, hash));
                    }
                }
            }
        })
    }

    /// What the sets hold under the keys of some parts, by part, in blocks of sets. `hold` is given a
    /// set's number, the set and its prefix. Of most sets so many of the first hashes are `read`.
    fn parted<E: Executor>(
        &self,
        executor: E,
        parts: &Range<usize>,
        read: usize,
        hold: impl Fn(u32, &[u64], &[Placed], &mut Vec<Holding>) + Sync,
    ) -> Vec<Parts<Entry>> {
        let part_block = |block: Range<usize>| {
            let (mut room, mut prefix) = (SetBuffer::default(), Prefix::default());
            let offers = self.bounds.prefixes(&self.sets.lens()[block.clone()]);
            let mut holdings = Vec::with_capacity(offers * parts.len() / self.keys.parts());
            for id in block {
                self.sets.prefetch(id + AHEAD, read);
                let set = self.sets.get(id, &mut room);
                hold(id as u32, set, self.prefix(set, &mut prefix), &mut holdings);
            }
            let part = |holding: &Holding| self.keys.part(holding) - parts.start;
            let entry = |holding: &Holding| Entry::of(self.keys, holding);
            Parts::of(&holdings, parts.len(), part, entry)
        };
        let block = self.sets.len().div_ceil(PIECES).max(LEAST_BLOCK);
        executor.map_chunks(self.sets.len(), block, part_block)
    }

    /// The pairs that meet often enough.
    fn pairs<E: Executor>(&self, executor: E, meetings: &[Parts<Meeting>]) -> Joined {
        let join_some = |parts: Range<usize>| {
            let (mut joined, mut sorted) = (Joined::default(), Vec::new());
            for part in parts {
                sorted.clear();
                for piece in meetings {
                    sorted.extend_from_slice(piece.get(part));
                }
                sorted.sort_unstable();
                let groups = sorted.chunk_by(PartialEq::eq).filter(|group| group.len() >= MEETINGS);
                groups.for_each(|group| joined.add(group[0], self.bounds, self.sets.lens()));
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
        let hot = |range: Range<usize>| -> Vec<u32> {
            let mut room = SetBuffer::default();
            let mut is_hot = |id: &usize| shingles.are_held(self.sets.get(*id, &mut room));
            range.filter(|id| is_hot(id)).map(|id| id as u32).collect()
        };
        executor.map_chunks(self.sets.len(), LEAST_BLOCK, hot).concat()
    }
}
