//! Removals by similarity: the clusters' way, under the ranks that a caller gives.

use std::collections::BTreeMap;

use super::super::{Detector, Keep, MayLose};
use super::{Passage, RelatedPair, Represented, Scan};
use crate::Similarity;
use crate::cluster::{Arrivals, StandsFor, representatives_among};
use crate::evidence::Span;
use crate::executor::{Executor, Serial};
use crate::relation::{Relation, Scores};
use crate::removal::{
    Kept, Loss, Ranking, Sequences, Standing, Told, Traits, Vocabulary, Words, common_holders, lost,
};
use crate::report::{Counts, Ground, Removal, Removals, Retained, Verdict};
use crate::shingle::Sets;
use crate::text::Normalizer;
use crate::verification::{Verifier, verify};

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
        MayLose::Wording => related.without_loss(&scan, &sets),
        _ => Decided {
            representative: related.representative.clone(),
            retained: Retained::default(),
        },
    };
    let removal = |position: usize| related.removal(&scan, &representative, position);
    let removed: Vec<Removal> = (0..passages.len()).filter_map(removal).collect();
    removed.iter().for_each(|removal| counts.count_ground(removal.ground));
    Removals { removed, counts, retained }
}

/// Who goes for whom among originals.
struct Decided {
    representative: Vec<u32>,
    retained: Retained,
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
        originals.sort_unstable_by(|one, other| key(*one).cmp(&key(*other)));
    }
}

/// What holds between originals, and who stands for whom by similarity alone.
struct Related<'r, S> {
    ranks: Ranks<'r, S>,
    /// By their originals.
    pairs: BTreeMap<(u32, u32), RelatedPair>,
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
        let listed = scan.listed_pairs(sets, counts);
        let mut pairs: Vec<RelatedPair> =
            listed.pairs.iter().copied().map(RelatedPair::from).collect();
        scan.add_restatements(sets, &mut pairs, counts);
        let relations: Vec<StandsFor> = pairs.iter().flat_map(RelatedPair::directions).collect();
        let mut ranked = scan.with_relations(&relations, &listed.hot);
        ranks.sort(&mut ranked);
        let may_join = |original| ranks.may_go(original);
        let represented = scan.represent_ranked(&listed, &relations, &ranked, may_join, counts);
        let Represented { representative, hot_pairs } = represented;
        pairs.extend(hot_pairs.into_iter().map(RelatedPair::from));
        let pairs = pairs.into_iter().rev().map(|pair| ((pair.a, pair.b), pair)).collect();
        Related { ranks, pairs, hot: listed.hot, representative }
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
            let key = (original.min(stays), original.max(stays));
            let pair = self.pairs.get(&key)?;
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

/// Kept paragraphs of one skeleton that a paragraph is held against, where they are too many to be
/// listed. More are passed over, which keeps a paragraph that might go.
const MAX_ALIKE: usize = 32;

impl<P: Ord, S: Fn(usize) -> Standing<P> + Sync> Related<'_, S> {
    /// Who may go for whom where nothing but wording may be lost.
    fn without_loss<E: Executor>(&mut self, scan: &Scan<'_, '_, E>, sets: &Sets<'_>) -> Decided {
        let telling = Telling::new(scan);
        let skeletons = telling.skeletons(scan, &self.hot);
        self.add_alike(scan, sets, &skeletons);
        let (allowed, losses) = self.judged(scan, &telling);
        let mut ranked = scan.with_relations(&allowed, &self.hot);
        self.ranks.sort(&mut ranked);
        let mut alike = Alike {
            scan,
            sets,
            telling: &telling,
            related: self,
            skeletons: &skeletons,
            kept: BTreeMap::new(),
            pairs: Vec::new(),
        };
        let may_join = |original| self.ranks.may_go(original);
        let originals = scan.copies.originals.len();
        let representative =
            representatives_among(originals, &ranked, &allowed, may_join, &mut alike);
        let found = alike.pairs;
        self.pairs.extend(found.into_iter().map(|pair| ((pair.a, pair.b), pair)));
        let retained = self.retained(&representative, &losses);
        Decided { representative, retained }
    }

    /// Adds the pairs of paragraphs under hot shingles that say what tells the same.
    fn add_alike<E: Executor>(
        &mut self,
        scan: &Scan<'_, '_, E>,
        sets: &Sets<'_>,
        skeletons: &Skeletons,
    ) {
        let candidates =
            skeletons.listed.iter().map(|(one, other)| (*one.min(other), *one.max(other)));
        let mut candidates: Vec<(u32, u32)> =
            candidates.filter(|pair| !self.pairs.contains_key(pair)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let reports = |relation| scan.detector.reports(relation);
        let verified = verify(scan.executor, sets, &candidates, scan.detector.thresholds, reports);
        self.pairs.extend(verified.into_iter().map(|pair| (pair.place(), pair.into())));
    }

    /// Of all related pairs those that lose nothing but wording, and what the others would lose.
    /// A representative is read once for all who might go for it.
    fn judged<E: Executor>(
        &self,
        scan: &Scan<'_, '_, E>,
        telling: &Telling,
    ) -> (Vec<StandsFor>, BTreeMap<(u32, u32), Loss>) {
        let mut directed: Vec<(u32, u32)> = self
            .pairs
            .values()
            .flat_map(RelatedPair::directions)
            .filter(|one| {
                self.ranks.outranks(one.representative, one.member) && self.ranks.may_go(one.member)
            })
            .map(|one| (one.representative, one.member))
            .collect();
        scan.executor.sort(&mut directed);
        let groups: Vec<&[(u32, u32)]> = directed.chunk_by(|one, other| one.0 == other.0).collect();
        let judge = |at: usize| -> Vec<Option<Loss>> {
            let kept = Kept::new(self.told(scan, telling, groups[at][0].0));
            groups[at].iter().map(|pair| kept.loss(&self.told(scan, telling, pair.1))).collect()
        };
        let judged = scan.executor.map(groups.len(), judge);
        let (mut allowed, mut losses) = (Vec::new(), BTreeMap::new());
        for ((representative, member), loss) in
            directed.into_iter().zip(judged.into_iter().flatten())
        {
            match loss {
                None => allowed.push(StandsFor { member, representative }),
                Some(loss) => _ = losses.insert((member, representative), loss),
            }
        }
        (allowed, losses)
    }

    /// What the paragraph that stands for an original tells.
    fn told<E>(&self, scan: &Scan<'_, '_, E>, telling: &Telling, original: u32) -> Told {
        telling.told(scan.passages[self.ranks.copied.face(original)].text)
    }

    /// Counts the originals that similarity alone would remove.
    fn retained(&self, representative: &[u32], losses: &BTreeMap<(u32, u32), Loss>) -> Retained {
        let mut retained = Retained::default();
        for (original, similar) in (0..).zip(&self.representative) {
            if *similar == original || representative[original as usize] != original {
                continue;
            }
            let count = match losses.get(&(original, *similar)) {
                Some(Loss::Number) => &mut retained.numbers,
                Some(Loss::Name) => &mut retained.names,
                Some(Loss::Negation) => &mut retained.negations,
                Some(Loss::Obligation) => &mut retained.obligations,
                Some(Loss::RareWord) => &mut retained.rare_words,
                Some(Loss::Passage) | None => &mut retained.passages,
            };
            *count += 1;
        }
        retained
    }
}

