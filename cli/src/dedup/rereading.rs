//! What a document would be read as without the paragraphs that go.
//!
//! A reader may see by other lines what a line is: a number begins an item where another item stands before it. So a
//! row is read again as it would be written, and what would change the paragraphs around it stays.
//!
//! **Nothing more goes the next time.** That run reads the paragraphs that stay, and asks for those of them that stayed
//! only for how the row reads. So the row as it will be written is [decided](Row::decide) again, just as that run will decide
//! it, until nothing more goes. Each time but the last something does, so this ends; almost always it is the first.
//! Where wording may be lost that run may ask for fewer, for words are rarer then. So those that stay are tried by ones
//! and twos as well, which makes it rare that more goes then, and does not rule it out: three may go only together.
//!
//! **What stays is read as before.** A row is decided window by window. All that is asked for goes; where a paragraph
//! that stays reads otherwise then, its nearest neighbours that go are put back, and the window is read again. With all of them
//! back it reads as it did. What is put back stays; later twice as much is put back each time, so this takes O(log n) readings.
//! Then a few that were put back beside the one that had to be are tried again. Nothing passes from window to window: see
//! [`Row::is_head`]. Prose alone is not read again at all: see [`Window::is_prose`].

use core::ops::Range;
use std::borrow::Cow;

use paradup::document::{Paragraph, Unit};
use rayon::prelude::*;

use paradup::report::Removal;

use super::Corpus;
use super::cut::{BYTE_ORDER_MARK, cuts, without};
use super::paragraphs::compared;
use crate::format::InputFormat;

/// How often only the nearest neighbours are put back.
const NEAREST_ROUNDS: u32 = 4;

/// How many that were put back are tried alone. Of more none is: each takes a reading.
const MAX_TRIED: usize = 64;

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
        let asked: Vec<usize> =
            group.iter().map(|removal| removal.removed.paragraph - first).collect();
        let (text, paragraphs) = corpus.document(group[0].removed);
        let goes = Row::new(text, reader, paragraphs, &asked).goes();
        asked.iter().map(|number| goes[*number]).collect()
    };
    let goes: Vec<Vec<bool>> = groups.par_iter().map(goes).collect();
    let mut goes = goes.into_iter().flatten();
    removals.retain(|_| goes.next().unwrap_or(true));
    (before - removals.len()) as u64
}

/// A row, and which of its paragraphs are to go.
struct Row<'c> {
    text: Cow<'c, str>,
    reader: InputFormat,
    spans: Vec<Range<usize>>,
    compared: Vec<&'c str>,
    /// Which paragraphs are to go.
    asked: Vec<bool>,
    /// Whether [heads](Row::is_head) are known: of plain text, and where no byte order mark can come to stand before one.
    has_heads: bool,
}

impl<'c> Row<'c> {
    /// A row with the places of its paragraphs, what is compared of them, and which of them are to go.
    fn new(
        text: &'c str,
        reader: InputFormat,
        paragraphs: impl Iterator<Item = (Range<usize>, &'c str)>,
        asked: &[usize],
    ) -> Row<'c> {
        let (spans, compared): (Vec<_>, Vec<_>) = paragraphs.unzip();
        let mut are_asked = vec![false; spans.len()];
        mark(&mut are_asked, asked, true);
        let has_heads = reader == InputFormat::Plain && !text.contains(BYTE_ORDER_MARK);
        Row { text: text.into(), reader, spans, compared, asked: are_asked, has_heads }
    }

    /// Which paragraphs can go.
    fn goes(&self) -> Vec<bool> {
        let mut gone = self.decide();
        while gone.contains(&true) && self.is_open(&gone) {
            let rest = self.without(&gone);
            let more = rest.decide();
            if !more.contains(&true) {
                break;
            }
            let stays = gone.iter_mut().filter(|gone| !**gone);
            stays.zip(&more).for_each(|(gone, more)| *gone = *more);
            // What is written must be what was read. It might not be where tags stand beside the mark of an item.
            if self.without(&gone).text != rest.without(&more).text {
                return vec![false; gone.len()];
            }
        }
        gone
    }

    /// Whether any that are to go stay.
    fn is_open(&self, gone: &[bool]) -> bool {
        self.asked.iter().zip(gone).any(|(asked, gone)| *asked && !gone)
    }

