//! The detector against brute force over all pairs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod generator;

use generator::Random;
use paradup::shingle::{Overlap, ShingleSet, Shingler, Shingling};
use paradup::text::Normalizer;
use paradup::{Detector, Engine, Relation};

/// A pair and its relation, by positions.
type Pair = (usize, usize, Relation);

/// What holds by the definition alone, for texts of which no two are copies.
fn brute_force(shingler: Shingler, texts: &[String], near: f64, contained: f64) -> Vec<Pair> {
    let sets: Vec<ShingleSet> = texts.iter().map(|text| shingler.shingles(text)).collect();
    let mut pairs = Vec::new();
    for b in 0..sets.len() {
        for a in 0..b {
            let overlap = Overlap::between(&sets[a], &sets[b]);
            let (smaller, larger) =
                (sets[a].len().min(sets[b].len()), sets[a].len().max(sets[b].len()));
            let containment = overlap.containment_a().max(overlap.containment_b());
            let may_contain = smaller >= 5 && larger as f64 >= 1.2 * smaller as f64;
            if overlap.jaccard().get() >= near {
                pairs.push((a, b, Relation::Near));
            } else if may_contain && containment.get() >= contained {
                pairs.push((a, b, Relation::Contained));
            }
        }
    }
    pairs
}

fn detected(detector: &Detector, texts: &[String]) -> Vec<Pair> {
    let findings = detector.detect(texts).findings;
    let mut pairs: Vec<Pair> = findings
        .iter()
        .map(|finding| (finding.a.paragraph, finding.b.paragraph, finding.relation))
        .filter(|pair| matches!(pair.2, Relation::Near | Relation::Contained))
        .collect();
    pairs.sort_by_key(|(a, b, _)| (*b, *a));
    pairs
}

/// Generated texts, each once.
fn texts(seed: u64) -> Vec<String> {
    let mut texts: Vec<String> = [8, 20, 40, 80, 200]
        .iter()
        .flat_map(|length| generator::paragraphs(100, *length, seed + *length as u64))
        .collect();
    texts.sort();
    texts.dedup();
    texts
}

/// Signatures are made long enough to find every pair too.
fn detector(engine: Engine, shingling: Shingling, near: f64, contained: f64) -> Detector {
    Detector::builder()
        .engine(engine)
        .shingling(shingling)
        .near(near)
        .contained(contained)
        .relations([Relation::Near, Relation::Contained])
        .num_perm(256)
        .recall(0.999_999)
        .build()
        .unwrap()
}

fn check(shingling: Shingling, near: f64, contained: f64) {
    let texts = texts(1);
    let expected =
        brute_force(Shingler::new(Normalizer::new(), shingling, 0), &texts, near, contained);
    assert!(expected.iter().any(|pair| pair.2 == Relation::Near), "nothing near at {near}");
    assert!(
        expected.iter().any(|pair| pair.2 == Relation::Contained),
        "nothing contained at {contained}"
    );
    for engine in [Engine::Exact, Engine::Lsh, Engine::Auto] {
        let found = detected(&detector(engine, shingling, near, contained), &texts);
        assert_eq!(found, expected, "{engine:?} {shingling:?} near {near} contained {contained}");
    }
}

#[test]
fn equals_brute_force_on_words() {
    let shingling = Shingling::default();
    for near in [0.5, 0.6, 0.7, 0.8, 0.9] {
        check(shingling, near, 0.8);
    }
    check(shingling, 0.8, 0.6);
    check(shingling, 0.9, 1.0);
}

#[test]
fn equals_brute_force_on_characters() {
    let shingling = Shingling::characters(5).unwrap();
    for near in [0.5, 0.6, 0.7, 0.8, 0.9] {
        check(shingling, near, 0.8);
    }
    check(shingling, 0.8, 0.9);
}

/// Two texts whose sets of single words resemble each other by exactly `shared / (2 · size − shared)`.
fn pair_at(random: &mut Random, serial: usize, size: usize, shared: usize) -> (String, String) {
    let word = |n: usize| format!("w{serial}x{n}y{}", random_letter(n));
    let mut a: Vec<String> = (0..size).map(word).collect();
    let mut b: Vec<String> = (size - shared..2 * size - shared).map(word).collect();
    for words in [&mut a, &mut b] {
        for place in (1..words.len()).rev() {
            words.swap(place, random.below(place + 1));
        }
    }
    (a.join(" "), b.join(" "))
}

fn random_letter(n: usize) -> char {
    char::from(b'a' + (n % 26) as u8)
}

/// At the threshold itself, where recall is lowest, as many pairs are found as were promised.
#[test]
fn recall_at_the_threshold_is_as_promised() {
    const PAIRS: usize = 2000;
    for (near, shared, size) in
        [(0.5, 40, 60), (0.6, 60, 80), (0.7, 70, 85), (0.8, 80, 90), (0.9, 90, 95)]
    {
        let recall = 0.99;
        let mut random = Random::new(7);
        let texts: Vec<String> = (0..PAIRS)
            .flat_map(|serial| <[String; 2]>::from(pair_at(&mut random, serial, size, shared)))
            .collect();
        let detector = Detector::builder()
            .engine(Engine::Lsh)
            .near(near)
            .recall(recall)
            .shingling(Shingling::words(1).unwrap())
            .relations([Relation::Near])
            .build()
            .unwrap();
        let found = detector.detect(&texts).findings;
        assert!(found.iter().all(|finding| finding.scores.jaccard.get() >= near));
        let deviation = (recall * (1.0 - recall) / PAIRS as f64).sqrt();
        let measured = found.len() as f64 / PAIRS as f64;
        assert!(
            measured >= recall - 3.0 * deviation,
            "recall {measured} at {near}, promised {recall}"
        );
    }
}
