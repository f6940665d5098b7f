//! What a document would be read as without the paragraphs that go.
//!
//! A reader may see by other lines what a line is: a number begins an item where another item stands before it. So a
//! row is read again as it would be written, and what would change the paragraphs around it stays.

use core::ops::Range;

use rayon::prelude::*;

use paradup::report::Removal;

use super::Corpus;
use super::cut::{cuts, without};
use super::paragraphs::Paragraphs;

/// How often a row is read again at most. What is still open then stays.
const MAX_READINGS: usize = 64;

/// Takes back removals that would change how the rest of a row is read, and says how many.
pub(super) fn take_back(corpus: &Corpus, removals: &mut Vec<Removal>) -> u64 {
    let before = removals.len();
    let Some(rows) = &corpus.rows else { return 0 };
    let groups: Vec<&[Removal]> = removals
        .chunk_by(|one, other| rows.row_of(one.removed) == rows.row_of(other.removed))
        .collect();
    let goes = |group: &&[Removal]| {
        let first = rows.range(rows.row_of(group[0].removed)).start;
        let gone = group.iter().map(|removal| removal.removed.paragraph - first);
        Rereading::new(corpus, group[0], gone.collect()).goes()
    };
    let goes: Vec<Vec<bool>> = groups.par_iter().map(goes).collect();
    let mut goes = goes.into_iter().flatten();
    removals.retain(|_| goes.next().unwrap_or(true));
    (before - removals.len()) as u64
}

/// A row, and which of its paragraphs go.
struct Rereading<'c> {
    text: &'c str,
    spans: Vec<Range<usize>>,
    compared: Vec<&'c str>,
    /// The paragraphs that are to go, by their numbers in the row.
    asked: Vec<usize>,
    goes: Vec<bool>,
    readings: usize,
}

impl<'c> Rereading<'c> {
    fn new(corpus: &'c Corpus, removal: Removal, asked: Vec<usize>) -> Rereading<'c> {
        let (text, paragraphs) = corpus.document(removal.removed);
        let (spans, compared): (Vec<_>, Vec<_>) = paragraphs.unzip();
        let goes = vec![false; spans.len()];
        Rereading { text, spans, compared, asked, goes, readings: 0 }
    }

    /// Which of those asked for can go.
    fn goes(mut self) -> Vec<bool> {
        // Where all go nothing is left to be read.
        if self.asked.len() == self.spans.len() {
            return vec![true; self.asked.len()];
        }
        let asked = core::mem::take(&mut self.asked);
        let mut runs: Vec<&[usize]> = asked.chunk_by(|one, other| one + 1 == *other).collect();
        loop {
            self.let_go(&runs);
            let open = runs.len();
            runs.retain(|run| !self.goes[run[0]]);
            // What went may have been what kept another.
            if runs.is_empty() || runs.len() == open {
                break;
            }
        }
        asked.iter().map(|number| self.goes[*number]).collect()
    }

    /// Lets paragraphs go, all of them if possible, else those of one half and then of the other.
    fn let_go(&mut self, runs: &[&[usize]]) {
        if self.readings == MAX_READINGS {
            return;
        }
        self.mark(runs, true);
        if self.reads_the_same() {
            return;
        }
        self.mark(runs, false);
        if runs.len() > 1 {
            let (first, second) = runs.split_at(runs.len() / 2);
            self.let_go(first);
            self.let_go(second);
        }
    }

    fn mark(&mut self, runs: &[&[usize]], goes: bool) {
        runs.iter().flat_map(|run| run.iter()).for_each(|number| self.goes[*number] = goes);
    }

    fn reads_the_same(&mut self) -> bool {
        self.readings += 1;
        let left = without(self.text, &cuts(self.text, &self.spans, |number| self.goes[number]));
        let mut read = Paragraphs::default();
        read.add_row(&left);
        let stays = self.compared.iter().zip(&self.goes).filter(|(_, goes)| !**goes);
        (0..read.len()).map(|number| read.compared(number, &left)).eq(stays.map(|(text, _)| *text))
    }
}
