//! The signs of a gap, in one way of writing, what kinds of them there are, and hyphens that may be spaces as well.

use crate::text::alphabet::{self, Class};

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
fn sign(c: char) -> char {
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

/// The run of a sentence, from white space to white space, that was last asked about.
#[derive(Debug, Default)]
pub(super) struct HyphenatedRun {
    end: usize,
    is_loose: bool,
}

impl HyphenatedRun {
    /// Whether hyphens alone join the words of the run in which `at` is. Asked for rising places, linear in all of them.
    pub(super) fn is_loose(&mut self, sentence: &str, at: usize) -> bool {
        // Places rise, so a run that was left is never asked about again.
        if at >= self.end {
            let start = sentence[..at].trim_end_matches(|c: char| !c.is_whitespace()).len();
            let written = sentence[at..].trim_start_matches(|c: char| !c.is_whitespace());
            self.end = sentence.len() - written.len();
            self.is_loose = is_joined_by_hyphens(&sentence[start..self.end]);
        }
        self.is_loose
    }
}

/// Whether hyphens between letters alone join the words of a run.
fn is_joined_by_hyphens(run: &str) -> bool {
    let start = run.trim_start_matches(|c| !is_word(c) && !begins(c));
    let inner = start.trim_end_matches(|c| !is_word(c));
    let mut previous = None;
    let mut chars = inner.chars().filter(|c| !alphabet::is_ignorable(*c)).peekable();
    while let Some(c) = chars.next() {
        if !is_word(c) && joins(previous, sign(c), chars.peek().copied()) {
            return false;
        }
        previous = Some(c);
    }
    true
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let class = alphabet::class(alphabet::unify(c));
    matches!(class, Class::Letter | Class::Mark | Class::Digit | Class::Unspaced)
}

/// Whether it says something at the start of a run.
fn begins(c: char) -> bool {
    "#@&/\\:.-~<=>+|^".contains(c)
}

/// Whether a sign in a run joins words as no hyphen between letters does.
fn joins(previous: Option<char>, c: char, next: Option<char>) -> bool {
    match c {
        ',' | '،' | ';' | '؛' | '…' | '—' | '?' | '!' | '$' | '%' => false,
        // Outside of words these emphasise.
        '*' | '_' => are_both([previous, next], is_word),
        // `3.5`, `10:30` and `1/2` are numbers, not words that are joined.
        '.' | ':' | '/' => !are_both([previous, next], is_digit),
        '-' | '–' => previous.is_none() || next.is_none(),
        c => !is_quote(c),
    }
}

fn are_both(neighbours: [Option<char>; 2], kind: fn(char) -> bool) -> bool {
    neighbours.into_iter().all(|c| c.is_some_and(kind))
}

fn is_digit(c: char) -> bool {
    alphabet::unify(c).is_ascii_digit()
}
