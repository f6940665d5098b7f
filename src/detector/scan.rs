//! One scope from paragraphs to findings: every stage in the order the text flows.

#[expect(dead_code, reason = "removals that lose wording do not ask it any more")]
mod removal;
pub(super) mod wording;

use core::cmp::Reverse;
use core::ops::Range;
use std::collections::BTreeMap;

use super::hot::HotPairs;
use super::{Detector, Keep, Signatures};
use crate::Similarity;
use crate::cluster::{Nobody, StandsFor, representatives};
use crate::copies::{Copies, Copy};
use crate::evidence::{Evidence, LongText, is_far_longer};
use crate::executor::{Executor, Serial};
use crate::hash::fingerprint;
use crate::join::{Bounds, Candidates, HOT, JoinIndex, find_candidates};
use crate::kernel::prefetch;
use crate::lsh::candidates;
use crate::minhash::SignatureMatrix;
use crate::relation::{Relation, Scores};
use crate::removal::Removal;
use crate::report::{Cluster, Comparison, Counts, Finding, Place, Report, Side};
use crate::restatement::{Assessment, Collection, Reasons};
use crate::shingle::{BYTES_A_SHINGLE, HeldSets, Overlap, Piece, Room, Sets};
use crate::verification::{VerifiedPair, verify};

pub(super) use removal::{judge_pair, losses, removals};

/// Paragraphs shingled in one piece of work.
const CHUNK: usize = 256;

/// A paragraph and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage<'t> {
    pub(super) text: &'t str,
    pub(super) place: Place,
    /// Its first byte in its document.
    pub(super) start: usize,
}

/// Adds to the report what holds among these passages.
pub(super) fn scan<E: Executor>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    report: &mut Report,
) {
    let scan = Scan::prepare(detector, executor, passages);
    let mut counts = scan.counts();
    let sets = scan.sets();
    let listed = scan.listed_pairs(&sets, &mut counts);
    let Represented { representative, hot_pairs } = scan.represent(&listed, &mut counts);
    let mut pairs = with_unlisted(listed.pairs, hot_pairs);
    scan.add_restatements(&sets, &mut pairs, &mut counts);
    report.clusters.extend(scan.clusters(&representative));
    report.findings.extend(scan.findings(&pairs));
    report.counts.add(&counts);
}

/// The clusters that the report would hold.
pub(super) fn clusters<E: Executor>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
) -> Vec<Cluster> {
    executor.enter(|| {
        let scan = Scan::prepare(detector, executor, passages);
        let (sets, mut counts) = (scan.sets(), Counts::default());
        let listed = scan.listed_pairs(&sets, &mut counts);
        scan.clusters(&scan.represent(&listed, &mut counts).representative)
    })
}

/// Two texts as the whole collection.
pub(super) fn compare(detector: &Detector, a: &str, b: &str) -> Comparison {
    let passage = |text, paragraph| Passage { text, place: Place::in_slice(paragraph), start: 0 };
    let passages = [passage(a, 0), passage(b, 1)];
    let scan = Scan::prepare(detector, Serial, &passages);
    let [shingles, other_shingles] = [a, b].map(|text| detector.shingler.shingles(text));
    let overlap = Overlap::between(&shingles, &other_shingles);
    let collection = Collection::read(Serial, detector.normalizer, &[a, b]);
    let Assessment { probability, reasons } = collection.assess(Serial, &[(0, 1)])[0];
    let copy = scan.copies.copies.first().map(|copy| copy.relation);
    let is_restated = scan.counts().empty == 0 && detector.thresholds.is_restated(probability);
    let relation = copy
        .or_else(|| detector.thresholds.of_shingles(overlap))
        .or_else(|| is_restated.then_some(Relation::Restated));
    let judged = scan.counts().empty == 0 && detector.reports(Relation::Restated);
    let explained = judged && relation.is_none_or(|relation| relation == Relation::Restated);
    let restated = if copy.is_some() { Similarity::ONE } else { probability };
    let relation = relation.filter(|relation| detector.reports(*relation));
    let evidence = detector.evidence(&passages[0], &passages[1], relation);
    Comparison {
        relation,
        inner: relation.and_then(|relation| inner(relation, overlap)),
        scores: Scores::new(overlap, judged.then_some(restated)),
        evidence: Evidence { reasons: explained.then_some(reasons), ..evidence },
    }
}

