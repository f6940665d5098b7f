//! The capitals that say something: those of units behind numbers (`mW`, `MW`), and those inside a word that begins
//! with a small letter (`kHz`).

use unicode_normalization::UnicodeNormalization;

use crate::text::alphabet;

/// Letters of the longest unit whose capitals count.
pub(super) const MAX_UNIT: usize = 4;

/// The capitals of a unit of up to four letters, bit 0 for its first: behind the digits of its word or, where
/// `is_behind_number`, behind those of the word before. `None` where there is no unit or no capital.
pub(super) fn unit_capitals(written: &str, is_behind_number: bool) -> Option<u8> {
    if written.is_ascii() && !written.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    // A word that begins with a letter has no digits before its unit.
    if !is_behind_number && written.starts_with(char::is_alphabetic) {
        return None;
    }
    let letters = written.trim_start_matches(|c: char| !c.is_alphabetic());
    let has_digits = written[..written.len() - letters.len()].contains(char::is_numeric);
    let unit = if has_digits { letters } else { written };
    let is_unit = (is_behind_number || has_digits)
        && unit.chars().all(char::is_alphabetic)
        && (1..=MAX_UNIT).contains(&unit.chars().count());
    let capitals = unit.chars().zip(0..MAX_UNIT).filter(|(c, _)| c.is_uppercase());
    let bits = capitals.fold(0, |bits, (_, at)| bits | 1 << at);
    (is_unit && bits != 0).then_some(bits)
}

/// Calls `visit` with the place, among its letters and apostrophes, of each capital of a word, or of its parts between
/// apostrophes, that begins with a small letter. Not of one that begins such a part: `d'Artagnan`.
pub(super) fn inner_capitals(written: &str, visit: impl FnMut(usize)) {
    // Few words need to be composed, and to look whether they do takes longer than the rest.
    if written.is_ascii() {
        inner_capitals_among(written.chars(), visit);
    } else {
        inner_capitals_among(written.nfc(), visit);
    }
}

fn inner_capitals_among(chars: impl Iterator<Item = char>, mut visit: impl FnMut(usize)) {
    let letters = chars.filter(|c| c.is_alphabetic() || alphabet::unify(*c) == '\'');
    let mut begins_small = None;
    for (at, c) in letters.enumerate() {
        if !c.is_alphabetic() {
            begins_small = None;
        } else if *begins_small.get_or_insert(c.is_lowercase()) && c.is_uppercase() {
            visit(at);
        }
    }
}

/// Whether a word has ASCII letters alone, and capitals only where the first is one.
pub(super) fn begins_with_its_capitals(written: &[u8]) -> bool {
    let may_be_capitals = written.first().is_some_and(u8::is_ascii_uppercase);
    written
        .iter()
        .all(|byte| byte.is_ascii_lowercase() || (may_be_capitals && byte.is_ascii_uppercase()))
}
