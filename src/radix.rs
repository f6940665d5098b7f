//! Values grouped by a number that each has: by counting, not by comparing.
//!
//! What is looked up by hash misses the cache. Grouped first, so that a group fits in it, the same is
//! done in a few nanoseconds a value.

use core::mem::replace;
use core::ops::Range;

use crate::Cancelled;
use crate::executor::Executor;

/// Values side by side, one group behind the other: `ends[group]` is where a group ends.
///
/// One allocation for all values and one for all ends, however many groups there are.
pub(crate) struct Groups<T> {
    values: Vec<T>,
    ends: Vec<usize>,
}

impl<T: Clone + Default> Groups<T> {
    /// `value_of` each item, in the group `group_of` gives, of `count` groups. O(items + count).
    ///
    /// # Panics
    /// When an item's group is not below `count`.
    pub(crate) fn from_items<I>(
        items: &[I],
        count: usize,
        group_of: impl Fn(&I) -> usize,
        value_of: impl Fn(&I) -> T,
    ) -> Groups<T> {
        let mut ends = Vec::new();
        count_starts(items, count, &group_of, &mut ends);
        let mut values = vec![T::default(); items.len()];
        scatter(items, &mut values, &mut ends, |item| (group_of(item), value_of(item)));
        Groups { values, ends }
    }
}

impl<T> Groups<T> {
    /// The values of one group, in the order of their items.
    ///
    /// # Panics
    /// When there is no such group.
    #[inline]
    pub(crate) fn get(&self, group: usize) -> &[T] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.values[start..self.ends[group]]
    }
}

/// Counts the items of each group, and leaves in `starts` where each group begins.
fn count_starts<I>(
    items: &[I],
    count: usize,
    group_of: impl Fn(&I) -> usize,
    starts: &mut Vec<usize>,
) {
    starts.clear();
    starts.resize(count, 0);
    for item in items {
        starts[group_of(item)] += 1;
    }
    let mut start = 0;
    for count in starts.iter_mut() {
        start += replace(count, start);
    }
}

/// Writes the value of each item to its group. The starts become ends: each is moved on by the values
/// that its group receives, so no second array is needed.
fn scatter<I, T>(
    items: &[I],
    values: &mut [T],
    starts: &mut [usize],
    placed: impl Fn(&I) -> (usize, T),
) {
    for item in items {
        let (group, value) = placed(item);
        let place = &mut starts[group];
        values[*place] = value;
        *place += 1;
    }
}

/// The range of each group, given where the groups end.
fn ranges(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    ends.iter().scan(0, |start, &end| Some(replace(start, end)..end))
}

/// Something by its number, under a hash. 16 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) key: u64,
    pub(crate) id: u32,
}

/// Entries of a part: with their copy and counts they fit in 512 KiB, half of a usual L2 cache.
const PART: usize = 8192;

/// Up to this many entries the standard sort is faster than the counts are allocated.
const MAX_COMPARED: usize = 20;

/// Sorts by key, then id, given that ids ascend; `scratch` is a buffer to use again. O(n) while
/// keys are spread evenly, as hashes are; O(n log n) whatever they are.
///
/// The first pass parts the entries by the first bits of their keys, so that the second, a counting sort
/// of each part by the next bits into about one slot per entry, stays in cache. Slots with several
/// entries are left to the standard sort, which is linear where they are one bucket: ids ascend.
/// 10 ns per entry, for 100,000 of them.
pub(crate) fn sort(entries: &mut [Entry], scratch: &mut Vec<Entry>) {
    if entries.len() <= MAX_COMPARED {
        return entries.sort_unstable();
    }
    scratch.resize(entries.len(), Entry { key: 0, id: 0 });
    let part_bits = slot_bits(entries.len() / PART);
    let (mut part_ends, mut slot_ends) = (Vec::new(), Vec::new());
    sort_by_bits(entries, scratch, 0..part_bits, &mut part_ends);
    for part in ranges(&part_ends) {
        let (from, to) = (&scratch[part.clone()], &mut entries[part]);
        sort_by_bits(from, to, part_bits..part_bits + slot_bits(from.len()), &mut slot_ends);
        for slot in ranges(&slot_ends).filter(|slot| slot.len() > 1) {
            to[slot].sort_unstable();
        }
    }
}

/// Copies `from` to `to` in the order of these bits of their keys, counted from the first; `ends` becomes
/// where the entries of each number end.
fn sort_by_bits(from: &[Entry], to: &mut [Entry], bits: Range<u32>, ends: &mut Vec<usize>) {
    count_starts(from, 1 << bits.len(), |entry| number_of_bits(entry.key, &bits), ends);
    // Entries of one number keep their order: ids still ascend, which makes the sort of a slot cheap.
    scatter(from, to, ends, |entry| (number_of_bits(entry.key, &bits), *entry));
}

/// The entries of one key at a time, for every key that two entries or more share.
pub(crate) fn buckets(sorted: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    sorted.chunk_by(|a, b| a.key == b.key).filter(|bucket| bucket.len() > 1)
}

/// The entries whose keys others have too. Most keys stand once, so that this is far less to hold.
pub(crate) fn shared(sorted: &[Entry]) -> Vec<Entry> {
    let mut shared = Vec::with_capacity(buckets(sorted).map(<[Entry]>::len).sum());
    shared.extend(buckets(sorted).flatten());
    shared
}

/// The bits that tell about `count` slots apart; at least 1.
fn slot_bits(count: usize) -> u32 {
    count.max(2).ilog2()
}

/// The number that these bits of a key make, counted from the first.
#[expect(clippy::cast_possible_truncation, reason = "only a few bits of a key are left")]
fn number_of_bits(key: u64, bits: &Range<u32>) -> usize {
    ((key << bits.start) >> (64 - (bits.end - bits.start))) as usize
}

