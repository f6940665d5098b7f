//! The detector against the definition, on small collections of few words.

use paradup::shingle::{Shingler, Shingling};
use paradup::text::Normalizer;
use paradup::{Detector, DetectorBuilder, Engine, Relation};

use super::definition::{pairs, reported};

/// More paragraphs than this say nothing new and take quadratic time.
const MAX_PARAGRAPHS: usize = 24;

/// Few enough to meet again, in several scripts and forms.
const WORDS: [&str; 16] = [
    "one", "Two", "three", "four", "FIVE", "six", "seven", "eight", "nine", "£", "10", "-11",
    "été", "東京", "don’t", "…",
];

/// Checks that the exact join reports what the definition does, that signatures report nothing else,
/// and that parallel reports equal serial ones.
pub fn check(bytes: &[u8]) {
    let [near, contained, shingling, rest @ ..] = bytes else { return };
    let (near, contained) = (threshold(*near), threshold(*contained));
    let shingling = self::shingling(*shingling);
    let texts = paragraphs(rest);
    let expected = pairs(&texts, Shingler::new(Normalizer::new(), shingling, 0), near, contained);
    let builder =
        Detector::builder().near(near).contained(contained).shingling(shingling).relations(
            Relation::ALL.into_iter().filter(|relation| *relation != Relation::Restated),
        );
    let exact = detected(builder.clone().engine(Engine::Exact), &texts);
    assert_eq!(exact, expected, "near {near}, contained {contained}, {shingling:?}, {texts:?}");
    let proposed = detected(builder.engine(Engine::Lsh), &texts);
    assert!(proposed.iter().all(|pair| expected.contains(pair)), "{proposed:?} of {expected:?}");
}

fn detected(builder: DetectorBuilder, texts: &[String]) -> Vec<super::definition::Pair> {
    let detector = builder.build().expect("settings in range");
    let report = detector.detect(texts);
    assert_eq!(detector.parallel().detect(texts), report, "parallel and serial, of {texts:?}");
    reported(&report)
}

/// 1/16 to 1 in sixteenths, which no ratio of small numbers misses by rounding.
fn threshold(byte: u8) -> f64 {
    f64::from(byte % 16 + 1) / 16.0
}

fn shingling(byte: u8) -> Shingling {
    let size = byte / 2 % 8 + 1;
    let shingling =
        if byte.is_multiple_of(2) { Shingling::words(size) } else { Shingling::characters(size) };
    shingling.expect("1 to 8 is in range")
}

/// Low bytes are words; the others end the paragraph, or begin one with words of an earlier one.
fn paragraphs(bytes: &[u8]) -> Vec<String> {
    let mut done: Vec<Vec<&str>> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for byte in bytes {
        if *byte < 128 {
            open.push(WORDS[usize::from(byte % 16)]);
            continue;
        }
        done.push(core::mem::take(&mut open));
        if byte % 2 == 1 {
            let original = &done[usize::from(byte / 2 % 64) % done.len()];
            open.clone_from(original);
            open.truncate(256);
        }
    }
    done.push(open);
    done.truncate(MAX_PARAGRAPHS);
    done.iter().map(|words| words.join(" ")).collect()
}
