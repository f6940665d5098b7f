//! Where a plain sentence may have marks: a quick look at few of its bytes. The words between those places say all.

use super::capitals::MAX_UNIT;
use crate::text::mask::{mark_candidates, places};

/// Whether an ASCII sentence surely has no marks and no joints. May be false without need.
pub(super) fn is_unmarked(bytes: &[u8]) -> bool {
    let mut seen = Seen::default();
    !places(bytes, mark_candidates).any(|at| seen.is_mixed(bytes[at]) || may_mark(bytes, at))
}

/// Finds the places of an ASCII sentence that may have a mark, and those that may have one because of
/// others: where something opens or closes, and hyphens. None where [`is_unmarked`].
pub(super) fn find_telling(bytes: &[u8], telling: &mut Vec<usize>) {
    telling.clear();
    let (mut seen, mut is_marked) = (Seen::default(), false);
    for at in places(bytes, mark_candidates) {
        let tells = seen.is_mixed(bytes[at]) || may_mark(bytes, at);
        is_marked |= tells;
        if tells || depends(bytes[at]) {
            telling.push(at);
        }
    }
    // Quotes, brackets, emphasis and hyphens say nothing where nothing else does.
    if !is_marked {
        telling.clear();
    }
}

fn depends(byte: u8) -> bool {
    matches!(byte, b'-' | b'"' | b'\'' | b'*' | b'_' | b'(' | b')' | b'[' | b']' | b'{' | b'}')
}

/// What makes brackets count where it stands in one sentence with them.
#[derive(Default)]
struct Seen {
    has_round: bool,
    has_square: bool,
    has_operator: bool,
}

impl Seen {
    fn is_mixed(&mut self, byte: u8) -> bool {
        match byte {
            b'(' | b')' => self.has_round = true,
            b'[' | b']' => self.has_square = true,
            b'+' | b'<' | b'=' | b'>' | b'|' | b'~' => self.has_operator = true,
            _ => return false,
        }
        (self.has_round && self.has_square)
            || (self.has_operator && (self.has_round || self.has_square))
    }
}

fn may_mark(bytes: &[u8], at: usize) -> bool {
    let (before, rest) = (if at == 0 { b' ' } else { bytes[at - 1] }, &bytes[at + 1..]);
    let next = rest.first().copied().unwrap_or(b' ');
    match bytes[at] {
        b'?' | b'{' | b'}' => true,
        b'!' => !before.is_ascii_alphabetic() || !next.is_ascii_whitespace(),
        b'-' => may_tell_dash(bytes, at, before, rest),
        // These stand in a word, and form keeps them.
        b'.' | b':' | b'/' if before.is_ascii_digit() && next.is_ascii_digit() => false,
        b'.' => {
            let joins = !is_blank(&next) && reaches_word(rest);
            (joins && !parts_initials(&bytes[..at], rest)) || is_before_capital(rest)
        }
        b'*' | b'/' | b'_' => may_tell_operator(bytes, at, before, next),
        b'(' | b'[' => !is_blank(&before) || matches!(next, b')' | b']'),
        b')' if before.is_ascii_digit() && is_before_capital(rest) => true,
        b')' | b']' => !is_blank(&next) && reaches_word(rest),
        b'#' | b'&' | b':' | b'@' | b'\\' => !is_blank(&next),
        b'+' | b'<' | b'=' | b'>' | b'|' | b'~' => !is_blank(&before) || !is_blank(&next),
        b'0'..=b'9' => may_tell_digit(next, rest),
        b'A'..=b'Z' => !before.is_ascii_uppercase() && begins_small(&bytes[..at]),
        _ => false,
    }
}

/// White space, or a control character.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "iterators pass references")]
fn is_blank(byte: &u8) -> bool {
    *byte <= b' '
}

/// How far a look at the bytes around one goes.
const FAR: usize = 16;

/// Whether a word follows before white space does.
fn reaches_word(rest: &[u8]) -> bool {
    let end = rest.iter().take(FAR).position(|byte| is_blank(byte) || is_word(*byte));
    match end {
        Some(end) => !is_blank(&rest[end]),
        // What was not looked at may be one: a place too many costs time, a place too few a mark.
        None => rest.len() > FAR,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'%')
}

/// Whether what is between these bytes is the full stop between two letters of `e.g.`.
fn parts_initials(before: &[u8], rest: &[u8]) -> bool {
    let is_letter = u8::is_ascii_alphabetic;
    matches!(before, [.., letter] if is_letter(letter))
        && ends_with_letter(before)
        && before.iter().nth_back(1) != Some(&b'\'')
        && matches!(rest, [letter, b'.', ..] if is_letter(letter))
}

