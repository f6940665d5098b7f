//! Marks that lay lines out and say nothing are blanked before words are looked for.
//!
//! What is left is as long as before, byte for byte, so that every place in it is one in the original.

use core::ops::Range;
use std::borrow::Cow;

use super::alphabet::{self, Class};
use super::mask::{BLOCK, line_end_candidates, of_first_block};

/// The text without its layout, at the same length:
///
/// * quote marks (`>`, `|`) at the start of lines are blank where every line that is not blank begins
///   with one;
/// * a `+` at the start of a line, before white space and something that is no digit, is blank;
/// * a soft hyphen at the end of a line joins the lines, and so does a dash between digits.
///
/// O(n). Borrowed where nothing is to be done.
pub(crate) fn without_layout(text: &str) -> Cow<'_, str> {
    if !begins_with_mark(text) && next_line_end(text, 0).is_none() {
        return Cow::Borrowed(text);
    }
    let is_quoted = is_quoted(text);
    let mut cleaned = Cleaned { text, copied: 0, other: String::new() };
    for line in lines(text) {
        cleaned.line(line, is_quoted);
    }
    cleaned.finish()
}

/// Whether a text of one line may have a mark to blank.
pub(super) fn begins_with_mark(text: &str) -> bool {
    match text.bytes().next() {
        Some(byte) if byte.is_ascii_alphanumeric() => false,
        _ => text.trim_start_matches(is_blank).starts_with(['>', '|', '+']),
    }
}

/// Whether every line that is not blank begins with a quote mark.
fn is_quoted(text: &str) -> bool {
    let mut written = lines(text).map(|line| &text[line]).filter(|line| !is_blank_line(line));
    written.next().is_some_and(begins_with_quote) && written.all(begins_with_quote)
}

fn begins_with_quote(line: &str) -> bool {
    quote_end(line) > 0
}

/// Where the run of quote marks at the start of a line ends; 0 where there is none. A mark directly
/// before a digit or a symbol is an operator.
fn quote_end(line: &str) -> usize {
    let (mut rest, mut end) = (line.trim_start_matches(is_blank), 0);
    while let Some(after) = rest.strip_prefix(is_quote_mark).filter(|after| may_be_quoted(after)) {
        end = line.len() - after.len();
        rest = after.trim_start_matches(is_blank);
    }
    end
}

fn may_be_quoted(after: &str) -> bool {
    let next = after.trim_start_matches(alphabet::is_ignorable).chars().next();
    next.is_none_or(|c| c.is_whitespace() || is_quote_mark(c) || c.is_alphabetic())
}

fn is_quote_mark(c: char) -> bool {
    matches!(c, '>' | '|')
}

/// Whether a line begins with a bullet that would be a word: `+`. All other bullets are in no word anyway.
fn begins_with_bullet(line: &str) -> bool {
    let Some(after) = line.strip_prefix('+') else {
        return false;
    };
    let after = after.trim_start_matches(alphabet::is_ignorable);
    let item = after.trim_start_matches(is_blank).chars().next();
    after.starts_with(char::is_whitespace) && item.is_some_and(|c| !is_digit(c))
}

fn is_digit(c: char) -> bool {
    alphabet::class(c) == Class::Digit
}

fn is_dash(c: char) -> bool {
    alphabet::unify(c) == '-'
}

fn is_blank_line(line: &str) -> bool {
    line.chars().all(is_blank)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || alphabet::is_ignorable(c)
}

/// A copy of the text in the making; none while nothing is changed.
struct Cleaned<'t> {
    text: &'t str,
    /// Bytes of `text` that are copied or replaced.
    copied: usize,
    other: String,
}

impl<'t> Cleaned<'t> {
    fn line(&mut self, line: Range<usize>, is_quoted: bool) {
        let text = self.text;
        let content = content_start(text, &line, is_quoted);
        if is_quoted {
            self.replace(line.start..content, |quote, other| {
                other.extend(quote.chars().map(|c| if is_quote_mark(c) { ' ' } else { c }));
            });
        }
        if begins_with_bullet(&text[content..line.end]) {
            self.replace(content..content + 1, |_, other| other.push(' '));
        }
        if let Some(join) = Join::at_end(text, &line) {
            self.join(&join, is_quoted);
        }
    }

    fn join(&mut self, join: &Join, is_quoted: bool) {
        let text = self.text;
        let Some(next) = lines(&text[join.next..]).next() else {
            return;
        };
        let next = join.next + next.start..join.next + next.end;
        let end = content_start(text, &next, is_quoted);
        match join.what {
            Joint::SoftHyphen => self.replace(join.start..end, |gap, other| {
                push_ignorables(gap.len(), other);
            }),
            Joint::Dash if text[end..].starts_with(is_digit) => {
                self.replace(join.start..end, |gap, other| push_dash(gap.len(), other));
            }
            Joint::Dash => {}
        }
    }

    /// Replaces what is not replaced yet.
    fn replace(&mut self, range: Range<usize>, write: impl FnOnce(&str, &mut String)) {
        if range.start >= self.copied {
            self.other.push_str(&self.text[self.copied..range.start]);
            write(&self.text[range.clone()], &mut self.other);
            self.copied = range.end;
            debug_assert_eq!(self.other.len(), range.end, "as long as before");
        }
    }

    fn finish(mut self) -> Cow<'t, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.other.push_str(&self.text[self.copied..]);
        Cow::Owned(self.other)
    }
}

