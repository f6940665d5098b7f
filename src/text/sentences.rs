//! Where the sentences of a paragraph are.

use core::ops::Range;

use super::abbreviation::{is_abbreviation, last_word};
use super::mask::{places, stop_candidates};

/// A sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Its bytes, trimmed; never empty.
    pub(crate) span: Range<usize>,
    /// Whether a mark ends it, such as a full stop. Leaders (`..... 12`) are none.
    pub(crate) is_closed: bool,
    /// Whether it certainly begins here. Behind `Capt.` or `Sept.` it may be the rest of another sentence.
    pub(crate) is_apart: bool,
}

/// The sentences of `text`: in order, together all that is not white space. O(n).
///
/// `.` `!` `?` `…` end a sentence before white space unless the next character is a lower-case letter. A
/// full stop ends none behind an initial, an abbreviation, or a number of one or two digits, which may be
/// that of a list item or an ordinal. Dots in a row end one where they close a quotation or a bracket: they
/// may stand for what is left out, and four or more lead the eye to a page number. The full stops of other
/// scripts always end one, and so does a blank line. The line of a heading in Markdown is a sentence of its
/// own.
///
/// Where it is in doubt, no sentence ends: what is told of a sentence is then told of more text, and
/// a removal that rests on it is proven for more.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for_each_sentence(text, |sentence| sentences.push(sentence));
    sentences
}

/// [`sentences`], one by one.
pub(super) fn for_each_sentence(text: &str, mut visit: impl FnMut(Sentence)) {
    let mut open = OpenSentence { start: 0, is_apart: true };
    let (mut at, mut line) = (0, Line::at(text, 0));
    for found in places(text.as_bytes(), stop_candidates) {
        // Each terminator of a run is found, and the first has taken the others.
        let is_behind = found >= at;
        let Some(stop) =
            is_behind.then(|| Stop::at(text, (open.start, found), &mut line)).flatten()
        else {
            continue;
        };
        at = stop.end;
        if stop.ends_sentence(text, open.start) {
            open.close(text, at, stop.is_mark(text), &mut visit);
            open.is_apart = stop.parts(text);
        }
    }
    let is_closed = ends_with_mark(&text[open.start..]);
    open.close(text, text.len(), is_closed, &mut visit);
}

/// The sentence that is being read.
struct OpenSentence {
    start: usize,
    is_apart: bool,
}

impl OpenSentence {
    fn close(&mut self, text: &str, end: usize, is_closed: bool, visit: &mut impl FnMut(Sentence)) {
        let start = core::mem::replace(&mut self.start, end);
        if let Some(span) = trimmed(text, start..end) {
            visit(Sentence { span, is_closed, is_apart: self.is_apart });
        }
    }
}

/// Whether a terminator or a line end may begin with this byte.
fn may_stop(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0xd8 | 0xdb | 0xe0..=0xe3 | 0xef)
}

/// What the line that is being read is.
struct Line {
    is_heading: bool,
}

impl Line {
    /// The line that begins here.
    fn at(text: &str, start: usize) -> Line {
        Line { is_heading: is_heading(&text[start..]) }
    }
}

/// Whether a text begins with a heading: up to six `#`, a space and more on the same line.
fn is_heading(text: &str) -> bool {
    let written = text.trim_start_matches([' ', '\t']);
    let title = written.trim_start_matches('#');
    (1..=6).contains(&(written.len() - title.len()))
        && title.starts_with([' ', '\t'])
        && title.trim_start_matches([' ', '\t']).starts_with(|c: char| !c.is_whitespace())
}

/// A run of terminators and the quotes and brackets they close; or the line ends around blank lines or
/// beside a heading.
struct Stop {
    start: usize,
    /// Where the terminators end and the quotes start.
    closers: usize,
    end: usize,
    /// Whether it ends a heading.
    is_heading: bool,
}

impl Stop {
    /// The stop that begins at the byte `start` of a sentence that begins at `sentence`, if one does.
    fn at(text: &str, (sentence, start): (usize, usize), line: &mut Line) -> Option<Stop> {
        // Beyond ASCII every byte is found, also those inside a character.
        let rest = text.get(start..).filter(|rest| rest.bytes().next().is_some_and(may_stop))?;
        let first = rest.chars().next()?;
        if first == '\n' || first == '\r' {
            return Stop::at_line_end(text, start, line);
        }
        if !is_terminator(first) {
            return None;
        }
        let closers = text.len() - rest.trim_start_matches(is_terminator).len();
        let end = text.len() - text[closers..].trim_start_matches(is_closer).len();
        let end = end + closed_emphasis(&text[sentence..start], &text[end..]);
        Some(Stop { start, closers, end, is_heading: false })
    }

