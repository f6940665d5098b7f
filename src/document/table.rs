//! Tables drawn with signs.

use core::ops::Range;

use super::Kind;
use super::draft::Draft;

/// Whether a character stands between cells.
pub(super) fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║')
}

/// What stands between the bars of a line, but for lines drawn there.
pub(super) fn cells(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut cell_start = line.start;
    let cells = text[line.clone()].match_indices(is_bar).map(move |(at, bar)| {
        let end = line.start + at;
        let cell = cell_start..end;
        cell_start = end + bar.len();
        cell
    });
    cells.filter(|cell| !text[cell.clone()].trim().bytes().all(|byte| b"+-=".contains(&byte)))
}

/// Whether a line is drawn between the rows of a grid, as `+---+---+`.
pub(super) fn is_grid_border(line: &str) -> bool {
    let is_drawn = line.bytes().all(|byte| b"+-=".contains(&byte));
    is_drawn && line.len() > 2 && line.starts_with('+') && line.ends_with('+')
}

/// Whether a line is drawn above columns, as `====  ===`.
pub(super) fn is_column_border(line: &str) -> bool {
    line.starts_with('=')
        && line.contains("= ")
        && line.bytes().all(|byte| matches!(byte, b'=' | b' '))
}

/// The columns of a table without bars.
pub(super) struct Columns {
    starts: Vec<usize>,
}

impl Columns {
    /// Those below a border that begins in some column of the page.
    pub(super) fn below(border: &str, indent: usize) -> Columns {
        let groups = border.split_inclusive(' ').scan(indent, |column, group| {
            let start = *column;
            *column += group.len();
            Some((group != " ").then_some(start))
        });
        Columns { starts: groups.flatten().collect() }
    }

    /// Where the first one begins.
    pub(super) fn margin(&self) -> usize {
        self.starts.first().copied().unwrap_or_default()
    }

    /// The cells of a line that begins in some column of the page.
    pub(super) fn cells(&self, text: &str, line: Range<usize>, indent: usize) -> Vec<Range<usize>> {
        let mut starts = self.starts.iter().skip(1).peekable();
        let mut cells = Vec::new();
        let mut cell_start = line.start;
        for (column, (at, _)) in text[line.clone()].char_indices().enumerate() {
            let at = line.start + at;
            if starts.next_if(|start| **start <= indent + column).is_some() {
                cells.push(cell_start..at);
                cell_start = at;
            }
        }
        cells.push(cell_start..line.end);
        cells
    }
}

/// Reads rows of values with a sign between them, as CSV has them. A value in quotation marks may hold the sign, and line ends.
pub(super) struct Separated {
    separator: char,
    /// Whether the last line ended within a value in quotation marks.
    is_quoted: bool,
}

impl Separated {
    pub(super) fn by(separator: char) -> Separated {
        Separated { separator, is_quoted: false }
    }

    /// Adds the values of a line as a row, or to the row that is not complete.
    pub(super) fn read(&mut self, draft: &mut Draft<'_>, text: &str, line: Range<usize>) {
        let goes_on = self.is_quoted && draft.is_open();
        self.is_quoted = goes_on;
        let mut values = self.values(text, line);
        if goes_on {
            draft.add(Kind::Row, unquoted(text, values.remove(0)));
        } else {
            draft.close();
        }
        draft.add_cells(values.into_iter().map(|value| unquoted(text, value)));
    }

    fn values(&mut self, text: &str, line: Range<usize>) -> Vec<Range<usize>> {
        let mut values = Vec::new();
        let mut start = line.start;
        for (at, c) in text[line.clone()].char_indices() {
            let at = line.start + at;
            self.is_quoted ^= c == '"';
            if c == self.separator && !self.is_quoted {
                values.push(start..at);
                start = at + c.len_utf8();
            }
        }
        values.push(start..line.end);
        values
    }
}

/// A value without the quotation marks around it.
fn unquoted(text: &str, value: Range<usize>) -> Range<usize> {
    let trimmed = text[value.clone()].trim();
    let start = value.end - text[value.clone()].trim_start().len();
    let inner = trimmed.strip_prefix('"').unwrap_or(trimmed);
    let start = start + (trimmed.len() - inner.len());
    start..start + inner.strip_suffix('"').unwrap_or(inner).len()
}
