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
use crate::format::InputFormat;

/// How often a row is read again at most. What is still open then stays.
const MAX_READINGS: usize = 48;

/// How many paragraphs on each side are read with those that go, before the whole row is.
const AROUND: usize = 3;

/// How often what stays is looked at again after something around it went.
const MAX_ROUNDS: usize = 4;

/// Takes back removals that would change how the rest of a row is read, and says how many.
pub(super) fn take_back(corpus: &Corpus, removals: &mut Vec<Removal>) -> u64 {
    let before = removals.len();
    let Some((rows, reader)) = corpus.rows.as_ref().zip(corpus.input.fields().reader) else {
        return 0;
    };
    let groups: Vec<&[Removal]> = removals
        .chunk_by(|one, other| rows.row_of(one.removed) == rows.row_of(other.removed))
        .collect();
    let goes = |group: &&[Removal]| {
        let first = rows.range(rows.row_of(group[0].removed)).start;
        let gone = group.iter().map(|removal| removal.removed.paragraph - first);
        let (text, paragraphs) = corpus.document(group[0].removed);
        Rereading::new(text, reader, paragraphs, gone.collect()).goes()
    };
    let goes: Vec<Vec<bool>> = groups.par_iter().map(goes).collect();
    let mut goes = goes.into_iter().flatten();
    removals.retain(|_| goes.next().unwrap_or(true));
    (before - removals.len()) as u64
}

/// A row, and which of its paragraphs go.
struct Rereading<'c> {
    text: &'c str,
    reader: InputFormat,
    spans: Vec<Range<usize>>,
    compared: Vec<&'c str>,
    /// The paragraphs that are to go, by their numbers in the row.
    asked: Vec<usize>,
    goes: Vec<bool>,
    readings: usize,
}

impl<'c> Rereading<'c> {
    /// A row with the places of its paragraphs, what is compared of them, and which of them are to go.
    fn new(
        text: &'c str,
        reader: InputFormat,
        paragraphs: impl Iterator<Item = (Range<usize>, &'c str)>,
        asked: Vec<usize>,
    ) -> Rereading<'c> {
        let (spans, compared): (Vec<_>, Vec<_>) = paragraphs.unzip();
        let goes = vec![false; spans.len()];
        Rereading { text, reader, spans, compared, asked, goes, readings: 0 }
    }

    /// Which of those asked for can go.
    fn goes(mut self) -> Vec<bool> {
        // Where all go nothing is left to be read.
        if self.asked.len() == self.spans.len() {
            return vec![true; self.asked.len()];
        }
        let asked = core::mem::take(&mut self.asked);
        let runs: Vec<&[usize]> = asked.chunk_by(|one, other| one + 1 == *other).collect();
        self.mark(&runs, true);
        if !self.reads_the_same() {
            self.mark(&runs, false);
            self.let_go_one_by_one(&runs);
            if !self.reads_the_same() {
                let went: Vec<&[usize]> =
                    runs.into_iter().filter(|run| self.goes[run[0]]).collect();
                self.mark(&went, false);
                self.let_go(&went);
            }
        }
        asked.iter().map(|number| self.goes[*number]).collect()
    }

    /// Lets those go without which what stands around them reads the same: to read that takes less than to read all.
    fn let_go_one_by_one(&mut self, runs: &[&[usize]]) {
        let mut open = runs.to_vec();
        for _ in 0..MAX_ROUNDS {
            let (go, stay): (Vec<_>, Vec<_>) = open.iter().partition(|run| self.is_apart(run));
            self.mark(&go, true);
            open = stay;
            // What went may have been what kept another.
            if go.is_empty() || open.is_empty() {
                break;
            }
        }
    }

