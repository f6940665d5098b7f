//! Removals that lose nothing but wording.

use core::ops::Range;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::container::Holders;
use super::found::{Removal, Removals};
use super::nothing;
use super::rank::{Among, Ranking};
use super::request::{Request, among_all};
use super::sequence::{Sequences, Traits};
use super::telling::{Judge, Kept, Loss, Scratch, Told};
use super::vocabulary::Vocabulary;
use crate::Cancelled;
use crate::Similarity;
use crate::cluster::{KnownRelations, Representatives, StandsFor, walk, with_relations};
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::observer::Stage;
use crate::pipeline::{Listed, Pair, Paragraphs, Settings, list_pairs, stands_for};
use crate::relation::{Relation, Scores, Side};
use crate::report::{Counts, Ground, Retained};
use crate::shingle::{Overlap, SetBuffer, Sets};

/// Kept paragraphs that tell all that another tells which that one is held against. More are passed over and
/// counted: a paragraph stays that might go.
const MAX_ALIKE: usize = 32;

/// Paragraphs read in one piece of work, or before one after the other is decided.
const CHUNK: usize = 1024;

/// Every paragraph that can be left out where nothing but wording may be lost.
///
/// First go those that lose nothing. Of what is left, down the ranks, each goes for the first one kept that
/// tells all that it tells and that it is related to. Whoever went for one that goes now goes for the same.
pub(super) fn removals(request: &Request<'_>) -> Result<Removals, Cancelled> {
    let first = nothing::removals(request)?;
    let left = request.staying(&first.removed);
    let standings = &Among { standings: request.standings, paragraphs: &left };
    let texts = &request.texts_of(&left);
    let further = further(&Request { texts, standings, ..*request })?;
    let gone = further.removed.into_iter().map(|removal| among_all(removal, &left));
    let gone: Vec<Removal> = gone.collect();
    let mut removed = first.removed;
    follow(request, &gone, &mut removed)?;
    removed.extend(gone);
    removed.sort_unstable_by_key(|removal| removal.removed);
    let Counts { paragraphs, empty, distinct, .. } = first.counts;
    let counts = Counts { paragraphs, empty, distinct, ..further.counts };
    Ok(Removals { removed, counts, retained: further.retained })
}

/// Who goes of the paragraphs that none of the others holds as it is.
fn further(request: &Request<'_>) -> Result<Removals, Cancelled> {
    let paragraphs = Paragraphs::read(request.settings, request.texts)?;
    let (mut counts, sets) = (Counts::default(), paragraphs.sets(request.settings)?);
    let listed = list_pairs(request.settings, &sets, &mut counts)?;
    let mut telling = Telling::new(request.settings, &paragraphs, &sets)?;
    let sequences = telling.read(&listed)?;
    let ranking = request.ranking(|| paragraphs.words());
    let (removed, passed_over) = telling.decide(&sequences, &ranking)?;
    counts.alike_passed_over = passed_over;
    let retained = telling.retained(&listed.pairs, &ranking, &removed)?;
    Ok(Removals { removed, counts, retained })
}

/// Assigns what was removed for a paragraph that is removed now to the representative of that one: it tells what they
/// tell, for that is a run of what it stands for. The score may be less than a relation asks for.
fn follow(
    request: &Request<'_>,
    further: &[Removal],
    removed: &mut [Removal],
) -> Result<(), Cancelled> {
    let onward = removed.iter().enumerate();
    let mut moved: Vec<(usize, usize)> =
        onward.filter_map(|(at, one)| Some((representative_of(one, further)?, at))).collect();
    // Each representative is shingled once for all that are assigned to it.
    moved.sort_unstable();
    let groups: Vec<&[(usize, usize)]> = moved.chunk_by(|one, other| one.0 == other.0).collect();
    let following = request.settings.executor(Stage::Representing);
    let followed = following.map(groups.len(), |at| assigned(request, removed, groups[at]))?;
    for (at, removal) in followed.into_iter().flatten() {
        removed[at] = removal;
    }
    Ok(())
}

/// What stays for the representative of a removal, if that goes itself.
fn representative_of(removal: &Removal, further: &[Removal]) -> Option<usize> {
    let place = further.binary_search_by_key(&removal.representative, |one| one.removed);
    place.ok().map(|place| further[place].representative)
}

/// The removals at these places with the one representative that is named beside them.
fn assigned(
    request: &Request<'_>,
    removed: &[Removal],
    members: &[(usize, usize)],
) -> Vec<(usize, Removal)> {
    let Settings { shingler, criteria, .. } = request.settings;
    let representative = members[0].0;
    let kept = shingler.shingles(request.texts[representative]);
    let mut assigned = Vec::with_capacity(members.len());
    for (_, at) in members {
        let shingles = shingler.shingles(request.texts[removed[*at].removed]);
        let overlap = Overlap::between(&shingles, &kept);
        let (ground, score) = best_ground(criteria.thresholds.of_shingles(overlap), overlap);
        assigned.push((*at, Removal { representative, ground, score, ..removed[*at] }));
    }
    assigned
}

