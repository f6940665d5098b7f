//! The signs of a gap, in one way of writing, and what kinds of them there are.

use crate::text::alphabet;

/// Reads the signs of a gap: what is written in several ways is one character, and what says nothing is left
/// out. `…` stands for three dots or more, `—` for a dash between clauses, `–` for one that may also be a minus.
pub(super) fn read_signs(gap: &str, signs: &mut Vec<char>) {
    signs.clear();
    for c in gap.chars().filter(|c| !alphabet::is_ignorable(*c)) {
        let c = sign(c);
        if signs.last() == Some(&'\\') && !c.is_whitespace() {
            // Markdown escapes a sign by this one: `5\\*6` is `5*6`.
            signs.pop();
        }
        match signs.as_slice() {
            [.., '…'] if c == '.' => {}
            [.., '…', ' '] if c == '.' => drop(signs.pop()),
            [.., '.', '.'] if c == '.' => replace(signs, 2, '…'),
            [.., '.', ' ', '.', ' '] if c == '.' => replace(signs, 4, '…'),
            _ => signs.push(c),
        }
    }
}

fn replace(signs: &mut Vec<char>, last: usize, c: char) {
    signs.truncate(signs.len() - last);
    signs.push(c);
}

/// The sign that stands for all its kind. `’` is an apostrophe or a quote that no foot or minute is written with.
pub(super) fn sign(c: char) -> char {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '`' => '’',
        ' '..='~' | '′' | '″' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2013}' => '–',
        '\u{2014}' | '\u{2015}' | '\u{2e3a}' | '\u{2e3b}' => '—',
        '\u{5be}' => '-',
        c if c.is_whitespace() => ' ',
        c => match alphabet::unify(c) {
            '\'' => '’',
            c => c,
        },
    }
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\'' | '"'
            | '′'
            | '″'
            | '’'
            | '“'..='„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'..='』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '\u{5f4}'
    )
}

/// Whether a sentence has a sign that computes, compares or parts cells.
pub(super) fn has_operators(sentence: &str) -> bool {
    // Without a stop at the first, many bytes are looked at in one instruction.
    let may_operate = sentence.bytes().fold(false, |any, byte| {
        any | !byte.is_ascii() | matches!(byte, b'+' | b'<'..=b'>' | b'^' | b'|' | b'~')
    });
    may_operate
        && sentence.contains(|c| {
            matches!(
                c,
                '+' | '<' | '=' | '>' | '^' | '|' | '~' | '±' | '×' | '÷' | '¬' | '\u{2200}'
                    ..='\u{22ff}'
            )
        })
}
