//! From the index of prefixes to candidate pairs.

use core::ops::Range;

use super::bound::{Bounds, Open, Spot};
use super::class::Classes;
use super::filter::MeetingFilter;
use super::hot::HotShingles;
use super::index::{Offer, OfferIndex};
use super::prefix::{Placed, Prefix};
use crate::executor::Executor;

/// Sets looked at in one piece of work.
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

/// A shingle under which a set may meet others. 16 bytes.
struct Ask {
    hash: u64,
    id: u32,
    /// The shingle's place in the set, as in [`Placed`].
    place: u32,
}

impl Ask {
    fn new(id: u32, placed: Placed) -> Ask {
        Ask { hash: placed.hash, id, place: placed.place }
    }
}

/// Sets, ready to be joined with each other.
pub(crate) struct Join<'s> {
    sets: &'s [&'s [u64]],
    bounds: Bounds,
    classes: Classes,
    /// In pieces; by set.
    asks: Vec<Vec<Ask>>,
    index: OfferIndex,
}

impl<'s> Join<'s> {
    pub(crate) fn prepare<E: Executor>(
        executor: E,
        sets: &'s [&'s [u64]],
        bounds: Bounds,
    ) -> Join<'s> {
        let prefixes = Prefixes { sets, bounds, classes: Classes::sample(executor, sets) };
        let (asks, offers) = prefixes.asks_and_offers(executor);
        let index = OfferIndex::build(executor, offers);
        Join { sets, bounds, classes: prefixes.classes, asks, index }
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

    pub(super) fn classes(&self) -> &Classes {
        &self.classes
    }

    /// Every pair that is related, and some that are not, but under hot shingles.
    pub(crate) fn candidates<E: Executor>(&self, executor: E) -> Joined {
        let search = |pieces: Range<usize>| {
            let mut joined = Joined::default();
            let mut found = Found::default();
            for asks in self.asks[pieces].iter().flat_map(|asks| asks.chunk_by(|a, b| a.id == b.id))
            {
                self.search(asks, &mut found);
                found.drain_into(asks[0].id, &mut joined);
            }
            joined
        };
        let mut joined = Joined::default();
        for piece in executor.map_chunks(self.asks.len(), 1, search) {
            joined.append(piece);
        }
        executor.sort(&mut joined.pairs);
        joined
    }

    /// The sets no larger than the one that asks that may be related to it.
    fn search(&self, asks: &[Ask], found: &mut Found) {
        for Ask { hash, id: larger, place } in asks {
            let len = self.sets[*larger as usize].len();
            let offering = self.index.offering(*hash);
            if offering.len() > self.bounds.hot {
                found.is_hot = true;
                continue;
            }
            for offer in offering {
                let smaller =
                    Spot { len: self.sets[offer.id as usize].len(), place: offer.place as usize };
                // Each pair once: of equal sizes the earlier set is the one that offers.
                if (smaller.len, offer.id) < (len, *larger) {
                    let larger = Spot { len, place: *place as usize };
                    found.meetings.push((offer.id, self.bounds.open(smaller, larger)));
                }
            }
        }
    }
}

/// What the sets offer, and what they ask for.
struct Prefixes<'s> {
    sets: &'s [&'s [u64]],
    bounds: Bounds,
    classes: Classes,
}

impl Prefixes<'_> {
    /// Calls `visit` with each set of a range, by its number, and its prefix.
    fn for_each(&self, range: Range<usize>, mut visit: impl FnMut(u32, &[Placed])) {
        let mut prefix = Prefix::default();
        for id in range {
            let set = self.sets[id];
            visit(id as u32, prefix.of(set, self.bounds.prefix(set.len()), &self.classes));
        }
    }

    /// Under which shingles sets offer to meet, and which of those two or more offer.
    fn filter<E: Executor>(&self, executor: E) -> MeetingFilter {
        let offers = self.sets.iter().map(|set| self.bounds.prefix(set.len())).sum();
        let offer = |range: Range<usize>| {
            let mut filter = MeetingFilter::for_offers(offers);
            self.for_each(range, |_, prefix| prefix.iter().for_each(|p| filter.offer(p.hash)));
            filter
        };
        let pieces = executor.map_parts(self.sets.len(), offer).into_iter();
        let merged = pieces.reduce(|merged, piece| merged.merge(&piece));
        merged.unwrap_or_else(|| MeetingFilter::for_offers(0))
    }

    /// The shingles under which sets may meet one that offers them. Where sets may be contained in
    /// others these are any shingles; behind the prefix all stand at its end, for of them no bound asks
    /// more than that.
    fn asks<E: Executor>(&self, executor: E, filter: &MeetingFilter) -> Vec<Vec<Ask>> {
        let ask = |range: Range<usize>| {
            let mut asks = Vec::new();
            self.for_each(range, |id, prefix| {
                let own = prefix.iter().filter(|placed| filter.is_asked_for(placed.hash));
                asks.extend(own.map(|placed| Ask::new(id, *placed)));
                if self.bounds.contained {
                    let others = behind(self.sets[id as usize], prefix);
                    let others = others.filter(|placed| filter.is_offered(placed.hash));
                    asks.extend(others.map(|placed| Ask::new(id, placed)));
                }
            });
            asks.shrink_to_fit();
            asks
        };
        executor.map_chunks(self.sets.len(), CHUNK, ask)
    }

    /// What is asked for, in pieces, by set; and what of it is offered. Where all that is asked for is
    /// offered by the one that asks, these are the same.
    fn asks_and_offers<E: Executor>(&self, executor: E) -> (Vec<Vec<Ask>>, Vec<Offer>) {
        let mut filter = self.filter(executor);
        let asks = self.asks(executor, &filter);
        let asked = asks.iter().flatten();
        if !self.bounds.contained {
            let offers = asked.map(|ask| Offer::new(ask.hash, ask.id, ask.place)).collect();
            return (asks, offers);
        }
        asked.for_each(|ask| filter.ask(ask.hash));
        let offers = self.offers(executor, &filter);
        (asks, offers)
    }

    fn offers<E: Executor>(&self, executor: E, filter: &MeetingFilter) -> Vec<Offer> {
        let offer = |range: Range<usize>| {
            let mut offers = Vec::new();
            self.for_each(range, |id, prefix| {
                let asked = prefix.iter().filter(|placed| filter.is_asked_for(placed.hash));
                offers.extend(asked.map(|placed| Offer::new(placed.hash, id, placed.place)));
            });
            offers
        };
        executor.map_chunks(self.sets.len(), CHUNK, offer).concat()
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

/// What one set meets, kept for the room from one to the next.
#[derive(Default)]
struct Found {
    meetings: Vec<(u32, Open)>,
    is_hot: bool,
}

impl Found {
    fn drain_into(&mut self, larger: u32, joined: &mut Joined) {
        if core::mem::take(&mut self.is_hot) {
            joined.hot.push(larger);
        }
        self.meetings.retain(|(_, open)| open.any());
        self.meetings.sort_unstable();
        for meetings in self.meetings.chunk_by(|left, right| left.0 == right.0) {
            let open = meetings.iter().fold(Open::default(), |open, meeting| open.or(meeting.1));
            let smaller = meetings[0].0;
            joined.add((smaller.min(larger), smaller.max(larger)), open);
        }
        self.meetings.clear();
    }
}
