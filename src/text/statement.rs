//! What a sentence says, whatever form it has: the second of two equalities.
//!
//! *Form* ([`Normalizer`]) is generous: it forgets all that formatting may change, and some of what it
//! forgets says something. A statement is the words of a sentence with what form forgets put back:
//!
//! * `?`, wherever it stands, and a full stop before a capital that ends no sentence (`No. Surrender`
//!   may be two sentences or one);
//! * a sign or a point before a number that is not part of its word (`- 5`, `.5`);
//! * `!` beside a digit or a symbol or before a word (`!=`);
//! * signs that join words, begin one, hang on one or compute (`a/b`, `--force`, `A-`, `a * b`), see [`gap`];
//! * the capitals of up to four letters behind a number (`5 mW`, `5 MW`), and of a word that begins with a small
//!   letter (`kHz`);
//! * characters that form makes equal to others (`10⁶`, hamza, `ı`).
//!
//! Two sentences say the same where their statements are equal. A hyphen at the end of a line can be
//! read in two ways; see [`Statement::readings`].

mod gap;
mod plain;

use core::ops::Range;

use unicode_normalization::UnicodeNormalization;

use self::gap::{Gap, Open, Run, Side, has_operators, read_signs};
use self::plain::{find_telling, is_unmarked};
use super::Normalizer;
use super::alphabet;
use super::ascii::PlainWords;
use super::layout::{lines, without_layout};
use super::normalizer::read_plain_words;
use super::sentences::{Sentence, for_each_sentence};
use crate::hash::{append, hash_word, mix, sequence};
use crate::kernel::Kernel;

/// A sentence, reduced to what it says.
#[derive(Clone, Debug)]
pub(crate) struct Statement<'s> {
    pub(crate) sentence: Sentence,
    /// Equal for sentences that say the same, and different, but for collisions of 64 bits, for others.
    pub(crate) key: u64,
    /// Canonical words; two characters of an unspaced script count as one.
    pub(crate) words: usize,
    /// Keys of the ways to read it, none where there is one way only: with hyphens at line ends taken for hyphens, and
    /// for parts of words that the line end tore. `key` then belongs to the sentence as it is written.
    pub(crate) readings: &'s [u64],
}

/// Buffers that are used again from text to text.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// The words of the whole text where it is plain, of one sentence otherwise.
    words: PlainWords,
    pieces: Pieces,
}

/// What a sentence says: hashes of its words, and its marks between them.
#[derive(Debug, Default)]
struct Pieces {
    list: Vec<u64>,
    /// The last word; as it would be untorn, where a line end may have torn it.
    last: String,
    /// Its place among the pieces.
    last_place: usize,
    /// The signs of the last gap.
    signs: Vec<char>,
    joints: Vec<Joint>,
    readings: Vec<u64>,
    /// Where a plain sentence may have marks.
    telling: Vec<usize>,
}

/// A hyphen at the end of a line, between letters.
#[derive(Debug)]
struct Joint {
    /// The place of the word behind it among the pieces.
    place: usize,
    /// How many marks are between it and the word before it.
    marks: usize,
    /// The hash of the word before it and the word behind it as one word.
    joined: u64,
}

/// How much of a sentence its key tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Its words. Sentences that say the same have one form too, in one of the ways to read them: where a form stands once,
    /// nobody else says the same, and its marks need not be looked for.
    Form,
    /// All that it says.
    Statement,
}

