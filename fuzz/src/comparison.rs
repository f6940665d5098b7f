//! Evidence and reports on any two texts, and on any text as an article.

use core::ops::Range;

use paradup::document::Document;
use paradup::evidence::Evidence;
use paradup::report::{Comparison, Report};
use paradup::shingle::Shingler;
use paradup::text::Normalizer;
use paradup::text::Span;
use paradup::{Detector, Relation};

use super::definition::of_sets;

/// Takes what stands before the first NUL as one text and what follows as the other.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (a, b) = text.split_once('\0').unwrap_or((&text, ""));
    let detector = Detector::builder().restated(0.0).build().expect("settings in range");
    let comparison = detector.compare(a, b);
    check_relation(comparison.relation, a, b);
    check_evidence(&comparison.evidence, a, b);
    check_mirrored(&comparison, &detector.compare(b, a));
    let json = serde_json::to_string(&comparison).expect("a comparison is JSON");
    assert_eq!(serde_json::from_str::<Comparison>(&json).expect("reads back"), comparison);
    check_article(&detector, &text);
}

/// A relation of copies is for equal canonical texts; a near or contained pair is one by definition.
fn check_relation(found: Option<Relation>, a: &str, b: &str) {
    let normalizer = Normalizer::new();
    let is_copy = normalizer.canonical(a) == normalizer.canonical(b);
    let [a, b] = [a, b].map(|text| Shingler::default().shingles(text));
    let scored = of_sets(&a, &b, 0.7, 0.8).filter(|_| !is_copy);
    let by_definition = scored.map(|(relation, _)| relation);
    let by_shingles = |relation| matches!(relation, Relation::Near | Relation::Contained);
    assert_eq!(found.filter(|relation| by_shingles(*relation)), by_definition, "{a:?} {b:?}");
    let copy = |relation| matches!(relation, Relation::Identical | Relation::Reformatted);
    assert_eq!(found.is_some_and(copy), is_copy && !a.is_empty(), "{a:?} {b:?}");
}

/// Who comes first says nothing about what holds.
fn check_mirrored(comparison: &Comparison, mirrored: &Comparison) {
    assert_eq!(comparison.relation, mirrored.relation);
    let (scores, other) = (comparison.scores, mirrored.scores);
    assert_eq!(scores.jaccard, other.jaccard);
    assert_eq!(scores.containment_a, other.containment_b);
    assert_eq!(scores.containment_b, other.containment_a);
    assert_eq!(scores.restated, other.restated);
}

fn check_article(detector: &Detector, text: &str) {
    let document = Document::plain(text);
    let report = detector.detect_article(text);
    assert_eq!(
        detector.parallel().detect_article(text),
        report,
        "parallel and serial, of {text:?}"
    );
    for finding in &report.findings {
        assert!(finding.a < finding.b);
        let [a, b] = [finding.a, finding.b].map(|place| document.paragraph(place.paragraph).text());
        check_evidence(&finding.evidence, a, b);
    }
    let found = |relation| report.pairs().any(|pair| pair.relation == relation);
    assert_eq!(report.counts.identical > 0, found(Relation::Identical));
    let json = serde_json::to_string(&report).expect("a report is JSON");
    assert_eq!(serde_json::from_str::<Report>(&json).expect("reads back"), report);
}

fn check_evidence(evidence: &Evidence, a: &str, b: &str) {
    check_apart(evidence.shared.iter().map(|run| run.a), a);
    let mut shared_b: Vec<Span> = evidence.shared.iter().map(|run| run.b).collect();
    shared_b.sort_unstable();
    check_apart(shared_b.into_iter(), b);
    check_apart(evidence.missing.iter().copied(), a);
    check_apart(evidence.added.iter().copied(), b);
    for pair in &evidence.sentences {
        assert!(a.get(pair.a.range()).is_some() && b.get(pair.b.range()).is_some());
    }
    for exchange in &evidence.exchanges {
        assert!(exchange.a.is_some() || exchange.b.is_some(), "an exchange of nothing");
        for (mention, text) in [(&exchange.a, a), (&exchange.b, b)] {
            let Some(mention) = mention else { continue };
            assert_eq!(text.get(mention.span.range()), Some(&*mention.text));
        }
    }
}

/// Spans that slice the text, in order and apart.
fn check_apart(spans: impl Iterator<Item = Span>, text: &str) {
    let mut end = 0;
    for Range { start, end: next } in spans.map(Span::range) {
        assert!(text.get(start..next).is_some(), "{start}..{next} is no slice of {text:?}");
        assert!(start >= end, "{start}..{next} overlaps what ends at {end} in {text:?}");
        end = next;
    }
}