/// Where the words of a line start: behind what is blank and, in a quoted text, behind its marks. A
/// blank line has none, and is left as it is.
fn content_start(text: &str, line: &Range<usize>, is_quoted: bool) -> usize {
    let written = &text[line.clone()];
    if is_blank_line(written) {
        return line.start;
    }
    let quote = if is_quoted { quote_end(written) } else { 0 };
    line.end - written[quote..].trim_start_matches(is_blank).len()
}

/// What may join a line with the next one.
struct Join {
    what: Joint,
    start: usize,
    /// Where the next line starts.
    next: usize,
}

enum Joint {
    SoftHyphen,
    Dash,
}

impl Join {
    fn at_end(text: &str, line: &Range<usize>) -> Option<Join> {
        let next = line.end + line_end_len(&text[line.end..])?;
        let written = text[line.clone()].trim_end_matches(is_blank);
        let end = line.start + written.len();
        if let Some(hyphen) = text[end..line.end].rfind('\u{ad}') {
            return Some(Join { what: Joint::SoftHyphen, start: end + hyphen, next });
        }
        let number = written.strip_suffix(is_dash)?;
        let after_digit = number.trim_end_matches(alphabet::is_ignorable).ends_with(is_digit);
        after_digit.then_some(Join { what: Joint::Dash, start: line.start + number.len(), next })
    }
}

/// Soft hyphens and zero width spaces that together have this length, of 2 or more bytes.
fn push_ignorables(length: usize, text: &mut String) {
    if length % 2 == 1 {
        text.push('\u{200b}');
    }
    text.extend(core::iter::repeat_n('\u{ad}', length / 2 - length % 2));
}

/// A dash and ignorable characters of this length, of 2 or more bytes.
fn push_dash(length: usize, text: &mut String) {
    if length == 3 {
        text.push('\u{2010}');
    } else {
        text.push('\u{58a}');
        push_ignorables(length - 2, text);
    }
}

/// The lines of a text without their ends, at least one.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    core::iter::from_fn(move || {
        let start = next?;
        let end = next_line_end(text, start);
        next = end.and_then(|end| Some(end + line_end_len(&text[end..])?));
        Some(start..end.unwrap_or(text.len()))
    })
}

/// The bytes of the line end that `text` begins with; none at its end.
fn line_end_len(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    Some(if text.starts_with("\r\n") { 2 } else { first.len_utf8() })
}

/// Where the next line end is: LF, CR, vertical tab, form feed, U+0085, U+2028 or U+2029.
fn next_line_end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).step_by(BLOCK).find_map(|base| {
        let mut candidates = of_first_block(&bytes[base..], line_end_candidates);
        while candidates != 0 {
            let at = base + candidates.trailing_zeros() as usize;
            candidates &= candidates - 1;
            if let Some(start) = line_end_start(bytes, at) {
                return Some(start);
            }
        }
        None
    })
}

/// Where the line end starts whose last byte is at `at`.
fn line_end_start(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        0x85 if bytes[..at].ends_with(b"\xc2") => Some(at - 1),
        0xa8 | 0xa9 if bytes[..at].ends_with(b"\xe2\x80") => Some(at - 2),
        b'\n'..=b'\r' => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_are_blanked() {
        let table = [
            ("> one\n> two", "  one\n  two"),
            (">> one\n> > two\r\n>three", "   one\n    two\r\n three"),
            ("| one\n\n  | two", "  one\n\n    two"),
            ("> one\n>\n> two", "  one\n \n  two"),
            ("> one\ntwo", "> one\ntwo"),
            ("> one\n>5 mg", "> one\n>5 mg"),
            (">= one", ">= one"),
            ("> >5 mg", "  >5 mg"),
            ("> 5 apples", "  5 apples"),
            ("+ one\n  + two\n+ 3\n+4\n+five", "  one\n    two\n+ 3\n+4\n+five"),
            ("> + one", "    one"),
            ("one + two\n+", "one + two\n+"),
        ];
        for (text, expected) in table {
            assert_eq!(without_layout(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_joined() {
        let table = [
            ("wa\u{ad}\nter", "wa\u{200b}ter"),
            ("wa\u{ad} \r\n ter", "wa\u{ad}\u{ad}\u{ad}ter"),
            ("> wa\u{ad}\n> ter", "  wa\u{200b}\u{ad}ter"),
            ("wa\u{ad}", "wa\u{ad}"),
            ("802-\n11", "802\u{58a}11"),
            ("802-\r\n11", "802\u{2010}11"),
            ("802–\u{2028}11", "802\u{58a}\u{ad}\u{ad}11"),
            ("802-\nAB", "802-\nAB"),
            ("802 -\n11", "802 -\n11"),
            ("well-\nknown", "well-\nknown"),
        ];
        for (text, expected) in table {
            assert_eq!(without_layout(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_without_layout_is_borrowed() {
        for text in ["", "one", "one\ntwo - three", "- one\n- two", "> one\ntwo", "\u{85}\u{2029}"]
        {
            assert!(matches!(without_layout(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn line_ends_are_found(text in "[a\\n\\r\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{2027}хè]{0,9}[aх]{0,140}\\PC?\\n?") {
            let is_line_end =
                |c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            for (at, _) in text.char_indices() {
                let expected = text[at..].find(is_line_end).map(|end| at + end);
                prop_assert_eq!(next_line_end(&text, at), expected);
            }
        }

        #[test]
        fn nothing_moves(text in "([>|+] ?|[\\n\\r\u{ad}\u{200b}\u{2028} 5-]|–|a|é|東){0,40}") {
            prop_assert_eq!(without_layout(&text).len(), text.len());
        }
    }
}
