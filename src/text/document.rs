//! Where the paragraphs of a text are.

use core::ops::Range;

use super::{Span, alphabet};

/// A text and its paragraphs, as byte spans.
///
/// ```
/// use paradup::text::Document;
///
/// let document = Document::plain("A headline\n\n  One paragraph,\r\nwrapped.\n").with_path("news.txt");
/// assert_eq!(document.paragraphs().collect::<Vec<_>>(), ["A headline", "One paragraph,\r\nwrapped."]);
/// assert_eq!(document.line_of(document.spans()[1].start), 3);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    path: Option<String>,
    text: String,
    paragraphs: Vec<Span>,
    /// The first byte of each line.
    lines: Vec<usize>,
}

impl Document {
    /// Plain text: blank lines and U+2029 separate paragraphs. O(n).
    ///
    /// Lines end with LF, CRLF, CR, U+0085 or U+2028. A line is blank if it holds only white space
    /// and invisible characters. White space at both ends, and a byte order mark at the start of
    /// the text, belong to no paragraph; no paragraph is empty.
    pub fn plain(text: impl Into<String>) -> Document {
        let text = text.into();
        let paragraphs = plain_paragraphs(&text);
        Document { path: None, lines: line_starts(&text), text, paragraphs }
    }

    /// The whole text as one paragraph, white space at both ends aside; none if that is all.
    pub fn whole(text: impl Into<String>) -> Document {
        let text = text.into();
        let paragraphs = trimmed(&text, 0..text.len()).into_iter().map(Span::from).collect();
        Document { path: None, lines: line_starts(&text), text, paragraphs }
    }

    /// Names the file it came from, for reports.
    #[must_use]
    pub fn with_path(self, path: impl Into<String>) -> Document {
        Document { path: Some(path.into()), ..self }
    }

    /// The file it came from, if it was named.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraphs as bytes of the text: at character boundaries, in order, apart, none empty.
    pub fn spans(&self) -> &[Span] {
        &self.paragraphs
    }

    /// The texts of the paragraphs, in order.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = &str> {
        self.paragraphs.iter().map(|span| &self.text[*span])
    }

    /// The number of the line that holds the byte at `offset`, from 1. O(log lines). An offset beyond
    /// the text is in its last line.
    pub fn line_of(&self, offset: usize) -> usize {
        // The default document has no text, and so no line was found in it.
        self.lines.partition_point(|start| *start <= offset).max(1)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    lines(text).map(|line| line.content.start).collect()
}

fn plain_paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for line in lines(text) {
        let blank = is_blank(&text[line.content.clone()]);
        if !blank {
            let start = open.map_or(line.content.start, |span| span.start);
            open = Some(start..line.content.end);
        }
        if blank || line.end == LineEnd::Paragraph {
            paragraphs.extend(open.take().and_then(|span| trimmed(text, span)).map(Span::from));
        }
    }
    paragraphs.extend(open.and_then(|span| trimmed(text, span)).map(Span::from));
    paragraphs
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || alphabet::is_ignorable(c))
}

/// The span without white space at both ends, or `None` where nothing visible is left.
fn trimmed(text: &str, mut span: Range<usize>) -> Option<Range<usize>> {
    // Elsewhere U+FEFF is a joiner, and belongs to its paragraph.
    if span.start == 0 && text.starts_with('\u{feff}') {
        span.start = '\u{feff}'.len_utf8();
    }
    let rest = text[span.clone()].trim_start();
    let start = span.end - rest.len();
    let visible = rest.trim_end();
    (!is_blank(visible)).then_some(start..start + visible.len())
}

struct Line {
    /// Its bytes without its end.
    content: Range<usize>,
    end: LineEnd,
    /// Where the next line starts.
    after: usize,
}

#[derive(PartialEq, Eq)]
enum LineEnd {
    Line,
    Paragraph,
    /// The end of the text.
    Text,
}

/// All lines, the last of which ends with the text and may be empty.
fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut next = Some(0);
    core::iter::from_fn(move || {
        let line = line_from(text, next?);
        next = (line.end != LineEnd::Text).then_some(line.after);
        Some(line)
    })
}

fn line_from(text: &str, start: usize) -> Line {
    let rest = &text[start..];
    let Some((length, separator)) = rest.char_indices().find(|&(_, c)| is_line_end(c)) else {
        return Line { content: start..text.len(), end: LineEnd::Text, after: text.len() };
    };
    let end = if separator == '\u{2029}' { LineEnd::Paragraph } else { LineEnd::Line };
    let separator = if rest[length..].starts_with("\r\n") { 2 } else { separator.len_utf8() };
    Line { content: start..start + length, end, after: start + length + separator }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