    fn at_line_end(text: &str, start: usize, line: &mut Line) -> Option<Stop> {
        let rest = &text[start..];
        // The line ends with LF, which is the next candidate.
        if rest.starts_with("\r\n") {
            return None;
        }
        let blank = blank_lines(rest);
        let end = start + blank.unwrap_or(1);
        let last = core::mem::replace(line, Line::at(text, line_start(text, end)));
        let ends = blank.is_some() || last.is_heading || line.is_heading;
        ends.then_some(Stop { start, closers: start, end, is_heading: last.is_heading })
    }

    fn terminators<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.closers]
    }

    fn ends_sentence(&self, text: &str, start: usize) -> bool {
        let terminators = self.terminators(text);
        if terminators.is_empty() || terminators.contains(is_full_terminator) {
            return true;
        }
        let rest = &text[self.end..];
        let next = rest.trim_start();
        if next.is_empty() {
            return true;
        }
        let goes_on = next.len() == rest.len() || next.starts_with(char::is_lowercase);
        // Dots with spaces between them (`. . .`) are one mark.
        let leads = terminators == "." && next.starts_with('.');
        let elides = is_dots(terminators) && self.closers == self.end;
        !goes_on && !leads && !elides && !is_leader(terminators) && !self.abbreviates(text, start)
    }

    /// Whether it is a single full stop that belongs to the word before it.
    fn abbreviates(&self, text: &str, start: usize) -> bool {
        let before = text[start..self.start].trim_start();
        self.terminators(text) == "."
            && (before.is_empty()
                // One of several dots with spaces between them.
                || before.trim_end().ends_with('.')
                || is_item_number(before)
                || is_ordinal(before)
                || is_abbreviation(last_word(before)))
    }

    fn is_mark(&self, text: &str) -> bool {
        let terminators = self.terminators(text);
        self.is_heading || (!terminators.is_empty() && !is_leader(terminators))
    }

    /// Whether what comes behind it is certainly another sentence. A short word with a capital may be
    /// an abbreviation that no list has.
    fn parts(&self, text: &str) -> bool {
        let word = last_word(&text[..self.start]);
        self.terminators(text) != "."
            || !word.starts_with(char::is_uppercase)
            || word.chars().nth(MAX_ABBREVIATION).is_some()
    }
}

/// Characters of the longest word with a capital that may be an abbreviation nobody has listed.
const MAX_ABBREVIATION: usize = 5;

/// Where the line begins in which this place is, with blanks before it alone.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches([' ', '\t']).len()
}

/// Where blank lines end that begin with this line end.
fn blank_lines(rest: &str) -> Option<usize> {
    let blank = rest.len() - rest.trim_start().len();
    let bytes = &rest.as_bytes()[..blank];
    let line_ends = (0..blank).filter(|at| ends_line(bytes, *at));
    (line_ends.count() > 1).then_some(blank)
}

/// Whether LF, CR or the second byte of CRLF is here.
fn ends_line(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
}

/// Dots in a row.
fn is_dots(terminators: &str) -> bool {
    terminators != "." && terminators.chars().all(|c| matches!(c, '.' | '…'))
}

/// Dots that lead the eye from an entry to its page.
fn is_leader(terminators: &str) -> bool {
    terminators.chars().map(|c| if c == '…' { 3 } else { 1 }).sum::<usize>() > 3
        && is_dots(terminators)
}

/// The length of the marks behind a sentence that close the emphasis it begins with: `**So it is.** Then`.
fn closed_emphasis(sentence: &str, rest: &str) -> usize {
    let behind = rest.trim_start_matches(['*', '_']);
    let marks = &rest[..rest.len() - behind.len()];
    let is_closed = !marks.is_empty()
        && (behind.is_empty() || behind.starts_with(char::is_whitespace))
        && sentence.trim_start().strip_prefix(marks).is_some_and(|rest| rest.starts_with(is_inner));
    if is_closed { marks.len() } else { 0 }
}

/// Whether emphasis may begin with this character: a space behind `*` makes a bullet of it.
fn is_inner(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '*' | '_')
}

fn ends_with_mark(text: &str) -> bool {
    let bare = text.trim_end().trim_end_matches(is_closer);
    let terminators = &bare[bare.trim_end_matches(is_terminator).len()..];
    !terminators.is_empty() && !is_leader(terminators)
}

/// Whether this is all there is of the sentence: `1`, `12`, `3.4`.
fn is_item_number(before: &str) -> bool {
    (1..=4).contains(&before.len())
        && before.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether this ends with a number of one or two digits, which a full stop makes an ordinal in many
/// languages. Not `Figure 5-2`.
fn is_ordinal(before: &str) -> bool {
    let number = last_word(before);
    let rest = before[..before.len() - number.len()].strip_suffix('-');
    number.chars().all(char::is_numeric)
        && (1..=2).contains(&number.chars().count())
        && !rest.is_some_and(|rest| rest.ends_with(char::is_alphanumeric))
}

pub(crate) fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_full_terminator(c)
}

