//! reStructuredText: its blocks, by their indents.

mod context;
mod inline;
mod line;
mod notation;
mod rows;
mod table;

use core::ops::Range;

use crate::document::directive::Directive;
use crate::document::draft::Draft;
use crate::document::lines::lines;
use crate::document::table::Separated;
use crate::document::{Block, Kind};

use context::{Content, Context, Head};
use inline::Substitutions;
use line::{RstLine, header_length};
use notation::{
    behind_versions, directive, field_length, footnote_length, is_adornment, is_separate,
    is_underline, is_wholly_marked, is_wordy, item,
};
use rows::ListRow;
use table::Table;

/// Lines of more words are no terms: the deeper line under such a one is a slip.
const MAX_TERM_WORDS: usize = 8;

/// The paragraphs of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<RstLine> = lines(text).map(|line| RstLine::new(text, line.content)).collect();
    let mut next = header_length(text, &lines);
    let mut reader = Reader::new(text, lines);
    while next < reader.lines.len() {
        next += reader.read(next);
    }
    reader.close();
    let substitutions = reader.substitutions;
    let read = |block: Block| match block.kind {
        Kind::Code => block,
        _ => substitutions.read(&block),
    };
    reader.draft.finish().into_iter().map(read).collect()
}

struct Reader<'t> {
    text: &'t str,
    lines: Vec<RstLine>,
    draft: Draft<'t>,
    contexts: Vec<Context>,
    /// The paragraph that is open, or was the last.
    paragraph: Paragraph,
    /// Whether the last paragraph ends with `::`, so that a deeper one is literal.
    is_literal_next: bool,
    table: Table,
    /// The row of values between commas that is open.
    separated: Separated,
    substitutions: Substitutions<'t>,
}

