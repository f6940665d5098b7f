//! What canonical words, their spans and paragraphs are, as seen from outside.

use std::borrow::Cow;

use paradup::document::Document;
use paradup::text::{Marks, Normalizer};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn canonical(text: &str) -> String {
    Normalizer::new().canonical(text).into_owned()
}

fn words(text: &str) -> Vec<String> {
    Normalizer::new().words(text).into_iter().map(|word| word.text).collect()
}

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(canonical(text), *expected, "{text:?}");
    }
}

#[test]
fn separators_go() {
    check(&[
        ("", ""),
        (" \t\r\n", ""),
        ("?!… — *", ""),
        ("One,  two;\r\nthree.", "one two three"),
        ("*emphasis* _and_ `code`", "emphasis and code"),
        ("• item\n◦ item\n- item", "item item item"),
        ("AT&T me@example.org C:\\x", "at t me example org c x"),
        ("nul\0bell\u{7}", "nul bell"),
        ("── table ■ ──", "table"),
    ]);
}

#[test]
fn apostrophes_stay_between_letters() {
    check(&[
        ("don't don’t donʼt don‘t don`t don´t don＇t", "don't don't don't don't don't don't don't"),
        ("'quoted' ‘quoted’", "quoted quoted"),
        ("dogs' '90s rock 'n' roll", "dogs 90s rock n roll"),
        ("l’été", "l'été"),
        ("a''b", "a b"),
    ]);
}

#[test]
fn points_and_dashes_stay_between_digits() {
    check(&[
        ("3.5 1,000 10:30 1/2 ½", "3.5 1,000 10:30 1/2 1/2"),
        ("2024-05-01 10–12 10−12 10‐12", "2024-05-01 10-12 10-12 10-12"),
        ("v1.2.3. a.b e.g. 5. .5", "v1.2.3 a b e g 5 5"),
        ("well-known well—known", "well known well known"),
        ("٣٫٥ １２．５", "3.5 12.5"),
        ("3..5 3.-5 10--12 10:-12", "3 5 3 -5 10 12 10 -12"),
    ]);
}

#[test]
fn a_dash_before_a_number_is_its_sign() {
    check(&[
        ("-5 −5 (-5) –5", "-5 -5 -5 -5"),
        ("covid-19 5%-10% --5 - 5", "covid 19 5 % 10 % 5 5"),
        ("-x -", "x"),
    ]);
}

#[test]
fn plus_and_hash_stay_at_the_end_of_a_word() {
    check(&[
        ("C++, C# and F#.", "c++ c# and f#"),
        ("a+b=c 1+1 a + b = c", "a + b = c 1 + 1 a + b = c"),
        ("#tag a#b +1", "tag a b + 1"),
    ]);
}

#[test]
fn symbols_are_words() {
    check(&[
        ("£20/$30 5% 3×4", "£ 20 $ 30 5 % 3 × 4"),
        ("a<b≤c≠d", "a < b ≤ c ≠ d"),
        ("a→b ✓ ❤\u{fe0f}🙂", "a → b ✓ ❤ 🙂"),
        ("👍🏽 👩\u{200d}🚀 🇩🇪", "👍 🏽 👩 🚀 🇩 🇪"),
        ("20℃ = 20°C", "20 ° c = 20 ° c"),
        ("™ № ㎏", "tm no kg"),
    ]);
}

