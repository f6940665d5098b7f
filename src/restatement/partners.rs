//! Which pairs are worth a score, and what they share.

use super::background::{Background, StemWeight};
use super::lists::Lists;

/// Collections up to this size have all their pairs scored.
const ALL_PAIRS: usize = 2_000;
/// In larger ones a paragraph is looked for by this many of its rarest stems. Measured on 20,000
/// paragraphs, as tests/suite/collection.rs does, found of what all pairs find and pairs scored: 24 stems
/// and 3 in common .998, 282 thousand. When weights counted all paragraphs and not peers alone this
/// was .999, where 12 and 2 found .985 in 119 thousand and 16 and 2 .996 in 285 thousand.
const RAREST_STEMS: usize = 24;
/// The other must have this many of them among its own rarest.
const LEAST_COMMON: u32 = 3;
/// A stem that stands in more paragraphs than this is too common to look anything up by.
const MOST_PARAGRAPHS: usize = 1_000;

/// How the partners of a paragraph are found.
#[derive(Debug)]
pub(crate) enum Search {
    /// Every pair of the collection.
    AllPairs,
    /// Pairs that share enough of their rarest stems: those stems, and who has them.
    RareStems { rarest: Lists, postings: Lists, passed_over: u64 },
}

impl Search {
    pub(crate) fn of(background: &Background) -> Search {
        if background.len() <= ALL_PAIRS {
            return Search::AllPairs;
        }
        let mut passed_over = 0;
        let rarest: Lists = (0..background.len())
            .map(|paragraph| rarest(background, paragraph, &mut passed_over))
            .collect();
        let postings = rarest.inverted(background.stems());
        Search::RareStems { rarest, postings, passed_over }
    }

    /// Look-ups that were left out because the stem is too common.
    pub(crate) fn passed_over(&self) -> u64 {
        match self {
            Search::AllPairs => 0,
            Search::RareStems { passed_over, .. } => *passed_over,
        }
    }
}

/// The rarest stems that another paragraph has as well, ascending.
fn rarest(background: &Background, paragraph: usize, passed_over: &mut u64) -> Vec<u32> {
    let frequency = |stem: &u32| background.postings(*stem).len();
    let mut stems: Vec<u32> = background.distinct(paragraph).to_vec();
    stems.retain(|stem| frequency(stem) > 1);
    stems.sort_unstable_by_key(|stem| (frequency(stem), *stem));
    stems.truncate(RAREST_STEMS);
    let all = stems.len();
    stems.retain(|stem| frequency(stem) <= MOST_PARAGRAPHS);
    *passed_over += (all - stems.len()) as u64;
    stems.sort_unstable();
    stems
}

/// What a later paragraph shares with the one at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shared {
    /// Summed weight of the shared stems.
    pub(crate) weight: f64,
    /// How many they are.
    pub(crate) stems: u32,
    /// How many of them are numbers.
    pub(crate) numbers: u32,
}

impl Shared {
    fn add(&mut self, weight: StemWeight) {
        self.weight += weight.shared;
        self.stems += 1;
        self.numbers += u32::from(weight.is_number);
    }
}

/// The partners of one paragraph at a time; reused from paragraph to paragraph.
#[derive(Debug)]
pub(crate) struct Partners {
    shared: Vec<Shared>,
    met: Vec<u32>,
}

impl Partners {
    pub(crate) fn new(background: &Background) -> Partners {
        Partners { shared: vec![Shared::default(); background.len()], met: Vec::new() }
    }

    /// Calls `visit` with every later paragraph that the search proposes, ascending, and what it
    /// shares. Partners that share nothing are proposed with that.
    pub(crate) fn of(
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
                    visit(b, core::mem::take(&mut self.shared[b]));
                }
            }
            Search::RareStems { rarest, postings, .. } => {
                self.meet(rarest.get(a), postings, a);
                for b in self.met.drain(..) {
                    let common = core::mem::take(&mut self.shared[b as usize]).stems;
                    if common >= LEAST_COMMON {
                        visit(b as usize, shared(background, a, b as usize));
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
            let paragraphs = background.postings(*stem);
            let later = paragraphs.partition_point(|paragraph| *paragraph as usize <= a);
            for paragraph in &paragraphs[later..] {
                self.shared[*paragraph as usize].add(weight);
            }
        }
    }

    fn meet(&mut self, stems: &[u32], postings: &Lists, a: usize) {
        for stem in stems {
            let paragraphs = postings.get(*stem as usize);
            let later = paragraphs.partition_point(|paragraph| *paragraph as usize <= a);
            for paragraph in &paragraphs[later..] {
                let shared = &mut self.shared[*paragraph as usize];
                if shared.stems == 0 {
                    self.met.push(*paragraph);
                }
                shared.stems += 1;
            }
        }
        self.met.sort_unstable();
    }
}

/// What two paragraphs share. Sums in the order of the stems' numbers, as [`Partners`] does, so that
/// both come to the same bits.
pub(crate) fn shared(background: &Background, a: usize, b: usize) -> Shared {
    let (mut left, mut right) = (background.distinct(a), background.distinct(b));
    let mut shared = Shared::default();
    while let (Some(x), Some(y)) = (left.first(), right.first()) {
        if x == y {
            shared.add(background.weight(*x));
        }
        left = &left[usize::from(x <= y)..];
        right = &right[usize::from(y <= x)..];
    }
    shared
}
