//! From entries of one key to meetings of two sets.

use super::bound::{Bounds, Spot};
use super::entry::{Entry, Keys};
use super::filter::Repeated;

/// The larger set of a pair and the smaller one, that meet under a shingle; sorted by the larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meeting(u64);

impl Meeting {
    fn new(larger: u32, smaller: u32) -> Meeting {
        Meeting(u64::from(larger) << 32 | u64::from(smaller))
    }

    pub(super) fn larger(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(super) fn smaller(self) -> u32 {
        self.0 as u32
    }
}

/// Who meets under the keys of some parts; with room that is used again from part to part.
pub(super) struct Gathering<'l> {
    bounds: Bounds,
    keys: Keys,
    lens: &'l [u32],
    repeated: Repeated,
    entries: Vec<Entry>,
    /// Each as often as the pair meets, or twice where once is enough.
    pub(super) meetings: Vec<Meeting>,
    /// The keys that more sets offer than may meet in pairs.
    pub(super) hot: Vec<u64>,
}

impl<'l> Gathering<'l> {
    /// Of sets of these sizes.
    pub(super) fn new(bounds: Bounds, keys: Keys, lens: &'l [u32]) -> Gathering<'l> {
        Gathering {
            bounds,
            keys,
            lens,
            repeated: Repeated::default(),
            entries: Vec::new(),
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
        self.repeated.clear(pieces.clone().map(<[Entry]>::len).sum());
        let entries = pieces.flatten().copied();
        entries.clone().for_each(|entry| self.repeated.see(entry));
        self.entries.clear();
        self.entries.extend(entries.filter(|entry| self.repeated.is_seen_again(*entry)));
        self.entries.sort_unstable();
        let entries = core::mem::take(&mut self.entries);
        for group in entries.chunk_by(|left, right| left.rest() == right.rest()) {
            self.add_group(part, group);
        }
        self.entries = entries;
    }

    /// Adds the meetings under one key: of each set that offers it with all others.
    fn add_group(&mut self, part: usize, group: &[Entry]) {
        let offers = group.partition_point(|entry| entry.place().is_some());
        if offers > self.bounds.hot {
            self.hot.push(self.keys.key_of(part, group[0]));
            return;
        }
        for (at, offer) in group[..offers].iter().enumerate() {
            for other in &group[at + 1..] {
                self.meet(*offer, *other);
            }
        }
    }

    fn meet(&mut self, offer: Entry, other: Entry) {
        let (one, two) = (self.ranked(offer), self.ranked(other));
        let (smaller, larger) = if one < two { (offer, other) } else { (other, offer) };
        if one == two || !self.is_open(smaller, larger) {
            return;
        }
        let meeting = Meeting::new(larger.id(), smaller.id());
        self.meetings.push(meeting);
        if self.bounds.one_is_enough(self.len(smaller), self.len(larger)) {
            self.meetings.push(meeting);
        }
    }

    /// Of equal sizes the earlier set is the smaller.
    fn ranked(&self, entry: Entry) -> (usize, u32) {
        (self.len(entry), entry.id())
    }

    fn len(&self, entry: Entry) -> usize {
        self.lens[entry.id() as usize] as usize
    }

    /// Behind its prefix a set can only be the larger one, and contain the other.
    fn is_open(&self, smaller: Entry, larger: Entry) -> bool {
        let spot = |entry: Entry| entry.place().map(|place| Spot { len: self.len(entry), place });
        match (spot(smaller), spot(larger)) {
            (Some(smaller), Some(larger)) => self.bounds.open(smaller, larger).any(),
            (Some(smaller), None) => self.bounds.may_contain(smaller, self.len(larger)),
            (None, _) => false,
        }
    }
}
