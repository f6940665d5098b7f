//! Hyphens that may be spaces as well: those that alone join the words of a run.

use super::signs::{is_quote, sign};
use crate::text::alphabet::{self, Class};

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