    /// The row as it is written without what goes.
    fn without(&self, gone: &[bool]) -> Row<'c> {
        let (text, spans) = left(&self.text, &self.spans, gone);
        let stays = |number: &usize| !gone[*number];
        Row {
            text: text.into(),
            reader: self.reader,
            spans,
            compared: (0..gone.len()).filter(stays).map(|number| self.compared[number]).collect(),
            asked: (0..gone.len()).filter(stays).map(|number| self.asked[number]).collect(),
            has_heads: self.has_heads,
        }
    }

    /// Which paragraphs go.
    fn decide(&self) -> Vec<bool> {
        let mut gone = Vec::with_capacity(self.spans.len());
        while gone.len() < self.spans.len() {
            let window = Window { row: self, numbers: gone.len()..self.next_head(gone.len()) };
            gone.extend(window.decide());
        }
        gone
    }

    /// The next paragraph that begins a window.
    fn next_head(&self, number: usize) -> usize {
        let is_head = |number: &usize| !self.asked[*number] && self.is_head(*number);
        (number + 1..self.spans.len()).find(is_head).unwrap_or(self.spans.len())
    }

    /// Whether a paragraph is read the same whatever stands before it, and what stands before it whatever it is followed by.
    ///
    /// In plain text that is so of a line at the left edge, without a mark, behind a blank line: all lists, items and quotations
    /// end there. The separator before it may go with a paragraph, but only for one that separates as much.
    fn is_head(&self, number: usize) -> bool {
        let (before, text) = self.text.split_at(self.spans[number].start);
        let mut characters = text.chars();
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '[' | '"');
        self.has_heads
            && (before.is_empty() || before.ends_with("\n\n"))
            && characters.next().is_some_and(is_letter)
            && characters.next() != Some(')')
    }

    /// What stands between two paragraphs, or at the ends of the row.
    fn separator(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.spans[before].end);
        let end = self.spans.get(number).map_or(self.text.len(), |span| span.start);
        &self.text[start..end]
    }
}

/// Paragraphs of a row that are read by themselves, up to the next head.
struct Window<'r, 'c> {
    row: &'r Row<'c>,
    numbers: Range<usize>,
}

impl Window<'_, '_> {
    /// Which of its paragraphs go.
    fn decide(&self) -> Vec<bool> {
        let mut gone = self.row.asked[self.numbers.clone()].to_vec();
        if !gone.contains(&true) || self.is_prose(&gone) {
            return gone;
        }
        let mut round = 0_u32;
        while gone.contains(&true) {
            let changed = self.changed(&gone);
            if !changed.contains(&true) {
                break;
            }
            put_back(&mut gone, &changed, 1 << round.saturating_sub(NEAREST_ROUNDS).min(31));
            round += 1;
        }
        self.let_go_again(&mut gone);
        gone
    }

    /// Lets those go that were put back beside the one that had to, alone or with the next, as two items that are a list only
    /// together. From the last to the first: so a list keeps its beginning.
    fn let_go_again(&self, gone: &mut [bool]) {
        let asked = &self.row.asked[self.numbers.clone()];
        let put_back: Vec<usize> = (0..gone.len()).filter(|at| asked[*at] && !gone[*at]).collect();
        if put_back.len() > MAX_TRIED {
            return;
        }
        for group in put_back.chunks(1).rev().chain(put_back.windows(2).rev()) {
            if group.iter().all(|at| !gone[*at]) {
                mark(gone, group, true);
                if self.changed(gone).contains(&true) {
                    mark(gone, group, false);
                }
            }
        }
    }

    /// Whether nothing stays but a head, with white space behind it: that reads as before.
    fn is_prose(&self, gone: &[bool]) -> bool {
        let Range { start, end } = self.numbers;
        let is_blank = |number: usize| {
            let separator = self.row.separator(number);
            separator.bytes().all(|byte| matches!(byte, b' ' | b'\n'))
                && (separator.contains("\n\n") || number == 0 || number == self.row.spans.len())
        };
        self.row.has_heads
            && !gone[1..].contains(&false)
            && (if gone[0] { is_blank(start) } else { self.row.is_head(start) })
            && (start + 1..=end).all(is_blank)
    }

