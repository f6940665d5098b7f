//! Macros behind their names.

use core::ops::Range;

use super::notation::closing_bracket;
use crate::document::inline::near;

/// What stands behind the name of a macro: `target[text]`.
pub(super) struct Target {
    /// Where its brackets stand.
    pub(super) open: usize,
    pub(super) close: usize,
}

impl Target {
    pub(super) fn read(text: &str, rest: Range<usize>) -> Option<Target> {
        let within = near(text, rest.clone());
        let length = within.find(|c: char| c.is_whitespace() || "[]<>\"".contains(c))?;
        // Two colons are a block's.
        if !within[length..].starts_with('[') || within.starts_with(':') {
            return None;
        }
        let open = rest.start + length;
        let close = closing_bracket(near(text, open..rest.end))?;
        Some(Target { open, close: open + close })
    }

    pub(super) fn text(&self) -> Range<usize> {
        self.open + 1..self.close
    }

    pub(super) fn end(&self) -> usize {
        self.close + 1
    }
}
