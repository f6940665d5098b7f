//! The words of two paragraphs as numbers that can be compared.

use std::collections::BTreeMap;

use super::Span;
use crate::restatement::stem;
use crate::text::{Normalizer, is_unspaced};

/// One word where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Equal for equal canonical words.
    pub(crate) word: u32,
    /// Equal for words that begin alike, which is as near to a stem as no language's rules come.
    pub(crate) stem: u32,
    pub(crate) span: Span,
}

/// Numbers for the words of one pair of paragraphs.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    numbers: BTreeMap<Box<str>, u32>,
    telling: Vec<bool>,
}

impl Vocabulary {
    pub(crate) fn tokens(&mut self, normalizer: Normalizer, paragraph: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        normalizer.for_each_word(paragraph, |word, span| {
            let (word, stem) = (self.number(word), self.number(stem(word)));
            tokens.push(Token { word, stem, span: span.into() });
        });
        tokens
    }

    /// Whether a word says something by itself. Length stands in for rarity: the words that hold a
    /// sentence together are short in every spaced script.
    pub(crate) fn is_telling(&self, word: u32) -> bool {
        self.telling[word as usize]
    }

    pub(crate) fn len(&self) -> u32 {
        self.telling.len() as u32
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.len();
        self.numbers.insert(word.into(), number);
        self.telling.push(is_telling(word));
        number
    }
}

fn is_telling(word: &str) -> bool {
    word.chars().nth(4).is_some() || word.chars().any(|c| c.is_numeric() || is_unspaced(c))
}
