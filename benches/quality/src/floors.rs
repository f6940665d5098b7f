//! Floors under the quality of the detector as it is shipped, where the labelled data is at hand. The
//! command `table` prints all of it.

use std::path::Path;

use paradup::restatement::probability;
use paradup::{Detector, Relation};

use crate::fit::judged;
use crate::judged::{BySource, JudgedArticle, THRESHOLD};
use crate::labelled::{Article, DIRECTORY, Data, Versions};
use crate::metrics::Quality;
use crate::mixture::{facts_differ, mixtures};
use crate::wild::{wild_pairs, worth};

fn data() -> Option<Data> {
    let data = Data::at(Path::new(DIRECTORY));
    if data.is_none() {
        anstream::println!("skipped: {DIRECTORY} is not here");
    }
    data
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[test]
fn restatements_are_told_from_other_pairs() {
    let Some(data) = data() else { return };
    let detector = Detector::default();
    let articles = data.articles().unwrap();
    let judged = judged(&articles, |article| JudgedArticle::new(&detector, article));
    let scores: Vec<Vec<f64>> = judged.iter().map(JudgedArticle::shipped_scores).collect();
    let quality = BySource::new(&judged, &scores, |scored| Quality::at(THRESHOLD, scored));
    assert!(quality.mean.average_precision >= 0.997, "{}", quality.mean.average_precision);
    assert!(quality.mean.recall >= 0.99, "{}", quality.mean.recall);
    assert!(quality.mean.f1 >= 0.985, "{}", quality.mean.f1);
    for (source, quality) in &quality.sources {
        assert!(quality.average_precision >= 0.98, "{source}: {}", quality.average_precision);
    }
}

/// An article of retellings may be written in Markdown.
#[test]
fn restatements_are_told_from_other_pairs_in_documents_with_markup() {
    let Some(data) = data() else { return };
    let detector = Detector::default();
    let articles = data.articles().unwrap();
    let judged = judged(&articles, |article| JudgedArticle::with_markup(&detector, article));
    let scores: Vec<Vec<f64>> = judged.iter().map(JudgedArticle::shipped_scores).collect();
    let quality = BySource::new(&judged, &scores, |scored| Quality::at(THRESHOLD, scored));
    assert!(quality.mean.average_precision >= 0.99, "{}", quality.mean.average_precision);
    assert!(quality.mean.f1 >= 0.93, "{}", quality.mean.f1);
}

/// Where documents are written in parallel constructions a probability still says about how often it is right.
#[test]
fn restatements_are_told_from_parallel_constructions() {
    let Some(data) = data() else { return };
    let pairs = wild_pairs(&Detector::default(), &data.wild().unwrap(), &[]);
    let scores: Vec<f64> = pairs.iter().map(|pair| probability(&pair.features).get()).collect();
    let worth = worth(&pairs, &scores);
    assert!(worth.average_precision >= 0.6, "{}", worth.average_precision);
    assert!(worth.calibration_error <= 0.06, "{}", worth.calibration_error);
}

/// The detector's own findings are what the probabilities say: the floors above are its floors.
#[test]
fn the_detector_restates_what_is_probable() {
    let Some(data) = data() else { return };
    let detector = Detector::default();
    for article in data.articles().unwrap().iter().step_by(10) {
        let judged = JudgedArticle::new(&detector, article);
        let scores = judged.shipped_scores();
        let report = detector.detect(&article.paragraphs);
        let is_copy = |paragraph: usize| {
            report
                .pairs()
                .any(|pair| pair.relation < Relation::Near && pair.b.paragraph == paragraph)
        };
        let probable: Vec<(usize, usize)> = judged
            .pairs
            .iter()
            .zip(&scores)
            .filter(|((pair, _), score)| !pair.copy && **score >= THRESHOLD)
            .map(|((pair, _), _)| (pair.a, pair.b))
            .filter(|(a, b)| !is_copy(*a) && !is_copy(*b))
            .collect();
        let restated = report.pairs().filter(|pair| pair.relation == Relation::Restated);
        let mut restated: Vec<(usize, usize)> =
            restated.map(|pair| (pair.a.paragraph, pair.b.paragraph)).collect();
        restated.sort_unstable();
        assert_eq!(restated, probable);
    }
}

/// Every fifth pair, so that the test stays quick in an unoptimised build.
fn found(pairs: &[Versions], articles: &[Article]) -> f64 {
    let detector = Detector::default();
    let mixtures = mixtures(pairs, articles);
    let sample: Vec<_> = mixtures.iter().step_by(5).collect();
    let found = sample.iter().filter(|mixture| mixture.is_found(&detector)).count();
    share(found, sample.len())
}

#[test]
fn edited_paragraphs_are_found_among_others() {
    let Some(data) = data() else { return };
    let found = found(&data.edits().unwrap(), &data.articles().unwrap());
    assert!(found >= 0.99, "{found}");
}

#[test]
fn contained_paragraphs_are_found_among_others() {
    let Some(data) = data() else { return };
    let found = found(&data.contained().unwrap(), &data.articles().unwrap());
    assert!(found >= 0.97, "{found}");
}

#[test]
fn changed_facts_are_seen() {
    let Some(data) = data() else { return };
    let detector = Detector::default();
    let pairs = data.facts_changed().unwrap();
    let flagged = pairs.iter().filter(|pair| facts_differ(&detector, pair)).count();
    assert!(share(flagged, pairs.len()) >= 0.95, "{flagged} of {}", pairs.len());
}
