//! Restatements: pairs that no stronger relation holds for.
//!
//! What a word is worth is judged from other paragraphs. For a pair within one document these are the document's, so that
//! it is judged as if the document were alone; for a pair across documents they are all.

use core::ops::Range;

use super::homes::Homes;
use super::paragraphs::Paragraphs;
use super::{Pair, ScoredPair, Settings};
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::relation::Relation;
use crate::report::Counts;
use crate::restatement::Collection;
use crate::shingle::{Overlap, SetBuffer, Sets};

/// Adds the restatements to related pairs, and gives these their probability; nothing where nobody asked for
/// restatements. `documents` are the paragraphs of each.
pub(crate) fn add_restatements(
    settings: &Settings,
    (paragraphs, sets): (&Paragraphs<'_>, &Sets<'_>),
    pairs: Vec<Pair>,
    documents: &[Range<usize>],
    counts: &mut Counts,
) -> Vec<ScoredPair> {
    let pairs = pairs.into_iter().map(|pair| ScoredPair::of_firsts(pair, paragraphs));
    if !settings.criteria.asks_for(Relation::Restated) {
        return pairs.collect();
    }
    let firsts = paragraphs.originals().iter().zip(0..);
    let firsts = firsts.map(|(first, original)| (Original(original), *first)).collect();
    let everybody = Peers::read(settings, paragraphs, firsts);
    // With one document there is nobody else to judge by.
    if documents.len() <= 1 {
        return everybody.judge(settings, sets, pairs.collect(), counts);
    }
    let homes = Homes::new(paragraphs, documents);
    let (within, across) = homes.part(pairs);
    let mut judged = everybody.judge(settings, sets, across, counts);
    judged.retain(|pair| pair.reasons.is_none() || !homes.share(pair.pair.sides()));
    let alone = settings.on_one_thread();
    let documents = settings.threads.map(within.len(), |document| {
        let mut counts = Counts::default();
        let peers = Peers::read(&alone, paragraphs, homes.members(document));
        (peers.judge(&alone, sets, within[document].clone(), &mut counts), counts)
    });
    for (pairs, of_document) in documents {
        judged.extend(pairs);
        counts.add(&of_document);
    }
    judged
}

/// Different texts that are judged by each other, in the order in which they stand.
struct Peers {
    members: Vec<(Original, Paragraph)>,
    /// Each original and its place among the members, ascending.
    places: Vec<(Original, u32)>,
    collection: Collection,
}

impl Peers {
    fn read(
        settings: &Settings,
        paragraphs: &Paragraphs<'_>,
        members: Vec<(Original, Paragraph)>,
    ) -> Peers {
        let texts: Vec<&str> =
            members.iter().map(|(_, paragraph)| paragraphs.text(*paragraph)).collect();
        let normalizer = settings.shingler.normalizer();
        let collection = Collection::read(settings.threads, normalizer, &texts);
        let originals = members.iter().zip(0..);
        let mut places: Vec<_> =
            originals.map(|((original, _), place)| (*original, place)).collect();
        places.sort_unstable();
        Peers { members, places, collection }
    }

    /// These related pairs with their probability, and the restatements besides.
    fn judge(
        &self,
        settings: &Settings,
        sets: &Sets<'_>,
        mut related: Vec<ScoredPair>,
        counts: &mut Counts,
    ) -> Vec<ScoredPair> {
        let places: Vec<(u32, u32)> = related
            .iter()
            .map(|scored| (self.place(scored.pair.a), self.place(scored.pair.b)))
            .collect();
        let assessments = self.collection.assess(settings.threads, &places);
        for (scored, assessment) in related.iter_mut().zip(assessments) {
            scored.restated = Some(assessment.probability);
        }
        related.extend(self.restatements(settings, sets, counts));
        related
    }

    fn restatements(
        &self,
        settings: &Settings,
        sets: &Sets<'_>,
        counts: &mut Counts,
    ) -> impl Iterator<Item = ScoredPair> {
        let thresholds = settings.criteria.thresholds;
        let scored = self
            .collection
            .restatements(settings.threads, |probability| thresholds.is_restated(probability));
        counts.restated_scored = scored.pairs;
        counts.restated_passed_over = scored.passed_over;
        counts.restated_too_long = scored.too_long;
        let (places, overlaps): (Vec<_>, Vec<_>) =
            self.with_overlaps(settings, sets, scored.restatements).unzip();
        let assessments = self.collection.assess(settings.threads, &places);
        let pairs = places.into_iter().zip(overlaps).zip(assessments);
        pairs.map(|(((a, b), overlap), assessment)| {
            let [(a, first), (b, second)] = [a, b].map(|place| self.members[place as usize]);
            ScoredPair {
                pair: Pair { a, b, relation: Relation::Restated, overlap },
                places: (first, second),
                restated: Some(assessment.probability),
                reasons: Some(assessment.reasons),
            }
        })
    }

    /// The pairs for which no stronger relation holds, each with what it shares.
    fn with_overlaps(
        &self,
        settings: &Settings,
        sets: &Sets<'_>,
        pairs: Vec<(u32, u32)>,
    ) -> impl Iterator<Item = ((u32, u32), Overlap)> {
        let mut buffers = <[SetBuffer; 2]>::default();
        let overlaps = pairs.into_iter().map(move |(a, b)| {
            let originals = (self.members[a as usize].0, self.members[b as usize].0);
            ((a, b), sets.overlap(originals, &mut buffers))
        });
        // A stronger relation hides this one, also where nobody asked for it.
        let thresholds = settings.criteria.thresholds;
        overlaps.filter(move |(_, overlap)| thresholds.of_shingles(*overlap).is_none())
    }

    /// # Panics
    /// When the text is no member's.
    fn place(&self, original: Original) -> u32 {
        let place = self.places.partition_point(|(other, _)| *other < original);
        self.places[place].1
    }
}
