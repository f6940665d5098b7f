//! The same words for texts in ASCII, 64 bytes at a time.
//!
//! A block becomes a mask of its word bytes; the few bytes that are neither word nor space are looked
//! at one by one and join the mask where they belong to a word. Words are then the runs of ones: a few
//! nanoseconds each, where the machine of `words.rs`, which looks at every character, takes some 40.

#![expect(clippy::inline_always, reason = "what is inlined is compiled for the CPU of its caller")]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod plain;

use core::ops::Range;
use std::borrow::Cow;

pub(super) use self::plain::{hash_plain_words, read_plain_words, read_words_of_shape, shape};
use super::alphabet::{self, Class};
use super::mask::{BLOCK, Masks, Oddities, masks, oddities, read_first_block};
use super::words::Token;
use crate::hash::hash_ascii_word;

/// Emits the words of `text`, which must be ASCII and have no word characters around it. Copies it where it
/// is not in lower case.
pub(super) fn for_each_token(text: &str, mut visit: impl FnMut(Token<'_>)) {
    let lower = lowered(text);
    for_each_batch(Portable, text.as_bytes(), |starts, ends| {
        for (start, end) in starts.iter().zip(ends) {
            visit(Token {
                buffer: lower.as_bytes(),
                place: *start..*end,
                span: *start..*end,
                repeated: 0,
            });
        }
    });
}

/// What a text may be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Setting the bit that tells small letters from capitals makes the canonical words of the text: it
    /// is ASCII, has none of the two other bytes of words that this would change, and has one line.
    Line,
    /// A text as [`Shape::Line`] has it, but of several lines.
    Lines,
    /// The text has a byte beyond ASCII, a `` ` `` or a `^`, and is read character by character.
    Other,
}

impl Shape {
    fn new(is_strange: bool, has_line_ends: bool) -> Shape {
        match (is_strange, has_line_ends) {
            (true, _) => Shape::Other,
            (false, true) => Shape::Lines,
            (false, false) => Shape::Line,
        }
    }
}

/// The shape of a text. Line ends are found on the way: to look for them in plain texts by another loop would
/// take longer than the rest.
#[inline(always)]
fn shape_on_any_cpu(text: &str) -> Shape {
    let mut found = Oddities::default();
    for block in text.as_bytes().chunks(BLOCK) {
        let here = read_first_block(block, oddities);
        found.is_strange |= here.is_strange;
        found.has_line_ends |= here.has_line_ends;
        if found.is_strange {
            break;
        }
    }
    Shape::new(found.is_strange, found.has_line_ends)
}

/// What is done to many bytes or bits at once, for one kind of CPU.
trait Instructions: Copy {
    /// A byte's place in the text.
    type Place: Copy + Default;

    /// The place as an index.
    fn offset(place: Self::Place) -> usize;

    /// The masks of the first [`BLOCK`] bytes, or of fewer where there are fewer.
    fn masks(self, bytes: &[u8]) -> Masks;

    /// Writes the place of each bit, counted from `base`, and anything behind them.
    fn write(self, base: usize, bits: u64, space: &mut [Self::Place; BLOCK]);
}

/// What every CPU has.
#[derive(Clone, Copy)]
struct Portable;

impl Instructions for Portable {
    type Place = usize;

    #[inline]
    fn offset(place: usize) -> usize {
        place
    }

    #[inline]
    fn masks(self, bytes: &[u8]) -> Masks {
        read_first_block(bytes, masks)
    }

    /// Eight at a time, because stopping at each costs more than writing some in vain.
    #[inline]
    fn write(self, base: usize, mut bits: u64, space: &mut [usize; BLOCK]) {
        for eight in space.as_chunks_mut::<8>().0 {
            for place in eight {
                // The highest bit is set for what is written in vain: zero would be a case of its own.
                *place = base + (bits | 1 << (BLOCK - 1)).trailing_zeros() as usize;
                bits &= bits.wrapping_sub(1);
            }
            if bits == 0 {
                break;
            }
        }
    }
}

