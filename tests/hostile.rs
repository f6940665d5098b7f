//! Texts and files made to break things: they have a result, in bounded time, and obey no one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(all(feature = "rayon", feature = "serde"))]

mod definition;
mod support;

use std::fs;

use paradup::report::Report;
use paradup::shingle::{Shingler, Shingling};
use paradup::text::{Marks, Normalizer};
use paradup::{Detector, Engine, Relation};
use proptest::prelude::*;
use serde_json::Value;

use support::{refused, run, run_with_input, scratch, status, stderr, stdout};

/// Paragraphs that begin with these words, differ in one word and have `filling` between.
fn pair(filling: &str) -> [String; 2] {
    let beginning: Vec<String> = (0..40).map(|number| format!("word{number}")).collect();
    let beginning = beginning.join(" ");
    [format!("{beginning} {filling} first"), format!("{beginning} {filling} second")]
}

fn relations(report: &Report) -> Vec<Relation> {
    report.findings.iter().map(|finding| finding.relation).collect()
}

mod texts {
    use super::*;

    /// U+FDFA folds to four words of 18 letters in all, the most of any character.
    #[test]
    fn characters_that_fold_to_many() {
        for (bomb, most) in [('\u{fdfa}', 18), ('\u{fdfb}', 8), ('\u{33a8}', 6), ('\u{1f82}', 4)] {
            let text = bomb.to_string().repeat(10_000);
            let canonical = Normalizer::new().canonical(&text).into_owned();
            assert!(canonical.chars().count() <= (most + 1) * 10_000, "{bomb:?}");
            let report = Detector::default().par_detect(&pair(&text));
            assert_eq!(relations(&report), [Relation::Near], "{bomb:?}");
        }
    }

    #[test]
    fn marks_heaped_on_letters() {
        let marks: String = ('\u{300}'..='\u{340}').collect();
        let plain = "the old mill by the weir burned down in the first week of May";
        let zalgo: String = plain.chars().flat_map(|c| [c.to_string(), marks.clone()]).collect();
        let stripped = Normalizer::with_marks(Marks::Strip).canonical(&zalgo).into_owned();
        assert_eq!(stripped, plain.to_lowercase());
        let report = Detector::default().detect(&[&zalgo, plain, &zalgo]);
        assert_eq!(relations(&report), [Relation::Identical]);
    }

    /// Marks are sorted by their class, however many there are.
    #[test]
    fn a_million_marks_on_one_letter() {
        let unit = "\u{301}\u{316}";
        let (mixed, sorted) = (
            format!("a{}", unit.repeat(500_000)),
            format!("a{}{}", "\u{316}".repeat(500_000), "\u{301}".repeat(500_000)),
        );
        let report = Detector::default().detect(&[mixed, sorted]);
        assert_eq!(relations(&report), [Relation::Reformatted]);
    }

    #[test]
    fn one_paragraph_of_megabytes_without_a_line_end() {
        let filling = "and so it went on, from the weir to the mill and back, ".repeat(40_000);
        assert!(filling.len() > 2_000_000);
        let report = Detector::default().par_detect(&pair(&filling));
        assert_eq!(relations(&report), [Relation::Near]);
        let one_word = "x".repeat(2_000_000);
        let report = Detector::default().par_detect(&[&one_word, &one_word, &one_word[1..]]);
        assert_eq!(relations(&report), [Relation::Identical]);
    }

    #[test]
    fn a_hundred_thousand_paragraphs_of_one_word() {
        let texts: Vec<String> = (0..100_000).map(|number| format!("w{}", number / 2)).collect();
        let report = Detector::default().par_detect(&texts);
        assert_eq!((report.counts.distinct, report.counts.identical), (50_000, 50_000));
        assert_eq!(report.findings.len(), 50_000);
    }

    #[test]
    fn a_million_paragraphs_of_nothing() {
        let texts = vec!["\u{feff} …\u{200b}\n"; 1_000_000];
        let report = Detector::default().par_detect(&texts);
        assert_eq!((report.counts.empty, report.findings.len()), (1_000_000, 0));
    }

    /// Each shares its first words with all others: a bucket, a prefix and a posting list that are as
    /// long as the collection.
    #[test]
    fn one_beginning_for_thousands() {
        let texts: Vec<String> =
            (0..4_000).map(|number| format!("Dear Sir or Madam, we write about number {number}a {number}b {number}c {number}d")).collect();
        let report = Detector::default().par_detect(&texts);
        assert_eq!(report.counts.near + report.counts.contained, 0);
        assert_eq!(report.counts.paragraphs, 4_000);
    }
}

/// As much as there may be. Minutes and gigabytes, so they run where they are asked for.
mod of_full_size {
    use super::*;

