//! What each character is to a word. Decided after folding, by ranges: no category tables.
//!
//! Also which characters are one: kinds of quotes and dashes, and digits of all scripts. Letters that
//! keyboards and encodings write in several ways are in `folding`.
//!
//! What is asked of every character of a text is decided once and remembered ([`Traits`]): of Arabic, the ranges
//! and the standard library's own tables took more than half the time of a removal.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

use super::ranges;

/// The part a folded character plays in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// In a word.
    Letter,
    /// With the character before it; at the start of a word where there is none.
    Mark,
    /// In a word; what points and dashes may stand between.
    Digit,
    /// A unit of a script that writes no spaces between words.
    Unspaced,
    /// A word of its own.
    Symbol,
    /// In a word between letters.
    Apostrophe,
    /// In a word between digits.
    Point,
    /// In a word between digits; a sign before a number.
    Dash,
    /// In a word after a word character if none follows, a symbol elsewhere.
    Plus,
    /// In a word after a word character if none follows, a separator elsewhere.
    Hash,
    /// In no word.
    Separator,
    /// Parts a fraction from the word before it: [`FRACTION`].
    Fraction,
}

/// Stands before each vulgar fraction in folded text, so that `1½` is not `11/2`. It is invisible and
/// ignorable, so that no text brings it along.
pub(super) const FRACTION: char = '\u{2064}';

/// The character that stands for all its kind: one apostrophe, one dash, one decimal point, one digit of
/// each value.
pub(super) fn unify(c: char) -> char {
    match c {
        '`'
        | '\u{b4}'
        | '\u{2bb}'..='\u{2bd}'
        | '\u{55a}'
        | '\u{5f3}'
        | '\u{2018}'..='\u{201b}'
        | '\u{a78c}' => '\'',
        '\u{58a}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            '-'
        }
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        '\u{66a}' => '%',
        '\u{2044}' => '/',
        _ => ranges::digit(c).unwrap_or(c),
    }
}

/// Whether canonical words hold the character, before folding, for another one that says something else:
/// raised and lowered characters (`10⁶` has the words of `106`), alefs with hamza, madda or wasla, alef
/// maksura, `ı`. False for what encodings and keyboards make of one letter, and for fractions, whose words
/// have their value.
///
/// Meant for texts in NFC: a letter and its mark are otherwise asked about one by one.
pub(super) fn nuance(c: char) -> bool {
    // The first nuance. ASCII is answered without a look at the table, here and below.
    c >= '\u{aa}' && Traits::lookup(c).has(Traits::NUANCE)
}

/// The class of a folded and [unified](unify) character.
pub(super) fn class(c: char) -> Class {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => ascii_class(byte),
        _ => class_beyond_ascii(c),
    }
}

/// [`class`], for ASCII.
pub(super) const fn ascii_class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'\'' | b'`' => Class::Apostrophe,
        b'.' | b',' | b':' | b'/' => Class::Point,
        b'-' => Class::Dash,
        b'+' => Class::Plus,
        b'#' => Class::Hash,
        b'$' | b'%' | b'<' | b'=' | b'>' | b'^' | b'|' | b'~' => Class::Symbol,
        _ => Class::Separator,
    }
}

fn class_beyond_ascii(c: char) -> Class {
    if is_combining_mark(c) {
        Class::Mark
    // Marks were asked for first: vowel signs of South East Asian scripts are letters too, and belong to the
    // letter before. Digits come next, for `〇` is a number and stands in runs of Han.
    } else if is_unspaced(c) {
        Class::Unspaced
    } else if c.is_numeric() {
        Class::Digit
    } else if c.is_alphabetic() {
        Class::Letter
    } else if ranges::is_symbol(c) {
        Class::Symbol
    } else if c == FRACTION {
        Class::Fraction
    } else {
        Class::Separator
    }
}

/// Whether the character says nothing: Unicode's `Default_Ignorable_Code_Point`, which readers never see,
/// and the Arabic tatweel, which only makes a word longer.
pub(crate) fn is_ignorable(c: char) -> bool {
    c >= '\u{ad}' && Traits::lookup(c).has(Traits::IGNORABLE)
}

/// Whether the character is a diacritic that readers of its script can do without.
pub(super) fn is_diacritic(c: char) -> bool {
    c >= '\u{300}' && Traits::lookup(c).has(Traits::DIACRITIC)
}

/// Whether the character is of a script that writes no spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    !c.is_ascii() && Traits::lookup(c).has(Traits::UNSPACED)
}

/// Answers about one character as it is written, a bit each.
#[derive(Clone, Copy)]
struct Traits(u8);

