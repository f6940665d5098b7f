//! Lines of documents.

use core::ops::Range;

use crate::text::{Span, is_ignorable};

/// A line of a document.
pub(super) struct Line {
    /// Its bytes without its end.
    pub(super) content: Range<usize>,
    pub(super) end: LineEnd,
    /// Where the next line starts.
    pub(super) after: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    Line,
    /// U+2029, which ends a paragraph too.
    Paragraph,
    /// A form feed, which ends a paragraph too, and which editors do not count as the end of a line.
    Page,
    /// The end of the text.
    Text,
}

/// All lines, the last of which ends with the text and may be empty.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut next = Some(0);
    core::iter::from_fn(move || {
        let line = line_from(text, next?);
        next = (line.end != LineEnd::Text).then_some(line.after);
        Some(line)
    })
}

fn line_from(text: &str, start: usize) -> Line {
    let Some((length, separator)) = first_line_end(&text[start..]) else {
        return Line { content: start..text.len(), end: LineEnd::Text, after: text.len() };
    };
    let rest = &text[start..];
    let end = match separator {
        '\u{2029}' => LineEnd::Paragraph,
        '\u{c}' => LineEnd::Page,
        _ => LineEnd::Line,
    };
    let separator = if rest[length..].starts_with("\r\n") { 2 } else { separator.len_utf8() };
    Line { content: start..start + length, end, after: start + length + separator }
}

/// Where the first line ends, and the character that ends it.
fn first_line_end(text: &str) -> Option<(usize, char)> {
    let mut from = 0;
    loop {
        // Bytes are looked through faster than characters. All line ends begin with one of these.
        let may_end = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\x0c' | 0xc2 | 0xe2);
        let at = from + text.as_bytes()[from..].iter().position(may_end)?;
        let c = text[at..].chars().next()?;
        if is_line_end(c) {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Where each line starts, as editors count lines.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let starts = lines(text).filter(|line| !matches!(line.end, LineEnd::Page | LineEnd::Text));
    core::iter::once(0).chain(starts.map(|line| line.after)).collect()
}

/// The number of the line that holds a byte, from 1, by the first byte of each line.
pub(super) fn line_of(starts: &[usize], offset: usize) -> usize {
    // The default document has no text, and so no line was found in it.
    starts.partition_point(|start| *start <= offset).max(1)
}

/// Whether nothing is to be seen in a text.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_ignorable(c))
}

/// The text without white space at both ends, or `None` where nothing visible is left.
pub(super) fn visible(text: &str) -> Option<Span> {
    let rest = text.trim_start();
    let start = text.len() - rest.len();
    let visible = rest.trim_end();
    (!is_blank(visible)).then_some(Span { start, end: start + visible.len() })
}

/// The white space at the start of a line: its columns, with a tab stop every eight, and its bytes.
pub(super) fn indent(line: &str) -> (usize, usize) {
    let rest = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let space = &line[..line.len() - rest.len()];
    let columns = space.chars().fold(0, |column, c| match c {
        '\t' => column / 8 * 8 + 8,
        '\u{feff}' => column,
        _ => column + 1,
    });
    (columns, space.len())
}

/// How wide a text is, in columns. Characters of East Asian scripts fill two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}
