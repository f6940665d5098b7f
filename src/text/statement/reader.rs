//! Reads a sentence word by word, with what stands between the words.

use core::ops::Range;

use super::capitals::{begins_with_its_capitals, inner_capitals, unit_capitals};
use super::item::item_number_end;
use super::mark::{Mark, nuances};
use super::mark_places::find_telling;
use super::open::Open;
use super::pieces::{Pieces, hash_of, is_torn, torn_places};
use super::signs::{HyphenatedRun, has_operators, read_signs};
use super::{Depth, Gap, Side};
use crate::text::abbreviation::is_split;
use crate::text::ascii::PlainWords;
use crate::text::normalizer::Normalizer;

/// Buffers that are used again from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    pub(super) pieces: Pieces,
    /// The signs of the last gap.
    signs: Vec<char>,
    /// Where a plain sentence may have marks.
    telling: Vec<usize>,
}

impl Buffers {
    /// Reads a sentence, and returns how many words it has.
    pub(super) fn read(&mut self, depth: Depth, normalizer: Normalizer, sentence: &str) -> usize {
        let mut reader = Reader::new(depth, sentence, &mut self.pieces, &mut self.signs);
        normalizer.for_each_cleaned_word(sentence, |word, is_unspaced, span| {
            reader.word(word, hash_of(word), is_unspaced, span);
        });
        reader.finish()
    }

    /// Whether the words say all in the plain sentence that was read last.
    pub(super) fn are_unmarked(&self) -> bool {
        self.telling.is_empty()
    }

    /// Reads a plain sentence that begins at `start` of a text whose words are known.
    pub(super) fn read_plain(
        &mut self,
        depth: Depth,
        (sentence, start): (&str, usize),
        words: &PlainWords,
        range: Range<usize>,
    ) -> usize {
        let Buffers { pieces, signs, telling } = self;
        telling.clear();
        match depth {
            Depth::Form if words.has_line_ends => telling.extend(torn_places(sentence)),
            Depth::Form => {}
            Depth::Statement => find_telling(sentence.as_bytes(), telling),
        }
        if telling.is_empty() {
            // Nothing stands between its words that is told: they say all.
            pieces.clear();
            pieces.list.extend_from_slice(&words.hashes[range.clone()]);
            return range.len();
        }
        let mut reader = Reader::new(depth, sentence, pieces, signs);
        let mut next = range.start;
        for place in telling {
            // A mark belongs to the word that is there or before it, or to the next one.
            let behind = words.first_from(next, start + *place + 1).min(range.end);
            let (first, end) = (behind.saturating_sub(1).max(next), range.end.min(behind + 1));
            reader.skip(words, next..first, start);
            reader.words(words, first..end, start);
            next = end.max(next);
        }
        reader.skip(words, next..range.end, start);
        reader.finish()
    }
}

/// A sentence that is being read.
struct Reader<'r> {
    depth: Depth,
    sentence: &'r str,
    /// Where the last word starts, and where it ends.
    start: usize,
    end: usize,
    last: Option<Side>,
    /// Whether `last` and the pieces tell of the last word.
    is_settled: bool,
    half_words: usize,
    /// Where the number ends that makes the sentence an item of a list.
    item_number_end: Option<usize>,
    open: Open,
    run: HyphenatedRun,
    /// Whether the sentence computes; unknown before the first bracket.
    has_operators: Option<bool>,
    pieces: &'r mut Pieces,
    signs: &'r mut Vec<char>,
}

