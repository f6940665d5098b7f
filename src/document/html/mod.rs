//! HTML: the text that a reader of the page sees, by its block elements.
//!
//! Tags may be missing, crossed or unknown, as they are in the world: elements end where the standard says that they end,
//! as far as that decides what is a paragraph. Nothing is built that has to be walked; deep nesting costs no more than its bytes.

mod element;
#[cfg(feature = "markdown")]
mod fragment;
mod open;
mod reader;
mod template;
mod token;

#[cfg(feature = "markdown")]
pub(super) use fragment::{Fragment, Inline, inline};
#[cfg(feature = "markdown")]
pub(super) use reader::Hidden;

use super::Kind;
use super::unclosed::Reading;
use super::writer::BlockWriter;
use crate::text::Span;
use open::OpenElements;
use reader::Reader;

/// The paragraphs of a page. O(n log n) at worst, where every element has a name of its own.
pub(super) fn blocks(text: &str) -> Reading {
    let mut writer = BlockWriter::new(text);
    let is_xml = text.trim_start_matches('\u{feff}').starts_with("<?xml");
    let mut reader = Reader {
        document: text,
        base: 0,
        open: OpenElements::new(Kind::Paragraph, is_xml),
        writer: &mut writer,
        hidden: None,
    };
    token::read(&template::without_expressions(text), &mut reader);
    if let Some(hidden) = reader.unclosed() {
        writer.leave_open(Span { start: hidden.start, end: text.len() });
    }
    writer.finish()
}
