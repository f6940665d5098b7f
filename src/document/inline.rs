//! Inline markup: which pieces of a block's text no reader sees, and which stand for another text.

use core::ops::Range;

use super::segment::to_source;
use super::{Block, CELL_SEPARATOR, Kind};

/// Behind so many bytes the end of a notation is not looked for any more. It keeps hostile texts from taking long.
const MAX_LENGTH: usize = 2_000;

/// Another text in place of a piece of a block's text.
pub(super) struct Change {
    pub(super) span: Range<usize>,
    /// Empty where the piece is left out.
    pub(super) text: String,
}

/// Changes of a text, in order and apart.
#[derive(Default)]
pub(super) struct Changes {
    all: Vec<Change>,
}

impl Changes {
    pub(super) fn cut(&mut self, span: Range<usize>) {
        self.replace(span, String::new());
    }

    pub(super) fn replace(&mut self, span: Range<usize>, text: String) {
        if !span.is_empty() {
            self.all.push(Change { span, text });
        }
    }

    /// Where the last one ends.
    pub(super) fn end(&self) -> usize {
        self.all.last().map_or(0, |change| change.span.end)
    }

    /// The part of a block, with the changes in it. O(length of the part, times log segments).
    pub(super) fn apply(&self, block: &Block, part: Range<usize>) -> Block {
        let mut changed = Block { is_ignored: block.is_ignored, ..Block::new(block.kind) };
        let mut at = part.start;
        let first = self.all.partition_point(|change| change.span.start < part.start);
        for change in self.all[first..].iter().take_while(|change| change.span.end <= part.end) {
            changed.extend(&block.part((at..change.span.start).into()));
            let source = to_source(&block.segments, change.span.clone().into());
            changed.decode(source, &change.text);
            at = change.span.end;
        }
        changed.extend(&block.part((at..part.end).into()));
        changed
    }

    /// A text with the changes in it.
    pub(super) fn applied_to(&self, text: &str) -> String {
        let mut at = 0;
        let mut changed = String::new();
        for Change { span, text: other } in &self.all {
            changed.push_str(&text[at..span.start]);
            changed.push_str(other);
            at = span.end;
        }
        changed + &text[at..]
    }
}

/// The pieces of a block's text across whose ends no markup reaches: the cells of a row, or the whole.
pub(super) fn pieces(block: &Block) -> impl Iterator<Item = Range<usize>> {
    let text = block.text();
    let is_row = block.kind == Kind::Row;
    let mut start = 0;
    let ends = text.match_indices(CELL_SEPARATOR).filter(move |_| is_row).map(|(at, _)| at);
    ends.chain([text.len()]).map(move |end| {
        let piece = start..end;
        start = end + CELL_SEPARATOR.len();
        piece
    })
}

/// Reads a piece of text from mark to mark. `notation` is told where a mark stands, and says where the notation ends that begins
/// there; if none does, the text goes on behind all marks of that kind that stand side by side.
pub(super) fn read_notations(
    text: &str,
    piece: Range<usize>,
    marks: &[char],
    mut notation: impl FnMut(usize) -> Option<usize>,
) {
    let mut at = piece.start;
    while let Some(found) = text[at..piece.end].find(marks) {
        at += found;
        at = notation(at).unwrap_or_else(|| {
            let rest = &text[at..piece.end];
            at + (rest.len() - rest.trim_start_matches(&rest[..1]).len())
        });
    }
}

/// Where the mark stands that ends what begins at `from`: text stands right before it, and no letter right behind it.
pub(super) fn end_of(text: &str, piece: Range<usize>, mark: &str) -> Option<usize> {
    let within = near(text, piece.clone());
    if within.starts_with(char::is_whitespace) {
        return None;
    }
    let mut ends = within.match_indices(mark).map(|(at, _)| piece.start + at);
    ends.find(|at| {
        let inner = &text[piece.start..*at];
        let behind = &text[at + mark.len()..piece.end];
        !inner.is_empty()
            && !inner.ends_with(|c: char| c.is_whitespace() || c == '\\')
            && !behind.starts_with(char::is_alphanumeric)
            // A single mark is no part of a double one.
            && (mark.len() > 1 || !(behind.starts_with(mark) || inner.ends_with(mark)))
    })
}

/// As much of a text as may hold the end of a notation.
pub(super) fn near(text: &str, piece: Range<usize>) -> &str {
    let end = (piece.start + MAX_LENGTH).min(piece.end);
    let boundary = (piece.start..=end).rev().find(|at| text.is_char_boundary(*at));
    &text[piece.start..boundary.unwrap_or(piece.start)]
}

/// The character before a place.
pub(super) fn before(text: &str, piece: Range<usize>) -> Option<char> {
    text[piece].chars().next_back()
}
