//! Which pairs are worth a score, and what they share.

use core::mem;
use core::ops::Range;

use super::background::Background;
use super::lists::Lists;
use super::shared::{Marked, Shared};
use crate::Cancelled;
use crate::executor::Executor;

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
const MIN_COMMON: u8 = 3;

/// Paragraphs looked at in one piece of work.
const CHUNK: usize = 1024;

/// How the partners of a paragraph are found.
#[derive(Debug)]
pub(super) enum Search {
    /// Every pair of the collection.
    AllPairs,
    /// Pairs that share enough of their rarest stems.
    RareStems(RareStems),
}

impl Search {
    pub(super) fn new<E: Executor>(
        executor: E,
        background: &Background,
    ) -> Result<Search, Cancelled> {
        if background.len() <= MAX_ALL_PAIRS {
            return Ok(Search::AllPairs);
        }
        Ok(Search::RareStems(RareStems::new(executor, background)?))
    }

    /// Look-ups that are left out because the stem is too common.
    pub(super) fn passed_over(&self) -> u64 {
        match self {
            Search::AllPairs => 0,
            Search::RareStems(rare) => rare.passed_over,
        }
    }
}

/// The rarest stems of each paragraph that another one has as well, by their ranks: the rarer, the lower.
#[derive(Debug)]
pub(super) struct RareStems {
    ranks: Lists,
    /// The paragraphs that look for others by the stem of each rank.
    postings: Lists,
    /// Look-ups that are left out because the stem is too common.
    passed_over: u64,
}

impl RareStems {
    fn new<E: Executor>(executor: E, background: &Background) -> Result<RareStems, Cancelled> {
        let ranking = Ranking::new(executor, background);
        let pieces = executor
            .map_chunks(background.len(), CHUNK, |range| ranking.rarest(background, range))?;
        let (pieces, passed_over): (Vec<Lists>, Vec<u64>) = pieces.into_iter().unzip();
        let ranks = Lists::concat(pieces);
        let postings = ranks.inverted(executor, ranking.common as usize)?;
        Ok(RareStems { ranks, postings, passed_over: passed_over.iter().sum() })
    }
}

/// The stems of a collection by how many paragraphs have them.
struct Ranking {
    /// The rank of each stem; none where it stands in one paragraph alone: it finds nobody, and would take the place of one
    /// that does.
    rank_of: Vec<Option<u32>>,
    /// The first rank that is too common to look anything up by.
    common: u32,
}

impl Ranking {
    fn new<E: Executor>(executor: E, background: &Background) -> Ranking {
        let frequencies =
            (0..background.stems() as u32).map(|stem| (frequency(background, stem), stem));
        let mut ranked: Vec<(usize, u32)> =
            frequencies.filter(|(frequency, _)| *frequency > 1).collect();
        executor.sort(&mut ranked);
        let mut rank_of = vec![None; background.stems()];
        for ((_, stem), rank) in ranked.iter().zip(0..) {
            rank_of[*stem as usize] = Some(rank);
        }
        let common = ranked.partition_point(|(frequency, _)| *frequency <= MAX_PARAGRAPHS) as u32;
        Ranking { rank_of, common }
    }

    /// The rarest stems of these paragraphs, by rank, and how many of them are too common.
    fn rarest(&self, background: &Background, paragraphs: Range<usize>) -> (Lists, u64) {
        let (mut lists, mut passed_over) = (Lists::default(), 0);
        let mut ranks = Vec::new();
        for paragraph in paragraphs {
            let distinct = background.distinct(paragraph).iter();
            ranks.clear();
            ranks.extend(distinct.filter_map(|stem| self.rank_of[*stem as usize]));
            if ranks.len() > RAREST_STEMS {
                ranks.select_nth_unstable(RAREST_STEMS);
                ranks.truncate(RAREST_STEMS);
            }
            // Counted among the rarest only: a look-up that would not have been made is not left out.
            let all = ranks.len();
            ranks.retain(|rank| *rank < self.common);
            passed_over += (all - ranks.len()) as u64;
            ranks.sort_unstable();
            lists.push(ranks.iter().copied());
        }
        (lists, passed_over)
    }
}

/// How many paragraphs hold a stem.
fn frequency(background: &Background, stem: u32) -> usize {
    background.postings(stem).len()
}

/// The partners of one paragraph at a time; reused from paragraph to paragraph.
#[derive(Debug)]
pub(super) enum Partners<'s> {
    All(AllPartners),
    Rare(RarePartners<'s>),
}

impl Partners<'_> {
    /// Those from `first` on; earlier paragraphs are partners of nobody.
    pub(super) fn new<'s>(
        background: &Background,
        search: &'s Search,
        first: usize,
    ) -> Partners<'s> {
        match search {
            Search::AllPairs => Partners::All(AllPartners::new(background, first)),
            Search::RareStems(stems) => Partners::Rare(RarePartners::new(background, stems, first)),
        }
    }

    /// Calls `visit` with every later paragraph that the search proposes, ascending, and what it
    /// shares. In a search of all pairs that may be nothing.
    pub(super) fn for_each(
        &mut self,
        background: &Background,
        a: usize,
        visit: impl FnMut(usize, Shared),
    ) {
        match self {
            Partners::All(partners) => partners.for_each(background, a, visit),
            Partners::Rare(partners) => partners.for_each(background, a, visit),
        }
    }
}