impl Traits {
    const NUANCE: u8 = 1;
    const IGNORABLE: u8 = 1 << 1;
    const DIACRITIC: u8 = 1 << 2;
    const UNSPACED: u8 = 1 << 3;

    /// What is known of `c`. The first use of each page of 256 characters decides about all of them.
    #[inline]
    fn lookup(c: char) -> Traits {
        let page = u32::from(c) as usize / PAGE;
        TRAITS[page].get_or_init(|| Traits::page(page))[u32::from(c) as usize % PAGE]
    }

    #[cold]
    fn page(page: usize) -> Box<[Traits; PAGE]> {
        Box::new(core::array::from_fn(|at| {
            let code = u32::try_from(page * PAGE + at).ok().and_then(char::from_u32);
            // Surrogates are no characters and are never asked for.
            Traits::decide(code.unwrap_or(char::REPLACEMENT_CHARACTER))
        }))
    }

    fn decide(c: char) -> Traits {
        let answers = [
            (Traits::NUANCE, ranges::is_nuance(c)),
            (Traits::IGNORABLE, ranges::is_ignorable(c)),
            (Traits::DIACRITIC, ranges::is_diacritic(c)),
            (Traits::UNSPACED, ranges::is_unspaced(c)),
        ];
        Traits(answers.iter().filter(|(_, holds)| *holds).map(|(bit, _)| bit).sum())
    }

    fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

const PAGE: usize = 256;

static TRAITS: [OnceLock<Box<[Traits; PAGE]>>; 0x11_0000 / PAGE] =
    [const { OnceLock::new() }; 0x11_0000 / PAGE];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_the_ranges_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(nuance(c), ranges::is_nuance(c), "{c:?}");
            assert_eq!(is_ignorable(c), ranges::is_ignorable(c), "{c:?}");
            assert_eq!(is_diacritic(c), ranges::is_diacritic(c), "{c:?}");
            assert_eq!(is_unspaced(c), ranges::is_unspaced(c), "{c:?}");
        }
    }

    #[test]
    fn classes() {
        let table = [
            (Class::Letter, "aZéßжاʰकㅏ한"),
            (Class::Mark, "\u{301}\u{93f}\u{94d}\u{e31}\u{e49}\u{3099}\u{20e3}"),
            (Class::Digit, "09٣๓៣၃੩"),
            (Class::Unspaced, "漢々〇ひカー𠀀กກកက"),
            (Class::Symbol, "$%<=>^|~£€©®°±×÷§‰→∑≤☺❤🙂🏽♫฿₿🇩"),
            (
                Class::Separator,
                "_*@&\\;!?\"()[]{}•▪‣◦■●○─…「」、。・। ¡¿«»\u{7}\u{85}\u{378}\u{fffd}",
            ),
        ];
        for (expected, chars) in table {
            for c in chars.chars() {
                assert_eq!(class(c), expected, "{c:?}");
            }
        }
    }

    #[test]
    fn digits_have_their_value() {
        for (value, digits) in ('0'..='9').zip(["٠۰०๐０", "١۱१๑１", "٢۲२๒２", "٣۳३๓３", "٤۴४๔４"])
        {
            assert!(digits.chars().all(|c| unify(c) == value), "{digits}");
        }
        for c in ['\u{65f}', '\u{66d}', '\u{6ef}', '\u{970}', '\u{bf0}', '一', '²', '/', ':'] {
            assert!(!unify(c).is_ascii_digit() && ranges::digit(c).is_none(), "{c:?}");
        }
    }

    #[test]
    fn nuances() {
        let says_more = "⁶²₂⁻⁺ⁿªºʰأإآٱىıە\u{654}\u{fe84}\u{fef7}\u{fef0}\u{fb50}\u{1d6a4}";
        for c in says_more.chars() {
            assert!(nuance(c), "{c:?}");
        }
        for c in "a2½①ﬁß™ＡاكکيیہهۀئؤİÅ\u{640}\u{301}\u{307}\u{fe8e}\u{fefb}\u{fed9}".chars()
        {
            assert!(!nuance(c), "{c:?}");
        }
    }

    #[test]
    fn unified_characters_stay() {
        for c in '\0'..=char::MAX {
            assert_eq!(unify(unify(c)), unify(c), "{c:?}");
        }
        assert!("\u{2bc}’‘`´".chars().all(|c| class(unify(c)) == Class::Apostrophe));
        assert!("‐‑‒–—―−".chars().all(|c| class(unify(c)) == Class::Dash));
    }
}
