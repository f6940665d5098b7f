//! Who is under each key: one table for the keys of all bands and for those of whole texts.
//!
//! A table is cut into parts by the first bits of the keys. A part is a list of slots, ascending by the bits that come next, the *tag*,
//! with gaps: a tag's home is as far down the list as the tag is among all tags, and it stands there or behind, where others have taken
//! the room. So a search reads a line of the cache or two and ends at the first greater tag, and a part that is full is copied in one
//! stream to one that is larger by a quarter. No part ever holds up an insert for longer than that.
//!
//! What is behind the tag is not kept, so that keys with the same first [`KEY_BITS`] bits have one list. Who asks compares what he finds.

use core::iter::successors;

use crate::id::Entry;
use crate::kernel::prefetch;
use crate::radix::Groups;

/// The bits of a key that say in which part it stands.
const PART_BITS: u32 = 10;

pub(super) const PARTS: usize = 1 << PART_BITS;

/// The bits of a key that are told apart.
const KEY_BITS: u32 = PART_BITS + u32::BITS;

/// A slot that holds nothing. Greater than any other, so that a search ends at it.
const EMPTY: u64 = u64::MAX;

/// Slots of a part that begins.
const MIN_HOMES: usize = 8;

/// Slots read in a search, as a rule: those of a line of the cache.
const USUAL: usize = 8;

/// How many postings ahead slots are asked for.
const AHEAD: usize = 8;

/// Entries by key.
#[derive(Clone, Debug)]
pub(super) struct Table {
    parts: Vec<Part>,
    /// The lists of keys that several entries have.
    nodes: Vec<Node>,
}

/// An entry before others under one key.
#[derive(Clone, Copy, Debug)]
struct Node {
    entry: Entry,
    next: Link,
}

/// The first of those under a key: the only entry, or a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link(u32);

impl Link {
    const NODE: u32 = 1 << 31;

    /// # Panics
    /// When there are 2^31 entries or more.
    fn to_entry(entry: Entry) -> Link {
        assert!(entry.0 < Link::NODE, "an index holds less than 2^31 texts");
        Link(entry.0)
    }

    /// # Panics
    /// When there are 2^31 - 1 nodes or more: the greatest number would look like an empty slot.
    fn to_node(node: usize) -> Link {
        assert!(node < Link::NODE as usize - 1, "an index has less than 2^31 meetings of texts");
        Link(Link::NODE | node as u32)
    }

    fn node(self) -> Option<usize> {
        (self.0 & Link::NODE != 0).then_some((self.0 & !Link::NODE) as usize)
    }
}

/// The keys that begin with the same bits.
#[derive(Clone, Debug, Default)]
struct Part {
    /// A tag above its link, or [`EMPTY`].
    slots: Vec<u64>,
    /// How many slots are the home of some tag; those behind are for what has been moved on.
    homes: usize,
    len: usize,
}

fn slot(tag: u32, link: Link) -> u64 {
    u64::from(tag) << u32::BITS | u64::from(link.0)
}

fn tag_of(slot: u64) -> u32 {
    (slot >> u32::BITS) as u32
}

fn link_of(slot: u64) -> Link {
    Link(slot as u32)
}

fn occupied(slots: &[u64]) -> impl Iterator<Item = u64> {
    slots.iter().copied().filter(|slot| *slot != EMPTY)
}

fn part_of(key: u64) -> usize {
    (key >> (u64::BITS - PART_BITS)) as usize
}

fn tag_of_key(key: u64) -> u32 {
    (key >> (u64::BITS - KEY_BITS)) as u32
}

impl Table {
    pub(super) fn new() -> Table {
        Table { parts: vec![Part::default(); PARTS], nodes: Vec::new() }
    }

    /// Asks for the slots of a key that will soon be looked up.
    #[inline]
    pub(super) fn prefetch(&self, key: u64) {
        self.parts[part_of(key)].prefetch(tag_of_key(key));
    }

    /// Asks for the slots of keys that will soon be looked up.
    pub(super) fn prefetch_all(&self, keys: &[u64]) {
        for key in keys {
            self.prefetch(*key);
        }
    }

