//! Which pairs are worth a score, and what they share.

use core::mem;

use super::background::Background;
use super::lists::Lists;
use super::shared::Shared;

/// Collections up to this size have all their pairs scored.
const MAX_ALL_PAIRS: usize = 2_000;

/// In larger ones a paragraph is looked for by this many of its rarest stems. Measured on 20,000
/// paragraphs, as tests/suite/collection.rs does, found of what all pairs find and pairs scored: 24 stems
/// and 3 in common .998, 282 thousand. When weights counted all paragraphs and not peers alone this
/// was .999, where 12 and 2 found .985 in 119 thousand and 16 and 2 .996 in 285 thousand.
const RAREST_STEMS: usize = 24;

/// A stem that stands in more paragraphs than this is too common to look anything up by.
const MAX_PARAGRAPHS: usize = 1_000;

/// A partner must have this many of a paragraph's rarest stems among its own rarest.
const MIN_COMMON: u32 = 3;

/// How the partners of a paragraph are found.
#[derive(Debug)]
pub(super) enum Search {
    /// Every pair of the collection.
    AllPairs,
    /// Pairs that share enough of their rarest stems.
    RareStems {
        /// The rarest stems of each paragraph.
        stems: Lists,
        /// The paragraphs that hold each.
        postings: Lists,
        /// Look-ups that are left out because the stem is too common.
        passed_over: u64,
    },
}

impl Search {
    pub(super) fn new(background: &Background) -> Search {
        if background.len() <= MAX_ALL_PAIRS {
            return Search::AllPairs;
        }
        let mut passed_over = 0;
        let stems: Lists = (0..background.len())
            .map(|paragraph| rarest_stems(background, paragraph, &mut passed_over))
            .collect();
        let postings = stems.inverted(background.stems());
        Search::RareStems { stems, postings, passed_over }
    }

    /// Look-ups that are left out because the stem is too common.
    pub(super) fn passed_over(&self) -> u64 {
        match self {
            Search::AllPairs => 0,
            Search::RareStems { passed_over, .. } => *passed_over,
        }
    }
}

/// The rarest stems that another paragraph has as well, ascending.
fn rarest_stems(background: &Background, paragraph: usize, passed_over: &mut u64) -> Vec<u32> {
    let mut stems: Vec<u32> = background.distinct(paragraph).to_vec();
    // A stem of this paragraph alone finds nobody, and would take the place of one that does.
    stems.retain(|stem| frequency(background, *stem) > 1);
    stems.sort_unstable_by_key(|stem| (frequency(background, *stem), *stem));
    stems.truncate(RAREST_STEMS);
    // Counted among the rarest only: a look-up that would not have been made is not left out.
    let all = stems.len();
    stems.retain(|stem| frequency(background, *stem) <= MAX_PARAGRAPHS);
    *passed_over += (all - stems.len()) as u64;
    stems.sort_unstable();
    stems
}

/// How many paragraphs hold a stem.
fn frequency(background: &Background, stem: u32) -> usize {
    background.postings(stem).len()
}

/// The partners of one paragraph at a time; reused from paragraph to paragraph.
#[derive(Debug)]
pub(super) struct Partners {
    /// What each paragraph shares with the one at hand; all zero again before the next one.
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
                // Taken, so that all is zero again for the next paragraph.
                for b in a + 1..background.len() {
                    visit(b, mem::take(&mut self.shared[b]));
                }
            }
            Search::RareStems { stems, postings, .. } => {
                self.count_common(stems.get(a), postings, a);
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

    /// Counts these rare stems of a paragraph in each later one.
    fn count_common(&mut self, stems: &[u32], postings: &Lists, a: usize) {
        for stem in stems {
            for paragraph in behind(postings.get(*stem as usize), a) {
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
