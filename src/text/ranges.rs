//! The characters of each kind, as ranges. Letters, numbers and combining marks are asked of libraries, whose tables follow
//! Unicode as these do.

use core::ops::RangeInclusive;

use unicode_normalization::char::decompose_compatible;

/// The ASCII digit of the same value, for decimal digits beyond ASCII.
#[inline]
pub(super) fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let next = ZEROS.partition_point(|zero| *zero <= code);
    // Nothing where the last zero before it is more than nine away.
    char::from_digit(code - ZEROS.get(next.checked_sub(1)?)?, 10)
}

/// Whether the character says nothing.
pub(super) fn is_ignorable(c: char) -> bool {
    within(IGNORABLE, c)
}

/// Whether folding takes the character for another one that says something else.
pub(super) fn is_nuance(c: char) -> bool {
    // Forms within a word stand for the letters that they decompose to.
    within(NUANCES, c) || (within(ARABIC_FORMS, c) && has_nuance(c))
}

fn has_nuance(form: char) -> bool {
    let mut found = false;
    decompose_compatible(form, |part| found |= within(NUANCES, part));
    found
}

/// Whether the character is a diacritic that readers of its script can do without.
pub(super) fn is_diacritic(c: char) -> bool {
    within(DIACRITICS, c)
}

/// Whether the character is a unit of a script that writes no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    within(HAN_AND_KANA, c) || (within(SOUTH_EAST_ASIAN, c) && c.is_alphabetic() && !c.is_numeric())
}

/// Whether the character is a symbol, if it is no letter, digit or mark.
#[inline]
pub(super) fn is_symbol(c: char) -> bool {
    within(SYMBOLS, c) && !within(DELIMITERS, c)
}

/// Whether a character is in one of these ranges, which are sorted and apart. O(log ranges).
fn within(ranges: &[RangeInclusive<char>], c: char) -> bool {
    let next = ranges.partition_point(|range| *range.start() <= c);
    next > 0 && *ranges[next - 1].end() >= c
}

/// Characters that say nothing.
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
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0,
    0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50,
    0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
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

/// Scripts that write no spaces and whose every character is a unit.
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

/// Scripts that write no spaces and whose letters alone are units.
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
    fn zeros_are_sorted_and_apart() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 9 < pair[1]));
    }
}
