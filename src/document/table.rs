//! Tables drawn with signs.

use core::ops::Range;

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