/// What the stages need of a paragraph besides its text and its shingles.
#[derive(Clone, Copy, Debug)]
struct Prepared {
    /// See [`Prepared::fingerprint`].
    print: u64,
    words: u32,
    /// Distinct ones.
    shingles: u32,
}

impl Prepared {
    fn of(words: &[u64], shingles: usize) -> Prepared {
        Prepared { print: fingerprint(words), words: words.len() as u32, shingles: shingles as u32 }
    }

    /// Of the canonical text; none where there are no words.
    fn fingerprint(self) -> Option<u64> {
        (self.words > 0).then_some(self.print)
    }
}

/// A pair for which a relation holds; both sides by their numbers among the originals.
#[derive(Clone, Copy, Debug)]
pub(super) struct RelatedPair {
    a: u32,
    b: u32,
    relation: Relation,
    overlap: Overlap,
    restated: Option<Similarity>,
    reasons: Option<Reasons>,
}

impl From<VerifiedPair> for RelatedPair {
    fn from(pair: VerifiedPair) -> RelatedPair {
        let VerifiedPair { a, b, relation, overlap } = pair;
        RelatedPair { a, b, relation, overlap, restated: None, reasons: None }
    }
}

impl RelatedPair {
    fn place(&self) -> (u32, u32) {
        (self.a, self.b)
    }

    fn directions(&self) -> impl Iterator<Item = StandsFor> + use<> {
        directions((self.a, self.b), self.relation, self.overlap)
    }
}

/// The pairs that no hot shingle is needed for.
struct Listed<'s> {
    pairs: Vec<VerifiedPair>,
    /// None where signatures alone propose pairs.
    join: Option<JoinIndex<'s>>,
    /// The originals that hold hot shingles.
    hot: Vec<u32>,
    /// Whether pairs under hot shingles may be passed over where they are too many.
    may_pass_over: bool,
}

/// Who stands for whom.
struct Represented {
    /// Of each original; itself where it stands for itself.
    representative: Vec<u32>,
    /// The pairs that were found on the way, some of them listed too.
    hot_pairs: Vec<VerifiedPair>,
}

/// The passages of one scope on their way through the stages.
struct Scan<'d, 't, E> {
    detector: &'d Detector,
    executor: E,
    passages: &'d [Passage<'t>],
    prepared: Vec<Prepared>,
    /// None where they are made anew.
    held: Option<HeldSets>,
    copies: Copies,
}

