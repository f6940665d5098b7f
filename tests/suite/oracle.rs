//! The detector against brute force over all pairs.

use crate::definition::{pairs, reported};
use crate::generator::Random;
use paradup::shingle::{Shingler, Shingling};
use paradup::text::Normalizer;
use paradup::{Detector, Engine, Relation};

/// Generated texts, some of them more than once.
fn texts(seed: u64) -> Vec<String> {
    [8, 20, 40, 80, 200]
        .iter()
        .flat_map(|length| crate::generator::paragraphs(100, *length, seed + *length as u64))
        .collect()
}

/// Signatures are made long enough to find every pair too.
fn detector(engine: Engine, shingling: Shingling, near: f64, contained: f64) -> Detector {
    Detector::builder()
        .engine(engine)
        .shingling(shingling)
        .near(near)
        .contained(contained)
        .relations([
            Relation::Identical,
            Relation::Reformatted,
            Relation::Near,
            Relation::Contained,
        ])
        .num_perm(256)
        .recall(0.999_999)
        .build()
        .unwrap()
}

fn check(shingling: Shingling, near: f64, contained: f64) {
    let texts = texts(1);
    let expected = pairs(&texts, Shingler::new(Normalizer::new(), shingling, 0), near, contained);
    for relation in [Relation::Identical, Relation::Near, Relation::Contained] {
        assert!(expected.iter().any(|pair| pair.2 == relation), "nothing {relation} at {near}");
    }
    for engine in [Engine::Exact, Engine::Lsh, Engine::Auto] {
        let found = reported(&detector(engine, shingling, near, contained).detect(&texts));
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