#[test]
fn known_answers_over_scripts() {
    check(&[
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("ΟΔΥΣΣΕΎΣ ὀδυσσεύς", "οδυσσεύσ ὀδυσσεύσ"),
        ("ПРИВЕТ, Мир!", "привет мир"),
        ("İstanbul ısı", "istanbul isi"),
        ("ﬁne ＦＵＬＬ Ⅷ x² ①", "fine full viii x2 1"),
        ("Ա՛րև ԲԱՐԵՎ", "ա րեւ բարեվ"),
        ("საქართველო Ⴀ", "საქართველო ⴀ"),
        ("שָׁלוֹם צה״ל ג׳ירפה", "שָׁלוֹם צה ל ג'ירפה"),
        ("ﺍﻟﺴﻼﻡ عليكم؟", "السلام عليكم"),
        ("می\u{200c}خواهم", "ميخواهم"),
        ("नमस्ते दुनिया। क़", "नमस्ते दुनिया क़"),
        ("বাংলা, ভাষা", "বাংলা ভাষা"),
        ("தமிழ் மொழி", "தமிழ் மொழி"),
        ("አማርኛ፡ቋንቋ።", "አማርኛ ቋንቋ"),
        ("한국어 ᄒᆞᆫ글", "한국어 ᄒᆞᆫ글"),
        ("\u{1112}\u{1161}\u{11ab}글", "한글"),
        ("東京、\n大阪。", "東京大阪"),
        ("ｶﾞｷﾞ パーティー・プラン", "ガギパーティープラン"),
        ("ひらがな 5 カタカナ", "ひらがな 5 カタカナ"),
        ("ภาษา ไทย", "ภาษาไทย"),
        ("ພາສາ ລາວ", "ພາສາລາວ"),
        ("ភាសា ខ្មែរ។", "ភាសាខ្មែរ"),
        ("မြန်မာ ဘာသာ။", "မြန်မာဘာသာ"),
        ("ཀ་ཁ", "ཀ ཁ"),
        ("so\u{ad}ft zero\u{200b}width \u{feff}bom", "soft zerowidth bom"),
        ("\u{301}a \u{301}", "\u{301}a \u{301}"),
    ]);
}

#[test]
fn quote_marks_before_every_line_are_layout() {
    let said = "we meet at the gate at nine";
    for quoted in [
        "> We meet at the gate\n> at nine.",
        ">> We meet at\r\n>> the gate at nine.",
        "> > We meet at\n>\n> > the gate at nine.",
        ">We meet at the\n>gate at nine.",
        "| We meet at the gate\n\n  | at nine.",
    ] {
        assert_eq!(canonical(quoted), said, "{quoted:?}");
    }
    check(&[
        ("> Мы ждём\n> у ворот", "мы ждём у ворот"),
        ("> 東京\n> 大阪", "東京大阪"),
        ("> 5 apples\n> and pears", "5 apples and pears"),
        ("> >5 mg a day", "> 5 mg a day"),
        (">5 mg\n> at night", "> 5 mg > at night"),
        (">= 5", "> = 5"),
        ("a\n> b", "a > b"),
    ]);
}

#[test]
fn one_kind_of_mark_quotes_a_text() {
    check(&[
        ("> | bread | 2 |\n> | milk | 1 |", "| bread | 2 | | milk | 1 |"),
        ("| bread | 2 |\n| milk | 1 |", "bread | 2 | milk | 1 |"),
        ("| | bread |\n| | milk |", "| bread | | milk |"),
        ("> bread\n| milk", "> bread | milk"),
        ("| bread", "| bread"),
        ("bread\n| milk", "bread | milk"),
        ("> > bread\n> milk", "> bread milk"),
        (">> > bread\n>>> milk", "bread milk"),
    ]);
}

/// Wherever the lines end, and whatever they then begin with.
#[test]
fn a_quoted_text_may_be_wrapped_anywhere() {
    for said in [
        "The old ferry | carries 12 cars | and one bus",
        "Take fare + toll and hold it against 5 > 3 >> 2 or a || b",
        "| pier | north | | keeper | none |",
    ] {
        let gaps: Vec<usize> = said.match_indices(' ').map(|(at, _)| at).collect();
        for (&first, &second) in gaps.iter().flat_map(|a| gaps.iter().map(move |b| (a, b))) {
            let mut wrapped = said.to_owned();
            wrapped.replace_range(first..=first, "\n");
            wrapped.replace_range(second..=second, "\n");
            for mark in ["> ", "> > "] {
                let quoted = format!("{mark}{}", wrapped.replace('\n', &format!("\n{mark}")));
                assert_eq!(canonical(&quoted), canonical(said), "{quoted:?}");
            }
        }
    }
}

