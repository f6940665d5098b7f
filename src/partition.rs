//! Items parted by a number that each has.
//!
//! What is looked up by hash misses the cache. Parted first, so that a part fits in it, the same is
//! done in a few nanoseconds an item.

use core::mem::replace;
use core::ops::Range;

/// Puts what `item` makes of each of `from` into `to`, part after part, in the order within a part
/// that they came in; `ends` becomes the end of each of the `parts`. O(items + parts).
pub(crate) fn scatter<T, U>(
    from: &[T],
    to: &mut [U],
    parts: usize,
    (part, item): (impl Fn(&T) -> usize, impl Fn(&T) -> U),
    ends: &mut Vec<usize>,
) {
    ends.clear();
    ends.resize(parts, 0);
    for one in from {
        ends[part(one)] += 1;
    }
    let mut start = 0;
    for end in ends.iter_mut() {
        start += replace(end, start);
    }
    // Each is a start now, and is moved on to the end by the items that it receives.
    for one in from {
        let end = &mut ends[part(one)];
        to[*end] = item(one);
        *end += 1;
    }
}

/// Where the parts of these ends stand.
pub(crate) fn spans(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    ends.iter().scan(0, |start, &end| Some(replace(start, end)..end))
}

/// Items by part.
pub(crate) struct Parts<U> {
    items: Vec<U>,
    ends: Vec<usize>,
}

impl<U: Clone + Default> Parts<U> {
    /// What `item` makes of each of `from`. O(items + parts).
    pub(crate) fn of<T>(
        from: &[T],
        parts: usize,
        part: impl Fn(&T) -> usize,
        item: impl Fn(&T) -> U,
    ) -> Parts<U> {
        let mut parted = Parts { items: vec![U::default(); from.len()], ends: Vec::new() };
        scatter(from, &mut parted.items, parts, (part, item), &mut parted.ends);
        parted
    }

    /// The items of one part, in the order that they came in.
    pub(crate) fn get(&self, part: usize) -> &[U] {
        let start = part.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start..self.ends[part]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_their_items_in_order() {
        let parts = Parts::of(&[31, 12, 33, 10, 11], 4, |item| item / 10, |item| item % 10);
        let found: Vec<&[usize]> = (0..4).map(|part| parts.get(part)).collect();
        assert_eq!(found, [&[][..], &[2, 0, 1], &[], &[1, 3]]);
    }
}
