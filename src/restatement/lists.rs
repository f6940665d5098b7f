//! Many short lists of numbers in one allocation.

use core::ops::Range;

use crate::Cancelled;
use crate::executor::Executor;

/// Lists of `u32`, by position. 4 bytes a value and 8 a list.
#[derive(Debug, Default)]
pub(super) struct Lists {
    values: Vec<u32>,
    ends: Vec<usize>,
}

impl Lists {
    #[inline]
    pub(super) fn get(&self, list: usize) -> &[u32] {
        let start = if list == 0 { 0 } else { self.ends[list - 1] };
        &self.values[start..self.ends[list]]
    }

    /// The number of lists.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.values.extend(list);
        self.ends.push(self.values.len());
    }

    /// The same lists with `f` of each value.
    pub(super) fn map(&self, f: impl Fn(u32) -> u32) -> Lists {
        let values = self.values.iter().map(|value| f(*value)).collect();
        Lists { values, ends: self.ends.clone() }
    }

    /// The lists of these, one behind the other.
    pub(super) fn concat(mut pieces: Vec<Lists>) -> Lists {
        // Mostly what came of one thread.
        if pieces.len() == 1 {
            return pieces.remove(0);
        }
        let values = pieces.iter().map(|piece| &piece.values[..]).collect::<Vec<_>>().concat();
        let mut ends = Vec::with_capacity(pieces.iter().map(Lists::len).sum());
        let mut start = 0;
        for piece in &pieces {
            ends.extend(piece.ends.iter().map(|end| start + end));
            start += piece.values.len();
        }
        Lists { values, ends }
    }

    /// For each value below `bound` the lists it stands in, ascending. The lists must ascend. Linear.
    pub(super) fn inverted<E: Executor>(
        &self,
        executor: E,
        bound: usize,
    ) -> Result<Lists, Cancelled> {
        let parts = executor.map_parts(bound, |values| self.inverted_part(values))?;
        Ok(Lists::concat(parts))
    }

    /// The same for some values.
    fn inverted_part(&self, range: Range<usize>) -> Lists {
        let mut ends = vec![0; range.len()];
        for list in 0..self.len() {
            self.values_within(list, &range).for_each(|value| ends[value] += 1);
        }
        let mut next = 0;
        for end in &mut ends {
            (*end, next) = (next, next + *end);
        }
        // `ends` holds the starts now; filling moves each to its end.
        let mut values = vec![0; next];
        for list in 0..self.len() {
            for value in self.values_within(list, &range) {
                values[ends[value]] = list as u32;
                ends[value] += 1;
            }
        }
        Lists { values, ends }
    }

    /// The values of a list that are in a range, counted from its start.
    fn values_within(&self, list: usize, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let Range { start, end } = *range;
        let values = self.get(list);
        let first = values.partition_point(|value| (*value as usize) < start);
        let within = values[first..].iter().map(|value| *value as usize);
        within.take_while(move |value| *value < end).map(move |value| value - start)
    }
}

impl FromIterator<Vec<u32>> for Lists {
    fn from_iter<I: IntoIterator<Item = Vec<u32>>>(lists: I) -> Lists {
        let mut all = Lists::default();
        lists.into_iter().for_each(|list| all.push(list));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;

    #[test]
    fn inverting_lists() {
        let lists = Lists::from_iter([vec![0, 2], vec![], vec![2]]);
        let all = [&[0][..], &[], &[0, 2], &[]];
        let get_all = |inverted: &Lists| -> Vec<Vec<u32>> {
            (0..inverted.len()).map(|value| inverted.get(value).to_vec()).collect()
        };
        assert_eq!(get_all(&lists.inverted(Serial, 4).unwrap()), all);
        for middle in 0..=4 {
            let parts = [0..middle, middle..4].map(|part| lists.inverted_part(part));
            assert_eq!(get_all(&Lists::concat(parts.into())), all);
        }
    }
}