    /// Whether the paragraphs around a run read the same without it, as far as these alone can tell.
    fn is_apart(&self, run: &[usize]) -> bool {
        let (first, last) = (run[0], run[run.len() - 1]);
        let stays = |number: &usize| !self.goes[*number];
        let start = (0..first).rev().filter(stays).take(AROUND).last().unwrap_or(first);
        let end = (last + 1..self.spans.len()).filter(stays).take(AROUND).last().unwrap_or(last);
        let around = start..end + 1;
        let reads = |is_without: bool| {
            self.reads(around.clone(), |number| {
                self.goes[number] || (is_without && (first..=last).contains(&number))
            })
        };
        reads(true) || !reads(false)
    }

    /// Lets paragraphs go, all of them if possible, else those of one half and then of the other.
    fn let_go(&mut self, runs: &[&[usize]]) {
        if self.readings >= MAX_READINGS {
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
        self.reads(0..self.spans.len(), |number| self.goes[number])
    }

    /// Whether some paragraphs read the same without those of them that go.
    fn reads(&self, numbers: Range<usize>, goes: impl Fn(usize) -> bool) -> bool {
        let start = numbers.start.checked_sub(1).map_or(0, |before| self.spans[before].end);
        let is_all = numbers.end == self.spans.len();
        let end = if is_all { self.text.len() } else { self.spans[numbers.end - 1].end };
        let text = &self.text[start..end];
        let spans = self.spans[numbers.clone()].iter();
        let spans: Vec<Range<usize>> =
            spans.map(|span| span.start - start..span.end - start).collect();
        let left = without(text, &cuts(text, &spans, |number| goes(numbers.start + number)));
        let mut read = Paragraphs::default();
        read.add_row(&left, self.reader);
        let stays = numbers.filter(|number| !goes(*number)).map(|number| self.compared[number]);
        (0..read.len()).map(|number| read.compared(number, &left)).eq(stays)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Paragraphs {
        let mut read = Paragraphs::default();
        read.add_row(text, InputFormat::Plain);
        read
    }

    /// The text without those that can go, and what still was to go, by its numbers in it.
    fn shortened(text: &str, asked: &[usize]) -> (String, Vec<usize>) {
        let read = read(text);
        let paragraphs =
            (0..read.len()).map(|number| (read.span(number), read.compared(number, text)));
        let goes = Rereading::new(text, InputFormat::Plain, paragraphs, asked.to_vec()).goes();
        let gone: Vec<usize> =
            asked.iter().zip(&goes).filter(|(_, goes)| **goes).map(|(number, _)| *number).collect();
        let spans: Vec<Range<usize>> = (0..read.len()).map(|number| read.span(number)).collect();
        let left = without(text, &cuts(text, &spans, |number| gone.contains(&number)));
        let stays = asked.iter().filter(|number| !gone.contains(number));
        let number_left = |number: &usize| number - gone.iter().filter(|one| *one < number).count();
        (left, stays.map(number_left).collect())
    }

    #[test]
    fn what_reads_the_same_goes() {
        let text = "One.\n\nTwo.\n\n  Three.\n";
        assert_eq!(shortened(text, &[0, 1]), ("  Three.\n".to_owned(), vec![]));
        assert_eq!(shortened(text, &[0, 1, 2]), ("\n".to_owned(), vec![]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn what_stays_is_read_as_before(
            lines in proptest::collection::vec("(> ?|  )?([-*] |[123][.)] |===|\\| )?[ab]{0,2}\\.?\\|?", 0..14),
            gone in any::<u32>(),
        ) {
            let text = lines.join("\n");
            let read_before = read(&text);
            let asked: Vec<usize> = (0..read_before.len()).filter(|number| gone >> (number % 32) & 1 == 1).collect();
            let (left, open) = shortened(&text, &asked);
            let read_after = read(&left);
            let gone = asked.len() - open.len();
            if gone < read_before.len() {
                prop_assert_eq!(read_after.len(), read_before.len() - gone);
            }
            // Nothing more goes the next time.
            prop_assert_eq!(shortened(&left, &open), (left, open));
        }
    }
}
