//! Which paragraphs can be left out, and for which that stay.

use core::cmp::Reverse;
use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{Detector, Keep, MayLose, Standing};
use super::meeting::{Meetings, Met};
use super::template::Templates;
use super::vocabulary::{Instance, Vocabulary};
use super::{Listed, Passage, RelatedPair, Scan};
use crate::Similarity;
use crate::cluster::{StandsFor, representatives_in_groups};
use crate::evidence::{Evidence, Span};
use crate::executor::Executor;
use crate::join::{HotShingles, Join};
use crate::relation::{Relation, Scores};
use crate::report::{self, Counts, Removal, Removals, Retained};
use crate::restatement::Collection;
use crate::shingle::{Sets, Unit};
use crate::verification::Verifier;

/// Pairs whose facts are compared in one piece of work: a few make up for the hand-over.
const TESTED: usize = 8;

/// Every paragraph that can be left out of the collection, in order.
pub(in crate::detector) fn removals<E: Executor, P: Ord>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    standing: impl Fn(usize) -> Standing<P>,
) -> Removals {
    let scan = Scan::prepare(detector, executor, passages);
    let mut counts = scan.counts();
    let sets = scan.sets();
    let Listed { pairs, join, hot } = scan.listed_pairs(&sets, &mut counts);
    let mut pairs = pairs.into_iter().map(RelatedPair::from).collect();
    scan.add_restatements(&sets, &mut pairs, &mut counts);
    let variants = Variants::rank(&scan, &standing);
    let mut relations = Relations::of(&scan, &sets, pairs);
    let is_ranked = |position: usize| standing(position) < Standing::Kept;
    let meetings = meetings(&relations, &variants, join.as_ref(), &hot, &mut counts);
    let mut walk = Walk { relations: &relations, variants: &variants, meetings, tested: 0 };
    let representative = walk.representatives(is_ranked);
    counts.hot_candidates = walk.tested;
    relations.add_hot_pairs(&variants, &representative);
    let removal = |position: usize| {
        let variant = variants.of[position]?;
        let stays = variants.face(representative[variant as usize]);
        let goes = stays != position && is_ranked(position);
        goes.then(|| relations.removal(position, stays)).flatten()
    };
    let removed: Vec<Removal> = (0..passages.len()).filter_map(removal).collect();
    for removal in &removed {
        counts.count_ground(removal.ground);
    }
    Removals { removed, counts, retained: Retained::default() }
}

/// What each removal loses.
pub(in crate::detector) fn losses<E: Executor>(
    _: &Detector,
    _: E,
    _: &[Passage<'_>],
    removals: &[Removal],
) -> Vec<Vec<Span>> {
    vec![Vec::new(); removals.len()]
}

/// Whether one text could be left out for the other.
pub(in crate::detector) fn judge_pair(
    detector: &Detector,
    removed: &str,
    kept: &str,
) -> report::Verdict {
    let relation = detector.compare(removed, kept).relation;
    relation.map_or(report::Verdict::Stays(Vec::new()), |relation| {
        report::Verdict::Goes(relation.into())
    })
}

/// Who meets whom under hot shingles, nobody being a representative yet.
fn meetings<E: Executor>(
    relations: &Relations<'_, '_, '_, E>,
    variants: &Variants,
    join: Option<&Join<'_>>,
    hot: &[u32],
    counts: &mut Counts,
) -> Meetings {
    let shingles = join.filter(|_| !hot.is_empty()).map(Join::hot_shingles);
    counts.hot_shingles = shingles.as_ref().map_or(0, HotShingles::len) as u64;
    counts.hot_paragraphs = hot.len() as u64;
    let count = variants.faces.len();
    let holdings = |variant: u32| {
        let set = variants.groups[variant as usize];
        shingles.as_ref().map_or_else(Vec::new, |shingles| shingles.holdings(set))
    };
    let instances = relations.instances(variants, hot);
    let Scan { detector, executor, .. } = relations.scan;
    let vocabulary = match detector.shingler.unit() {
        Unit::Words => Vocabulary::of(*executor, detector.normalizer, &instances),
        // Of characters even words that differ have shingles in common.
        _ => Vocabulary::without_rare_words(detector.normalizer),
    };
    let templates = Templates::of(*executor, &vocabulary, &instances, count, holdings);
    Meetings::under(counts.hot_shingles as usize, templates, count)
}

/// Whether one paragraph may be left out for another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Joins,
    Refused,
}

