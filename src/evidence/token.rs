//! The words of a paragraph as numbers that can be compared.

use crate::hash::{hash_bytes, hash_word};
use crate::restatement::{has_digit, stem};
use crate::text::Span;
use crate::text::{Normalizer, is_unspaced, without_layout};

/// What makes two words correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    /// The same canonical word: for copies.
    Words,
    /// The same stem, or what stands in for one: for restatements.
    Stems,
}

/// One word where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// A hash: equal for corresponding words.
    pub(super) key: u64,
    /// Whether the word says something by itself.
    pub(super) is_telling: bool,
    pub(super) span: Span,
}

/// A part of a text to read. What stands before it and behind it counts as one word each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'t> {
    text: &'t str,
    head: Option<Span>,
    span: Span,
    tail: Option<Span>,
}

impl<'t> Part<'t> {
    /// What a text has at `span`, between the words at its `head` and at its `tail`.
    pub(super) fn new(
        text: &'t str,
        head: Option<Span>,
        span: Span,
        tail: Option<Span>,
    ) -> Part<'t> {
        Part { text, head, span, tail }
    }
}

impl<'t> From<&'t str> for Part<'t> {
    fn from(text: &'t str) -> Part<'t> {
        Part::new(text, None, (0..text.len()).into(), None)
    }
}

/// The keys of heads and of tails.
const HEAD: u64 = 0;
const TAIL: u64 = 1;

/// Bytes of a word and the space behind it, in most languages: rather fewer than more, so that room is made once.
const BYTES_PER_WORD: usize = 5;

/// The words of a paragraph.
pub(super) fn tokens_of_text(normalizer: Normalizer, matching: Matching, text: &str) -> Vec<Token> {
    tokens(normalizer, matching, (&*without_layout(text)).into())
}

/// The words of a part of a paragraph without layout. All heads have one key, and so have all tails. Spans count
/// from the beginning of the paragraph.
pub(super) fn tokens(normalizer: Normalizer, matching: Matching, part: Part<'_>) -> Vec<Token> {
    let text = &part.text[part.span];
    let mut tokens = Vec::with_capacity(2 + text.len() / BYTES_PER_WORD);
    tokens.extend(part.head.map(|span| Token { key: HEAD, is_telling: false, span }));
    normalizer.for_each_cleaned_word(text, |word, _, span| {
        let key = match matching {
            Matching::Words => hash_word(word.as_bytes(), 0..word.len(), 0),
            Matching::Stems => hash_bytes(stem(word).as_bytes(), 0),
        };
        let span = Span::from(span).shifted(part.span.start);
        tokens.push(Token { key, is_telling: is_telling(word), span });
    });
    tokens.extend(part.tail.map(|span| Token { key: TAIL, is_telling: false, span }));
    tokens
}

/// Whether a word says something by itself. Length stands in for rarity: the words that hold a sentence together
/// are short in every spaced script.
pub(super) fn is_telling(word: &str) -> bool {
    // Here bytes are characters, and need not be decoded.
    if word.is_ascii() {
        return word.len() > 4 || word.bytes().any(|byte| byte.is_ascii_digit());
    }
    word.chars().nth(4).is_some() || has_digit(word) || word.chars().next().is_some_and(is_unspaced)
}

/// Words with these keys.
#[cfg(test)]
pub(super) fn keyed(keys: &[u64]) -> Vec<Token> {
    keys.iter().map(|key| Token { key: *key, is_telling: true, span: (0..0).into() }).collect()
}
