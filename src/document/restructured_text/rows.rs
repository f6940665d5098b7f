//! Tables that are written as lists of lists.

use core::iter;
use core::ops::Range;

use super::line::RstLine;
use super::notation::{is_separate, item};

/// A row of such a table.
pub(super) struct ListRow {
    /// The lines of each cell.
    pub(super) cells: Vec<Vec<Range<usize>>>,
    /// How many lines of the text it takes.
    pub(super) lines: usize,
}

impl ListRow {
    /// The row that begins in the first of these lines; none where a cell holds more than a paragraph, or is no item.
    pub(super) fn read(text: &str, lines: &[RstLine]) -> Option<ListRow> {
        let (first, others) = lines.split_first()?;
        let (mark, columns) = bullet(text, first)?;
        let is_within = |line: &&RstLine| line.is_blank || line.indent > first.indent;
        let within: Vec<&RstLine> = others.iter().take_while(is_within).collect();
        let mut row = ListRow { cells: Vec::new(), lines: within.len() + 1 };
        let begun = RstLine {
            content: first.content.start + mark..first.content.end,
            indent: first.indent + columns,
            is_blank: false,
        };
        let mut is_behind_blank = false;
        for line in iter::once(&begun).chain(within) {
            if !line.is_blank {
                row.add(text, line, begun.indent, is_behind_blank)?;
            }
            is_behind_blank = line.is_blank;
        }
        Some(row)
    }

    fn add(
        &mut self,
        text: &str,
        line: &RstLine,
        indent: usize,
        is_behind_blank: bool,
    ) -> Option<()> {
        if line.indent == indent {
            let (mark, _) = bullet(text, line)?;
            self.cells.push(iter::once(line.content.start + mark..line.content.end).collect());
        } else {
            let cell = self.cells.last_mut().filter(|_| !is_behind_blank)?;
            cell.push(line.content.clone());
        }
        // What stands in the cell may be a list, a directive or code by its own mark.
        let content = &text[self.cells.last()?.last()?.clone()];
        let is_block = item(content, true).is_some()
            || content.strip_prefix("..").is_some_and(is_separate)
            || content.starts_with("| ")
            || content.ends_with("::");
        (!is_block).then_some(())
    }
}

/// The bytes and columns of the bullet that a line begins with.
fn bullet(text: &str, line: &RstLine) -> Option<(usize, usize)> {
    item(&text[line.content.clone()], false)
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::document::outline::expect;

    fn rst(text: &str, expected: &[&str]) {
        expect(&Document::restructured_text(text), expected);
    }

    #[test]
    fn lists_of_lists_are_rows() {
        rst(
            ".. list-table:: Tides\n   :header-rows: 1\n\n   * - Name\n     - When\n   * - High\n       water\n     - At\n       *noon*\n\n   * -\n     - never\n\nAfter.",
            &[
                "caption Tides",
                "row Name|When",
                "row High/water|At/noon",
                "row never",
                "paragraph After.",
            ],
        );
    }

    #[test]
    fn blocks_in_a_cell_beat_the_row() {
        rst(
            ".. list-table::\n\n   * - One.\n\n       Two.\n     - Three.\n   * - a\n     - b\n",
            &["item One.", "item Two.", "item Three.", "row a|b"],
        );
        rst(
            ".. list-table::\n\n   * - * one\n       * two\n     - c\n\nAfter.",
            &["item one", "item two", "item c", "paragraph After."],
        );
    }

    #[test]
    fn values_between_commas_are_rows() {
        rst(
            ".. csv-table:: Tides\n   :header: \"Name\", \"When\"\n   :widths: 1, 2\n\n   \"High, or flood\", noon\n   Low,\"at\n   six\"\n\nAfter.",
            &[
                "caption Tides",
                "row Name|When",
                "row High, or flood|noon",
                "row Low|at/six",
                "paragraph After.",
            ],
        );
    }
}
