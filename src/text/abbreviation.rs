//! Words whose full stop ends no sentence.

/// The letters and inner full stops that the text ends with.
pub(super) fn last_word(before: &str) -> &str {
    // Nearly always ASCII, of which no character need be put together to be looked at.
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
    let plain = before.bytes().rev().take_while(is_plain).count();
    let rest = &before[..before.len() - plain];
    let rest = match rest.as_bytes().last() {
        Some(byte) if !byte.is_ascii() => {
            rest.trim_end_matches(|c: char| c.is_alphanumeric() || c == '.')
        }
        _ => rest,
    };
    &before[rest.len()..]
}

/// `J`, the `U.S` of `U.S.`, `Mr`, `Ltd`, and what is listed.
pub(super) fn is_abbreviation(word: &str) -> bool {
    if word.len() > MAX_LISTED && !word.contains('.') {
        return false;
    }
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let has_inner_stop = word.contains('.') && word.contains(char::is_alphabetic);
    let is_short = (2..=3).contains(&word.len());
    let has_no_vowel = is_short && word.bytes().all(is_consonant);
    is_initial || has_inner_stop || has_no_vowel || is_listed(word)
}

fn is_consonant(byte: u8) -> bool {
    byte.is_ascii_alphabetic() && !b"aeiouy".contains(&byte.to_ascii_lowercase())
}

fn is_listed(word: &str) -> bool {
    // Compared letter by letter, so that no word is copied to be written small. UTF-8 keeps the order of characters.
    let found = if word.is_ascii() {
        let small = word.bytes().map(|byte| byte.to_ascii_lowercase());
        ABBREVIATIONS.binary_search_by(|listed| listed.bytes().cmp(small.clone()))
    } else {
        let small = word.chars().flat_map(char::to_lowercase);
        ABBREVIATIONS.binary_search_by(|listed| listed.chars().cmp(small.clone()))
    };
    found.is_ok()
}

/// Bytes of the longest listed word.
const MAX_LISTED: usize = 8;

/// Sorted. A word that is missing splits a sentence that is one;
/// [`Sentence::is_apart`](super::sentences::Sentence) guards the most likely of those.
const ABBREVIATIONS: &[&str] = &[
    "abs", "aka", "al", "approx", "apr", "art", "asst", "aufl", "aug", "ave", "brig", "bros", "ca",
    "cap", "capt", "cert", "chap", "co", "col", "comm", "corp", "dec", "dept", "doc", "ed", "eds",
    "eg", "eq", "eqs", "esp", "est", "etc", "evtl", "ext", "feb", "fig", "figs", "gen", "gov",
    "hon", "hrsg", "ie", "inc", "incl", "ing", "inkl", "insp", "jan", "jul", "jun", "kap", "lieut",
    "maj", "mar", "messrs", "mlle", "mme", "msgr", "napr", "no", "nos", "nov", "oct", "op", "para",
    "pres", "prof", "pub", "rep", "resp", "rev", "sec", "sect", "sen", "sep", "sept", "sig", "sra",
    "srta", "supt", "tab", "tel", "ud", "uds", "ul", "univ", "usw", "viz", "vol", "vols", "zb",
    "им", "проф", "стр", "ул",
];

/// Whether a single letter and the next one are parts of one abbreviation, with a space between them: `z. B.`
pub(super) fn is_split(letter: &str, next: char) -> bool {
    let mut letters = letter.chars();
    letters.next().is_some_and(|first| PAIRS.contains(&[first, next])) && letters.next().is_none()
}

/// A small letter and a capital. The full stop between two others may end a sentence: *under x. B. Berg said*.
const PAIRS: [[char; 2]; 16] = [
    ['a', 'D'],
    ['a', 'M'],
    ['a', 'W'],
    ['d', 'R'],
    ['i', 'A'],
    ['i', 'R'],
    ['i', 'S'],
    ['i', 'V'],
    ['m', 'E'],
    ['o', 'B'],
    ['o', 'Ä'],
    ['u', 'A'],
    ['u', 'U'],
    ['z', 'B'],
    ['z', 'H'],
    ['z', 'T'],
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn last_words_are_those_of_a_plain_search(text in "[aZ1.é東 ,]{0,12}") {
            let rest = text.trim_end_matches(|c: char| c.is_alphanumeric() || c == '.');
            prop_assert_eq!(last_word(&text), &text[rest.len()..]);
        }

        #[test]
        fn capitals_do_not_matter(word in prop::sample::select(ABBREVIATIONS)) {
            prop_assert!(is_listed(word) && is_listed(&word.to_uppercase()));
        }
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