/// The way down the ranks, on which each variant joins a representative or becomes one.
struct Walk<'w, 's, 'd, 't, E> {
    relations: &'w Relations<'s, 'd, 't, E>,
    variants: &'w Variants,
    meetings: Meetings,
    /// Pairs judged that are known from hot shingles alone.
    tested: u64,
}

impl<E: Executor> Walk<'_, '_, '_, '_, E> {
    /// The variant that each variant joins; itself where it stays.
    fn representatives(&mut self, is_ranked: impl Fn(usize) -> bool) -> Vec<u32> {
        let ranked: Vec<u32> = (0..self.variants.faces.len() as u32).collect();
        let (variants, relations) = (self.variants, self.relations);
        let choose = |member: u32, related: &[u32]| {
            let joined = is_ranked(variants.face(member)).then(|| self.choose(member, related));
            let joined = joined.flatten();
            if joined.is_none() {
                self.meetings.keep(member);
            }
            joined
        };
        representatives_in_groups(&ranked, &variants.groups, &relations.directed(), choose)
    }

    /// The first in rank that a variant may join, of those `related` and those it meets.
    fn choose(&mut self, member: u32, related: &[u32]) -> Option<u32> {
        let met = self.meetings.meet(member);
        let mut candidates = related.to_vec();
        if !self.relations.scan.detector.reports(Relation::Restated) {
            candidates.retain(|other| !self.meetings.is_refused(member, &met, *other));
        }
        candidates.extend(&met.candidates);
        candidates.sort_unstable();
        candidates.dedup();
        let verdict = |other: u32| {
            self.relations.verdict(self.variants.face(member), self.variants.face(other))
        };
        let verdicts = judge(self.relations.scan.executor, &candidates, verdict);
        let judged = &candidates[..verdicts.len()];
        self.learn(member, &met, judged, &verdicts);
        let joins = verdicts.last() == Some(&Verdict::Joins);
        judged.last().copied().filter(|_| joins)
    }

    /// What the verdicts on those met say of their templates.
    fn learn(&mut self, member: u32, met: &Met, judged: &[u32], verdicts: &[Verdict]) {
        for (other, verdict) in judged.iter().zip(verdicts) {
            if met.candidates.binary_search(other).is_err() {
                continue;
            }
            self.tested += 1;
            if *verdict == Verdict::Refused {
                self.meetings.refuse(member, met, *other);
            }
        }
    }
}

/// The verdicts on items up to the first that joins. Mostly that is among the first few; where many
/// are refused, as instances of templates are, they are judged in blocks by all threads.
fn judge<E: Executor>(
    executor: E,
    items: &[u32],
    verdict: impl Fn(u32) -> Verdict + Sync,
) -> Vec<Verdict> {
    let judge_some = |items: &[u32]| {
        let mut verdicts = Vec::new();
        for item in items {
            verdicts.push(verdict(*item));
            if verdicts.last() == Some(&Verdict::Joins) {
                break;
            }
        }
        verdicts
    };
    let (head, tail) = items.split_at(TESTED.min(items.len()));
    let mut verdicts = judge_some(head);
    for block in tail.chunks(TESTED * 32) {
        let range = |range: Range<usize>| judge_some(&block[range]);
        for piece in executor.map_chunks(block.len(), TESTED, range) {
            if verdicts.last() != Some(&Verdict::Joins) {
                verdicts.extend(piece);
            }
        }
        if verdicts.last() == Some(&Verdict::Joins) {
            break;
        }
    }
    verdicts
}

/// Paragraphs of the same bytes: nothing tells them apart but their rank, so the first in rank, the
/// face, decides for all. Those that are kept decide for themselves alone, and where identical
/// paragraphs are to stay, each is a variant by itself.
struct Variants {
    /// The position of each variant's face; variants are numbered by rank.
    faces: Vec<u32>,
    /// The original (by number) whose canonical text each variant has.
    groups: Vec<u32>,
    /// The variant of each position; none where there are no words.
    of: Vec<Option<u32>>,
}

