//! The same words for texts in ASCII, 64 bytes at a time.
//!
//! A block becomes a mask of its word bytes, eight bytes to a `u64` operation; the few bytes that
//! are neither word nor space are looked at one by one and join the mask where they belong to a
//! word. Words are then the runs of ones: about 6 ns each, where the machine of `words.rs`, which
//! looks at every character, takes some 40.

use core::ops::Range;
use std::borrow::Cow;

use super::alphabet::{self, Class};
use super::words::Token;

const BLOCK: usize = 64;

/// Emits the words of `text`, which must be ASCII and have no word characters around it. Copies it where it is not in lower case.
pub(super) fn for_each_token(text: &str, mut visit: impl FnMut(Token<'_>)) {
    let lower = lowered(text);
    for_each_span(text.as_bytes(), |span| {
        visit(Token { buffer: &lower, place: span.clone(), span, repeated: 0 });
    });
}

/// Whether the words of a text are known by their letters alone, whatever the case: it is ASCII, and
/// has none of the apostrophes that stand for another.
pub(super) fn is_plain(text: &str) -> bool {
    // `fold` sees all bytes where `all` would stop, and is faster for it: it takes 16 at a time.
    text.bytes().fold(true, |plain, byte| plain & byte.is_ascii() & (byte != b'`'))
}

/// Emits where the words of an ASCII text stand.
pub(super) fn for_each_span(text: &[u8], mut emit: impl FnMut(Range<usize>)) {
    let mut scan = Scan { bytes: text, in_word: false, start: 0 };
    for base in (0..text.len()).step_by(BLOCK) {
        scan.block(base, &mut emit);
    }
    if scan.in_word {
        emit(scan.start..text.len());
    }
}

/// The text in lower case and with one kind of apostrophe.
fn lowered(text: &str) -> Cow<'_, str> {
    let found =
        |found, byte: u8| found | u8::from(byte.is_ascii_uppercase()) | u8::from(byte == b'`') << 1;
    match text.bytes().fold(0, found) {
        0 => Cow::Borrowed(text),
        1 => Cow::Owned(text.to_ascii_lowercase()),
        _ => Cow::Owned(text.to_ascii_lowercase().replace('`', "'")),
    }
}

struct Scan<'t> {
    bytes: &'t [u8],
    /// Whether the last byte of the block before is in a word.
    in_word: bool,
    /// Where the open word starts.
    start: usize,
}

impl Scan<'_> {
    #[inline]
    fn block(&mut self, base: usize, emit: &mut impl FnMut(Range<usize>)) {
        let masks = self.masks(base);
        let mut edges = masks.words ^ (masks.words << 1 | u64::from(self.in_word));
        if masks.symbols != 0 {
            return self.block_with_symbols(base, edges, masks.symbols, emit);
        }
        if self.in_word && edges != 0 {
            emit(self.start..base + take_first(&mut edges));
            self.in_word = false;
        }
        while edges != 0 {
            let start = base + take_first(&mut edges);
            if edges == 0 {
                (self.in_word, self.start) = (true, start);
                break;
            }
            emit(start..base + take_first(&mut edges));
        }
    }

    #[cold]
    fn block_with_symbols(
        &mut self,
        base: usize,
        edges: u64,
        symbols: u64,
        emit: &mut impl FnMut(Range<usize>),
    ) {
        let mut events = edges | symbols;
        while events != 0 {
            let bit = events & events.wrapping_neg();
            let at = base + take_first(&mut events);
            if edges & bit != 0 {
                if self.in_word {
                    emit(self.start..at);
                }
                self.in_word = !self.in_word;
                self.start = at;
            }
            if symbols & bit != 0 {
                emit(at..at + 1);
            }
        }
    }

    #[inline]
    fn masks(&self, base: usize) -> Masks {
        let (words, others) = match self.bytes[base..].first_chunk() {
            Some(block) => alphanumerics_and_others(block),
            None => alphanumerics_and_others(&padded(&self.bytes[base..])),
        };
        let mut masks = Masks { words, symbols: 0 };
        let mut others = others;
        while others != 0 {
            let bit = others & others.wrapping_neg();
            let at = base + others.trailing_zeros() as usize;
            others ^= bit;
            let after_word = if bit == 1 { self.in_word } else { masks.words & bit >> 1 != 0 };
            match self.part(at, after_word) {
                Part::Word => masks.words |= bit,
                Part::Symbol => masks.symbols |= bit,
                Part::None => {}
            }
        }
        masks
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

/// The place of the lowest bit, which is cleared.
#[inline]
fn take_first(bits: &mut u64) -> usize {
    let first = bits.trailing_zeros() as usize;
    *bits &= *bits - 1;
    first
}

/// Bit i is byte i of a block.
struct Masks {
    words: u64,
    symbols: u64,
}

enum Part {
    Word,
    Symbol,
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

fn padded(bytes: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    block
}

/// The mask of letters and digits, and that of all else but spaces and control characters.
///
/// One byte of 0 or 1 for each byte first: that much the compiler does 16 bytes at a time, so it takes
/// half the instructions of comparing eight bytes in a `u64`.
#[inline]
fn alphanumerics_and_others(block: &[u8; BLOCK]) -> (u64, u64) {
    let words = block.map(alphanumeric);
    let others = block.map(|byte| u8::from(byte > b' ') & (1 - alphanumeric(byte)));
    (gathered(&words), gathered(&others))
}

/// 1 for digits and letters, 0 for all else. (Without a branch.)
#[inline]
fn alphanumeric(byte: u8) -> u8 {
    u8::from((byte | b' ').wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10)
}

/// The low bits of all bytes, side by side.
#[inline]
fn gathered(bytes: &[u8; BLOCK]) -> u64 {
    let lanes = bytes.as_chunks::<8>().0.iter().rev();
    let gathered =
        lanes.map(|lane| u64::from_le_bytes(*lane).wrapping_mul(0x0102_0408_1020_4080) >> 56);
    gathered.fold(0, |mask, bits| mask << 8 | bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_hold_the_bytes_they_say() {
        for byte in 0..128_u8 {
            for at in [0, 1, 7, 8, 31, 63] {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                let word = byte.is_ascii_alphanumeric();
                let other = !word && byte > b' ';
                let expected = (u64::from(word) << at, u64::from(other) << at);
                assert_eq!(alphanumerics_and_others(&block), expected, "{byte} at {at}");
            }
        }
    }
}