/// Which words tell something in this collection.
struct Telling {
    normalizer: Normalizer,
    vocabulary: Vocabulary,
}

impl Telling {
    fn new<E: Executor>(scan: &Scan<'_, '_, E>) -> Telling {
        let normalizer = scan.detector.normalizer;
        let text = |original: usize| scan.passage(original as u32).text;
        let reading = (normalizer, scan.detector.shingler.kernel());
        let originals = scan.copies.originals.len();
        Telling {
            normalizer,
            vocabulary: Vocabulary::count(scan.executor, reading, originals, text),
        }
    }

    fn told(&self, text: &str) -> Told {
        Told::read(self.normalizer, &self.vocabulary, text)
    }

    /// What the originals under hot shingles tell, and who of them may stand in whom by that.
    fn skeletons<E: Executor>(&self, scan: &Scan<'_, '_, E>, hot: &[u32]) -> Skeletons {
        let units = scan.executor.map(hot.len(), |at| self.told(scan.passage(hot[at]).text).units);
        let mut sequences = Sequences::default();
        for told in units {
            told.into_iter().for_each(|unit| sequences.push_unit(unit, true));
            sequences.end(Traits::default());
        }
        let (listed, common) = common_holders(scan.executor, &sequences);
        let original = |place: u32| hot[place as usize];
        let listed =
            listed.into_iter().map(|(one, other)| (original(one), original(other))).collect();
        let key = |place: u32| Some((original(place), sequences.fingerprint(place as usize)?));
        Skeletons { listed, common: common.into_iter().filter_map(key).collect() }
    }
}

/// Paragraphs under hot shingles by what they tell.
struct Skeletons {
    /// Pairs of which the second tells all that the first tells.
    listed: Vec<(u32, u32)>,
    /// The others, by all that each tells.
    common: BTreeMap<u32, u64>,
}

/// Holds paragraphs that tell only what many tell against the first of those kept that tell the same.
struct Alike<'a, 'd, 't, 'r, E, S> {
    scan: &'a Scan<'d, 't, E>,
    sets: &'a Sets<'a>,
    telling: &'a Telling,
    related: &'a Related<'r, S>,
    skeletons: &'a Skeletons,
    kept: BTreeMap<u64, Vec<u32>>,
    pairs: Vec<RelatedPair>,
}

impl<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync> Arrivals
    for Alike<'_, '_, '_, '_, E, S>
{
    fn arrive(&mut self, item: u32) -> Vec<StandsFor> {
        let Some(kept) = self.skeletons.common.get(&item).and_then(|key| self.kept.get(key)) else {
            return Vec::new();
        };
        let mut verifier = Verifier::new(self.sets, self.scan.detector.thresholds);
        for other in kept.iter().take(MAX_ALIKE) {
            let Some(pair) = verifier.verify((item.min(*other), item.max(*other))) else {
                continue;
            };
            let (pair, stands) =
                (RelatedPair::from(pair), StandsFor { member: item, representative: *other });
            let is_directed = self.scan.detector.reports(pair.relation)
                && pair.directions().any(|one| one == stands);
            let told = |original| self.related.told(self.scan, self.telling, original);
            if is_directed && Kept::new(told(*other)).loss(&told(item)).is_none() {
                self.pairs.push(pair);
                return vec![stands];
            }
        }
        Vec::new()
    }

    fn keep(&mut self, item: u32) {
        if let Some(key) = self.skeletons.common.get(&item) {
            self.kept.entry(*key).or_default().push(item);
        }
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
