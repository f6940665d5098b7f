//! `AsciiDoc`: its blocks, line by line.

use core::ops::Range;

use super::draft::Draft;
use super::lines::{indent, is_blank, lines, width};
use super::{Block, Kind};

/// The labels of notes that begin a paragraph.
const ADMONITIONS: [&str; 5] = ["NOTE: ", "TIP: ", "IMPORTANT: ", "CAUTION: ", "WARNING: "];

/// How many columns the line under a title may be longer or shorter.
const UNDERLINE_TOLERANCE: usize = 2;

/// The paragraphs of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader::new(text);
    for line in lines(text) {
        reader.read(line.content);
    }
    reader.draft.finish()
}

struct Reader<'t> {
    text: &'t str,
    draft: Draft<'t>,
    /// The delimited blocks that are open.
    fences: Vec<Fence<'t>>,
    paragraph: Paragraph,
    /// What the line of attributes before a block says of it.
    style: Option<Content>,
    /// Whether text belongs to an item of a list.
    place: Place,
    /// Whether lines up to a blank one are none of the text: authors below the title, or a paragraph that is a comment.
    is_passing: bool,
    /// Whether an attribute goes on in the next line.
    is_attribute_open: bool,
    /// Whether the open row of a table had several cells in one line.
    is_row_whole: bool,
}

#[derive(Clone, Copy)]
struct Fence<'t> {
    delimiter: &'t str,
    content: Content,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Prose,
    Quote,
    Code,
    Table,
    /// A table whose lines are rows, as in CSV.
    Rows,
    Nothing,
}

