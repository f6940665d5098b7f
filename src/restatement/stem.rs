//! What stands in for a stem, in every language alike.

use crate::text::is_unspaced;

/// Characters that stand in for a stem.
const STEM_LENGTH: usize = 5;

/// The beginning of a word, or all of it where it has a digit in it, for numbers have no endings.
pub(crate) fn stem(word: &str) -> &str {
    let word = without_article(word);
    let cut = word.char_indices().nth(STEM_LENGTH).map_or(word.len(), |(at, _)| at);
    let whole =
        cut == word.len() || has_digit(word) || word.chars().next().is_some_and(is_unspaced);
    if whole { word } else { &word[..cut] }
}

/// Arabic writes its article, and the particles before it, as one word with what follows: without
/// this `متحف` and `المتحف` would have no beginning in common. The one rule for one language; without
/// it a retelling in tests/suite/cases.rs falls from 0.61 to 0.34. No labelled article is in Arabic.
fn without_article(word: &str) -> &str {
    const MIN_LEFT: usize = 3;
    let behind_particle = word.strip_prefix(['و', 'ف', 'ب', 'ك']);
    let bare = strip_article(word).or_else(|| behind_particle.and_then(strip_article));
    // What is left must be a word: many that begin with these letters have no article.
    bare.filter(|bare| bare.chars().nth(MIN_LEFT - 1).is_some()).unwrap_or(word)
}

/// What follows the Arabic article, if the word begins with it.
fn strip_article(word: &str) -> Option<&str> {
    // The second spelling is that of the article behind the particle *li*, which takes its first letter away.
    word.strip_prefix("ال").or_else(|| word.strip_prefix("لل"))
}

pub(crate) fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_stand_in_for_stems() {
        for (word, expected) in [
            ("restatements", "resta"),
            ("bus", "bus"),
            ("2024-05-01", "2024-05-01"),
            ("متحف", "متحف"),
            ("المتحف", "متحف"),
            ("وبالمتحف", "وبالم"),
            ("للمتحف", "متحف"),
            ("والنخيل", "نخيل"),
            ("الله", "الله"),
        ] {
            assert_eq!(stem(word), expected);
        }
    }
}
