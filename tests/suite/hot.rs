//! Paragraphs that very many others resemble: their pairs are too many to list.

use core::cmp::Reverse;
use std::collections::BTreeSet;

use crate::generator::Random;
use paradup::report::{Cluster, Counts, Ground, Pair, Place, Removals, Report};
use paradup::shingle::{Shingler, Shingling};
use paradup::text::Normalizer;
use paradup::{Detector, Engine, Keep, MayLose, Relation, Similarity};

/// The relations that shingles decide.
const COPIES: [Relation; 4] =
    [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];

fn detect(texts: &[String], keep: Keep) -> Report {
    let builder = Detector::builder().engine(Engine::Exact).near(0.8).relations(COPIES);
    builder.keep(keep).build().unwrap().detect(texts)
}

fn removals(texts: &[String]) -> Removals {
    let detector = Detector::builder().engine(Engine::Exact).near(0.8).relations(COPIES).build();
    detector.unwrap().removals(texts)
}

/// One template with a number in each instance.
fn instances(count: usize) -> Vec<String> {
    let template = crate::generator::prose(&crate::generator::words(&mut Random::new(5), 60));
    (0..count).map(|number| format!("{template} Order {number} was paid.")).collect()
}

#[test]
fn each_instance_of_a_template_is_reported_against_the_representative() {
    let report = detect(&instances(2000), Keep::Longest);
    let builder = Detector::builder().engine(Engine::Exact).near(0.8).relations(COPIES);
    let detector = builder.may_lose(MayLose::Anything).build().unwrap();
    let removals = detector.removals(&instances(2000));
    assert_eq!((report.counts.near, removals.removed.len()), (1999, 1999));
    assert_eq!(report.counts.facts_differ, 1999);
    assert_eq!((report.counts.hot_paragraphs, report.counts.hot_candidates), (2000, 1999));
    assert!(report.counts.hot_shingles > 1);
    assert_eq!(report.counts.hot_shingles, removals.counts.hot_shingles);
    assert_eq!(report.clusters.len(), 1);
    assert_eq!(report.clusters[0].members.len(), 1999);
    assert!(report.findings.iter().all(|finding| finding.a.paragraph == 0));
}

#[test]
fn what_is_in_no_template_is_reported_beside_it() {
    let mut texts = instances(300);
    texts.extend(crate::generator::paragraphs(100, 40, 1));
    let report = detect(&texts, Keep::Longest);
    let others: Vec<Pair> = detect(&texts[300..], Keep::Longest).pairs().collect();
    let beside = report.pairs().filter(|finding| finding.a.paragraph >= 300);
    let places = |finding: &Pair, first: usize| {
        (finding.a.paragraph - first, finding.b.paragraph - first, finding.relation)
    };
    assert_eq!((report.counts.hot_paragraphs, report.pairs().count()), (300, 299 + others.len()));
    assert!(others.len() > 2, "{others:?}");
    assert!(beside.map(|one| places(&one, 300)).eq(others.iter().map(|one| places(one, 0))));
}

/// What holds no hot shingle comes first in rank, among it what is related, and none of it is taken for
/// an instance.
#[test]
fn instances_are_reported_behind_paragraphs_that_rank_before_them() {
    let ordinary = crate::generator::paragraphs(100, 40, 1);
    let others = detect(&ordinary, Keep::First).pairs().count();
    assert!(others > 0);
    let report = detect(&[ordinary, instances(300)].concat(), Keep::First);
    assert_eq!((report.counts.hot_paragraphs, report.pairs().count()), (300, 299 + others));
}

#[test]
fn instances_of_a_template_all_stay_and_are_not_compared() {
    for may_lose in [MayLose::Nothing, MayLose::Wording] {
        let builder = Detector::builder().engine(Engine::Exact).near(0.8).relations(COPIES);
        let detector = builder.may_lose(may_lose).build().unwrap();
        for count in [1000, 10_000] {
            let removals = detector.removals(&instances(count));
            assert!(removals.removed.is_empty(), "{may_lose:?}");
            assert_eq!((removals.counts.near_candidates, removals.counts.hot_candidates), (0, 0));
        }
    }
}