impl Variants {
    fn rank<E: Executor, P: Ord>(
        scan: &Scan<'_, '_, E>,
        standing: impl Fn(usize) -> Standing<P>,
    ) -> Variants {
        let groups = groups(scan);
        let mut variants = Variants { faces: vec![], groups: vec![], of: vec![None; groups.len()] };
        let copied = originals_with_copies(scan, &groups);
        let merges = scan.detector.reports(Relation::Identical);
        let mut known = BTreeMap::new();
        for position in ranked(scan, &groups, &standing) {
            let group = groups[position as usize].unwrap_or_default();
            let next = variants.faces.len() as u32;
            let variant = if merges && copied.contains(&group) {
                let is_kept = standing(position as usize) == Standing::Kept;
                let text = scan.passages[position as usize].text.trim();
                *known.entry((group, is_kept, text)).or_insert(next)
            } else {
                next
            };
            variants.add(position, group, variant);
        }
        variants
    }

    fn add(&mut self, position: u32, group: u32, variant: u32) {
        if variant as usize == self.faces.len() {
            self.faces.push(position);
            self.groups.push(group);
        }
        self.of[position as usize] = Some(variant);
    }

    fn face(&self, variant: u32) -> usize {
        self.faces[variant as usize] as usize
    }
}

/// The number of each position's original; none where there are no words.
fn groups<E>(scan: &Scan<'_, '_, E>) -> Vec<Option<u32>> {
    let mut groups = vec![None; scan.passages.len()];
    for (position, original) in scan.copies.originals.iter().zip(0..) {
        groups[*position as usize] = Some(original);
    }
    for copy in &scan.copies.copies {
        groups[copy.position as usize] = groups[copy.original as usize];
    }
    groups
}

/// The numbers of the originals that are not alone.
fn originals_with_copies<E>(scan: &Scan<'_, '_, E>, groups: &[Option<u32>]) -> BTreeSet<u32> {
    scan.copies.copies.iter().filter_map(|copy| groups[copy.original as usize]).collect()
}

/// The positions that have words, the first to be kept first.
fn ranked<E, P: Ord>(
    scan: &Scan<'_, '_, E>,
    groups: &[Option<u32>],
    standing: impl Fn(usize) -> Standing<P>,
) -> Vec<u32> {
    let has_words = |position: &u32| groups[*position as usize].is_some();
    let mut ranked: Vec<u32> = (0..groups.len() as u32).filter(has_words).collect();
    let words = |position: usize| match scan.detector.keep {
        Keep::Longest => scan.prepared[position].words,
        Keep::First => 0,
    };
    // Stable, so that of equals the first comes first.
    ranked.sort_by_cached_key(|position| {
        (Reverse(standing(*position as usize)), Reverse(words(*position as usize)))
    });
    ranked
}

/// What holds between originals, and so between the variants of their texts.
struct Relations<'s, 'd, 't, E> {
    scan: &'s Scan<'d, 't, E>,
    sets: &'s Sets<'s>,
    groups: Vec<Option<u32>>,
    /// Of the relations to act on, by their originals.
    pairs: Vec<RelatedPair>,
}

