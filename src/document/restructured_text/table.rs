//! Tables that are drawn with signs.

use super::line::RstLine;
use crate::document::draft::Draft;
use crate::document::table::{Columns, cells, is_column_border, is_grid_border};

/// The table that is open, if one is.
#[derive(Default)]
pub(super) struct Table {
    /// The columns of one without bars.
    columns: Option<Columns>,
    /// Whether it has bars.
    is_grid: bool,
}

impl Table {
    /// Ends one with bars, as a blank line does.
    pub(super) fn end_grid(&mut self) {
        self.is_grid = false;
    }

    /// Whether the first of these lines belongs to a table. None begins within a paragraph of text.
    pub(super) fn read(
        &mut self,
        draft: &mut Draft<'_>,
        text: &str,
        lines: &[RstLine],
        is_text_open: bool,
    ) -> bool {
        let Some((line, behind)) = lines.split_first() else { return false };
        self.columns = self.columns.take().filter(|columns| line.indent >= columns.margin());
        let content = &text[line.content.clone()];
        if let Some(columns) = &self.columns {
            let is_last =
                behind.first().is_none_or(|next| next.is_blank || next.indent < line.indent);
            if is_column_border(content) {
                draft.close();
                self.columns = self.columns.take().filter(|_| !is_last);
            } else {
                add_columns(columns, draft, text, line);
            }
            return true;
        }
        if is_text_open {
            return false;
        }
        if is_column_border(content) {
            self.columns = Some(Columns::below(content, line.indent));
            return true;
        }
        self.read_grid(draft, text, line)
    }

    /// Whether a line belongs to a table of cells between bars. Its rows end at the lines between them.
    fn read_grid(&mut self, draft: &mut Draft<'_>, text: &str, line: &RstLine) -> bool {
        let content = &text[line.content.clone()];
        if is_grid_border(content) {
            draft.close();
            self.is_grid = true;
            return true;
        }
        self.is_grid &= content.starts_with(['|', '+']);
        if self.is_grid {
            draft.add_cells(cells(text, line.content.clone()));
        }
        self.is_grid
    }
}

/// Adds a line of a table without bars.
fn add_columns(columns: &Columns, draft: &mut Draft<'_>, text: &str, line: &RstLine) {
    // A line without a first cell goes on in the others.
    if line.indent <= columns.margin() {
        draft.close();
    }
    // Below a heading above several columns there is a line.
    if !text[line.content.clone()].bytes().all(|byte| matches!(byte, b'-' | b' ')) {
        draft.add_cells(columns.cells(text, line.content.clone(), line.indent));
    }
}
