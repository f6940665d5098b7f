//! Removals that lose nothing but wording.

use std::collections::BTreeMap;

use super::removal::{Decided, Related};
use super::{RelatedPair, Scan};
use crate::cluster::{Arrivals, StandsFor, representatives};
use crate::executor::Executor;
use crate::removal::{Kept, Loss, Sequences, Standing, Told, Traits, Vocabulary, holders};
use crate::report::{Counts, Retained};
use crate::shingle::Sets;
use crate::text::Normalizer;
use crate::verification::{Verifier, verify};

/// Kept paragraphs that tell the same as another which that one is held against. More are passed over and
/// counted: a paragraph stays that might go.
const MAX_ALIKE: usize = 32;

/// Who may go for whom where nothing but wording may be lost.
///
/// Of the pairs that are related those count that lose nothing telling. What paragraphs under hot
/// shingles are related to is looked up by what they tell: under their rarest sentence, as instances
/// of a template with numbers of their own have one that stands nowhere else.
pub(super) fn without_loss<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    scan: &Scan<'_, '_, E>,
    sets: &Sets<'_>,
    related: &mut Related<'_, S>,
    counts: &mut Counts,
) -> Decided {
    let telling = Telling::new(scan, related);
    let common = telling.add_holders(scan, sets, related);
    let allowed = telling.allowed(scan, related);
    let mut ranked = scan.with_relations(&allowed, &related.hot);
    related.ranks.sort(&mut ranked);
    let mut alike = Alike {
        scan,
        telling: &telling,
        related,
        common,
        verifier: Verifier::new(sets, scan.detector.thresholds),
        kept: BTreeMap::new(),
        arrived: None,
        pairs: Vec::new(),
        passed_over: 0,
    };
    let may_join = |original| related.ranks.may_go(original);
    let originals = scan.copies.originals.len();
    let representative = representatives(originals, &ranked, &allowed, may_join, &mut alike);
    counts.alike_passed_over = alike.passed_over;
    let found = alike.pairs;
    let retained = telling.retained(scan, related, &representative);
    related.add(found);
    Decided { representative, retained }
}

/// What the related originals of a collection tell.
struct Telling<'t> {
    normalizer: Normalizer,
    vocabulary: Vocabulary,
    /// The text that stands for each original.
    texts: Vec<&'t str>,
    sequences: Sequences,
}

impl<'t> Telling<'t> {
    fn new<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        scan: &Scan<'_, 't, E>,
        related: &Related<'_, S>,
    ) -> Telling<'t> {
        let normalizer = scan.detector.normalizer;
        let faces =
            (0..scan.copies.originals.len() as u32).map(|one| related.ranks.copied.face(one));
        let texts: Vec<&str> = faces.map(|face| scan.passages[face].text).collect();
        let reading = (normalizer, scan.detector.shingler.kernel());
        let vocabulary = Vocabulary::count(scan.executor, reading, &texts);
        let is_related = related.is_related();
        let units = scan.executor.map(texts.len(), |original| {
            let told = |text| Told::read(normalizer, &vocabulary, text).units;
            if is_related[original] { told(texts[original]) } else { Vec::new() }
        });
        let mut sequences = Sequences::default();
        for told in units {
            for unit in told {
                sequences.push_unit(unit, true);
            }
            sequences.end(Traits { words: 0, may_stand_in: true });
        }
        Telling { normalizer, vocabulary, texts, sequences }
    }

    fn told(&self, original: u32) -> Told {
        Told::read(self.normalizer, &self.vocabulary, self.texts[original as usize])
    }

    /// Whether one original tells all that another tells, in one run.
    fn holds(&self, one: u32, other: u32) -> bool {
        let units = self.sequences.get(other as usize);
        !units.is_empty()
            && self.sequences.get(one as usize).windows(units.len()).any(|run| run == units)
    }

    /// Adds the pairs of originals under hot shingles of which one tells all that the other tells, where
    /// they are related. Returns those whose every sentence many others tell too.
    fn add_holders<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        &self,
        scan: &Scan<'_, '_, E>,
        sets: &Sets<'_>,
        related: &mut Related<'_, S>,
    ) -> Vec<u32> {
        let (found, common) = holders(scan.executor, &self.sequences, &related.hot);
        let place = |(one, other): (u32, u32)| (one.min(other), one.max(other));
        let mut candidates: Vec<(u32, u32)> = found.into_iter().map(place).collect();
        candidates.retain(|(one, other)| related.pair(*one, *other).is_none());
        scan.executor.sort(&mut candidates);
        candidates.dedup();
        let reports = |relation| scan.detector.reports(relation);
        let verified = verify(scan.executor, sets, &candidates, scan.detector.thresholds, reports);
        related.add(verified.into_iter().map(RelatedPair::from));
        common
    }

    /// Of all related pairs those that lose nothing but wording.
    fn allowed<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        &self,
        scan: &Scan<'_, '_, E>,
        related: &Related<'_, S>,
    ) -> Vec<StandsFor> {
        let ranks = &related.ranks;
        let may_stand = |one: &StandsFor| {
            ranks.outranks(one.representative, one.member)
                && ranks.may_go(one.member)
                && self.holds(one.representative, one.member)
        };
        let directed = related.pairs.iter().flat_map(RelatedPair::directions).filter(may_stand);
        let directed = directed.map(|one| (one.representative, one.member)).collect();
        let judged = self.judged(scan, directed).into_iter().filter(|(_, loss)| loss.is_none());
        judged.map(|((representative, member), _)| StandsFor { member, representative }).collect()
    }

    /// What is lost where the second original of each pair goes for the first, which is read once for all of them.
    fn judged<E: Executor>(
        &self,
        scan: &Scan<'_, '_, E>,
        mut pairs: Vec<(u32, u32)>,
    ) -> Vec<((u32, u32), Option<Loss>)> {
        scan.executor.sort(&mut pairs);
        let groups: Vec<&[(u32, u32)]> = pairs.chunk_by(|one, other| one.0 == other.0).collect();
        let judged = scan.executor.map(groups.len(), |at| -> Vec<Option<Loss>> {
            let kept = Kept::new(self.told(groups[at][0].0));
            groups[at].iter().map(|pair| kept.loss(&self.told(pair.1))).collect()
        });
        pairs.iter().copied().zip(judged.into_iter().flatten()).collect()
    }

    /// Counts the originals that the listed pairs alone would remove, by what would be lost.
    fn retained<E: Executor, S>(
        &self,
        scan: &Scan<'_, '_, E>,
        related: &Related<'_, S>,
        representative: &[u32],
    ) -> Retained {
        let stays = |original: &u32| {
            let original = *original as usize;
            related.representative[original] as usize != original
                && representative[original] as usize == original
        };
        let staying = (0..representative.len() as u32).filter(stays);
        let pairs = staying.map(|original| (related.representative[original as usize], original));
        let mut retained = Retained::default();
        for (_, loss) in self.judged(scan, pairs.collect()) {
            *count_of(&mut retained, loss.unwrap_or(Loss::Passage)) += 1;
        }
        retained
    }
}

