//! What a sentence says, whatever form it has: the second of two equalities.
//!
//! *Form* ([`Normalizer`]) is generous: it forgets all that formatting may change, and some of what it
//! forgets says something. A statement is the words of a sentence with what form forgets put back:
//!
//! * `?`, wherever it stands, and a full stop before a capital that ends no sentence (`No. Surrender`
//!   may be two sentences or one);
//! * a sign or a point before a number that is not part of its word (`- 5`, `.5`);
//! * `!` beside a digit or a symbol or before a word (`!=`), and `*` or `/` beside a digit;
//! * the capitals of up to four letters behind a number (`5 mW`, `5 MW`);
//! * characters that form makes equal to others (`10⁶`, hamza, `ı`).
//!
//! Two sentences say the same where their statements are equal. A hyphen at the end of a line can be
//! read in two ways; see [`Statement::readings`].

use core::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Normalizer;
use super::alphabet;
use super::ascii::PlainWords;
use super::layout::without_layout;
use super::mask::{mark_candidates, places};
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
    pieces: Vec<u64>,
    /// The last word; as it would be untorn, where a line end may have torn it.
    last: String,
    joints: Vec<Joint>,
    readings: Vec<u64>,
}

/// A hyphen at the end of a line, between letters.
#[derive(Debug)]
struct Joint {
    /// The place of the word behind it among the pieces.
    place: usize,
    /// The hash of the word before it and the word behind it as one word.
    joined: u64,
}

