//! What a stem is by its look.

use super::stem::{STEM_LENGTH, has_digit};
use crate::text::is_unspaced;

/// The kind of a stem, which tells without any text how likely it stands in a paragraph that
/// has nothing to do with the one at hand: short words are common words, in every spaced script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StemClass {
    Symbol,
    Letters(u8),
    Unspaced,
    Number,
}

impl StemClass {
    pub(super) fn new(stem: &str) -> StemClass {
        let mut chars = stem.chars();
        let first = chars.next().unwrap_or(' ');
        if has_digit(stem) {
            StemClass::Number
        } else if is_unspaced(first) {
            StemClass::Unspaced
        } else if first.is_alphanumeric() || chars.next().is_some() {
            StemClass::Letters(stem.chars().take(STEM_LENGTH).count() as u8)
        } else {
            StemClass::Symbol
        }
    }

    /// Whether it belongs to some language, as numbers and symbols do not.
    pub(super) fn is_word(self) -> bool {
        matches!(self, StemClass::Letters(_) | StemClass::Unspaced)
    }

    /// The share of paragraphs that have such a stem: document frequencies within the articles of the labelled data,
    /// rounded.
    pub(super) fn prior(self) -> f64 {
        match self {
            StemClass::Symbol => 0.10,
            StemClass::Letters(1) => 0.40,
            StemClass::Letters(2) => 0.35,
            StemClass::Letters(3) => 0.25,
            StemClass::Letters(4) => 0.12,
            StemClass::Letters(_) => 0.06,
            StemClass::Unspaced => 0.05,
            StemClass::Number => 0.03,
        }
    }
}
