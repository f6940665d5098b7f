//! How the partners of a paragraph are found.

use super::background::Background;
use super::lists::Lists;

/// Collections up to this size have all their pairs scored.
const MAX_ALL_PAIRS: usize = 2_000;

/// In larger ones a paragraph is looked for by this many of its rarest stems. Measured on 20,000
/// paragraphs, as tests/suite/collection.rs does, found of what all pairs find and pairs scored: 24 stems
/// and 3 in common .998, 282 thousand. When weights counted all paragraphs and not peers alone this
/// was .999, where 12 and 2 found .985 in 119 thousand and 16 and 2 .996 in 285 thousand.
const RAREST_STEMS: usize = 24;

/// A stem that stands in more paragraphs than this is too common to look anything up by.
const MAX_PARAGRAPHS: usize = 1_000;

/// How the partners of a paragraph are found.
#[derive(Debug)]
pub(super) enum Search {
    /// Every pair of the collection.
    AllPairs,
    /// Pairs that share enough of their rarest stems.
    RareStems(RareStems),
}

/// The rarest stems of each paragraph, and the paragraphs that hold each.
#[derive(Debug)]
pub(super) struct RareStems {
    pub(super) stems: Lists,
    pub(super) postings: Lists,
    /// Look-ups that are left out because the stem is too common.
    passed_over: u64,
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
        Search::RareStems(RareStems { stems, postings, passed_over })
    }

    /// Look-ups that are left out because the stem is too common.
    pub(super) fn passed_over(&self) -> u64 {
        match self {
            Search::AllPairs => 0,
            Search::RareStems(rare) => rare.passed_over,
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