/// Calls `visit` with each sentence of `text` that has words, in order. Linear in its bytes.
pub(crate) fn for_each_statement(
    (normalizer, kernel, depth): (Normalizer, Kernel, Depth),
    text: &str,
    scratch: &mut Scratch,
    mut visit: impl FnMut(Statement<'_>),
) {
    let text = &*without_layout(text);
    let Scratch { words, pieces } = scratch;
    let is_plain = read_plain_words(text, kernel, words);
    let mut first = 0;
    for_each_sentence(text, |sentence| {
        let written = &text[sentence.span.clone()];
        let words = if is_plain {
            let range = first..words.first_from(first, sentence.span.end);
            first = range.end;
            pieces.read_plain(depth, (written, sentence.span.start), words, range)
        } else if read_plain_words(written, kernel, words) {
            pieces.read_plain(depth, (written, 0), words, 0..words.len())
        } else {
            pieces.read(depth, normalizer, written)
        };
        if words > 0 {
            let key = pieces.key();
            visit(Statement { sentence, key, words, readings: &pieces.readings });
        }
    });
}

/// The hashes of the canonical words of a sentence, with the marks before and behind them that say something: in order, torn
/// words as they are written. Nothing where the words surely say all.
pub(crate) fn statement_pieces<'s>(
    normalizer: Normalizer,
    sentence: &str,
    scratch: &'s mut Scratch,
) -> &'s [u64] {
    if sentence.is_ascii() && is_unmarked(sentence.as_bytes()) {
        return &[];
    }
    scratch.pieces.read(Depth::Statement, normalizer, sentence);
    &scratch.pieces.list
}

/// The canonical words of each sentence of `text` that has any, written without spaces: so a word that a line end tore
/// is written as if it were whole.
pub(crate) fn statement_letters(normalizer: Normalizer, text: &str) -> Vec<String> {
    let text = &*without_layout(text);
    let mut statements = Vec::new();
    for_each_sentence(text, |sentence| {
        let mut letters = String::new();
        normalizer.for_each_cleaned_word(&text[sentence.span], |word, _, _| letters.push_str(word));
        statements.extend((!letters.is_empty()).then_some(letters));
    });
    statements
}

impl Pieces {
    /// Reads a sentence, and returns how many words it has.
    fn read(&mut self, depth: Depth, normalizer: Normalizer, sentence: &str) -> usize {
        let mut reader = Reader::new(depth, sentence, self);
        normalizer.for_each_cleaned_word(sentence, |word, is_unspaced, span| {
            reader.word(word, hash_of(word), is_unspaced, span);
        });
        reader.finish()
    }

    /// The same of a plain one that begins at `start` of a text whose words are known.
    fn read_plain(
        &mut self,
        depth: Depth,
        (sentence, start): (&str, usize),
        words: &PlainWords,
        range: Range<usize>,
    ) -> usize {
        let mut telling = core::mem::take(&mut self.telling);
        telling.clear();
        match depth {
            Depth::Form => telling.extend(torn_places(sentence)),
            Depth::Statement => find_telling(sentence.as_bytes(), &mut telling),
        }
        let mut reader = Reader::new(depth, sentence, self);
        let mut next = range.start;
        for place in &telling {
            // A mark belongs to the word that is there or before it, or to the next one.
            let behind = words.first_from(next, start + place + 1).min(range.end);
            let (first, end) = (behind.saturating_sub(1).max(next), range.end.min(behind + 1));
            reader.skip(words, next..first, start);
            reader.words(words, first..end, start);
            next = end.max(next);
        }
        reader.skip(words, next..range.end, start);
        let count = reader.finish();
        self.telling = telling;
        count
    }

    fn clear(&mut self) {
        self.list.clear();
        self.last.clear();
        self.joints.clear();
        self.readings.clear();
    }

    /// The key of the sentence as it is written; leaves its readings.
    fn key(&mut self) -> u64 {
        if self.joints.is_empty() {
            return sequence(&self.list);
        }
        let ways = if self.joints.len() <= MAX_JOINTS { 1 << self.joints.len() } else { 2 };
        for way in 0..ways {
            let way = if self.joints.len() <= MAX_JOINTS { way } else { u32::MAX * way };
            let reading = self.reading(way);
            self.readings.push(reading);
        }
        self.joints
            .iter()
            .fold(sequence(&self.list), |key, joint| mix(append(key, joint.place as u64)))
    }

    /// The key where the joints whose bits are set are torn words.
    fn reading(&self, torn: u32) -> u64 {
        let is_torn = |at: usize| torn >> at.min(MAX_JOINTS) & 1 == 1;
        let mut pieces = Vec::with_capacity(self.list.len());
        let mut joints = self.joints.iter().enumerate().peekable();
        for (place, piece) in self.list.iter().enumerate() {
            match joints.next_if(|(_, joint)| joint.place == place) {
                Some((at, joint)) if is_torn(at) => {
                    pieces.remove(pieces.len() - 1 - joint.marks);
                    pieces.push(joint.joined);
                }
                _ => pieces.push(*piece),
            }
        }
        sequence(&pieces)
    }
}