fn may_tell_digit(next: u8, rest: &[u8]) -> bool {
    !next.is_ascii_digit() && (matches!(next, b'\'' | b'"') || has_capital_unit(rest))
}

/// Whether the dash between these bytes is a sign, torn, or told.
fn may_tell_dash(bytes: &[u8], at: usize, before: u8, rest: &[u8]) -> bool {
    let next = rest.first().copied().unwrap_or(b' ');
    if before.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() {
        return match (before.is_ascii_digit(), next.is_ascii_digit()) {
            (false, true) => ends_with_letter(&bytes[..at]),
            (true, false) => begins_with_letter(rest),
            _ => false,
        };
    }
    let run = rest.iter().take(FAR).take_while(|byte| **byte == b'-').count();
    let behind = rest.get(run).copied().unwrap_or(b' ');
    let is_apart = is_blank(&before) && is_blank(&behind) && run < FAR;
    let is_inner = before == b'-' && at > 1 && is_blank(&bytes[at - 2]) && is_blank(&next);
    if is_apart || is_inner { may_be_sign(before, rest) } else { true }
}

/// Whether the word that ends here is a single letter, or may be.
fn ends_with_letter(before: &[u8]) -> bool {
    !before.iter().nth_back(1).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether the word that begins here is a single letter, or may be.
fn begins_with_letter(rest: &[u8]) -> bool {
    !rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
}

fn may_tell_operator(bytes: &[u8], at: usize, before: u8, next: u8) -> bool {
    let c = bytes[at];
    if c != b'/' && (before == c || next == c) {
        return may_tell_run(bytes, at);
    }
    match (is_blank(&before), is_blank(&next)) {
        (true, true) => !begins_line(&bytes[..at]),
        (true, false) => c == b'/' || next.is_ascii_digit(),
        (false, true) => c != b'/',
        (false, false) => true,
    }
}

/// Whether words may be on both sides of a run of the sign that is here.
fn may_tell_run(bytes: &[u8], at: usize) -> bool {
    let sign = bytes[at];
    let before = bytes[..at].iter().rev().take(FAR).find(|byte| **byte != sign);
    let behind = bytes[at..].iter().take(FAR).find(|byte| **byte != sign);
    may_be_word(before, at > FAR) && may_be_word(behind, bytes.len() - at > FAR)
}

/// Whether the byte at an end of a run may be in a word; none was found where the run `is_cut` or the sentence ends.
fn may_be_word(byte: Option<&u8>, is_cut: bool) -> bool {
    byte.map_or(is_cut, u8::is_ascii_alphanumeric)
}

/// Whether only a few blanks are before this on its line.
fn begins_line(before: &[u8]) -> bool {
    let blank = before.iter().rev().take(FAR).take_while(|byte| is_blank(byte));
    let mut blank = blank.enumerate();
    before.len() < FAR && before.iter().all(is_blank)
        || blank.any(|(_, byte)| matches!(byte, b'\n' | b'\r'))
}

/// Whether a number follows the dash between these bytes, and nothing before it belongs to the dash.
fn may_be_sign(before: u8, rest: &[u8]) -> bool {
    let follows = rest.iter().take(FAR).position(|byte| !is_blank(byte));
    let Some(follows) = follows else { return rest.len() > FAR };
    let is_apart = follows > 0 || !before.is_ascii_alphanumeric();
    is_apart && rest[follows].is_ascii_digit()
}

/// Whether the next word begins with a capital and does not touch what is before.
fn is_before_capital(rest: &[u8]) -> bool {
    match rest.iter().take(FAR).position(u8::is_ascii_alphanumeric) {
        Some(word) => word > 0 && rest[word].is_ascii_uppercase(),
        None => rest.len() > FAR,
    }
}

/// Whether the word that ends here may begin with a small letter.
fn begins_small(before: &[u8]) -> bool {
    let word = before.iter().rev().take(FAR).take_while(|byte| byte.is_ascii_alphanumeric());
    let length = word.clone().count();
    length == FAR
        || word.filter(|byte| byte.is_ascii_alphabetic()).last().is_some_and(u8::is_ascii_lowercase)
}

/// Whether the next word may be a unit with a capital.
fn has_capital_unit(rest: &[u8]) -> bool {
    let blank = rest.iter().take(FAR).take_while(|byte| is_blank(byte)).count();
    let word = rest[blank..].iter().take_while(|byte| byte.is_ascii_alphabetic());
    let letters = word.take(MAX_UNIT + 1);
    blank == FAR
        || ((1..=MAX_UNIT).contains(&letters.clone().count())
            && letters.take(MAX_UNIT).any(u8::is_ascii_uppercase))
}