#[derive(Default)]
struct Paragraph {
    column: usize,
    lines: usize,
    kind: Kind,
    /// Whether the mark of an item stands before it.
    is_marked: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, lines: Vec<RstLine>) -> Reader<'t> {
        Reader {
            text,
            lines,
            draft: Draft::new(text),
            contexts: Vec::new(),
            paragraph: Paragraph::default(),
            is_literal_next: false,
            table: Table::default(),
            separated: Separated::by(','),
            substitutions: Substitutions::default(),
        }
    }

    /// Reads a line; returns how many lines that took.
    fn read(&mut self, number: usize) -> usize {
        let line = self.lines[number].clone();
        if line.is_blank {
            self.read_blank();
            return 1;
        }
        self.leave_contexts(line.indent);
        if self.read_head(&line) || self.read_verbatim(&line) || self.read_table(number, &line) {
            return 1;
        }
        if self.draft.is_open() {
            return self.go_on(number, &line);
        }
        self.enter_column(line.indent);
        self.begin(number, &line)
    }

    fn read_blank(&mut self) {
        if let Some(context) = self.contexts.last_mut() {
            context.head = Head::Over;
        }
        // Code goes on behind blank lines as long as it is deep enough.
        if self.content() != Content::Code {
            self.close();
        }
    }

    fn content(&self) -> Content {
        self.contexts.last().map_or(Content::Prose(Kind::Paragraph), |context| context.content)
    }

    /// The kind of a paragraph that begins here.
    fn kind(&mut self) -> Kind {
        let first = self.contexts.last_mut().and_then(|context| context.first.take());
        first.unwrap_or_else(|| self.inner_kind())
    }

    /// The kind of paragraphs in what begins here.
    fn inner_kind(&self) -> Kind {
        match self.content() {
            Content::Prose(kind) => kind,
            Content::Code | Content::Values | Content::Lists | Content::Nothing => Kind::Paragraph,
        }
    }

    /// Ends the open paragraph.
    fn close(&mut self) {
        if let Some(text) = self.draft.open_text() {
            let is_code = self.paragraph.kind == Kind::Code;
            self.is_literal_next = !is_code && text.trim_end().ends_with("::");
        }
        self.draft.close();
        self.table.end_grid();
        self.paragraph.kind = Kind::Paragraph;
    }

    fn leave_contexts(&mut self, indent: usize) {
        while self.contexts.pop_if(|context| context.indent > indent).is_some() {
            self.close();
            self.table = Table::default();
        }
    }

    fn push(&mut self, indent: usize, content: Content) -> &mut Context {
        self.contexts.push(Context {
            indent,
            column: None,
            content,
            head: Head::Over,
            first: None,
        });
        let last = self.contexts.len() - 1;
        &mut self.contexts[last]
    }

    /// Whether a line belongs to a directive and not to its content.
    fn read_head(&mut self, line: &RstLine) -> bool {
        let content = &self.text[line.content.clone()];
        let Some(context) = self.contexts.last_mut() else { return false };
        let is_table = context.content == Content::Values;
        match context.head {
            Head::Over => false,
            Head::Arguments => true,
            Head::Options if field_length(content).is_some() => {
                context.column = Some(line.indent);
                if let Some(values) = content.strip_prefix(":header:").filter(|_| is_table) {
                    self.read_values(line.content.end - values.len()..line.content.end);
                }
                true
            }
            // An option in several lines.
            Head::Options if context.column.is_some_and(|column| line.indent > column) => true,
            Head::Options => {
                context.head = Head::Over;
                false
            }
        }
    }

    /// Whether a line is code or nothing, as what it stands in says, or the paragraph before it.
    fn read_verbatim(&mut self, line: &RstLine) -> bool {
        match self.content() {
            Content::Nothing => return true,
            Content::Values => {
                self.read_values(line.content.clone());
                return true;
            }
            Content::Prose(_) | Content::Lists | Content::Code => {}
        }
        let is_literal = self.is_literal_next && !self.draft.is_open();
        if is_literal && line.indent > self.paragraph.column {
            self.push(self.paragraph.column + 1, Content::Code);
        }
        if !self.draft.is_open() {
            self.is_literal_next = false;
        }
        let is_code = self.content() == Content::Code
            || (self.draft.is_open() && self.paragraph.kind == Kind::Code);
        if is_code {
            self.paragraph.kind = Kind::Code;
            self.draft.add(Kind::Code, line.content.clone());
        }
        is_code
    }

    fn read_values(&mut self, line: Range<usize>) {
        self.separated.read(&mut self.draft, self.text, line);
        self.paragraph.kind = Kind::Row;
    }

    /// A further line of the open paragraph, or what makes it something else.
    fn go_on(&mut self, number: usize, line: &RstLine) -> usize {
        let content = &self.text[line.content.clone()];
        let open = self.draft.open_text().unwrap_or_default().trim_end();
        let is_single = self.paragraph.lines == 1;
        if is_single && self.contexts.is_empty() && is_underline(open, content) {
            self.draft.change_kind(Kind::Heading);
            self.draft.close();
        } else if is_single && line.indent > self.paragraph.column && self.is_term(open) {
            return self.define(number, line);
        } else if let Some(rest) = content.strip_prefix("| ") {
            let start = line.content.end - rest.len();
            self.draft.add(self.paragraph.kind, start..line.content.end);
        } else {
            self.draft.add(self.paragraph.kind, line.content.clone());
            self.paragraph.lines += 1;
        }
        1
    }

    /// Whether a line with a deeper one right under it is a term, and not a paragraph with a slip.
    fn is_term(&self, line: &str) -> bool {
        line.ends_with("::")
            || (!self.paragraph.is_marked
                && !line.ends_with(['.', ',', ';', ':'])
                && line.split_whitespace().nth(MAX_TERM_WORDS).is_none())
            || is_wholly_marked(line)
    }

    /// The open line is the term that a deeper line defines, or announces code.
    fn define(&mut self, number: usize, line: &RstLine) -> usize {
        if self.draft.open_text().is_some_and(|open| open.trim_end().ends_with("::")) {
            self.close();
            self.read_verbatim(line);
            return 1;
        }
        self.draft.change_kind(Kind::Heading);
        self.draft.close();
        self.push(line.indent, Content::Prose(Kind::Item));
        self.enter_column(line.indent);
        self.begin(number, line)
    }

    /// Notes how deep paragraphs are here; a deeper one is a quotation, but in items.
    fn enter_column(&mut self, indent: usize) {
        let kind = self.inner_kind();
        let column = match self.contexts.last_mut() {
            Some(context) => *context.column.get_or_insert(indent),
            None => 0,
        };
        if indent > column {
            let kind = if kind == Kind::Item { Kind::Item } else { Kind::Quote };
            self.push(indent, Content::Prose(kind)).column = Some(indent);
        }
    }

    /// Reads a line that begins something; returns how many lines that took.
    fn begin(&mut self, number: usize, line: &RstLine) -> usize {
        if self.content() == Content::Lists
            && let Some(row) = ListRow::read(self.text, &self.lines[number..])
        {
            return self.write_row(&row);
        }
        let content = &self.text[line.content.clone()];
        if let Some(markup) = content.strip_prefix("..").filter(|rest| is_separate(rest)) {
            let start = line.content.end - markup.trim_start().len();
            self.begin_markup(number, line, start);
        } else if content.starts_with("__ ") {
            // A target without a name.
        } else if is_adornment(content) {
            return self.begin_title(number);
        } else if content.starts_with(">>> ") {
            self.paragraph.kind = Kind::Code;
            self.draft.add(Kind::Code, line.content.clone());
        } else if !self.begin_field(line) && !self.begin_option(number, line) {
            self.begin_items(number, line);
        }
        1
    }

    fn write_row(&mut self, row: &ListRow) -> usize {
        for cell in &row.cells {
            let mut lines = cell.iter().filter(|line| !line.is_empty()).cloned();
            self.draft.add_cells(lines.next());
            lines.for_each(|line| self.draft.add(Kind::Row, line));
        }
        self.draft.close();
        row.lines
    }

    /// A line between two of signs is a title; a line of signs alone is nothing.
    fn begin_title(&mut self, number: usize) -> usize {
        let line = |number: usize| self.lines.get(number).filter(|line| !line.is_blank);
        let content = |number: usize| line(number).map(|line| &self.text[line.content.clone()]);
        if content(number + 1).is_none() || content(number) != content(number + 2) {
            // A transition between paragraphs.
            return 1;
        }
        let title = self.lines[number + 1].content.clone();
        self.contexts.clear();
        self.draft.add(Kind::Heading, title);
        self.draft.close();
        3
    }

    fn begin_field(&mut self, line: &RstLine) -> bool {
        let content = &self.text[line.content.clone()];
        let Some(length) = field_length(content) else { return false };
        let body = content[length..].trim_start();
        let is_nothing = !body.is_empty() && !is_wordy(body);
        let content = if is_nothing { Content::Nothing } else { Content::Prose(Kind::Item) };
        self.push(line.indent + 1, content);
        if !is_nothing && !body.is_empty() {
            self.begin_text(line.content.end - body.len()..line.content.end, line.indent + 1);
            self.paragraph.lines += 1;
        }
        true
    }

    /// An option of a command and what it does: `-v, --verbose  Says more.`
    fn begin_option(&mut self, number: usize, line: &RstLine) -> bool {
        let content = &self.text[line.content.clone()];
        let name = content.trim_start_matches('-');
        // Two spaces part the option from its description; one may stand before its argument.
        let is_option =
            name.len() < content.len() && name.starts_with(|c: char| c.is_alphanumeric());
        let is_described = self.lines.get(number + 1).is_some_and(|next| next.indent > line.indent);
        let body = content.find("  ").map(|at| content[at..].trim_start());
        if !is_option || !(body.is_some() || is_described) {
            return false;
        }
        self.push(line.indent + 1, Content::Prose(Kind::Item));
        if let Some(body) = body {
            self.begin_text(line.content.end - body.len()..line.content.end, line.indent + 1);
            self.paragraph.lines += 1;
        }
        true
    }

    /// The items that begin in a line, one in the other, and the text of the innermost.
    fn begin_items(&mut self, number: usize, line: &RstLine) {
        let (mut start, mut column) = (line.content.start, line.indent);
        let may_be_numbered = self.is_item_ended(number);
        while let Some((length, columns)) =
            item(&self.text[start..line.content.end], may_be_numbered)
        {
            self.push(column + 1, Content::Prose(Kind::Item)).column = Some(column + columns);
            start += length;
            column += columns;
        }
        if start < line.content.end {
            self.begin_content(start..line.content.end, column);
            self.paragraph.is_marked = start > line.content.start;
        }
    }

    /// Whether the line under a numbered one leaves it an item: a paragraph may begin with a number by chance.
    fn is_item_ended(&self, number: usize) -> bool {
        let (line, next) = (&self.lines[number], self.lines.get(number + 1));
        next.is_none_or(|next| {
            let content = &self.text[next.content.clone()];
            next.is_blank || next.indent > line.indent || item(content, true).is_some()
        })
    }

    /// A paragraph, or lines behind bars.
    fn begin_content(&mut self, text: Range<usize>, column: usize) {
        let content = &self.text[text.clone()];
        if content == "::" {
            self.is_literal_next = true;
            self.paragraph.column = column;
        } else if let Some(rest) = content.strip_prefix("| ") {
            self.begin_text(text.end - rest.len()..text.end, column);
            self.paragraph.lines += 1;
        } else if content != "|" {
            self.begin_text(text, column);
        }
    }

    fn begin_text(&mut self, text: Range<usize>, column: usize) {
        let kind = self.kind();
        self.paragraph = Paragraph { column, lines: 1, kind, is_marked: false };
        self.draft.add(kind, text);
    }

    /// What begins with two points: a directive, a footnote, or what is not to be read.
    fn begin_markup(&mut self, number: usize, line: &RstLine, start: usize) {
        let content = &self.text[start..line.content.end];
        let inner = line.indent + 1;
        let is_alone =
            self.lines.get(number + 1).is_none_or(|next| next.is_blank || next.indent < inner);
        if is_alone {
            self.substitutions.define(content);
        }
        if let Some((name, rest)) = directive(content) {
            let argument = line.content.end - rest.len()..line.content.end;
            self.begin_directive(Directive::named(name), inner, argument);
        } else if let Some(length) = footnote_length(content) {
            let kind = self.inner_kind();
            self.push(inner, Content::Prose(kind));
            self.begin_argument(start + length..line.content.end, inner);
        } else if !content.is_empty()
            || self.lines.get(number + 1).is_some_and(|next| !next.is_blank)
        {
            self.push(inner, Content::Nothing);
        }
    }

    fn begin_directive(&mut self, directive: Directive, indent: usize, argument: Range<usize>) {
        let kind = self.inner_kind();
        let (content, head) = match directive {
            Directive::Nothing => (Content::Nothing, Head::Over),
            Directive::Code => (Content::Code, Head::Options),
            Directive::Values => (Content::Values, Head::Options),
            Directive::Lists => (Content::Lists, Head::Options),
            Directive::Signature => (Content::Prose(kind), Head::Arguments),
            _ => (Content::Prose(kind), Head::Options),
        };
        let context = self.push(indent, content);
        context.head = head;
        context.first = (directive == Directive::Figure).then_some(Kind::Caption);
        match directive {
            Directive::Text => self.begin_argument(argument, indent),
            Directive::Version => {
                let start = argument.end - behind_versions(&self.text[argument.clone()]).len();
                self.begin_argument(start..argument.end, indent);
            }
            Directive::Titled(title) => self.add_title(title, argument),
            Directive::Values | Directive::Lists => self.add_title(Kind::Caption, argument),
            _ => {}
        }
    }

    fn add_title(&mut self, kind: Kind, title: Range<usize>) {
        if !title.is_empty() {
            self.draft.add(kind, title);
            self.draft.close();
        }
    }

    /// Text that begins in the line of its mark, and goes on in deeper lines.
    fn begin_argument(&mut self, text: Range<usize>, column: usize) {
        let length = self.text[text.clone()].trim_start().len();
        if length > 0 {
            self.begin_text(text.end - length..text.end, column);
            self.paragraph.lines += 1;
        }
    }

    /// Whether a line belongs to a table.
    fn read_table(&mut self, number: usize, line: &RstLine) -> bool {
        let is_text_open = self.draft.is_open() && self.paragraph.kind != Kind::Row;
        let lines = &self.lines[number..];
        let is_read = self.table.read(&mut self.draft, self.text, lines, is_text_open);
        if is_read {
            let (column, kind) = (line.indent, Kind::Row);
            self.paragraph = Paragraph { column, lines: 2, kind, is_marked: false };
        }
        is_read
    }
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::super::outline::expect;

    fn rst(text: &str, expected: &[&str]) {
        expect(&Document::restructured_text(text), expected);
    }

    #[test]
    fn titles_stand_above_lines_of_signs() {
        rst("Tides\n=====\nHigh.\n", &["heading Tides", "paragraph High."]);
        rst("=======\n Tides\n=======\n\nHigh.", &["heading Tides", "paragraph High."]);
        rst("Two\nlines\n-----", &["paragraph Two/lines/-----"]);
        rst("One.\n\n----\n\nTwo.", &["paragraph One.", "paragraph Two."]);
        rst("* a\n\nTides\n~~~~~\n", &["item a", "heading Tides"]);
    }

    #[test]
    fn directives_hold_prose_code_or_nothing() {
        rst(
            ".. note:: High\n   water.\n\n   Low water.\n\nAfter.",
            &["paragraph High/water.", "paragraph Low water.", "paragraph After."],
        );
        rst(".. versionchanged:: 3.8 Tides turn.", &["paragraph Tides turn."]);
        rst(
            ".. admonition:: Beware\n\n   Of the tide.",
            &["caption Beware", "paragraph Of the tide."],
        );
        rst(
            ".. py:function:: tide(a)\n                 tide(b)\n   :module: sea\n\n   Says when.",
            &["paragraph Says when."],
        );
        rst(
            ".. code-block:: python\n   :linenos:\n\n   a\n\n     b\n\nAfter.",
            &["code a//b", "paragraph After."],
        );
        rst(
            ".. figure:: map.png\n   :alt: a map\n      of it\n\n   The bay.\n\n   In June.",
            &["caption The bay.", "paragraph In June."],
        );
        rst(".. toctree::\n   :maxdepth: 2\n\n   one\n   two\n\nAfter.", &["paragraph After."]);
        rst(".. new-thing:: x\n\n   Known to a theme.", &["paragraph Known to a theme."]);
    }

    #[test]
    fn comments_targets_and_substitutions_are_nothing() {
        rst(
            ".. not shown\n   at all\n\n.. _bay: b.html\n\n.. |x| replace:: y\n\n__ c.html\n\nText.",
            &["paragraph Text."],
        );
        rst("..\n\n   A quotation.", &["quote A quotation."]);
        rst("..\n   Not shown.", &[]);
        rst(
            "Text [1]_.\n\n.. [1] A note\n   below.",
            &["paragraph Text.", "paragraph A note/below."],
        );
        rst("... and so on.", &["paragraph ... and so on."]);
    }

    #[test]
    fn lists_of_all_sorts_have_items() {
        rst("- a\n\n  more\n- b\n\n  * c", &["item a", "item more", "item b", "item c"]);
        rst("1. a\n2. b\n#. c", &["item a", "item b", "item c"]);
        rst("a. one\n   more\nb. two\n\niv. four", &["item one/more", "item two", "item four"]);
        rst("12. May was\nwet.", &["paragraph 12. May was/wet."]);
        rst("* - a\n  - b", &["item a", "item b"]);
        rst(
            "tide\n   It turns.\n\n   Twice a day.\n\nebb\n   It falls.",
            &[
                "heading tide",
                "item It turns.",
                "item Twice a day.",
                "heading ebb",
                "item It falls.",
            ],
        );
        rst(
            ":param a: The height\n   of the tide.\n:maxdepth: 2",
            &["item The height/of the tide."],
        );
        rst(
            "-v, --verbose  Says more.\n--quiet\n    Says less.",
            &["item Says more.", "item Says less."],
        );
        rst(
            "A sentence that is longer than any term ever is\n   with a slip.",
            &["paragraph A sentence that is longer than any term ever is/with a slip."],
        );
    }

    #[test]
    fn what_is_literal_is_code() {
        rst(
            "So::\n\n   tide(1)\n\n   tide(2)\n\nAfter.",
            &["paragraph So::", "code tide(1)//tide(2)", "paragraph After."],
        );
        rst("- So::\n\n      tide(1)\n\n  And.", &["item So::", "code tide(1)", "item And."]);
        rst("::\n\n   tide(1)", &["code tide(1)"]);
        rst(">>> tide(1)\n2\n\nAfter.", &["code >>> tide(1)/2", "paragraph After."]);
        rst("After::\n\nAll.", &["paragraph After::", "paragraph All."]);
    }

    #[test]
    fn quotations_and_lines_behind_bars() {
        rst(
            "He wrote:\n\n   It turns.\n\n   Twice.",
            &["paragraph He wrote:", "quote It turns.", "quote Twice."],
        );
        rst("| one\n| two", &["paragraph one/two"]);
    }

    #[test]
    fn rows_of_tables() {
        rst(
            "+---+-----+\n| a | b   |\n+===+=====+\n| c | d   |\n|   | e   |\n+---+-----+\n\n| f",
            &["row a|b", "row c|d|e", "paragraph f"],
        );
        rst(
            "====  ===\nName  Age\n====  ===\nAda    36\n\nKay    80\n       and more\n====  ===\n\nAfter.",
            &["row Name|Age", "row Ada|36", "row Kay|80|and more", "paragraph After."],
        );
    }

    #[test]
    fn a_header_as_mail_has_it_is_left_out() {
        rst("PEP: 1\nTitle: Tides\nAuthor: A,\n   B\n\nText.", &["paragraph Text."]);
        rst("Note: it\nTurns: twice", &["paragraph Note: it/Turns: twice"]);
    }
}