/// Joints of a sentence up to which each is read in both ways. Beyond, all are read in one way or
/// all in the other.
const MAX_JOINTS: usize = 4;

/// What form forgets and a statement keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Question,
    /// A full stop inside a sentence, before a capital.
    Stop,
    /// `!` that is no sentence end.
    Not,
    /// A dash before a number, apart from it.
    Sign,
    /// A full stop before a number.
    Point,
    /// A sign that joins words, begins one, hangs on one or computes.
    Told(char),
    /// Which of the letters behind a number are capitals; bit 0 is the first.
    Capitals(u8),
    /// The place of a capital among the letters of a word that begins with a small one.
    Capital(usize),
    /// A character that form makes equal to another, and how many letters of its word stand before it.
    Nuance(usize, char),
}

impl Mark {
    /// A piece beside the hashes of words.
    fn piece(self) -> u64 {
        let code = match self {
            Mark::Question => 1,
            Mark::Not => 2,
            Mark::Sign => 3,
            Mark::Point => 4,
            Mark::Stop => 5,
            Mark::Told(c) => 0x100 + u64::from(u32::from(c)),
            Mark::Capitals(bits) => 0x1_0000_0000 + u64::from(bits),
            Mark::Capital(at) => append(0x3_0000_0000, at as u64),
            Mark::Nuance(at, c) => append(0x2_0000_0000 + at as u64, u64::from(u32::from(c))),
        };
        mix(append(0x6d61_726b, code))
    }
}

/// Reads a sentence word by word, with what stands between the words.
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
    open: Open,
    run: Run,
    /// Whether the sentence computes; unknown before the first bracket.
    has_operators: Option<bool>,
    pieces: &'r mut Pieces,
}

