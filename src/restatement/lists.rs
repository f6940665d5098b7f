//! Many short lists of numbers in one allocation.

/// Lists of `u32`, by position. 4 bytes a value and 8 a list.
#[derive(Debug, Default)]
pub(super) struct Lists {
    values: Vec<u32>,
    ends: Vec<usize>,
}

impl Lists {
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
    pub(super) fn concat(pieces: &[Lists]) -> Lists {
        let values = pieces.iter().map(|piece| &piece.values[..]).collect::<Vec<_>>().concat();
        let mut ends = Vec::with_capacity(pieces.iter().map(Lists::len).sum());
        let mut start = 0;
        for piece in pieces {
            ends.extend(piece.ends.iter().map(|end| start + end));
            start += piece.values.len();
        }
        Lists { values, ends }
    }

    /// For each value below `bound` the lists it stands in, ascending. Linear.
    pub(super) fn inverted(&self, bound: usize) -> Lists {
        let mut ends = vec![0; bound];
        for value in &self.values {
            ends[*value as usize] += 1;
        }
        let mut next = 0;
        for end in &mut ends {
            (*end, next) = (next, next + *end);
        }
        // `ends` holds the starts now; filling moves each to its end.
        let mut values = vec![0; self.values.len()];
        for list in 0..self.len() {
            for value in self.get(list) {
                let place = &mut ends[*value as usize];
                values[*place] = list as u32;
                *place += 1;
            }
        }
        Lists { values, ends }
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

    #[test]
    fn inverting_lists() {
        let lists = Lists::from_iter([vec![2, 0], vec![], vec![2]]);
        let inverted = lists.inverted(4);
        assert_eq!(
            (0..4).map(|value| inverted.get(value).to_vec()).collect::<Vec<_>>(),
            [vec![0], vec![], vec![0, 2], vec![]]
        );
    }
}
