//! What each character is to a word. Decided after folding, by ranges: no category tables.
//!
//! Also which characters are one: kinds of quotes and dashes, digits of all scripts, and letters that
//! keyboards and encodings write in several ways.
//!
//! What is asked of every character of a text is decided once and remembered ([`Traits`]): of Arabic, the ranges
//! and the standard library's own tables took more than half the time of a removal.

use core::ops::RangeInclusive;
use std::sync::OnceLock;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

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

/// Whether the character folds to a numerator, a slash and mostly a denominator.
pub(super) fn is_vulgar_fraction(c: char) -> bool {
    matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

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
        _ => digit(c).unwrap_or(c),
    }
}

/// The ASCII digit of the same value.
fn digit(c: char) -> Option<char> {
    let next = ZEROS.partition_point(|zero| *zero <= c);
    let value = u32::from(c) - u32::from(*ZEROS.get(next.checked_sub(1)?)?);
    char::from_digit(value, 10)
}

/// The letter that stands for all that are written for it. Of decomposed text.
///
/// What keyboards and encodings make of one letter are kaf and heh in Arabic and Urdu, and yeh in Arabic and Persian.
/// Spellings that readers take for one are alef and alef wasla, yeh and alef maksura, and heh and
/// the Kurdish and Uighur letter that is typed as one; Turkish `ı` is `i`, for `I` is the capital of both.
pub(super) fn spelling(c: char) -> char {
    match c {
        '\u{131}' => 'i',
        '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6cc}' => '\u{64a}',
        '\u{6a9}' => '\u{643}',
        '\u{6c1}' | '\u{6d5}' => '\u{647}',
        '\u{6c3}' => '\u{629}',
        _ => c,
    }
}

/// Whether a mark on a letter is one of its spellings: hamza and madda on alef, the dot of `i`.
pub(super) fn is_spelling_mark(letter: char, mark: char) -> bool {
    match letter {
        '\u{627}' => matches!(mark, '\u{653}'..='\u{655}'),
        'i' => mark == '\u{307}',
        _ => false,
    }
}

/// Whether canonical words hold the character, before folding, for another one that says something
/// else: raised and lowered characters (`10⁶` has the words of `106`), alefs with hamza, madda or wasla,
/// alef maksura, `ı`. False for what encodings and keyboards make of one letter, and for fractions, whose words have their value.
///
/// Meant for texts in NFC: a letter and its mark are otherwise asked about one by one.
pub(super) fn nuance(c: char) -> bool {
    c >= '\u{aa}' && Traits::of(c).has(Traits::NUANCE)
}

fn is_nuance(c: char) -> bool {
    within(NUANCES, c) || (within(ARABIC_FORMS, c) && has_nuance(c))
}

fn has_nuance(form: char) -> bool {
    let mut found = false;
    decompose_compatible(form, |part| found |= within(NUANCES, part));
    found
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
    } else if is_unspaced(c) {
        Class::Unspaced
    } else if c.is_numeric() {
        Class::Digit
    } else if c.is_alphabetic() {
        Class::Letter
    } else if within(SYMBOLS, c) && !within(DELIMITERS, c) {
        Class::Symbol
    } else if c == FRACTION {
        Class::Fraction
    } else {
        Class::Separator
    }
}

/// Whether the character says nothing: Unicode's `Default_Ignorable_Code_Point`, which readers never see,
/// and the Arabic tatweel, which only makes a word longer.
pub(super) fn is_ignorable(c: char) -> bool {
    c >= '\u{ad}' && Traits::of(c).has(Traits::IGNORABLE)
}

/// Whether the character is a diacritic that readers of its script can do without.
pub(super) fn is_diacritic(c: char) -> bool {
    c >= '\u{300}' && Traits::of(c).has(Traits::DIACRITIC)
}

/// Whether the character is of a script that writes no spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    !c.is_ascii() && Traits::of(c).has(Traits::UNSPACED)
}

