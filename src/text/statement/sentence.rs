//! The statements of a text, sentence by sentence.

use std::borrow::Cow;

use super::Depth;
use super::mark_places::is_unmarked;
use super::pieces::hash_of;
use super::reader::Buffers;
use crate::kernel::Kernel;
use crate::text::Span;
use crate::text::ascii::{PlainWords, Shape, read_plain_words, read_words_of_shape, shape};
use crate::text::entities::Decoded;
use crate::text::layout::{begins_with_mark, without_layout};
use crate::text::normalizer::Normalizer;
use crate::text::sentences::{Sentence, for_each_sentence};

/// A sentence, reduced to what it says.
#[derive(Clone, Debug)]
pub(crate) struct Statement<'s> {
    pub(crate) sentence: Sentence,
    /// Equal for sentences that say the same, and different, but for collisions of 64 bits, for others.
    pub(crate) key: u64,
    /// Canonical words; two characters of an unspaced script count as one.
    pub(crate) words: usize,
    /// Keys of the ways to read it, none where there is one way only: with hyphens at line ends taken for hyphens, and
    /// for parts of words that the line end tore. `key` then belongs to the sentence as it is written.
    pub(crate) readings: &'s [u64],
}

/// Buffers that are used again from text to text.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// The words of the whole text where it is plain, of one sentence otherwise.
    words: PlainWords,
    buffers: Buffers,
    spelled: Vec<SpelledWord>,
}

/// Calls `visit` with each sentence of `text` that has words, in order. Linear in its bytes.
pub(crate) fn for_each_statement(
    (normalizer, kernel, depth): (Normalizer, Kernel, Depth),
    text: &str,
    scratch: &mut Scratch,
    visit: impl FnMut(Statement<'_>),
) {
    for_each_statement_at((normalizer, kernel), |_| depth, text, scratch, visit);
}

/// [`for_each_statement`], where `depth` tells how much of each sentence is asked for: by its number, which counts those
/// that have words.
pub(crate) fn for_each_statement_at(
    (normalizer, kernel): (Normalizer, Kernel),
    depth: impl Fn(usize) -> Depth,
    text: &str,
    scratch: &mut Scratch,
    mut visit: impl FnMut(Statement<'_>),
) {
    let decoded = Decoded::new(text);
    let Scratch { words, buffers, .. } = scratch;
    // The words of a plain text are found in one go; of others, sentence by sentence, as most of them are plain.
    let (text, is_plain) = read_without_layout(&decoded.text, kernel, words);
    let text = &*text;
    let (mut first, mut number) = (0, 0);
    for_each_sentence(text, |sentence| {
        let written = &text[sentence.span.clone()];
        let depth = depth(number);
        let words = if is_plain {
            let range = first..words.first_from(first, sentence.span.end);
            first = range.end;
            buffers.read_plain(depth, (written, sentence.span.start), words, range)
        } else if read_plain_words(written, kernel, words) {
            buffers.read_plain(depth, (written, 0), words, 0..words.len())
        } else {
            buffers.read(depth, normalizer, written)
        };
        if words > 0 {
            number += 1;
            let key = buffers.pieces.key();
            let sentence = Sentence { span: decoded.original(&sentence.span), ..sentence };
            visit(Statement { sentence, key, words, readings: &buffers.pieces.readings });
        }
    });
}

/// A text [without layout](without_layout), and whether its words were read, as those of plain texts are.
fn read_without_layout<'t>(
    text: &'t str,
    kernel: Kernel,
    words: &mut PlainWords,
) -> (Cow<'t, str>, bool) {
    let shape = shape(text, kernel);
    if shape == Shape::Line && !begins_with_mark(text) {
        // Most texts of a corpus: their line ends need not be looked for again.
        return (Cow::Borrowed(text), read_words_of_shape(text, shape, kernel, words));
    }
    let text = without_layout(text);
    let is_plain = read_plain_words(&text, kernel, words);
    (text, is_plain)
}

/// A sentence word by word.
#[derive(Debug)]
pub(crate) struct SpelledSentence<'s> {
    pub(crate) sentence: Sentence,
    /// Its canonical words, torn ones as they are written.
    pub(crate) words: &'s [SpelledWord],
    /// The hashes of its words, with the marks between them that say something, in order. Empty where there surely
    /// are none.
    pub(crate) pieces: &'s [u64],
}

/// A word by its hash and its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpelledWord {
    pub(crate) hash: u64,
    pub(crate) span: Span,
}

