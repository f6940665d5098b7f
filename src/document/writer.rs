//! Paragraphs in the making, piece by piece, as readers of markup find them.

use super::unclosed::{Reading, Unclosed};
use super::{Block, Kind};
use crate::text::Span;

/// Stands between the lines of a block.
pub(super) const LINE_END: &str = "\n";

/// The comment that asks to ignore all up to another.
const IGNORE_START: &str = "paradup:ignore-start";

/// Turns the pieces of text that a reader finds into blocks. White space at the ends of lines and blocks is left out,
/// elsewhere it stays as it is.
pub(super) struct BlockWriter<'d> {
    document: &'d str,
    finished: Vec<Block>,
    open: Option<Block>,
    /// Where the last piece ends that was written.
    end: usize,
    /// White space that stays only if text follows in the same line.
    spaces: Vec<Span>,
    /// What stands between the last piece and the next, and from where on.
    separator: Option<(usize, &'static str)>,
    /// Whether a comment asks to ignore the next block.
    ignore_next: bool,
    /// Where the comment stands that asks to ignore all blocks from there on.
    ignore_all: Option<usize>,
    unclosed: Vec<Unclosed>,
}

impl<'d> BlockWriter<'d> {
    pub(super) fn new(document: &'d str) -> BlockWriter<'d> {
        BlockWriter {
            document,
            finished: Vec::new(),
            open: None,
            end: 0,
            spaces: Vec::new(),
            separator: None,
            ignore_next: false,
            ignore_all: None,
            unclosed: Vec::new(),
        }
    }

    /// Bytes of the document as they are.
    pub(super) fn copy(&mut self, kind: Kind, span: Span) {
        let text = &self.document[span];
        let rest = text.trim_start();
        let start = span.end - rest.len();
        let end = start + rest.trim_end().len();
        self.add_space(Span { start: span.start, end: start });
        if end > start {
            self.add_verbatim(kind, Span { start, end });
            self.add_space(Span { start: end, end: span.end });
        }
    }

    /// Bytes of the document as they are, with the white space at their ends.
    pub(super) fn copy_all(&mut self, kind: Kind, span: Span) {
        if !span.is_empty() {
            self.add_verbatim(kind, span);
        }
    }

    /// A text that these bytes of the document stand for.
    pub(super) fn decode(&mut self, kind: Kind, span: Span, text: &str) {
        self.block(kind, span).decode(span, text);
    }

    /// Puts a line end or the like between what was written and what follows in the same block, in place of any white space.
    pub(super) fn separate(&mut self, separator: &'static str) {
        self.separate_from(self.end, separator);
    }

    /// The same, where it is known where the white space begins.
    pub(super) fn separate_from(&mut self, start: usize, separator: &'static str) {
        if self.open.is_some() {
            self.spaces.clear();
            self.separator = Some((start.max(self.end), separator));
        }
    }

    /// Whether text stands before this place in its line.
    #[cfg(feature = "markdown")]
    pub(super) fn is_within_line(&self) -> bool {
        self.open.is_some() && self.separator.is_none()
    }

    /// Ends the open block, if there is one.
    pub(super) fn close(&mut self) {
        self.spaces.clear();
        self.separator = None;
        if let Some(block) = self.open.take().and_then(Block::trimmed) {
            self.ignore_next &= !block.is_ignored;
            self.finished.push(block);
        }
    }

    /// Reads a comment, which may ask to ignore the block that follows, or all up to another comment.
    pub(super) fn comment(&mut self, comment: &str, source: Span) {
        match comment.trim() {
            "paradup:ignore" => self.ignore_next = true,
            IGNORE_START => self.ignore_all = self.ignore_all.or(Some(source.start)),
            "paradup:ignore-end" => self.ignore_all = None,
            _ => {}
        }
    }

    /// What begins here takes all of these bytes with it, as its end is missing.
    pub(super) fn leave_open(&mut self, source: Span) {
        self.unclosed.push(Unclosed::new(self.document, source));
    }

    pub(super) fn finish(mut self) -> Reading {
        self.close();
        if let Some(start) = self.ignore_all {
            let span = Span { start, end: self.document.len() };
            self.unclosed.push(Unclosed { mark: IGNORE_START.to_owned(), span });
        }
        self.unclosed.sort_by_key(|unclosed| unclosed.span);
        Reading { blocks: self.finished, unclosed: self.unclosed }
    }

    fn add_verbatim(&mut self, kind: Kind, span: Span) {
        let document = self.document;
        self.block(kind, span).copy(document, span);
    }

    /// The block that a piece goes into.
    fn block(&mut self, kind: Kind, piece: Span) -> &mut Block {
        self.write_separator(piece.start);
        self.end = piece.end;
        let is_ignored = self.ignore_next || self.ignore_all.is_some();
        self.open.get_or_insert_with(|| Block { is_ignored, ..Block::new(kind) })
    }

    fn add_space(&mut self, span: Span) {
        // White space at the start of a block or a line is dropped.
        if self.open.is_some() && self.separator.is_none() && !span.is_empty() {
            self.spaces.push(span);
        }
    }

    /// Writes what stands between the last piece and one that starts at `end`.
    fn write_separator(&mut self, end: usize) {
        let Some(block) = &mut self.open else { return };
        for space in self.spaces.drain(..) {
            block.copy(self.document, space);
        }
        let Some((start, separator)) = self.separator.take() else { return };
        let between = Span { start, end };
        let is_line_end = matches!(&self.document[between], "\n" | "\r\n");
        if is_line_end && separator == LINE_END {
            block.copy(self.document, between);
        } else {
            block.decode(between, separator);
        }
    }
}
