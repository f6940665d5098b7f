//! Marks that lay lines out and say nothing are blanked before words are looked for.
//!
//! What is left is as long as before, byte for byte, so that every place in it is one in the original.

use core::ops::Range;
use std::borrow::Cow;

use super::alphabet::{self, Class};
use super::lines::{lines, next_line_end};

/// The text without its layout, at the same length:
///
/// * quote marks at the start of lines are blank where every line that is not blank begins with the same:
///   as many `>` as all of them have, or one `|` where there are two lines or more;
/// * a `+` at the start of a line, before white space and something that is no digit, is blank where the
///   text begins with it or another line does;
/// * a soft hyphen at the end of a line joins the lines, and so does a dash between digits.
///
/// O(n). Borrowed where nothing is to be done.
pub(crate) fn without_layout(text: &str) -> Cow<'_, str> {
    // On one line alone, neither a bar nor the end of the line is layout.
    if !begins_with_mark(text) && next_line_end(text, 0).is_none() {
        return Cow::Borrowed(text);
    }
    let quote = Quote::find(text);
    let mut cleaned = Cleaned { text, quote, is_list: None, copied: 0, other: String::new() };
    for line in lines(text) {
        cleaned.line(line);
    }
    cleaned.finish()
}

/// Whether a text of one line may have a mark to blank. A bar is layout beside others alone.
pub(super) fn begins_with_mark(text: &str) -> bool {
    match text.bytes().next() {
        Some(byte) if byte.is_ascii_alphanumeric() => false,
        _ => text.trim_start_matches(is_blank).starts_with(['>', '+']),
    }
}

/// What quotes every line that is not blank.
#[derive(Clone, Copy)]
struct Quote {
    mark: char,
    /// How many of it are taken from a line.
    depth: usize,
}

impl Quote {
    /// One kind of mark: a bar behind `>` belongs to what is quoted. So does a `>` that not every line has,
    /// for the text may have been wrapped before it. For the same reason a bar on one line alone is no
    /// layout, and of several the first alone is: the next one ends an empty cell.
    fn find(text: &str) -> Option<Quote> {
        let mut written = lines(text).map(|line| &text[line]).filter(|line| !is_blank_line(line));
        let first = written.next()?;
        let mark = first.trim_start_matches(is_blank).chars().next()?;
        let mut others = written.peekable();
        let max_depth = match mark {
            '>' => usize::MAX,
            '|' if others.peek().is_some() => 1,
            _ => return None,
        };
        let lines = core::iter::once(first).chain(others);
        let mut depths = lines.map(|line| quote_depth(line, mark));
        // One line that has words and no mark, and nothing is quoted.
        let depth = depths.try_fold(max_depth, |least, depth| Some(depth?.min(least)))?;
        Some(Quote { mark, depth })
    }

    /// Where the marks of a line end; 0 where it has none.
    fn end(self, line: &str) -> usize {
        quote_mark_ends(line, self.mark).take(self.depth).last().unwrap_or(0)
    }
}

/// How many quote marks may be taken from a line that begins with one: any number where it has no words.
fn quote_depth(line: &str, mark: char) -> Option<usize> {
    let (last, end) = quote_mark_ends(line, mark).enumerate().last()?;
    Some(if is_blank_line(&line[end..]) { usize::MAX } else { last + 1 })
}

/// Where each quote mark at the start of a line ends. One directly before a digit or a symbol is an operator.
fn quote_mark_ends(line: &str, mark: char) -> impl Iterator<Item = usize> {
    let mut rest = line;
    core::iter::from_fn(move || {
        let after = rest.trim_start_matches(is_blank).strip_prefix(mark)?;
        rest = after;
        may_be_quoted(after).then(|| line.len() - after.len())
    })
}

fn may_be_quoted(after: &str) -> bool {
    let next = after.trim_start_matches(alphabet::is_ignorable).chars().next();
    next.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '|') || c.is_alphabetic())
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
    quote: Option<Quote>,
    /// Whether bullets are layout; unknown before the first line that begins with one.
    is_list: Option<bool>,
    /// Bytes of `text` that are copied or replaced.
    copied: usize,
    other: String,
}

impl<'t> Cleaned<'t> {
    fn line(&mut self, line: Range<usize>) {
        let text = self.text;
        let content = self.content_start(&line);
        if let Some(Quote { mark, .. }) = self.quote {
            self.replace(line.start..content, |quote, other| {
                other.extend(quote.chars().map(|c| if c == mark { ' ' } else { c }));
            });
        }
        // Behind the marks of a quotation, which may quote a list.
        if begins_with_bullet(&text[content..line.end]) && self.is_list(&line) {
            self.replace(content..content + 1, |_, other| other.push(' '));
        }
        if let Some(join) = Join::at_end(text, &line) {
            self.join(&join);
        }
    }

    /// Whether bullets are layout, where `line` is the first that begins with one: it is the first with
    /// words, or another begins so. One alone further down may be an operator that a line was wrapped
    /// before. The other lines are looked through once.
    fn is_list(&mut self, line: &Range<usize>) -> bool {
        self.is_list.unwrap_or_else(|| {
            let mut before = lines(&self.text[..line.start]);
            let is_first = before.all(|line| is_blank_line(self.content(&line)));
            let found = is_first
                || self.lines_behind(line.end).any(|line| begins_with_bullet(self.content(&line)));
            *self.is_list.insert(found)
        })
    }

