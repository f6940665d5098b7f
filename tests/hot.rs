//! Paragraphs that so many others resemble that their pairs are too many to list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod generator;

use core::fmt::Write;

use generator::Random;
use paradup::report::Report;
use paradup::{Detector, Engine, Keep, Relation};

/// The relations that shingles decide.
const COPIES: [Relation; 4] =
    [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];

fn detect(texts: &[String], keep: Keep) -> Report {
    let builder = Detector::builder().engine(Engine::Exact).near(0.8).relations(COPIES);
    builder.keep(keep).build().unwrap().detect(texts)
}

/// One template with a number in each instance.
fn instances(count: usize) -> Vec<String> {
    let template = generator::prose(&generator::words(&mut Random::new(5), 60));
    (0..count).map(|number| format!("{template} Order {number} was paid.")).collect()
}

#[test]
fn each_instance_of_a_template_is_reported_against_the_representative() {
    let report = detect(&instances(2000), Keep::Longest);
    assert_eq!(report.counts.near, 1999);
    assert_eq!(report.counts.facts_differ, 1999);
    assert_eq!((report.counts.hot_paragraphs, report.counts.hot_candidates), (2000, 1999));
    assert!(report.counts.hot_shingles > 0);
    assert_eq!(report.clusters.len(), 1);
    assert_eq!(report.clusters[0].members.len(), 1999);
    assert!(report.findings.iter().all(|finding| finding.a.paragraph == 0));
}

#[test]
fn few_instances_are_reported_in_all_pairs() {
    let report = detect(&instances(100), Keep::Longest);
    assert_eq!(report.counts.near, 100 * 99 / 2);
    assert_eq!((report.counts.hot_shingles, report.counts.hot_paragraphs), (0, 0));
}

#[test]
fn a_shared_disclaimer_relates_nothing() {
    let mut random = Random::new(9);
    let disclaimer = generator::prose(&generator::words(&mut random, 60));
    let texts: Vec<String> = (0..1000)
        .map(|_| generator::prose(&generator::words(&mut random, 80)) + " " + &disclaimer)
        .collect();
    let counts = detect(&texts, Keep::Longest).counts;
    assert_eq!((counts.near, counts.contained), (0, 0));
    assert!(counts.near_candidates + counts.contained_candidates + counts.hot_candidates < 100);
}

/// A drift: every text differs from the one before in one word, and the first and the last in all.
fn chain(length: usize) -> Vec<String> {
    let mut random = Random::new(3);
    let mut words = generator::words(&mut random, 80);
    let mut drifted = |step: usize| {
        let mut word = String::from("drift");
        write!(word, "x{step}").unwrap();
        words[random.below(80)] = word;
        generator::prose(&words)
    };
    (0..length).map(&mut drifted).collect()
}

#[test]
fn a_long_chain_falls_apart_into_stars() {
    let report = detect(&chain(3000), Keep::First);
    let related = |a: usize, b: usize| {
        report.findings.iter().any(|f| (f.a.paragraph, f.b.paragraph) == (a.min(b), a.max(b)))
    };
    assert!(report.clusters.len() > 100);
    for cluster in &report.clusters {
        let representative = cluster.representative.paragraph;
        assert!(cluster.members.iter().all(|member| related(representative, member.paragraph)));
    }
}

/// Clusters ask for nothing but relations to representatives: a template's are those of all pairs.
#[test]
fn clusters_are_those_of_all_pairs() {
    let mut random = Random::new(11);
    let template = generator::words(&mut random, 60);
    let texts: Vec<String> = (0..900)
        .map(|_| {
            let mut words = template.clone();
            for _ in 0..random.below(8) {
                words[random.below(60)] = generator::word(generator::rank(&mut random));
            }
            words.truncate(60 - random.below(25));
            generator::prose(&words)
        })
        .collect();
    for keep in [Keep::Longest, Keep::First] {
        let all = Detector::builder().engine(Engine::Lsh).near(0.8).num_perm(512);
        let all = all.recall(0.999_999).relations([COPIES[0], COPIES[1], COPIES[2]]).keep(keep);
        let near = Detector::builder().engine(Engine::Exact).near(0.8).keep(keep);
        let near = near.relations([COPIES[0], COPIES[1], COPIES[2]]).build().unwrap();
        let (hot, all) = (near.detect(&texts), all.build().unwrap().detect(&texts));
        assert!(
            hot.counts.hot_paragraphs > 300 && hot.counts.near < all.counts.near,
            "{:?}",
            (hot.counts, all.counts)
        );
        assert_eq!(hot.clusters, all.clusters, "{keep:?}");
    }
}