impl<'r> Reader<'r> {
    fn new(
        depth: Depth,
        sentence: &'r str,
        pieces: &'r mut Pieces,
        signs: &'r mut Vec<char>,
    ) -> Reader<'r> {
        pieces.clear();
        Reader {
            depth,
            sentence,
            start: 0,
            end: 0,
            last: None,
            is_settled: true,
            half_words: 0,
            item_number_end: item_number_end(sentence),
            open: Open::default(),
            run: HyphenatedRun::default(),
            has_operators: None,
            pieces,
            signs,
        }
    }

    /// The next word, canonical but for the case of ASCII letters.
    fn word(&mut self, word: &str, hash: u64, is_unspaced: bool, span: Range<usize>) {
        if self.says_no_more(&span) {
            // Most words are followed by one that says no more either: what is known of them is never asked for.
            self.is_settled = false;
        } else {
            self.settle();
            self.marks(word, is_unspaced, &span);
            self.last = word.chars().next_back().map(|edge| Side::new(word, edge, is_unspaced));
            self.is_settled = true;
        }
        self.pieces.push_words(&[hash]);
        self.half_words += if is_unspaced { 1 } else { 2 };
        self.start = span.start;
        // Pairs of an unspaced script overlap, and several words may come of one character.
        self.end = span.end.max(self.end);
    }

    /// The next words, of a text in which the sentence begins at `start`.
    fn words(&mut self, words: &PlainWords, range: Range<usize>, start: usize) {
        for word in range {
            let span = span_behind(start, words.span(word));
            self.word(&self.sentence[span.clone()], words.hashes[word], false, span);
        }
    }

    /// The next words where they surely have no marks.
    fn skip(&mut self, words: &PlainWords, range: Range<usize>, start: usize) {
        if let Some(last) = range.clone().last() {
            Range { start: self.start, end: self.end } = span_behind(start, words.span(last));
            self.half_words += 2 * range.len();
            self.pieces.push_words(&words.hashes[range]);
            self.is_settled = false;
        }
    }

    /// Whether no mark can belong to a word and the gap before it. So it is with most words, even in sentences that have
    /// marks.
    fn says_no_more(&self, span: &Range<usize>) -> bool {
        let (gap, written) = self.sentence.as_bytes()[..span.end].split_at(span.start);
        let gap = gap.get(self.end..).unwrap_or_default();
        matches!(gap, b" " | b", ")
            && begins_with_its_capitals(written)
            && !(self.is_settled && self.is_behind_number())
    }

    /// Makes what is known of the last word complete, which is put off where it says no more: it is canonical as written.
    fn settle(&mut self) {
        if !self.is_settled {
            let word = &self.sentence[self.start..self.end];
            self.pieces.remember(word, false);
            self.last = word.chars().next_back().map(|edge| Side::new(word, edge, false));
        }
    }

    /// The marks of a word and of the gap before it.
    fn marks(&mut self, word: &str, is_unspaced: bool, span: &Range<usize>) {
        let sentence = self.sentence;
        let gap = &sentence[self.end.min(span.start)..span.start];
        if self.depth == Depth::Statement {
            let next = word.chars().next().map(|edge| Side::new(word, edge, is_unspaced));
            let written = &sentence[span.clone()];
            self.gap(gap, next);
            if next.is_some() && stops(self.signs, written) {
                self.pieces.mark(Mark::Stop);
            }
            if !is_unspaced && written.contains(char::is_uppercase) {
                self.capitals(gap, written);
            }
            nuances(written).for_each(|nuance| self.pieces.mark(nuance));
        }
        let joins = self.pieces.last().ends_with(char::is_alphabetic)
            && word.starts_with(char::is_alphabetic);
        self.pieces.remember(word, joins && is_torn(gap));
    }

    fn capitals(&mut self, gap: &str, written: &str) {
        let is_behind_number =
            self.is_behind_number() && !gap.is_empty() && gap.chars().all(char::is_whitespace);
        match unit_capitals(written, is_behind_number) {
            Some(bits) => self.pieces.mark(Mark::Capitals(bits)),
            None => inner_capitals(written, |at| self.pieces.mark(Mark::Capital(at))),
        }
    }

    fn finish(mut self) -> usize {
        self.settle();
        let rest = &self.sentence[self.end..];
        if self.depth == Depth::Statement && !matches!(rest, "" | ".") {
            self.gap(rest, None);
        }
        self.half_words.div_ceil(2)
    }

    /// The marks between two words; `next` is none at the end.
    fn gap(&mut self, text: &str, next: Option<Side>) {
        self.signs.clear();
        // The bracket of `(1)` is told with its number.
        let begins_item = self.end == 0 && self.item_number_end.is_some();
        if matches!(text, "" | " " | "\n" | ", " | ",\n" | ": ")
            || self.parts_initials(text)
            || begins_item
        {
            return;
        }
        let number_follows = next.map(|side| side.edge.is_ascii_digit());
        if text.bytes().any(|byte| matches!(byte, b'?' | b'!' | b';') || !byte.is_ascii()) {
            self.asks_or_denies(text, number_follows);
        }
        if number_follows == Some(true) {
            self.before_number(text);
        }
        self.signs(text, next);
    }

    fn asks_or_denies(&mut self, gap: &str, number_follows: Option<bool>) {
        if gap.contains(['?', '？', '؟', '⸮', '\u{37e}'])
            || (gap.starts_with(';') && self.is_behind_greek())
        {
            self.pieces.mark(Mark::Question);
        }
        if self.denies(gap, number_follows) {
            self.pieces.mark(Mark::Not);
        }
    }

    /// The marks of the signs between two words.
    fn signs(&mut self, text: &str, next: Option<Side>) {
        let may_bear_sign = self.may_bear_sign(text.len());
        read_signs(text, self.signs);
        if self.item_number_end == Some(self.end) {
            // `1)` and `(1)` are `1.`, and say that what follows is no part of what is counted: `5) Kinder`.
            self.signs[0] = '.';
        }
        let has_brackets = self.signs.iter().any(|c| "()[]{}".contains(*c));
        let has_operators =
            has_brackets && *self.has_operators.get_or_insert_with(|| has_operators(self.sentence));
        let is_loose = (self.signs.contains(&'-') || self.signs.contains(&'–'))
            && self.run.is_loose(self.sentence, self.end);
        let (signs, before, after) = (&*self.signs, self.last, next);
        let gap = Gap { signs, before, after, is_loose, may_bear_sign, has_operators };
        self.open.read(&gap, |c| self.pieces.mark(Mark::Told(c)));
    }

    /// Whether the last word is short and begins with a capital, as what bears a sign does, and what follows
    /// the gap does not look like the second part of a name: `US- ASCII`.
    fn may_bear_sign(&self, gap: usize) -> bool {
        let name = self.last_written().chars();
        let next = self.sentence[self.end + gap..].chars().next();
        name.clone().next().is_some_and(char::is_uppercase)
            && name.take(3).count() < 3
            && !next.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    }

    /// Whether a gap is the full stop between two letters of `e.g.` or `z. B.`. Before a small letter it
    /// says nothing anyway.
    fn parts_initials(&self, gap: &str) -> bool {
        let mut behind = self.sentence[self.end + gap.len()..].chars();
        let initials = (self.last.filter(|side| side.is_operand), behind.next());
        let (Some(side), Some(next)) = initials else { return false };
        let Some(space) = gap.strip_prefix('.') else { return false };
        // With a space between them, two letters are one abbreviation only if it is listed.
        side.edge.is_alphabetic()
            && next.is_alphabetic()
            && behind.next() == Some('.')
            && (space.is_empty()
                || (space.chars().all(char::is_whitespace) && is_split(self.last_written(), next)))
    }

    fn last_written(&self) -> &str {
        &self.sentence[self.start..self.end]
    }

    fn is_behind_number(&self) -> bool {
        self.pieces.last().ends_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the last word is Greek, behind which `;` asks.
    fn is_behind_greek(&self) -> bool {
        self.pieces
            .last()
            .ends_with(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
    }

    fn is_behind_symbol(&self) -> bool {
        self.pieces.last().ends_with(|c: char| !c.is_alphanumeric())
    }

    fn denies(&self, gap: &str, number_follows: Option<bool>) -> bool {
        let gap = gap.trim_matches(|c: char| c != '!' && !c.is_whitespace());
        let behind = gap.starts_with('!') && (self.is_behind_number() || self.is_behind_symbol());
        behind || (gap.ends_with('!') && number_follows.is_some())
    }

    /// A sign or a point before a number, where neither belongs to what stands before.
    fn before_number(&mut self, gap: &str) {
        let is_first = self.pieces.last().is_empty() || self.is_behind_symbol();
        let bare = gap.trim_end();
        let Some((at, c)) = bare.char_indices().next_back() else { return };
        let before = &bare[..at];
        let is_apart = match before.chars().next_back() {
            Some(before) => before.is_whitespace() || "([{/=<>".contains(before),
            None => is_first,
        };
        if !is_apart {
            // What touches the word before it joins the two, and is told as such: `a-5`, `a.5`.
            return;
        }
        if matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}') {
            self.pieces.mark(Mark::Sign);
        } else if matches!(c, '.' | '\u{66b}') && bare.len() == gap.len() {
            self.pieces.mark(Mark::Point);
        }
    }
}

fn span_behind(start: usize, span: Range<usize>) -> Range<usize> {
    span.start - start..span.end - start
}

/// Whether a full stop stands before a capital, apart from it.
fn stops(signs: &[char], next: &str) -> bool {
    let last = signs.iter().rposition(|c| *c == '.');
    next.starts_with(char::is_uppercase)
        && last.is_some_and(|at| signs[at..].iter().any(|c| c.is_whitespace()))
}
