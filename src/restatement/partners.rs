//! Which pairs are worth a score, and what they share.

use core::mem;

use super::background::Background;
use super::search::{RareStems, Search};
use super::shared::Shared;

/// A partner must have this many of a paragraph's rarest stems among its own rarest.
const MIN_COMMON: u32 = 3;

/// The partners of one paragraph at a time; reused from paragraph to paragraph.
#[derive(Debug)]
pub(super) struct Partners {
    /// What each paragraph shares with the one at hand. Nothing between two paragraphs.
    shared: Vec<Shared>,
    candidates: Vec<u32>,
}

impl Partners {
    pub(super) fn new(background: &Background) -> Partners {
        Partners { shared: vec![Shared::default(); background.len()], candidates: Vec::new() }
    }

    /// Calls `visit` with every later paragraph that the search proposes, ascending, and what it
    /// shares. In a search of all pairs that may be nothing.
    pub(super) fn for_each(
        &mut self,
        background: &Background,
        search: &Search,
        a: usize,
        mut visit: impl FnMut(usize, Shared),
    ) {
        match search {
            Search::AllPairs => {
                self.add_shared(background, a);
                for b in a + 1..background.len() {
                    visit(b, mem::take(&mut self.shared[b]));
                }
            }
            Search::RareStems(rare) => {
                self.count_common(rare, a);
                for b in self.candidates.drain(..) {
                    let common = mem::take(&mut self.shared[b as usize]).stems;
                    if common >= MIN_COMMON {
                        visit(b as usize, Shared::between(background, a, b as usize));
                    }
                }
            }
        }
    }

    /// Adds up what each later paragraph shares: a few times faster than merging pair by pair, for
    /// most pairs share few of their stems.
    fn add_shared(&mut self, background: &Background, a: usize) {
        for stem in background.distinct(a) {
            let weight = background.weight(*stem);
            for paragraph in behind(background.postings(*stem), a) {
                self.shared[*paragraph as usize].add(weight);
            }
        }
    }

    /// Counts the rare stems that each later paragraph has in common with this one.
    fn count_common(&mut self, rare: &RareStems, a: usize) {
        for stem in rare.stems.get(a) {
            for paragraph in behind(rare.postings.get(*stem as usize), a) {
                let shared = &mut self.shared[*paragraph as usize];
                if shared.stems == 0 {
                    self.candidates.push(*paragraph);
                }
                shared.stems += 1;
            }
        }
        self.candidates.sort_unstable();
    }
}

/// The ascending paragraphs behind this one.
fn behind(paragraphs: &[u32], a: usize) -> &[u32] {
    &paragraphs[paragraphs.partition_point(|paragraph| *paragraph as usize <= a)..]
}