#[test]
fn bullets_are_layout_but_before_digits() {
    check(&[
        ("+ bread\n+ milk", "bread milk"),
        ("> + bread\n> + milk", "bread milk"),
        ("+ хлеб\n  + молоко", "хлеб молоко"),
        ("+ 5 points\n+5\nbread + milk\n+", "+ 5 points + 5 bread + milk +"),
        ("+ bread", "bread"),
        ("buy\n+ bread\n+ milk", "buy bread milk"),
        ("bread\n+ milk", "bread + milk"),
        ("3.4 bread\n1990. It was", "3.4 bread 1990 it was"),
    ]);
}

#[test]
fn words_go_on_behind_the_end_of_a_line() {
    check(&[
        ("Wasser\u{ad}\nwerk", "wasserwerk"),
        ("Wasser\u{ad} \r\n  werk", "wasserwerk"),
        ("водо\u{ad}\u{2028}провод", "водопровод"),
        ("> Wasser\u{ad}\n> werk", "wasserwerk"),
        ("Wasser\u{ad}\n\nwerk", "wasser werk"),
        ("call 802-\n11 or 802–\r\n  12", "call 802-11 or 802-12"),
        ("> 802-\n> 11", "802-11"),
        ("٨٠٢-\n١١", "802-11"),
        ("well-\nknown 5-\na", "well known 5 a"),
        ("page\u{c}one", "page one"),
    ]);
}

#[test]
fn spans_reach_over_the_end_of_a_line() {
    let text = "> call 802-\n> 11 on Was\u{ad}\n> ser";
    let words = Normalizer::new().words(text);
    let slices: Vec<&str> = words.iter().map(|word| &text[word.span]).collect();
    assert_eq!(slices, ["call", "802-\n> 11", "on", "Was\u{ad}\n> ser"]);
}

#[test]
fn digits_are_compared_by_value() {
    check(&[
        ("٣٤٠ ۳۴۰ ३४० ๓๔๐ ３４０ 𝟛𝟜𝟘", "340 340 340 340 340 340"),
        ("२०२४-०५-०१ ١٢٫٥ ١٬٠٠٠ −٥ ٢٥٪", "2024-05-01 12.5 1,000 -5 25 %"),
        ("三百 Ⅷ", "三百 viii"),
    ]);
}

#[test]
fn a_vulgar_fraction_is_a_word_of_its_own() {
    check(&[
        ("1½ cups, 1 1/2 cups, 11/2 cups", "1 1/2 cups 1 1/2 cups 11/2 cups"),
        ("½ -½ ¼–½ 2⅓kg ⅟8", "1/2 -1/2 1/4-1/2 2 1/3kg 1/8"),
        ("١½ x² H₂O", "1 1/2 x2 h2o"),
    ]);
}

#[test]
fn letters_have_one_spelling() {
    check(&[
        ("كتـــاب", "كتاب"),
        ("کی ہۃ", "كي هة"),
        ("أب إب آب ٱب ا\u{654}ب", "اب اب اب اب اب"),
        ("مصطفى مصطفي", "مصطفي مصطفي"),
        ("سؤال رئيس", "سؤال رئيس"),
        ("KIŞ kış", "kiş kiş"),
        ("i\u{307}l İL", "il il"),
    ]);
    let strip = Normalizer::with_marks(Marks::Strip);
    assert_eq!(strip.canonical("كَتَبَ الرَّجُلُ إِلَى أَخِيهِ"), strip.canonical("كتب الرجل الى اخيه"));
    assert_eq!(strip.canonical("יֶלֶד קָטָן"), strip.canonical("ילד קטן"));
}

#[test]
fn a_canonical_text_may_be_read_as_layout() {
    for (text, once, twice) in
        [(">5 mg", "> 5 mg", "5 mg"), ("＞ a", "> a", "a"), ("(+a)", "+ a", "a")]
    {
        assert_eq!(canonical(text), once);
        assert_eq!(canonical(once), twice);
    }
    assert_eq!(canonical("|5"), "| 5");
    assert_eq!(canonical("| 5"), "| 5");
}