/// The partners of one paragraph where every other one is.
#[derive(Debug)]
pub(super) struct AllPartners {
    /// What each paragraph shares with the one at hand; all zero again before the next one.
    shared: Vec<Shared>,
    first: usize,
}

impl AllPartners {
    fn new(background: &Background, first: usize) -> AllPartners {
        AllPartners { shared: vec![Shared::default(); background.len()], first }
    }

    fn for_each(
        &mut self,
        background: &Background,
        a: usize,
        mut visit: impl FnMut(usize, Shared),
    ) {
        let start = self.first.max(a + 1);
        self.add_shared(background, a, start);
        // Taken, so that all is zero again for the next paragraph.
        for b in start..background.len() {
            visit(b, mem::take(&mut self.shared[b]));
        }
    }

    /// Adds up what each later paragraph shares: a few times faster than merging pair by pair, for
    /// most pairs share few of their stems.
    fn add_shared(&mut self, background: &Background, a: usize, start: usize) {
        for stem in background.distinct(a) {
            let weight = background.weight(*stem);
            for paragraph in from(background.postings(*stem), start) {
                self.shared[*paragraph as usize].add(weight);
            }
        }
    }
}

/// The partners of one paragraph by rare stems.
#[derive(Debug)]
pub(super) struct RarePartners<'s> {
    stems: &'s RareStems,
    /// How many rare stems each paragraph has in common with the one at hand; all zero again before the next one. Bytes,
    /// so that the counts of very many paragraphs stay in cache.
    common: Vec<u8>,
    candidates: Vec<u32>,
    marked: Marked,
    first: usize,
}

impl<'s> RarePartners<'s> {
    fn new(background: &Background, stems: &'s RareStems, first: usize) -> RarePartners<'s> {
        RarePartners {
            stems,
            common: vec![0; background.len()],
            candidates: Vec::new(),
            marked: Marked::new(background.stems()),
            first,
        }
    }

    fn for_each(
        &mut self,
        background: &Background,
        a: usize,
        mut visit: impl FnMut(usize, Shared),
    ) {
        self.find(a);
        if !self.candidates.is_empty() {
            self.marked.mark(background.distinct(a));
        }
        for b in self.candidates.drain(..) {
            visit(b as usize, self.marked.shared(background, b as usize));
        }
    }

    /// Counts the rare stems of a paragraph in each later one.
    fn find(&mut self, a: usize) {
        let (ranks, start) = (self.stems.ranks.get(a).iter(), self.first.max(a + 1));
        let later: Vec<&[u32]> =
            ranks.map(|rank| from(self.stems.postings.get(*rank as usize), start)).collect();
        for paragraphs in &later {
            self.meet(paragraphs);
        }
        for paragraphs in &later {
            paragraphs.iter().for_each(|paragraph| self.common[*paragraph as usize] = 0);
        }
        self.candidates.sort_unstable();
    }

    /// Counts one more rare stem in each of these.
    fn meet(&mut self, paragraphs: &[u32]) {
        for paragraph in paragraphs {
            let common = &mut self.common[*paragraph as usize];
            *common += 1;
            // Hardly any comes so far: those that do are sorted, not those that are met.
            if *common == MIN_COMMON {
                self.candidates.push(*paragraph);
            }
        }
    }
}

/// The ascending paragraphs from this one on.
fn from(paragraphs: &[u32], start: usize) -> &[u32] {
    &paragraphs[paragraphs.partition_point(|paragraph| (*paragraph as usize) < start)..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::kernel::Kernel;
    use crate::text::Normalizer;
    use proptest::prelude::*;

    /// The naive reference: the rarest stems, sorted out of all.
    fn rarest(background: &Background, paragraph: usize) -> Vec<u32> {
        let mut stems = background.distinct(paragraph).to_vec();
        stems.retain(|stem| frequency(background, *stem) > 1);
        stems.sort_unstable_by_key(|stem| (frequency(background, *stem), *stem));
        stems.truncate(RAREST_STEMS);
        stems
    }

    proptest! {
        #[test]
        fn partners_equal_those_of_sorted_stems(
            texts in prop::collection::vec(prop::collection::vec("[a-h][a-g]", 0..60), 2..12),
            first in 0_usize..12,
        ) {
            let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let background = Background::read(Serial, (Normalizer::new(), Kernel::detect()), &texts).unwrap();
            let rare = RareStems::new(Serial, &background).unwrap();
            let mut partners = RarePartners::new(&background, &rare, first);
            for a in 0..texts.len() {
                let stems = rarest(&background, a);
                let expected = (first.max(a + 1)..texts.len()).filter(|b| {
                    let others = rarest(&background, *b);
                    let common = stems.iter().filter(|stem| others.contains(stem)).count();
                    common >= usize::from(MIN_COMMON)
                });
                let mut found = Vec::new();
                partners.for_each(&background, a, |b, shared| found.push((b, shared)));
                let expected: Vec<(usize, Shared)> =
                    expected.map(|b| (b, Shared::between(&background, a, b))).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
