//! Removals by similarity: the clusters' way, under the ranks that a caller gives.

use std::collections::BTreeMap;

use super::super::{Detector, Keep, MayLose};
use super::wording::without_loss;
use super::{Passage, RelatedPair, Represented, Scan};
use crate::Similarity;
use crate::cluster::StandsFor;
use crate::evidence::Span;
use crate::executor::{Executor, Serial};
use crate::relation::{Relation, Scores};
use crate::removal::{Ranking, Standing, Words, lost};
use crate::report::{Counts, Ground, Removal, Removals, Retained, Verdict};
use crate::shingle::Sets;

/// Every paragraph that can be left out for one that it is related to, in order. Under
/// [`MayLose::Wording`] only where nothing telling is lost.
pub(in crate::detector) fn removals<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    standing: S,
) -> Removals {
    let scan = Scan::prepare(detector, executor, passages);
    let words: Vec<u32> = scan.prepared.iter().map(|prepared| prepared.words).collect();
    let longest = detector.keep == Keep::Longest;
    let ranking = Ranking::new(standing, longest.then_some(&*words));
    let copied = Copied::new(&scan, &ranking);
    let (mut counts, sets) = (scan.counts(), scan.sets());
    let mut related = Related::find(&scan, &sets, Ranks { ranking, copied }, &mut counts);
    let Decided { representative, retained } = match detector.may_lose {
        MayLose::Wording => without_loss(&scan, &sets, &mut related, &mut counts),
        _ => Decided {
            representative: related.representative.clone(),
            retained: Retained::default(),
        },
    };
    let removal = |position: usize| related.removal(&scan, &representative, position);
    let removed: Vec<Removal> = (0..passages.len()).filter_map(removal).collect();
    for removal in &removed {
        counts.count_ground(removal.ground);
    }
    Removals { removed, counts, retained }
}

/// Who goes for whom among originals.
pub(super) struct Decided {
    pub(super) representative: Vec<u32>,
    pub(super) retained: Retained,
}

/// Paragraphs by the form of their texts.
pub(super) struct Copied {
    /// The number of the original whose form each paragraph has; none where it has no words.
    original: Vec<Option<u32>>,
    /// The first to be kept of each original's copies and itself.
    face: Vec<u32>,
    /// For whom a copy can go, the first to be kept of those that it says the same as.
    leader: Vec<u32>,
}

impl Copied {
    fn new<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        scan: &Scan<'_, '_, E>,
        ranking: &Ranking<'_, S>,
    ) -> Copied {
        let mut original = vec![None; scan.passages.len()];
        for (position, number) in scan.copies.originals.iter().zip(0..) {
            original[*position as usize] = Some(number);
        }
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for copy in &scan.copies.copies {
            let number = original[copy.original as usize];
            original[copy.position as usize] = number;
            let group =
                groups.entry(number.unwrap_or_default()).or_insert_with(|| vec![copy.original]);
            group.push(copy.position);
        }
        let leader = (0..scan.passages.len() as u32).collect();
        let mut copied = Copied { original, face: scan.copies.originals.clone(), leader };
        for (number, group) in groups {
            copied.rank(scan, ranking, number, &group);
        }
        copied
    }

    /// Finds who stands for whom among the copies of one original.
    fn rank<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        &mut self,
        scan: &Scan<'_, '_, E>,
        ranking: &Ranking<'_, S>,
        number: u32,
        group: &[u32],
    ) {
        let mut group = group.to_vec();
        group.sort_unstable_by(|one, other| {
            ranking.key(*one as usize).cmp(&ranking.key(*other as usize))
        });
        self.face[number as usize] = group[0];
        let mut leaders: Vec<u32> = Vec::new();
        for copy in group {
            match leaders.iter().find(|leader| scan.is_copy(copy, **leader)) {
                Some(leader) => self.leader[copy as usize] = *leader,
                None => leaders.push(copy),
            }
        }
    }

    pub(super) fn face(&self, original: u32) -> usize {
        self.face[original as usize] as usize
    }
}

impl<E: Executor> Scan<'_, '_, E> {
    /// Whether one of two paragraphs of one form can go for the other as its copy.
    fn is_copy(&self, copy: u32, leader: u32) -> bool {
        let text = |position: u32| self.passages[position as usize].text.trim();
        let relation = form(text(copy), text(leader));
        let says_the_same = || {
            let (normalizer, kernel) = (self.detector.normalizer, self.detector.shingler.kernel());
            crate::removal::say_the_same(normalizer, kernel, text(copy), text(leader))
        };
        self.detector.reports(relation)
            && (relation == Relation::Identical
                || self.detector.may_lose == MayLose::Anything
                || says_the_same())
    }
}

fn form(text: &str, other: &str) -> Relation {
    if text == other { Relation::Identical } else { Relation::Reformatted }
}

/// Which paragraph is kept of several, and which stand for one original.
pub(super) struct Ranks<'r, S> {
    pub(super) ranking: Ranking<'r, S>,
    pub(super) copied: Copied,
}

impl<P: Ord, S: Fn(usize) -> Standing<P> + Sync> Ranks<'_, S> {
    pub(super) fn may_go(&self, original: u32) -> bool {
        self.ranking.may_go(self.copied.face(original))
    }

    pub(super) fn outranks(&self, one: u32, other: u32) -> bool {
        self.ranking.outranks(self.copied.face(one), self.copied.face(other))
    }

    pub(super) fn sort(&self, originals: &mut [u32]) {
        let key = |original: u32| self.ranking.key(self.copied.face(original));
        originals.sort_unstable_by_key(|original| key(*original));
    }
}