impl<'r> Reader<'r> {
    fn new(depth: Depth, sentence: &'r str, pieces: &'r mut Pieces) -> Reader<'r> {
        pieces.clear();
        let (open, run) = (Open::default(), Run::default());
        Reader {
            depth,
            sentence,
            start: 0,
            end: 0,
            last: None,
            is_settled: true,
            half_words: 0,
            open,
            run,
            has_operators: None,
            pieces,
        }
    }

    /// The next word, canonical but for the case of ASCII letters.
    fn word(&mut self, word: &str, hash: u64, is_unspaced: bool, span: Range<usize>) {
        if self.says_no_more(&span) {
            self.is_settled = false;
        } else {
            self.settle();
            self.marks(word, is_unspaced, &span);
            self.last = word.chars().next_back().map(|edge| side(word, edge, is_unspaced));
            self.is_settled = true;
        }
        self.pieces.last_place = self.pieces.list.len();
        self.pieces.list.push(hash);
        self.half_words += if is_unspaced { 1 } else { 2 };
        self.start = span.start;
        self.end = span.end.max(self.end);
    }

    /// The next words, of a text in which the sentence begins at `start`.
    fn words(&mut self, words: &PlainWords, range: Range<usize>, start: usize) {
        for word in range {
            let span = span_behind(start, words.span(word));
            self.word(&self.sentence[span.clone()], words.hashes[word], false, span);
        }
    }

    /// The same where they surely have no marks.
    fn skip(&mut self, words: &PlainWords, range: Range<usize>, start: usize) {
        if let Some(last) = range.clone().last() {
            Range { start: self.start, end: self.end } = span_behind(start, words.span(last));
            self.half_words += 2 * range.len();
            self.pieces.list.extend_from_slice(&words.hashes[range]);
            self.pieces.last_place = self.pieces.list.len() - 1;
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
            self.pieces.last.clear();
            self.pieces.last.push_str(word);
            self.last = word.chars().next_back().map(|edge| side(word, edge, false));
        }
    }

    fn marks(&mut self, word: &str, is_unspaced: bool, span: &Range<usize>) {
        let sentence = self.sentence;
        let (gap, written) =
            (&sentence[self.end.min(span.start)..span.start], &sentence[span.clone()]);
        if self.depth == Depth::Form {
            return self.remember(word, is_torn(gap) && self.joins(word));
        }
        let next = word.chars().next().map(|edge| side(word, edge, is_unspaced));
        self.gap(gap, next);
        if next.is_some() && stops(&self.pieces.signs, written) {
            self.mark(Mark::Stop);
        }
        if !is_unspaced && written.contains(char::is_uppercase) {
            match self.capitals(gap, written) {
                Some(bits) => self.mark(Mark::Capitals(bits)),
                None => self.inner_capitals(written),
            }
        }
        self.nuances(written);
        self.remember(word, is_torn(gap) && self.joins(word));
    }

    /// Marks the capitals of a word, or of its parts between apostrophes, that begins with a small letter. Not one that begins
    /// such a part: `d'Artagnan`.
    fn inner_capitals(&mut self, written: &str) {
        if written.is_ascii() {
            self.capitals_among(written.chars());
        } else {
            self.capitals_among(written.nfc());
        }
    }

    fn capitals_among(&mut self, chars: impl Iterator<Item = char>) {
        let letters = chars.filter(|c| c.is_alphabetic() || alphabet::unify(*c) == '\'');
        let mut begins_small = None;
        for (at, c) in letters.enumerate() {
            if !c.is_alphabetic() {
                begins_small = None;
            } else if *begins_small.get_or_insert(c.is_lowercase()) && c.is_uppercase() {
                self.mark(Mark::Capital(at));
            }
        }
    }

    /// Marks the characters that form makes equal to others. Composed first, for a letter may be written with its
    /// mark apart. Diacritics have no place of their own: they may be stripped.
    fn nuances(&mut self, written: &str) {
        // What composes to such a character has one among its parts.
        if written.is_ascii() || !written.contains(alphabet::nuance) {
            return;
        }
        let is_letter = |c: &char| {
            let is_plain = !alphabet::is_diacritic(*c) || alphabet::nuance(*c);
            c.is_alphanumeric() && !alphabet::is_ignorable(*c) && is_plain
        };
        let letters = written.nfc().filter(is_letter);
        let found = letters.enumerate().filter(|(_, c)| alphabet::nuance(*c));
        let pieces = found.map(|(at, c)| Mark::Nuance(at, c).piece());
        self.pieces.list.extend(pieces);
    }

    /// Makes this the last word, together with the one before where a line end may have torn them.
    fn remember(&mut self, word: &str, is_joint: bool) {
        if !is_joint {
            self.pieces.last.clear();
        }
        self.pieces.last.push_str(word);
        if is_joint {
            let joined = hash_of(&self.pieces.last.to_ascii_lowercase());
            let place = self.pieces.list.len();
            let marks = place - 1 - self.pieces.last_place;
            self.pieces.joints.push(Joint { place, marks, joined });
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

    fn mark(&mut self, mark: Mark) {
        self.pieces.list.push(mark.piece());
    }

    /// The marks between two words; `next` is none at the end.
    fn gap(&mut self, text: &str, next: Option<Side>) {
        self.pieces.signs.clear();
        if matches!(text, "" | " " | "\n" | ", " | ",\n" | ": ") || self.parts_initials(text) {
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
            self.mark(Mark::Question);
        }
        if self.denies(gap, number_follows) {
            self.mark(Mark::Not);
        }
    }

    /// The marks of its signs.
    fn signs(&mut self, text: &str, next: Option<Side>) {
        let may_bear_sign = self.may_bear_sign(text.len());
        let Pieces { signs, list, .. } = &mut *self.pieces;
        read_signs(text, signs);
        let has_brackets = signs.iter().any(|c| "()[]{}".contains(*c));
        let has_operators =
            has_brackets && *self.has_operators.get_or_insert_with(|| has_operators(self.sentence));
        let is_loose = signs.contains(&'-') || signs.contains(&'–');
        let is_loose = is_loose && self.run.is_loose(self.sentence, self.end);
        let (before, after) = (self.last, next);
        let gap = Gap { signs, before, after, is_loose, may_bear_sign, has_operators };
        self.open.read(&gap, |c| list.push(Mark::Told(c).piece()));
    }

    /// Whether the last word is short and begins with a capital, as what bears a sign does, and what follows the gap does not look
    /// like the second part of a name: `US- ASCII`.
    fn may_bear_sign(&self, gap: usize) -> bool {
        let name = self.sentence[self.start..self.end].chars();
        let next = self.sentence[self.end + gap..].chars().next();
        name.clone().next().is_some_and(char::is_uppercase)
            && name.take(3).count() < 3
            && !next.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    }

    /// Whether a gap is the full stop between two letters of `e.g.`, which may have a space behind it as well.
    fn parts_initials(&self, gap: &str) -> bool {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let mut behind = self.sentence[self.end + gap.len()..].chars();
        gap == "."
            && self.last.is_some_and(|side| side.is_operand && side.edge.is_alphabetic())
            && is_letter(behind.next())
            && behind.next() == Some('.')
    }

    fn is_behind_number(&self) -> bool {
        self.pieces.last.ends_with(|c: char| c.is_ascii_digit())
    }

    /// There `;` asks.
    fn is_behind_greek(&self) -> bool {
        self.pieces.last.ends_with(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
    }

    fn is_behind_symbol(&self) -> bool {
        self.pieces.last.ends_with(|c: char| !c.is_alphanumeric())
    }

    fn denies(&self, gap: &str, number_follows: Option<bool>) -> bool {
        let gap = gap.trim_matches(|c: char| c != '!' && !c.is_whitespace());
        let behind = gap.starts_with('!') && (self.is_behind_number() || self.is_behind_symbol());
        behind || (gap.ends_with('!') && number_follows.is_some())
    }

    /// A sign or a point before a number, where neither belongs to what stands before.
    fn before_number(&mut self, gap: &str) {
        let is_first = self.pieces.last.is_empty() || self.is_behind_symbol();
        let bare = gap.trim_end();
        let Some((at, c)) = bare.char_indices().next_back() else { return };
        let before = &bare[..at];
        let is_apart = match before.chars().next_back() {
            Some(before) => before.is_whitespace() || "([{/=<>".contains(before),
            None => is_first,
        };
        if !is_apart {
            return;
        }
        if matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}') {
            self.mark(Mark::Sign);
        } else if matches!(c, '.' | '\u{66b}') && bare.len() == gap.len() {
            self.mark(Mark::Point);
        }
    }

    /// The capitals of a unit: up to four letters behind a number, in its word or behind a space.
    fn capitals(&self, gap: &str, written: &str) -> Option<u8> {
        if written.is_ascii() && !written.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        let behind =
            self.is_behind_number() && !gap.is_empty() && gap.chars().all(char::is_whitespace);
        // A word that begins with a letter has no digits before its unit.
        if !behind && written.starts_with(char::is_alphabetic) {
            return None;
        }
        let digits = written.trim_start_matches(|c: char| !c.is_alphabetic());
        let has_digits = digits.len() < written.len()
            && written[..written.len() - digits.len()].contains(char::is_numeric);
        let unit = if has_digits { digits } else { written };
        let letters = unit.chars().take_while(|c| c.is_alphabetic()).count();
        let is_unit = (behind || has_digits)
            && (1..=MAX_UNIT).contains(&letters)
            && unit.chars().count() == letters;
        let bit = |(at, c): (usize, char)| u8::from(c.is_uppercase()) << at;
        let bits = unit.chars().enumerate().take(MAX_UNIT).map(bit).fold(0, |bits, bit| bits | bit);
        (is_unit && bits != 0).then_some(bits)
    }

    /// Whether the last word and this one may be one word, torn by the end of a line.
    fn joins(&self, word: &str) -> bool {
        self.pieces.last.ends_with(char::is_alphabetic) && word.starts_with(char::is_alphabetic)
    }
}

