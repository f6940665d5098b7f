//! From entries of one key to meetings of two sets.

use super::bound::{Bounds, Spot};
use super::entry::Entry;
use super::filter::Repeated;

/// Two sets that meet under a shingle, by their numbers; sorted as pairs are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meeting(u64);

impl Meeting {
    fn new(one: u32, other: u32) -> Meeting {
        Meeting(u64::from(one.min(other)) << 32 | u64::from(one.max(other)))
    }

    pub(super) fn first(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(super) fn second(self) -> u32 {
        self.0 as u32
    }
}

/// Who meets under the keys of some parts; with room that is used again from part to part.
pub(super) struct Gathering<'l> {
    bounds: Bounds,
    lens: &'l [u32],
    repeated: Repeated,
    entries: Vec<Entry>,
    guests: Vec<Guest>,
    /// Each as often as the pair meets, and more often where it need not share much.
    pub(super) meetings: Vec<Meeting>,
    /// The keys that more sets offer than may meet in pairs.
    pub(super) hot: Vec<u64>,
}

impl<'l> Gathering<'l> {
    /// Of sets of these sizes.
    pub(super) fn new(bounds: Bounds, lens: &'l [u32]) -> Gathering<'l> {
        Gathering {
            bounds,
            lens,
            repeated: Repeated::default(),
            entries: Vec::new(),
            guests: Vec::new(),
            meetings: Vec::new(),
            hot: Vec::new(),
        }
    }

    /// Adds the meetings of a part, whose entries come in several pieces.
    pub(super) fn add_part<'e>(
        &mut self,
        part: usize,
        pieces: impl Iterator<Item = &'e [Entry]> + Clone,
    ) {
        let count = pieces.clone().map(<[Entry]>::len).sum::<usize>();
        self.repeated.clear(count);
        pieces.clone().flatten().for_each(|entry| self.repeated.see(*entry));
        let mut entries = core::mem::take(&mut self.entries);
        entries.resize(entries.len().max(count + 1), Entry::default());
        let kept = self.keep_seen_again(pieces.flatten(), &mut entries);
        // (To sort by counting, as copies are, took as long.)
        entries[..kept].sort_unstable();
        for group in entries[..kept].chunk_by(|left, right| left.rest() == right.rest()) {
            self.add_group(part, group);
        }
        self.entries = entries;
    }

    /// Puts what is seen again at the beginning of `kept_ones`, which has room for all and one more, and says
    /// how many that are. Each entry is written, and the next one over it where it is not to stay: which
    /// one that is cannot be guessed.
    fn keep_seen_again<'e>(
        &self,
        entries: impl Iterator<Item = &'e Entry>,
        kept_ones: &mut [Entry],
    ) -> usize {
        let mut kept = 0;
        for entry in entries {
            kept_ones[kept] = *entry;
            kept += usize::from(self.repeated.is_seen_again(*entry));
        }
        kept
    }

    /// Adds the meetings under one key: of each set that offers it with all others.
    fn add_group(&mut self, part: usize, group: &[Entry]) {
        let offers = group.partition_point(|entry| entry.place().is_some());
        if offers > self.bounds.hot {
            self.hot.push(group[0].key(part));
            return;
        }
        let mut guests = core::mem::take(&mut self.guests);
        guests.clear();
        guests.extend(group.iter().map(|entry| Guest::of(*entry, self.lens, self.bounds)));
        for (at, offer) in guests[..offers].iter().enumerate() {
            for other in &guests[at + 1..] {
                self.meet(offer, other);
            }
        }
        self.guests = guests;
    }

    fn meet(&mut self, offer: &Guest, other: &Guest) {
        let (smaller, larger) =
            if offer.rank() < other.rank() { (offer, other) } else { (other, offer) };
        if offer.id == other.id || !self.is_open(smaller, larger) {
            return;
        }
        let meeting = Meeting::new(offer.id, other.id);
        for _ in 0..self.bounds.worth(smaller.len, larger.len) {
            self.meetings.push(meeting);
        }
    }

    /// Behind its prefix a set can only be the larger one, and contain the other.
    fn is_open(&self, smaller: &Guest, larger: &Guest) -> bool {
        match (smaller.spot, larger.spot) {
            (Some(smaller), Some(larger)) => self.bounds.open(smaller, larger).any(),
            (Some(smaller), None) => smaller.may_stand_in(larger.len),
            (None, _) => false,
        }
    }
}

/// A set under one key. Its size is looked up once, for it lies anywhere in memory.
struct Guest {
    id: u32,
    len: usize,
    /// None behind its prefix.
    spot: Option<Spot>,
}

impl Guest {
    fn of(entry: Entry, lens: &[u32], bounds: Bounds) -> Guest {
        let id = entry.id();
        let len = lens[id as usize] as usize;
        Guest { id, len, spot: entry.place().map(|place| bounds.spot(len, place)) }
    }

    /// Of equal sizes the earlier set is the smaller.
    fn rank(&self) -> (usize, u32) {
        (self.len, self.id)
    }
}
