//! A paragraph that is far longer than others which stand in it.

use super::anchor::Anchors;
use super::token::{Matching, Token, tokens_of_text};
use crate::text::Normalizer;

/// Shorter paragraphs are read again for each pair, in bytes.
const MIN_LENGTH: usize = 4096;

/// A paragraph is far longer if it is this many times as long.
const MIN_RATIO: usize = 8;

/// Whether the longer of two paragraphs is read only where the shorter one stands.
pub(crate) fn is_far_longer(short: &str, long: &str) -> bool {
    long.len() >= MIN_LENGTH && long.len() / MIN_RATIO >= short.len()
}

/// The words of a long paragraph and where its runs of words stand. About 40 bytes a word.
#[derive(Debug)]
pub(crate) struct LongText {
    pub(super) tokens: Vec<Token>,
    pub(super) anchors: Anchors,
}

impl LongText {
    pub(crate) fn read(normalizer: Normalizer, text: &str) -> LongText {
        let tokens = tokens_of_text(normalizer, Matching::Words, text);
        let anchors = Anchors::new(&tokens);
        LongText { tokens, anchors }
    }
}
