//! Restatements: pairs that no stronger relation holds for.

use super::paragraphs::Paragraphs;
use super::{Pair, ScoredPair, Settings};
use crate::id::Original;
use crate::relation::Relation;
use crate::report::Counts;
use crate::restatement::Collection;
use crate::shingle::{SetBuffer, Sets};

/// Adds the restatements to related pairs, and gives these their probability; nothing where nobody asked for
/// restatements.
pub(crate) fn add_restatements(
    settings: &Settings,
    paragraphs: &Paragraphs<'_>,
    sets: &Sets<'_>,
    pairs: Vec<Pair>,
    counts: &mut Counts,
) -> Vec<ScoredPair> {
    let places: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.a.0, pair.b.0)).collect();
    let mut pairs: Vec<ScoredPair> = pairs.into_iter().map(ScoredPair::from).collect();
    if !settings.criteria.asks_for(Relation::Restated) {
        return pairs;
    }
    let originals = paragraphs.originals().iter();
    let texts: Vec<&str> = originals.map(|original| paragraphs.text(*original)).collect();
    let collection = Collection::read(settings.threads, settings.shingler.normalizer(), &texts);
    for (pair, assessment) in pairs.iter_mut().zip(collection.assess(settings.threads, &places)) {
        pair.restated = Some(assessment.probability);
    }
    pairs.extend(restatements(settings, sets, &collection, counts));
    pairs
}

fn restatements(
    settings: &Settings,
    sets: &Sets<'_>,
    collection: &Collection,
    counts: &mut Counts,
) -> Vec<ScoredPair> {
    let thresholds = settings.criteria.thresholds;
    let scored = collection
        .restatements(settings.threads, |probability| thresholds.is_restated(probability));
    counts.restated_scored = scored.pairs;
    counts.restated_passed_over = scored.passed_over;
    counts.restated_too_long = scored.too_long;
    let mut buffers = <[SetBuffer; 2]>::default();
    let mut pairs = Vec::new();
    for (a, b) in scored.restatements {
        let (a, b) = (Original(a), Original(b));
        let overlap = sets.overlap((a, b), &mut buffers);
        // A stronger relation hides this one, also where nobody asked for it.
        if thresholds.of_shingles(overlap).is_none() {
            pairs.push(Pair { a, b, relation: Relation::Restated, overlap });
        }
    }
    let places: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.a.0, pair.b.0)).collect();
    let assessments = collection.assess(settings.threads, &places);
    let scored = pairs.into_iter().zip(assessments);
    scored
        .map(|(pair, assessment)| ScoredPair {
            pair,
            restated: Some(assessment.probability),
            reasons: Some(assessment.reasons),
        })
        .collect()
}
