//! Short texts that are told in one entry: how often each stands, and which others are like it.

use std::collections::{BTreeMap, BTreeSet};

use core::cmp::Reverse;

use paradup::Relation;
use paradup::report::{Finding, Place, Report};

use super::Review;

/// A short text and what is like it. No place is in two phrases.
pub(crate) struct Phrase<'r> {
    /// The places of each text, where it is equal but for its form; the most frequent text first, of equals the shortest.
    pub(crate) texts: Vec<Vec<Place>>,
    pub(crate) findings: Vec<&'r Finding>,
}

impl Phrase<'_> {
    /// Where its first text stands first.
    pub(crate) fn source(&self) -> Place {
        self.texts[0][0]
    }
}

/// Findings that lead to one text, and the places of each text of theirs, by the first of them.
#[derive(Default)]
struct Family<'r> {
    texts: BTreeMap<Place, BTreeSet<Place>>,
    findings: Vec<&'r Finding>,
}

/// The phrases of findings that are in the order of the texts; the ones with the most findings first.
pub(crate) fn phrases<'r>(review: &Review<'_>, findings: Vec<&'r Finding>) -> Vec<Phrase<'r>> {
    let originals = originals(review.report);
    let original = |place: Place| *originals.get(&place).unwrap_or(&place);
    let mut leaders: BTreeMap<Place, Place> = BTreeMap::new();
    let mut families: BTreeMap<Place, Family<'r>> = BTreeMap::new();
    for finding in findings {
        let [a, b] = [finding.a, finding.b].map(original);
        let leader = *leaders.get(&a).unwrap_or(&a);
        leaders.insert(b, leader);
        let family = families.entry(leader).or_default();
        family.texts.entry(a).or_default().insert(a);
        family.texts.entry(b).or_default().insert(finding.b);
        family.findings.push(finding);
    }
    let mut phrases: Vec<Phrase<'r>> =
        families.into_values().map(|family| phrase(review, family)).collect();
    phrases.sort_by_key(|phrase| (Reverse(phrase.findings.len()), phrase.source()));
    phrases
}

fn phrase<'r>(review: &Review<'_>, family: Family<'r>) -> Phrase<'r> {
    let texts = family.texts.into_values().map(|places| places.into_iter().collect());
    let mut texts: Vec<Vec<Place>> = texts.collect();
    let length = |place: Place| review.paragraph(place).text().len();
    texts.sort_by_key(|places| (Reverse(places.len()), length(places[0]), places[0]));
    Phrase { texts, findings: family.findings }
}

/// Of each copy the text that it is equal to but for its form.
fn originals(report: &Report) -> BTreeMap<Place, Place> {
    let mut originals: BTreeMap<Place, Place> = BTreeMap::new();
    // Findings are in the order of the texts, so what `a` is a copy of is known by now.
    for finding in report.iter().filter(|finding| finding.relation <= Relation::Reformatted) {
        let original = *originals.get(&finding.a).unwrap_or(&finding.a);
        originals.insert(finding.b, original);
    }
    originals
}
