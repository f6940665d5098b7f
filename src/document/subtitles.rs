//! SRT and `WebVTT`: the text of the cues.

use core::ops::Range;

use super::draft::Draft;
use super::lines::{is_blank, lines};
use super::{Block, Kind};

/// The longest name of an entity that `WebVTT` has, with `&` and `;`.
const MAX_ENTITY: usize = 6;

/// The cues of subtitles.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader {
        text,
        draft: Draft::new(text),
        is_web: text.trim_start_matches('\u{feff}').starts_with("WEBVTT"),
        run: Run::Unknown,
        waiting: None,
    };
    for line in lines(text) {
        reader.read(line.content);
    }
    reader.end_run();
    reader.draft.finish()
}

struct Reader<'t> {
    text: &'t str,
    draft: Draft<'t>,
    /// Whether it is `WebVTT`, which has entities.
    is_web: bool,
    run: Run,
    /// A line that is the name of a cue if times come next, and text otherwise.
    waiting: Option<Range<usize>>,
}

/// What the lines since the last blank one are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    /// No line has said so.
    Unknown,
    Text,
    /// The header, a note, styles or a region.
    Aside,
}

impl Reader<'_> {
    fn read(&mut self, line: Range<usize>) {
        let content = &self.text[line.clone()];
        if is_blank(content) {
            self.end_run();
        } else if is_times(content) {
            // Whatever waits is the cue's name.
            self.waiting = None;
            self.draft.close();
            self.run = Run::Text;
        } else if self.run == Run::Unknown && self.is_web && is_aside(content) {
            self.run = Run::Aside;
        } else if self.run != Run::Aside {
            self.read_text(line);
        }
    }

    fn read_text(&mut self, line: Range<usize>) {
        // A number may belong to the next cue also where no blank line parts them.
        let may_be_name = self.run == Run::Unknown || is_number(&self.text[line.clone()]);
        self.run = Run::Text;
        // It was no name: a line of text came behind it, not times.
        self.write_waiting();
        if may_be_name {
            self.waiting = Some(line);
        } else {
            self.write(line);
        }
    }

    fn end_run(&mut self) {
        self.write_waiting();
        self.draft.close();
        self.run = Run::Unknown;
    }

    fn write_waiting(&mut self) {
        if let Some(line) = self.waiting.take() {
            self.write(line);
        }
    }

    /// Writes a line without its tags.
    fn write(&mut self, line: Range<usize>) {
        let mut at = line.start;
        while at < line.end {
            let rest = &self.text[at..line.end];
            let length = rest.find(['<', '{', '&']).unwrap_or(rest.len());
            if length > 0 {
                self.draft.add(Kind::Paragraph, at..at + length);
            }
            at += length;
            at += self.write_mark(at..line.end);
        }
    }

    /// Leaves out a tag, decodes an entity, or writes the sign that is neither; returns its bytes.
    fn write_mark(&mut self, rest: Range<usize>) -> usize {
        let text = &self.text[rest.clone()];
        let (length, decoded) = match text.bytes().next() {
            None => return 0,
            Some(b'&') if self.is_web => entity(text).map_or((1, None), |(n, c)| (n, Some(c))),
            _ => match tag(text) {
                Some(length) => return length,
                None => (1, None),
            },
        };
        let span = rest.start..rest.start + length;
        match decoded {
            Some(decoded) => self.draft.decode(Kind::Paragraph, span, decoded),
            None => self.draft.add(Kind::Paragraph, span),
        }
        length
    }
}

/// Whether a line says when a cue is shown.
fn is_times(line: &str) -> bool {
    let is_time = |time: &str| {
        time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || ":., ".contains(c))
    };
    line.trim_start_matches('\u{feff}').split_once("-->").is_some_and(|(from, to)| {
        is_time(from.trim()) && to.split_whitespace().next().is_some_and(is_time)
    })
}

/// Whether a line begins what is no cue.
fn is_aside(line: &str) -> bool {
    let word = line.trim_start_matches('\u{feff}').split_whitespace().next();
    matches!(word, Some("WEBVTT" | "NOTE" | "STYLE" | "REGION"))
}

fn is_number(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// The bytes of the tag that a text begins with.
fn tag(text: &str) -> Option<usize> {
    let inner = &text[1..];
    let is_tag = match text.as_bytes()[0] {
        b'<' => inner.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/'),
        b'{' => inner.starts_with('\\'),
        _ => false,
    };
    let end = if text.starts_with('<') { '>' } else { '}' };
    // Another tag cannot begin within one; so no sign is looked at again and again.
    let length = inner.find(['<', '>', '{', '}']).filter(|_| is_tag)?;
    inner[length..].starts_with(end).then_some(length + 2)
}

/// The bytes of the entity that a text begins with, and what it stands for.
fn entity(text: &str) -> Option<(usize, &'static str)> {
    let end = text.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let decoded = match &text[1..end] {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "nbsp" => "\u{a0}",
        "lrm" => "\u{200e}",
        "rlm" => "\u{200f}",
        _ => return None,
    };
    Some((end + 1, decoded))
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::super::outline::expect;

    fn subtitles(text: &str, expected: &[&str]) {
        expect(&Document::subtitles(text), expected);
    }

    #[test]
    fn only_what_is_shown_is_text() {
        let times = "00:00:01,000 --> 00:00:02,000";
        subtitles(
            &format!("1\n{times}\nOne,\ntwo.\n\n2\n{times}\nThree."),
            &["paragraph One,/two.", "paragraph Three."],
        );
        subtitles(
            &format!("\u{feff}1\r\n{times} X1:0\r\nOne.\r\n2\r\n{times}\r\nTwo.\r\n"),
            &["paragraph One.", "paragraph Two."],
        );
        subtitles(
            &format!("{times}\n1990\n\n7\n{times}\n\n8\n{times}\nFive\n6"),
            &["paragraph 1990", "paragraph Five/6"],
        );
        subtitles("No times at all.\nNone.", &["paragraph No times at all./None."]);
    }

    #[test]
    fn tags_are_left_out() {
        let cue = |text: &str| format!("1\n00:01,000 --> 00:02,000\n{text}");
        let cases = [
            (r"{\an8}<i>Hush</i>, he <font color='red'>said</font>.", "paragraph Hush, he said."),
            ("2 < 3 and 4 > 3", "paragraph 2 < 3 and 4 > 3"),
            ("{cough} <open", "paragraph {cough} <open"),
            ("A &amp; B", "paragraph A &amp; B"),
        ];
        for (text, expected) in cases {
            subtitles(&cue(text), &[expected]);
        }
    }

    #[test]
    fn web_subtitles_have_a_header_notes_and_entities() {
        let text = "WEBVTT - Title\nKind: captions\n\nNOTE\nnot shown\n\nSTYLE\n::cue {}\n\nfirst\n\
                    00:01.000 --> 00:02.000 align:start\n<v Ada>Salt &amp; <c.x>pepper</c> &lt;3\n\n\
                    00:02.000 --> 00:03.000\n&unknown; &\n";
        subtitles(text, &["paragraph Salt & pepper <3", "paragraph &unknown; &"]);
    }
}
