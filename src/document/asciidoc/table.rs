//! Tables: which cells make a row, and what else stands in them.

use core::ops::Range;

use super::notation::marker_length;
use crate::document::Kind;
use crate::document::draft::Draft;

/// The table that is open.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is known of a table is independent of each other"
)]
pub(super) struct Table {
    /// How many cells a row has, where the attributes or the first line say so. Otherwise a blank line ends a row of lines of
    /// one cell, and each line of several is one.
    columns: Option<usize>,
    is_begun: bool,
    /// How many cells the open row has.
    cells: usize,
    /// Whether a line of the open row has several cells.
    is_whole: bool,
    is_behind_blank: bool,
    /// Whether the open block is one in a cell, which is no part of the row.
    is_inner: bool,
}

/// A piece of a line of a table.
struct Cell {
    text: Range<usize>,
    /// How many columns it fills; 0 where it goes on from the line above.
    width: usize,
    /// Whether it fills several rows.
    is_tall: bool,
}

impl Table {
    pub(super) fn with_columns(columns: Option<usize>) -> Table {
        Table { columns, ..Table::default() }
    }

    pub(super) fn read_blank(&mut self, draft: &mut Draft<'_>) {
        self.is_behind_blank = true;
        if self.is_inner || self.columns.is_none_or(|columns| self.cells >= columns) {
            draft.close();
        }
        self.is_whole &= self.columns.is_some();
    }

    pub(super) fn read(&mut self, draft: &mut Draft<'_>, text: &str, line: Range<usize>) {
        let cells = cells(text, line);
        self.count_columns(&cells);
        let begins = cells.iter().any(|cell| cell.width > 0);
        if self.columns.is_none() && begins && (cells.len() > 1 || self.is_whole) {
            draft.close();
            self.is_whole = false;
        }
        self.is_whole |= cells.len() > 1;
        for cell in cells {
            if cell.width > 0 {
                self.begin(draft, cell);
            } else {
                self.go_on(draft, text, cell.text);
            }
        }
        self.is_behind_blank = false;
    }

    /// Where cells fill several rows, the next ones have fewer; then lines say what a row is.
    fn count_columns(&mut self, cells: &[Cell]) {
        let is_first = !core::mem::replace(&mut self.is_begun, true);
        if is_first && self.columns.is_none() && cells.len() > 1 {
            self.columns = Some(cells.iter().map(|cell| cell.width).sum());
        }
        self.columns = self.columns.filter(|_| !cells.iter().any(|cell| cell.is_tall));
    }

    fn begin(&mut self, draft: &mut Draft<'_>, cell: Cell) {
        let is_full = self.columns.is_some_and(|columns| self.cells >= columns);
        if is_full || self.is_inner {
            draft.close();
        }
        self.cells = if is_full { 0 } else { self.cells } + cell.width;
        self.is_inner = false;
        draft.add_cells([cell.text]);
    }

    /// A further line of a cell, which behind a blank one is a block by itself.
    fn go_on(&mut self, draft: &mut Draft<'_>, text: &str, line: Range<usize>) {
        let space = text[line.clone()].len() - text[line.clone()].trim_start().len();
        let start = line.start + space;
        if self.is_behind_blank {
            draft.close();
            self.is_inner = true;
        }
        match marker_length(&text[start..line.end]).filter(|_| self.is_inner) {
            Some(mark) => {
                draft.close();
                draft.add(Kind::Item, start + mark..line.end);
            }
            None if self.is_inner => draft.add(Kind::Paragraph, start..line.end),
            None => draft.add(Kind::Row, start..line.end),
        }
    }
}

/// How many columns the attributes of a table say that it has.
pub(super) fn columns(attributes: &str) -> Option<usize> {
    let (_, value) = attributes.split_once("cols=")?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split(',').next()?,
    };
    let times =
        |column: &str| column.split_once('*').map_or(Some(1), |(n, _)| n.trim().parse().ok());
    let only = value.trim().parse().ok();
    let columns = only.or_else(|| value.split([',', ';']).map(times).sum())?;
    (1..=MAX_COLUMNS).contains(&columns).then_some(columns)
}

/// More columns are a slip.
const MAX_COLUMNS: usize = 100;

/// The cells of a line: what stands behind each bar, and before the first what goes on from the line above.
fn cells(text: &str, line: Range<usize>) -> Vec<Cell> {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut cell = Cell { text: line.clone(), width: 0, is_tall: false };
    let bars = line
        .clone()
        .filter(|at| matches!(bytes[*at], b'|') && (*at == line.start || bytes[*at - 1] != b'\\'));
    for bar in bars {
        let before = &text[cell.text.start..bar];
        let specifier = &before[before.len() - specifier_length(before)..];
        let end = bar - specifier.len();
        let text_before = cell.text.start..end;
        let (width, is_tall) = span(specifier);
        let last = core::mem::replace(&mut cell, Cell { text: bar + 1..line.end, width, is_tall });
        if last.width > 0 || !text[text_before.clone()].trim().is_empty() {
            cells.push(Cell { text: text_before, ..last });
        }
    }
    cells.push(cell);
    cells
}

/// How many columns a cell fills, and whether it fills several rows, as `2.3+` and `2*` before its bar say.
fn span(specifier: &str) -> (usize, bool) {
    let Some((number, _)) = specifier.split_once(['+', '*']) else { return (1, false) };
    let (columns, rows) = number.split_once('.').unwrap_or((number, ""));
    (columns.parse().unwrap_or(1).clamp(1, MAX_COLUMNS), !rows.is_empty())
}

/// The bytes of what says how the next cell looks, as `2+^a` before its bar.
fn specifier_length(text: &str) -> usize {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit() || ".+*<>^adehlmsv".contains(c));
    let is_apart = rest.is_empty() || rest.ends_with([' ', '\t']);
    if is_apart { text.len() - rest.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::document::outline::expect;

    fn asciidoc(text: &str, expected: &[&str]) {
        expect(&Document::asciidoc(text), expected);
    }

    #[test]
    fn rows_have_as_many_cells_as_the_first_line_or_the_attributes_say() {
        asciidoc(
            "|===\n|a |b\n|c\n|d\n\n2+^|e\ngoes on\n|===\n",
            &["row a|b", "row c|d", "row e/goes on"],
        );
        asciidoc("[cols=\"1a,2\"]\n|===\n|a\n|b\n|c\n\n|d\n|===\n", &["row a|b", "row c|d"]);
        asciidoc("[cols=3*]\n|===\n|a |b\n|c |d |e |f\n|===\n", &["row a|b|c", "row d|e|f"]);
        asciidoc("|===\n|a\n|b\n\n|c\n|d\n|===\n", &["row a|b", "row c|d"]);
        asciidoc("|===\n.2+|a |b\n|c\n\n|d |e\n|===\n", &["row a|b", "row c", "row d|e"]);
        asciidoc("|======\n| a | b\n|======\nc", &["row a|b", "paragraph c"]);
        asciidoc("|===\n|a | |c\n|===", &["row a|c"]);
    }

    #[test]
    fn blocks_in_a_cell_are_no_part_of_the_row() {
        asciidoc(
            "[cols=\"1,1a\"]\n|===\n|a\n|b\nc\n\nd\ne\n\n* f\n* g\n|h\n|i\n\n[source]\n----\n|j\n----\n|===\n",
            &["row a|b/c", "paragraph d/e", "item f", "item g", "row h|i", "code |j"],
        );
    }

    #[test]
    fn values_between_commas_are_rows() {
        asciidoc(",===\na,b\n\"c,\nd\",e\n,===", &["row a|b", "row c,/d|e"]);
    }
}
