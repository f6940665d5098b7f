//! From tokens to blocks.

use super::element::{Role, may_be_left_open, role};
use super::open::OpenElements;
use super::token::{Sink, Tag};
use crate::document::CELL_SEPARATOR;
use crate::document::Kind;
use crate::document::lines::is_blank;
use crate::document::writer::{BlockWriter, LINE_END};
use crate::text::Span;

/// Reads tokens into blocks.
pub(super) struct Reader<'r, 'd> {
    pub(super) document: &'d str,
    /// Where what is read begins in the document.
    pub(super) base: usize,
    pub(super) open: OpenElements,
    pub(super) writer: &'r mut BlockWriter<'d>,
    pub(super) hidden: Option<Hidden>,
}

/// An element that is open and not shown.
#[derive(Clone, Copy)]
pub(in crate::document) struct Hidden {
    /// Where it begins in the document.
    pub(in crate::document) start: usize,
    /// Whether it has any text.
    pub(in crate::document) has_text: bool,
}

impl Reader<'_, '_> {
    fn add(&mut self, source: Span, text: &str) {
        match self.open.kind() {
            Kind::Code => self.add_code(source, text),
            _ => self.add_prose(source, text),
        }
    }

    /// Text of a listing, whose layout counts.
    fn add_code(&mut self, source: Span, text: &str) {
        if &self.document[source] == text {
            self.writer.copy_all(Kind::Code, source);
        } else {
            self.writer.decode(Kind::Code, source, text);
        }
    }

    fn add_prose(&mut self, source: Span, text: &str) {
        if &self.document[source] == text {
            self.writer.copy(self.open.kind(), source);
        } else if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.writer.separate(if text.contains('\n') { LINE_END } else { " " });
        } else {
            self.writer.decode(self.open.kind(), source, text);
        }
    }

    /// The hidden element that is open and has text, if its end has to be written.
    pub(super) fn unclosed(&self) -> Option<Hidden> {
        let name = self.open.hidden_name()?;
        self.hidden.filter(|hidden| hidden.has_text && !may_be_left_open(name))
    }

    /// Notes whether a hidden element is open, and where it begins if that is new.
    fn note_hidden(&mut self, start: usize) {
        let new = Hidden { start: self.base + start, has_text: false };
        self.hidden = self.open.is_hidden().then(|| self.hidden.unwrap_or(new));
    }

    /// What an element does to the text before it, or its end to the text in it.
    fn bound(&mut self, role: Role) {
        match role {
            _ if self.open.is_hidden() => {}
            Role::Block(_) | Role::HiddenBlock | Role::Rule => self.writer.close(),
            Role::Cell => self.writer.separate(CELL_SEPARATOR),
            Role::Break => self.writer.separate(LINE_END),
            Role::Inline | Role::Void | Role::Hidden | Role::Math => {}
        }
    }
}

impl Sink for Reader<'_, '_> {
    fn start(&mut self, tag: &Tag) -> bool {
        self.open.end_implied(&tag.name);
        self.bound(role(&tag.name));
        let is_open = self.open.start(tag);
        self.note_hidden(tag.start);
        is_open
    }

    fn end(&mut self, name: &[u8]) {
        self.open.end(name);
        self.note_hidden(0);
        self.bound(role(name));
    }

    fn text(&mut self, source: Span, text: &str) {
        if let Some(hidden) = &mut self.hidden {
            hidden.has_text |= !is_blank(text);
            return;
        }
        let source = source.shifted(self.base);
        let written = &self.document[source];
        if written == text || !is_blanked(written, text) {
            return self.add(source, text);
        }
        for part in kept_parts(written, text) {
            self.add(part.shifted(source.start), &text[part]);
        }
    }

    fn comment(&mut self, comment: &str, source: Span) {
        self.writer.comment(comment, source.shifted(self.base));
    }

    fn left_open(&mut self, source: Span) {
        self.writer.leave_open(source.shifted(self.base));
    }

    fn is_foreign(&self) -> bool {
        self.open.is_foreign()
    }
}

/// Whether a text differs from what is written only in that bytes of other notations are blank.
fn is_blanked(written: &str, text: &str) -> bool {
    let mut bytes = written.bytes().zip(text.bytes());
    written.len() == text.len() && bytes.all(|(written, byte)| byte == written || byte == b' ')
}

/// Where a text is what is written.
fn kept_parts(written: &str, text: &str) -> Vec<Span> {
    let equal: Vec<bool> = written.bytes().zip(text.bytes()).map(|(a, b)| a == b).collect();
    let mut start = 0;
    let runs = equal.chunk_by(|a, b| a == b).map(|run| {
        let span = Span { start, end: start + run.len() };
        start = span.end;
        (run[0], span)
    });
    runs.filter(|(is_kept, _)| *is_kept).map(|(_, span)| span).collect()
}