/// Letters of the longest unit whose capitals count.
const MAX_UNIT: usize = 4;

fn side(word: &str, edge: char, is_unspaced: bool) -> Side {
    let is_number = edge.is_ascii_digit() || word.starts_with(|c: char| c.is_ascii_digit());
    let is_single = word.chars().nth(1).is_none();
    Side { edge, is_operand: is_number || is_single, is_single, is_unspaced }
}

/// Whether a word has ASCII letters alone, and capitals only where the first is one.
fn begins_with_its_capitals(written: &[u8]) -> bool {
    let may_be_capitals = written.first().is_some_and(u8::is_ascii_uppercase);
    written
        .iter()
        .all(|byte| byte.is_ascii_lowercase() || (may_be_capitals && byte.is_ascii_uppercase()))
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

/// Whether this stands between two parts of a word that a line end tore: a hyphen, a line end, white space.
fn is_torn(gap: &str) -> bool {
    let behind = gap.strip_prefix(['-', '\u{2010}']);
    behind.is_some_and(|rest| rest.contains(['\n', '\r']) && rest.chars().all(char::is_whitespace))
}

/// The places of the hyphens of a sentence that may have torn a word.
fn torn_places(sentence: &str) -> impl Iterator<Item = usize> {
    lines(sentence).filter_map(|line| {
        let hyphen = sentence[line.clone()].trim_end().strip_suffix(['-', '\u{2010}'])?;
        (line.end < sentence.len()).then_some(line.start + hyphen.len())
    })
}

fn hash_of(word: &str) -> u64 {
    hash_word(word.as_bytes(), 0..word.len(), 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn reading() -> (Normalizer, Kernel, Depth) {
        (Normalizer::new(), Kernel::detect(), Depth::Statement)
    }

    /// The keys of the statements of a text.
    fn keys(text: &str) -> Vec<u64> {
        let mut keys = Vec::new();
        let mut scratch = Scratch::default();
        for_each_statement(reading(), text, &mut scratch, |statement| {
            keys.push(statement.key);
        });
        keys
    }

    #[track_caller]
    fn check(pairs: &[(&str, &str)], are_same: bool) {
        for (one, other) in pairs {
            assert_eq!(keys(one) == keys(other), are_same, "{one:?} and {other:?}");
        }
    }

    #[test]
    fn form_says_nothing() {
        check(
            &[
                ("Bell, book – and candle.", "bell book and candle!"),
                ("It is “done”.", "It is 'done'"),
                ("It is well-known here.", "It is well known here."),
                ("Pages 3-5 are missing.", "Pages 3–5 are missing."),
                ("At -5 degrees.", "At −5 degrees."),
                ("One two.\nThree four.", "One two. Three  four."),
                ("Five 5 kg bags.", "Five 5 kg bags"),
                ("Ａ ｗｉｄｅ word.", "A wide word."),
                ("stir 1½ cups", "stir 1 1/2 cups"),
                ("عدد ٣٤٠", "عدد 340"),
                ("كتـــاب", "کتاب"),
                ("قرآن", "قرا\u{653}ن"),
                ("> It is quoted\n> here.", "It is quoted here."),
                ("+ an item", "an item"),
                (
                    "upper- or lower-case in RFC-822, 32-bit",
                    "upper or lower case in RFC 822, 32 bit",
                ),
                ("in US- ASCII here", "in US-ASCII here"),
                ("state-of-the-art “well-known” (far-off)", "state of the art well known far off"),
                ("the tower—built of brick—leans", "the tower - built of brick -- leans"),
                ("**Bold** _words_ *and* more", "Bold words and more"),
                ("a **b** c, __d__", "a b c d"),
                ("(a word) in [brackets]", "a word in brackets"),
                ("one,two;three", "one two three"),
                ("He said 'in 1996' and \"in 6\".", "He said in 1996 and in 6."),
                ("the 1990's and 1990’s", "the 1990’s and 1990's"),
                ("- one\n* two\n• three", "one two three"),
                ("Gone ... Then", "Gone . . . Then"),
                ("Gone… then", "Gone ... then"),
                ("ذهب ... وعاد", "ذهب . . . وعاد"),
                ("| a | b |\n|---|---|", "| a | b |\n|-----|-----|"),
                ("a\\_b and 5\\*6", "a_b and 5*6"),
                ("y = \\-x", "y = -x"),
                ("d'Artagnan und L'Été", "D'ARTAGNAN UND L'ÉTÉ"),
                ("Der 3. Senat tagt", "der 3. Senat tagt"),
                ("渡船（每天）开，好", "渡船每天开好"),
                ("渡船每天开: 好", "渡船每天开：好"),
                ("un\u{ad}known", "unknown"),
                ("y=-x", "y = -x"),
                ("a*b", "a * b"),
                ("word)", "word"),
                ("1) word", "1 word"),
                ("# Heading", "Heading"),
            ],
            true,
        );
    }

    #[test]
    fn values_operators_and_ends_of_sentences_do() {
        check(
            &[
                ("It is done.", "It is done?"),
                ("No. Surrender now.", "No surrender now."),
                ("It gives 5 mW at most.", "It gives 5 MW at most."),
                ("It gives 5mW at most.", "It gives 5MW at most."),
                ("At - 5 degrees.", "At 5 degrees."),
                ("- 5 apples", "5 apples"),
                ("p is .5 at most", "p is 5 at most"),
                ("p<.05 in all", "p<05 in all"),
                ("where a != b holds", "where a = b holds"),
                ("where !done holds", "where done holds"),
                ("5! is large", "5 is large"),
                ("2*3 is six", "2 3 is six"),
                ("x ≤ 5", "x ≥ 5"),
                ("x ≤ 5", "x 5"),
                ("x < 5 or y = 3", "x > 5 or y = 3"),
                ("x ± 5", "x 5"),
                ("about 10⁶ cells", "about 106 cells"),
                ("about 10⁶ cells", "about 1⁰6 cells"),
                ("a litre of H₂O", "a litre of H2O"),
                ("stir 1½ cups", "stir 11/2 cups"),
                ("ısı", "isi"),
                ("قرآن", "قران"),
            ],
            false,
        );
    }

    #[test]
    fn what_joins_words_does() {
        check(
            &[
                ("under (b)(3) of it", "under (b-3) of it"),
                ("to anna.berg@x.org", "to anna-berg@x.org"),
                ("at my-ferry.org", "at my.ferry.org"),
                ("at http://x/a-b", "at http://x/a/b"),
                ("case 12-B is closed", "case 12(B) is closed"),
                ("case 12-B is closed", "case 12 B is closed"),
                ("ten mg/kg of it", "ten mg kg of it"),
                ("5 N·m of it", "5 N/m of it"),
                ("N·m of it", "N m of it"),
                ("</dd>", "<dd>"),
                ("foo_bar", "foo bar"),
                ("foo__bar", "foo bar"),
                ("from n-1 on", "from n 1 on"),
                ("to N'/16 now", "to N/16 now"),
                ("un-happy/glad", "un happy/glad"),
                ("2**3", "2 3"),
                ("R&D here", "R D here"),
                ("[word](link)", "word link"),
                ("Тип «а/б» верен", "Тип «а б» верен"),
                ("§ 5(a)(1) für Fähren", "§ 5(a-1) für Fähren"),
            ],
            false,
        );
    }

    #[test]
    fn what_begins_a_word_or_hangs_on_one_does() {
        check(
            &[
                ("It is 6' long.", "It is 6\" long."),
                ("It is 6' long.", "It is 6 long."),
                ("48° 10′ north", "48° 10″ north"),
                ("48° 10′ north", "48° 10 north"),
                ("a board of 6'2\"", "a board of 6 2"),
                ("Her mark was A-.", "Her mark was A."),
                ("Rh- and old", "Rh and old"),
                ("Rh−", "Rh"),
                ("in mW here", "in MW here"),
                ("in kHz here", "in khz here"),
                ("l'iPhone rouge", "L'IPHONE ROUGE"),
                ("use --force now", "use force now"),
                ("use --force now", "use -force now"),
                ("rm -rf it", "rm rf it"),
                ("it is (-x) here", "it is (x) here"),
                ("#PermitNightFerry no", "PermitNightFerry no"),
                ("ask @anna now", "ask anna now"),
                ("rm ./tide", "rm /tide"),
                ("rm ./tide", "rm ../tide"),
                ("rm ~/tide", "rm /tide"),
                ("the \\alpha rule", "the alpha rule"),
                ("rm tide*", "rm tide"),
                ("class A 6*)", "class A 6)"),
                ("*264 Job", "264 Job"),
                ("class A 6†", "class A 6"),
            ],
            false,
        );
    }

    #[test]
    fn what_computes_and_groups_does() {
        check(
            &[
                ("it is a * b here", "it is a / b here"),
                ("it is a * b here", "it is a b here"),
                ("it is total / 5 here", "it is total 5 here"),
                ("it is y = -x here", "it is y = x here"),
                ("it is (x + y) z", "it is x + y z"),
                ("in [a, b) then", "in (a, b] then"),
                ("in [a, b) then", "in (a, b) then"),
                ("Call merge({}, base) now", "Call merge(base, {}) now"),
                ("Call f(x) y now", "Call f(x y) now"),
                ("class B { [size]() { } }", "class B { size() { } }"),
                ("run([]) it", "run() it"),
                ("mode={+,-}w", "mode=+w"),
                ("`String[] | undefined`", "`String | undefined`"),
            ],
            false,
        );
    }

    #[test]
    fn a_run_of_hyphens_takes_linear_time() {
        let words = "a-".repeat(1 << 20);
        let stars = "*a ".repeat(1 << 20);
        assert_eq!(keys(&words).len() + keys(&stars).len(), 2);
        assert_eq!(keys(&"(".repeat(1 << 20)).len() + keys(&". ".repeat(1 << 20)).len(), 0);
    }

    #[test]
    fn a_torn_word_has_two_readings() {
        let readings = |text: &str| {
            let (mut readings, mut scratch) = (Vec::new(), Scratch::default());
            for_each_statement(reading(), text, &mut scratch, |statement| {
                readings.extend_from_slice(statement.readings);
            });
            readings
        };
        let torn = readings("It was under-\nstood by well-\n known men.");
        assert_eq!(torn.len(), 4);
        for text in ["It was understood by well-known men.", "It was under-stood by wellknown men"]
        {
            assert!(torn.contains(&keys(text)[0]), "{text}");
        }
        assert!(readings("from 1990-\n1995").is_empty());
        assert!(readings("It was - \n said").is_empty());
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "word ", "Word", "5", "17 ", ".", "?", "!", "-", " ", "\n", "mW", "MW ", "kg", "*",
            "/", "<", "=", "(", ")", ", ", "'", "+", "#", "a", "x", "~", "$", "\"", ":", "[", "]",
            "{", "}", "_", "**", "&", "@", "\\", "%", "...", "aB ", "don't", " - ", " -- ", "|",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn what_says_the_same_has_one_form(
            pieces in prop::collection::vec(piece(), 0..12),
            ends in prop::collection::vec(prop::sample::select(vec![" ", "\n", "-\n", ""]), 12),
        ) {
            let forms = |text: &str, depth| {
                let mut forms: Vec<BTreeSet<u64>> = Vec::new();
                let reading = (Normalizer::new(), Kernel::detect(), depth);
                for_each_statement(reading, text, &mut Scratch::default(), |statement| {
                    let readings = statement.readings.iter().copied();
                    forms.push(readings.chain([statement.key]).collect());
                });
                forms
            };
            let wrapped: String = pieces.iter().zip(&ends).flat_map(|(piece, end)| [*piece, *end]).collect();
            let (one, other) = (pieces.concat(), wrapped);
            let (stated, others) = (forms(&one, Depth::Statement), forms(&other, Depth::Statement));
            let (form, form_of_other) = (forms(&one, Depth::Form), forms(&other, Depth::Form));
            prop_assert_eq!(stated.len(), form.len());
            for (at, stated) in stated.iter().enumerate() {
                for (other, said) in others.iter().enumerate() {
                    let says_the_same = !stated.is_disjoint(said);
                    prop_assert!(!says_the_same || !form[at].is_disjoint(&form_of_other[other]));
                }
            }
        }

        #[test]
        fn the_quick_way_equals_the_reader(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            let mut quickly = Vec::new();
            let scratch = &mut Scratch::default();
            for_each_statement(reading(), &text, scratch, |statement| {
                quickly.push((statement.key, statement.words, statement.readings.to_vec()));
            });
            let text = &*without_layout(&text);
            let mut slowly = Vec::new();
            for_each_sentence(text, |sentence| {
                let mut pieces = Pieces::default();
                let words = pieces.read(Depth::Statement, Normalizer::new(), &text[sentence.span]);
                let key = pieces.key();
                slowly.extend((words > 0).then_some((key, words, pieces.readings)));
            });
            prop_assert_eq!(quickly, slowly, "{:?}", text);
        }
    }
}
