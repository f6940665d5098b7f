//! Restatements in collections too large for all pairs: what the search by rare words finds.

#![cfg(feature = "serde")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use paradup::restatement::Collection;
use paradup::{Detector, Relation};
use serde_json::Value;

/// Rows of a labelled file, or nothing, said aloud, where the data is not here.
fn rows(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is not here", path.display());
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// All retold articles in a crowd of other paragraphs: 20,000 in all.
#[test]
fn rare_words_find_what_all_pairs_would() {
    let (Some(articles), Some(others)) = (rows("restated.jsonl"), rows("multilingual.jsonl"))
    else {
        return;
    };
    let (mut texts, mut labelled) = (Vec::new(), Vec::new());
    for article in &articles {
        let first = texts.len();
        texts.extend(strings(&article["paragraphs"]));
        let pairs: Vec<(usize, usize)> =
            serde_json::from_value(article["restated"].clone()).unwrap();
        labelled.extend(pairs.into_iter().map(|(a, b)| (first + a.min(b), first + a.max(b))));
    }
    texts.extend(
        others
            .iter()
            .take(20_000 - texts.len())
            .map(|row| row["text"].as_str().unwrap().to_owned()),
    );
    let collection = Collection::new(&texts);
    labelled.retain(|(a, b)| collection.probability(*a, *b).get() >= 0.5);
    let report = Detector::default().detect(&texts);
    // Articles share passages; copies stand in their relations through their originals.
    let mut original: Vec<usize> = (0..texts.len()).collect();
    let mut found = BTreeSet::new();
    for finding in report.pairs() {
        let (a, b) = (finding.a.paragraph, finding.b.paragraph);
        if finding.relation <= Relation::Reformatted {
            original[b] = a;
        }
        found.insert((a, b));
    }
    labelled = labelled.iter().map(|(a, b)| (original[*a], original[*b])).collect();
    labelled.retain(|(a, b)| a != b);
    assert!(labelled.len() > 2_000, "{} pairs", labelled.len());
    let is_found = |(a, b): &&(usize, usize)| found.contains(&(*a.min(b), *a.max(b)));
    let recall = labelled.iter().filter(is_found).count() as f64 / labelled.len() as f64;
    println!(
        "candidate recall {recall:.4} of {} pairs, {} restated, {:?}",
        labelled.len(),
        report.pairs().filter(|pair| pair.relation == Relation::Restated).count(),
        report.counts
    );
    assert!(recall >= 0.98, "recall {recall}");
}
