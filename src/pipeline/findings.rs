//! Findings: related pairs with their evidence.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use super::copies::Copy;
use super::paragraphs::Paragraphs;
use super::{ScoredPair, Settings};
use crate::Similarity;
use crate::evidence::{Evidence, LongText, is_far_longer};
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::relation::{Relation, Scores};
use crate::report::{Finding, Place};

/// Pairs explained in one piece of work.
const CHUNK: usize = 16;

/// A paragraph and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passage<'t> {
    pub(crate) text: &'t str,
    pub(crate) place: Place,
    /// Its first byte in its document.
    pub(crate) start: usize,
}

impl<'t> Passage<'t> {
    /// A paragraph without a document: it counts its bytes from 0.
    pub(crate) fn alone(text: &'t str, paragraph: usize) -> Passage<'t> {
        Passage { text, place: Place::in_slice(paragraph), start: 0 }
    }
}

/// All findings with their evidence, in the order of the report.
pub(crate) fn findings(
    settings: &Settings,
    paragraphs: &Paragraphs<'_>,
    passages: &[Passage<'_>],
    pairs: &[ScoredPair],
) -> Vec<Finding> {
    let explainer = Explainer { settings, paragraphs, passages };
    let long_texts = explainer.long_texts(pairs);
    let chunks = settings.threads.map_chunks(pairs.len(), CHUNK, |range| -> Vec<Finding> {
        pairs[range].iter().map(|pair| explainer.finding(pair, &long_texts)).collect()
    });
    // Findings are large: exactly the capacity that is needed, and sorted in place.
    let mut findings = Vec::with_capacity(pairs.len() + explainer.reported_copies().count());
    findings.extend(chunks.into_iter().flatten());
    findings.extend(explainer.reported_copies().map(|copy| explainer.finding_of_copy(copy)));
    findings.sort_unstable_by_key(|finding| (finding.b, Reverse(finding.score), finding.a));
    findings
}

/// The evidence of two paragraphs.
pub(crate) fn evidence(
    settings: &Settings,
    a: &Passage<'_>,
    b: &Passage<'_>,
    relation: Option<Relation>,
) -> Evidence {
    let normalizer = settings.shingler.normalizer();
    Evidence::gather(normalizer, a.text, b.text, relation).shifted(a.start, b.start)
}

/// Makes findings of pairs.
struct Explainer<'p> {
    settings: &'p Settings,
    paragraphs: &'p Paragraphs<'p>,
    passages: &'p [Passage<'p>],
}

impl<'p> Explainer<'p> {
    fn passage(&self, paragraph: Paragraph) -> &'p Passage<'p> {
        &self.passages[paragraph.index()]
    }

    fn reported_copies(&self) -> impl Iterator<Item = &'p Copy> {
        let criteria = &self.settings.criteria;
        self.paragraphs.copies().iter().filter(|copy| criteria.asks_for(copy.relation))
    }

    /// The texts that are far longer than the others of several pairs: each is read once for all of these.
    fn long_texts(&self, pairs: &[ScoredPair]) -> BTreeMap<Original, LongText> {
        let mut long: Vec<Original> =
            pairs.iter().filter_map(|pair| self.far_longer(pair)).collect();
        long.sort_unstable();
        // For one pair alone a text would be read as often, and kept for nothing.
        let several = long.chunk_by(|left, right| left == right).filter(|pairs| pairs.len() > 1);
        let several: Vec<Original> = several.map(|pairs| pairs[0]).collect();
        let normalizer = self.settings.shingler.normalizer();
        let texts = self.settings.threads.map(several.len(), |at| {
            LongText::read(normalizer, self.paragraphs.original_text(several[at]))
        });
        several.iter().copied().zip(texts).collect()
    }

    fn far_longer(&self, scored: &ScoredPair) -> Option<Original> {
        // Restatements are explained from both whole texts, so a long one is not worth preparing.
        if scored.pair.relation == Relation::Restated {
            return None;
        }
        let (a, b) = scored.pair.sides();
        let [text_a, text_b] = [a, b].map(|original| self.paragraphs.original_text(original));
        is_far_longer(text_a, text_b)
            .then_some(b)
            .or_else(|| is_far_longer(text_b, text_a).then_some(a))
    }

    fn finding(&self, scored: &ScoredPair, long_texts: &BTreeMap<Original, LongText>) -> Finding {
        let pair = scored.pair;
        let [a, b] = [pair.a, pair.b].map(|original| self.passage(self.paragraphs.first(original)));
        let evidence = Evidence::gather_with(
            self.settings.shingler.normalizer(),
            (a.text, long_texts.get(&pair.a)),
            (b.text, long_texts.get(&pair.b)),
            Some(pair.relation),
        );
        Finding {
            a: a.place,
            b: b.place,
            relation: pair.relation,
            score: scored.score(),
            inner: pair.relation.inner(pair.overlap),
            scores: scored.scores(),
            evidence: Evidence { reasons: scored.reasons, ..evidence.shifted(a.start, b.start) },
        }
    }

    fn finding_of_copy(&self, copy: &Copy) -> Finding {
        let Copy { position, original, relation } = *copy;
        let (a, b) = (self.passage(original), self.passage(position));
        let overlap = self.paragraphs.overlap_of_copies(original);
        let asks_for_restated = self.settings.criteria.asks_for(Relation::Restated);
        Finding {
            a: a.place,
            b: b.place,
            relation,
            score: Similarity::ONE,
            inner: None,
            scores: Scores::new(overlap, asks_for_restated.then_some(Similarity::ONE)),
            evidence: evidence(self.settings, a, b, Some(relation)),
        }
    }
}
