//! `AsciiDoc`: its blocks, line by line.

mod attributes;
mod fence;
mod inline;
mod notation;
mod table;
mod target;

use core::ops::Range;

use crate::document::draft::Draft;
use crate::document::lines::{indent, is_blank, lines, width};
use crate::document::table::Separated;
use crate::document::unclosed::{Reading, Unclosed};
use crate::document::{Block, Kind};
use crate::text::Span;

use attributes::Attributes;
use fence::{Content, Fence, delimited, style};
use notation::{
    attribute, block_attributes, described, is_condition, is_include, is_macro, marker_length,
    section_title,
};
use table::{Table, columns};

/// The labels of notes that begin a paragraph.
const ADMONITIONS: [&str; 5] = ["NOTE: ", "TIP: ", "IMPORTANT: ", "CAUTION: ", "WARNING: "];

/// How many columns the line under a title may be longer or shorter.
const UNDERLINE_TOLERANCE: usize = 2;

/// The paragraphs of a text.
pub(super) fn blocks(text: &str) -> Reading {
    let mut reader = Reader::new(text);
    for line in lines(text) {
        reader.read(line.content);
    }
    let unclosed = reader.unclosed();
    let attributes = reader.attributes;
    let read = |block: Block| match block.kind {
        Kind::Code => vec![block],
        _ => inline::read(&attributes, &block),
    };
    let blocks = reader.draft.finish().into_iter().flat_map(read).collect();
    Reading { blocks, unclosed }
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
    /// How many columns the next table has, if its attributes say so.
    columns: Option<usize>,
    table: Table,
    /// The row of values between signs that is open.
    separated: Separated,
    attributes: Attributes<'t>,
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
            columns: None,
            table: Table::default(),
            separated: Separated::by(','),
            attributes: Attributes::default(),
        }
    }

    /// The listing or the comment that takes the rest of the text, as its end is missing.
    fn unclosed(&self) -> Vec<Unclosed> {
        let takes_rest =
            |fence: &&Fence<'_>| matches!(fence.content, Content::Code | Content::Nothing);
        let open = self.fences.last().filter(takes_rest);
        let span = |fence: &Fence<'_>| Span { start: fence.start, end: self.text.len() };
        open.map(|fence| Unclosed::new(self.text, span(fence))).into_iter().collect()
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
        } else if !self.read_preprocessor(content) && !self.read_delimiter(content, &line) {
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
    fn read_in_fence(&mut self, content: &'t str, line: Range<usize>) -> bool {
        let Some(fence) = self.fences.last().copied() else { return false };
        if matches!(fence.content, Content::Prose | Content::Quote) {
            return false;
        }
        if content == fence.delimiter {
            self.leave_fence();
            return true;
        }
        match fence.content {
            // Other files are included in listings too.
            Content::Code if is_include(content) || is_condition(content) => {}
            Content::Code => self.draft.add(Kind::Code, line),
            Content::Table => self.read_table_line(content, line),
            Content::Rows if !is_blank(content) => {
                self.separated.read(&mut self.draft, self.text, line);
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

    /// A line of a table, which may delimit a listing in a cell.
    fn read_table_line(&mut self, content: &'t str, line: Range<usize>) {
        if is_blank(content) {
            self.table.read_blank(&mut self.draft);
        } else if delimited(content) == Some(Content::Code) {
            self.draft.close();
            self.fences.push(Fence {
                delimiter: content,
                content: Content::Code,
                start: line.start,
            });
        } else if block_attributes(content).is_none() && !is_condition(content) {
            self.table.read(&mut self.draft, self.text, line);
        }
    }

    /// Whether a line is none of the text: a comment, a condition, an attribute.
    fn read_preprocessor(&mut self, content: &'t str) -> bool {
        if self.is_attribute_open {
            self.is_attribute_open = content.ends_with('\\');
            return true;
        }
        let is_comment = content.starts_with("//") && !content.starts_with("///");
        if is_comment || is_condition(content) {
            return true;
        }
        if !self.draft.is_open() && attribute(content).is_some() {
            self.attributes.define(content);
            self.is_attribute_open = content.ends_with('\\');
            return true;
        }
        self.is_passing
    }

    /// Whether a line delimits a block, or is a line under a title.
    fn read_delimiter(&mut self, content: &'t str, line: &Range<usize>) -> bool {
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
        self.table = Table::with_columns(self.columns.take());
        self.separated = Separated::by(if content.starts_with(':') { ':' } else { ',' });
        self.fences.push(Fence { delimiter, content: content_kind, start: line.start });
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
            self.columns = columns(attributes).or(self.columns);
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
        asciidoc("[quote, Ada [of the sea]]\nOne.", &["quote One."]);
        asciidoc("[.big]#One# and xref:two[two]", &["paragraph One and two"]);
    }
}