/// Emits where the words of an ASCII text start, and where they end, some at a time.
///
/// Where words start and end is written down first, and then visited: how many words a block has
/// cannot be guessed, and what is done with a word would be thrown away with each wrong guess.
#[inline(always)]
fn for_each_batch<I: Instructions>(
    instructions: I,
    text: &[u8],
    mut emit: impl FnMut(&[I::Place], &[I::Place]),
) {
    let mut scan = Scan { bytes: text, in_word: false, in_symbol: false };
    let (mut starts, mut ends) = (PlaceBuffer::new(instructions), PlaceBuffer::new(instructions));
    for base in (0..text.len()).step_by(BLOCK) {
        let edges = scan.block(base, instructions.masks(&text[base..]));
        starts.push(base, edges.starts);
        ends.push(base, edges.ends);
        if ends.count > MAX_KEPT_WORDS {
            emit(&starts.list[..ends.count], ends.get());
            starts.drop_first(ends.count);
            ends.drop_first(ends.count);
        }
    }
    // A word is ended by the byte behind it, which the last one has not.
    if scan.in_word || scan.in_symbol {
        ends.push(text.len(), 1);
    }
    emit(starts.get(), ends.get());
}

/// Words that are written down before they are visited, and a block more. Room for more would take
/// longer to clear than it saves.
const MAX_KEPT_WORDS: usize = 96;

/// Where words start, or where they end.
struct PlaceBuffer<I: Instructions> {
    instructions: I,
    list: [I::Place; MAX_KEPT_WORDS + 1 + BLOCK],
    count: usize,
}

impl<I: Instructions> PlaceBuffer<I> {
    #[inline(always)]
    fn new(instructions: I) -> PlaceBuffer<I> {
        PlaceBuffer {
            instructions,
            list: [I::Place::default(); MAX_KEPT_WORDS + 1 + BLOCK],
            count: 0,
        }
    }

    /// Adds a place for each bit, counted from `base`.
    #[inline(always)]
    fn push(&mut self, base: usize, bits: u64) {
        // There always is: what is kept between two blocks is `MAX_KEPT_WORDS` words, and one that has not ended.
        if let Some(space) = self.list[self.count..].first_chunk_mut() {
            self.instructions.write(base, bits, space);
        }
        self.count += bits.count_ones() as usize;
    }

    #[inline(always)]
    fn get(&self) -> &[I::Place] {
        &self.list[..self.count]
    }

    /// One place is left behind them at most: where a word starts that has not ended.
    #[inline(always)]
    fn drop_first(&mut self, count: usize) {
        self.list[0] = self.list[count];
        self.count -= count;
    }
}

/// The text in lower case and with one kind of apostrophe.
fn lowered(text: &str) -> Cow<'_, str> {
    match text.bytes().fold(0, |found, byte| found | changes(byte)) {
        0 => Cow::Borrowed(text),
        // Without a grave accent, which few texts have, one pass does.
        1 => Cow::Owned(text.to_ascii_lowercase()),
        _ => Cow::Owned(text.to_ascii_lowercase().replace('`', "'")),
    }
}

/// Bit 0 for a capital, bit 1 for a grave accent.
#[inline]
fn changes(byte: u8) -> u8 {
    u8::from(byte.is_ascii_uppercase()) | u8::from(byte == b'`') << 1
}

/// A text that is looked through block by block.
struct Scan<'t> {
    bytes: &'t [u8],
    /// Whether the last byte of the block before is in a word.
    in_word: bool,
    /// Whether it is a symbol.
    in_symbol: bool,
}