/// Terminators that need no white space after them.
fn is_full_terminator(c: char) -> bool {
    matches!(
        c,
        '。' | '！'
            | '？'
            | '｡'
            | '।'
            | '॥'
            | '\u{61f}'
            | '\u{6d4}'
            | '\u{104b}'
            | '\u{17d4}'
            | '\u{1362}'
    )
}

/// Whether the character ends a quotation or a parenthesis.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '"'
            | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
    )
}

fn trimmed(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let rest = text[span.clone()].trim_start();
    let start = span.end - rest.len();
    (!rest.is_empty()).then(|| start..start + rest.trim_end().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|sentence| &text[sentence.span]).collect()
    }

    #[test]
    fn ends() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \n", &[]),
            ("No end", &["No end"]),
            ("One. Two!  Three?! Four", &["One.", "Two!", "Three?!", "Four"]),
            ("Unless it is... The end… Then.", &["Unless it is... The end… Then."]),
            ("Gone . . . Then", &["Gone . . . Then"]),
            ("“Gone…” Then (so...) Five", &["“Gone…”", "Then (so...)", "Five"]),
            ("Gone?... Then", &["Gone?...", "Then"]),
            ("Der 3. Senat und 12. Tag.", &["Der 3. Senat und 12. Tag."]),
            ("See Figure 5-2. Then", &["See Figure 5-2.", "Then"]),
            ("It was in 1996. Then", &["It was in 1996.", "Then"]),
            ("He said: “Stop.” Then he left.", &["He said: “Stop.”", "Then he left."]),
            ("(One.) Two.", &["(One.)", "Two."]),
            ("It is 3.5 m. Or 4.", &["It is 3.5 m. Or 4."]),
            ("It is 3.5 km. Or 4.", &["It is 3.5 km. Or 4."]),
            ("It is 3.5 feet. Or 4.", &["It is 3.5 feet.", "Or 4."]),
            (
                "Not by Mr. J. R. Smith of the U.S. Army.",
                &["Not by Mr. J. R. Smith of the U.S. Army."],
            ),
            ("1. First. 2. Second.", &["1. First.", "2. Second."]),
            ("Approx. ten, etc. and so on.", &["Approx. ten, etc. and so on."]),
            ("“Stop!” he said.", &["“Stop!” he said."]),
            ("我來了。你好嗎？「好。」走", &["我來了。", "你好嗎？", "「好。」", "走"]),
            ("यह है।वह है।", &["यह है।", "वह है।"]),
            ("هل؟ نعم۔", &["هل؟", "نعم۔"]),
            ("ነው።ነው።", &["ነው።", "ነው።"]),
            ("... and then", &["... and then"]),
            ("Roofs ......... 12 Walls . . . . . 14", &["Roofs ......... 12 Walls . . . . . 14"]),
            ("One\n\nTwo\r\n \r\nThree\nfour", &["One", "Two", "Three\nfour"]),
            ("C’est fini ! Rien .", &["C’est fini !", "Rien ."]),
            ("# One\nTwo\r\n  ## Three\r\nFour", &["# One", "Two", "## Three", "Four"]),
            ("**One.** _Two!_ *Three.*", &["**One.**", "_Two!_", "*Three.*"]),
            ("*One. Two.* Three", &["*One.", "Two.* Three"]),
            ("One.* Two __One.__two", &["One.* Two __One.__two"]),
            ("* One.* Two **One.* Two", &["* One.* Two **One.* Two"]),
            ("One\r# Two. Three\r\r# Four", &["One", "# Two.", "Three", "# Four"]),
            ("#One\n# \n####### Two\n#\nThree", &["#One\n# \n####### Two\n#\nThree"]),
        ];
        for (text, expected) in table {
            assert_eq!(split(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn marks_and_beginnings() {
        let told = |text: &str| -> Vec<(bool, bool)> {
            sentences(text).iter().map(|one| (one.is_closed, one.is_apart)).collect()
        };
        assert_eq!(told("One is here. Two"), [(true, true), (false, true)]);
        assert_eq!(told("Said by Maest. Berg is here."), [(true, true), (true, false)]);
        assert_eq!(told("Walls ......"), [(false, true)]);
        assert_eq!(told("“Good night.”"), [(true, true)]);
        assert_eq!(told("One\n## Two\nThree"), [(false, true), (true, true), (false, true)]);
        assert_eq!(told("# Capt\nTwo"), [(true, true), (false, true)]);
    }

    proptest! {
        #[test]
        fn nothing_visible_is_lost(text in "[aZ1 .!?…。।”)\\n\u{a0}é]{0,40}|\\PC{0,40}") {
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let parts = split(&text);
            prop_assert_eq!(visible(&parts.concat()), visible(&text));
            prop_assert!(parts.iter().all(|part| !part.is_empty() && part.trim() == *part));
        }
    }
}
