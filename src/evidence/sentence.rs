//! Which sentences of two paragraphs say the same.

use std::collections::BTreeSet;

use super::side::Side;
use super::token::Token;
use crate::text::Span;
use crate::text::sentences;

/// A sentence of each paragraph, the one of the first retold by the one of the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SentencePair {
    /// The sentence of the first paragraph.
    pub a: Span,
    /// The sentence of the second paragraph.
    pub b: Span,
}

/// Fewer telling words in common than this are no correspondence.
const LEAST_SHARED: usize = 2;

/// For each sentence of the paragraph that has fewer, the sentence of the other that shares most
/// telling words with it, the first of equals; in the order of the first paragraph. Costs the product
/// of the numbers of sentences.
pub(crate) fn corresponding(a: Side<'_>, b: Side<'_>) -> Vec<SentencePair> {
    let (of_a, of_b) = (told(a), told(b));
    let mut pairs: Vec<SentencePair> = if of_a.len() <= of_b.len() {
        of_a.iter().filter_map(|told| Some((told.span, best(told, &of_b)?))).map(pair).collect()
    } else {
        of_b.iter().filter_map(|told| Some((best(told, &of_a)?, told.span))).map(pair).collect()
    };
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

fn pair((a, b): (Span, Span)) -> SentencePair {
    SentencePair { a, b }
}

/// A sentence and the telling words in it.
struct Told {
    span: Span,
    keys: BTreeSet<u64>,
}

fn told(side: Side<'_>) -> Vec<Told> {
    let mut tokens = side.tokens;
    let tell = |span: Span| {
        let within = tokens.partition_point(|token| token.span.start < span.end);
        let (sentence, rest) = tokens.split_at(within);
        tokens = rest;
        Told { span, keys: telling_keys(sentence) }
    };
    sentences(side.text).into_iter().map(|one| Span::from(one.span)).map(tell).collect()
}

fn telling_keys(tokens: &[Token]) -> BTreeSet<u64> {
    tokens.iter().filter(|token| token.is_telling).map(|token| token.key).collect()
}

fn best(sentence: &Told, others: &[Told]) -> Option<Span> {
    let shared = |other: &Told| sentence.keys.intersection(&other.keys).count();
    let mut best: Option<(usize, Span)> = None;
    for other in others {
        let shared = shared(other);
        if shared >= LEAST_SHARED && best.is_none_or(|(most, _)| shared > most) {
            best = Some((shared, other.span));
        }
    }
    best.map(|(_, span)| span)
}