    #[test]
    #[ignore = "takes gigabytes"]
    fn one_paragraph_of_500_megabytes() {
        let unit = "and so it went on, from the weir to the mill and back, ";
        let report = Detector::default().par_detect(&pair(&unit.repeat(500_000_000 / unit.len())));
        assert_eq!(relations(&report), [Relation::Near]);
    }

    #[test]
    #[ignore = "takes gigabytes"]
    fn ten_million_paragraphs_of_one_word() {
        let texts: Vec<String> = (0..10_000_000).map(|number| format!("w{}", number / 2)).collect();
        let report = Detector::default().par_detect(&texts);
        assert_eq!((report.counts.distinct, report.counts.identical), (5_000_000, 5_000_000));
        assert_eq!(report.findings.len(), 5_000_000);
    }
}

/// Words whose hashes are equal under a seed that was chosen for them, as whoever knows the seed can
/// choose words for it.
mod collisions {
    use super::*;

    /// The first eight bytes of XXH3's secret.
    const SECRET: u64 = u64::from_le_bytes([0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe]);

    /// XXH3 multiplies the second eight bytes of a word of 32 by the first eight, less secret and seed:
    /// with this seed, by zero.
    fn seed() -> u64 {
        u64::from_le_bytes(*b"collides").wrapping_sub(SECRET)
    }

    /// Another word for each number, always with the same hash.
    fn word(mut number: usize) -> String {
        let letter = |_| {
            let letter = char::from(b'a' + (number % 26) as u8);
            number /= 26;
            letter
        };
        let letters: String = (0..8).map(letter).collect();
        format!("collides{letters}{}", "x".repeat(16))
    }

    fn detector(engine: Engine, seed: u64) -> Detector {
        let copies = Relation::ALL.into_iter().filter(|relation| *relation != Relation::Restated);
        Detector::builder().engine(engine).seed(seed).relations(copies).build().unwrap()
    }

    /// Texts of twenty words, every other one of which collides with those of all others.
    fn texts() -> Vec<String> {
        let text = |number: usize| -> String {
            let pair =
                |place| format!("plain{} {} ", place + number / 4, word(20 * number + place));
            (0..10).map(pair).collect()
        };
        (0..60).map(text).collect()
    }

    #[test]
    fn the_words_do_collide() {
        let shingler = |seed| Shingler::new(Normalizer::new(), Shingling::words(1).unwrap(), seed);
        let shingles = |seed, number| shingler(seed).shingles(&word(number));
        assert!((1..1000).all(|number| word(number) != word(0)));
        assert!((1..1000).all(|number| shingles(seed(), number) == shingles(seed(), 0)));
        assert!((1..1000).all(|number| shingles(0, number) != shingles(0, 0)));
    }

    /// Copies are compared as texts; the sets of the others are what the definition says.
    #[test]
    fn reports_are_those_of_the_definition() {
        let texts = texts();
        for seed in [seed(), 0] {
            let shingler = Shingler::new(Normalizer::new(), Shingling::default(), seed);
            let expected = definition::pairs(&texts, shingler, 0.7, 0.8);
            for engine in [Engine::Exact, Engine::Lsh] {
                let report = detector(engine, seed).detect(&texts);
                assert_eq!(definition::reported(&report), expected, "{engine:?}, seed {seed}");
                assert_eq!(report.counts.identical + report.counts.reformatted, 0);
                assert_eq!(report.counts.near > 0, seed != 0);
            }
        }
    }

    /// All sets are one: as many comparisons as paragraphs. Evidence is of words, and shows none shared.
    #[test]
    fn thousands_with_one_set_are_compared_once_each() {
        let text = |number: usize| {
            [word(3 * number), word(3 * number + 1), word(3 * number + 2)].join(" ")
        };
        let texts: Vec<String> = (0..5_000).map(text).collect();
        let report = detector(Engine::Exact, seed()).par_detect(&texts);
        assert_eq!((report.counts.near, report.counts.hot_candidates), (4_999, 4_999));
        assert!(report.findings.iter().all(|finding| finding.evidence.shared.is_empty()));
        assert!(detector(Engine::Exact, 0).par_detect(&texts).findings.is_empty());
    }
}

mod printed {
    use super::*;

    /// A terminal obeys these; readers of right-to-left text are led astray by the last ones.
    const ORDERS: &str = "\u{1b}[2J \u{1b}]0;title\u{7} \u{8}\u{8} \u{9b}31m \r over \u{0} \
        \u{202e}txt.exe \u{2066}\u{2069} \u{200f} \u{61c} \u{85} \u{7f}";

