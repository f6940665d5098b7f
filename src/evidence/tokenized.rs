//! One paragraph and its words, as evidence is looked up in it.

use core::ops::Range;

use super::token::Token;
use crate::text::Span;

/// One paragraph and its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenizedText<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
}

impl<'t> TokenizedText<'t> {
    pub(super) fn word(self, position: usize) -> &'t str {
        &self.text[self.tokens[position].span]
    }

    /// What stands between the word before and this one.
    pub(super) fn before(self, position: usize) -> &'t str {
        let start = self.tokens[position].span.start;
        let end = position.checked_sub(1).map_or(0, |before| self.tokens[before].span.end);
        &self.text[end.min(start)..start]
    }

    /// Whether a sentence begins with this word, as far as the marks before it tell. The position behind the last
    /// word begins one.
    pub(super) fn begins_sentence(self, position: usize) -> bool {
        if position == 0 || position == self.tokens.len() {
            return true;
        }
        let before = self.before(position);
        // Words of scripts without spaces are pairs of characters, across what stands between them.
        let from_word = self.tokens[position - 1].span.start..self.tokens[position].span.start;
        before.contains(is_stop) && before.contains(char::is_whitespace)
            || self.text[from_word].contains(is_full_mark)
    }

    /// From the first to the last of these words, of which there must be one.
    pub(super) fn span(self, positions: Range<usize>) -> Span {
        self.tokens[positions.start].span.to(self.tokens[positions.end - 1].span)
    }
}

/// Whether a mark ends a sentence where a space follows it.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Whether a mark ends a sentence without a space behind it.
fn is_full_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '।' | '॥' | '؟' | '۔')
}
