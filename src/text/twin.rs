//! The dull twin: folds the whole text, then looks at each character's neighbours. The engine must
//! agree with it on every text.

use proptest::prelude::*;

use super::alphabet::{Class, class};
use super::folding::fold;
use super::{Marks, Normalizer};
use crate::hash::hash_word;
use crate::kernel::Kernel;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Word,
    Symbol,
    Unit,
    UnitMark,
    Gap,
}

/// The words, and the canonical text.
fn twin(text: &str, marks: Marks) -> (Vec<String>, String) {
    let chars: Vec<char> = fold(text.chars(), marks).chars().collect();
    let (mut words, mut pieces, mut run) = (Vec::new(), Vec::new(), Vec::new());
    let mut word = String::new();
    for (&c, part) in
        chars.iter().zip(parts(&chars)).chain([(&' ', Part::Gap), (&'$', Part::Symbol)])
    {
        if part != Part::Word && !word.is_empty() {
            pieces.push(word.clone());
            words.push(core::mem::take(&mut word));
        }
        if matches!(part, Part::Word | Part::Symbol) {
            close_run(&mut run, &mut words, &mut pieces);
        }
        match part {
            Part::Word => word.push(c),
            Part::Symbol => {
                words.push(c.to_string());
                pieces.push(c.to_string());
            }
            Part::Unit => run.push(c.to_string()),
            Part::UnitMark => run.last_mut().unwrap().push(c),
            Part::Gap => {}
        }
    }
    words.pop(); // the `$` that ended the last run
    pieces.pop();
    (words, pieces.join(" "))
}

fn close_run(run: &mut Vec<String>, words: &mut Vec<String>, pieces: &mut Vec<String>) {
    match run.len() {
        0 => return,
        1 => words.push(run[0].clone()),
        _ => words.extend(run.windows(2).map(<[String]>::concat)),
    }
    pieces.push(run.concat());
    run.clear();
}

fn parts(chars: &[char]) -> Vec<Part> {
    let classes: Vec<Class> = chars.iter().map(|&c| class(c)).collect();
    let mut parts = Vec::new();
    for (at, &class) in classes.iter().enumerate() {
        let before = parts.last().copied().unwrap_or(Part::Gap);
        let left = at.checked_sub(1).map(|left| classes[left]);
        let right = classes.get(at + 1).copied();
        let digits = left == Some(Class::Digit) && right == Some(Class::Digit);
        let letter_before =
            before == Part::Word && matches!(left, Some(Class::Letter | Class::Mark));
        let word_follows =
            matches!(right, Some(Class::Letter | Class::Mark | Class::Digit | Class::Unspaced));
        let spare = before == Part::Gap && left != Some(Class::Dash);
        let joins = match class {
            Class::Letter | Class::Digit => true,
            Class::Mark => !matches!(before, Part::Unit | Part::UnitMark),
            Class::Apostrophe => {
                letter_before && matches!(right, Some(Class::Letter | Class::Mark))
            }
            Class::Point => digits,
            Class::Dash => digits || (spare && right == Some(Class::Digit)),
            Class::Plus | Class::Hash => before == Part::Word && !word_follows,
            Class::Unspaced | Class::Symbol | Class::Separator => false,
        };
        parts.push(match class {
            _ if joins => Part::Word,
            Class::Mark => Part::UnitMark,
            Class::Unspaced => Part::Unit,
            Class::Plus | Class::Symbol => Part::Symbol,
            _ => Part::Gap,
        });
    }
    parts
}

/// Characters that have ever made trouble, dense enough to meet each other.
fn nasty() -> impl Strategy<Value = String> {
    let groups = [
        "azAZéßÅĳǅİıſKŉΐςΣ",
        "0123٣๓①²½⅒",
        " \t\n\r\u{85}\u{a0}\u{2028}\u{3000}",
        ".,:/-+#'`\"$%<=>^|~_*@&\\()[]{};!?",
        "’‘ʼ´\u{1ffd}＇–—−‐\u{ff0d}⁄٫٬「」、。・•©€™№℃㌀㍿∑≠≮→🙂🏽🇩",
        "\u{300}\u{301}\u{308}\u{323}\u{327}\u{338}\u{334}\u{345}\u{344}\u{340}\u{488}\u{20dd}\u{5b0}\u{64b}\u{651}\u{670}",
        "\u{1100}\u{1161}\u{11a8}가각ᄒ\u{ffa1}\u{ffc2}\u{1160}\u{115f}\u{3164}\u{ffa0}",
        "漢字々〇中\u{f900}\u{2f00}\u{2e80}かがカガーｶﾞﾟ゛\u{3099}\u{309a}ヽヿゟ",
        "กำเา\u{e31}\u{e38}\u{e49}\u{e4d}ນຳកខ\u{17d2}\u{17b6}က\u{1025}\u{102e}\u{1039}",
        "कि\u{93c}\u{94d}\u{958}\u{9c7}\u{9be}\u{9d7}\u{bc6}\u{bbe}\u{dd9}\u{dcf}\u{ddc}",
        "ﷺﻻلاﺍئ\u{654}\u{640}אבשׁ\u{fb1d}\u{fb2c}״׳",
        "\u{ad}\u{200b}\u{200c}\u{200d}\u{feff}\u{fe0f}\u{202e}\u{2060}\u{34f}\u{e0041}\u{17b4}\u{1d173}",
        "\u{1d15e}\u{1d165}\u{1d16d}\u{16af0}\u{10a39}\u{ab70}\u{13a0}\u{13f8}𝒜𝟘\u{0}\u{7f}\u{fffd}\u{378}\u{10ffff}",
    ];
    let chars: Vec<Vec<char>> = groups.iter().map(|group| group.chars().collect()).collect();
    let one = prop_oneof![
        9 => proptest::sample::select(chars).prop_flat_map(proptest::sample::select),
        1 => any::<char>(),
    ];
    proptest::collection::vec(one, 0..24).prop_map(String::from_iter)
}