    /// Which paragraphs, with the next head, would be read otherwise, or stand behind something that would be read as one more.
    fn changed(&self, gone: &[bool]) -> Vec<bool> {
        let (text, places) = self.left(gone);
        let document = self.row.reader.read(text, Unit::Paragraph);
        let mut read = document.paragraphs().peekable();
        let mut changed = vec![false; gone.len() + 1];
        let stays = (0..gone.len()).filter(|at| !gone[*at]);
        for (at, place) in stays.chain([gone.len()]).zip(&places) {
            while read.next_if(|read| read.span().start < place.start).is_some() {
                changed[at] = true;
            }
            changed[at] |= read.next_if(|read| self.is_same(at, place, read)).is_none();
        }
        let is_at_end = self.numbers.end == self.row.spans.len();
        changed[gone.len() - 1] |= is_at_end && read.next().is_some();
        changed
    }

    /// Whether a paragraph is read again as it was. Of the next head all that counts is that it begins here.
    fn is_same(&self, at: usize, place: &Range<usize>, read: &Paragraph<'_>) -> bool {
        let span = read.span();
        let is_next = at == self.numbers.len();
        let compared_before = || self.row.compared[self.numbers.start + at];
        let is_whole = || span.end == place.end && compared(read) == compared_before();
        span.start == place.start && (is_next || is_whole())
    }

    /// The text without what goes, up to the end of the next head, and where the paragraphs stand in it.
    fn left(&self, gone: &[bool]) -> (String, Vec<Range<usize>>) {
        let Range { start, end } = self.numbers;
        let spans = &self.row.spans[start..self.row.spans.len().min(end + 1)];
        let from = if start == 0 { 0 } else { spans[0].start };
        let is_last = end == self.row.spans.len();
        let to = if is_last { self.row.text.len() } else { self.row.spans[end].end };
        let spans: Vec<Range<usize>> =
            spans.iter().map(|span| span.start - from..span.end - from).collect();
        left(&self.row.text[from..to], &spans, gone)
    }
}

/// A text without the paragraphs that go, and where the others stand in it. What is not told of stays.
fn left(text: &str, spans: &[Range<usize>], gone: &[bool]) -> (String, Vec<Range<usize>>) {
    let goes = |number: usize| gone.get(number).is_some_and(|gone| *gone);
    let cuts = cuts(text, spans, goes);
    let mut cut = cuts.iter().map(ExactSizeIterator::len);
    let mut before = 0;
    let mut places = Vec::with_capacity(spans.len() - cuts.len());
    for (number, span) in spans.iter().enumerate() {
        if goes(number) {
            before += cut.next().unwrap_or(0);
        } else {
            places.push(span.start - before..span.end - before);
        }
    }
    (without(text, &cuts), places)
}

fn mark(gone: &mut [bool], numbers: &[usize], goes: bool) {
    for number in numbers {
        gone[*number] = goes;
    }
}