#[test]
fn copies_of_the_instances_of_a_template_go_for_those_they_copy() {
    let mut texts = instances(1000);
    texts.extend(instances(1000).iter().map(|text| format!("{text} Thank you.")));
    let removals = removals(&texts);
    let joined =
        removals.removed.iter().map(|one| (one.removed.paragraph, one.representative.paragraph));
    assert!(joined.eq((0..1000).map(|number| (number, number + 1000))));
    assert!(removals.counts.hot_candidates < 1010, "{:?}", removals.counts);
}

/// Where most values recur, of 35 days and of some orders with the numbers of days, templates are compared, not their instances.
#[test]
fn instances_with_recurring_numbers_are_compared_by_template() {
    let instance = |number: usize, text: &String| {
        format!("{text} It was day {} of the year {}.", number % 5, 1990 + number % 7)
    };
    let texts: Vec<String> =
        instances(4000).iter().enumerate().map(|(number, text)| instance(number, text)).collect();
    let removals = removals(&texts);
    assert!(removals.removed.is_empty());
    let counts = removals.counts;
    assert!(counts.near_candidates == 0 && counts.hot_candidates < 50 * 50, "{counts:?}");
}

#[test]
fn few_instances_are_reported_in_all_pairs() {
    for count in [100, 256] {
        let counts = detect(&instances(count as usize), Keep::Longest).counts;
        assert_eq!(counts.near, count * (count - 1) / 2);
        assert_eq!((counts.hot_shingles, counts.hot_paragraphs), (0, 0));
    }
}

#[test]
fn one_instance_more_and_all_are_reported_against_the_representative() {
    let counts = detect(&instances(257), Keep::Longest).counts;
    assert_eq!((counts.near, counts.hot_paragraphs), (256, 257));
}

#[test]
fn a_shared_disclaimer_relates_nothing() {
    let mut random = Random::new(9);
    let disclaimer = crate::generator::prose(&crate::generator::words(&mut random, 60));
    let texts: Vec<String> = (0..1000)
        .map(|_| {
            crate::generator::prose(&crate::generator::words(&mut random, 80)) + " " + &disclaimer
        })
        .collect();
    let counts = detect(&texts, Keep::Longest).counts;
    assert_eq!((counts.near, counts.contained), (0, 0));
    assert!(counts.near_candidates + counts.contained_candidates + counts.hot_candidates < 100);
}

/// A drift: every text differs from the one before in one word, and the first and the last in all.
fn chain(length: usize) -> Vec<String> {
    let mut random = Random::new(3);
    let mut words = crate::generator::words(&mut random, 80);
    let mut drifted = |step: usize| {
        words[random.below(80)] = crate::generator::word(100_000 + step);
        crate::generator::prose(&words)
    };
    (0..length).map(&mut drifted).collect()
}

#[test]
fn a_long_chain_falls_apart_into_stars() {
    let report = detect(&chain(3000), Keep::First);
    let related = |a: usize, b: usize| {
        report.pairs().any(|f| (f.a.paragraph, f.b.paragraph) == (a.min(b), a.max(b)))
    };
    assert!(report.clusters.len() > 100);
    for cluster in &report.clusters {
        let representative = cluster.representative.paragraph;
        assert!(cluster.members.iter().all(|member| related(representative, member.paragraph)));
    }
}

#[test]
fn a_long_chain_loses_no_link_to_another_link_that_goes() {
    let builder = Detector::builder().near(0.8).keep(Keep::First).relations(COPIES);
    let detector = builder.may_lose(MayLose::Anything).build();
    let removed = detector.unwrap().removals(&chain(10_000)).removed;
    let goes: BTreeSet<Place> = removed.iter().map(|one| one.removed).collect();
    assert!((100..10_000).contains(&removed.len()));
    assert!(removed.iter().all(|one| !goes.contains(&one.representative)));
    assert!(removed.iter().all(|one| one.score.get() >= 0.8));
}