    /// The lines behind one that ends at `end`.
    fn lines_behind(&self, end: usize) -> impl Iterator<Item = Range<usize>> {
        lines(&self.text[end..]).skip(1).map(move |line| end + line.start..end + line.end)
    }

    fn content(&self, line: &Range<usize>) -> &'t str {
        &self.text[self.content_start(line)..line.end]
    }

    /// Where the words of a line start: behind what is blank and, in a quoted text, behind its marks. A
    /// blank line has none, and is left as it is.
    fn content_start(&self, line: &Range<usize>) -> usize {
        let written = &self.text[line.clone()];
        if is_blank_line(written) {
            return line.start;
        }
        let quote = self.quote.map_or(0, |quote| quote.end(written));
        line.end - written[quote..].trim_start_matches(is_blank).len()
    }

    fn join(&mut self, join: &Join) {
        let text = self.text;
        let Some(next) = self.lines_behind(join.line_end).next() else {
            return;
        };
        let end = self.content_start(&next);
        match join.what {
            // What is put in place of the gap is invisible, so that both lines are one word and no place moves.
            JoinKind::SoftHyphen => self.replace(join.start..end, |gap, other| {
                push_ignorables(gap.len(), other);
            }),
            JoinKind::Dash if text[end..].starts_with(is_digit) => {
                self.replace(join.start..end, |gap, other| push_dash(gap.len(), other));
            }
            JoinKind::Dash => {}
        }
    }

    /// Replaces what is not replaced yet.
    fn replace(&mut self, range: Range<usize>, write: impl FnOnce(&str, &mut String)) {
        // A line that was joined with the one before has lost its marks already.
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

/// What may join a line with the next one.
struct Join {
    what: JoinKind,
    start: usize,
    /// Where its line ends.
    line_end: usize,
}

enum JoinKind {
    SoftHyphen,
    Dash,
}

impl Join {
    fn at_end(text: &str, line: &Range<usize>) -> Option<Join> {
        let written = text[line.clone()].trim_end_matches(is_blank);
        let end = line.start + written.len();
        if let Some(hyphen) = text[end..line.end].rfind('\u{ad}') {
            return Some(Join {
                what: JoinKind::SoftHyphen,
                start: end + hyphen,
                line_end: line.end,
            });
        }
        let number = written.strip_suffix(is_dash)?;
        let after_digit = number.trim_end_matches(alphabet::is_ignorable).ends_with(is_digit);
        after_digit.then_some(Join {
            what: JoinKind::Dash,
            start: line.start + number.len(),
            line_end: line.end,
        })
    }
}

/// Soft hyphens and zero width spaces that together have this length, of 2 or more bytes.
fn push_ignorables(length: usize, text: &mut String) {
    // A soft hyphen has two bytes, a zero width space three.
    if length % 2 == 1 {
        text.push('\u{200b}');
    }
    text.extend(core::iter::repeat_n('\u{ad}', length / 2 - length % 2));
}

/// A dash and ignorable characters of this length, of 2 or more bytes.
fn push_dash(length: usize, text: &mut String) {
    // Dashes of three bytes and of two, both of which fold to `-`.
    if length == 3 {
        text.push('\u{2010}');
    } else {
        text.push('\u{58a}');
        push_ignorables(length - 2, text);
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
            (">> one\n> > two\r\n>>three", "   one\n    two\r\n  three"),
            (">> one\n> > two\r\n>three", " > one\n  > two\r\n three"),
            ("> > one\n>\n> > two\n>>>", "    one\n \n    two\n  >"),
            (">\n>>", " \n  "),
            ("| one\n\n  | two", "  one\n\n    two"),
            ("> | one\n> | two", "  | one\n  | two"),
            ("> one\n> | two", "  one\n  | two"),
            ("> one\n> > two", "  one\n  > two"),
            ("> + one\n> + two", "    one\n    two"),
            ("| > one\n| > two", "  > one\n  > two"),
            ("| | one\n|| two", "  | one\n | two"),
            ("> one\n| two", "> one\n| two"),
            ("| one", "| one"),
            ("\n| one\n ", "\n| one\n "),
            ("> one\n>\n> two", "  one\n \n  two"),
            ("> one\ntwo", "> one\ntwo"),
            ("> one\n>5 mg", "> one\n>5 mg"),
            (">= one", ">= one"),
            ("> >5 mg", "  >5 mg"),
            ("> 5 apples", "  5 apples"),
            ("+ one\n  + two\n+ 3\n+4\n+five", "  one\n    two\n+ 3\n+4\n+five"),
            ("list\n+ one\n\ntwo\n+ three", "list\n  one\n\ntwo\n  three"),
            ("+ one\ntwo", "  one\ntwo"),
            ("one\n+ two", "one\n+ two"),
            ("> + one", "    one"),
            ("> \n> + one\n> two", "  \n    one\n  two"),
            ("> one\n> + two", "  one\n  + two"),
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
        for text in [
            "",
            "one",
            "one\ntwo - three",
            "- one\n- two",
            "> one\ntwo",
            "| one",
            "one\n+ two",
            "\u{85}\u{2029}",
        ] {
            assert!(matches!(without_layout(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_moves(text in "([>|+] ?|[\\n\\r\u{ad}\u{200b}\u{2028} 5-]|–|a|é|東){0,40}") {
            prop_assert_eq!(without_layout(&text).len(), text.len());
        }
    }
}