impl Scan<'_> {
    /// The edges of the words of a block. A symbol is a word of one byte.
    #[inline(always)]
    fn block(&mut self, base: usize, masks: Masks) -> Edges {
        let Parts { words, symbols } = self.parts(base, masks);
        // The byte before each byte; that of the first is in the block before.
        let words_before = words << 1 | u64::from(self.in_word);
        let symbols_before = symbols << 1 | u64::from(self.in_symbol);
        self.in_word = words >> (BLOCK - 1) != 0;
        self.in_symbol = symbols >> (BLOCK - 1) != 0;
        Edges {
            starts: words & !words_before | symbols,
            ends: words_before & !words | symbols_before,
        }
    }

    #[inline(always)]
    fn parts(&self, base: usize, Masks { alphanumerics, mut others }: Masks) -> Parts {
        let mut parts = Parts { words: alphanumerics, symbols: 0 };
        // In order, because what `+` and `#` are depends on what the byte before them became.
        while others != 0 {
            let bit = others & others.wrapping_neg();
            let at = base + others.trailing_zeros() as usize;
            others ^= bit;
            let after_word = if bit == 1 { self.in_word } else { parts.words & bit >> 1 != 0 };
            match self.part(at, after_word) {
                Part::Word => parts.words |= bit,
                Part::Symbol => parts.symbols |= bit,
                Part::None => {}
            }
        }
        parts
    }

    /// The part in words of a byte that is neither alphanumeric nor space.
    #[inline]
    fn part(&self, at: usize, after_word: bool) -> Part {
        let joins = match CLASSES[usize::from(self.bytes[at])] {
            Class::Apostrophe => self.between(at, u8::is_ascii_alphabetic),
            Class::Point => self.between(at, u8::is_ascii_digit),
            Class::Dash => self.between(at, u8::is_ascii_digit) || self.is_sign(at, after_word),
            Class::Plus | Class::Hash if after_word && self.ends_word(at) => true,
            Class::Plus | Class::Symbol => return Part::Symbol,
            _ => false,
        };
        if joins { Part::Word } else { Part::None }
    }

    fn between(&self, at: usize, holds: impl Fn(&u8) -> bool) -> bool {
        at > 0 && holds(&self.bytes[at - 1]) && self.bytes.get(at + 1).is_some_and(holds)
    }

    fn ends_word(&self, at: usize) -> bool {
        !self.bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    }

    fn is_sign(&self, at: usize, after_word: bool) -> bool {
        let before =
            if at == 0 { Class::Separator } else { CLASSES[usize::from(self.bytes[at - 1])] };
        let apart =
            matches!(before, Class::Separator | Class::Apostrophe | Class::Point | Class::Hash);
        apart && !after_word && self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    }
}

/// Bit i is byte i of a block: where words start, and the first bytes behind words.
struct Edges {
    starts: u64,
    ends: u64,
}

/// Bit i is byte i of a block: which are in words of letters and digits, and which are words alone.
struct Parts {
    words: u64,
    symbols: u64,
}

/// The part of a byte in words.
enum Part {
    /// In a word.
    Word,
    /// A word of its own.
    Symbol,
    /// In no word.
    None,
}

static CLASSES: [Class; 128] = {
    let mut classes = [Class::Separator; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = alphabet::ascii_class(byte);
        byte += 1;
    }
    classes
};

/// The words of a text that is plain.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct PlainWords {
    pub(super) hashes: Vec<u64>,
    starts: Vec<usize>,
    ends: Vec<usize>,
    /// Whether the text has several lines.
    pub(super) has_line_ends: bool,
}