/// The open paragraph.
#[derive(Clone, Copy, Default)]
struct Paragraph {
    lines: usize,
    /// Whether nothing but a blank line ends it.
    is_literal: bool,
    is_item: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    /// Within an item, as long as no blank line comes.
    Item,
    /// Right behind a `+`: the next block belongs to the item.
    Attached,
    /// Right behind a term: the next paragraph is its body, be it indented or not.
    Defined,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            draft: Draft::new(text),
            fences: Vec::new(),
            paragraph: Paragraph::default(),
            style: None,
            place: Place::Body,
            is_passing: false,
            is_attribute_open: false,
            is_row_whole: false,
        }
    }

    fn read(&mut self, line: Range<usize>) {
        let text = self.text;
        let content = text[line.clone()].trim_end().trim_start_matches('\u{feff}');
        // White space before it stays.
        let line = line.start..line.start + text[line].trim_end().len();
        if self.read_in_fence(content, line.clone()) {
            return;
        }
        if is_blank(content) {
            return self.read_blank();
        }
        let is_literal = self.draft.is_open() && self.paragraph.is_literal;
        if is_literal {
            self.draft.add(Kind::Code, line);
        } else if !self.read_preprocessor(content) && !self.read_delimiter(content) {
            self.read_block_line(content, line);
        }
    }

    fn read_blank(&mut self) {
        self.draft.close();
        self.is_attribute_open = false;
        self.is_passing = false;
        if self.place == Place::Item {
            self.place = Place::Body;
        }
    }

    /// Whether a line stands in a block that is not read as `AsciiDoc`, or ends it.
    fn read_in_fence(&mut self, content: &str, line: Range<usize>) -> bool {
        let Some(fence) = self.fences.last().copied() else { return false };
        if matches!(fence.content, Content::Prose | Content::Quote) {
            return false;
        }
        if content == fence.delimiter {
            self.leave_fence();
            return true;
        }
        match fence.content {
            Content::Code => self.draft.add(Kind::Code, line),
            Content::Table => self.read_table_line(content, line),
            Content::Rows if !is_blank(content) => {
                self.draft.close();
                self.draft.add(Kind::Row, line);
            }
            _ => {}
        }
        true
    }

    fn leave_fence(&mut self) {
        self.draft.close();
        self.fences.pop();
        // What is attached to an item ends here.
        self.place = Place::Body;
    }

    /// A line of several cells is a row. One of a single cell joins that before it, up to a blank line, and so does one without
    /// a bar.
    fn read_table_line(&mut self, content: &str, line: Range<usize>) {
        let cells = cells(self.text, line.clone());
        let begins = cells.last().is_some_and(|cell| cell.start > line.start);
        let is_whole = cells.len() > 1;
        if is_blank(content) || (begins && (is_whole || self.is_row_whole)) {
            self.draft.close();
            self.is_row_whole = false;
        }
        self.is_row_whole |= is_whole;
        self.draft.add_cells(cells);
    }

    /// Whether a line is none of the text: a comment, a condition, an attribute.
    fn read_preprocessor(&mut self, content: &str) -> bool {
        if self.is_attribute_open {
            self.is_attribute_open = content.ends_with('\\');
            return true;
        }
        let is_comment = content.starts_with("//") && !content.starts_with("///");
        if is_comment || is_condition(content) {
            return true;
        }
        if !self.draft.is_open() && is_attribute(content) {
            self.is_attribute_open = content.ends_with('\\');
            return true;
        }
        self.is_passing
    }

    /// Whether a line delimits a block, or is a line under a title.
    fn read_delimiter(&mut self, content: &'t str) -> bool {
        if self.is_underline(content) {
            self.pass_header(content.starts_with('='));
            self.draft.change_kind(Kind::Heading);
            self.draft.close();
            return true;
        }
        let Some(found) = delimited(content) else { return false };
        self.draft.close();
        if self.fences.last().is_some_and(|fence| fence.delimiter == content) {
            self.leave_fence();
            return true;
        }
        let content_kind = match (self.style.take(), found) {
            (Some(Content::Nothing), _) => Content::Nothing,
            // A style makes a quotation or a listing of an open block, not of a table.
            (Some(style), Content::Prose | Content::Quote) => style,
            (_, found) => found,
        };
        // The line that begins it may name a language, that which ends it does not.
        let delimiter = if content.starts_with("```") { "```" } else { content };
        self.fences.push(Fence { delimiter, content: content_kind });
        true
    }

    /// Below the title of the document stand its authors and its version.
    fn pass_header(&mut self, is_title: bool) {
        self.is_passing = is_title && self.draft.is_first();
    }

    fn is_underline(&self, line: &str) -> bool {
        let is_one_sign =
            ["=", "-", "~", "^", "+"].iter().any(|sign| line.trim_start_matches(sign).is_empty());
        let is_alone = self.paragraph.lines == 1 && !self.paragraph.is_item;
        let Some(title) = self.draft.open_text().filter(|_| is_one_sign && is_alone) else {
            return false;
        };
        line.len() > 1 && width(title.trim_end()).abs_diff(line.len()) <= UNDERLINE_TOLERANCE
    }

    /// A line of a block that is read as `AsciiDoc`.
    fn read_block_line(&mut self, content: &str, line: Range<usize>) {
        if content == "+" {
            self.draft.close();
            self.place = Place::Attached;
        } else if let Some(attributes) = block_attributes(content) {
            self.draft.close();
            self.style = style(attributes).or(self.style);
        } else if is_macro(content) {
            self.draft.close();
            self.style = None;
        } else if self.begin_marked(content, &line) {
            // A title, or an item.
        } else if self.draft.is_open() {
            self.draft.add(Kind::Paragraph, line);
            self.paragraph.lines += 1;
        } else {
            self.begin_paragraph(content, line);
        }
    }

    /// Whether a line begins something by its mark. Within a paragraph nothing does, and within an item only another.
    fn begin_marked(&mut self, content: &str, line: &Range<usize>) -> bool {
        let is_open = self.draft.is_open();
        (!is_open && self.begin_titled(content, line))
            || ((!is_open || self.paragraph.is_item) && self.begin_item(line))
    }

    /// A title of a section or a block, or a line across the page.
    fn begin_titled(&mut self, content: &str, line: &Range<usize>) -> bool {
        if matches!(content, "'''" | "---" | "***" | "- - -" | "* * *" | "<<<") {
            return true;
        }
        let caption = content.strip_prefix('.');
        let is_caption = caption.is_some_and(|rest| !rest.starts_with(['.', ' ', '\t']));
        let (kind, title) = match section_title(content) {
            Some(title) => (Kind::Heading, title),
            None if is_caption => (Kind::Caption, caption.unwrap_or_default()),
            None => return false,
        };
        if kind == Kind::Heading {
            self.pass_header(content.starts_with("= "));
            self.style = None;
            self.place = Place::Body;
        }
        self.draft.add(kind, line.end - title.len()..line.end);
        self.draft.close();
        true
    }

    /// An item of a list, or a term.
    fn begin_item(&mut self, line: &Range<usize>) -> bool {
        let (_, space) = indent(&self.text[line.clone()]);
        let start = line.start + space;
        let content = &self.text[start..line.end];
        if let Some(length) = marker_length(content) {
            self.draft.close();
            self.begin(Kind::Item, start + length..line.end);
            self.place = Place::Item;
            return true;
        }
        let Some((term, body)) = described(content) else { return false };
        self.draft.close();
        self.draft.add(Kind::Heading, start..start + term);
        self.draft.close();
        self.place = Place::Defined;
        self.style = None;
        if !body.is_empty() {
            self.begin(Kind::Item, line.end - body.len()..line.end);
            self.place = Place::Item;
        }
        true
    }

    fn begin(&mut self, kind: Kind, text: Range<usize>) {
        self.style = None;
        self.draft.add(kind, text);
        let (is_literal, is_item) = (kind == Kind::Code, kind == Kind::Item);
        self.paragraph = Paragraph { lines: 1, is_literal, is_item };
    }

    fn begin_paragraph(&mut self, content: &str, line: Range<usize>) {
        let is_quote = self.fences.last().is_some_and(|fence| fence.content == Content::Quote);
        // Below a term an indented line is its text, but for the commands of a shell.
        let is_indented = content.starts_with([' ', '\t'])
            && (self.place != Place::Defined || content.trim_start().starts_with("$ "));
        let kind = match self.style {
            Some(Content::Code) => Kind::Code,
            Some(Content::Quote) => Kind::Quote,
            Some(Content::Nothing) => return self.pass_paragraph(),
            _ if is_indented => Kind::Code,
            _ if self.place != Place::Body => Kind::Item,
            _ if is_quote => Kind::Quote,
            _ => Kind::Paragraph,
        };
        let label = ADMONITIONS.iter().find(|label| content.starts_with(*label));
        let label = label.map_or(0, |label| label.len());
        self.begin(kind, line.end - content.len() + label..line.end);
        if self.place != Place::Body {
            self.place = Place::Item;
        }
    }

    fn pass_paragraph(&mut self) {
        self.style = None;
        self.is_passing = true;
    }
}

