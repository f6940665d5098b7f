//! HTML: the text that a reader of the page sees, by its block elements.
//!
//! Tags may be missing, crossed or unknown, as they are in the world: elements end where the standard says that they end,
//! as far as that decides what is a paragraph. Nothing is built that has to be walked; deep nesting costs no more than its bytes.

mod element;
mod open;
mod token;

use super::writer::BlockWriter;
use super::{Block, Kind};
use crate::text::Span;
use element::{Role, role};
use open::OpenElements;
use token::{Sink, Tag};

/// The paragraphs of a page. O(n log n) at worst, where every element has a name of its own.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut writer = BlockWriter::new(text);
    let is_xml = text.trim_start_matches('\u{feff}').starts_with("<?xml");
    let mut reader = Reader {
        document: text,
        base: 0,
        open: OpenElements::new(Kind::Paragraph, is_xml),
        writer: &mut writer,
    };
    token::read(text, &mut reader);
    writer.finish()
}

/// Reads tokens into blocks.
struct Reader<'r, 'd> {
    document: &'d str,
    /// Where what is read begins in the document.
    base: usize,
    open: OpenElements,
    writer: &'r mut BlockWriter<'d>,
}

impl Reader<'_, '_> {
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
            self.writer.separate(if text.contains('\n') { "\n" } else { " " });
        } else {
            self.writer.decode(self.open.kind(), source, text);
        }
    }

    /// What an element does to the text before it, or its end to the text in it.
    fn bound(&mut self, role: Role) {
        match role {
            _ if self.open.is_hidden() => {}
            Role::Block(_) | Role::HiddenBlock | Role::Rule => self.writer.close(),
            Role::Cell => self.writer.separate(CELL_SEPARATOR),
            Role::Break => self.writer.separate("\n"),
            Role::Inline | Role::Void | Role::Hidden | Role::Math => {}
        }
    }
}

impl Sink for Reader<'_, '_> {
    fn start(&mut self, tag: &Tag) -> bool {
        self.open.end_implied(&tag.name);
        self.bound(role(&tag.name));
        self.open.start(tag)
    }

    fn end(&mut self, name: &[u8]) {
        self.open.end(name);
        self.bound(role(name));
    }

    fn text(&mut self, source: Span, text: &str) {
        let source = source.shifted(self.base);
        match self.open.kind() {
            _ if self.open.is_hidden() => {}
            Kind::Code => self.add_code(source, text),
            _ => self.add_prose(source, text),
        }
    }

    fn comment(&mut self, comment: &str) {
        self.writer.comment(comment);
    }

    fn is_foreign(&self) -> bool {
        self.open.is_foreign()
    }
}

/// Stands between the cells of a row.
pub(super) const CELL_SEPARATOR: &str = "\t";

#[cfg(test)]
mod tests;