/// What holds between originals, and who stands for whom by similarity alone.
pub(super) struct Related<'r, S> {
    pub(super) ranks: Ranks<'r, S>,
    /// By their originals, ascending.
    pub(super) pairs: Vec<RelatedPair>,
    /// The originals that hold hot shingles.
    pub(super) hot: Vec<u32>,
    pub(super) representative: Vec<u32>,
}

impl<'r, P: Ord, S: Fn(usize) -> Standing<P> + Sync> Related<'r, S> {
    /// Under [`MayLose::Wording`] what meets under hot shingles is not looked for: what tells is looked up
    /// instead.
    fn find<E: Executor>(
        scan: &Scan<'_, '_, E>,
        sets: &Sets<'_>,
        ranks: Ranks<'r, S>,
        counts: &mut Counts,
    ) -> Related<'r, S> {
        let mut listed = scan.listed_pairs(sets, counts);
        let mut pairs: Vec<RelatedPair> =
            listed.pairs.iter().copied().map(RelatedPair::from).collect();
        scan.add_restatements(sets, &mut pairs, counts);
        let relations: Vec<StandsFor> = pairs.iter().flat_map(RelatedPair::directions).collect();
        let mut ranked = scan.with_relations(&relations, &listed.hot);
        ranks.sort(&mut ranked);
        listed.join = listed.join.filter(|_| scan.detector.may_lose == MayLose::Anything);
        let may_join = |original| ranks.may_go(original);
        let represented = scan.represent_ranked(&listed, (&relations, &ranked), may_join, counts);
        let Represented { representative, hot_pairs } = represented;
        let mut related = Related { ranks, pairs, hot: listed.hot, representative };
        related.add(hot_pairs.into_iter().map(RelatedPair::from));
        related
    }

    /// Adds pairs; those that are known stay as they are.
    pub(super) fn add(&mut self, pairs: impl IntoIterator<Item = RelatedPair>) {
        self.pairs.extend(pairs);
        self.pairs.sort_by_key(RelatedPair::place);
        self.pairs.dedup_by_key(|pair| pair.place());
    }

    /// Whether each original is in a pair or holds hot shingles.
    pub(super) fn is_related(&self) -> Vec<bool> {
        let mut is_related = vec![false; self.representative.len()];
        let paired = self.pairs.iter().flat_map(|pair| [pair.a, pair.b]);
        paired.chain(self.hot.iter().copied()).for_each(|one| is_related[one as usize] = true);
        is_related
    }

    pub(super) fn pair(&self, one: u32, other: u32) -> Option<&RelatedPair> {
        let place = (one.min(other), one.max(other));
        self.pairs.binary_search_by_key(&place, RelatedPair::place).ok().map(|at| &self.pairs[at])
    }

    /// The removal of a paragraph where its original goes for another, or where it is a copy.
    fn removal<E>(
        &self,
        scan: &Scan<'_, '_, E>,
        representative: &[u32],
        removed: usize,
    ) -> Option<Removal> {
        let copied = &self.ranks.copied;
        let original = copied.original[removed].filter(|_| self.ranks.ranking.may_go(removed))?;
        let (stays, leader) = (representative[original as usize], copied.leader[removed] as usize);
        let follows =
            scan.detector.may_lose == MayLose::Anything || leader == copied.face(original);
        if stays != original && follows {
            let pair = self.pair(original, stays)?;
            let score = Scores::new(pair.overlap, pair.restated).of(pair.relation);
            let representative = copied.face(stays);
            return Some(Removal { removed, representative, ground: pair.relation.into(), score });
        }
        let text = |position: usize| scan.passages[position].text.trim();
        let ground = form(text(removed), text(leader)).into();
        let removal = Removal { removed, representative: leader, ground, score: Similarity::ONE };
        (leader != removed).then_some(removal)
    }
}

/// What each removal loses, as runs of words that the representative does not have.
pub(in crate::detector) fn losses<E: Executor>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    removals: &[Removal],
) -> Vec<Vec<Span>> {
    let loses = |removal: &Removal| removal.ground > Ground::StatedIn;
    let mut order: Vec<usize> = (0..removals.len()).filter(|at| loses(&removals[*at])).collect();
    order.sort_unstable_by_key(|at| (removals[*at].representative, *at));
    let groups: Vec<&[usize]> = order
        .chunk_by(|one, other| removals[*one].representative == removals[*other].representative)
        .collect();
    let lost = executor.map(groups.len(), |at| {
        let text = |paragraph: usize| passages[paragraph].text;
        let kept = Words::read(detector.normalizer, text(removals[groups[at][0]].representative));
        let removed = groups[at].iter().map(|at| text(removals[*at].removed));
        removed.map(|text| lost(detector.normalizer, text, &kept)).collect::<Vec<_>>()
    });
    let mut losses = vec![Vec::new(); removals.len()];
    for (at, lost) in order.into_iter().zip(lost.into_iter().flatten()) {
        losses[at] = lost;
    }
    losses
}

/// Whether one text could be left out for the other, the two being the whole collection.
pub(in crate::detector) fn judge_pair(detector: &Detector, removed: &str, kept: &str) -> Verdict {
    let standing = |text: usize| if text == 1 { Standing::Kept } else { Standing::Ranked(()) };
    let texts = [removed, kept];
    let passages = super::super::passages(&texts);
    let removals = removals(detector, Serial, &passages, standing);
    match removals.removed.first() {
        Some(removal) => Verdict::Goes(removal.ground),
        None => Verdict::Stays(lost(
            detector.normalizer,
            removed,
            &Words::read(detector.normalizer, kept),
        )),
    }
}
