//! What an index holds: ids, texts, which of them are live, and which are copies.

use std::collections::HashMap;

use super::texts::Texts;
use crate::id::Entry;

/// No entry.
const NONE: Entry = Entry(u32::MAX);

/// The entries in the order in which they were inserted, the removed ones too until they are swept out.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    records: Vec<Record>,
    is_live: Vec<bool>,
    texts: Texts,
    /// The live ones.
    by_id: HashMap<u64, Entry>,
}

/// Entries of one canonical text are a group: a leader, which alone stands under keys, and its copies, linked.
#[derive(Clone, Copy, Debug)]
struct Record {
    id: u64,
    leader: Entry,
    /// The next copy, the last inserted first.
    next: Entry,
}

/// The numbers of the entries that stay.
pub(super) struct Renumbered {
    /// By old number: the new one of a live entry.
    entries: Vec<Entry>,
    /// By old number: the new one of who leads the group of a leader.
    leaders: Vec<Entry>,
}

impl Renumbered {
    /// Who leads the group that an entry led; none where all of it is gone.
    pub(super) fn leader(&self, old: Entry) -> Option<Entry> {
        Some(self.leaders[old.index()]).filter(|new| *new != NONE)
    }
}

impl Entries {
    /// Entries as they were stored, all of them live: their ids, who leads each, and their texts.
    ///
    /// # Errors
    /// With an id that is there twice.
    pub(super) fn from_stored(
        ids: &[u64],
        leaders: &[Entry],
        texts: Texts,
    ) -> Result<Entries, u64> {
        let mut entries = Entries { texts, ..Entries::default() };
        entries.reserve(ids.len());
        for (at, (id, leader)) in ids.iter().zip(leaders).enumerate() {
            let entry = Entry::from_index(at);
            entries.push_record(*id, entry, Some(*leader).filter(|leader| *leader != entry));
            if entries.by_id.insert(*id, entry).is_some() {
                return Err(*id);
            }
        }
        Ok(entries)
    }

    /// How many are live.
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// How many are removed and still here.
    pub(super) fn removed(&self) -> usize {
        self.records.len() - self.by_id.len()
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.by_id.reserve(more);
    }

    /// The live entry of an id.
    pub(super) fn entry(&self, id: u64) -> Option<Entry> {
        self.by_id.get(&id).copied()
    }

    pub(super) fn id(&self, entry: Entry) -> u64 {
        self.records[entry.index()].id
    }

    /// Who leads the entries with the canonical text of this one.
    pub(super) fn leader(&self, entry: Entry) -> Entry {
        self.records[entry.index()].leader
    }

    /// The text of an entry, removed or not.
    pub(super) fn text(&self, entry: Entry) -> &str {
        self.texts.get(entry)
    }

    /// The live entries, in the order in which they were inserted.
    pub(super) fn live(&self) -> impl Iterator<Item = Entry> + '_ {
        (0..self.records.len()).map(Entry::from_index).filter(|entry| self.is_live[entry.index()])
    }

    /// The entries with the canonical text of a leader, that one first, removed ones too.
    pub(super) fn group(&self, leader: Entry) -> impl Iterator<Item = Entry> + '_ {
        core::iter::successors(Some(leader), |entry| {
            Some(self.records[entry.index()].next).filter(|next| *next != NONE)
        })
    }

    /// Whether an entry or a copy of it may be live.
    pub(super) fn may_lead(&self, entry: Entry) -> bool {
        self.is_live(entry) || self.records[entry.index()].next != NONE
    }

    pub(super) fn is_live(&self, entry: Entry) -> bool {
        self.is_live[entry.index()]
    }

    /// Adds an entry whose id is not live, as a copy of a leader or as one itself.
    pub(super) fn push(&mut self, id: u64, text: &str, leader: Option<Entry>) -> Entry {
        let entry = Entry::from_index(self.records.len());
        self.texts.push(text);
        self.push_record(id, entry, leader);
        self.by_id.insert(id, entry);
        entry
    }

    fn push_record(&mut self, id: u64, entry: Entry, leader: Option<Entry>) {
        let next = match leader {
            Some(leader) => {
                let record = &mut self.records[leader.index()];
                core::mem::replace(&mut record.next, entry)
            }
            None => NONE,
        };
        self.records.push(Record { id, leader: leader.unwrap_or(entry), next });
        self.is_live.push(true);
    }

    /// Removes the live entry of an id, if there is one. What it holds stays until it is swept out.
    pub(super) fn remove(&mut self, id: u64) -> bool {
        let removed = self.by_id.remove(&id);
        if let Some(entry) = removed {
            self.is_live[entry.index()] = false;
        }
        removed.is_some()
    }

    /// The numbers that live entries will have.
    pub(super) fn renumbered(&self) -> Renumbered {
        let mut entries = vec![NONE; self.records.len()];
        let mut leaders = vec![NONE; self.records.len()];
        for (old, new) in self.live().zip((0..).map(Entry)) {
            entries[old.index()] = new;
            let leader = self.records[old.index()].leader;
            // Where the leader itself is gone, the first live one takes its place: the text says the same.
            if leaders[leader.index()] == NONE {
                leaders[leader.index()] = new;
            }
        }
        Renumbered { entries, leaders }
    }

    /// Sweeps the removed entries out. Linear.
    pub(super) fn sweep(&mut self, renumbered: &Renumbered) {
        let mut swept = Entries::default();
        for old in self.live() {
            let Record { id, leader, .. } = self.records[old.index()];
            let new = renumbered.entries[old.index()];
            let leader = renumbered.leader(leader).filter(|leader| *leader != new);
            swept.push_record(id, new, leader);
        }
        swept.by_id = core::mem::take(&mut self.by_id);
        swept.by_id.values_mut().for_each(|entry| *entry = renumbered.entries[entry.index()]);
        swept.by_id.shrink_to(2 * swept.by_id.len());
        let texts = core::mem::take(&mut self.texts);
        swept.texts = texts.retained(|old| renumbered.entries[old.index()] != NONE);
        *self = swept;
    }
}
