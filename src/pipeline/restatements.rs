//! Restatements: pairs that no stronger relation holds for.
//!
//! What a word is worth is judged from other paragraphs. For a pair within one document these are the document's, so that
//! it is judged as if the document were alone; for a pair across documents they are all.

use super::homes::Homes;
use super::paragraphs::Paragraphs;
use super::{Pair, ScoredPair, Settings};
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::observer::Stage;
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
) -> Result<Vec<ScoredPair>, Cancelled> {
    let pairs = pairs
        .iter()
        .map(|pair| ScoredPair::at(*pair, paragraphs.first(pair.a), paragraphs.first(pair.b)));
    if !settings.criteria.asks_for(Relation::Restated) {
        return Ok(pairs.collect());
    }
    let restating = settings.executor(Stage::Restating);
    let peers = Peers::all(settings, restating, paragraphs)?;
    peers.judge(settings, restating, sets, (pairs.collect(), Paragraph::default(), counts))
}

/// The same, where a pair within a document is judged by that document, and reported of it. Restatements are looked for of the
/// paragraphs from `first` on; the pairs are of these by now.
pub(crate) fn add_restatements_by_document(
    settings: &Settings,
    (paragraphs, sets): (&Paragraphs<'_>, &Sets<'_>),
    pairs: &[Pair],
    (homes, first): (&Homes, Paragraph),
    counts: &mut Counts,
) -> Result<Vec<ScoredPair>, Cancelled> {
    let (within, across) = homes.part(pairs);
    if !settings.criteria.asks_for(Relation::Restated) {
        return Ok(within.into_iter().flatten().chain(across).collect());
    }
    let restating = settings.executor(Stage::Restating);
    // Of one document its own paragraphs are told of, of several how many of these are judged.
    let (over, in_each) = match homes.documents() {
        1 => (restating.silent(), restating),
        _ => (restating, restating.silent()),
    };
    let documents = over.map(within.len(), |document| {
        let mut counts = Counts::default();
        let peers = Peers::read(settings, in_each, (paragraphs, homes.members(document)))?;
        let related = (within[document].clone(), first, &mut counts);
        Ok((peers.judge(settings, in_each, sets, related)?, counts))
    })?;
    let mut judged = Vec::new();
    for document in documents {
        let (pairs, of_document) = document?;
        judged.extend(pairs);
        counts.add(&of_document);
    }
    if homes.documents() > 1 {
        let peers = Peers::all(settings, restating, paragraphs)?;
        let all = peers.judge(settings, restating, sets, (across, first, counts))?;
        // A restatement within a document has been judged there.
        judged.extend(all.into_iter().filter(|scored| {
            scored.pair.relation != Relation::Restated || !homes.share(scored.pair.sides())
        }));
    }
    Ok(judged)
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
    fn all<E: Executor>(
        settings: &Settings,
        executor: E,
        paragraphs: &Paragraphs<'_>,
    ) -> Result<Peers, Cancelled> {
        let firsts = paragraphs.originals().iter().zip(0..);
        let members = firsts.map(|(first, original)| (Original(original), *first));
        Peers::read(settings, executor, (paragraphs, members.collect()))
    }

    fn read<E: Executor>(
        settings: &Settings,
        executor: E,
        (paragraphs, members): (&Paragraphs<'_>, Vec<(Original, Paragraph)>),
    ) -> Result<Peers, Cancelled> {
        let texts: Vec<&str> =
            members.iter().map(|(_, paragraph)| paragraphs.text(*paragraph)).collect();
        let places = members.iter().map(|(_, paragraph)| paragraphs.place(*paragraph)).unzip();
        let reader = (settings.shingler.normalizer(), settings.shingler.kernel());
        let collection =
            Collection::read(executor, reader, &texts)?.in_documents(executor, &texts, places)?;
        let originals = members.iter().zip(0..);
        let mut places: Vec<_> =
            originals.map(|((original, _), place)| (*original, place)).collect();
        places.sort_unstable();
        Ok(Peers { members, places, collection })
    }

    /// These related pairs with their probability, and the restatements besides.
    fn judge<E: Executor>(
        &self,
        settings: &Settings,
        executor: E,
        sets: &Sets<'_>,
        (mut related, first, counts): (Vec<ScoredPair>, Paragraph, &mut Counts),
    ) -> Result<Vec<ScoredPair>, Cancelled> {
        let places: Vec<(u32, u32)> = related
            .iter()
            .map(|scored| (self.place(scored.pair.a), self.place(scored.pair.b)))
            .collect();
        let assessments = self.collection.assess(executor, &places)?;
        for (scored, assessment) in related.iter_mut().zip(assessments) {
            scored.restated = Some(assessment.probability);
        }
        related.extend(self.restatements(settings, executor, sets, (first, counts))?);
        Ok(related)
    }

    fn restatements<E: Executor>(
        &self,
        settings: &Settings,
        executor: E,
        sets: &Sets<'_>,
        (first, counts): (Paragraph, &mut Counts),
    ) -> Result<impl Iterator<Item = ScoredPair>, Cancelled> {
        let thresholds = settings.criteria.thresholds;
        let first = self.members.partition_point(|(_, paragraph)| *paragraph < first);
        let scored = self
            .collection
            .restatements(executor, first, |probability| thresholds.is_restated(probability))?;
        counts.restated_scored += scored.pairs;
        counts.restated_passed_over += scored.passed_over;
        // A long text is too long for all of its judges.
        counts.restated_too_long = counts.restated_too_long.max(scored.too_long);
        let (places, overlaps): (Vec<_>, Vec<_>) =
            self.with_overlaps(settings, sets, scored.restatements).unzip();
        let assessments = self.collection.assess(executor, &places)?;
        let pairs = places.into_iter().zip(overlaps).zip(assessments);
        Ok(pairs.map(|(((a, b), overlap), assessment)| {
            let [(a, first), (b, second)] = [a, b].map(|place| self.members[place as usize]);
            ScoredPair {
                pair: Pair { a, b, relation: Relation::Restated, overlap },
                places: (first, second),
                restated: Some(assessment.probability),
                reasons: Some(assessment.reasons),
            }
        }))
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
