//! Restatements: pairs that no stronger relation holds for.
//!
//! What a word is worth is judged from other paragraphs. For a pair within one document these are the document's, so that
//! it is judged as if the document were alone; for a pair across documents they are all.

use super::homes::Homes;
use super::paragraphs::Paragraphs;
use super::{Pair, ScoredPair, Settings};
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::relation::Relation;
use crate::report::Counts;
use crate::restatement::Collection;
use crate::shingle::{Overlap, SetBuffer, Sets};

/// Related pairs with their probability, and the restatements besides, all judged by all; nothing but the pairs where nobody
/// asked for restatements.
pub(crate) fn add_restatements(
    settings: &Settings,
    (paragraphs, sets): (&Paragraphs<'_>, &Sets<'_>),
    pairs: &[Pair],
    counts: &mut Counts,
) -> Vec<ScoredPair> {
    let pairs = pairs
        .iter()
        .map(|pair| ScoredPair::at(*pair, paragraphs.first(pair.a), paragraphs.first(pair.b)));
    if !settings.criteria.asks_for(Relation::Restated) {
        return pairs.collect();
    }
    Peers::all(settings, paragraphs).judge(settings, sets, pairs.collect(), counts)
}

/// The same, where a pair within a document is judged by that document, and reported of it.
pub(crate) fn add_restatements_by_document(
    settings: &Settings,
    (paragraphs, sets): (&Paragraphs<'_>, &Sets<'_>),
    pairs: &[Pair],
    homes: &Homes,
    counts: &mut Counts,
) -> Vec<ScoredPair> {
    let (within, across) = homes.part(pairs);
    if !settings.criteria.asks_for(Relation::Restated) {
        return within.into_iter().flatten().chain(across).collect();
    }
    let documents = settings.threads.map(within.len(), |document| {
        let mut counts = Counts::default();
        let peers = Peers::read(settings, paragraphs, homes.members(document));
        (peers.judge(settings, sets, within[document].clone(), &mut counts), counts)
    });
    let mut judged = Vec::new();
    for (pairs, of_document) in documents {
        judged.extend(pairs);
        counts.add(&of_document);
    }
    if homes.documents() > 1 {
        let all = Peers::all(settings, paragraphs).judge(settings, sets, across, counts);
        // A restatement within a document has been judged there.
        judged.extend(all.into_iter().filter(|scored| {
            scored.pair.relation != Relation::Restated || !homes.share(scored.pair.sides())
        }));
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
    /// Everybody.
    fn all(settings: &Settings, paragraphs: &Paragraphs<'_>) -> Peers {
        let firsts = paragraphs.originals().iter().zip(0..);
        let members = firsts.map(|(first, original)| (Original(original), *first));
        Peers::read(settings, paragraphs, members.collect())
    }

    fn read(
        settings: &Settings,
        paragraphs: &Paragraphs<'_>,
        members: Vec<(Original, Paragraph)>,
    ) -> Peers {
        let (texts, lists): (Vec<&str>, Vec<Option<usize>>) = members
            .iter()
            .map(|(_, paragraph)| (paragraphs.text(*paragraph), paragraphs.list(*paragraph)))
            .unzip();
        let reader = (settings.shingler.normalizer(), settings.shingler.kernel());
        let collection = Collection::read(settings.threads, reader, &texts).in_lists(lists);
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
        counts.restated_scored += scored.pairs;
        counts.restated_passed_over += scored.passed_over;
        // A long text is too long for all of its judges.
        counts.restated_too_long = counts.restated_too_long.max(scored.too_long);
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