impl<'d, 't, E: Executor> Scan<'d, 't, E> {
    fn prepare(
        detector: &'d Detector,
        executor: E,
        passages: &'d [Passage<'t>],
    ) -> Scan<'d, 't, E> {
        let prepare = |range: Range<usize>| prepare(detector, &passages[range]);
        let (prepared, pieces): (Vec<_>, Vec<_>) =
            executor.map_chunks(passages.len(), CHUNK, prepare).into_iter().unzip();
        let held = (!detector.low_memory).then(|| HeldSets::of_pieces(pieces, CHUNK));
        let prepared = prepared.concat();
        let fingerprint = |position: usize| prepared[position].fingerprint();
        let text = |position: u32| passages[position as usize].text;
        let copies =
            Copies::group(executor, detector.normalizer, passages.len(), fingerprint, text);
        Scan { detector, executor, passages, prepared, held, copies }
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts { paragraphs: self.passages.len() as u64, ..Counts::default() };
        counts.distinct = self.copies.originals.len() as u64;
        counts.empty = counts.paragraphs - counts.distinct - self.copies.copies.len() as u64;
        counts
    }

    /// The passage of an original.
    fn passage(&self, original: u32) -> &'d Passage<'t> {
        &self.passages[self.copies.originals[original as usize] as usize]
    }

    /// The shingles of the originals.
    fn sets(&self) -> Sets<'_> {
        let originals = &self.copies.originals;
        if let Some(held) = &self.held {
            let set = |original: usize| held.get(originals[original] as usize);
            return Sets::held(self.executor.map(originals.len(), set));
        }
        let len = |position: &u32| self.prepared[*position as usize].shingles;
        let text = |original: usize| self.passages[originals[original] as usize].text;
        let lens = originals.iter().map(len).collect();
        Sets::remade(self.detector.shingler, lens, text)
    }

    /// Near and contained pairs but for those under hot shingles: proposed, then verified.
    fn listed_pairs<'s>(&self, sets: &'s Sets<'s>, counts: &mut Counts) -> Listed<'s> {
        let met = self.met_in_bands(sets, counts);
        let bounds = Bounds {
            thresholds: self.detector.thresholds,
            near: self.detector.reports(Relation::Near) && self.detector.signatures.is_none(),
            contained: self.detector.reports(Relation::Contained),
            hot: HOT,
        };
        if !bounds.near && !bounds.contained {
            let pairs = self.verified(sets, met);
            return Listed { pairs, join: None, hot: Vec::new(), may_pass_over: false };
        }
        let (join, joined) = find_candidates(self.executor, sets, bounds);
        let Candidates { mut pairs, near, contained, hot } = joined;
        counts.near_candidates += near;
        counts.contained_candidates = contained;
        pairs.extend(met);
        Listed { pairs: self.verified(sets, pairs), join: Some(join), hot, may_pass_over: false }
    }

    /// The proposed pairs whose relation holds and is asked for. What signatures propose may happen to
    /// be contained; where nobody asked for that, it is no reason for a cluster either.
    fn verified(&self, sets: &Sets<'_>, mut proposed: Vec<(u32, u32)>) -> Vec<VerifiedPair> {
        self.executor.sort(&mut proposed);
        proposed.dedup();
        let is_asked_for = |relation| self.detector.reports(relation);
        verify(self.executor, sets, &proposed, self.detector.thresholds, is_asked_for)
    }

    /// Goes down the ranks of the keep rule.
    fn represent(&self, listed: &Listed<'_>, counts: &mut Counts) -> Represented {
        let relations: Vec<StandsFor> = listed.pairs.iter().flat_map(stands_for).collect();
        let mut ranked = self.with_relations(&relations, &listed.hot);
        if self.detector.keep == Keep::Longest {
            let position = |original: u32| self.copies.originals[original as usize] as usize;
            ranked.sort_by_key(|original| Reverse(self.prepared[position(*original)].words));
        }
        self.represent_ranked(listed, (&relations, &ranked), |_| true, counts)
    }

    /// Goes down these ranks. The pairs of sets that hold hot shingles with the representatives that they
    /// meet under them are known only then.
    fn represent_ranked(
        &self,
        listed: &Listed<'_>,
        (relations, ranked): (&[StandsFor], &[u32]),
        may_join: impl Fn(u32) -> bool,
        counts: &mut Counts,
    ) -> Represented {
        let originals = self.copies.originals.len();
        let is_hot = |set: &u32| listed.hot.binary_search(set).is_ok();
        let order: Vec<u32> = ranked.iter().copied().filter(is_hot).collect();
        let Some(join) = listed.join.as_ref().filter(|_| !listed.hot.is_empty()) else {
            let mut nobody = Nobody;
            let representative =
                representatives(originals, ranked, relations, may_join, &mut nobody);
            return Represented { representative, hot_pairs: Vec::new() };
        };
        let mut hot_pairs = HotPairs::new(self.detector, self.executor, join, &order);
        if listed.may_pass_over {
            hot_pairs = hot_pairs.against_few();
        }
        let representative =
            representatives(originals, ranked, relations, may_join, &mut hot_pairs);
        counts.hot_shingles = hot_pairs.shingles();
        counts.hot_paragraphs = listed.hot.len() as u64;
        counts.hot_candidates = hot_pairs.candidates();
        counts.alike_passed_over = hot_pairs.passed_over();
        Represented { representative, hot_pairs: hot_pairs.into_pairs() }
    }

    /// Near pairs proposed by signatures, where signatures do it.
    fn met_in_bands(&self, sets: &Sets<'_>, counts: &mut Counts) -> Vec<(u32, u32)> {
        let signatures = self.detector.signatures.as_ref();
        let Some(Signatures { sketcher, banding }) =
            signatures.filter(|_| self.detector.reports(Relation::Near))
        else {
            return Vec::new();
        };
        let matrix = SignatureMatrix::sketch(self.executor, sketcher, sets);
        let met = candidates(self.executor, &matrix, *banding).into_pairs();
        counts.near_candidates = met.len() as u64;
        met
    }

    /// Scores restatements: adds the pairs that no stronger relation holds for, and gives the others
    /// their probability.
    fn add_restatements(&self, sets: &Sets<'_>, pairs: &mut Vec<RelatedPair>, counts: &mut Counts) {
        if !self.detector.reports(Relation::Restated) {
            return;
        }
        let texts: Vec<&str> = (0..self.copies.originals.len() as u32)
            .map(|original| self.passage(original).text)
            .collect();
        let collection = Collection::read(self.executor, self.detector.normalizer, &texts);
        let places: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        for (pair, assessment) in pairs.iter_mut().zip(collection.assess(self.executor, &places)) {
            pair.restated = Some(assessment.probability);
        }
        pairs.extend(self.restated_pairs(sets, &collection, counts));
    }

    fn restated_pairs(
        &self,
        sets: &Sets<'_>,
        collection: &Collection,
        counts: &mut Counts,
    ) -> Vec<RelatedPair> {
        let thresholds = self.detector.thresholds;
        let scored = collection
            .restatements(self.executor, |probability| thresholds.is_restated(probability));
        counts.restated_scored = scored.pairs;
        counts.restated_passed_over = scored.passed_over;
        counts.restated_too_long = scored.too_long;
        let mut rooms = <[Room; 2]>::default();
        let mut overlap = |place: (u32, u32)| sets.overlap(place, &mut rooms);
        let mut places = scored.restatements;
        places.retain(|place| thresholds.of_shingles(overlap(*place)).is_none());
        let assessments = collection.assess(self.executor, &places);
        let pairs = places.iter().zip(assessments);
        pairs
            .map(|(place, assessment)| RelatedPair {
                a: place.0,
                b: place.1,
                relation: Relation::Restated,
                overlap: overlap(*place),
                restated: Some(assessment.probability),
                reasons: Some(assessment.reasons),
            })
            .collect()
    }

    /// Clusters of all passages: originals with their representatives, copies with their originals.
    fn clusters(&self, representative: &[u32]) -> Vec<Cluster> {
        let originals = self.copies.originals.iter().zip(representative).zip(0..);
        let joined =
            originals.filter(|((_, representative), original)| *representative != original);
        let original_of =
            |position: u32| self.copies.originals.partition_point(|original| *original < position);
        let joined = joined.map(|((position, representative), _)| (*representative, *position));
        let copies = self.reported_copies();
        let copies = copies.map(|copy| (representative[original_of(copy.original)], copy.position));
        let mut members: Vec<(u32, u32)> = joined.chain(copies).collect();
        self.executor.sort(&mut members);
        let clusters: Vec<&[(u32, u32)]> =
            members.chunk_by(|left, right| left.0 == right.0).collect();
        self.executor.map(clusters.len(), |at| self.cluster(clusters[at]))
    }

    /// Of the positions of its members, each beside the representative, an original.
    fn cluster(&self, members: &[(u32, u32)]) -> Cluster {
        let place = |(_, position): &(u32, u32)| self.passages[*position as usize].place;
        Cluster {
            representative: self.passage(members[0].0).place,
            members: members.iter().map(place).collect(),
        }
    }

    /// The originals that have relations, and those of `hot`, ascending. All others represent themselves.
    fn with_relations(&self, relations: &[StandsFor], hot: &[u32]) -> Vec<u32> {
        let mut is_ranked = vec![false; self.copies.originals.len()];
        let related = relations.iter().flat_map(|one| [one.member, one.representative]);
        related.chain(hot.iter().copied()).for_each(|one| is_ranked[one as usize] = true);
        (0..is_ranked.len() as u32).filter(|original| is_ranked[*original as usize]).collect()
    }

    /// All findings with their evidence, in the order of the report.
    fn findings(&self, pairs: &[RelatedPair]) -> Vec<Finding> {
        let long_texts = self.long_texts(pairs);
        let of_pairs = |range: Range<usize>| -> Vec<Finding> {
            pairs[range].iter().map(|pair| self.finding(pair, &long_texts)).collect()
        };
        let chunks = self.executor.map_chunks(pairs.len(), 16, of_pairs);
        let of_copies = self.reported_copies().map(|copy| self.finding_of_copy(copy));
        // Exactly the room that is needed, and sorted in place: findings are large.
        let mut findings = Vec::with_capacity(pairs.len() + self.reported_copies().count());
        findings.extend(chunks.into_iter().flatten().chain(of_copies));
        findings.sort_unstable_by_key(|finding| (finding.b, Reverse(finding.score), finding.a));
        findings
    }

    fn reported_copies(&self) -> impl Iterator<Item = &Copy> {
        self.copies.copies.iter().filter(|copy| self.detector.reports(copy.relation))
    }

    /// The paragraphs, by their numbers among the originals, that are far longer than the others of
    /// several pairs: each is read once for all of these.
    fn long_texts(&self, pairs: &[RelatedPair]) -> BTreeMap<u32, LongText> {
        let mut long: Vec<u32> = pairs.iter().filter_map(|pair| self.far_longer(pair)).collect();
        long.sort_unstable();
        let several = long.chunk_by(|left, right| left == right).filter(|pairs| pairs.len() > 1);
        let several: Vec<u32> = several.map(|pairs| pairs[0]).collect();
        let read =
            |at: usize| LongText::read(self.detector.normalizer, self.passage(several[at]).text);
        several.iter().copied().zip(self.executor.map(several.len(), read)).collect()
    }

    fn far_longer(&self, pair: &RelatedPair) -> Option<u32> {
        let long = |short: u32, long: u32| {
            let text = |original: u32| self.passage(original).text;
            is_far_longer(text(short), text(long)).then_some(long)
        };
        if pair.relation == Relation::Restated {
            return None;
        }
        long(pair.a, pair.b).or_else(|| long(pair.b, pair.a))
    }

    fn finding(&self, pair: &RelatedPair, long_texts: &BTreeMap<u32, LongText>) -> Finding {
        let scores = Scores::new(pair.overlap, pair.restated);
        let (a, b) = (self.passage(pair.a), self.passage(pair.b));
        Finding {
            a: a.place,
            b: b.place,
            relation: pair.relation,
            score: scores.of(pair.relation),
            inner: inner(pair.relation, pair.overlap),
            scores,
            evidence: Evidence {
                reasons: pair.reasons,
                ..Evidence::gather_with(
                    self.detector.normalizer,
                    (a.text, long_texts.get(&pair.a)),
                    (b.text, long_texts.get(&pair.b)),
                    Some(pair.relation),
                )
                .shifted(a.start, b.start)
            },
        }
    }

    fn finding_of_copy(&self, copy: &Copy) -> Finding {
        let Copy { position, original, relation } = *copy;
        let (a, b) = (&self.passages[original as usize], &self.passages[position as usize]);
        let shingles = self.prepared[original as usize].shingles as usize;
        let restated = self.detector.reports(Relation::Restated).then_some(Similarity::ONE);
        Finding {
            a: a.place,
            b: b.place,
            relation,
            score: Similarity::ONE,
            inner: None,
            scores: Scores::new(Overlap::of_equals(shingles), restated),
            evidence: self.detector.evidence(a, b, Some(relation)),
        }
    }
}