fn ascii() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        4 => proptest::sample::select(b"abzABZ0159 ".to_vec()),
        3 => proptest::sample::select(b" .,:/-+#'`$%<=_*\n".to_vec()),
        1 => 0..128_u8,
    ];
    let length = prop_oneof![
        4 => 0..200_usize,
        2 => proptest::sample::select(vec![63, 64, 65, 127, 128, 129]),
        1 => 200..700_usize,
    ];
    length
        .prop_flat_map(move |length| proptest::collection::vec(one.clone(), length))
        .prop_map(|bytes| bytes.into_iter().map(char::from).collect())
}

/// Words about as long as those that are hashed in one way and in the other, and some that are longer
/// than what is read at a time; all in ASCII.
fn long_words() -> impl Strategy<Value = String> {
    let length = prop_oneof![3 => 14..19_usize, 2 => 1..14_usize, 1 => 60..140_usize];
    let letters = proptest::sample::select(b"azAZ09m".to_vec());
    let word =
        length.prop_flat_map(move |length| proptest::collection::vec(letters.clone(), length));
    let between = proptest::sample::select(vec![" ", "\n", ". ", "'", "-", "$", "%%", "`", "^"]);
    let words = proptest::collection::vec((word, between), 0..20);
    words.prop_map(|words| {
        let written = |(word, between): (Vec<u8>, &str)| {
            word.into_iter().map(char::from).chain(between.chars()).collect::<String>()
        };
        words.into_iter().map(written).collect()
    })
}

fn agrees(text: &str) {
    for marks in [Marks::Keep, Marks::Strip] {
        let normalizer = Normalizer::with_marks(marks);
        let words: Vec<String> = normalizer.words(text).into_iter().map(|word| word.text).collect();
        let canonical = normalizer.canonical(text);
        let (twin_words, twin_canonical) = twin(text, marks);
        assert_eq!(words, twin_words, "words of {text:?}, {marks:?}");
        assert_eq!(canonical, twin_canonical, "canonical text of {text:?}, {marks:?}");
        let again: Vec<String> =
            normalizer.words(&canonical).into_iter().map(|word| word.text).collect();
        assert_eq!(again, words, "words of the canonical text of {text:?}, {marks:?}");
        assert_eq!(normalizer.canonical(&canonical), canonical, "canonical twice of {text:?}");
    }
}

/// Words hashed as they stand in the text have the hashes of the canonical words.
fn hashes_agree(text: &str, seed: u64) {
    for marks in [Marks::Keep, Marks::Strip] {
        let normalizer = Normalizer::with_marks(marks);
        let (words, _) = twin(text, marks);
        let of_word = |word: &String| hash_word(word.as_bytes(), 0..word.len(), seed);
        let expected: Vec<u64> = core::iter::once(1).chain(words.iter().map(of_word)).collect();
        for kernel in Kernel::available() {
            let mut hashes = vec![1];
            normalizer.hash_words(text, seed, kernel, &mut hashes);
            assert_eq!(hashes, expected, "hashes of {text:?}, {marks:?}, {}", kernel.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn words_are_hashed_as_canonical_words(
        text in prop_oneof![ascii(), long_words(), nasty()],
        seed in any::<u64>(),
    ) {
        hashes_agree(&text, seed);
        hashes_agree(&format!("{text} {text}"), seed);
    }

    #[test]
    fn engine_equals_twin_on_long_words(text in long_words()) {
        agrees(&text);
    }

    #[test]
    fn engine_equals_twin_on_nasty_texts(text in nasty()) {
        agrees(&text);
    }

    #[test]
    fn engine_equals_twin_on_ascii(text in ascii()) {
        agrees(&text);
        agrees(&format!("é{text}漢{text}\u{301} {text}字"));
    }

    #[test]
    fn engine_equals_twin_on_any_text(text in any::<String>()) {
        agrees(&text);
    }
}
