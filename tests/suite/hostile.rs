//! Texts and files made to break things: they have a result, in bounded time, and obey no one.

#![cfg(all(feature = "rayon", feature = "serde"))]

use paradup::report::Report;
use paradup::shingle::{Shingler, Shingling};
use paradup::text::{Marks, Normalizer};
use paradup::{Detector, Engine, Relation};

/// Paragraphs that begin with these words, differ in one word and have `filling` between.
fn pair(filling: &str) -> [String; 2] {
    let beginning: Vec<String> = (0..40).map(|number| format!("word{number}")).collect();
    let beginning = beginning.join(" ");
    [format!("{beginning} {filling} first"), format!("{beginning} {filling} second")]
}

fn relations(report: &Report) -> Vec<Relation> {
    report.pairs().map(|pair| pair.relation).collect()
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
            let report = Detector::default().parallel().detect(&pair(&text));
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
        let report = Detector::default().parallel().detect(&pair(&filling));
        assert_eq!(relations(&report), [Relation::Near]);
        let one_word = "x".repeat(2_000_000);
        let report = Detector::default().parallel().detect(&[&one_word, &one_word, &one_word[1..]]);
        assert_eq!(relations(&report), [Relation::Identical]);
    }

    #[test]
    fn a_hundred_thousand_paragraphs_of_one_word() {
        let texts: Vec<String> = (0..100_000).map(|number| format!("w{}", number / 2)).collect();
        let report = Detector::default().parallel().detect(&texts);
        assert_eq!((report.counts.distinct, report.counts.identical), (50_000, 50_000));
        assert_eq!(report.findings.len(), 50_000);
    }

    #[test]
    fn a_million_paragraphs_of_nothing() {
        let texts = vec!["\u{feff} …\u{200b}\n"; 1_000_000];
        let report = Detector::default().parallel().detect(&texts);
        assert_eq!((report.counts.empty, report.findings.len()), (1_000_000, 0));
    }

    /// Each shares its first words with all others: a bucket, a prefix and a posting list that are as
    /// long as the collection.
    #[test]
    fn one_beginning_for_thousands() {
        let texts: Vec<String> =
            (0..4_000).map(|number| format!("Dear Sir or Madam, we write about number {number}a {number}b {number}c {number}d")).collect();
        let report = Detector::default().parallel().detect(&texts);
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
        let report =
            Detector::default().parallel().detect(&pair(&unit.repeat(500_000_000 / unit.len())));
        assert_eq!(relations(&report), [Relation::Near]);
    }

    #[test]
    #[ignore = "takes gigabytes"]
    fn ten_million_paragraphs_of_one_word() {
        let texts: Vec<String> = (0..10_000_000).map(|number| format!("w{}", number / 2)).collect();
        let report = Detector::default().parallel().detect(&texts);
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
            let expected = crate::definition::pairs(&texts, shingler, 0.7, 0.8);
            for engine in [Engine::Exact, Engine::Lsh] {
                let report = detector(engine, seed).detect(&texts);
                assert_eq!(
                    crate::definition::reported(&report),
                    expected,
                    "{engine:?}, seed {seed}"
                );
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
        let report = detector(Engine::Exact, seed()).parallel().detect(&texts);
        assert_eq!((report.counts.near, report.counts.hot_candidates), (4_999, 4_999));
        assert!(report.findings.iter().all(|finding| finding.evidence.shared.is_empty()));
        assert!(detector(Engine::Exact, 0).parallel().detect(&texts).findings.is_empty());
    }
}