    /// The entries under a key, the last inserted first. (Under another one too, where the first bits are the same.)
    pub(super) fn list(&self, key: u64) -> impl Iterator<Item = Entry> + '_ {
        let first = self.parts[part_of(key)].find(tag_of_key(key));
        self.list_from(first.map(|at| link_of(self.parts[part_of(key)].slots[at])))
    }

    fn list_from(&self, first: Option<Link>) -> impl Iterator<Item = Entry> + '_ {
        let links = successors(first, |link| Some(self.nodes[link.node()?].next));
        links.map(|link| match link.node() {
            Some(node) => self.nodes[node].entry,
            None => Entry(link.0),
        })
    }

    /// Inserts an entry under a key, before all that are there. O(1), however many these are.
    pub(super) fn insert(&mut self, key: u64, entry: Entry) {
        let (part, tag) = (&mut self.parts[part_of(key)], tag_of_key(key));
        match part.find(tag) {
            Some(at) => {
                let next = link_of(part.slots[at]);
                part.slots[at] = slot(tag, Link::to_node(self.nodes.len()));
                reserve_an_eighth(&mut self.nodes);
                self.nodes.push(Node { entry, next });
            }
            None => part.insert(slot(tag, Link::to_entry(entry))),
        }
    }

    /// Inserts each entry under its key, as [`insert`](Table::insert) would one after the other. Part by part, and so in memory that
    /// lies together: alone each key is a walk through the page tables.
    pub(super) fn insert_all(&mut self, postings: &[(u64, Entry)]) {
        let parts = Groups::from_items(postings, PARTS, |(key, _)| part_of(*key), Clone::clone);
        for part in 0..self.parts.len() {
            let postings = parts.get(part);
            for (at, (key, entry)) in postings.iter().enumerate() {
                if let Some((next, _)) = postings.get(at + AHEAD) {
                    self.prefetch(*next);
                }
                self.insert(*key, *entry);
            }
        }
    }

    /// The tags of a part, ascending, with the entries under each in the order of its list.
    pub(super) fn postings(&self, part: usize) -> impl Iterator<Item = (u32, Entry)> + '_ {
        occupied(&self.parts[part].slots).flat_map(|found| {
            self.list_from(Some(link_of(found))).map(move |entry| (tag_of(found), entry))
        })
    }

    /// Fills an empty part with what [`postings`](Table::postings) gave.
    pub(super) fn fill(&mut self, part: usize, postings: &[(u32, Entry)]) {
        let (mut slots, mut list) = (Vec::with_capacity(postings.len()), Vec::new());
        for of_tag in postings.chunk_by(|one, other| one.0 == other.0) {
            list.clear();
            list.extend(of_tag.iter().map(|(_, entry)| *entry));
            slots.extend(linked(&list, &mut self.nodes).map(|link| slot(of_tag[0].0, link)));
        }
        self.parts[part] = Part::from_sorted(&slots);
    }

    /// The table of the entries that stay, under their new numbers; `renumbered` says them, and who goes. Lists keep their order.
    /// Linear.
    pub(super) fn renumbered(mut self, renumbered: impl Fn(Entry) -> Option<Entry>) -> Table {
        let (mut nodes, mut list) = (Vec::new(), Vec::new());
        for at in 0..PARTS {
            let slots = core::mem::take(&mut self.parts[at].slots);
            let mut kept = Vec::with_capacity(self.parts[at].len);
            kept.extend(occupied(&slots).filter_map(|found| {
                list.clear();
                list.extend(self.list_from(Some(link_of(found))).filter_map(&renumbered));
                Some(slot(tag_of(found), linked(&list, &mut nodes)?))
            }));
            self.parts[at] = Part::from_sorted(&kept);
        }
        nodes.shrink_to_fit();
        Table { parts: self.parts, nodes }
    }
}

/// Links entries, the first first. None where there are none.
fn linked(entries: &[Entry], nodes: &mut Vec<Node>) -> Option<Link> {
    let (last, before) = entries.split_last()?;
    let link = before.iter().rev().fold(Link::to_entry(*last), |next, entry| {
        reserve_an_eighth(nodes);
        nodes.push(Node { entry: *entry, next });
        Link::to_node(nodes.len() - 1)
    });
    Some(link)
}

/// Makes room for one more, and where there is none for an eighth more: a vector that doubles would waste half of its memory.
fn reserve_an_eighth<T>(items: &mut Vec<T>) {
    if items.len() == items.capacity() {
        items.reserve_exact(items.len() / 8 + 16);
    }
}

impl Part {
    fn from_sorted(slots: &[u64]) -> Part {
        let mut part = Part { len: slots.len(), ..Part::default() };
        part.spread(slots, slots.len() + slots.len() / 4);
        part
    }

    /// The slot in which a tag stands or, where nobody is in the way, should stand.
    fn home(&self, tag: u32) -> usize {
        ((u64::from(tag) * self.homes as u64) >> u32::BITS) as usize
    }

    fn prefetch(&self, tag: u32) {
        let home = self.home(tag);
        prefetch(&self.slots[home..self.slots.len().min(home + USUAL)]);
    }

