//! Pieces of HTML within a text of another format.

use super::element::{Role, role};
use super::open::OpenElements;
use super::reader::{Hidden, Reader};
use super::token::{self, Sink, Tag};
use crate::document::Kind;
use crate::document::writer::BlockWriter;
use crate::text::Span;

/// A piece of HTML within a text of another format.
pub(in crate::document) struct Fragment {
    pub(in crate::document) text: String,
    /// Where it begins in the document.
    pub(in crate::document) start: usize,
    /// What text around it is.
    pub(in crate::document) kind: Kind,
    /// The hidden element that it begins in.
    pub(in crate::document) hidden: Option<(Vec<u8>, Hidden)>,
}

impl Fragment {
    /// Reads it into blocks, and says in which hidden element it ends.
    pub(in crate::document) fn read<'d>(
        self,
        document: &'d str,
        writer: &mut BlockWriter<'d>,
    ) -> Option<(Vec<u8>, Hidden)> {
        let mut open = OpenElements::new(self.kind, false);
        let hidden = self.hidden.map(|(name, hidden)| {
            open.start(&Tag { name, is_hidden: true, ..Tag::default() });
            hidden
        });
        let mut reader = Reader { document, base: self.start, open, writer, hidden };
        token::read(&self.text, &mut reader);
        let name = reader.open.hidden_name().map(<[u8]>::to_vec);
        let hidden = name.zip(reader.hidden);
        writer.close();
        hidden
    }
}

/// What a single tag or comment is to the line around it.
#[derive(Debug)]
pub(in crate::document) enum Inline {
    /// It ends a line or stands between blocks.
    LineEnd,
    /// It starts an element of this name whose text nobody sees.
    Hidden(Vec<u8>),
    /// It ends an element of this name, which ends no line.
    End(Vec<u8>),
    Comment(String),
    Other,
}

/// Reads a tag or a comment in a line of text of another format.
pub(in crate::document) fn inline(tag: &str) -> Inline {
    let mut sink = Single(Inline::Other);
    token::read(tag, &mut sink);
    sink.0
}

/// Takes a single token.
struct Single(Inline);

impl Sink for Single {
    fn start(&mut self, tag: &Tag) -> bool {
        self.0 = match role(&tag.name) {
            Role::Break | Role::Rule | Role::Block(_) | Role::Cell => Inline::LineEnd,
            Role::Void => Inline::Other,
            _ if tag.is_self_closing => Inline::Other,
            Role::Hidden | Role::HiddenBlock => Inline::Hidden(tag.name.clone()),
            Role::Inline | Role::Math if tag.is_hidden => Inline::Hidden(tag.name.clone()),
            Role::Inline | Role::Math => Inline::Other,
        };
        false
    }

    fn end(&mut self, name: &[u8]) {
        self.0 = match role(name) {
            Role::Break | Role::Block(_) | Role::Cell => Inline::LineEnd,
            _ => Inline::End(name.to_vec()),
        };
    }

    fn text(&mut self, _: Span, _: &str) {}

    fn comment(&mut self, comment: &str, _: Span) {
        self.0 = Inline::Comment(comment.to_owned());
    }

    fn left_open(&mut self, _: Span) {}

    fn is_foreign(&self) -> bool {
        false
    }
}
