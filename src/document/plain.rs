//! Plain text: paragraphs between blank lines.

use super::lines::{Line, LineEnd, is_blank, lines};
use super::{Block, Kind};

/// The paragraphs of a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Line> = None;
    for line in lines(text) {
        let blank = is_blank(&text[line.content.clone()]);
        let end = line.end;
        if !blank {
            open = Some(match open {
                Some(first) => Line { content: first.content.start..line.content.end, ..line },
                None => line,
            });
        }
        if blank || end != LineEnd::Line {
            blocks.extend(open.take().map(|lines| block(text, &lines)));
        }
    }
    blocks
}

fn block(text: &str, lines: &Line) -> Block {
    let mut block = Block::new(Kind::Paragraph);
    block.copy(text, lines.content.clone());
    block
}
