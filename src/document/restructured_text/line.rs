//! Lines by their indents, and the header that a text may begin with.

use core::ops::Range;

use crate::document::lines::{indent, is_blank};

/// A line without the white space around it.
#[derive(Clone)]
pub(super) struct RstLine {
    pub(super) content: Range<usize>,
    /// Columns of white space before it.
    pub(super) indent: usize,
    pub(super) is_blank: bool,
}

impl RstLine {
    pub(super) fn new(text: &str, line: Range<usize>) -> RstLine {
        let (columns, space) = indent(&text[line.clone()]);
        let content = text[line.start + space..line.end].trim_end();
        let start = line.start + space;
        RstLine {
            content: start..start + content.len(),
            indent: columns,
            is_blank: is_blank(content),
        }
    }
}

/// The fields that a text begins with as mail does: `Title: …`, `Author: …`.
pub(super) fn header_length(text: &str, lines: &[RstLine]) -> usize {
    let length = lines.iter().take_while(|line| !line.is_blank).count();
    let is_field = |line: &RstLine| {
        let name = text[line.content.clone()].split_once(':').map_or("", |(name, _)| name);
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let header = &lines[..length];
    let is_header = length > 2
        && is_field(&header[0])
        && header.iter().all(|line| line.indent > 0 || is_field(line));
    if is_header { length } else { 0 }
}