/// The ground that fits best, whether it reaches its threshold or not.
fn best_ground(relation: Option<Relation>, overlap: Overlap) -> (Ground, Similarity) {
    match relation {
        Some(Relation::Near) => (Ground::Near, overlap.jaccard()),
        _ => (Ground::Contained, overlap.containment_a()),
    }
}

/// What paragraphs tell.
struct Telling<'a> {
    settings: &'a Settings,
    paragraphs: &'a Paragraphs<'a>,
    sets: &'a Sets<'a>,
    /// The original whose form each paragraph has; none where it has no words.
    original: Vec<Option<Original>>,
    vocabulary: Vocabulary,
    /// What was read already; empty where memory is to be spared.
    told: Vec<Option<Arc<Told>>>,
}

impl<'a> Telling<'a> {
    fn new(
        settings: &'a Settings,
        paragraphs: &'a Paragraphs<'a>,
        sets: &'a Sets<'a>,
    ) -> Result<Telling<'a>, Cancelled> {
        let reading = settings.executor(Stage::Reading);
        let vocabulary = Vocabulary::count(reading, settings.shingler, paragraphs.texts())?;
        let original = paragraphs.original_of_each();
        Ok(Telling { settings, paragraphs, sets, original, vocabulary, told: Vec::new() })
    }

    fn told(&self, paragraph: Paragraph, scratch: &mut Scratch) -> Arc<Told> {
        if let Some(Some(told)) = self.told.get(paragraph.index()) {
            return told.clone();
        }
        let text = self.paragraphs.text(paragraph);
        Arc::new(Told::read(self.settings.shingler, &self.vocabulary, text, scratch))
    }

    /// Whether each paragraph is in a pair or holds hot shingles, or one of its form does.
    fn are_related(&self, listed: &Listed<'_>) -> Vec<bool> {
        let mut is_related = vec![false; self.paragraphs.originals().len()];
        let paired = listed.pairs.iter().flat_map(|pair| [pair.a, pair.b]);
        paired.chain(listed.hot.iter().copied()).for_each(|one| is_related[one.index()] = true);
        let originals = self.original.iter();
        originals.map(|one| one.is_some_and(|one| is_related[one.index()])).collect()
    }

    /// Reads those that are related to any, and returns their units.
    fn read(&mut self, listed: &Listed<'_>) -> Result<Sequences, Cancelled> {
        let is_related = self.are_related(listed);
        let (mut sequences, mut told) = (Sequences::default(), Vec::new());
        let reading = self.settings.executor(Stage::Reading);
        let chunks = reading
            .map_chunks(is_related.len(), CHUNK, |range| self.read_some(&is_related, range))?;
        for (chunk, told_here) in chunks {
            sequences.append(chunk);
            told.extend(told_here);
        }
        self.told = told;
        Ok(sequences)
    }

    /// The units of some paragraphs, and what they tell where that is kept. Those that are related to none have none,
    /// for they can neither go nor stand for others.
    fn read_some(
        &self,
        is_related: &[bool],
        paragraphs: Range<usize>,
    ) -> (Sequences, Vec<Option<Arc<Told>>>) {
        let (mut sequences, mut scratch) = (Sequences::default(), Scratch::default());
        let mut kept = Vec::new();
        for paragraph in paragraphs {
            let told = is_related[paragraph]
                .then(|| self.told(Paragraph::from_index(paragraph), &mut scratch));
            let units = told.iter().flat_map(|told| told.units());
            units.for_each(|(unit, is_apart)| sequences.push_unit(unit, is_apart));
            let tells = told.as_ref().is_some_and(|told| told.tells());
            sequences.end(Traits { words: 0, may_stand_in: tells });
            // It is asked for twice more, and takes about twice the memory of a set.
            if self.sets.are_stored() {
                kept.push(told);
            }
        }
        (sequences, kept)
    }

    /// The removal of one paragraph for another, if the two are related.
    fn removal(
        &self,
        buffers: &mut [SetBuffer; 2],
        removed: Paragraph,
        stays: Paragraph,
    ) -> Option<Removal> {
        let [a, b] = [removed, stays].map(|paragraph| self.original[paragraph.index()]);
        let overlap = self.sets.overlap((a?, b?), buffers);
        let relation = self.settings.criteria.of_shingles(overlap)?;
        relation.lets_go(Side::A, overlap).then(|| Removal {
            removed: removed.index(),
            representative: stays.index(),
            ground: relation.into(),
            score: Scores::new(overlap, None).of(relation),
        })
    }

    /// Who goes for whom, in order, and how many were passed over.
    fn decide(
        &self,
        sequences: &Sequences,
        ranking: &Ranking<'_>,
    ) -> Result<(Vec<Removal>, u64), Cancelled> {
        let searching = self.settings.executor(Stage::Searching);
        let holders = Holders::find(searching, sequences, |paragraph| ranking.may_go(paragraph))?;
        // Who holds no run that anybody asks for, its own among them, has nothing to do with the others.
        let mut ranked: Vec<Paragraph> = sequences
            .paragraphs()
            .filter(|paragraph| !holders.held_by(*paragraph).is_empty())
            .collect();
        ranked.sort_unstable_by(|one, other| ranking.compare(*one, *other));
        // Read block by block on all threads, though the walk goes on one.
        let representing = self.settings.executor(Stage::Representing);
        let (mut alike, mut removed, mut done) = (Alike::new(self, &holders), Vec::new(), 0);
        for block in ranked.chunks(CHUNK) {
            let read = |at: usize| self.told(block[at], &mut Scratch::default());
            let told = representing.silent().map(block.len(), read)?;
            removed.extend(walk(block.iter().copied().zip(told), &mut alike)?);
            done += block.len();
            representing.tell(done, ranked.len());
        }
        removed.sort_unstable_by_key(|removal| removal.removed);
        Ok((removed, alike.passed_over))
    }

    /// Counts the originals that stay and that the listed pairs alone would remove, by what would be lost.
    fn retained(
        &self,
        pairs: &[Pair],
        ranking: &Ranking<'_>,
        removed: &[Removal],
    ) -> Result<Retained, Cancelled> {
        let originals = self.paragraphs.originals().len();
        let mut stays = vec![true; originals];
        let gone = removed.iter().filter_map(|removal| self.original[removal.removed]);
        gone.for_each(|original| stays[original.index()] = false);
        let pairs = pairs.iter().filter(|pair| stays[pair.a.index()] && stays[pair.b.index()]);
        let relations = stands_for(pairs);
        let mut ranked = with_relations(originals, &relations, &[]);
        ranked.sort_unstable_by(|one, other| {
            ranking.compare(self.paragraphs.first(*one), self.paragraphs.first(*other))
        });
        let may_join = |original| ranking.may_go(self.paragraphs.first(original));
        self.losses(walk(ranked, &mut KnownRelations::new(originals, &relations, may_join))?)
    }

    /// What is lost where these members go. Each representative is read once for all of its members.
    fn losses(&self, mut members: Vec<StandsFor>) -> Result<Retained, Cancelled> {
        let proving = self.settings.executor(Stage::Proving);
        members.sort_unstable_by_key(|one| (one.representative, one.member));
        let groups: Vec<&[StandsFor]> =
            members.chunk_by(|one, other| one.representative == other.representative).collect();
        let losses = proving.map(groups.len(), |at| -> Vec<Loss> {
            let mut scratch = Scratch::default();
            let mut told =
                |original: Original| self.told(self.paragraphs.first(original), &mut scratch);
            let judge = Judge::new(told(groups[at][0].representative));
            groups[at].iter().map(|one| judge.loss(&told(one.member))).collect()
        })?;
        let mut retained = Retained::default();
        for loss in losses.into_iter().flatten() {
            *count_of(&mut retained, loss) += 1;
        }
        Ok(retained)
    }
}

