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

    fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.values.extend(list);
        self.ends.push(self.values.len());
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