#[test]
fn unspaced_scripts_yield_pairs() {
    assert_eq!(words("東"), ["東"]);
    assert_eq!(words("東京、大\n阪"), ["東京", "京大", "大阪"]);
    assert_eq!(words("東京5大阪 Tokyo 京"), ["東京", "5", "大阪", "tokyo", "京"]);
    assert_eq!(words("กำเนิด"), ["กํา", "าเ", "เนิ", "นิด"]);
    assert_eq!(words("か。\u{3099}"), ["か", "\u{3099}"]);
}

#[test]
fn stripped_marks() {
    let strip = Normalizer::with_marks(Marks::Strip);
    let table = [
        ("Café naïve Ångström", "cafe naive angstrom"),
        ("cafe\u{301}", "cafe"),
        ("مَرْحَبًا שָׁלוֹם", "مرحبا שלום"),
        ("नमस्ते กำเนิด", "नमस्ते กําเนิด"),
        ("a ≠ b", "a ≠ b"),
        ("\u{301}", ""),
    ];
    for (text, expected) in table {
        assert_eq!(strip.canonical(text), expected, "{text:?}");
    }
    assert_eq!(strip.marks(), Marks::Strip);
}

#[test]
fn canonical_text_is_borrowed_where_nothing_changes() {
    for text in ["", "plain words", "東京 5 大阪", "don't 3.5", "ends here."] {
        assert!(matches!(Normalizer::new().canonical(text), Cow::Borrowed(_)), "{text:?}");
    }
    assert!(matches!(Normalizer::new().canonical("Not this"), Cow::Owned(_)));
}

#[test]
fn spans_point_into_the_original() {
    let table: &[(&str, &[&str])] = &[
        ("“Don’t”, he said", &["Don’t", "he", "said"]),
        ("(-5) C++! £3.50.", &["-5", "C++", "£", "3.50"]),
        ("so\u{ad}ft\u{ad} e\u{301}t", &["so\u{ad}ft", "e\u{301}t"]),
        ("東、京 都", &["東、京", "京 都"]),
        ("ﷺ", &["ﷺ"; 4]),
        ("½", &["½"]),
    ];
    for (text, expected) in table {
        let words = Normalizer::new().words(text);
        let slices: Vec<&str> = words.iter().map(|word| &text[word.span]).collect();
        assert_eq!(slices, *expected, "{text:?}");
    }
}

#[test]
fn long_runs_of_marks_are_linear() {
    for unit in ["\u{301}", "\u{301}\u{316}", "\u{94d}", "\u{1161}", "\u{200b}", "'", "+", "-"] {
        let text = format!("a{}b 漢{0}字", unit.repeat(100_000));
        assert!(!words(&text).is_empty());
    }
}

fn texts(document: &Document) -> Vec<&str> {
    document.paragraphs().map(|paragraph| paragraph.text()).collect()
}

#[test]
fn paragraphs_end_at_blank_lines() {
    let table: &[(&str, &[&str])] = &[
        ("", &[]),
        ("\u{feff}", &[]),
        (" \n\t\r\n\u{200b}", &[]),
        ("one", &["one"]),
        ("\u{feff}one\ntwo\n\nthree\n", &["one\ntwo", "three"]),
        ("one\r\n\r\ntwo\r\rthree", &["one", "two", "three"]),
        ("one\u{85}\u{85}two\u{2028}\u{2028}three", &["one", "two", "three"]),
        ("one\u{2028}line\u{2029}two", &["one\u{2028}line", "two"]),
        ("one\n \u{a0}\u{3000}\t\ntwo", &["one", "two"]),
        ("one\n\u{feff}\u{200b}\ntwo", &["one", "two"]),
        ("\n\n  one  \n\n\n\n  two  \n", &["one", "two"]),
        ("❤\u{fe0f}\n\ntwo", &["❤\u{fe0f}", "two"]),
    ];
    for (text, expected) in table {
        let document = Document::plain(*text);
        assert_eq!(texts(&document), *expected, "{text:?}");
        assert_eq!(document.paragraphs().len(), expected.len());
    }
}

#[test]
fn whole_documents_have_one_paragraph_or_none() {
    assert_eq!(texts(&Document::whole(" a\n\nb\n")), ["a\n\nb"]);
    assert_eq!(texts(&Document::whole(" \n\u{feff}")), [""; 0]);
    assert_eq!(Document::whole("a").with_path("b.txt").path(), Some("b.txt"));
    assert_eq!(Document::whole("a").path(), None);
}

