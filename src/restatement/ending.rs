//! How a paragraph ends.

use crate::text::{is_closer, is_ignorable, is_terminator};

/// Whether a paragraph ends in a colon: what it introduces comes after it.
pub(super) fn introduces(text: &str) -> bool {
    without_tail(text).ends_with(is_colon)
}

/// Whether a paragraph ends in the mark of a sentence, a colon or a semicolon. Captions, entries and titles do not.
pub(super) fn closes(text: &str) -> bool {
    let is_mark = |c: char| is_terminator(c) || is_colon(c) || matches!(c, ';' | '；');
    without_tail(text).ends_with(is_mark)
}

/// Without what closes a quotation or Markdown's emphasis, which may stand behind the mark.
fn without_tail(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || is_closer(c) || is_ignorable(c) || matches!(c, '*' | '_' | '`')
    })
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_at_the_end() {
        for text in
            ["Then run:", "**Then run:** \n", "„Dann:“", "然后运行：", "「まず：」", "So:\u{200b}"]
        {
            assert!(introduces(text) && closes(text), "{text}");
        }
        for text in ["", "**", "At 9:15", "First: run it.", "Then run: `it`"] {
            assert!(!introduces(text), "{text}");
        }
    }

    #[test]
    fn a_mark_at_the_end() {
        for text in ["Run it.", "**Run it!** ", "(Run it?)", "运行它。", "run it;", "Run it…"]
        {
            assert!(closes(text), "{text}");
        }
        for text in ["", "Running it", "Version 1.2", "a.b", "The gate, the sluice", "运行"] {
            assert!(!closes(text), "{text}");
        }
    }
}
