//! The naive reference: takes the layout from each line, folds the whole text, then looks at each character's
//! neighbours. [`Normalizer`] must agree with it on every text.

use proptest::prelude::*;

use super::alphabet::{Class, FRACTION, class, is_ignorable, unify};
use super::folding::{Marks, fold};
use super::normalizer::Normalizer;
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
fn reference(text: &str, marks: Marks) -> (Vec<String>, String) {
    let folded = fold(without_layout(text).chars(), marks);
    let chars: Vec<char> = folded.chars().filter(|&c| c != FRACTION).collect();
    let apart = fractions(&folded, &chars);
    let (mut words, mut pieces, mut run) = (Vec::new(), Vec::new(), Vec::new());
    let mut word = String::new();
    // A gap ends the last word, a symbol the last run of unspaced characters.
    let ends = [(' ', Part::Gap, false), ('$', Part::Symbol, false)];
    let parts = chars.iter().zip(parts(&chars)).zip(apart);
    for (c, part, apart) in parts.map(|((&c, part), apart)| (c, part, apart)).chain(ends) {
        if (part != Part::Word || apart) && !word.is_empty() {
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

/// Before which characters a fraction begins that a letter, mark or digit precedes.
fn fractions(folded: &str, chars: &[char]) -> Vec<bool> {
    let mut apart = vec![false; chars.len()];
    let mut at = 0;
    for c in folded.chars() {
        if c == FRACTION {
            let before = chars[..at].last().map(|&c| class(c));
            apart[at] = matches!(before, Some(Class::Letter | Class::Mark | Class::Digit));
        } else {
            at += 1;
        }
    }
    apart
}

/// The text without quote marks and bullets, its lines joined where they belong together.
fn without_layout(text: &str) -> String {
    let mut lines = lines(text);
    if unquote(&mut lines, '>') {
        while unquote(&mut lines, '>') {}
    } else if written(&lines).count() > 1 {
        unquote(&mut lines, '|');
    }
    let is_item = written(&lines).next().is_some_and(|line| has_bullet(line));
    if is_item || written(&lines).filter(|line| has_bullet(line)).count() > 1 {
        for (line, _) in &mut lines {
            *line = without_bullet(line);
        }
    }
    for at in 1..lines.len() {
        join(&mut lines[at - 1..=at]);
    }
    lines.into_iter().map(|(line, end)| line + &end).collect()
}

/// The lines, and what ends each.
fn lines(text: &str) -> Vec<(String, String)> {
    let mut lines = vec![(String::new(), String::new())];
    let mut before = ' ';
    for c in text.chars() {
        let (line, end) = lines.last_mut().unwrap();
        let is_end = matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        match (is_end, end.is_empty()) {
            (true, true) => end.push(c),
            (true, false) if (before, c) == ('\r', '\n') && end == "\r" => end.push(c),
            (true, false) => lines.push((String::new(), c.to_string())),
            (false, true) => line.push(c),
            (false, false) => lines.push((c.to_string(), String::new())),
        }
        before = c;
    }
    lines
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_ignorable(c)
}

fn written(lines: &[(String, String)]) -> impl Iterator<Item = &String> {
    lines.iter().map(|(line, _)| line).filter(|line| !line.chars().all(is_blank))
}

/// Takes a mark from each line, if all that are written begin with it, and says whether they do.
fn unquote(lines: &mut [(String, String)], mark: char) -> bool {
    let is_quoted =
        written(lines).count() > 0 && written(lines).all(|line| unquoted(line, mark).is_some());
    if is_quoted {
        for (line, _) in lines {
            *line = unquoted(line, mark).unwrap_or_else(|| line.clone());
        }
    }
    is_quoted
}

fn unquoted(line: &str, mark: char) -> Option<String> {
    let rest = line.trim_start_matches(is_blank).strip_prefix(mark)?;
    let next = rest.chars().find(|&c| !is_ignorable(c)).unwrap_or(' ');
    let may_be = next.is_whitespace() || matches!(next, '>' | '|') || next.is_alphabetic();
    may_be.then(|| rest.trim_start_matches(is_blank).to_owned())
}

fn has_bullet(line: &str) -> bool {
    without_bullet(line) != line
}

/// A bullet gives way to a mark that is in no word, nor blank: a soft hyphen before it joins nothing.
fn without_bullet(line: &str) -> String {
    let Some(after) = line.trim_start_matches(is_blank).strip_prefix('+') else {
        return line.to_owned();
    };
    let visible: String = after.chars().filter(|&c| !is_ignorable(c)).collect();
    let item = visible.trim_start().chars().next();
    let is_item = item.is_some_and(|c| class(c) != Class::Digit);
    let is_bullet = visible.starts_with(char::is_whitespace) && is_item;
    if is_bullet { format!(";{after}") } else { line.to_owned() }
}

/// Joins two lines: nothing is left between what belongs to one word.
fn join(lines: &mut [(String, String)]) {
    let [(line, end), (next, _)] = lines else { unreachable!() };
    let content = next.trim_start_matches(is_blank);
    let content = if content.is_empty() { next.clone() } else { content.to_owned() };
    let written = line.trim_end_matches(is_blank);
    let starts_with_digit = content.starts_with(|c| class(c) == Class::Digit);
    let mut backwards = written.chars().rev().filter(|&c| !is_ignorable(c));
    let is_range = written.ends_with(|c| unify(c) == '-')
        && backwards.nth(1).is_some_and(|c| class(c) == Class::Digit);
    if let Some(hyphen) = line[written.len()..].rfind('\u{ad}') {
        line.truncate(written.len() + hyphen);
    } else if is_range && starts_with_digit {
        line.truncate(written.len());
    } else {
        return;
    }
    end.clear();
    *next = content;
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
        // Of two dashes before a number none is a sign.
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
            Class::Unspaced | Class::Symbol | Class::Separator | Class::Fraction => false,
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
        "0123٣๓①²½⅒⅟",
        " \t\n\r\u{85}\u{a0}\u{2028}\u{3000}",
        ".,:/-+#'`\"$%<=>^|~_*@&\\()[]{};!?",
        "’‘ʼ´\u{1ffd}＇–—−‐\u{ff0d}⁄٫٬「」、。・•©€™№℃㌀㍿∑≠≮→🙂🏽🇩",
        "\u{300}\u{301}\u{308}\u{323}\u{327}\u{338}\u{334}\u{345}\u{344}\u{340}\u{488}\u{20dd}\u{5b0}\u{64b}\u{651}\u{670}",
        "\u{1100}\u{1161}\u{11a8}가각ᄒ\u{ffa1}\u{ffc2}\u{1160}\u{115f}\u{3164}\u{ffa0}",
        "漢字々〇中\u{f900}\u{2f00}\u{2e80}かがカガーｶﾞﾟ゛\u{3099}\u{309a}ヽヿゟ",
        "กำเา\u{e31}\u{e38}\u{e49}\u{e4d}ນຳកខ\u{17d2}\u{17b6}က\u{1025}\u{102e}\u{1039}",
        "कि\u{93c}\u{94d}\u{958}\u{9c7}\u{9be}\u{9d7}\u{bc6}\u{bbe}\u{dd9}\u{dcf}\u{ddc}",
        "ﷺﻻلاﺍئأٱىیکہە\u{fe71}\u{fe7d}\u{6c0}\u{653}\u{655}\u{654}\u{640}\u{640}אבשׁ\u{fb1d}\u{fb2c}״׳",
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

/// Lines with marks before them and with words that go on behind them.
fn wrapped() -> impl Strategy<Value = String> {
    let marks =
        ["", "", "> ", ">", "> >", "| ", "+ ", "+", " - ", "\u{feff}", "\u{ad}", "\t>\u{200b} "];
    let words = [
        "a", "b c", "5", "802", "٣", "½", "wa", "字", "=", "", " ", "e\u{301}", "\u{301}", "> a",
        ">", "| b", "+ c",
    ];
    let links = ["", "", "-", "–", "\u{ad}", "\u{ad} ", "\u{200b}-", " -", "\u{640}", "²-"];
    let ends = ["\n", "\n", "\n\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{c}", " "];
    let parts = [&marks[..], &words, &links, &ends].map(<[&str]>::to_vec);
    let [mark, word, link, end] = parts.map(proptest::sample::select);
    let one_mark = (mark.clone(), 0..3_u8);
    let lines = proptest::collection::vec((mark, word, link, end), 0..8);
    (one_mark, lines).prop_map(|((mark, alike), lines)| {
        let mut text = String::new();
        for (own, word, link, end) in lines {
            // Marks of its own on each line are seldom layout, so most texts have one mark for all.
            text.extend([if alike > 0 { mark } else { own }, word, link, end]);
        }
        text
    })
}

/// Words of scripts that write them apart, more than are read at a time, and what may stand between them.
fn scripts() -> impl Strategy<Value = String> {
    let letters = [
        "abzAZé",
        "жяЖЯйё",
        "αωΣςΆ",
        "ابأى",
        "אבש",
        "한각국",
        "कखग",
        "ạẤ",
        "ȺẞİıÅ",
        "09٣",
        "東京",
        "กำ",
    ];
    let letters: Vec<Vec<char>> = letters.map(|group| group.chars().collect()).to_vec();
    let word = proptest::sample::select(letters)
        .prop_flat_map(|group| proptest::collection::vec(proptest::sample::select(group), 0..12));
    let between = [
        " ", " ", ", ", ". ", ".", "، ", " — ", "-", "'", "’", "» «", "\u{301} ", " \u{301}",
        "\u{64b} ", "\u{ad}", "\u{200b}", "+", "#", "$", "½", "\n", "…", "。",
    ];
    let between = proptest::sample::select(between.to_vec());
    proptest::collection::vec((word, between), 0..60).prop_map(|words| {
        words.into_iter().map(|(word, between)| String::from_iter(word) + between).collect()
    })
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
        let words = words.into_iter();
        words.map(|(word, between)| String::from_utf8_lossy(&word).into_owned() + between).collect()
    })
}

fn agrees(text: &str) {
    for marks in [Marks::Keep, Marks::Strip] {
        let normalizer = Normalizer::with_marks(marks);
        let words: Vec<String> = normalizer.words(text).into_iter().map(|word| word.text).collect();
        let canonical = normalizer.canonical(text);
        let (expected_words, expected_canonical) = reference(text, marks);
        assert_eq!(words, expected_words, "words of {text:?}, {marks:?}");
        assert_eq!(canonical, expected_canonical, "canonical text of {text:?}, {marks:?}");
        let spans = normalizer.words(text).into_iter().map(|word| word.span);
        assert!(
            spans.into_iter().all(|span| text.get(span.range()).is_some()),
            "spans of {text:?}"
        );
        if canonical.starts_with(['>', '+']) {
            continue; // may be read as layout
        }
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
        let (words, _) = reference(text, marks);
        let mut expected = vec![1];
        expected.extend(words.iter().map(|word| hash_word(word.as_bytes(), 0..word.len(), seed)));
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
        text in prop_oneof![ascii(), long_words(), nasty(), wrapped(), scripts()],
        seed in any::<u64>(),
    ) {
        hashes_agree(&text, seed);
        hashes_agree(&format!("{text} {text}"), seed);
    }

    #[test]
    fn normalizer_equals_reference_on_long_words(text in long_words()) {
        agrees(&text);
    }

    #[test]
    fn normalizer_equals_reference_on_words_of_many_scripts(text in scripts()) {
        agrees(&text);
    }

    #[test]
    fn normalizer_equals_reference_on_wrapped_lines(text in wrapped()) {
        agrees(&text);
    }

    #[test]
    fn normalizer_equals_reference_on_nasty_texts(text in nasty()) {
        agrees(&text);
    }

    #[test]
    fn normalizer_equals_reference_on_ascii(text in ascii()) {
        agrees(&text);
        agrees(&format!("é{text}漢{text}\u{301} {text}字"));
    }

    #[test]
    fn normalizer_equals_reference_on_any_text(text in any::<String>()) {
        agrees(&text);
    }
}