/// Paragraphs that are kept, to be found by what they tell.
struct Alike<'a> {
    telling: &'a Telling<'a>,
    holders: &'a Holders,
    buffers: [SetBuffer; 2],
    kept: Vec<(Paragraph, Kept)>,
    /// Who is kept that holds each run, which is named by the first paragraph that asks for it.
    runs: BTreeMap<Paragraph, KeptAlike>,
    passed_over: u64,
}

/// The first of those kept that hold a run, by their numbers, and how many more there are.
#[derive(Default)]
struct KeptAlike {
    first: Vec<usize>,
    others: u64,
}

impl<'a> Alike<'a> {
    fn new(telling: &'a Telling<'a>, holders: &'a Holders) -> Alike<'a> {
        let (kept, runs, buffers) = (Vec::new(), BTreeMap::new(), Default::default());
        Alike { telling, holders, buffers, kept, runs, passed_over: 0 }
    }
}

impl Representatives for Alike<'_> {
    type Item = (Paragraph, Arc<Told>);
    type Found = Removal;

    /// The first kept one that the paragraph may go for. As only those count that stay, and they come in the
    /// same order, what is left finds no more in a run of its own.
    fn find(
        &mut self,
        (paragraph, told): &(Paragraph, Arc<Told>),
    ) -> Result<Option<Removal>, Cancelled> {
        let run = self.holders.asked_by(*paragraph);
        let Some(alike) = run.and_then(|run| self.runs.get(&run)) else { return Ok(None) };
        let mut kept = alike.first.iter().map(|number| &self.kept[*number]);
        let removal = kept.find_map(|(representative, kept)| {
            let holds = kept.holds(told);
            holds.then(|| self.telling.removal(&mut self.buffers, *paragraph, *representative))?
        });
        self.passed_over += if removal.is_none() { alike.others } else { 0 };
        Ok(removal)
    }

    fn add(&mut self, (paragraph, told): (Paragraph, Arc<Told>)) {
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