/// Calls `visit` with each sentence of a text [without layout](without_layout) that has words, in order. Linear in its bytes.
pub(crate) fn for_each_spelled_sentence(
    (normalizer, kernel): (Normalizer, Kernel),
    text: &str,
    Scratch { words, buffers, spelled }: &mut Scratch,
    mut visit: impl FnMut(SpelledSentence<'_>),
) {
    let is_plain = read_plain_words(text, kernel, words);
    let mut first = 0;
    for_each_sentence(text, |sentence| {
        let (start, written) = (sentence.span.start, &text[sentence.span.clone()]);
        spelled.clear();
        let says_all = if is_plain {
            let range = first..words.first_from(first, sentence.span.end);
            first = range.end;
            spelled.extend(range.clone().map(|word| words.spelled(word)));
            buffers.read_plain(Depth::Statement, (written, start), words, range);
            buffers.are_unmarked()
        } else {
            let says_all = written.is_ascii() && is_unmarked(written.as_bytes());
            normalizer.for_each_cleaned_word(written, |word, _, span| {
                let span = Span::from(start + span.start..start + span.end);
                spelled.push(SpelledWord { hash: hash_of(word), span });
            });
            if !says_all {
                buffers.read(Depth::Statement, normalizer, written);
            }
            says_all
        };
        if !spelled.is_empty() {
            let pieces = if says_all { &[] } else { &buffers.pieces.list[..] };
            visit(SpelledSentence { sentence, words: spelled, pieces });
        }
    });
}

impl PlainWords {
    fn spelled(&self, word: usize) -> SpelledWord {
        SpelledWord { hash: self.hashes[word], span: self.span(word).into() }
    }
}

/// The canonical words of each sentence of `text` that has any, written without spaces: so a word that a line end tore
/// is written as if it were whole.
pub(crate) fn statement_letters(normalizer: Normalizer, text: &str) -> Vec<String> {
    let decoded = Decoded::new(text);
    let text = &*without_layout(&decoded.text);
    let mut statements = Vec::new();
    for_each_sentence(text, |sentence| {
        let mut letters = String::new();
        normalizer.for_each_cleaned_word(&text[sentence.span], |word, _, _| letters.push_str(word));
        statements.extend((!letters.is_empty()).then_some(letters));
    });
    statements
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn reading() -> (Normalizer, Kernel, Depth) {
        (Normalizer::new(), Kernel::detect(), Depth::Statement)
    }

    /// The keys of the statements of a text.
    fn keys(text: &str) -> Vec<u64> {
        let mut keys = Vec::new();
        let mut scratch = Scratch::default();
        for_each_statement(reading(), text, &mut scratch, |statement| {
            keys.push(statement.key);
        });
        keys
    }

    #[track_caller]
    fn check(pairs: &[(&str, &str)], are_same: bool) {
        for (one, other) in pairs {
            assert_eq!(keys(one) == keys(other), are_same, "{one:?} and {other:?}");
        }
    }

    #[test]
    fn form_says_nothing() {
        check(
            &[
                ("Bell, book – and candle.", "bell book and candle!"),
                ("It is “done”.", "It is 'done'"),
                ("It is well-known here.", "It is well known here."),
                ("Pages 3-5 are missing.", "Pages 3–5 are missing."),
                ("At -5 degrees.", "At −5 degrees."),
                ("One two.\nThree four.", "One two. Three  four."),
                ("Five 5 kg bags.", "Five 5 kg bags"),
                ("Ａ ｗｉｄｅ word.", "A wide word."),
                ("stir 1½ cups", "stir 1 1/2 cups"),
                ("عدد ٣٤٠", "عدد 340"),
                ("كتـــاب", "کتاب"),
                ("قرآن", "قرا\u{653}ن"),
                ("> It is quoted\n> here.", "It is quoted here."),
                ("+ an item", "an item"),
                (
                    "upper- or lower-case in RFC-822, 32-bit",
                    "upper or lower case in RFC 822, 32 bit",
                ),
                ("in US- ASCII here", "in US-ASCII here"),
                ("state-of-the-art “well-known” (far-off)", "state of the art well known far off"),
                ("the tower—built of brick—leans", "the tower - built of brick -- leans"),
                ("**Bold** _words_ *and* more", "Bold words and more"),
                ("a **b** c, __d__", "a b c d"),
                ("(a word) in [brackets]", "a word in brackets"),
                ("one,two;three", "one two three"),
                ("He said 'in 1996' and \"in 6\".", "He said in 1996 and in 6."),
                ("the 1990's and 1990’s", "the 1990’s and 1990's"),
                ("- one\n* two\n• three", "one two three"),
                ("Gone ... Then", "Gone . . . Then"),
                ("Gone… then", "Gone ... then"),
                ("ذهب ... وعاد", "ذهب . . . وعاد"),
                ("| a | b |\n|---|---|", "| a | b |\n|-----|-----|"),
                ("a\\_b and 5\\*6", "a_b and 5*6"),
                ("y = \\-x", "y = -x"),
                ("d'Artagnan und L'Été", "D'ARTAGNAN UND L'ÉTÉ"),
                ("Der 3. Senat tagt", "der 3. Senat tagt"),
                ("渡船（每天）开，好", "渡船每天开好"),
                ("渡船每天开: 好", "渡船每天开：好"),
                ("un\u{ad}known", "unknown"),
                ("y=-x", "y = -x"),
                ("a*b", "a * b"),
                ("word)", "word"),
                ("1) word", "1 word"),
                ("# Heading", "Heading"),
            ],
            true,
        );
    }

    #[test]
    fn values_operators_and_ends_of_sentences_do() {
        check(
            &[
                ("It is done.", "It is done?"),
                ("No. Surrender now.", "No surrender now."),
                ("It gives 5 mW at most.", "It gives 5 MW at most."),
                ("It gives 5mW at most.", "It gives 5MW at most."),
                ("At - 5 degrees.", "At 5 degrees."),
                ("- 5 apples", "5 apples"),
                ("p is .5 at most", "p is 5 at most"),
                ("p<.05 in all", "p<05 in all"),
                ("where a != b holds", "where a = b holds"),
                ("where !done holds", "where done holds"),
                ("5! is large", "5 is large"),
                ("2*3 is six", "2 3 is six"),
                ("x ≤ 5", "x ≥ 5"),
                ("x ≤ 5", "x 5"),
                ("x < 5 or y = 3", "x > 5 or y = 3"),
                ("x ± 5", "x 5"),
                ("about 10⁶ cells", "about 106 cells"),
                ("about 10⁶ cells", "about 1⁰6 cells"),
                ("a litre of H₂O", "a litre of H2O"),
                ("stir 1½ cups", "stir 11/2 cups"),
                ("ısı", "isi"),
                ("قرآن", "قران"),
            ],
            false,
        );
    }

    #[test]
    fn what_joins_words_does() {
        check(
            &[
                ("under (b)(3) of it", "under (b-3) of it"),
                ("to anna.berg@x.org", "to anna-berg@x.org"),
                ("at my-ferry.org", "at my.ferry.org"),
                ("at http://x/a-b", "at http://x/a/b"),
                ("case 12-B is closed", "case 12(B) is closed"),
                ("case 12-B is closed", "case 12 B is closed"),
                ("ten mg/kg of it", "ten mg kg of it"),
                ("5 N·m of it", "5 N/m of it"),
                ("N·m of it", "N m of it"),
                ("</dd>", "<dd>"),
                ("foo_bar", "foo bar"),
                ("foo__bar", "foo bar"),
                ("from n-1 on", "from n 1 on"),
                ("to N'/16 now", "to N/16 now"),
                ("un-happy/glad", "un happy/glad"),
                ("2**3", "2 3"),
                ("R&D here", "R D here"),
                ("[word](link)", "word link"),
                ("Тип «а/б» верен", "Тип «а б» верен"),
                ("§ 5(a)(1) für Fähren", "§ 5(a-1) für Fähren"),
            ],
            false,
        );
    }

    #[test]
    fn what_begins_a_word_or_hangs_on_one_does() {
        check(
            &[
                ("It is 6' long.", "It is 6\" long."),
                ("It is 6' long.", "It is 6 long."),
                ("48° 10′ north", "48° 10″ north"),
                ("48° 10′ north", "48° 10 north"),
                ("a board of 6'2\"", "a board of 6 2"),
                ("Her mark was A-.", "Her mark was A."),
                ("Rh- and old", "Rh and old"),
                ("Rh−", "Rh"),
                ("in mW here", "in MW here"),
                ("in kHz here", "in khz here"),
                ("l'iPhone rouge", "L'IPHONE ROUGE"),
                ("use --force now", "use force now"),
                ("use --force now", "use -force now"),
                ("rm -rf it", "rm rf it"),
                ("it is (-x) here", "it is (x) here"),
                ("#PermitNightFerry no", "PermitNightFerry no"),
                ("ask @anna now", "ask anna now"),
                ("rm ./tide", "rm /tide"),
                ("rm ./tide", "rm ../tide"),
                ("rm ~/tide", "rm /tide"),
                ("the \\alpha rule", "the alpha rule"),
                ("rm tide*", "rm tide"),
                ("class A 6*)", "class A 6)"),
                ("*264 Job", "264 Job"),
                ("class A 6†", "class A 6"),
            ],
            false,
        );
    }

    #[test]
    fn what_computes_and_groups_does() {
        check(
            &[
                ("it is a * b here", "it is a / b here"),
                ("it is a * b here", "it is a b here"),
                ("it is total / 5 here", "it is total 5 here"),
                ("it is y = -x here", "it is y = x here"),
                ("it is (x + y) z", "it is x + y z"),
                ("in [a, b) then", "in (a, b] then"),
                ("in [a, b) then", "in (a, b) then"),
                ("Call merge({}, base) now", "Call merge(base, {}) now"),
                ("Call f(x) y now", "Call f(x y) now"),
                ("class B { [size]() { } }", "class B { size() { } }"),
                ("run([]) it", "run() it"),
                ("mode={+,-}w", "mode=+w"),
                ("`String[] | undefined`", "`String | undefined`"),
            ],
            false,
        );
    }

    #[test]
    fn numbers_of_items_are_written_in_three_ways() {
        check(
            &[
                ("1. Stir it.", "1) Stir it."),
                ("12. Stir it.", "(12) Stir it."),
                ("3)\t**Stir** it.", "3. Stir it."),
                ("(1) Let x = 5 (or 6).", "1. Let x = 5 (or 6)."),
                ("1) Stir it. 2) Boil it.", "(1) Stir it. (2) Boil it."),
                ("(2) - 5 apples", "2. - 5 apples"),
            ],
            true,
        );
        check(
            &[
                ("1. Stir it.", "2) Stir it."),
                ("1) Stir it.", "Stir it."),
                ("5) Kinder essen zuerst.", "5 Kinder essen zuerst."),
                ("5. Kinder essen zuerst.", "5 Kinder essen zuerst."),
                ("(1)(a) applies.", "1. (a) applies."),
                ("-1) Stir it.", "1) Stir it."),
                ("1) - 5 apples", "1. 5 apples"),
                ("He saw 2 (two) Berlin", "He saw 2. Berlin"),
            ],
            false,
        );
    }

    #[test]
    fn entities_are_their_characters() {
        check(
            &[
                ("AT&amp;T said so.", "AT&T said so."),
                ("where x &lt; 5 and y&gt;-5", "where x < 5 and y>-5"),
                ("&quot;So it is,&quot; it&#39;s said.", "\"So it is,\" it's said."),
                ("10&nbsp;km on", "10 km on"),
                ("&gt; It is quoted\n&gt; here.", "It is quoted here."),
            ],
            true,
        );
        check(
            &[
                ("write &lt; for < here", "write < for &lt; here"),
                ("write `&amp;` for it", "write `&` for it"),
                ("x &lt; 5", "x &gt; 5"),
                ("x&lt;-5", "x<5"),
                ("it is &amp;lt; here", "it is < here"),
                ("R&amp;D here", "R amp D here"),
                ("R&amp;D here", "R D here"),
                ("a &quot; for \"", "a \" for &quot;"),
            ],
            false,
        );
    }

    #[test]
    fn letters_of_an_abbreviation_are_apart_or_not() {
        check(
            &[
                ("Obst, z.B. Birnen", "Obst, z. B. Birnen"),
                ("Er geht, d.h. er rennt", "Er geht, d. h. er rennt"),
                ("Er rennt i.d.R. hier", "Er rennt i. d. R. hier"),
                ("fruit, e.g. pears", "fruit, e. g. pears"),
                ("fruit, i.e. pears", "fruit, i. e. pears"),
            ],
            true,
        );
        check(
            &[
                ("take vitamin A.B. Smith said", "take vitamin A. B. Smith said"),
                ("It is under x. B. Berg said", "It is under x.B. Berg said"),
                ("Obst, z. B. Birnen", "Obst, z. B Birnen"),
                ("Obst, z.B. Birnen", "Obst, zB. Birnen"),
                ("Obst, z. B. Birnen", "Obst, z/B. Birnen"),
                ("Obst, z? B. Birnen", "Obst, z. B. Birnen"),
            ],
            false,
        );
    }

    #[test]
    fn emphasis_says_nothing() {
        check(
            &[
                ("**So it is.** He said no more.", "So it is. He said no more."),
                ("_So it is!_ *No more.*", "So it is! No more."),
                (
                    "**Note:** it is *well-known*, _so_ (**so**) here",
                    "Note: it is well-known, so (so) here",
                ),
                ("It is *5 kg* or **a/b**.", "It is 5 kg or a/b."),
            ],
            true,
        );
        check(
            &[
                ("2*3*4 is it", "2 3 4 is it"),
                ("a*b is it", "a b is it"),
                ("call snake_case now", "call snake case now"),
                ("**So it is.** He said so?", "So it is. He said so."),
                ("*So it is.* *no* more", "So it is? no more"),
                ("class A* is it", "class A is it"),
                ("*5 kg.* Then", "5 kg. Then"),
            ],
            false,
        );
    }

    #[test]
    fn a_run_of_hyphens_takes_linear_time() {
        let words = "a-".repeat(1 << 20);
        let stars = "*a ".repeat(1 << 20);
        assert_eq!(keys(&words).len() + keys(&stars).len(), 2);
        assert_eq!(keys(&"(".repeat(1 << 20)).len() + keys(&". ".repeat(1 << 20)).len(), 0);
    }

    #[test]
    fn a_torn_word_has_two_readings() {
        let readings = |text: &str| {
            let (mut readings, mut scratch) = (Vec::new(), Scratch::default());
            for_each_statement(reading(), text, &mut scratch, |statement| {
                readings.extend_from_slice(statement.readings);
            });
            readings
        };
        let torn = readings("It was under-\nstood by well-\n known men.");
        assert_eq!(torn.len(), 4);
        for text in ["It was understood by well-known men.", "It was under-stood by wellknown men"]
        {
            assert!(torn.contains(&keys(text)[0]), "{text}");
        }
        assert!(readings("from 1990-\n1995").is_empty());
        assert!(readings("It was - \n said").is_empty());
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "word ", "Word", "5", "17 ", ".", "?", "!", "-", " ", "\n", "mW", "MW ", "kg", "*",
            "/", "<", "=", "(", ")", ", ", "'", "+", "#", "a", "x", "~", "$", "\"", ":", "[", "]",
            "{", "}", "_", "**", "&", "@", "1) ", "(2) ", "z. B. ", "\\", "%", "...", "aB ",
            "don't", " - ", " -- ", "|",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn what_says_the_same_has_one_form(
            pieces in prop::collection::vec(piece(), 0..12),
            ends in prop::collection::vec(prop::sample::select(vec![" ", "\n", "-\n", ""]), 12),
        ) {
            let forms = |text: &str, depth| {
                let mut forms: Vec<BTreeSet<u64>> = Vec::new();
                let reading = (Normalizer::new(), Kernel::detect(), depth);
                for_each_statement(reading, text, &mut Scratch::default(), |statement| {
                    let readings = statement.readings.iter().copied();
                    forms.push(readings.chain([statement.key]).collect());
                });
                forms
            };
            let wrapped: String = pieces.iter().zip(&ends).flat_map(|(piece, end)| [*piece, *end]).collect();
            let (one, other) = (pieces.concat(), wrapped);
            let (stated, others) = (forms(&one, Depth::Statement), forms(&other, Depth::Statement));
            let (form, form_of_other) = (forms(&one, Depth::Form), forms(&other, Depth::Form));
            prop_assert_eq!(stated.len(), form.len());
            for (at, stated) in stated.iter().enumerate() {
                for (other, said) in others.iter().enumerate() {
                    let says_the_same = !stated.is_disjoint(said);
                    prop_assert!(!says_the_same || !form[at].is_disjoint(&form_of_other[other]));
                }
            }
        }

        #[test]
        fn the_quick_way_equals_the_reader(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            let mut quickly = Vec::new();
            let scratch = &mut Scratch::default();
            for_each_statement(reading(), &text, scratch, |statement| {
                quickly.push((statement.key, statement.words, statement.readings.to_vec()));
            });
            let text = &*without_layout(&text);
            let mut slowly = Vec::new();
            for_each_sentence(text, |sentence| {
                let mut buffers = Buffers::default();
                let words = buffers.read(Depth::Statement, Normalizer::new(), &text[sentence.span]);
                let key = buffers.pieces.key();
                slowly.extend((words > 0).then_some((key, words, buffers.pieces.readings)));
            });
            prop_assert_eq!(quickly, slowly, "{:?}", text);
        }
    }
}