    #[track_caller]
    fn obeys_nobody(printed: &str) {
        let order = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!printed.contains(order), "{:?} in {printed:?}", printed.find(order));
    }

    #[test]
    fn scan_and_compare() {
        let [a, b] = pair(ORDERS);
        let scanned = run_with_input(&["scan", "-"], format!("{a}\n\n{b}\n").as_bytes());
        assert_eq!(status(&scanned), 1);
        obeys_nobody(stdout(&scanned));
        let (a, b) = (a.replace('\0', ""), b.replace('\0', ""));
        let compared = run(&["compare", "--text", &a, &b]);
        assert_eq!(status(&compared), 1);
        obeys_nobody(stdout(&compared));
        assert!(stdout(&compared).contains("\\u{202e}"), "{}", stdout(&compared));
    }

    #[test]
    fn dedup_s_table_and_messages() {
        let text = serde_json::to_string(ORDERS).unwrap();
        let rows = format!("{{\"text\":{text}}}\n").repeat(2);
        let output = run_with_input(&["dedup", "-", "-o", "-"], rows.as_bytes());
        assert_eq!(status(&output), 0);
        obeys_nobody(stderr(&output));
        let name = ORDERS.replace('\0', "");
        let field = serde_json::to_string(&name).unwrap();
        let twice = format!("{{{field}:1,{field}:2}}\n");
        let output = run_with_input(&["dedup", "-", "-o", "-", "--field", &name], twice.as_bytes());
        refused(&output, "stands twice");
        obeys_nobody(stderr(&output));
        let wrong = run(&["dedup", "-", "-o", "-", "--relations", &name]);
        assert_eq!(status(&wrong), 2);
        obeys_nobody(stderr(&wrong));
    }

    #[test]
    fn dedup_s_list_of_what_was_removed() {
        let directory = scratch("hostile-removed");
        let removed = directory.join("removed");
        // What JSON allows as it is, in the id and in the text.
        let order = ORDERS.replace(|c| c < ' ', "");
        let rows = format!("{{\"id\":\"{order}\",\"text\":\"{order} Bell book.\"}}\n").repeat(2);
        let arguments = ["dedup", "-", "-o", "-", "--removed", removed.to_str().unwrap()];
        let output = run_with_input(&arguments, rows.as_bytes());
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let listed = fs::read_to_string(removed).unwrap();
        obeys_nobody(&listed);
        let listed: Value = serde_json::from_str(&listed).unwrap();
        assert_eq!(
            (&listed["id"], &listed["original"]),
            (&order.into(), &rows[rows.len() / 2..].into())
        );
    }

    #[test]
    #[cfg(unix)]
    fn names_of_files() {
        let directory = scratch("hostile-names");
        let name = "\u{1b}[2J\n\u{202e}\u{9b}7m\u{7}.txt";
        fs::write(directory.join(name), "Bell book.\n\nBell book.\n").unwrap();
        fs::write(directory.join(format!("broken{name}")), [0xff]).unwrap();
        let output = run(&["scan", directory.to_str().unwrap()]);
        assert_eq!(status(&output), 2);
        obeys_nobody(stdout(&output));
        obeys_nobody(stderr(&output));
        assert!(stdout(&output).contains("is identical to") && stderr(&output).contains("UTF-8"));
        let (missing, ascii) = (format!("no-such{name}"), "no-such\u{1b}[2J\u{7}.txt");
        for arguments in
            [&["scan", &missing][..], &["compare", ascii, ascii], &["dedup", &missing, "-o", "-"]]
        {
            let output = run(arguments);
            refused(&output, "cannot read no-such");
            obeys_nobody(stderr(&output));
        }
    }

    /// Names that are no text are shown with what can be shown of them.
    #[test]
    #[cfg(target_os = "linux")]
    fn names_that_are_not_utf_8() {
        use std::os::unix::ffi::OsStrExt;
        let directory = scratch("hostile-bytes");
        let name = std::ffi::OsStr::from_bytes(b"a\xff\xfe.txt");
        fs::write(directory.join(name), "Bell book.\n\nBell book.\n").unwrap();
        let output = run(&["scan", directory.to_str().unwrap(), "--format", "json"]);
        assert_eq!(status(&output), 1, "{}", stderr(&output));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["counts"]["identical"], 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn any_text(a: String, b in "[a-zA-Z \u{1b}\u{9b}\u{202e}\u{0}\u{7}\u{8}\r東é]{0,80}") {
            let input = format!("{a}\n\n{b}\n\n{a} {b}\n\n{b}\n");
            let output = run_with_input(&["scan", "-", "--restated", "0"], input.as_bytes());
            prop_assert!(status(&output) < 2, "{}", stderr(&output));
            obeys_nobody(stdout(&output));
        }
    }
}
