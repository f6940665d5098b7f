//! One paragraph and its words.

use super::token::Token;
use crate::text::Span;

/// One paragraph and its words, as evidence is looked up in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: &'t [Token],
}

impl<'t> Side<'t> {
    pub(crate) fn word(self, position: usize) -> &'t str {
        &self.text[self.tokens[position].span]
    }

    /// What stands between the word before and this one.
    pub(crate) fn before(self, position: usize) -> &'t str {
        let start = self.tokens[position].span.start;
        let end = position.checked_sub(1).map_or(0, |before| self.tokens[before].span.end);
        &self.text[end.min(start)..start]
    }

    /// Whether a sentence begins with this word, as far as the marks before it tell. Behind the last
    /// word one does.
    pub(crate) fn begins_sentence(self, position: usize) -> bool {
        if position == 0 || position == self.tokens.len() {
            return true;
        }
        let before = self.before(position);
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '…');
        // Words of scripts without spaces are pairs of characters, across what stands between them.
        let from_word = self.tokens[position - 1].span.start..self.tokens[position].span.start;
        before.contains(ends) && before.contains(char::is_whitespace)
            || self.text[from_word].contains(is_full_mark)
    }

    /// From the first to the last of these words, which are some.
    pub(crate) fn span(self, positions: core::ops::Range<usize>) -> Span {
        self.tokens[positions.start].span.to(self.tokens[positions.end - 1].span)
    }
}

/// Ends a sentence without a space behind it.
fn is_full_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '।' | '॥' | '؟' | '۔')
}