/// The sets stay where they are to be held.
fn prepare(detector: &Detector, passages: &[Passage<'_>]) -> (Vec<Prepared>, Piece) {
    let bytes: usize = passages.iter().map(|passage| passage.text.len()).sum();
    let mut sets = if detector.low_memory {
        Piece::default()
    } else {
        Piece::with_capacity(passages.len(), bytes / BYTES_A_SHINGLE)
    };
    let (mut words, mut shingles) = (Vec::new(), Vec::new());
    let prepare = |(at, passage): (usize, &Passage<'_>)| {
        if let Some(next) = passages.get(at + 1) {
            prefetch(next.text.as_bytes());
        }
        detector.shingler.shingle(passage.text, &mut words, &mut shingles);
        let size = sets.push(detector.shingler.kernel(), &shingles);
        if detector.low_memory {
            sets.clear();
        }
        Prepared::of(&words, size)
    };
    let prepared = passages.iter().enumerate().map(prepare).collect();
    (prepared, sets.shrunk())
}

/// The listed pairs, which verification has left in order, and those of `found` that are not among them.
fn with_unlisted(listed: Vec<VerifiedPair>, mut found: Vec<VerifiedPair>) -> Vec<RelatedPair> {
    found.sort_unstable_by_key(VerifiedPair::place);
    let is_listed = |found: &VerifiedPair| {
        listed.binary_search_by_key(&found.place(), VerifiedPair::place).is_ok()
    };
    found.retain(|pair| !is_listed(pair));
    listed.into_iter().chain(found).map(RelatedPair::from).collect()
}

/// A restatement this many times as long as what it restates says more than that.
const CLEARLY_LONGER: f64 = 1.5;

/// The side that stands in the other, where the relation has a direction.
fn inner(relation: Relation, overlap: Overlap) -> Option<Side> {
    let smaller = if overlap.a_is_smaller() { Side::A } else { Side::B };
    let (small, large) = overlap.sizes();
    let directed = match relation {
        Relation::Contained => true,
        Relation::Restated => large as f64 >= CLEARLY_LONGER * small as f64,
        _ => false,
    };
    directed.then_some(smaller)
}

/// Which side of a pair may be left out of a cluster where the other is kept. Restatements, which
/// shingles do not verify, make no clusters.
pub(super) fn stands_for(pair: &VerifiedPair) -> impl Iterator<Item = StandsFor> + use<> {
    directions(pair.place(), pair.relation, pair.overlap)
}

/// Which side of a pair says nothing that the other does not.
fn directions(
    (a, b): (u32, u32),
    relation: Relation,
    overlap: Overlap,
) -> impl Iterator<Item = StandsFor> + use<> {
    let inner = inner(relation, overlap);
    let a_out = StandsFor { member: a, representative: b };
    let b_out = StandsFor { member: b, representative: a };
    let a_out = (inner != Some(Side::B)).then_some(a_out);
    a_out.into_iter().chain((inner != Some(Side::A)).then_some(b_out))
}

/// The paragraphs that are not removed, ascending; removals come in the order of what goes.
fn staying(paragraphs: usize, removed: &[Removal]) -> Vec<usize> {
    let mut removed = removed.iter().map(|removal| removal.removed).peekable();
    (0..paragraphs).filter(|paragraph| removed.next_if_eq(paragraph).is_none()).collect()
}
