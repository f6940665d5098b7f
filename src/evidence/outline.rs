//! What is left of a paragraph when its rare words are blotted out.
//!
//! Which facts differ between two copies depends on which words of the one equal which of the other,
//! in key or in value, on what kind of fact each word is, and on what the words that both have say.
//! Where two paragraphs have no rare word in common, their outlines tell all of that: no rare word
//! equals anything. So facts that agree or differ between two such paragraphs do so between any
//! other two with the same outlines and no rare word in common.

use super::fact::{FactKind, begins_sentence, kind_at};
use crate::hash::{hash_bytes, hash_word};
use crate::text::Normalizer;

/// Stands behind a word; no byte of UTF-8 text.
const END: u8 = 0xff;

/// The words of a paragraph as numbers, in order. Words that correspond have the same, and so have
/// facts of the same value.
pub(crate) fn words(normalizer: Normalizer, paragraph: &str, words: &mut Vec<u64>) {
    normalizer.for_each_hashed_word(paragraph, |hash, word, _| words.push(number(hash, word)));
}

/// A hash of the paragraph without its rare words, which go into `rare` as the numbers that
/// [`words`] gives them.
pub(crate) fn outline(
    normalizer: Normalizer,
    paragraph: &str,
    is_rare: impl Fn(u64) -> bool,
    rare: &mut Vec<u64>,
) -> u64 {
    let mut outline = Vec::with_capacity(2 * paragraph.len());
    // A word is then what stands there, in lower case.
    let is_ascii = paragraph.is_ascii();
    normalizer.for_each_hashed_word(paragraph, |hash, word, span| {
        let number = number(hash, word);
        if is_rare(number) {
            rare.push(number);
            outline.push(blot(kind_at(paragraph, span.into())));
        } else {
            outline.push(u8::from(begins_sentence(paragraph, span.start)));
            outline.extend_from_slice(paragraph[span].as_bytes());
            outline.push(END);
            // No word begins with what stands behind this one: a number below 7.
            if !is_ascii {
                outline.extend_from_slice(word.as_bytes());
                outline.push(END);
            }
        }
    });
    hash_bytes(&outline, 0)
}

/// The number of a word of this hash. What tells a number from another are its digits alone: `1,000` and
/// `1000` have one value, and so have `3rd` and `3`.
fn number(hash: u64, word: &str) -> u64 {
    if !has_digits(word) {
        return hash;
    }
    let digits: String = word.chars().filter(|c| c.is_numeric()).collect();
    hash_word(digits.as_bytes(), 0..digits.len(), 0)
}

/// (Most words are of ASCII letters, whose bytes need not be read as characters.)
fn has_digits(word: &str) -> bool {
    let may_be_digit = |byte: u8| byte.is_ascii_digit() || !byte.is_ascii();
    word.bytes().any(may_be_digit) && word.contains(char::is_numeric)
}

/// Above the marks of words that are not rare.
fn blot(kind: Option<FactKind>) -> u8 {
    match kind {
        None => 2,
        Some(FactKind::Number) => 3,
        Some(FactKind::Name) => 4,
        Some(FactKind::Negation) => 5,
        Some(FactKind::Obligation) => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;
    use crate::relation::Relation;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn numbers(paragraph: &str) -> Vec<u64> {
        let mut numbers = Vec::new();
        words(Normalizer::new(), paragraph, &mut numbers);
        numbers
    }

    #[test]
    fn one_value_has_one_number() {
        assert_eq!(numbers("1,000 3rd"), numbers("1000 3"));
        assert_eq!(numbers("Straße ＡＢＣ"), numbers("STRASSE abc"));
        assert_ne!(numbers("17"), numbers("18"));
    }

    #[test]
    fn an_outline_tells_the_kinds_of_rare_words_and_all_of_the_others() {
        let common = numbers("a ship of the old line not No");
        let outline = |text: &str| {
            outline(Normalizer::new(), text, |number| !common.contains(&number), &mut Vec::new())
        };
        assert_eq!(outline("A ship of 17 guns"), outline("A ship of 18 sails"));
        assert_ne!(outline("A ship of 17 guns"), outline("A ship of Bristol guns"));
        assert_ne!(outline("A ship of 17 guns"), outline("A Ship of 17 guns"));
        assert_eq!(outline("A ship of must guns"), outline("A ship of should guns"));
        let kinds = ["17", "Bristol", "sails", "must", "never"];
        let kinds = kinds.map(|word| outline(&format!("A ship of {word} line")));
        assert_eq!(BTreeSet::from(kinds).len(), 5, "a kind of rare words is not told from others");
        assert_ne!(outline("A ship, of 17 guns"), outline("A ship. Of 17 guns"));
        assert_ne!(outline("The ship 17"), outline("17 the ship"));
    }

    /// Short texts of the words that make up facts, common ones and rare ones.
    fn template() -> impl Strategy<Value = Vec<String>> {
        let word = prop::sample::select(vec![
            "the", "ship", "of", "Line.", "must", "not", "No", "7", "7th", "#", "#", "#,000",
            "Name#", "word#", "x#.", "a",
        ]);
        prop::collection::vec(word.prop_map(str::to_owned), 1..14)
    }

    fn filled(template: &[String], from: usize) -> String {
        let word =
            |(place, word): (usize, &String)| word.replace('#', &(1000 + from + place).to_string());
        template.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn outlines_decide_where_no_rare_word_is_shared(a in template(), b in template(), tail in template()) {
            let (a, b) = ([&*a, &*tail].concat(), [&*b, &*tail].concat());
            let first = (filled(&a, 100), filled(&b, 200));
            let second = (filled(&a, 300), filled(&b, 400));
            let common: BTreeSet<u64> = numbers("the ship of line must not no 7 a").into_iter().collect();
            let outline = |text: &str| {
                outline(Normalizer::new(), text, |number| !common.contains(&number), &mut Vec::new())
            };
            prop_assert_eq!(outline(&first.0), outline(&second.0));
            prop_assert_eq!(outline(&first.1), outline(&second.1));
            let agree = |(a, b): &(String, String)| {
                Evidence::facts_agree(Normalizer::new(), a, b, Relation::Near)
            };
            prop_assert_eq!(agree(&first), agree(&second));
        }
    }
}