fn is_unspaced_letter(c: char) -> bool {
    within(HAN_AND_KANA, c) || (within(SOUTH_EAST_ASIAN, c) && c.is_alphabetic() && !c.is_numeric())
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
    fn of(c: char) -> Traits {
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
            (Traits::NUANCE, is_nuance(c)),
            (Traits::IGNORABLE, within(IGNORABLE, c)),
            (Traits::DIACRITIC, within(DIACRITICS, c)),
            (Traits::UNSPACED, is_unspaced_letter(c)),
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

fn within(ranges: &[RangeInclusive<char>], c: char) -> bool {
    let next = ranges.partition_point(|range| *range.start() <= c);
    next > 0 && *ranges[next - 1].end() >= c
}

const IGNORABLE: &[RangeInclusive<char>] = &[
    '\u{ad}'..='\u{ad}',       // soft hyphen
    '\u{34f}'..='\u{34f}',     // grapheme joiner
    '\u{61c}'..='\u{61c}',     // Arabic letter mark
    '\u{640}'..='\u{640}',     // Arabic tatweel
    '\u{115f}'..='\u{1160}',   // Hangul fillers
    '\u{17b4}'..='\u{17b5}',   // Khmer inherent vowels
    '\u{180b}'..='\u{180f}',   // Mongolian variation selectors
    '\u{200b}'..='\u{200f}',   // zero width space and joiners, directional marks
    '\u{202a}'..='\u{202e}',   // directional embeddings
    '\u{2060}'..='\u{206f}',   // word joiner, invisible operators, directional isolates
    '\u{3164}'..='\u{3164}',   // Hangul filler
    '\u{fe00}'..='\u{fe0f}',   // variation selectors
    '\u{feff}'..='\u{feff}',   // byte order mark
    '\u{ffa0}'..='\u{ffa0}',   // halfwidth Hangul filler
    '\u{fff0}'..='\u{fff8}',   // reserved
    '\u{1bca0}'..='\u{1bca3}', // shorthand format controls
    '\u{1d173}'..='\u{1d17a}', // musical beams and slurs
    '\u{e0000}'..='\u{e0fff}', // tags, more variation selectors
];

/// The zeros of all decimal digits (`Nd`) beyond ASCII, Unicode 17; nine more follow each.
const ZEROS: &[char] = &[
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{10d40}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{116d0}',
    '\u{116da}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11bf0}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{11de0}',
    '\u{11f50}',
    '\u{16130}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{16d70}',
    '\u{1ccf0}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7ec}',
    '\u{1d7f6}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e4f0}',
    '\u{1e5f1}',
    '\u{1e950}',
    '\u{1fbf0}',
];

/// What folding takes for another character that says something else. Raised and lowered characters are
/// those that Unicode decomposes as `<super>` and `<sub>`, but for ™, ℠ and their like.
const NUANCES: &[RangeInclusive<char>] = &[
    '\u{aa}'..='\u{aa}',   // ª
    '\u{b2}'..='\u{b3}',   // ²³
    '\u{b9}'..='\u{ba}',   // ¹º
    '\u{131}'..='\u{131}', // ı
    '\u{2b0}'..='\u{2b8}', // letters raised
    '\u{2e0}'..='\u{2e4}',
    '\u{622}'..='\u{623}', // آ أ
    '\u{625}'..='\u{625}', // إ
    '\u{649}'..='\u{649}', // ى
    '\u{653}'..='\u{655}', // hamza and madda as marks of their own
    '\u{671}'..='\u{671}', // ٱ
    '\u{6d5}'..='\u{6d5}', // ە
    '\u{10fc}'..='\u{10fc}',
    '\u{1d2c}'..='\u{1d2e}', // letters raised and lowered
    '\u{1d30}'..='\u{1d3a}',
    '\u{1d3c}'..='\u{1d4d}',
    '\u{1d4f}'..='\u{1d6a}',
    '\u{1d78}'..='\u{1d78}',
    '\u{1d9b}'..='\u{1dbf}',
    '\u{2070}'..='\u{2071}', // digits and signs, raised
    '\u{2074}'..='\u{208e}', // digits and signs, raised and lowered
    '\u{2090}'..='\u{209c}',
    '\u{2c7c}'..='\u{2c7d}',
    '\u{2d6f}'..='\u{2d6f}',
    '\u{3192}'..='\u{319f}', // Han, raised
    '\u{a69c}'..='\u{a69d}',
    '\u{a770}'..='\u{a770}',
    '\u{a7f1}'..='\u{a7f4}',
    '\u{a7f8}'..='\u{a7f9}',
    '\u{ab5c}'..='\u{ab5f}',
    '\u{ab69}'..='\u{ab69}',
    '\u{10781}'..='\u{10785}',
    '\u{10787}'..='\u{107b0}',
    '\u{107b2}'..='\u{107ba}',
    '\u{1e030}'..='\u{1e06d}', // Cyrillic, raised and lowered
];

/// Letters in the forms they have within a word, and ligatures.
const ARABIC_FORMS: &[RangeInclusive<char>] =
    &['\u{fb50}'..='\u{fdff}', '\u{fe70}'..='\u{fefc}', '\u{1d6a4}'..='\u{1d6a4}'];

/// Vowel signs of Indic and South East Asian scripts are letters to their readers, and not here.
const DIACRITICS: &[RangeInclusive<char>] = &[
    '\u{300}'..='\u{36f}',
    '\u{483}'..='\u{489}',   // Cyrillic
    '\u{591}'..='\u{5bd}',   // Hebrew accents and points
    '\u{5bf}'..='\u{5bf}',   // Hebrew rafe
    '\u{5c1}'..='\u{5c2}',   // Hebrew shin and sin dots
    '\u{5c4}'..='\u{5c5}',   // Hebrew upper and lower dots
    '\u{5c7}'..='\u{5c7}',   // Hebrew qamats qatan
    '\u{64b}'..='\u{65f}',   // Arabic harakat
    '\u{670}'..='\u{670}',   // Arabic superscript alef
    '\u{1ab0}'..='\u{1aff}', // extended
    '\u{1dc0}'..='\u{1dff}', // supplement
    '\u{20d0}'..='\u{20ff}', // for symbols
    '\u{fe20}'..='\u{fe2f}', // halves
];

const HAN_AND_KANA: &[RangeInclusive<char>] = &[
    '\u{2e80}'..='\u{2fdf}',   // radicals
    '\u{3005}'..='\u{3007}',   // 々〆〇
    '\u{3021}'..='\u{3029}',   // Hangzhou numerals
    '\u{3031}'..='\u{3035}',   // kana repeat marks
    '\u{3038}'..='\u{303c}',   // Hangzhou numerals, 〻〼
    '\u{3041}'..='\u{309f}',   // Hiragana
    '\u{30a1}'..='\u{30fa}',   // Katakana, without its double hyphen and middle dot
    '\u{30fc}'..='\u{30ff}',   // ー and repeat marks
    '\u{31c0}'..='\u{31ff}',   // strokes, small Katakana
    '\u{3400}'..='\u{4dbf}',   // extension A
    '\u{4e00}'..='\u{9fff}',   // Han
    '\u{f900}'..='\u{faff}',   // compatibility
    '\u{1aff0}'..='\u{1b16f}', // kana extensions
    '\u{20000}'..='\u{3fffd}', // later extensions
];

const SOUTH_EAST_ASIAN: &[RangeInclusive<char>] = &[
    '\u{e00}'..='\u{eff}',   // Thai, Lao
    '\u{1000}'..='\u{109f}', // Myanmar
    '\u{1780}'..='\u{17ff}', // Khmer
    '\u{a9e0}'..='\u{a9ff}', // Myanmar, extension B
    '\u{aa60}'..='\u{aa7f}', // Myanmar, extension A
];

/// Whatever in these ranges is no letter, digit or mark is a symbol. Lines, bars and bullets
/// (U+2500 to U+25FF, U+1FB00 to U+1FBFF) are absent: they lay a text out and say nothing.
const SYMBOLS: &[RangeInclusive<char>] = &[
    '\u{a2}'..='\u{a7}', // ¢£¤¥¦§
    '\u{a9}'..='\u{a9}', // ©
    '\u{ac}'..='\u{ac}', // ¬
    '\u{ae}'..='\u{ae}', // ®
    '\u{b0}'..='\u{b1}', // °±
    '\u{d7}'..='\u{d7}', // ×
    '\u{f7}'..='\u{f7}', // ÷
    '\u{3f6}'..='\u{3f6}',
    '\u{482}'..='\u{482}',
    '\u{58d}'..='\u{58f}', // Armenian, with dram
    '\u{606}'..='\u{608}',
    '\u{60b}'..='\u{60b}', // afghani
    '\u{60e}'..='\u{60f}',
    '\u{66a}'..='\u{66a}', // Arabic percent
    '\u{6de}'..='\u{6de}',
    '\u{6e9}'..='\u{6e9}',
    '\u{6fd}'..='\u{6fe}',
    '\u{7f6}'..='\u{7f6}',
    '\u{7fe}'..='\u{7ff}',
    '\u{9f2}'..='\u{9fb}', // Bengali, with rupee
    '\u{af1}'..='\u{af1}', // Gujarati rupee
    '\u{b70}'..='\u{b70}',
    '\u{bf3}'..='\u{bfa}', // Tamil, with rupee
    '\u{c7f}'..='\u{c7f}',
    '\u{d4f}'..='\u{d4f}',
    '\u{d79}'..='\u{d79}',
    '\u{e3f}'..='\u{e3f}', // baht
    '\u{f01}'..='\u{f03}',
    '\u{f13}'..='\u{f1f}',
    '\u{17db}'..='\u{17db}', // riel
    '\u{19de}'..='\u{19ff}',
    '\u{2030}'..='\u{2031}', // ‰‱
    '\u{20a0}'..='\u{20cf}', // currency
    '\u{2100}'..='\u{214f}', // letterlike
    '\u{2190}'..='\u{245f}', // arrows, mathematics, technical
    '\u{2600}'..='\u{2bff}', // pictures, dingbats, mathematics, arrows
    '\u{3004}'..='\u{3004}',
    '\u{3012}'..='\u{3013}',
    '\u{3020}'..='\u{3020}',
    '\u{3036}'..='\u{3037}',
    '\u{303e}'..='\u{303f}',
    '\u{3190}'..='\u{3191}',
    '\u{3200}'..='\u{33ff}', // enclosed and squared, where they do not fold to letters
    '\u{4dc0}'..='\u{4dff}', // hexagrams
    '\u{a490}'..='\u{a4c6}', // Yi radicals
    '\u{a828}'..='\u{a82b}',
    '\u{a836}'..='\u{a839}', // with rupee
    '\u{fdcf}'..='\u{fdcf}',
    '\u{fdfc}'..='\u{fdff}',
    '\u{10137}'..='\u{1013f}',
    '\u{10179}'..='\u{1018e}',
    '\u{1018f}'..='\u{101fc}',
    '\u{11fd5}'..='\u{11ff1}', // Tamil fractions and currency
    '\u{1d000}'..='\u{1d37f}', // music, oracles
    '\u{1d6c1}'..='\u{1d7c3}', // ∇ and ∂ in mathematical letters
    '\u{1d800}'..='\u{1da86}', // sign writing
    '\u{1e2ff}'..='\u{1e2ff}',
    '\u{1ecac}'..='\u{1ecb0}',
    '\u{1eef0}'..='\u{1eef1}',
    '\u{1f000}'..='\u{1faff}', // emoji, skin tones, cards, arrows
];

/// Quotes and brackets that live among the symbols.
const DELIMITERS: &[RangeInclusive<char>] = &[
    '\u{2308}'..='\u{230b}',
    '\u{2329}'..='\u{232a}',
    '\u{275b}'..='\u{2760}',
    '\u{2768}'..='\u{2775}',
    '\u{27c5}'..='\u{27c6}',
    '\u{27e6}'..='\u{27ef}',
    '\u{2983}'..='\u{2998}',
    '\u{29d8}'..='\u{29db}',
    '\u{29fc}'..='\u{29fd}',
    '\u{1f676}'..='\u{1f678}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sorted_and_apart() {
        let tables = [
            IGNORABLE,
            NUANCES,
            ARABIC_FORMS,
            DIACRITICS,
            HAN_AND_KANA,
            SOUTH_EAST_ASIAN,
            SYMBOLS,
            DELIMITERS,
        ];
        for table in tables {
            assert!(table.iter().all(|range| range.start() <= range.end()));
            assert!(table.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        }
    }

    #[test]
    fn what_is_remembered_is_what_the_ranges_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(nuance(c), is_nuance(c), "{c:?}");
            assert_eq!(is_ignorable(c), within(IGNORABLE, c), "{c:?}");
            assert_eq!(is_diacritic(c), within(DIACRITICS, c), "{c:?}");
            assert_eq!(is_unspaced(c), is_unspaced_letter(c), "{c:?}");
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
        assert!(ZEROS.windows(2).all(|pair| u32::from(pair[0]) + 9 < u32::from(pair[1])));
        for (value, digits) in ('0'..='9').zip(["٠۰०๐０", "١۱१๑１", "٢۲२๒２", "٣۳३๓３", "٤۴४๔４"])
        {
            assert!(digits.chars().all(|c| unify(c) == value), "{digits}");
        }
        for c in ['\u{65f}', '\u{66d}', '\u{6ef}', '\u{970}', '\u{bf0}', '一', '²', '/', ':'] {
            assert!(!unify(c).is_ascii_digit() && digit(c).is_none(), "{c:?}");
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