    /// The first slot that does not stand before a tag.
    fn place(&self, tag: u32) -> usize {
        let (home, least) = (self.home(tag), slot(tag, Link(0)));
        let behind = self.slots[home..].iter().position(|slot| *slot >= least);
        behind.map_or(self.slots.len(), |behind| home + behind)
    }

    fn find(&self, tag: u32) -> Option<usize> {
        let place = self.place(tag);
        let found = *self.slots.get(place)?;
        (found != EMPTY && tag_of(found) == tag).then_some(place)
    }

    /// Inserts a slot whose tag is not there.
    fn insert(&mut self, new: u64) {
        // Of 20 slots 17 are taken at the most. Fuller parts make searches long.
        if self.len + 1 > self.homes * 17 / 20 {
            let slots = core::mem::take(&mut self.slots);
            self.spread(&slots, self.homes + self.homes / 4);
        }
        let place = self.place(tag_of(new));
        let free = self.slots[place..].iter().position(|slot| *slot == EMPTY);
        let free = free.map_or(self.slots.len(), |behind| place + behind);
        if free == self.slots.len() {
            self.slots.reserve_exact(USUAL);
            self.slots.push(EMPTY);
        }
        self.slots.copy_within(place..free, place + 1);
        self.slots[place] = new;
        self.len += 1;
    }

    /// Spreads the occupied of these slots, which ascend, over so many homes.
    fn spread(&mut self, slots: &[u64], homes: usize) {
        self.homes = homes.max(MIN_HOMES);
        self.slots = vec![EMPTY; self.homes];
        let mut free = 0;
        for slot in occupied(slots) {
            let place = free.max(self.home(tag_of(slot)));
            if place >= self.slots.len() {
                self.slots.reserve_exact(place + USUAL - self.slots.len());
                self.slots.resize(place + 1, EMPTY);
            }
            self.slots[place] = slot;
            free = place + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::hash::mix;
    use proptest::prelude::*;

    /// The naive reference: the entries under each key that is told apart, the last inserted first.
    #[derive(Default)]
    struct Naive(BTreeMap<u64, Vec<Entry>>);

    impl Naive {
        fn insert(&mut self, key: u64, entry: Entry) {
            self.0.entry(key >> (64 - KEY_BITS)).or_default().insert(0, entry);
        }

        fn check(&self, table: &Table, keys: &[u64]) {
            for key in keys {
                let expected = self.0.get(&(key >> (64 - KEY_BITS))).map_or(&[][..], Vec::as_slice);
                assert_eq!(table.list(*key).collect::<Vec<_>>(), expected, "{key:x}");
                table.prefetch(*key);
            }
        }
    }

    /// Keys that share their first bits, keys of one part, keys at both ends, and keys spread evenly.
    fn keys() -> impl Strategy<Value = Vec<u64>> {
        let key = prop_oneof![
            any::<u64>(),
            (0..40_u64).prop_map(|number| number << (64 - KEY_BITS)),
            (0..40_u64).prop_map(|number| u64::MAX - (number << (64 - KEY_BITS))),
            (0..8_u64).prop_map(|number| mix(number) | 1),
        ];
        prop::collection::vec(key, 0..400)
    }

    proptest! {
        #[test]
        fn equals_the_naive_reference(keys in keys(), stays in 1..5_u32) {
            let (mut table, mut naive) = (Table::new(), Naive::default());
            let postings: Vec<(u64, Entry)> = keys.iter().copied().zip((0..).map(Entry)).collect();
            table.insert_all(&postings);
            for (key, entry) in &postings {
                naive.insert(*key, *entry);
            }
            naive.check(&table, &keys);
            let renumbered = |entry: Entry| entry.0.is_multiple_of(stays).then_some(Entry(entry.0 / stays));
            for list in naive.0.values_mut() {
                *list = list.iter().copied().filter_map(renumbered).collect();
            }
            let mut table = table.renumbered(renumbered);
            naive.check(&table, &keys);
            for (key, number) in keys.iter().zip(1000..) {
                table.insert(*key, Entry(number));
                naive.insert(*key, Entry(number));
            }
            naive.check(&table, &keys);
        }
    }

    #[test]
    fn a_part_grows_by_a_quarter() {
        let mut table = Table::new();
        (0..500_000_u32).for_each(|number| table.insert(mix(u64::from(number)), Entry(number)));
        let slots: usize = table.parts.iter().map(|part| part.slots.capacity()).sum();
        assert!(slots < 500_000 * 3 / 2, "{slots} slots");
        assert!(
            (0..500_000_u32).all(|number| table.list(mix(u64::from(number))).eq([Entry(number)]))
        );
    }
}
