//! Removals by similarity: the clusters' way, under the ranks that a caller gives.

use std::collections::BTreeMap;

use super::super::{Detector, Keep};
use super::{Passage, RelatedPair, Represented, Scan, staying};
use crate::Similarity;
use crate::cluster::StandsFor;
use crate::executor::{Executor, Serial};
use crate::relation::{Relation, Scores};
use crate::removal::{Ranking, Removal, Removals, Standing, Words, lost};
use crate::report::{Counts, Ground, Retained, Verdict};
use crate::shingle::Sets;
use crate::text::Span;

/// Rounds after which no more follows, whether or not the last one removed something.
const ROUNDS: usize = 8;

/// Every paragraph that can be left out for one that it is related to, in order.
///
/// Pairs may be passed over, and which they are depends on the collection. So what stays is gone through
/// again until nothing goes, [`ROUNDS`] times at most: then nothing of the output would go either.
pub(in crate::detector) fn removals<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    standing: S,
) -> Removals {
    let mut found = one_round(detector, executor, passages, &standing);
    let mut last = (found.counts.alike_passed_over, found.removed.len());
    for _ in 1..ROUNDS {
        if last.0 == 0 || last.1 == 0 {
            break;
        }
        let staying = staying(passages.len(), &found.removed);
        let rest: Vec<Passage<'_>> = staying.iter().map(|position| passages[*position]).collect();
        let again = one_round(detector, executor, &rest, &|at| standing(staying[at]));
        last = (again.counts.alike_passed_over, again.removed.len());
        found.counts.alike_passed_over += last.0;
        let again = again.removed.into_iter().map(|removal| Removal {
            removed: staying[removal.removed],
            representative: staying[removal.representative],
            ..removal
        });
        follow(detector, executor, passages, &mut found.removed, again.collect());
    }
    for removal in &found.removed {
        found.counts.count_ground(removal.ground);
    }
    found
}

/// Adds the removals of a later round. What went for one that goes now goes for the same as that one,
/// if it is related to it, and otherwise stays.
fn follow<E: Executor>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    removed: &mut Vec<Removal>,
    again: Vec<Removal>,
) {
    let followed = executor.map(removed.len(), |at| {
        let removal = removed[at];
        let moved = again.binary_search_by_key(&removal.representative, |one| one.removed);
        let Ok(moved) = moved else { return Some(removal) };
        let representative = again[moved].representative;
        let pair = [removal.removed, representative].map(|position| passages[position]);
        let standing = |text: usize| if text == 1 { Standing::Kept } else { Standing::Ranked(()) };
        let judged = one_round(detector, Serial, &pair, &standing).removed;
        judged.first().map(|one| Removal { removed: removal.removed, representative, ..*one })
    });
    removed.clear();
    removed.extend(followed.into_iter().flatten().chain(again));
    removed.sort_unstable_by_key(|removal| removal.removed);
}

/// What goes where each paragraph is looked at once. Its removals are not counted yet.
fn one_round<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    standing: &S,
) -> Removals {
    let scan = Scan::prepare(detector, executor, passages);
    let words: Vec<u32> = scan.prepared.iter().map(|prepared| prepared.words).collect();
    let longest = detector.keep == Keep::Longest;
    let ranking = Ranking::new(standing, longest.then_some(&*words));
    let copied = Copied::new(&scan, &ranking);
    let (mut counts, sets) = (scan.counts(), scan.sets());
    let related = Related::find(&scan, &sets, Ranks { ranking, copied }, &mut counts);
    let removal = |position: usize| related.removal(&scan, position);
    let removed: Vec<Removal> = (0..passages.len()).filter_map(removal).collect();
    Removals { removed, counts, retained: Retained::default() }
}

/// Paragraphs by the form of their texts.
struct Copied {
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

    fn face(&self, original: u32) -> usize {
        self.face[original as usize] as usize
    }
}

impl<E: Executor> Scan<'_, '_, E> {
    /// Whether one of two paragraphs of one form can go for the other as its copy.
    fn is_copy(&self, copy: u32, leader: u32) -> bool {
        let text = |position: u32| self.passages[position as usize].text.trim();
        self.detector.reports(form(text(copy), text(leader)))
    }

    fn say_the_same(&self, one: &str, other: &str) -> bool {
        let (normalizer, kernel) = (self.detector.normalizer, self.detector.shingler.kernel());
        crate::removal::say_the_same(normalizer, kernel, one, other)
    }