impl PlainWords {
    fn clear(&mut self) {
        self.hashes.clear();
        self.starts.clear();
        self.ends.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    pub(super) fn span(&self, word: usize) -> Range<usize> {
        self.starts[word]..self.ends[word]
    }

    /// The first word, of those from `word` on, that starts at `place` or behind it.
    pub(super) fn first_from(&self, word: usize, place: usize) -> usize {
        word + self.starts[word..].partition_point(|start| *start < place)
    }

    /// Adds where words start and end; the last may have started and not ended.
    #[inline(always)]
    fn push_places<I: Instructions>(&mut self, starts: &[I::Place], ends: &[I::Place]) {
        self.starts.extend(starts[..ends.len()].iter().map(|place| I::offset(*place)));
        self.ends.extend(ends.iter().map(|place| I::offset(*place)));
    }
}

/// The words of a plain text of less than 4 GiB, seed 0.
fn read_words_on_any_cpu(text: &[u8], words: &mut PlainWords) {
    for_each_batch(Portable, text, |starts, ends| {
        let spans = starts.iter().zip(ends);
        words.hashes.extend(spans.map(move |(start, end)| hash_ascii_word(text, *start..*end, 0)));
        words.push_places::<Portable>(starts, ends);
    });
}

/// Appends the hashes of the words of a text that is plain: one or more [lines](Shape).
fn hash_words_on_any_cpu(text: &[u8], seed: u64, hashes: &mut Vec<u64>) {
    for_each_batch(Portable, text, |starts, ends| {
        let spans = starts.iter().zip(ends);
        hashes.extend(spans.map(move |(start, end)| hash_ascii_word(text, *start..*end, seed)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The naive reference, for texts of `a`, `$` and space.
    fn spans_one_by_one(text: &str) -> Vec<[usize; 2]> {
        let mut spans: Vec<[usize; 2]> = Vec::new();
        let mut before = ' ';
        for (at, byte) in text.char_indices() {
            match (byte, spans.last_mut()) {
                ('a', Some([_, end])) if before == 'a' => *end = at + 1,
                ('a' | '$', _) => spans.push([at, at + 1]),
                _ => {}
            }
            before = byte;
        }
        spans
    }

    fn spans(text: &str) -> Vec<[usize; 2]> {
        let mut spans = Vec::new();
        for_each_batch(Portable, text.as_bytes(), |starts, ends| {
            spans.extend(starts.iter().zip(ends).map(|(start, end)| [*start, *end]));
        });
        spans
    }

    /// Runs that are longer than a block, and bytes that change from one to the next.
    fn runs() -> impl Strategy<Value = String> {
        let byte = || prop::sample::select(vec!["a", "$", " "]);
        let run = (byte(), 1..200_usize).prop_map(|(byte, length)| byte.repeat(length));
        let mixed = prop::collection::vec(byte(), 0..200).prop_map(|bytes| bytes.concat());
        prop::collection::vec(prop_oneof![run, mixed], 0..6).prop_map(|runs| runs.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn words_are_found_across_blocks(text in runs()) {
            prop_assert_eq!(spans(&text), spans_one_by_one(&text));
            for length in [63, 64, 65, 127, 128, 129] {
                let start = &text[..length.min(text.len())];
                prop_assert_eq!(spans(start), spans_one_by_one(start));
            }
        }
    }

    /// As many words as are kept, and then a block that has one in each byte and may end a word.
    #[test]
    fn a_block_of_symbols_has_room_behind_as_many_words_as_are_kept() {
        for words in ["a ".repeat(MAX_KEPT_WORDS), "a ".repeat(MAX_KEPT_WORDS - 1) + " a"] {
            assert_eq!(words.len() % BLOCK, 0);
            for symbols in [1, 63, 64, 65, 128, 500] {
                let text = words.clone() + &"$".repeat(symbols);
                assert_eq!(spans(&text), spans_one_by_one(&text), "{symbols} symbols");
            }
        }
    }

    #[test]
    fn bytes_of_plain_words_are_changed_where_they_are_capitals() {
        for byte in (0..128_u8).filter(|byte| CLASSES[usize::from(*byte)] != Class::Separator) {
            let text = [byte].map(char::from).iter().collect::<String>();
            assert!(
                shape_on_any_cpu(&text) == Shape::Other || byte | b' ' == byte.to_ascii_lowercase(),
                "{text}"
            );
        }
    }
}
