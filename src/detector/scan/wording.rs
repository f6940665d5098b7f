//! Removals that lose nothing but wording.

use core::ops::Range;
use std::collections::BTreeMap;

use super::{Listed, Passage, Scan, directions, staying};
use crate::Similarity;
use crate::cluster::{Nobody, StandsFor, representatives};
use crate::detector::{Detector, Keep};
use crate::executor::{Executor, Serial};
use crate::relation::{Relation, Scores};
use crate::removal::{
    Holders, Judge, Kept, Loss, Ranking, Removal, Removals, Sequences, Standing, Told, Traits,
    Vocabulary, Words, lost,
};
use crate::report::{Counts, Ground, Retained, Verdict};
use crate::shingle::{Overlap, Room, Sets};
use crate::verification::VerifiedPair;

/// Kept paragraphs that tell all that another tells which that one is held against. More are passed over and
/// counted: a paragraph stays that might go.
const MAX_ALIKE: usize = 32;

/// Paragraphs read in one piece of work, or before one after the other is decided.
const CHUNK: usize = 1024;

/// Every paragraph that can be left out where nothing but wording may be lost.
///
/// First go those that lose nothing. Of what is left, down the ranks, each goes for the first one kept that
/// tells all that it tells and that it is related to. Whoever went for one that goes now goes for the same.
pub(in crate::detector) fn removals<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    detector: &Detector,
    executor: E,
    passages: &[Passage<'_>],
    standing: S,
) -> Removals {
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text).collect();
    let longest = detector.keep == Keep::Longest;
    let reading = (detector.normalizer, detector.shingler.kernel());
    let first = crate::removal::removals(executor, reading, &texts, longest, &standing);
    let left = staying(texts.len(), &first.removed);
    let passages: Vec<Passage<'_>> = left.iter().map(|paragraph| passages[*paragraph]).collect();
    let scan = Scan::prepare(detector, executor, &passages);
    let further = further(&scan, |at| standing(left[at]));
    let in_all = |one: Removal| Removal {
        removed: left[one.removed],
        representative: left[one.representative],
        ..one
    };
    let gone: Vec<Removal> = further.removed.into_iter().map(in_all).collect();
    let mut removed = first.removed;
    follow(detector, executor, &texts, &gone, &mut removed);
    removed.extend(gone);
    removed.sort_unstable_by_key(|removal| removal.removed);
    let counts = counts(first.counts, further.counts, &removed);
    Removals { removed, counts, retained: further.retained }
}

/// Who goes of the paragraphs that none of the others holds as it is.
fn further<E: Executor, P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
    scan: &Scan<'_, '_, E>,
    standing: S,
) -> Removals {
    let (mut counts, sets) = (Counts::default(), scan.sets());
    let listed = scan.listed_pairs(&sets, &mut counts);
    let original = originals(scan);
    let telling = Telling::new(scan, &sets, &original);
    let sequences = telling.sequences(&related(scan, &original, &listed));
    let words: Vec<u32> = scan.prepared.iter().map(|prepared| prepared.words).collect();
    let longest = scan.detector.keep == Keep::Longest;
    let ranking = Ranking::new(standing, longest.then_some(&*words));
    let (removed, passed_over) = telling.decide(&sequences, &ranking);
    counts.alike_passed_over = passed_over;
    let retained = telling.retained(&listed.pairs, &ranking, &removed);
    Removals { removed, counts, retained }
}

/// The number of the original whose form each paragraph has; none where it has no words.
fn originals<E: Executor>(scan: &Scan<'_, '_, E>) -> Vec<Option<u32>> {
    let mut original = vec![None; scan.passages.len()];
    for (position, number) in scan.copies.originals.iter().zip(0..) {
        original[*position as usize] = Some(number);
    }
    for copy in &scan.copies.copies {
        original[copy.position as usize] = original[copy.original as usize];
    }
    original
}