/// Puts back the nearest that go on both sides of each that has changed.
fn put_back(gone: &mut [bool], changed: &[bool], reach: usize) {
    let mut back = vec![false; gone.len()];
    let mut sweep = |numbers: &mut dyn Iterator<Item = usize>| {
        let mut open = 0;
        for number in numbers {
            open = if changed[number] { reach } else { open };
            if open > 0 && gone.get(number) == Some(&true) {
                back[number] = true;
                open -= 1;
            }
        }
    };
    sweep(&mut (0..changed.len()));
    sweep(&mut (0..changed.len()).rev());
    gone.iter_mut().zip(back).for_each(|(gone, back)| *gone &= !back);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dedup::paragraphs::Paragraphs;

    fn read(text: &str, reader: InputFormat) -> Paragraphs {
        let mut read = Paragraphs::default();
        read.add_row(text, reader);
        read
    }

    /// The text without those that can go, what still was to go, by its numbers in it, and what went.
    fn shortened(
        text: &str,
        reader: InputFormat,
        asked: &[usize],
    ) -> (String, Vec<usize>, Vec<usize>) {
        let read = read(text, reader);
        let paragraphs =
            (0..read.len()).map(|number| (read.span(number), read.compared(number, text)));
        let goes = Row::new(text, reader, paragraphs, asked).goes();
        let gone: Vec<usize> = (0..read.len()).filter(|number| goes[*number]).collect();
        let spans: Vec<Range<usize>> = (0..read.len()).map(|number| read.span(number)).collect();
        let left = without(text, &cuts(text, &spans, |number| gone.contains(&number)));
        let stays = asked.iter().filter(|number| !gone.contains(number));
        let number_left = |number: &usize| number - gone.iter().filter(|one| *one < number).count();
        (left, stays.map(number_left).collect(), gone)
    }

    /// What is left of a plain text.
    fn plain(text: &str, asked: &[usize]) -> String {
        shortened(text, InputFormat::Plain, asked).0
    }

    #[test]
    fn what_reads_the_same_goes() {
        let text = "One.\n\nTwo.\n\n  Three.\n";
        assert_eq!(plain(text, &[0, 1]), "  Three.\n");
        assert_eq!(plain(text, &[0, 1, 2]), "\n");
    }

    #[test]
    fn what_would_be_read_otherwise_stays() {
        // Two remarks would become a list.
        let talk = "- Come in.\n\nHe came in.\n\n- Sit down.\n\nHe sat down.";
        assert_eq!(plain(talk, &[1, 3]), "- Come in.\n\nHe came in.\n\n- Sit down.");
        // One item is no list.
        assert_eq!(plain("- a\n- b\n- c\n- d", &[1, 2, 3]), "- a\n- b");
        assert_eq!(plain("1. a\n2. b\n3. c", &[1]), "1. a\n2. b\n3. c");
        assert_eq!(plain("1. a\n2. b\n\nC.", &[0, 1]), "C.");
        // A rule would make a title.
        assert_eq!(plain("Title\n\nGone.\n----\n\nC.", &[1]), "Title\n\nGone.\n----\n\nC.");
    }

    /// Lines that are items, nested or not, quotations, titles, rules, rows, and prose that may stand apart.
    const LINE: &str = "(> ?|  )?([-*] |[123][.)] |[ab]\\) |\\| )?[ab]{0,3}[.:|]?\u{200b}?";

    /// Lines with what ends them, blank lines, pages and separators of paragraphs among them.
    fn texts() -> impl Strategy<Value = String> {
        let rule = prop_oneof![
            Just("---".to_owned()),
            Just("===".to_owned()),
            Just("- \u{200b}".to_owned())
        ];
        let line = prop_oneof![6 => LINE.prop_map(String::from), 1 => rule, 2 => Just("abab ab.".to_owned())];
        let end = prop_oneof![
            4 => Just("\n"), 6 => Just("\n\n"), 1 => Just("\n \n"), 1 => Just("\r\n\r\n"), 1 => Just("\u{c}"), 1 => Just("\u{2029}")
        ];
        let mark = prop_oneof![3 => Just(""), 1 => Just("\u{feff}"), 1 => Just("\n\n")];
        (mark, proptest::collection::vec((line, end), 0..16)).prop_map(|(mark, lines)| {
            mark.to_owned() + &lines.into_iter().map(|(line, end)| line + end).collect::<String>()
        })
    }

    fn compared_in(text: &str, reader: InputFormat) -> Vec<String> {
        let read = read(text, reader);
        (0..read.len()).map(|number| read.compared(number, text).to_owned()).collect()
    }

    fn check(text: &str, reader: InputFormat, gone: u32) -> Result<(), TestCaseError> {
        let before = compared_in(text, reader);
        let asked: Vec<usize> =
            (0..before.len()).filter(|number| gone >> (number % 32) & 1 == 1).collect();
        let (left, open, gone) = shortened(text, reader, &asked);
        let stays = (0..before.len()).filter(|number| !gone.contains(number));
        let stays: Vec<String> = stays.map(|number| before[number].clone()).collect();
        prop_assert_eq!(compared_in(&left, reader), stays, "{:?} {:?}", text, left);
        // Nothing more goes the next time.
        prop_assert_eq!(shortened(&left, reader, &open).2, Vec::<usize>::new(), "{:?}", left);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_stays_is_read_as_before(text in texts(), gone in any::<u32>()) {
            check(&text, InputFormat::Plain, gone)?;
        }

        #[test]
        fn what_stays_of_markdown_is_read_as_before(text in texts(), gone in any::<u32>()) {
            check(&text, InputFormat::Markdown, gone)?;
        }

        #[test]
        fn what_stays_of_restructured_text_is_read_as_before(text in texts(), gone in any::<u32>()) {
            check(&text, InputFormat::Rst, gone)?;
        }

        #[test]
        fn what_stays_of_asciidoc_is_read_as_before(text in texts(), gone in any::<u32>()) {
            check(&text, InputFormat::Asciidoc, gone)?;
        }
    }
}
