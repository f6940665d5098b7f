//! Cells of tables.

use core::ops::Range;

/// The cells of a line of a table: what stands behind each bar, and before the first what goes on from the line above.
pub(super) fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut start = line.start;
    let bars = line
        .clone()
        .filter(|at| matches!(bytes[*at], b'|') && (*at == line.start || bytes[*at - 1] != b'\\'));
    for bar in bars {
        let cell = start..bar - specifier_length(&text[start..bar]);
        if bar > line.start && !text[cell.clone()].trim().is_empty() {
            cells.push(cell);
        }
        start = bar + 1;
    }
    cells.push(start..line.end);
    cells
}

/// The bytes of what says how the next cell looks, as `2+^a` before its bar.
fn specifier_length(text: &str) -> usize {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit() || ".+*<>^adehlmsv".contains(c));
    let is_apart = rest.is_empty() || rest.ends_with([' ', '\t']);
    if is_apart { text.len() - rest.len() } else { 0 }
}