#[test]
fn lines_are_counted_from_one() {
    let document = Document::plain("a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g\u{c}h\ni");
    for (number, letter) in [1, 2, 3, 4, 4, 4, 4, 4, 5].into_iter().zip("abcdefghi".chars()) {
        assert_eq!(document.line_of(document.text().find(letter).unwrap()), number);
    }
    assert_eq!(document.line_of(usize::MAX), 5);
    assert_eq!(document.line_of(4), 2, "between CR and LF");
    assert_eq!(Document::plain("").line_of(0), 1);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-Zéßç '’\"“”,.\\-–0-9£%]{0,60}",
        "[a-z東京か\u{3099}กำ\u{301}ﷺ½™\u{ad}\u{200b} .]{0,40}",
        "[a-z \t\n\r\u{85}\u{2028}\u{2029}\u{feff}\u{200b}\u{a0}]{0,60}",
        "((\n> ?)?[|+•ab東é5½ -]|\u{ad}\n?|[0-9]-\n[0-9]){0,30}",
    ]
}

proptest! {
    #[test]
    fn formatting_does_not_change_the_canonical_text(text in text()) {
        let expected = canonical(&text);
        prop_assert_eq!(canonical(&text.nfd().to_string()), expected.as_str(), "NFD");
        prop_assert_eq!(canonical(&text.nfc().to_string()), expected.as_str(), "NFC");
        prop_assert_eq!(canonical(&text.replace('\'', "’")), expected.as_str(), "apostrophes");
        prop_assert_eq!(canonical(&text.replace('"', "“")), expected.as_str(), "quotes");
        prop_assert_eq!(canonical(&text.replace('-', "–")), expected.as_str(), "dashes");
        prop_assert_eq!(canonical(&text.replace(' ', "  ")), expected.as_str(), "spaces");
        prop_assert_eq!(canonical(&text.replace('\n', "\r\n")), expected.as_str(), "line ends");
        prop_assert_eq!(canonical(&format!("\u{feff}{text}\n")), expected.as_str(), "ends");
    }

    #[test]
    fn a_canonical_text_is_its_own(text in text()) {
        let once = canonical(&text);
        if !once.starts_with(['>', '|', '+']) {
            prop_assert_eq!(canonical(&once), once.as_str());
            prop_assert_eq!(words(&once), words(&text));
        }
    }

    #[test]
    fn spans_slice_the_original(text in text()) {
        let mut start = 0;
        for word in Normalizer::new().words(&text) {
            prop_assert!(!word.text.is_empty());
            prop_assert!(word.span.start >= start && !word.span.is_empty());
            start = word.span.start;
            prop_assert!(text.get(word.span.range()).is_some());
        }
    }

    #[test]
    fn a_word_is_its_slice(text in "([a-zA-Zéßç漢]\u{301}?|[ '’,.\\-–0-9£%+#\u{ad}]){0,40}") {
        for word in Normalizer::new().words(&text) {
            prop_assert_eq!(canonical(&text[word.span]), word.text);
        }
    }

    #[test]
    fn paragraphs_are_apart_trimmed_and_lose_no_word(text in text()) {
        let document = Document::plain(text.clone());
        let mut end = 0;
        for paragraph in document.paragraphs() {
            let (span, paragraph) = (paragraph.span(), paragraph.text());
            prop_assert!(span.start >= end && !paragraph.is_empty() && paragraph.trim() == paragraph);
            prop_assert!(!text[end..span.start].contains(char::is_alphanumeric));
            end = span.end;
        }
        prop_assert!(!text[end..].contains(char::is_alphanumeric));
        prop_assert_eq!(document.text(), text);
    }

    #[test]
    fn lines_agree_with_str_lines(text in "[ab\n]{0,40}", offset in 0..40_usize) {
        let before = text.bytes().take(offset).filter(|&byte| byte == b'\n').count();
        prop_assert_eq!(Document::plain(text).line_of(offset), before + 1);
    }
}
