//! The exact join against counting, for every two sets, what they share.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{Pair, of_sets, reported};
use crate::generator::Random;
use paradup::shingle::{ShingleSet, Shingler, Shingling};
use paradup::text::Normalizer;
use paradup::{Detector, Engine, Relation};

const RELATIONS: [&[Relation]; 3] =
    [&[Relation::Near, Relation::Contained], &[Relation::Near], &[Relation::Contained]];

/// The pairs of sets that have a shingle in common.
fn meeting(sets: &[ShingleSet]) -> BTreeSet<(usize, usize)> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for (b, set) in sets.iter().enumerate() {
        for shingle in set {
            let holders = holders.entry(*shingle).or_default();
            pairs.extend(holders.iter().map(|a| (*a, b)));
            holders.push(b);
        }
    }
    pairs
}

/// What the definitions say of texts none of which is a copy.
fn related(texts: &[String], shingling: Shingling, near: f64, contained: f64) -> Vec<Pair> {
    let shingler = Shingler::new(Normalizer::new(), shingling, 0);
    let sets: Vec<ShingleSet> = texts.iter().map(|text| shingler.shingles(text)).collect();
    let judged = meeting(&sets).into_iter().filter_map(|(a, b)| {
        let (relation, score) = of_sets(&sets[a], &sets[b], near, contained)?;
        Some((a, b, relation, score))
    });
    let mut pairs: Vec<Pair> = judged.collect();
    pairs.sort_by_key(|(a, b, _, _)| (*b, *a));
    pairs
}

fn joined(
    texts: &[String],
    shingling: Shingling,
    [near, contained]: [f64; 2],
    relations: &[Relation],
) -> Vec<Pair> {
    let detector = Detector::builder().engine(Engine::Exact).shingling(shingling).near(near);
    let detector = detector.contained(contained).relations(relations.iter().copied());
    let report = detector.build().unwrap().detect(texts);
    let counts = report.counts;
    assert_eq!(counts.hot_shingles, 0, "pairs under hot shingles are not all listed");
    assert!(
        counts.near_candidates >= counts.near && counts.contained_candidates >= counts.contained
    );
    reported(&report)
}

fn check(texts: &[String], shingling: Shingling, near: f64, contained: f64) -> usize {
    let expected = related(texts, shingling, near, contained);
    for relations in RELATIONS {
        let found = joined(texts, shingling, [near, contained], relations);
        let expected = expected.iter().filter(|pair| relations.contains(&pair.2));
        assert!(
            found.iter().eq(expected),
            "{shingling:?} near {near} contained {contained} {relations:?}"
        );
    }
    expected.len()
}

/// Without those that are copies of earlier ones.
fn distinct(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    texts
        .into_iter()
        .filter(|text| known.insert(Normalizer::new().canonical(text).into_owned()))
        .collect()
}

/// Only a part of so many sets decides which shingles are held to be rare: a shingle may be common in
/// the others and unknown in these.
#[test]
fn rarity_known_from_some_sets_loses_no_pair_of_the_others() {
    let texts = distinct(crate::generator::paragraphs(11_000, 24, 21));
    assert!(texts.len() > 2 * 4096);
    for words in [2, 3] {
        let related = check(&texts, Shingling::words(words).unwrap(), 0.7, 0.8);
        assert!(related > 500, "{related} pairs of {words}-word shingles");
    }
}

/// Few words of which every text has some, so that sizes, places and thresholds meet in all ways.
#[test]
fn small_sets_of_few_words_lose_no_pair() {
    let mut random = Random::new(31);
    let mut related = 0;
    for near in [0.1, 0.5, 0.6, 2.0 / 3.0, 0.75, 0.8, 0.9, 1.0] {
        for contained in [0.2, 0.5, 0.8, 5.0 / 6.0, 1.0] {
            let words = 12 + random.below(40);
            let text = |_: usize| {
                let word = |random: &mut Random| crate::generator::word(random.below(words));
                let count = 1 + random.below(16);
                (0..count).map(|_| word(&mut random)).collect::<Vec<_>>().join(" ")
            };
            let texts = distinct((0..150).map(text));
            related += check(&texts, Shingling::words(1).unwrap(), near, contained);
        }
    }
    assert!(related > 10_000, "{related} pairs");
}
