//! Paragraphs as a person reads them: one line of words, shared runs marked, wrapped.

use core::ops::Range;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// Longer paragraphs are cut here, in characters; the line number leads to the whole.
const MAX_LENGTH: usize = 700;

/// How things stand out: by style on a terminal, by brackets elsewhere.
#[derive(Clone, Copy)]
pub(crate) struct Markup {
    styled: bool,
    width: usize,
}

impl Markup {
    /// Styles only where standard output is a terminal and `NO_COLOR` is not set.
    pub(crate) fn for_standard_output() -> Markup {
        let styled = AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
        let width = if styled { textwrap::termwidth().clamp(40, 100) } else { 80 };
        Markup { styled, width }
    }

    /// A heading.
    pub(crate) fn strong(self, text: &str) -> String {
        self.paint(text, Style::new().bold())
    }

    /// Something that needs a look.
    pub(crate) fn warning(self, text: &str) -> String {
        self.paint_words(text, AnsiColor::Yellow.on_default().bold())
    }

    /// `text` under a label, wrapped, with the shared runs marked.
    pub(crate) fn paragraph(self, label: &str, text: &str, shared: &[Range<usize>]) -> String {
        self.labelled(label, &self.marked(text, shared))
    }

    /// Already marked text under a label, wrapped.
    pub(crate) fn labelled(self, label: &str, text: &str) -> String {
        let first = format!("{label:>7} | ");
        let options = textwrap::Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent("        | ")
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(text, options)
    }

    fn paint(self, text: &str, style: Style) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn marked(self, text: &str, shared: &[Range<usize>]) -> String {
        let mut runs = shared.to_vec();
        runs.sort_by_key(|run| run.start);
        let cut = text.char_indices().nth(MAX_LENGTH).map_or(text.len(), |(at, _)| at);
        let (mut marked, mut from) = (String::new(), 0);
        for run in runs.iter().filter(|run| run.start < cut) {
            let end = run.end.min(cut);
            marked.push_str(&one_line(&text[from..run.start]));
            marked.push_str(&self.mark(&one_line(&text[run.start..end])));
            from = end;
        }
        marked.push_str(&one_line(&text[from..cut]));
        if cut < text.len() { marked + " …" } else { marked }
    }

    fn mark(self, run: &str) -> String {
        if !self.styled {
            return format!("[{run}]");
        }
        self.paint_words(run, AnsiColor::Green.on_default().bold())
    }

    /// Each word by itself, so that what is wrapped never styles the margin.
    fn paint_words(self, text: &str, style: Style) -> String {
        let words: Vec<String> = text.split(' ').map(|word| self.paint(word, style)).collect();
        words.join(" ")
    }
}

/// A number and what it counts.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// As much of a text as is worth printing.
pub(crate) fn excerpt(text: &str) -> &str {
    text.char_indices().nth(MAX_LENGTH + 1).map_or(text, |(cut, _)| &text[..cut])
}

/// A line that says where it was cut.
pub(crate) fn shortened(line: &str) -> String {
    match line.char_indices().nth(MAX_LENGTH) {
        Some((cut, _)) => format!("{} …", &line[..cut]),
        None => line.to_owned(),
    }
}

/// The text in one line: white space as single spaces, and what could move a cursor or turn the direction as its escape.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() && line.ends_with(' ') => {}
            c if c.is_whitespace() => line.push(' '),
            c if is_unprintable(c) => line.extend(c.escape_unicode()),
            c => line.push(c),
        }
    }
    line
}

/// The line with what could move a cursor or turn the direction as its escape.
pub(crate) fn printable(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for c in line.chars() {
        if is_unprintable(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// Whether a character could move a cursor or turn the direction of a text.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}
