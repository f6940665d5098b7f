//! Articles of our own in nine languages: what is told twice must be found, and what only looks alike
//! (headings, bylines, links, tables, code, refrains, templates, formulae…) must not be called a restatement.

#![cfg(feature = "serde")]

use std::fs;
use std::path::Path;

use paradup::{Detector, Relation};
use serde::Deserialize;

type Pair = (usize, usize);

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// `pairs` are told twice, nothing else is.
    Restated,
    /// Nothing is told twice; `copies` and `templated` pairs may be found, by other names.
    Distinct,
}

#[derive(Deserialize)]
struct Case {
    lang: String,
    kind: Kind,
    item: String,
    why: String,
    #[serde(default)]
    pairs: Vec<Pair>,
    #[serde(default)]
    copies: Vec<Pair>,
    #[serde(default)]
    templated: Vec<Pair>,
    paragraphs: Vec<String>,
}

/// Restatements that share too few words, or too few in order, to be told from chance: language,
/// item, pair.
const OUT_OF_REACH: [(&str, &str, Pair); 2] = [
    ("ar", "two-restated", (0, 1)), // 0.018: 11 of 29 stems shared
    ("hi", "two-restated", (0, 1)), // 0.043: all clauses turned round, 4 words in order
];

/// Pairs wrongly called restatements: the formula is half of each paragraph. Close translations of
/// one text, which are restatements, have as much in common and as much of their own.
const TOO_ALIKE: [(&str, &str, Pair); 3] = [
    ("es", "mostly-formulae", (0, 1)), // 0.995
    ("es", "mostly-formulae", (3, 4)), // 0.964
    ("mul", "formulae", (3, 10)),      // 0.505
];

impl Case {
    /// What the detector says otherwise than the case.
    fn complaints(&self, detector: &Detector) -> Vec<String> {
        let report = detector.detect(&self.paragraphs);
        let found: Vec<(Pair, Relation, f64)> = report
            .pairs()
            .map(|finding| {
                let pair = (finding.a.paragraph, finding.b.paragraph);
                (pair, finding.relation, finding.score.get())
            })
            .collect();
        let is_found = |pair: &Pair| found.iter().any(|found| found.0 == *pair);
        let missed = self.pairs.iter().filter(|pair| is_found(pair) == self.out_of_reach(**pair));
        let alike =
            TOO_ALIKE.iter().filter(|known| self.is(known.0, known.1)).map(|known| &known.2);
        let missed = missed.chain(alike.filter(|pair| !is_found(pair)));
        let wrong = found.iter().filter(|(pair, relation, _)| !self.allows(*pair, *relation));
        missed
            .map(|pair| self.complaint(&format!("{pair:?} is found: {}", is_found(pair))))
            .chain(wrong.map(|(pair, relation, score)| {
                self.complaint(&format!("{pair:?} is {relation} with {score:.3}"))
            }))
            .collect()
    }

    fn allows(&self, pair: Pair, relation: Relation) -> bool {
        match self.kind {
            Kind::Restated => self.pairs.contains(&pair) || relation != Relation::Restated,
            Kind::Distinct => {
                let copy = self.copies.contains(&pair) || self.templated.contains(&pair);
                (copy && relation != Relation::Restated) || self.too_alike(pair)
            }
        }
    }

    fn out_of_reach(&self, pair: Pair) -> bool {
        OUT_OF_REACH.contains(&(&*self.lang, &*self.item, pair))
    }

    fn too_alike(&self, pair: Pair) -> bool {
        TOO_ALIKE.contains(&(&*self.lang, &*self.item, pair))
    }

    fn is(&self, lang: &str, item: &str) -> bool {
        self.lang == lang && self.item == item
    }

    fn complaint(&self, what: &str) -> String {
        format!("{} {}: {what} ({})", self.lang, self.item, self.why)
    }
}

#[test]
fn cases_in_nine_languages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases.jsonl");
    let lines = fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 85);
    let detector = Detector::default();
    let complaints: Vec<String> =
        cases.iter().flat_map(|case| case.complaints(&detector)).collect();
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}
