//! Which sentences of two paragraphs say the same.

use std::collections::BTreeSet;

use super::pair::SentencePair;
use super::token::Token;
use super::tokenized::TokenizedText;
use crate::text::{Span, sentences};

/// Sentences with fewer telling words in common do not correspond: one shared word is an accident.
const MIN_SHARED: usize = 2;

/// For each sentence of the paragraph that has fewer, the sentence of the other that shares most
/// telling words with it, the first of equals; in the order of the first paragraph. Costs the product
/// of the numbers of sentences.
pub(super) fn corresponding(a: TokenizedText<'_>, b: TokenizedText<'_>) -> Vec<SentencePair> {
    let (of_a, of_b) = (read_sentences(a), read_sentences(b));
    let mut pairs: Vec<SentencePair> = if of_a.len() <= of_b.len() {
        best_pairs(&of_a, &of_b).collect()
    } else {
        best_pairs(&of_b, &of_a).map(SentencePair::mirrored).collect()
    };
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// A sentence and the keys of the telling words in it.
struct Sentence {
    span: Span,
    keys: BTreeSet<u64>,
}

fn read_sentences(text: TokenizedText<'_>) -> Vec<Sentence> {
    let mut rest = text.tokens;
    let mut read = Vec::new();
    for span in sentences(text.text).into_iter().map(|sentence| Span::from(sentence.span)) {
        // Sentences and words both ascend, so only the rest is searched for the next one.
        let within = rest.partition_point(|token| token.span.start < span.end);
        let (tokens, behind) = rest.split_at(within);
        read.push(Sentence { span, keys: telling_keys(tokens) });
        rest = behind;
    }
    read
}

fn telling_keys(tokens: &[Token]) -> BTreeSet<u64> {
    tokens.iter().filter(|token| token.is_telling).map(|token| token.key).collect()
}

fn best_pairs(few: &[Sentence], many: &[Sentence]) -> impl Iterator<Item = SentencePair> {
    few.iter().filter_map(|one| Some(SentencePair { a: one.span, b: best(one, many)?.span }))
}

/// The sentence that shares most telling words with this one, the first of equals.
fn best<'s>(sentence: &Sentence, others: &'s [Sentence]) -> Option<&'s Sentence> {
    let candidates =
        others.iter().map(|other| (sentence.keys.intersection(&other.keys).count(), other));
    let close = candidates.filter(|(shared, _)| *shared >= MIN_SHARED);
    // `max_by_key` would take the last of equals.
    close.reduce(|best, one| if one.0 > best.0 { one } else { best }).map(|(_, other)| other)
}
