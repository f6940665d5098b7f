//! What is cut out of a document with a paragraph, so that what stays is read as the same paragraphs again.

use core::ops::Range;

use memchr::memchr;

/// It belongs to the text, not to its first paragraph.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The bytes to cut for each paragraph that goes, in order; `goes` is asked for each once.
///
/// With a paragraph goes what stands before it on its line, and a separator: of those around paragraphs that go one behind the
/// other the first that separates most stays, and at the ends of the text the outer one. So the paragraphs around a gap stay
/// apart as well as before, and it is the same whether all go at once or one after the other.
pub(super) fn cuts(
    text: &str,
    paragraphs: &[Range<usize>],
    goes: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let gone: Vec<bool> = (0..paragraphs.len()).map(goes).collect();
    let gaps = Gaps { text, paragraphs };
    let mut cuts = Vec::new();
    let mut start = 0;
    for run in gone.chunk_by(|one, other| one == other) {
        let end = start + run.len();
        if run[0] {
            cuts.extend(gaps.cuts(start..end));
        }
        start = end;
    }
    cuts
}

/// What stands between the paragraphs of a text.
struct Gaps<'t> {
    text: &'t str,
    paragraphs: &'t [Range<usize>],
}

impl Gaps<'_> {
    /// What is cut out with each of some paragraphs one behind the other, which all go.
    fn cuts(&self, run: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let staying = self.staying(&run);
        run.map(move |number| {
            if number < staying {
                self.end_before(number)..self.paragraphs[number].end
            } else {
                self.line_start(number)..self.line_start(number + 1)
            }
        })
    }

    /// Before which of these paragraphs, or behind them, stands the separator that stays.
    fn staying(&self, run: &Range<usize>) -> usize {
        if run.start == 0 || run.end == self.paragraphs.len() {
            return if run.start == 0 { run.start } else { run.end };
        }
        let separator = |number| &self.text[self.end_before(number)..self.line_start(number)];
        // The first of the strongest.
        let numbers = (run.start..=run.end).rev();
        numbers.max_by_key(|number| strength(separator(*number))).unwrap_or(run.end)
    }

    /// Where the paragraph before this one ends.
    fn end_before(&self, number: usize) -> usize {
        number.checked_sub(1).map_or(0, |before| self.paragraphs[before].end)
    }

    /// Where the line begins on which a paragraph does; behind the last paragraph where that ends.
    fn line_start(&self, number: usize) -> usize {
        let end = self.end_before(number);
        let paragraph = self.paragraphs.get(number);
        paragraph.map_or(end, |paragraph| start_of_line(self.text, end..paragraph.start))
    }
}

/// Where the line begins that a separator ends with: the mark of an item or a quotation goes with its paragraph. Where tags stand
/// before it, lines mean nothing.
fn start_of_line(text: &str, separator: Range<usize>) -> usize {
    let between = &text[separator.clone()];
    let end = between.char_indices().rev().find(|(_, c)| is_line_end(*c) || *c == BYTE_ORDER_MARK);
    let start = match end {
        Some((at, c)) => at + c.len_utf8(),
        None if separator.start == 0 => 0,
        None => between.len(),
    };
    separator.start + if between[start..].contains('<') { between.len() } else { start }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// How much a separator separates: the ends of lines in it; one that ends a paragraph by itself is worth three.
fn strength(separator: &str) -> usize {
    let ends = separator.chars().filter(|c| is_line_end(*c));
    let worth = |c| if matches!(c, '\u{c}' | '\u{2029}') { 3 } else { 1 };
    ends.map(worth).sum::<usize>() - separator.matches("\r\n").count()
}

/// A text without some of its bytes.
pub(super) fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        left.push_str(&text[from..cut.start]);
        from = cut.end;
    }
    left + &text[from..]
}

/// Where these bytes of a text stand in the JSON string, quotation marks and all, that it was read from. They ascend, and
/// each begins and ends between characters.
pub(super) fn in_json(json: &str, cuts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut cursor = Cursor { json: json.as_bytes(), at: 1, read: 0 };
    cuts.iter().map(|cut| cursor.advance(cut.start)..cursor.advance(cut.end)).collect()
}

/// A place in a JSON string.
struct Cursor<'j> {
    json: &'j [u8],
    at: usize,
    /// How many bytes of the text stand before it.
    read: usize,
}

impl Cursor<'_> {
    /// The place before so many bytes of the text.
    fn advance(&mut self, bytes: usize) -> usize {
        while self.read < bytes {
            let left = bytes - self.read;
            let plain = &self.json[self.at..(self.at + left).min(self.json.len())];
            match memchr(b'\\', plain) {
                Some(0) => self.skip_escape(),
                plain => {
                    let plain = plain.unwrap_or(left);
                    self.at += plain;
                    self.read += plain;
                }
            }
        }
        self.at
    }

    /// One character: of those beyond U+FFFF both halves.
    fn skip_escape(&mut self) {
        let (written, read) = match self.json[self.at + 1] {
            b'u' => match self.code() {
                0..0x80 => (6, 1),
                0x80..0x800 => (6, 2),
                0xd800..0xe000 => (12, 4),
                _ => (6, 3),
            },
            _ => (2, 1),
        };
        self.at += written;
        self.read += read;
    }

    fn code(&self) -> u32 {
        let digits = core::str::from_utf8(&self.json[self.at + 2..self.at + 6]);
        let code = digits.ok().and_then(|digits| u32::from_str_radix(digits, 16).ok());
        code.expect("a string that was read has whole escapes")
    }
}