    /// Why a text goes for one of the same form. Form forgets values and operators: what does not say the
    /// same is only near, though its resemblance is 1.
    fn ground_of_copy(&self, removed: &str, kept: &str) -> Ground {
        match form(removed, kept) {
            Relation::Reformatted if !self.say_the_same(removed, kept) => Ground::Near,
            relation => relation.into(),
        }
    }
}

fn form(text: &str, other: &str) -> Relation {
    if text == other { Relation::Identical } else { Relation::Reformatted }
}

/// Which paragraph is kept of several, and which stand for one original.
struct Ranks<'r, S> {
    ranking: Ranking<'r, S>,
    copied: Copied,
}

impl<P: Ord, S: Fn(usize) -> Standing<P> + Sync> Ranks<'_, S> {
    fn may_go(&self, original: u32) -> bool {
        self.ranking.may_go(self.copied.face(original))
    }

    fn outranks(&self, one: u32, other: u32) -> bool {
        self.ranking.outranks(self.copied.face(one), self.copied.face(other))
    }

    fn sort(&self, originals: &mut [u32]) {
        let key = |original: u32| self.ranking.key(self.copied.face(original));
        originals.sort_unstable_by_key(|original| key(*original));
    }
}

/// What holds between originals, and who stands for whom by similarity alone.
struct Related<'r, S> {
    pub(super) ranks: Ranks<'r, S>,
    /// By their originals, ascending.
    pairs: Vec<RelatedPair>,
    /// The originals that hold hot shingles.
    hot: Vec<u32>,
    representative: Vec<u32>,
}

impl<'r, P: Ord, S: Fn(usize) -> Standing<P> + Sync> Related<'r, S> {
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
        listed.may_pass_over = true;
        let may_join = |original| ranks.may_go(original);
        let represented = scan.represent_ranked(&listed, (&relations, &ranked), may_join, counts);
        let Represented { representative, hot_pairs } = represented;
        let mut related = Related { ranks, pairs, hot: listed.hot, representative };
        related.add(hot_pairs.into_iter().map(RelatedPair::from));
        related
    }

    /// Adds pairs; those that are known stay as they are.
    fn add(&mut self, pairs: impl IntoIterator<Item = RelatedPair>) {
        self.pairs.extend(pairs);
        self.pairs.sort_by_key(RelatedPair::place);
        self.pairs.dedup_by_key(|pair| pair.place());
    }

    fn pair(&self, one: u32, other: u32) -> Option<&RelatedPair> {
        let place = (one.min(other), one.max(other));
        self.pairs.binary_search_by_key(&place, RelatedPair::place).ok().map(|at| &self.pairs[at])
    }

    /// The removal of a paragraph where its original goes for another, or where it is a copy.
    fn removal<E: Executor>(&self, scan: &Scan<'_, '_, E>, removed: usize) -> Option<Removal> {
        let copied = &self.ranks.copied;
        let original = copied.original[removed].filter(|_| self.ranks.ranking.may_go(removed))?;
        let leader = copied.leader[removed] as usize;
        let stays = self.representative[original as usize];
        if stays != original {
            let pair = self.pair(original, stays)?;
            let score = Scores::new(pair.overlap, pair.restated).of(pair.relation);
            let representative = copied.face(stays);
            return Some(Removal { removed, representative, ground: pair.relation.into(), score });
        }
        let text = |position: usize| scan.passages[position].text.trim();
        let copy = || {
            let ground = scan.ground_of_copy(text(removed), text(leader));
            Removal { removed, representative: leader, ground, score: Similarity::ONE }
        };
        (leader != removed).then(copy)
    }
}

/// What each removal loses, as runs of words that the representative does not have; where it has all of them,
/// the sentences that it does not state.
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
        let representative = text(removals[groups[at][0]].representative);
        let lost = |removed: &str| match lost(detector.normalizer, removed, &kept) {
            words if words.is_empty() => detector.unstated(removed, representative),
            words => words,
        };
        let removed = groups[at].iter().map(|at| text(removals[*at].removed));
        removed.map(lost).collect::<Vec<_>>()
    });
    let mut losses = vec![Vec::new(); removals.len()];
    for (at, lost) in order.into_iter().zip(lost.into_iter().flatten()) {
        losses[at] = lost;
    }
    losses
}

impl Detector {
    fn unstated(&self, removed: &str, kept: &str) -> Vec<Span> {
        crate::removal::unstated(self.normalizer, self.shingler.kernel(), &[removed, kept])
    }
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
