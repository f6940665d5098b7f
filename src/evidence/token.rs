//! The words of two paragraphs as numbers that can be compared.

use super::Span;
use crate::bucket::{self, Entry};
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

/// A part of a text, and what stands before and behind it, one word each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'t> {
    pub(crate) text: &'t str,
    pub(crate) head: Option<Span>,
    pub(crate) span: Span,
    pub(crate) tail: Option<Span>,
}

impl<'t> From<&'t str> for Part<'t> {
    fn from(text: &'t str) -> Part<'t> {
        Part { text, head: None, span: (0..text.len()).into(), tail: None }
    }
}

/// The words of parts of two paragraphs, with keys in common; heads correspond, and so do tails.
/// Spans count from the beginnings of the paragraphs.
pub(crate) fn tokens(
    normalizer: Normalizer,
    matching: Matching,
    a: Part<'_>,
    b: Part<'_>,
) -> (Vec<Token>, Vec<Token>) {
    let (a, b) = (hashed(normalizer, matching, a), hashed(normalizer, matching, b));
    let keys = numbered(a.iter().chain(&b).map(|token| token.0));
    let (keys_of_a, keys_of_b) = keys.split_at(a.len());
    let with_keys = |tokens: Vec<(u64, Token)>, keys: &[u32]| -> Vec<Token> {
        tokens.into_iter().zip(keys).map(|((_, token), key)| Token { key: *key, ..token }).collect()
    };
    (with_keys(a, keys_of_a), with_keys(b, keys_of_b))
}

/// For each hash how many distinct ones are less.
fn numbered(hashes: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut entries: Vec<Entry> = hashes.zip(0..).map(|(key, id)| Entry { key, id }).collect();
    bucket::sort(&mut entries, &mut Vec::new());
    let mut numbers = vec![0; entries.len()];
    for (same, number) in entries.chunk_by(|left, right| left.key == right.key).zip(0..) {
        for entry in same {
            numbers[entry.id as usize] = number;
        }
    }
    numbers
}

/// Stand in for the hashes of heads and of tails.
const HEAD: u64 = 0;
const TAIL: u64 = 1;

/// In most languages, with the space behind it, rather fewer than more.
const BYTES_A_WORD: usize = 5;

fn hashed(normalizer: Normalizer, matching: Matching, part: Part<'_>) -> Vec<(u64, Token)> {
    let mut tokens = Vec::with_capacity(2 + part.text[part.span.range()].len() / BYTES_A_WORD);
    let whole = |hash, span| (hash, Token { key: 0, is_telling: false, span });
    tokens.extend(part.head.map(|head| whole(HEAD, head)));
    normalizer.for_each_word(&part.text[part.span.range()], |word, span| {
        let compared = if matching == Matching::Stems { stem(word) } else { word };
        let span = Span::from(span).shifted(part.span.start);
        let token = Token { key: 0, is_telling: is_telling(word), span };
        tokens.push((hash_bytes(compared.as_bytes(), 0), token));
    });
    tokens.extend(part.tail.map(|tail| whole(TAIL, tail)));
    tokens
}

/// Length stands in for rarity: the words that hold a sentence together are short in every spaced
/// script.
fn is_telling(word: &str) -> bool {
    if word.is_ascii() {
        return word.len() > 4 || word.bytes().any(|byte| byte.is_ascii_digit());
    }
    word.chars().nth(4).is_some() || has_digit(word) || word.chars().next().is_some_and(is_unspaced)
}
