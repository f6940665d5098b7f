//! Markdown: `CommonMark` with tables, footnotes, task lists, definition lists and formulas, and what site builders add.

mod component;
mod dialect;
mod plain;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::CELL_SEPARATOR;
use super::Kind;
use super::html::{self, Inline};
use super::unclosed::Reading;
use super::writer::{BlockWriter, LINE_END};
use crate::text::Span;
use plain::Plain;

/// The paragraphs of a Markdown text. O(n).
pub(super) fn blocks(text: &str) -> Reading {
    let plain = Plain::new(text);
    let mut reader = Reader::new(text, &plain);
    for (event, range) in Parser::new_ext(&plain.text, options()).into_offset_iter() {
        reader.read(event, range.into());
    }
    reader.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
}

/// Reads events into blocks.
struct Reader<'d, 'p> {
    document: &'d str,
    plain: &'p Plain,
    writer: BlockWriter<'d>,
    /// What text in each of the open containers is.
    containers: Vec<Kind>,
    /// What the open heading, row or listing is.
    leaf: Option<Kind>,
    /// How many of the bounds between blocks of HTML have been passed, and whether the last begins a title.
    bounds: usize,
    is_title: bool,
    /// How many images are open, whose text is not seen.
    images: usize,
    /// The lines of the open block of HTML.
    html: Vec<Span>,
    hidden: Option<Hidden>,
    /// The last end tag of each element that was looked for.
    last_ends: Vec<(Vec<u8>, usize)>,
}

/// An element of HTML that is open and whose text nobody sees.
struct Hidden {
    name: Vec<u8>,
    place: html::Hidden,
    /// Whether it ends with its paragraph at the latest.
    is_inline: bool,
}

impl<'d, 'p> Reader<'d, 'p> {
    fn new(document: &'d str, plain: &'p Plain) -> Reader<'d, 'p> {
        Reader {
            document,
            plain,
            writer: BlockWriter::new(document),
            containers: Vec::new(),
            leaf: None,
            bounds: 0,
            is_title: false,
            images: 0,
            html: Vec::new(),
            hidden: None,
            last_ends: Vec::new(),
        }
    }

