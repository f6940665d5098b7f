//! What form forgets and a statement keeps.

use unicode_normalization::UnicodeNormalization;

use crate::hash::{append, mix};
use crate::text::alphabet;

/// One thing that a statement keeps beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
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
    pub(super) fn piece(self) -> u64 {
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
        // `mark` in ASCII, so that marks have hashes of their own.
        mix(append(0x6d61_726b, code))
    }
}

/// The characters of a word that form makes equal to others. Composed first, for a letter may be written with its
/// mark apart. Diacritics have no place of their own: they may be stripped.
pub(super) fn nuances(written: &str) -> impl Iterator<Item = Mark> {
    // What composes to such a character has one among its parts.
    let may_have = !written.is_ascii() && written.contains(alphabet::nuance);
    let letters = may_have.then(|| written.nfc().filter(|c| has_place(*c)));
    let placed = letters.into_iter().flatten().enumerate();
    placed.filter(|(_, c)| alphabet::nuance(*c)).map(|(at, c)| Mark::Nuance(at, c))
}

fn has_place(c: char) -> bool {
    let is_plain = !alphabet::is_diacritic(c) || alphabet::nuance(c);
    c.is_alphanumeric() && !alphabet::is_ignorable(c) && is_plain
}
