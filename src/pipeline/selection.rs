//! Which paragraphs are compared at all.

use super::Passage;
use crate::document::{CELL_SEPARATOR, Kind};
use crate::report::Counts;
use crate::text::has_words;

/// The kinds of paragraphs that are compared, and how long they must be. Others are neither redundant nor stand for another.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) min_words: usize,
}

impl Default for Selection {
    fn default() -> Selection {
        let kinds = Kind::ALL.iter().copied().filter(|kind| kind.is_prose()).collect();
        Selection { kinds, min_words: 0 }
    }
}

impl Selection {
    /// Those to compare. The others are counted.
    pub(crate) fn select<'t>(
        &self,
        mut passages: Vec<Passage<'t>>,
        counts: &mut Counts,
    ) -> Vec<Passage<'t>> {
        counts.ignored += retain(&mut passages, |passage| !passage.is_ignored);
        counts.other_kinds += retain(&mut passages, |passage| self.is_asked_for(passage));
        counts.short += retain(&mut passages, |passage| self.takes(passage));
        passages
    }

    /// What has no kind, for it is of no document, is always compared.
    fn is_asked_for(&self, passage: &Passage<'_>) -> bool {
        passage.kind.is_none_or(|kind| self.kinds.contains(&kind))
    }

    /// Of a table's row one cell must be long enough: several short ones are names and values.
    fn takes(&self, passage: &Passage<'_>) -> bool {
        match passage.kind {
            Some(Kind::Row) => {
                passage.text.split(CELL_SEPARATOR).any(|cell| self.is_long_enough(cell))
            }
            _ => self.is_long_enough(passage.text),
        }
    }

    /// Whether a text has the words that it must have.
    pub(crate) fn is_long_enough(&self, text: &str) -> bool {
        let least = if is_lead_in(text) { LEAD_IN * self.min_words } else { self.min_words };
        has_words(text, least)
    }
}

/// How many times as many words a lead-in must have. "Run the following command:" recurs before every listing, and what is
/// redundant is the listing, if anything; a long one says something of its own.
const LEAD_IN: usize = 3;

/// Whether a text only introduces what follows it.
fn is_lead_in(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// Keeps those for which `keeps` holds, and says how many are gone.
fn retain<'t>(passages: &mut Vec<Passage<'t>>, keeps: impl Fn(&Passage<'t>) -> bool) -> u64 {
    let all = passages.len();
    passages.retain(keeps);
    (all - passages.len()) as u64
}