/// Parts by the last bits of keys, each sorted as one piece of work; a power of two.
const PARTS: usize = 64;

/// Numbers whose entries are parted together.
const BLOCK: usize = 16_384;

/// Numbers whose entries are gathered at once, in two copies of 16 bytes each, if there are more in so many parts of the
/// whole. To ask for the entries again takes a pass over them.
const MAX_AT_ONCE: usize = 1 << 21;

/// How often entries are asked for at most; a power of two.
const MAX_ROUNDS: usize = 16;

/// What `f` makes of each part of the entries that numbers below `len` have, those of one key in one part,
/// sorted by key, then id. O(len) where the keys are spread evenly. An entry may be asked for several times, and must be
/// the same each time.
pub(crate) fn map_sorted_parts<E: Executor, O: Send>(
    executor: E,
    len: usize,
    entry: impl Fn(usize) -> Option<Entry> + Sync,
    f: impl Fn(Vec<Entry>) -> O + Sync + Send,
) -> Result<Vec<O>, Cancelled> {
    // Pairs of texts are judged one by one in great number, and 64 parts of two would cost more than all else.
    let parts = if len <= BLOCK { 1 } else { PARTS };
    let at_once = parts / rounds(len).min(parts);
    let firsts = (0..parts).step_by(at_once);
    let rounds =
        firsts.map(|first| map_round(executor, len, (parts, first..first + at_once), &entry, &f));
    Ok(rounds.collect::<Result<Vec<Vec<O>>, Cancelled>>()?.into_iter().flatten().collect())
}

/// How often the entries of so many numbers are asked for; a power of two.
fn rounds(len: usize) -> usize {
    len.div_ceil(MAX_AT_ONCE).max(1).next_power_of_two().min(MAX_ROUNDS)
}

/// What `f` makes of these of all parts.
fn map_round<E: Executor, O: Send>(
    executor: E,
    len: usize,
    (parts, round): (usize, Range<usize>),
    entry: impl Fn(usize) -> Option<Entry> + Sync,
    f: impl Fn(Vec<Entry>) -> O + Sync + Send,
) -> Result<Vec<O>, Cancelled> {
    let part_of = |entry: &Entry| entry.key as usize % parts;
    let blocks = executor.map_chunks(len, BLOCK, |range| {
        let entries = range.filter_map(&entry).filter(|entry| round.contains(&part_of(entry)));
        let entries: Vec<Entry> = entries.collect();
        Groups::from_items(&entries, round.len(), |one| part_of(one) - round.start, Entry::clone)
    })?;
    executor.map(round.len(), |part| {
        // Block behind block, so that ids ascend, as the sort needs.
        let mut entries = blocks.iter().map(|block| block.get(part)).collect::<Vec<_>>().concat();
        sort(&mut entries, &mut Vec::new());
        f(entries)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::hash::mix;

    #[test]
    fn groups_hold_their_values_in_order() {
        let groups =
            Groups::from_items(&[31, 12, 33, 10, 11], 4, |item| item / 10, |item| item % 10);
        let found: Vec<&[usize]> = (0..4).map(|group| groups.get(group)).collect();
        assert_eq!(found, [&[][..], &[2, 0, 1], &[], &[1, 3]]);
    }

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
    fn parts_keep_together_what_blocks_part() {
        let len = 2 * BLOCK + 1;
        let entry = |id: usize| {
            (!id.is_multiple_of(3))
                .then(|| Entry { key: mix(id as u64 % BLOCK as u64), id: id as u32 })
        };
        let parts = map_sorted_parts(Serial, len, entry, |part| part).unwrap();
        assert!(parts.iter().all(|part| part.is_sorted()));
        let mut found = parts.concat();
        found.sort_unstable();
        let mut expected: Vec<Entry> = (0..len).filter_map(entry).collect();
        expected.sort_unstable();
        assert!(found == expected);
        let mut keys: Vec<u64> = parts
            .iter()
            .flat_map(|part| part.chunk_by(|a, b| a.key == b.key))
            .map(|one| one[0].key)
            .collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "a key stands in one part alone");
    }

    #[test]
    fn rounds_make_what_one_pass_makes() {
        let (len, parts) = (3 * BLOCK, PARTS);
        let entry = |id: usize| Some(Entry { key: mix(id as u64 / 2), id: id as u32 });
        let round = |round| map_round(Serial, len, (parts, round), entry, |part| part).unwrap();
        for rounds in [2, 4, MAX_ROUNDS] {
            let in_rounds = (0..parts).step_by(parts / rounds);
            let in_rounds: Vec<Vec<Entry>> =
                in_rounds.flat_map(|first| round(first..first + parts / rounds)).collect();
            assert!(in_rounds == round(0..parts));
        }
    }

    #[test]
    fn more_numbers_take_more_rounds() {
        let lengths = [0, 1, MAX_AT_ONCE, MAX_AT_ONCE + 1, 3 * MAX_AT_ONCE, 1 << 30];
        assert_eq!(lengths.map(rounds), [1, 1, 1, 2, 4, MAX_ROUNDS]);
    }

    #[test]
    fn shared_entries_are_those_of_buckets() {
        let entries = [1, 1, 2, 3, 3, 3].map(|key| Entry { key, id: 0 });
        assert_eq!(shared(&entries), [1, 1, 3, 3, 3].map(|key| Entry { key, id: 0 }));
    }

    #[test]
    fn buckets_are_the_keys_with_two_entries_or_more() {
        let entries = [1, 1, 2, 3, 3, 3].map(|key| Entry { key, id: 0 });
        assert_eq!(buckets(&entries).map(<[Entry]>::len).collect::<Vec<_>>(), [2, 3]);
    }
}