fn count_of(retained: &mut Retained, loss: Loss) -> &mut u64 {
    match loss {
        Loss::Number => &mut retained.numbers,
        Loss::Name => &mut retained.names,
        Loss::Negation => &mut retained.negations,
        Loss::Obligation => &mut retained.obligations,
        Loss::RareWord => &mut retained.rare_words,
        Loss::Passage => &mut retained.passages,
    }
}

/// Holds paragraphs that tell only what many tell against the first of those kept that tell the same.
struct Alike<'a, 'd, 't, 'r, E, S> {
    scan: &'a Scan<'d, 't, E>,
    telling: &'a Telling<'t>,
    related: &'a Related<'r, S>,
    /// Ascending.
    common: Vec<u32>,
    verifier: Verifier<'a>,
    kept: BTreeMap<u64, KeptAlike>,
    /// The last that arrived, for it may be kept.
    arrived: Option<(u32, u64, Told)>,
    pairs: Vec<RelatedPair>,
    passed_over: u64,
}

/// The first of those kept that tell the same, and how many more there are.
#[derive(Default)]
struct KeptAlike {
    first: Vec<(u32, Kept)>,
    others: u64,
}

impl<E: Executor, S> Alike<'_, '_, '_, '_, E, S> {
    /// The first kept one that an original may go for.
    fn stands_for(&mut self, member: u32, key: u64, told: &Told) -> Option<StandsFor> {
        let alike = self.kept.get(&key)?;
        for (representative, kept) in &alike.first {
            let place = (member.min(*representative), member.max(*representative));
            let Some(pair) = self.verifier.verify(place).map(RelatedPair::from) else { continue };
            let stands = StandsFor { member, representative: *representative };
            let is_directed = self.scan.detector.reports(pair.relation)
                && pair.directions().any(|one| one == stands);
            if is_directed && kept.loss(told).is_none() {
                self.pairs.push(pair);
                return Some(stands);
            }
        }
        self.passed_over += alike.others;
        None
    }
}

impl<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync> Arrivals
    for Alike<'_, '_, '_, '_, E, S>
{
    fn arrive(&mut self, item: u32) -> Vec<StandsFor> {
        self.arrived = None;
        if self.common.binary_search(&item).is_err() {
            return Vec::new();
        }
        let Some(key) = self.telling.sequences.fingerprint(item as usize) else {
            return Vec::new();
        };
        let told = self.telling.told(item);
        let may_go = self.related.ranks.may_go(item);
        let found = may_go.then(|| self.stands_for(item, key, &told)).flatten();
        self.arrived = Some((item, key, told));
        found.into_iter().collect()
    }

    fn keep(&mut self, item: u32) {
        if let Some((_, key, told)) = self.arrived.take_if(|arrived| arrived.0 == item) {
            let alike = self.kept.entry(key).or_default();
            if alike.first.len() < MAX_ALIKE {
                alike.first.push((item, Kept::new(told)));
            } else {
                alike.others += 1;
            }
        }
    }
}
