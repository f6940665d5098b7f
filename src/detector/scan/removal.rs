//! Which paragraphs can be left out, and for which that stay.

use core::cmp::Reverse;
use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{Detector, Keep, Standing};
use super::{Passage, RelatedPair, Scan, directions};
use crate::Similarity;
use crate::cluster::{StandsFor, representatives_in_groups};
use crate::executor::Executor;
use crate::relation::{Relation, Scores};
use crate::report::{Counts, Removal};
use crate::shingle::Overlap;

/// Pairs whose facts are compared in one piece of work: a few make up for the hand-over.
const TESTED: usize = 8;

/// Every paragraph that can be left out of the collection, in order.
pub(in crate::detector) fn removals<E: Executor, P: Ord>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    standing: impl Fn(usize) -> Standing<P>,
) -> Vec<Removal> {
    let scan = Scan::prepare(detector, executor, passages);
    let mut counts = Counts::default();
    // Facts decide who joins whom, in the caller's ranks: every pair may be asked for.
    let mut pairs = scan.shingle_pairs(usize::MAX, &mut counts);
    scan.add_restatements(&mut pairs, &mut counts);
    let variants = Variants::rank(&scan, &standing);
    let relations = Relations::of(&scan, pairs);
    let is_ranked = |position: usize| standing(position) < Standing::Kept;
    let representative = representatives_of(&variants, &relations, is_ranked);
    let removal = |position: usize| {
        let variant = variants.of[position]?;
        let stays = variants.face(representative[variant as usize]);
        (stays != position && is_ranked(position)).then(|| relations.removal(position, stays))
    };
    (0..passages.len()).filter_map(removal).collect()
}

/// The variant that each variant joins; itself where it stays.
fn representatives_of<E: Executor>(
    variants: &Variants,
    relations: &Relations<'_, '_, '_, E>,
    is_ranked: impl Fn(usize) -> bool,
) -> Vec<u32> {
    let ranked: Vec<u32> = (0..variants.faces.len() as u32).collect();
    let choose = |member: u32, related: &[u32]| {
        let member = variants.face(member);
        let may_join = |other: u32| relations.may_join(member, variants.face(other));
        is_ranked(member).then(|| first(relations.scan.executor, related, may_join)).flatten()
    };
    representatives_in_groups(&ranked, &variants.groups, relations.directed(), choose)
}

/// The first item that passes a test. Mostly that is the very first; where many fail, as instances
/// of one template do whose numbers differ, they are tested in blocks by all threads.
fn first<E: Executor>(
    executor: E,
    items: &[u32],
    test: impl Fn(u32) -> bool + Sync,
) -> Option<u32> {
    let (head, tail) = items.split_first()?;
    if test(*head) {
        return Some(*head);
    }
    let passes = |block: &[u32]| {
        let test = |range: Range<usize>| block[range].iter().copied().find(|item| test(*item));
        executor.map_chunks(block.len(), TESTED, test).into_iter().flatten().next()
    };
    tail.chunks(TESTED * 32).find_map(passes)
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
    groups: Vec<Option<u32>>,
    /// Of the relations to act on, by their originals.
    pairs: Vec<RelatedPair>,
}

impl<'s, 'd, 't, E: Executor> Relations<'s, 'd, 't, E> {
    fn of(scan: &'s Scan<'d, 't, E>, mut pairs: Vec<RelatedPair>) -> Relations<'s, 'd, 't, E> {
        pairs.retain(|pair| scan.detector.reports(pair.relation));
        pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
        Relations { scan, groups: groups(scan), pairs }
    }

    /// Who may be left out for whom, by originals. Variants of one text stand for each other.
    fn directed(&self) -> Vec<StandsFor> {
        let mut directed: Vec<StandsFor> = self.pairs.iter().flat_map(directions).collect();
        if Relation::ALL[..2].iter().any(|copy| self.scan.detector.reports(*copy)) {
            let itself = |group| StandsFor { member: group, representative: group };
            directed.extend(originals_with_copies(self.scan, &self.groups).into_iter().map(itself));
        }
        directed
    }

    /// Whether two related paragraphs are so in a relation to act on, and agree in their facts.
    fn may_join(&self, member: usize, representative: usize) -> bool {
        let relation = self.relation(member, representative);
        let agree = || {
            // Both ways round: words may be aligned otherwise, and neither may show a difference.
            self.same_facts(member, representative, relation)
                && self.same_facts(representative, member, relation)
        };
        self.scan.detector.reports(relation)
            && (relation <= Relation::Reformatted
                || self.scan.detector.even_if_facts_differ
                || agree())
    }

    fn same_facts(&self, a: usize, b: usize, relation: Relation) -> bool {
        let (a, b) = (&self.scan.passages[a], &self.scan.passages[b]);
        self.scan.detector.evidence(a, b, Some(relation)).facts_differ.is_empty()
    }

    fn relation(&self, a: usize, b: usize) -> Relation {
        let text = |position: usize| self.scan.passages[position].text.trim();
        match self.pair(a, b) {
            Some(pair) => pair.relation,
            None if text(a) == text(b) => Relation::Identical,
            None => Relation::Reformatted,
        }
    }

    /// None where both have the same canonical text.
    fn pair(&self, a: usize, b: usize) -> Option<&RelatedPair> {
        let (a, b) = (self.groups[a]?, self.groups[b]?);
        let key = (a.min(b), a.max(b));
        let found = self.pairs.binary_search_by_key(&key, |pair| (pair.a, pair.b));
        found.ok().map(|index| &self.pairs[index])
    }

    fn removal(&self, removed: usize, representative: usize) -> Removal {
        let relation = self.relation(removed, representative);
        let shingles = |position: usize| self.scan.sets.get(position);
        let overlap = Overlap::of_hashes(shingles(removed), shingles(representative));
        let copy = self.scan.detector.reports(Relation::Restated).then_some(Similarity::ONE);
        let restated = self.pair(removed, representative).map_or(copy, |pair| pair.restated);
        let scores = Scores::new(overlap, restated);
        Removal { removed, representative, relation, score: scores.of(relation), scores }
    }
}