    fn read(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Html(_) => self.html.push(span),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Rule => self.writer.close(),
            _ if self.images > 0 => {}
            event if self.hidden.is_some() => self.hide(&event),
            Event::Text(text) => self.text(&text, span),
            Event::Code(code) => self.code(&code, span),
            // What looks like a formula may be about prices, and keeps its dollars.
            Event::InlineMath(_) => self.writer.copy(self.kind(), self.plain.original(span)),
            Event::DisplayMath(_) => self.formula(self.plain.original(span)),
            Event::SoftBreak | Event::HardBreak => {
                self.writer.separate_from(self.plain.original(span).start, LINE_END);
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. } => return,
            Tag::Image { .. } => return self.images += 1,
            Tag::TableCell => return self.writer.separate(CELL_SEPARATOR),
            _ => self.writer.close(),
        }
        match tag {
            Tag::BlockQuote(_) => self.containers.push(Kind::Quote),
            Tag::Item if self.plain.is_container(span.start) => self.containers.push(self.kind()),
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.containers.push(Kind::Item);
            }
            Tag::FootnoteDefinition(_) => self.containers.push(Kind::Paragraph),
            Tag::Heading { .. } => self.leaf = Some(Kind::Heading),
            Tag::TableHead | Tag::TableRow => self.leaf = Some(Kind::Row),
            // Components are indented as it pleases, and so is what stands in them.
            Tag::CodeBlock(CodeBlockKind::Indented) if self.plain.has_components => {}
            Tag::CodeBlock(_) => self.leaf = Some(Kind::Code),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::TableCell => return,
            TagEnd::Image => return self.images -= 1,
            _ => self.end_block(span),
        }
        match tag {
            TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition => drop(self.containers.pop()),
            TagEnd::HtmlBlock => self.html_block(span),
            TagEnd::CodeBlock => self.end_listing(span),
            _ => {}
        }
    }

    fn end_block(&mut self, span: Span) {
        self.writer.close();
        self.leaf = None;
        self.is_title = false;
        if let Some(hidden) = self.hidden.take_if(|hidden| hidden.is_inline) {
            self.leave_open(&hidden.place, self.plain.original(span).end);
        }
    }

    /// Passes over text that nobody sees.
    fn hide(&mut self, event: &Event<'_>) {
        let is_text = matches!(event, Event::Text(_) | Event::Code(_));
        if let Some(hidden) = self.hidden.as_mut().filter(|_| is_text) {
            hidden.place.has_text = true;
        }
    }

    /// Notes that the end of a hidden element is missing, if that makes a difference.
    fn leave_open(&mut self, hidden: &html::Hidden, end: usize) {
        if hidden.has_text {
            self.writer.leave_open(Span { start: hidden.start, end: end.max(hidden.start) });
        }
    }

    /// A listing that is not closed takes the rest of the text.
    fn end_listing(&mut self, span: Span) {
        let text = &self.plain.text[span];
        let last = text.trim_end().rsplit('\n').next().unwrap_or_default();
        let fence = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence));
        let is_open = fence.is_some_and(|fence| {
            // One that ends with the text may well be whole.
            text.trim_end().contains("\n\n")
                && !last.trim_start_matches([' ', '>']).starts_with(fence)
        });
        if is_open && self.plain.text[span.end..].trim().is_empty() {
            let span = self.plain.original(span);
            self.writer.leave_open(span);
        }
    }

    fn finish(mut self) -> Reading {
        if let Some(hidden) = self.hidden.take() {
            self.leave_open(&hidden.place, self.document.len());
        }
        self.writer.finish()
    }

    /// What text at this place is.
    fn kind(&self) -> Kind {
        let title = self.is_title.then_some(Kind::Heading);
        self.leaf.or(title).or_else(|| self.containers.last().copied()).unwrap_or_default()
    }

    /// Ends the paragraph where a block of HTML begins or ends before this place.
    fn pass_bounds(&mut self, place: usize) {
        let plain = self.plain;
        while let Some(bound) = plain.bounds.get(self.bounds).filter(|bound| bound.at < place) {
            self.writer.close();
            self.is_title = bound.is_title;
            self.bounds += 1;
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let original = self.plain.original(span);
        self.pass_bounds(original.start);
        if &self.plain.text[span] != text {
            return self.writer.decode(self.kind(), original, text);
        }
        for part in self.plain.kept(span) {
            self.pass_bounds(part.start);
            let kind = self.kind();
            match kind {
                Kind::Code => self.writer.copy_all(kind, part),
                _ => self.writer.copy(kind, part),
            }
        }
    }

    /// A code span, whose marks are not part of it, nor a space next to each of them.
    fn code(&mut self, code: &str, span: Span) {
        let written = &self.plain.text[span];
        let marks = written.bytes().take_while(|byte| *byte == b'`').count();
        let spaces = usize::from(written[marks..].starts_with(' ') && !code.starts_with(' '));
        let start = span.start + marks + spaces;
        let source = Span { start, end: start + code.len() };
        let original = self.plain.original(span);
        self.pass_bounds(original.start);
        if self.plain.text.get(source.range()) == Some(code) {
            self.writer.copy(self.kind(), self.plain.original(source));
        } else if self.plain.has_cuts(span) {
            // What is cut elsewhere is text in code.
            let inner = self.document[original].trim_matches('`').replace(['\r', '\n'], " ");
            self.writer.decode(self.kind(), original, &inner);
        } else {
            self.writer.decode(self.kind(), original, code);
        }
    }

    /// A formula with lines of its own stands between paragraphs, another in one.
    fn formula(&mut self, span: Span) {
        if self.writer.is_within_line() && !self.document[span].contains('\n') {
            return self.writer.copy(self.kind(), span);
        }
        self.writer.close();
        self.writer.copy(Kind::Code, span);
        self.writer.close();
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        let place = html::Hidden { start: self.plain.original(span).start, has_text: false };
        match (html::inline(tag), &self.hidden) {
            (Inline::End(name), Some(hidden)) if name == hidden.name => self.hidden = None,
            (Inline::Comment(comment), _) => {
                self.writer.comment(&comment, self.plain.original(span));
            }
            (Inline::Hidden(name), None) => {
                self.hidden = Some(Hidden { name, place, is_inline: true });
            }
            (Inline::LineEnd, None) => self.writer.separate(LINE_END),
            (Inline::End(_) | Inline::Other, None) | (_, Some(_)) => {}
        }
    }

    fn html_block(&mut self, span: Span) {
        let lines = core::mem::take(&mut self.html);
        let hidden = self.hidden.take().map(|hidden| (hidden.name, hidden.place));
        let start = lines.first().map_or(span.start, |first| self.plain.original(*first).start);
        let fragment = html::Fragment {
            text: self.html_text(start, &lines),
            start,
            kind: self.kind(),
            hidden,
        };
        let Some((name, place)) = fragment.read(self.document, &mut self.writer) else { return };
        if self.last_end(&name) >= span.end {
            self.hidden = Some(Hidden { name, place, is_inline: false });
        } else {
            self.leave_open(&place, self.plain.original(span).end);
        }
    }

    /// The lines of a block of HTML with spaces in place of the marks of quotations between them, and of what is cut.
    fn html_text(&self, start: usize, lines: &[Span]) -> String {
        let mut text = String::new();
        for part in lines.iter().flat_map(|line| self.plain.kept(*line)) {
            let blank = (part.start - start).saturating_sub(text.len());
            text.extend(core::iter::repeat_n(' ', blank));
            text.push_str(&self.document[part]);
        }
        text
    }

    /// Where the last end tag of an element begins; 0 if there is none.
    fn last_end(&mut self, name: &[u8]) -> usize {
        if let Some((_, last)) = self.last_ends.iter().find(|(known, _)| known == name) {
            return *last;
        }
        let tag = [b"</", name].concat();
        let mut windows = self.document.as_bytes().windows(tag.len()).enumerate();
        let last =
            windows.rfind(|(_, window)| window.eq_ignore_ascii_case(&tag)).map_or(0, |(at, _)| at);
        self.last_ends.push((name.to_vec(), last));
        last
    }
}