impl<'s, 'd, 't, E: Executor> Relations<'s, 'd, 't, E> {
    fn of(
        scan: &'s Scan<'d, 't, E>,
        sets: &'s Sets<'s>,
        mut pairs: Vec<RelatedPair>,
    ) -> Relations<'s, 'd, 't, E> {
        pairs.retain(|pair| scan.detector.reports(pair.relation));
        pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
        Relations { scan, sets, groups: groups(scan), pairs }
    }

    /// Who may be left out for whom, by originals. Variants of one text stand for each other.
    fn directed(&self) -> Vec<StandsFor> {
        let mut directed: Vec<StandsFor> =
            self.pairs.iter().flat_map(RelatedPair::directions).collect();
        if Relation::ALL[..2].iter().any(|copy| self.scan.detector.reports(*copy)) {
            let itself = |group| StandsFor { member: group, representative: group };
            directed.extend(originals_with_copies(self.scan, &self.groups).into_iter().map(itself));
        }
        directed
    }

    /// The variants of these originals.
    fn instances(&self, variants: &Variants, hot: &[u32]) -> Vec<Instance<'t>> {
        let instance = |variant: usize| {
            let (face, original) = (variants.faces[variant] as usize, variants.groups[variant]);
            hot.binary_search(&original).ok().map(|_| Instance {
                variant: variant as u32,
                text: self.scan.passages[face].text,
                words: self.scan.prepared[face].words as usize,
                shingles: self.sets.lens()[original as usize] as usize,
            })
        };
        (0..variants.faces.len()).filter_map(instance).collect()
    }

    /// Whether a paragraph may be left out for another: they must be related in a relation to act
    /// on, and agree in their facts.
    fn verdict(&self, member: usize, representative: usize) -> Verdict {
        let relation = self.relation(member, representative);
        let Some(relation) = relation.filter(|found| self.scan.detector.reports(*found)) else {
            return Verdict::Refused;
        };
        let text = |position: usize| self.scan.passages[position].text;
        let agree = self.scan.detector.may_lose == MayLose::Anything
            || Evidence::facts_agree(
                self.scan.detector.normalizer,
                text(member),
                text(representative),
                relation,
            );
        if agree { Verdict::Joins } else { Verdict::Refused }
    }

    /// In which relation a paragraph may be left out for another, if in any.
    fn relation(&self, member: usize, representative: usize) -> Option<Relation> {
        let text = |position: usize| self.scan.passages[position].text.trim();
        let (of, by) = (self.groups[member]?, self.groups[representative]?);
        if of == by {
            let identical = text(member) == text(representative);
            return Some(if identical { Relation::Identical } else { Relation::Reformatted });
        }
        let pair = self.pair(of, by)?;
        let stands_for = StandsFor { member: of, representative: by };
        pair.directions().any(|one| one == stands_for).then_some(pair.relation)
    }

    /// What holds between two originals: looked up, or verified where it is known from hot shingles.
    fn pair(&self, a: u32, b: u32) -> Option<RelatedPair> {
        let key = (a.min(b), a.max(b));
        let known = self.pairs.binary_search_by_key(&key, |pair| (pair.a, pair.b)).ok();
        let verify = || Verifier::new(self.sets, self.scan.detector.thresholds).verify(key);
        known.map(|index| self.pairs[index]).or_else(|| verify().map(Into::into))
    }

    /// Adds the pairs of variants with those that they join where only hot shingles showed them, with
    /// their probabilities where those are asked for.
    fn add_hot_pairs(&mut self, variants: &Variants, representative: &[u32]) {
        let groups = |(variant, other): (usize, &u32)| {
            let (a, b) = (variants.groups[variant], variants.groups[*other as usize]);
            (a.min(b), a.max(b))
        };
        let is_listed = |key: &(u32, u32)| {
            self.pairs.binary_search_by_key(key, |pair| (pair.a, pair.b)).is_ok()
        };
        let joined = representative.iter().enumerate().map(groups);
        let mut places: Vec<(u32, u32)> =
            joined.filter(|key| key.0 != key.1 && !is_listed(key)).collect();
        places.sort_unstable();
        places.dedup();
        let mut found: Vec<RelatedPair> =
            places.iter().filter_map(|(a, b)| self.pair(*a, *b)).collect();
        if !found.is_empty() && self.scan.detector.reports(Relation::Restated) {
            self.assess(&mut found, &places);
        }
        self.pairs.append(&mut found);
        self.pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    }

    /// Gives each pair its probability of being a restatement.
    fn assess(&self, pairs: &mut [RelatedPair], places: &[(u32, u32)]) {
        let texts: Vec<&str> =
            (0..self.sets.len() as u32).map(|set| self.scan.passage(set).text).collect();
        let collection =
            Collection::read(self.scan.executor, self.scan.detector.normalizer, &texts);
        let assessments = collection.assess(self.scan.executor, places);
        for (pair, assessment) in pairs.iter_mut().zip(assessments) {
            pair.restated = Some(assessment.probability);
        }
    }

    /// Of a paragraph that may be left out for the other.
    fn removal(&self, removed: usize, representative: usize) -> Option<Removal> {
        let relation = self.relation(removed, representative)?;
        let (of, by) = (self.groups[removed]?, self.groups[representative]?);
        let overlap = self.sets.overlap((of, by), &mut Default::default());
        let restated = if of == by {
            self.scan.detector.reports(Relation::Restated).then_some(Similarity::ONE)
        } else {
            self.pair(of, by)?.restated
        };
        let scores = Scores::new(overlap, restated);
        Some(Removal {
            removed,
            representative,
            ground: relation.into(),
            score: scores.of(relation),
        })
    }
}
