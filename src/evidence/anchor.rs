//! Runs of words that are rare in a text: where another text is fixed to it.

use super::token::Token;
use crate::hash::sequence;
use crate::radix::{self, Entry};

/// Words in a run.
const GRAM: usize = 3;

/// A run that stands at more places than this tells nothing of where another text belongs.
const MAX_PLACES: usize = 8;

/// Where each run of words stands in a text.
#[derive(Debug)]
pub(super) struct Anchors {
    /// By the hash of the run, then by place.
    entries: Vec<Entry>,
}

impl Anchors {
    /// Linear in the words.
    pub(super) fn new(tokens: &[Token]) -> Anchors {
        let mut entries: Vec<Entry> =
            grams(tokens).zip(0..).map(|(key, id)| Entry { key, id }).collect();
        radix::sort(&mut entries, &mut Vec::new());
        Anchors { entries }
    }

    /// The places of a run; none where it has more than [`MAX_PLACES`].
    fn places(&self, key: u64) -> &[Entry] {
        // No more are counted than decide: a run may stand at a million places.
        let start = self.entries.partition_point(|entry| entry.key < key);
        let length = self.entries[start..]
            .iter()
            .take(MAX_PLACES + 1)
            .take_while(|entry| entry.key == key)
            .count();
        if length > MAX_PLACES { &[] } else { &self.entries[start..start + length] }
    }
}

fn grams(tokens: &[Token]) -> impl Iterator<Item = u64> {
    tokens.windows(GRAM).map(|gram| sequence(&[gram[0].key, gram[1].key, gram[2].key]))
}

/// The longest chain of common runs that ascends on both sides: where the first words of each stand.
pub(super) fn chain(tokens: &[Token], anchors: &Anchors) -> Vec<(usize, usize)> {
    let mut links: Vec<(usize, usize)> = Vec::new();
    for (gram, position) in grams(tokens).zip(0..) {
        // The last place first, so that an ascending chain takes at most one of them.
        let places = anchors.places(gram).iter().rev();
        links.extend(places.map(|entry| (position, entry.id as usize)));
    }
    longest_ascending(&links)
}

/// A longest subsequence that ascends by the second places, by patience sorting. O(n log n).
///
/// `ends[l]` is the link with the smallest second place at which a chain of `l + 1` links can end.
fn longest_ascending(links: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(links.len());
    for (number, link) in links.iter().enumerate() {
        let length = ends.partition_point(|end| links[*end].1 < link.1);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(number);
        } else {
            ends[length] = number;
        }
    }
    let backwards = core::iter::successors(ends.last().copied(), |number| before[*number]);
    let mut chain: Vec<(usize, usize)> = backwards.map(|number| links[number]).collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::super::token::keyed as tokens;
    use super::*;

    #[test]
    fn rare_runs_are_chained_and_common_ones_left_out() {
        let b = [1, 2, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 4, 5, 6];
        let anchors = Anchors::new(&tokens(&b));
        assert_eq!(
            chain(&tokens(&[4, 5, 6, 1, 2, 3, 9, 9, 9]), &anchors),
            [(3, 0), (4, 1), (5, 2)]
        );
        assert_eq!(chain(&tokens(&[9, 9, 9, 9]), &anchors), []);
        assert_eq!(chain(&tokens(&[1, 2, 3, 4, 5, 6]), &anchors), [(0, 0), (3, 15)]);
        assert_eq!(chain(&tokens(&[1, 2]), &anchors), []);
    }

    /// The naive reference tries all.
    #[test]
    fn the_chain_is_a_longest_one() {
        let links = [(0, 5), (1, 2), (2, 7), (2, 3), (3, 4), (4, 9), (4, 1)];
        let ascends = |chosen: &[(usize, usize)]| {
            chosen.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1)
        };
        let subsets = (0..1_u32 << links.len()).map(|bits| -> Vec<(usize, usize)> {
            (0..links.len())
                .filter(|place| bits >> place & 1 == 1)
                .map(|place| links[place])
                .collect()
        });
        let longest = subsets.filter(|chosen| ascends(chosen)).map(|chosen| chosen.len()).max();
        let found = longest_ascending(&links);
        assert!(ascends(&found));
        assert_eq!(Some(found.len()), longest);
    }
}