/// Whether each paragraph is in a pair or holds hot shingles, or one of its form does.
fn related<E: Executor>(
    scan: &Scan<'_, '_, E>,
    original: &[Option<u32>],
    listed: &Listed<'_>,
) -> Vec<bool> {
    let mut is_related = vec![false; scan.copies.originals.len()];
    let paired = listed.pairs.iter().flat_map(|pair| [pair.a, pair.b]);
    paired.chain(listed.hot.iter().copied()).for_each(|one| is_related[one as usize] = true);
    let is_related = |one: &Option<u32>| one.is_some_and(|one| is_related[one as usize]);
    original.iter().map(is_related).collect()
}

/// Lets those who went for a paragraph that goes go for the one that stays for it: it tells what they tell, for
/// that is a run of what it stands for. The score may be less than a relation asks for.
fn follow<E: Executor>(
    detector: &Detector,
    executor: E,
    texts: &[&str],
    further: &[Removal],
    removed: &mut [Removal],
) {
    let onward = |at: &Removal| {
        let place = further.binary_search_by_key(&at.representative, |one| one.removed);
        place.ok().map(|place| further[place].representative)
    };
    let mut moved: Vec<(usize, usize)> =
        removed.iter().enumerate().filter_map(|(at, one)| Some((onward(one)?, at))).collect();
    moved.sort_unstable();
    let groups: Vec<&[(usize, usize)]> = moved.chunk_by(|one, other| one.0 == other.0).collect();
    let shingles = |paragraph: usize| detector.shingler.shingles(texts[paragraph]);
    let followed = executor.map(groups.len(), |at| {
        let representative = groups[at][0].0;
        let kept = shingles(representative);
        let overlap = |at: usize| Overlap::between(&shingles(removed[at].removed), &kept);
        let follows = |(_, at): &(usize, usize)| {
            let (ground, score) = likeness(detector, overlap(*at));
            (*at, Removal { representative, ground, score, ..removed[*at] })
        };
        groups[at].iter().map(follows).collect::<Vec<_>>()
    });
    for (at, removal) in followed.into_iter().flatten() {
        removed[at] = removal;
    }
}

/// The ground that fits best, whether it reaches its threshold or not.
fn likeness(detector: &Detector, overlap: Overlap) -> (Ground, Similarity) {
    match detector.thresholds.of_shingles(overlap) {
        Some(Relation::Near) => (Ground::Near, overlap.jaccard()),
        _ => (Ground::Contained, overlap.containment_a()),
    }
}

fn counts(all: Counts, of_left: Counts, removed: &[Removal]) -> Counts {
    let Counts { paragraphs, empty, distinct, .. } = all;
    let mut counts = Counts { paragraphs, empty, distinct, ..of_left };
    for removal in removed {
        counts.count_ground(removal.ground);
    }
    counts
}

/// What paragraphs tell.
struct Telling<'a, 'd, 't, E> {
    scan: &'a Scan<'d, 't, E>,
    sets: &'a Sets<'a>,
    original: &'a [Option<u32>],
    vocabulary: Vocabulary,
}