/// Clusters ask for nothing but relations to representatives: a template's are those of all pairs.
#[test]
fn clusters_are_those_of_all_pairs() {
    let mut random = Random::new(11);
    let template = crate::generator::words(&mut random, 60);
    let mut known = BTreeSet::new();
    let texts: Vec<String> = (0..1200)
        .map(|_| {
            let mut words = template.clone();
            for _ in 0..random.below(5) {
                words[random.below(60)] =
                    crate::generator::word(crate::generator::rank(&mut random));
            }
            words.truncate(60 - random.below(25));
            crate::generator::prose(&words)
        })
        // Copies follow their originals, of which the definition knows nothing.
        .filter(|text| known.insert(text.clone()))
        .collect();
    for keep in [Keep::Longest, Keep::First] {
        let expected = representatives(&texts, keep, None);
        for engine in [Engine::Exact, Engine::Lsh] {
            let builder = Detector::builder().engine(engine).near(0.8).num_perm(128);
            let builder = builder.recall(0.999_999).relations([COPIES[0], COPIES[1], COPIES[2]]);
            let report = builder.keep(keep).build().unwrap().detect(&texts);
            assert!(report.counts.hot_paragraphs > 300, "{:?}", report.counts);
            assert_eq!(reported(&report.clusters, texts.len()), expected, "{keep:?} {engine}");
        }
    }
}

#[test]
fn signatures_list_no_pairs_of_a_template_either() {
    let builder = Detector::builder().engine(Engine::Lsh).near(0.8);
    let detector = builder.may_lose(MayLose::Anything).relations(COPIES).build().unwrap();
    let report = detector.detect(&instances(2000));
    let Counts { near_candidates, hot_candidates, .. } = report.counts;
    assert_eq!((report.clusters.len(), report.clusters[0].members.len()), (1, 1999));
    assert!(near_candidates + hot_candidates < 10 * 2000, "{:?}", report.counts);
    assert_eq!(detector.removals(&instances(2000)).removed.len(), 1999);
}

/// Each text with the first in rank of those that stand for it and for which none stands. What is contained counts
/// where a threshold for it is given.
fn representatives(texts: &[String], keep: Keep, contained: Option<f64>) -> Vec<usize> {
    let shingler = Shingler::new(Normalizer::new(), Shingling::default(), 0);
    let words = |text: &usize| texts[*text].split(' ').count();
    let mut stands_for = vec![vec![false; texts.len()]; texts.len()];
    for (a, b, relation, _) in
        crate::definition::pairs(texts, shingler, 0.8, contained.unwrap_or(f64::INFINITY))
    {
        if relation != Relation::Contained || words(&a) < words(&b) {
            stands_for[a][b] = true;
        }
        if relation != Relation::Contained || words(&b) < words(&a) {
            stands_for[b][a] = true;
        }
    }
    let mut ranked: Vec<usize> = (0..texts.len()).collect();
    if keep == Keep::Longest {
        ranked.sort_by_key(|text| Reverse(words(text)));
    }
    let mut representative: Vec<usize> = (0..texts.len()).collect();
    for (rank, text) in ranked.iter().enumerate() {
        let stays =
            |other: &&usize| representative[**other] == **other && stands_for[*text][**other];
        representative[*text] = *ranked[..rank].iter().find(stays).unwrap_or(text);
    }
    representative
}

/// The same, as a report has it.
fn reported(clusters: &[Cluster], texts: usize) -> Vec<usize> {
    let mut representative: Vec<usize> = (0..texts).collect();
    for cluster in clusters {
        for member in &cluster.members {
            representative[member.paragraph] = cluster.representative.paragraph;
        }
    }
    representative
}

/// Parts of one notice that begin and end anywhere in it, among other words: near each other,
/// contained in each other, or neither.
#[test]
fn clusters_of_parts_are_those_of_the_definition() {
    let mut random = Random::new(17);
    let notice = crate::generator::words(&mut random, 70);
    let texts: Vec<String> = (0..2000)
        .map(|_| {
            let (start, end) = (random.below(25), 45 + random.below(25));
            let (before, behind) = (random.below(30), random.below(6));
            let before = crate::generator::words(&mut random, before);
            let behind = crate::generator::words(&mut random, behind);
            crate::generator::prose(&[&before, &notice[start..end], &behind].concat())
        })
        .collect();
    for keep in [Keep::Longest, Keep::First] {
        let report = detect(&texts, keep);
        let Counts { near, contained, hot_paragraphs, .. } = report.counts;
        assert!(near > 100 && contained > 100 && hot_paragraphs > 1000, "{:?}", report.counts);
        let expected = representatives(&texts, keep, Some(0.8));
        assert_eq!(reported(&report.clusters, texts.len()), expected, "{keep:?}");
    }
}

