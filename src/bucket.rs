//! Grouping numbered things by the hashes that they have.

use crate::partition::{scatter, spans};

/// A thing by its number, under a hash. 16 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) key: u64,
    pub(crate) id: u32,
}

/// Entries of a part: with their copy and counts they fit in 512 KiB, half of a usual L2 cache.
const PART: usize = 8192;

/// Entries that the standard sort takes one by one.
const FEW: usize = 20;

/// Sorts by key, then id, given that ids ascend; `scratch` is a buffer to use again. O(n) while
/// keys are spread evenly, as hashes are; O(n log n) whatever they are.
///
/// One pass parts the entries by the first bits of their keys, so that the second, a counting sort
/// of each part by the next bits into about one slot per entry, stays in cache. Slots with several
/// entries are left to the standard sort, which is linear where they are one bucket: ids ascend.
/// 10 ns per entry, for 100,000 of them. A few are sorted before the room for all this is there.
pub(crate) fn sort(entries: &mut [Entry], scratch: &mut Vec<Entry>) {
    if entries.len() <= FEW {
        return entries.sort_unstable();
    }
    scratch.resize(entries.len(), Entry { key: 0, id: 0 });
    let part_bits = bits(entries.len() / PART);
    let (mut part_ends, mut slot_ends) = (Vec::new(), Vec::new());
    let part = |entry: &Entry| leading(entry.key, 0, part_bits);
    scatter(entries, scratch, 1 << part_bits, (part, Entry::clone), &mut part_ends);
    for part in spans(&part_ends) {
        let (from, to) = (&scratch[part.clone()], &mut entries[part]);
        let slot_bits = bits(from.len());
        let slot = |entry: &Entry| leading(entry.key, part_bits, slot_bits);
        scatter(from, to, 1 << slot_bits, (slot, Entry::clone), &mut slot_ends);
        for slot in spans(&slot_ends).filter(|slot| slot.len() > 1) {
            to[slot].sort_unstable();
        }
    }
}

/// The entries of one key at a time, for every key that two entries or more share.
pub(crate) fn buckets(sorted: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    sorted.chunk_by(|a, b| a.key == b.key).filter(|bucket| bucket.len() > 1)
}

/// The bits that tell about `count` slots apart; at least 1.
fn bits(count: usize) -> u32 {
    count.max(2).ilog2()
}

/// The number that the `bits` bits make that follow the first `skip` of the key.
#[expect(clippy::cast_possible_truncation, reason = "only `bits` bits are left of a key")]
fn leading(key: u64, skip: u32, bits: u32) -> usize {
    ((key << skip) >> (64 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    fn check(name: &str, keys: impl Iterator<Item = u64>) {
        let mut entries: Vec<Entry> = keys.zip(0..).map(|(key, id)| Entry { key, id }).collect();
        let mut expected = entries.clone();
        expected.sort();
        sort(&mut entries, &mut Vec::new());
        assert!(entries == expected, "{name}");
    }

    #[test]
    fn equals_the_standard_sort() {
        for len in [0, 1, 2, 3, 20, 21, 100, 8191, 16384, 50_000] {
            check("distinct", (0..len).map(mix));
            check("pairs", (0..len).map(|i| mix(i / 2)));
            check("two hot keys", (0..len).map(|i| if i % 3 == 0 { mix(i) } else { mix(i % 2) }));
            check("one key", (0..len).map(|_| mix(1)));
            check("badly spread", (0..len).rev());
        }
    }

    #[test]
    fn buckets_are_the_keys_with_two_entries_or_more() {
        let entries = [1, 1, 2, 3, 3, 3].map(|key| Entry { key, id: 0 });
        assert_eq!(buckets(&entries).map(<[Entry]>::len).collect::<Vec<_>>(), [2, 3]);
    }
}