impl<'a, 'd, 't, E: Executor> Telling<'a, 'd, 't, E> {
    fn new(
        scan: &'a Scan<'d, 't, E>,
        sets: &'a Sets<'a>,
        original: &'a [Option<u32>],
    ) -> Telling<'a, 'd, 't, E> {
        let reading = (scan.detector.normalizer, scan.detector.shingler.kernel());
        let texts: Vec<&str> = scan.passages.iter().map(|passage| passage.text).collect();
        let vocabulary = Vocabulary::count(scan.executor, reading, &texts);
        Telling { scan, sets, original, vocabulary }
    }

    fn told(&self, paragraph: u32) -> Told {
        let text = self.scan.passages[paragraph as usize].text;
        Told::read(self.scan.detector.normalizer, &self.vocabulary, text)
    }

    /// The units of those that are related to any.
    fn sequences(&self, is_related: &[bool]) -> Sequences {
        let read = |range: Range<usize>| {
            let mut sequences = Sequences::default();
            for paragraph in range {
                let told = is_related[paragraph].then(|| self.told(paragraph as u32));
                let told = told.unwrap_or_default();
                told.units().for_each(|(unit, is_apart)| sequences.push_unit(unit, is_apart));
                sequences.end(Traits { words: 0, may_stand_in: told.tells() });
            }
            sequences
        };
        let mut sequences = Sequences::default();
        let pieces = self.scan.executor.map_chunks(is_related.len(), CHUNK, read);
        for piece in pieces {
            sequences.append(piece);
        }
        sequences
    }

    /// The removal of one paragraph for another, if the two are related.
    fn relation(&self, rooms: &mut [Room; 2], removed: u32, stays: u32) -> Option<Removal> {
        let original = |paragraph: u32| self.original[paragraph as usize];
        let overlap = self.sets.overlap((original(removed)?, original(stays)?), rooms);
        let detector = self.scan.detector;
        let relation = detector.thresholds.of_shingles(overlap)?;
        let stands = StandsFor { member: removed, representative: stays };
        let is_directed = directions((removed, stays), relation, overlap).any(|one| one == stands);
        (is_directed && detector.reports(relation)).then(|| Removal {
            removed: removed as usize,
            representative: stays as usize,
            ground: relation.into(),
            score: Scores::new(overlap, None).of(relation),
        })
    }

    /// Who goes for whom, in order, and how many were passed over.
    fn decide<P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        &self,
        sequences: &Sequences,
        ranking: &Ranking<'_, S>,
    ) -> (Vec<Removal>, u64) {
        let executor = self.scan.executor;
        let holders = Holders::find(executor, sequences, |paragraph| ranking.may_go(paragraph));
        let holds = |paragraph: &u32| !holders.held_by(*paragraph).is_empty();
        let mut ranked: Vec<u32> = (0..sequences.len() as u32).filter(holds).collect();
        let key = |paragraph: &u32| ranking.key(*paragraph as usize);
        ranked.sort_unstable_by_key(key);
        let mut alike = Alike::new(self, &holders);
        for block in ranked.chunks(CHUNK) {
            let told = executor.map(block.len(), |at| self.told(block[at]));
            block.iter().zip(told).for_each(|(paragraph, told)| alike.arrive(*paragraph, told));
        }
        alike.removed.sort_unstable_by_key(|removal| removal.removed);
        (alike.removed, alike.passed_over)
    }

    /// Counts the originals that stay and that the listed pairs alone would remove, by what would be lost.
    fn retained<P: Ord, S: Fn(usize) -> Standing<P> + Sync>(
        &self,
        pairs: &[VerifiedPair],
        ranking: &Ranking<'_, S>,
        removed: &[Removal],
    ) -> Retained {
        let originals = &self.scan.copies.originals;
        let position = |original: u32| originals[original as usize] as usize;
        let mut stays = vec![true; originals.len()];
        let gone = removed.iter().filter_map(|removal| self.original[removal.removed]);
        gone.for_each(|original| stays[original as usize] = false);
        let relations =
            pairs.iter().filter(|pair| stays[pair.a as usize] && stays[pair.b as usize]);
        let relations: Vec<StandsFor> = relations.flat_map(super::stands_for).collect();
        let mut ranked = self.scan.with_relations(&relations, &[]);
        ranked.sort_unstable_by(|one, other| {
            ranking.key(position(*one)).cmp(&ranking.key(position(*other)))
        });
        let may_join = |original| ranking.may_go(position(original));
        let stand = representatives(originals.len(), &ranked, &relations, may_join, &mut Nobody);
        let pairs = stand.iter().zip(0..).filter(|(one, original)| *one != original);
        self.losses(pairs.map(|(one, other)| (originals[*one as usize], originals[other as usize])))
    }

    /// What is lost where the second of each pair goes for the first, which is read once for all of them.
    fn losses(&self, pairs: impl Iterator<Item = (u32, u32)>) -> Retained {
        let mut pairs: Vec<(u32, u32)> = pairs.collect();
        self.scan.executor.sort(&mut pairs);
        let groups: Vec<&[(u32, u32)]> = pairs.chunk_by(|one, other| one.0 == other.0).collect();
        let losses = self.scan.executor.map(groups.len(), |at| -> Vec<Loss> {
            let judge = Judge::new(self.told(groups[at][0].0));
            groups[at].iter().map(|pair| judge.loss(&self.told(pair.1))).collect()
        });
        let mut retained = Retained::default();
        for loss in losses.into_iter().flatten() {
            *count_of(&mut retained, loss) += 1;
        }
        retained
    }
}