#[cfg(test)]
mod tests {
    use paradup::document::Document;
    use proptest::prelude::*;

    use super::*;

    fn spans(text: &str) -> Vec<Range<usize>> {
        Document::plain(text).paragraphs().map(|paragraph| paragraph.span().range()).collect()
    }

    fn left(text: &str, gone: &[usize]) -> String {
        without(text, &cuts(text, &spans(text), |number| gone.contains(&number)))
    }

    #[test]
    fn a_separator_goes_with_its_paragraph() {
        let text = "\u{feff}\n  a\n\n    b\nb\n \n\nc\n";
        assert_eq!(left(text, &[0]), "\u{feff}\n    b\nb\n \n\nc\n");
        assert_eq!(left(text, &[1]), "\u{feff}\n  a\n \n\nc\n");
        assert_eq!(left(text, &[2]), "\u{feff}\n  a\n\n    b\nb\n");
        assert_eq!(left(text, &[1, 2]), "\u{feff}\n  a\n");
        assert_eq!(left(text, &[0, 1, 2]), "\u{feff}\n\n");
        assert_eq!(left(text, &[]), text);
        assert_eq!(left("a\u{c}b\n\nc", &[1]), "a\u{c}c");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn what_stays_is_read_as_the_same_paragraphs(text in "[ab \n\n\r\t\u{c}\u{2029}é]{0,40}", gone in any::<u32>()) {
            let spans = spans(&text);
            let goes = |number: usize| gone >> (number % 32) & 1 == 1;
            let left = without(&text, &cuts(&text, &spans, goes));
            let stays = (0..spans.len()).filter(|number| !goes(*number)).map(|number| &text[spans[number].clone()]);
            let read = Document::plain(&*left);
            let read: Vec<&str> = read.paragraphs().map(|paragraph| paragraph.text()).collect();
            prop_assert_eq!(read, stays.collect::<Vec<_>>());
        }

        #[test]
        fn it_is_the_same_whether_all_go_at_once(
            text in "([ab]|\n|\n- |\n> |\n\n|\r|\u{c}|\u{2029}| |---){0,30}",
            gone in any::<u32>(),
            first in any::<u32>(),
        ) {
            let spans = spans(&text);
            let goes = |number: usize| gone >> (number % 32) & 1 == 1;
            let goes_first = |number: usize| goes(number) && first >> (number % 32) & 1 == 1;
            let half = cuts(&text, &spans, goes_first);
            let shift = |end: usize| end - half.iter().filter(|cut| cut.end <= end).map(ExactSizeIterator::len).sum::<usize>();
            let stays: Vec<usize> = (0..spans.len()).filter(|number| !goes_first(*number)).collect();
            let places: Vec<Range<usize>> = stays.iter().map(|number| shift(spans[*number].start)..shift(spans[*number].end)).collect();
            let left = without(&text, &half);
            let left = without(&left, &cuts(&left, &places, |place| goes(stays[place])));
            prop_assert_eq!(left, without(&text, &cuts(&text, &spans, goes)));
        }

        /// Written with and without escapes, and cut by hand and by `serde_json`.
        #[test]
        fn a_string_is_cut_as_its_text_is(
            characters in proptest::collection::vec((any::<char>(), any::<bool>()), 0..40),
            cut in proptest::collection::vec(0_usize..40, 0..8),
        ) {
            let text: String = characters.iter().map(|(c, _)| *c).collect();
            let json = format!("\"{}\"", characters.iter().map(|(c, is_escaped)| written(*c, *is_escaped)).collect::<String>());
            let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut ends: Vec<usize> = cut.iter().map(|at| offsets[at % offsets.len()]).collect();
            ends.sort_unstable();
            let cuts: Vec<Range<usize>> = ends.chunks_exact(2).map(|ends| ends[0]..ends[1]).collect();
            let cut = without(&json, &in_json(&json, &cuts));
            prop_assert_eq!(serde_json::from_str::<String>(&cut).unwrap(), without(&text, &cuts));
        }
    }

    fn written(c: char, is_escaped: bool) -> String {
        match c {
            '/' if is_escaped => r"\/".to_owned(),
            '\n' => r"\n".to_owned(),
            '"' => r#"\""#.to_owned(),
            '\\' => r"\\".to_owned(),
            _ if is_escaped || c.is_control() => {
                let codes = c
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|code| format!("\\u{code:04X}"))
                    .collect::<Vec<_>>();
                codes.concat()
            }
            _ => c.into(),
        }
    }
}
