//! Signs that tell numbers apart which are one word.

use super::tokenized::TokenizedText;

/// Whether words with one canonical form are not the same value: `<5` and `>5`, `.5` and `5`, `10⁶` and
/// `106`.
pub(super) fn reads_otherwise(
    a: TokenizedText<'_>,
    in_a: usize,
    b: TokenizedText<'_>,
    in_b: usize,
) -> bool {
    let (word_a, word_b) = (a.word(in_a), b.word(in_b));
    let is_number = [word_a, word_b].iter().any(|word| word.starts_with(char::is_numeric));
    let other_word = word_a != word_b && !raised(word_a).eq(raised(word_b));
    other_word
        // What stands before is equal nearly always, and then its signs need not be read.
        || is_number
            && a.before(in_a) != b.before(in_b)
            && !signs(marks_before(a, in_a)).eq(signs(marks_before(b, in_b)))
}

/// What stands from the first sign of the number at this position up to the number; empty where it has none.
pub(super) fn marks_before(text: TokenizedText<'_>, position: usize) -> &str {
    let before = text.before(position);
    // A full stop right before a number is that of a fraction: `.5`.
    if before.ends_with('.') {
        return &before[before.len() - 1..];
    }
    // `>` at the beginning of a line marks a quotation in mail.
    let line = before.rfind(['\n', '\r']).map_or(before, |end| &before[end + 1..]);
    let line =
        if line.len() < before.len() { line.trim_start_matches(['>', ' ', '|']) } else { line };
    let signs = line.find(|c: char| is_sign(c));
    signs.map_or("", |start| &line[start..])
}

fn signs(marks: &str) -> impl Iterator<Item = char> {
    marks.chars().filter(|c| is_sign(*c) || *c == '.').map(|c| if c == '−' { '-' } else { c })
}

fn is_sign(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '≤' | '≥' | '≠' | '±' | '+' | '-' | '−' | '~' | '≈')
}

/// The raised, lowered and fractional digits of a word, which its canonical form has as plain ones.
fn raised(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|c| {
        matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215f}')
    })
}
