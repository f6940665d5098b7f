//! The marks by which a line of reStructuredText says what it is.

use crate::document::lines::width;
use crate::document::marker::{Marker, Style};

/// The mark of an item: its bytes and columns.
pub(super) fn item(line: &str, may_be_numbered: bool) -> Option<(usize, usize)> {
    if matches!(line, "-" | "*" | "+" | "•") {
        return Some((line.len(), 2));
    }
    if let Some(length) = lettered(line).filter(|_| may_be_numbered) {
        return Some((length, length));
    }
    let marker = Marker::read(line)?;
    let is_item = match marker.style {
        Style::Bullet(bullet) => "*+-•‣⁃".contains(bullet),
        _ => may_be_numbered,
    };
    is_item.then_some((marker.length, marker.columns))
}

/// The bytes of a mark that [`Marker`] does not know: `#.`, or a letter or a Roman number and a point.
fn lettered(line: &str) -> Option<usize> {
    let (number, rest) = line.split_once(". ")?;
    let is_roman =
        |number: &str| number.bytes().all(|byte| b"ivxlc".contains(&byte.to_ascii_lowercase()));
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_number =
        number == "#" || is_letter || ((2..=5).contains(&number.len()) && is_roman(number));
    (is_number && !rest.trim_start().is_empty()).then_some(number.len() + 2)
}

pub(super) fn is_separate(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// Whether a line is a row of one sign.
pub(super) fn is_adornment(line: &str) -> bool {
    let sign = line.bytes().next().filter(u8::is_ascii_punctuation);
    line.len() > 2 && line.bytes().all(|byte| Some(byte) == sign)
}

pub(super) fn is_underline(title: &str, line: &str) -> bool {
    is_adornment(line) && (line.len() > 3 || line.len() >= width(title))
}

/// Whether a line is one piece of inline markup, as the terms of some lists are.
pub(super) fn is_wholly_marked(line: &str) -> bool {
    line.len() > 2 && ["*", "`"].iter().any(|mark| line.starts_with(mark) && line.ends_with(mark))
}

/// The bytes of a field's name, with its colons.
pub(super) fn field_length(line: &str) -> Option<usize> {
    let name = line.strip_prefix(':').filter(|name| !name.starts_with([' ', ':', '`']))?;
    let mut ends = name.match_indices(':').map(|(at, _)| at + 1);
    let end = ends.find(|end| is_separate(&name[*end..]))?;
    (!name[..end].contains('`')).then_some(end + 1)
}

/// Whether a text says something, and is no number, path or name.
pub(super) fn is_wordy(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    text.split_whitespace().filter(is_word).nth(1).is_some()
}

/// The name of a directive and what stands behind it.
pub(super) fn directive(text: &str) -> Option<(&str, &str)> {
    let (name, argument) = text.split_once("::")?;
    // Between the parts of a name there may be a single colon; two of them end it.
    let is_name = name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || "-_+.:".contains(c));
    (is_name && is_separate(argument)).then(|| (name, argument.trim_start()))
}

/// The bytes of the mark of a footnote or a citation.
pub(super) fn footnote_length(text: &str) -> Option<usize> {
    let label = text.strip_prefix('[')?;
    let end = label.find(|c: char| c == ']' || c.is_whitespace())?;
    let is_mark = label[end..].starts_with(']') && is_separate(&label[end + 1..]);
    is_mark.then_some(end + 2)
}

/// The text behind the numbers of versions.
pub(super) fn behind_versions(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("next") {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[end..].trim_start();
    }
    rest
}
