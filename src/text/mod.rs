//! From a paragraph's text to canonical words: what every later stage counts as the same.
//!
//! A [`Normalizer`] says what a paragraph's
//! words are once its formatting is gone: letter case, the width and the composition of characters,
//! several spellings of a letter, scripts of digits, white space, line wraps and marks at the ends of lines, kinds of
//! quotes and dashes, and punctuation. Words keep their spans in
//! the original text, so that whatever is found can be shown there.

mod span;
mod ranges;
mod alphabet;
mod folding;
mod words;
mod length;
mod mask;
mod lines;
mod layout;
mod ascii;
mod normalizer;
#[cfg(test)]
mod reference;
mod entities;
mod abbreviation;
mod sentences;
mod statement;

pub(crate) use alphabet::{is_ignorable, is_unspaced};
pub(crate) use ascii::PlainWords;
pub use folding::Marks;
pub(crate) use layout::without_layout;
pub(crate) use length::has_words;
pub use normalizer::Normalizer;
pub(crate) use sentences::{is_closer, is_terminator, sentences};
pub use span::Span;
pub(crate) use statement::{
    Depth, Scratch as StatementScratch, SpelledSentence, SpelledWord, Statement,
    for_each_spelled_sentence, for_each_statement, for_each_statement_at, statement_letters,
};
pub use words::Word;
