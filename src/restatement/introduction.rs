//! Which paragraphs introduce what comes after them.

use crate::text::{is_closer, is_ignorable};

/// Whether a paragraph ends in a colon. What closes a quotation or Markdown's emphasis may stand behind it.
pub(super) fn introduces(text: &str) -> bool {
    let stands_behind = |c: char| {
        c.is_whitespace() || is_closer(c) || is_ignorable(c) || matches!(c, '*' | '_' | '`')
    };
    text.trim_end_matches(stands_behind).ends_with([':', '：'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_at_the_end() {
        for text in
            ["Then run:", "**Then run:** \n", "„Dann:“", "然后运行：", "「まず：」", "So:\u{200b}"]
        {
            assert!(introduces(text), "{text}");
        }
        for text in ["", "**", "At 9:15", "First: run it.", "Then run: `it`"] {
            assert!(!introduces(text), "{text}");
        }
    }
}
