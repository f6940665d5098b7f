//! Two texts as the whole collection.

use crate::Similarity;
use crate::evidence::Evidence;
use crate::executor::{Serial, completed};
use crate::pipeline::{Paragraphs, Settings};
use crate::relation::{Relation, Scores};
use crate::report::Comparison;
use crate::restatement::{Assessment, Collection};
use crate::shingle::Overlap;

/// Every score of two texts, what holds between them, and the evidence.
pub(super) fn compare(settings: &Settings, a: &str, b: &str) -> Comparison {
    let Settings { criteria, shingler, .. } = settings;
    let texts = [a, b];
    let paragraphs = completed(Paragraphs::read(&settings.on_one_thread(), &texts));
    let overlap = Overlap::between(&shingler.shingles(a), &shingler.shingles(b));
    let reader = (shingler.normalizer(), shingler.kernel());
    let collection = completed(Collection::read(Serial, reader, &texts));
    let Assessment { probability, reasons } = completed(collection.assess(Serial, &[(0, 1)]))[0];
    let copy = paragraphs.copies().first().map(|copy| copy.relation);
    let have_words = paragraphs.counts().empty == 0;
    let is_restated = have_words && criteria.thresholds.is_restated(probability);
    let relation = copy
        .or_else(|| criteria.thresholds.of_shingles(overlap))
        .or_else(|| is_restated.then_some(Relation::Restated));
    let judged = have_words && criteria.asks_for(Relation::Restated);
    // The reasons explain why two texts are restatements, and also why they are none.
    let explained = judged && relation.is_none_or(|relation| relation == Relation::Restated);
    let restated = if copy.is_some() { Similarity::ONE } else { probability };
    let relation = relation.filter(|relation| criteria.asks_for(*relation));
    Comparison {
        relation,
        inner: relation.and_then(|relation| relation.inner(overlap)),
        scores: Scores::new(overlap, judged.then_some(restated)),
        evidence: Evidence {
            reasons: explained.then_some(reasons),
            ..Evidence::gather(shingler.normalizer(), a, b, relation)
        },
    }
}