/// Holds paragraphs, the first to be kept first, against those kept that tell all that they tell.
struct Alike<'a, 'd, 't, E> {
    telling: &'a Telling<'a, 'd, 't, E>,
    holders: &'a Holders,
    rooms: [Room; 2],
    kept: Vec<(u32, Kept)>,
    /// Who is kept that holds each run.
    runs: BTreeMap<u32, KeptAlike>,
    removed: Vec<Removal>,
    passed_over: u64,
}

/// The first of those kept that hold a run, by their numbers, and how many more there are.
#[derive(Default)]
struct KeptAlike {
    first: Vec<usize>,
    others: u64,
}

impl<'a, 'd, 't, E: Executor> Alike<'a, 'd, 't, E> {
    fn new(telling: &'a Telling<'a, 'd, 't, E>, holders: &'a Holders) -> Alike<'a, 'd, 't, E> {
        let (kept, runs, removed) = (Vec::new(), BTreeMap::new(), Vec::new());
        Alike { telling, holders, rooms: Default::default(), kept, runs, removed, passed_over: 0 }
    }

    fn arrive(&mut self, paragraph: u32, told: Told) {
        match self.goes(paragraph, &told) {
            Some(removal) => self.removed.push(removal),
            None => self.keep(paragraph, told),
        }
    }

    /// The first kept one that it may go for. As only those count that stay, and they come in the same order, what is
    /// left finds no more in a run of its own.
    fn goes(&mut self, paragraph: u32, told: &Told) -> Option<Removal> {
        let alike = self.runs.get(&self.holders.asked_by(paragraph)?)?;
        let mut kept = alike.first.iter().map(|number| &self.kept[*number]);
        let removal = kept.find_map(|(representative, kept)| {
            let holds = kept.holds(told);
            holds.then(|| self.telling.relation(&mut self.rooms, paragraph, *representative))?
        });
        self.passed_over += if removal.is_none() { alike.others } else { 0 };
        removal
    }

    fn keep(&mut self, paragraph: u32, told: Told) {
        let number = self.kept.len();
        let mut is_listed = false;
        for run in self.holders.held_by(paragraph) {
            let alike = self.runs.entry(*run).or_default();
            if alike.first.len() < MAX_ALIKE {
                alike.first.push(number);
                is_listed = true;
            } else {
                alike.others += 1;
            }
        }
        if is_listed {
            self.kept.push((paragraph, Kept::new(told)));
        }
    }
}

/// Whether one text could be left out for the other, the two being the whole collection.
pub(in crate::detector) fn judge_pair(detector: &Detector, removed: &str, kept: &str) -> Verdict {
    let standing = |text: usize| if text == 1 { Standing::Kept } else { Standing::Ranked(()) };
    let texts = [removed, kept];
    let passages = crate::detector::passages(&texts);
    let removals = removals(detector, Serial, &passages, standing);
    if let Some(removal) = removals.removed.first() {
        return Verdict::Goes(removal.ground);
    }
    let words = Words::read(detector.normalizer, kept);
    Verdict::Stays(lost(detector.normalizer, removed, &words))
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