/// What a block holds that a line like this delimits.
fn delimited(line: &str) -> Option<Content> {
    if line == "--" {
        return Some(Content::Prose);
    }
    if let Some(language) = line.strip_prefix("```") {
        return (!language.contains('`')).then_some(Content::Code);
    }
    let sign = line.chars().next()?;
    let rest = &line[sign.len_utf8()..];
    let drawn = if "|!,:".contains(sign) { '=' } else { sign };
    let is_row = rest.len() > 2 && rest.chars().all(|c| c == drawn);
    match sign {
        '|' | '!' => Some(Content::Table),
        ',' | ':' => Some(Content::Rows),
        '-' | '.' => Some(Content::Code),
        '+' | '/' => Some(Content::Nothing),
        '=' | '*' => Some(Content::Prose),
        '_' => Some(Content::Quote),
        _ => None,
    }
    .filter(|_| is_row)
}

/// What stands between the brackets of a line of attributes, as `[source,c]` or `[[anchor]]`.
fn block_attributes(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let may_begin = |c: char| c.is_alphanumeric() || "_.#%{,\"'[".contains(c);
    (inner.is_empty() || inner.starts_with(may_begin)).then_some(inner)
}

/// What attributes say of the block below them.
fn style(attributes: &str) -> Option<Content> {
    let end = attributes.find([',', '%', '.', '#']).unwrap_or(attributes.len());
    let is_attributed = attributes[end..].starts_with(',');
    match attributes[..end].trim() {
        "quote" => Some(Content::Quote),
        "verse" if is_attributed => Some(Content::Quote),
        // Without an author a verse is the synopsis of a command, or another text whose layout counts.
        "verse" | "synopsis" | "source" | "listing" | "literal" | "stem" | "latexmath"
        | "asciimath" | "pass" | "plantuml" | "graphviz" | "ditaa" | "mermaid" | "console" => {
            Some(Content::Code)
        }
        "comment" => Some(Content::Nothing),
        _ => None,
    }
}