/// Paragraphs of a few sentences out of a small number.
fn mixed_sentences(count: usize, sentences: usize, of: usize) -> Vec<String> {
    let mut random = Random::new(11);
    let known: Vec<String> = (0..of)
        .map(|_| crate::generator::prose(&crate::generator::words(&mut random, 9)))
        .collect();
    let mut paragraph = || {
        let mut chosen = BTreeSet::new();
        while chosen.len() < sentences {
            chosen.insert(random.below(of));
        }
        chosen.into_iter().map(|at| known[at].as_str()).collect::<Vec<_>>().join(" ")
    };
    (0..count).map(|_| paragraph()).collect()
}

fn removals_that_may_lose_anything(texts: &[String]) -> Removals {
    let builder = Detector::builder().engine(Engine::Exact).relations(COPIES);
    let detector = builder.may_lose(MayLose::Anything).build().unwrap();
    detector.removals(texts)
}

/// Each meets the first under each shingle only, and the others are counted.
#[test]
fn paragraphs_of_common_sentences_are_held_against_few() {
    let count = 8000;
    let removals = removals_that_may_lose_anything(&mixed_sentences(count, 8, 120));
    assert!(removals.counts.alike_passed_over > 0, "{:?}", removals.counts);
    assert!(removals.counts.hot_candidates < 64 * count as u64, "{:?}", removals.counts);
}

#[test]
fn nothing_goes_of_what_stays_though_pairs_are_passed_over() {
    for (count, sentences, of) in [(6000, 3, 60), (4000, 8, 14), (4000, 5, 20)] {
        let texts = mixed_sentences(count, sentences, of);
        let found = removals_that_may_lose_anything(&texts);
        assert!(!found.removed.is_empty() && found.counts.alike_passed_over > 0);
        let goes: BTreeSet<usize> = found.removed.iter().map(|one| one.removed.paragraph).collect();
        assert!(found.removed.iter().all(|one| !goes.contains(&one.representative.paragraph)));
        let stays: Vec<String> =
            (0..texts.len()).filter(|at| !goes.contains(at)).map(|at| texts[at].clone()).collect();
        let again = removals_that_may_lose_anything(&stays);
        assert!(again.removed.is_empty(), "{} of {sentences} of {of}", again.removed.len());
    }
}

/// What has the same form but another value is not the same in another form.
#[test]
fn the_ground_of_what_says_something_else_is_not_that_it_is_reformatted() {
    let builder = Detector::builder().may_lose(MayLose::Anything);
    let detector = builder.build().unwrap();
    for (one, other) in [
        ("[F=!TIDE]", "[F=TIDE]"),
        ("true TIDE", "true !TIDE"),
        ("It is done.", "It is done?"),
        ("about 10⁶ cells", "about 106 cells"),
    ] {
        let texts = [one, other];
        let removals = detector.removals(&texts);
        let [removal] = removals.removed[..] else { panic!("{texts:?}: {removals:?}") };
        assert_eq!(removal.ground, Ground::Near, "{texts:?}");
        assert_eq!(removal.score, Similarity::ONE, "{texts:?}");
        assert_eq!((removals.counts.near, removals.counts.reformatted), (1, 0));
        let losses = detector.losses(&texts, &removals.removed);
        assert!(!losses[0].is_empty(), "{texts:?} lose something");
    }
    let removals = detector.removals(&["It IS done.", "it is “done”"]);
    assert_eq!(removals.removed[0].ground, Ground::Reformatted);
    let texts = ["★★★", "★★"];
    let removals = detector.removals(&texts);
    let losses = detector.losses(&texts, &removals.removed);
    assert!(losses.iter().all(|lost| !lost.is_empty()), "{removals:?}");
}
