//! The words of two paragraphs as numbers that can be compared.

use super::Span;
use crate::hash::hash_bytes;
use crate::restatement::{has_digit, stem};
use crate::text::{Normalizer, is_unspaced};

/// What makes two words correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// The same canonical word: for copies.
    Words,
    /// The same stem, or what stands in for one: for restatements.
    Stems,
}

/// One word where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Equal for corresponding words, and small.
    pub(crate) key: u32,
    /// Whether the word says something by itself.
    pub(crate) is_telling: bool,
    pub(crate) span: Span,
}

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'t> {
    pub(crate) text: &'t str,
    pub(crate) span: Span,
}

impl<'t> From<&'t str> for Part<'t> {
    fn from(text: &'t str) -> Part<'t> {
        Part { text, span: (0..text.len()).into() }
    }
}

/// The words of parts of two paragraphs, with keys in common. Spans count from the beginnings of the
/// paragraphs.
pub(crate) fn tokens(
    normalizer: Normalizer,
    matching: Matching,
    a: Part<'_>,
    b: Part<'_>,
) -> (Vec<Token>, Vec<Token>) {
    let (a, b) = (hashed(normalizer, matching, a), hashed(normalizer, matching, b));
    let mut known: Vec<u64> = a.iter().chain(&b).map(|token| token.0).collect();
    known.sort_unstable();
    known.dedup();
    let number = |tokens: Vec<(u64, Token)>| -> Vec<Token> {
        let key = |hash: u64| known.partition_point(|other| *other < hash) as u32;
        tokens.into_iter().map(|(hash, token)| Token { key: key(hash), ..token }).collect()
    };
    (number(a), number(b))
}

fn hashed(normalizer: Normalizer, matching: Matching, part: Part<'_>) -> Vec<(u64, Token)> {
    let mut tokens = Vec::new();
    normalizer.for_each_word(&part.text[part.span.range()], |word, span| {
        let compared = if matching == Matching::Stems { stem(word) } else { word };
        let span = Span::from(span).shifted(part.span.start);
        let token = Token { key: 0, is_telling: is_telling(word), span };
        tokens.push((hash_bytes(compared.as_bytes(), 0), token));
    });
    tokens
}

/// Length stands in for rarity: the words that hold a sentence together are short in every spaced
/// script.
fn is_telling(word: &str) -> bool {
    word.chars().nth(4).is_some() || has_digit(word) || word.chars().next().is_some_and(is_unspaced)
}