/// Whether a line is a macro alone, as `image::map.png[]`.
fn is_macro(line: &str) -> bool {
    let Some((name, rest)) = line.split_once("::").filter(|_| line.ends_with(']')) else {
        return false;
    };
    let target = rest.split_once('[').map(|(target, _)| target);
    is_name(name) && target.is_some_and(|target| !target.starts_with(char::is_whitespace))
}

/// Whether a line says which lines to read.
fn is_condition(line: &str) -> bool {
    ["ifdef::", "ifndef::", "ifeval::", "endif::"]
        .iter()
        .any(|directive| line.starts_with(directive))
        && line.ends_with(']')
}

/// Whether a line sets an attribute of the document, as `:toc: left`.
fn is_attribute(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    name.is_some_and(|(name, value)| {
        is_name(name.trim_matches('!')) && (value.is_empty() || value.starts_with(' '))
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The title of a section, if a line is one.
fn section_title(line: &str) -> Option<&str> {
    let title = ["=", "#"].iter().find_map(|sign| {
        let title = line.trim_start_matches(sign);
        let level = line.len() - title.len();
        ((1..=6).contains(&level) && title.starts_with([' ', '\t'])).then_some(title)
    })?;
    Some(title.trim_start())
}

/// The bytes of the mark of an item, with the white space and the box behind it.
fn marker_length(line: &str) -> Option<usize> {
    let mark = line.find([' ', '\t'])?;
    let rest = line[mark..].trim_start();
    if !is_marker(&line[..mark]) || rest.is_empty() {
        return None;
    }
    let boxed = ["[ ] ", "[x] ", "[X] ", "[*] "].iter().find_map(|mark| rest.strip_prefix(mark));
    Some(line.len() - boxed.unwrap_or(rest).trim_start().len())
}

fn is_marker(mark: &str) -> bool {
    let is_row_of = |sign: u8| mark.len() <= 5 && mark.bytes().all(|byte| byte == sign);
    let is_callout = || {
        let number = mark.strip_prefix('<').and_then(|number| number.strip_suffix('>'));
        number.is_some_and(|number| number == "." || is_number(number))
    };
    let is_numbered = || {
        let number = mark.strip_suffix('.');
        number.is_some_and(|number| is_number(number) || is_letter(number))
    };
    mark == "-"
        || mark == "•"
        || is_row_of(b'*')
        || is_row_of(b'.')
        || is_callout()
        || is_numbered()
}

fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The bytes of the term that a line begins with, and the text behind its sign.
fn described(line: &str) -> Option<(usize, &str)> {
    let bytes = line.as_bytes();
    let run = |sign: &u8, at: usize| bytes[at..].iter().take(5).take_while(|b| *b == sign).count();
    let is_end = |at: usize| bytes.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let mut ends = (1..bytes.len()).filter_map(|at| {
        let sign = bytes[at];
        if !matches!(sign, b':' | b';') || bytes[at - 1] == sign {
            return None;
        }
        let length = run(&sign, at);
        let is_sign = length == 2 || (sign == b':' && (3..5).contains(&length));
        (is_sign && is_end(at + length)).then_some((at, at + length))
    });
    ends.next().map(|(at, end)| (at, line[end..].trim_start()))
}

/// The cells of a line of a table: what stands behind each bar, and before the first what goes on from the line above.
fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut start = line.start;
    let bars = line
        .clone()
        .filter(|at| matches!(bytes[*at], b'|') && (*at == line.start || bytes[*at - 1] != b'\\'));
    for bar in bars {
        let cell = start..bar - specifier_length(&text[start..bar]);
        if bar > line.start && !text[cell.clone()].trim().is_empty() {
            cells.push(cell);
        }
        start = bar + 1;
    }
    cells.push(start..line.end);
    cells
}

/// The bytes of what says how the next cell looks, as `2+^a` before its bar.
fn specifier_length(text: &str) -> usize {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit() || ".+*<>^adehlmsv".contains(c));
    let is_apart = rest.is_empty() || rest.ends_with([' ', '\t']);
    if is_apart { text.len() - rest.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::super::outline::expect;

    fn asciidoc(text: &str, expected: &[&str]) {
        expect(&Document::asciidoc(text), expected);
    }

    #[test]
    fn titles_and_what_stands_below_that_of_the_document() {
        asciidoc(
            "= Tides\nAda <a@b.c>\nv1.0\n:toc:\n\nHigh.\n\n== Ebb\nLow.",
            &["heading Tides", "paragraph High.", "heading Ebb", "paragraph Low."],
        );
        asciidoc(
            "Tides\n=====\n\nEbb\n---\nLow.",
            &["heading Tides", "heading Ebb", "paragraph Low."],
        );
        asciidoc(
            ".The bay\nimage::bay.png[]\n\n.gitignore is a file.",
            &["caption The bay", "caption gitignore is a file."],
        );
    }

    #[test]
    fn delimited_blocks() {
        asciidoc("[source,c]\n----\na\n\nb\n----\nc", &["code a//b", "paragraph c"]);
        asciidoc("....\na\n----\n....\n", &["code a/----"]);
        asciidoc(
            "====\nOne.\n\n****\nTwo.\n****\n====\nThree.",
            &["paragraph One.", "paragraph Two.", "paragraph Three."],
        );
        asciidoc("[quote, Ada]\n____\nOne.\n\nTwo.\n____\n", &["quote One.", "quote Two."]);
        asciidoc("[quote]\nOne.\n\nTwo.", &["quote One.", "paragraph Two."]);
        asciidoc("////\nnot\n////\n++++\n<b>\n++++\n--\nOpen.\n--", &["paragraph Open."]);
        asciidoc(
            "```rust\nfn\n```\n\n  indented\n  code\n\ntext",
            &["code fn", "code indented/code", "paragraph text"],
        );
        asciidoc("[comment]\nnot\nread\n\nread", &["paragraph read"]);
        asciidoc(
            "[verse]\ntide [-v]\n\n[verse, Ada]\nA line,\nanother.",
            &["code tide [-v]", "quote A line,/another."],
        );
    }

    #[test]
    fn lists_and_what_is_attached_to_them() {
        asciidoc(
            "* a\n** b\n- c\n. d\n1. e\n<1> f\n* [x] g",
            &["item a", "item b", "item c", "item d", "item e", "item f", "item g"],
        );
        asciidoc(
            "* a\nwrapped\n+\nmore\n\nAfter.",
            &["item a/wrapped", "item more", "paragraph After."],
        );
        asciidoc(
            "-v::\n--verbose::\n\tSays more.\n+\nMuch.\n-q:: Says less.",
            &[
                "heading -v",
                "heading --verbose",
                "item Says more.",
                "item Much.",
                "heading -q",
                "item Says less.",
            ],
        );
        asciidoc(
            "A run of text\n* with a star\n- and a dash.",
            &["paragraph A run of text/* with a star/- and a dash."],
        );
        asciidoc("install::\n $ make\n", &["heading install", "code $ make"]);
    }

    #[test]
    fn what_is_not_read() {
        asciidoc(
            "One\n// no\ntwo.\n\n:a: b \\\nc\n\nifdef::x[]\nThree.\nendif::[]\ninclude::y[]\n'''\n[[id]]\nFour.",
            &["paragraph One/two.", "paragraph Three.", "paragraph Four."],
        );
        asciidoc("NOTE: High water.", &["paragraph High water."]);
    }

    #[test]
    fn rows_of_tables() {
        asciidoc(
            "|===\n|a |b\n|c\n|d\n\n2+^|e\ngoes on\n|===\n",
            &["row a|b", "row c|d", "row e|goes on"],
        );
        asciidoc("|======\n| a | b\n|======\nc", &["row a|b", "paragraph c"]);
        asciidoc(",===\na,b\nc,d\n,===", &["row a,b", "row c,d"]);
    }
}