/// Calls `visit` with each statement of `text` that has words, in order. Linear in its bytes.
pub(crate) fn for_each_statement(
    normalizer: Normalizer,
    kernel: Kernel,
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
            pieces.read_plain(written, sentence.span.start, words, range)
        } else if read_plain_words(written, kernel, words) {
            pieces.read_plain(written, 0, words, 0..words.len())
        } else {
            pieces.read(normalizer, written)
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
    scratch.pieces.read(normalizer, sentence);
    &scratch.pieces.pieces
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
    fn read(&mut self, normalizer: Normalizer, sentence: &str) -> usize {
        let mut reader = Reader::new(sentence, self);
        normalizer.for_each_cleaned_word(sentence, |word, is_unspaced, span| {
            reader.word(word, hash_of(word), is_unspaced, span);
        });
        reader.finish()
    }

    /// The same of a plain one, whose words are known.
    fn read_plain(
        &mut self,
        sentence: &str,
        start: usize,
        words: &PlainWords,
        range: Range<usize>,
    ) -> usize {
        let mut reader = Reader::new(sentence, self);
        if is_unmarked(sentence.as_bytes()) {
            reader.pieces.pieces.extend_from_slice(&words.hashes[range]);
            return reader.pieces.pieces.len();
        }
        for word in range {
            let span = words.span(word);
            let span = span.start - start..span.end - start;
            reader.word(&sentence[span.clone()], words.hashes[word], false, span);
        }
        reader.finish()
    }

    fn clear(&mut self) {
        self.pieces.clear();
        self.last.clear();
        self.joints.clear();
        self.readings.clear();
    }

    /// The key of the sentence as it is written; leaves its readings.
    fn key(&mut self) -> u64 {
        if self.joints.is_empty() {
            return sequence(&self.pieces);
        }
        let ways = if self.joints.len() <= MAX_JOINTS { 1 << self.joints.len() } else { 2 };
        for way in 0..ways {
            let way = if self.joints.len() <= MAX_JOINTS { way } else { u32::MAX * way };
            let reading = self.reading(way);
            self.readings.push(reading);
        }
        self.joints
            .iter()
            .fold(sequence(&self.pieces), |key, joint| mix(append(key, joint.place as u64)))
    }

    /// The key where the joints whose bits are set are torn words.
    fn reading(&self, torn: u32) -> u64 {
        let is_torn = |at: usize| torn >> at.min(MAX_JOINTS) & 1 == 1;
        let mut pieces = Vec::with_capacity(self.pieces.len());
        let mut joints = self.joints.iter().enumerate().peekable();
        for (place, piece) in self.pieces.iter().enumerate() {
            match joints.next_if(|(_, joint)| joint.place == place) {
                Some((at, joint)) if is_torn(at) => {
                    pieces.pop();
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
    /// `*` or `/` beside a digit.
    Operator(char),
    /// Which of the letters behind a number are capitals; bit 0 is the first.
    Capitals(u8),
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
            Mark::Operator(c) => 0x100 + u64::from(u32::from(c)),
            Mark::Capitals(bits) => 0x1_0000_0000 + u64::from(bits),
            Mark::Nuance(at, c) => append(0x2_0000_0000 + at as u64, u64::from(u32::from(c))),
        };
        mix(append(0x6d61_726b, code))
    }
}

/// Reads a sentence word by word, with what stands between the words.
struct Reader<'r> {
    sentence: &'r str,
    /// Where the last word ends.
    end: usize,
    half_words: usize,
    pieces: &'r mut Pieces,
}

impl<'r> Reader<'r> {
    fn new(sentence: &'r str, pieces: &'r mut Pieces) -> Reader<'r> {
        pieces.clear();
        Reader { sentence, end: 0, half_words: 0, pieces }
    }

    /// The next word, canonical but for the case of ASCII letters.
    fn word(&mut self, word: &str, hash: u64, is_unspaced: bool, span: Range<usize>) {
        let (gap, written) = self.sentence[..span.end].split_at(span.start);
        let gap = &gap[self.end.min(span.start)..];
        if self.says_no_more(gap, written) {
            self.remember(word, false);
        } else {
            self.marks(gap, written, word);
        }
        self.pieces.pieces.push(hash);
        self.half_words += if is_unspaced { 1 } else { 2 };
        self.end = span.end.max(self.end);
    }

    /// Whether no mark can belong to a word and the gap before it. So it is with most words, even in sentences that have
    /// marks.
    fn says_no_more(&self, gap: &str, written: &str) -> bool {
        gap == " "
            && written.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !self.is_behind_number()
    }

    fn marks(&mut self, gap: &str, written: &str, word: &str) {
        self.gap(gap, Some(word.starts_with(|c: char| c.is_ascii_digit())));
        if stops(gap, written) {
            self.mark(Mark::Stop);
        }
        if let Some(bits) = self.capitals(gap, written) {
            self.mark(Mark::Capitals(bits));
        }
        self.nuances(written);
        self.remember(word, is_torn(gap) && self.joins(word));
    }

    /// Marks the characters that form makes equal to others. Composed first, for a letter may be written with its
    /// mark apart. Diacritics have no place of their own: they may be stripped.
    fn nuances(&mut self, written: &str) {
        if written.is_ascii() {
            return;
        }
        let is_letter = |c: &char| {
            let is_plain = !alphabet::is_diacritic(*c) || alphabet::nuance(*c);
            c.is_alphanumeric() && !alphabet::is_ignorable(*c) && is_plain
        };
        let letters = written.nfc().filter(is_letter);
        let found = letters.enumerate().filter(|(_, c)| alphabet::nuance(*c));
        let pieces = found.map(|(at, c)| Mark::Nuance(at, c).piece());
        self.pieces.pieces.extend(pieces);
    }

    /// Makes this the last word, together with the one before where a line end may have torn them.
    fn remember(&mut self, word: &str, is_joint: bool) {
        if !is_joint {
            self.pieces.last.clear();
        }
        self.pieces.last.push_str(word);
        if is_joint {
            let joined = hash_of(&self.pieces.last.to_ascii_lowercase());
            self.pieces.joints.push(Joint { place: self.pieces.pieces.len(), joined });
        }
    }

    fn finish(mut self) -> usize {
        self.gap(&self.sentence[self.end..], None);
        self.half_words.div_ceil(2)
    }

    fn mark(&mut self, mark: Mark) {
        self.pieces.pieces.push(mark.piece());
    }

    /// The marks between two words; `number_follows` is none at the end.
    fn gap(&mut self, text: &str, number_follows: Option<bool>) {
        if text.is_empty() || text == " " {
            return;
        }
        if text.contains(['?', '？', '؟', '⸮', '\u{37e}'])
            || (text.starts_with(';') && self.is_behind_greek())
        {
            self.mark(Mark::Question);
        }
        if self.denies(text, number_follows) {
            self.mark(Mark::Not);
        }
        if number_follows == Some(true) {
            self.before_number(text);
        }
        if matches!(text, "*" | "/") && (self.is_behind_number() || number_follows == Some(true)) {
            self.mark(Mark::Operator(if text == "*" { '*' } else { '/' }));
        }
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

/// Whether a full stop stands before a capital, apart from it.
fn stops(gap: &str, next: &str) -> bool {
    next.starts_with(char::is_uppercase)
        && gap.rsplit_once('.').is_some_and(|(_, behind)| behind.contains(char::is_whitespace))
}

/// Whether this stands between two parts of a word that a line end tore: a hyphen, a line end, white space.
fn is_torn(gap: &str) -> bool {
    let behind = gap.strip_prefix(['-', '\u{2010}']);
    behind.is_some_and(|rest| rest.contains(['\n', '\r']) && rest.chars().all(char::is_whitespace))
}

fn hash_of(word: &str) -> u64 {
    hash_word(word.as_bytes(), 0..word.len(), 0)
}

/// Whether an ASCII sentence surely has no marks and no joints, so that its words say all. May be
/// false without need.
fn is_unmarked(bytes: &[u8]) -> bool {
    !places(bytes, mark_candidates).any(|at| may_mark(bytes, at))
}

fn may_mark(bytes: &[u8], at: usize) -> bool {
    let (before, rest) = (if at == 0 { b' ' } else { bytes[at - 1] }, &bytes[at + 1..]);
    let next = rest.first().copied().unwrap_or(b' ');
    let before_is_blank = bytes[..at].last().is_some_and(is_blank);
    match bytes[at] {
        b'?' => true,
        b'!' => !before.is_ascii_alphabetic() || !next.is_ascii_whitespace(),
        b'-' => may_be_sign(before, rest) || may_be_torn(before, rest),
        b'.' => {
            (next.is_ascii_digit() && !before.is_ascii_alphanumeric()) || is_before_capital(rest)
        }
        b'*' | b'/' => {
            let is_apart = before_is_blank || rest.first().is_some_and(is_blank);
            !is_apart && (before.is_ascii_digit() || next.is_ascii_digit())
        }
        b'0'..=b'9' if !next.is_ascii_digit() => has_capital_unit(rest),
        _ => false,
    }
}

/// White space, or a control character.
fn is_blank(byte: &u8) -> bool {
    *byte <= b' '
}

/// Whether a number follows the dash between these bytes, and nothing before it belongs to the dash.
fn may_be_sign(before: u8, rest: &[u8]) -> bool {
    let follows = rest.iter().position(|byte| !is_blank(byte)).unwrap_or(rest.len());
    let is_apart = follows > 0 || !before.is_ascii_alphanumeric();
    is_apart && rest.get(follows).is_some_and(u8::is_ascii_digit)
}

/// Whether the hyphen between these bytes stands at the end of a line, behind a letter.
fn may_be_torn(before: u8, rest: &[u8]) -> bool {
    let mut blank = rest.iter().take_while(|byte| is_blank(byte));
    before.is_ascii_alphabetic() && blank.any(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Whether the next word begins with a capital and does not touch what is before.
fn is_before_capital(rest: &[u8]) -> bool {
    let word = rest.iter().position(u8::is_ascii_alphanumeric).unwrap_or(0);
    rest.get(word).is_some_and(u8::is_ascii_uppercase) && word > 0
}

/// Whether the next word may be a unit with a capital.
fn has_capital_unit(rest: &[u8]) -> bool {
    let word = rest.iter().skip_while(|byte| is_blank(byte));
    let letters = word.take_while(|byte| byte.is_ascii_alphabetic()).take(MAX_UNIT + 1);
    (1..=MAX_UNIT).contains(&letters.clone().count())
        && letters.take(MAX_UNIT).any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The keys of the statements of a text.
    fn keys(text: &str) -> Vec<u64> {
        let mut keys = Vec::new();
        let mut scratch = Scratch::default();
        for_each_statement(Normalizer::new(), Kernel::detect(), text, &mut scratch, |statement| {
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
    fn a_torn_word_has_two_readings() {
        let readings = |text: &str| {
            let (mut readings, mut scratch) = (Vec::new(), Scratch::default());
            for_each_statement(
                Normalizer::new(),
                Kernel::detect(),
                text,
                &mut scratch,
                |statement| {
                    readings.extend_from_slice(statement.readings);
                },
            );
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
            "/", "<", "=", "(", ")", ", ", "'", "+", "#", "a", "x", "~", "$", "\"", ":",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn the_quick_way_equals_the_reader(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            let mut quickly = Vec::new();
            let scratch = &mut Scratch::default();
            for_each_statement(Normalizer::new(), Kernel::detect(), &text, scratch, |statement| {
                quickly.push((statement.key, statement.words, statement.readings.to_vec()));
            });
            let text = &*without_layout(&text);
            let mut slowly = Vec::new();
            for_each_sentence(text, |sentence| {
                let mut pieces = Pieces::default();
                let words = pieces.read(Normalizer::new(), &text[sentence.span]);
                let key = pieces.key();
                slowly.extend((words > 0).then_some((key, words, pieces.readings)));
            });
            prop_assert_eq!(quickly, slowly, "{:?}", text);
        }
    }
}
