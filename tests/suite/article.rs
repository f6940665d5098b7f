//! The sample article, which repeats itself in every way there is, and the articles it stands for.

use std::fs;
use std::path::{Path, PathBuf};

use paradup::report::Report;
use paradup::{Detector, Relation};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn pairs(report: &Report, relation: Relation) -> Vec<(usize, usize)> {
    let pairs = report.pairs().filter(|pair| pair.relation == relation);
    pairs.map(|pair| (pair.a.paragraph, pair.b.paragraph)).collect()
}

#[test]
fn the_sample_article_shows_every_relation() {
    let article = fs::read_to_string(root("examples/harbour-bridge.txt")).unwrap();
    let report = Detector::default().detect_article(&article);
    assert_eq!(pairs(&report, Relation::Identical), [(5, 18)]);
    assert_eq!(pairs(&report, Relation::Reformatted), [(4, 15)]);
    assert_eq!(pairs(&report, Relation::Near), [(6, 19), (7, 25)]);
    assert_eq!(pairs(&report, Relation::Contained), [(11, 23)]);
    assert_eq!(pairs(&report, Relation::Restated), [(3, 16), (9, 22), (13, 26)]);
    let differing = report.findings.iter().filter(|finding| finding.evidence.facts_differ());
    assert_eq!(differing.map(|finding| finding.b.paragraph).collect::<Vec<_>>(), [19]);
}

/// The whole report, byte for byte. `UPDATE_GOLDEN=1 cargo test` writes it anew.
#[test]
#[cfg(feature = "serde")]
fn the_sample_article_has_its_golden_report() {
    let article = fs::read_to_string(root("examples/harbour-bridge.txt")).unwrap();
    let report =
        serde_json::to_string_pretty(&Detector::default().detect_article(&article)).unwrap() + "\n";
    let golden = root("tests/golden/harbour-bridge.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &report).unwrap();
    }
    assert!(
        report == fs::read_to_string(&golden).unwrap(),
        "the report differs from {}",
        golden.display()
    );
}

/// The article the crate was made for; its text belongs to others and is not in this repository.
#[test]
fn restatements_in_a_real_article() {
    let path = root("../shared/data/articles/nato-mission.txt");
    let Ok(article) = fs::read_to_string(&path) else {
        println!("skipped: {} is not here", path.display());
        return;
    };
    let report = Detector::builder().restated(0.0).build().unwrap().detect_article(&article);
    let restated = [(1, 3), (2, 7), (6, 11)];
    let either = [(5, 10), (3, 10), (1, 2), (1, 7), (2, 8), (10, 11)];
    assert_eq!(report.pairs().count(), 15 * 14 / 2);
    for finding in report.pairs() {
        let pair = (finding.a.paragraph, finding.b.paragraph);
        let probability = finding.score.get();
        if restated.contains(&pair) {
            assert!(probability >= 0.6, "{pair:?} {probability}");
        } else if !either.contains(&pair) {
            assert!(probability < 0.4, "{pair:?} {probability}");
        }
    }
}

#[test]
fn the_readme_shows_what_the_example_prints() {
    let read = |path| fs::read_to_string(root(path)).unwrap();
    let (readme, golden) = (read("README.md"), read("tests/golden/harbour-bridge.txt"));
    let excerpt = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
    assert!(golden.contains(excerpt.unwrap()), "the README's excerpt is not what is printed");
}
