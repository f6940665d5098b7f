//! From the index of prefixes to candidate pairs.

use core::ops::Range;

use super::bound::{Bounds, Open, Spot};
use super::frequency::{Frequencies, RankedShingle};
use super::hot::HotShingles;
use super::prefix::PrefixIndex;
use crate::executor::Executor;

/// Sets looked up in one piece of work.
const CHUNK: usize = 1024;

/// What the join proposes; the caller verifies.
#[derive(Default)]
pub(crate) struct Joined {
    /// All pairs `(a, b)`, `a < b`, that may be related, distinct, and sorted.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// Those of them that may be near.
    pub(crate) near: u64,
    /// Those of them in which one may be contained in the other.
    pub(crate) contained: u64,
    /// The sets that hold hot shingles, whose pairs are not among these; ascending.
    pub(crate) hot: Vec<u32>,
}

impl Joined {
    fn add(&mut self, pair: (u32, u32), open: Open) {
        self.pairs.push(pair);
        self.near += u64::from(open.near);
        self.contained += u64::from(open.contained);
    }

    fn append(&mut self, mut other: Joined) {
        self.pairs.append(&mut other.pairs);
        self.hot.append(&mut other.hot);
        self.near += other.near;
        self.contained += other.contained;
    }
}

/// Sets, ready to be joined with each other.
pub(crate) struct Join<'s> {
    sets: &'s [&'s [u64]],
    bounds: Bounds,
    frequencies: Frequencies<'s>,
    index: PrefixIndex,
}

impl<'s> Join<'s> {
    pub(crate) fn prepare<E: Executor>(
        executor: E,
        sets: &'s [&'s [u64]],
        bounds: Bounds,
    ) -> Join<'s> {
        let frequencies = Frequencies::of(executor, sets);
        let index = PrefixIndex::build(executor, sets, &frequencies, bounds);
        Join { sets, bounds, frequencies, index }
    }

    /// The shingles under which no pairs are proposed, and nothing kept under them yet.
    pub(crate) fn hot_shingles(&self) -> HotShingles<'_> {
        HotShingles::new(self, self.index.offered_by_more_than(self.bounds.hot))
    }

    pub(crate) fn sets(&self) -> &'s [&'s [u64]] {
        self.sets
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Puts the common shingles of a set into `common`; returns its size, how many shingles it
    /// offers, which are in order, and how many unique ones stand before the common ones.
    pub(super) fn order(
        &self,
        id: usize,
        common: &mut Vec<RankedShingle>,
    ) -> (usize, usize, usize) {
        let len = self.sets[id].len();
        let prefix = self.bounds.prefix(len);
        (len, prefix, self.frequencies.order(id, prefix, common))
    }

    /// Every pair that is related, and some that are not, but under hot shingles.
    pub(crate) fn candidates<E: Executor>(&self, executor: E) -> Joined {
        let search = |range: Range<usize>| {
            let mut joined = Joined::default();
            let mut scratch = Scratch::default();
            for larger in range {
                self.search(larger, &mut scratch);
                scratch.drain_into(larger as u32, &mut joined);
            }
            joined
        };
        let mut joined = Joined::default();
        for piece in executor.map_chunks(self.sets.len(), CHUNK, search) {
            joined.append(piece);
        }
        executor.sort(&mut joined.pairs);
        joined
    }

    /// The sets no larger than this one that may be related to it.
    fn search(&self, larger: usize, scratch: &mut Scratch) {
        let len = self.sets[larger].len();
        let near_prefix = self.bounds.near_prefix(len);
        let unique = self.frequencies.order(larger, near_prefix, &mut scratch.common);
        let looked_up =
            if self.bounds.contained { len } else { near_prefix }.saturating_sub(unique);
        for (place, shingle) in (unique..).zip(scratch.common.iter().take(looked_up)) {
            let offering = self.index.offering(shingle.hash);
            if offering.len() > self.bounds.hot {
                scratch.is_hot = true;
                continue;
            }
            for offer in offering {
                let smaller =
                    Spot { len: self.sets[offer.id as usize].len(), place: offer.place as usize };
                // Each pair once: of equal sizes the earlier set is the one that offers.
                if (smaller.len, offer.id as usize) < (len, larger) {
                    scratch.found.push((offer.id, self.bounds.open(smaller, Spot { len, place })));
                }
            }
        }
    }
}

/// What one look-up needs for a while, kept from one to the next.
#[derive(Default)]
struct Scratch {
    common: Vec<RankedShingle>,
    found: Vec<(u32, Open)>,
    is_hot: bool,
}

impl Scratch {
    fn drain_into(&mut self, larger: u32, joined: &mut Joined) {
        if core::mem::take(&mut self.is_hot) {
            joined.hot.push(larger);
        }
        self.found.retain(|(_, open)| open.any());
        self.found.sort_unstable();
        for meetings in self.found.chunk_by(|left, right| left.0 == right.0) {
            let open = meetings.iter().fold(Open::default(), |open, meeting| open.or(meeting.1));
            let smaller = meetings[0].0;
            joined.add((smaller.min(larger), smaller.max(larger)), open);
        }
        self.found.clear();
    }
}
