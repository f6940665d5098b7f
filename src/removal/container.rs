//! The highest-ranked paragraph that holds all units of another in one run.

use core::ops::Range;
use std::collections::BTreeMap;

use super::copies::classes_in;
use super::rank::Ranking;
use super::sequence::Sequences;
use crate::Cancelled;
use crate::executor::Executor;
use crate::hash::{append, sequence};
use crate::id::Paragraph;
use crate::radix::{self, Entry, Groups};

/// Groups of paragraphs with equal sequences.
pub(super) struct Classes {
    /// The first to be kept of each class, ascending.
    pub(super) leaders: Vec<Paragraph>,
    /// The leader of each paragraph; itself where it has no units.
    pub(super) leader: Vec<Paragraph>,
}

/// Paragraphs looked up in one piece of work.
const CHUNK: usize = 4096;

impl Classes {
    /// Groups paragraphs by the fingerprints of their sequences; O(paragraphs).
    pub(super) fn group<E: Executor>(
        executor: E,
        sequences: &Sequences,
        ranking: &Ranking<'_>,
    ) -> Result<Classes, Cancelled> {
        let parts = radix::map_sorted_parts(
            executor,
            sequences.len(),
            |id| {
                Some(Entry {
                    key: sequences.fingerprint(Paragraph::from_index(id))?,
                    id: id as u32,
                })
            },
            |part| radix::shared(&part),
        )?;
        let mut leader: Vec<Paragraph> = sequences.paragraphs().collect();
        let groups = parts.iter().flat_map(|part| radix::buckets(part));
        // Whoever collides joins a class of its own: no two sequences that differ are ever taken for one.
        let are_same = |one, other| sequences.get(one) == sequences.get(other);
        for class in groups.flat_map(|group| classes_in(group, are_same)) {
            // A class has a member, so one of them is first.
            let first = ranking.first(class.iter().copied()).unwrap_or(class[0]);
            for paragraph in class {
                leader[paragraph.index()] = first;
            }
        }
        let leaders = sequences
            .paragraphs()
            .filter(|one| leader[one.index()] == *one && !sequences.get(*one).is_empty())
            .collect();
        Ok(Classes { leaders, leader })
    }
}

/// Where each unit stands that stands more than once, among the leaders of classes.
struct Postings {
    places: Vec<u32>,
    /// Where in `places` each posting list begins and ends.
    lists: Vec<Range<u32>>,
    /// The number of the list of each unit; [`ALONE`] where the unit stands once.
    list: Vec<u32>,
}

const ALONE: u32 = u32::MAX;

impl Postings {
    /// The postings of the paragraphs that count.
    fn new<E: Executor>(
        executor: E,
        sequences: &Sequences,
        counts: impl Fn(Paragraph) -> bool + Sync,
    ) -> Result<Postings, Cancelled> {
        let units = &sequences.units;
        let parts = radix::map_sorted_parts(
            executor,
            units.len(),
            |place| {
                let entry = Entry { key: units[place], id: place as u32 };
                counts(sequences.paragraph(place)).then_some(entry)
            },
            |part| radix::shared(&part),
        )?;
        let mut postings =
            Postings { places: vec![], lists: vec![], list: vec![ALONE; units.len()] };
        // Units that stand once, which are most of them, take no list.
        for list in parts.iter().flat_map(|part| radix::buckets(part)) {
            postings.add(list);
        }
        Ok(postings)
    }

    /// Adds the list of a unit.
    fn add(&mut self, list: &[Entry]) {
        let start = self.places.len() as u32;
        for entry in list {
            self.list[entry.id as usize] = self.lists.len() as u32;
            self.places.push(entry.id);
        }
        self.lists.push(start..self.places.len() as u32);
    }

    fn places(&self, list: u32) -> &[u32] {
        let range = &self.lists[list as usize];
        &self.places[range.start as usize..range.end as usize]
    }

    /// The place of the rarest of some units; none where one of them stands alone, for then all of
    /// them stand nowhere else.
    fn rarest(&self, units: Range<usize>) -> Option<usize> {
        if units.clone().any(|place| self.list[place] == ALONE) {
            return None;
        }
        units.min_by_key(|place| self.lists[self.list[*place] as usize].len())
    }
}

/// A posting list up to which each of its places is held against the one who asks.
const MAX_SCANNED: usize = 64;

/// For each paragraph the highest-ranked one above it that holds its units in one run and more besides;
/// none where there is none, where it may not stand in another, or where it leads no class.
///
/// The relation is transitive, so the one that is found stays: whoever stood for it would rank higher and
/// stand for the other too. Linear in the units, but for the length of the lists scanned; units that
/// stand more often are looked up with all the units of whoever asks.
pub(super) fn containers<E: Executor>(
    executor: E,
    sequences: &Sequences,
    classes: &Classes,
    ranking: &Ranking<'_>,
) -> Result<Vec<Option<Paragraph>>, Cancelled> {
    // Leaders alone: of a class nobody else can be the highest-ranked holder.
    let postings = Postings::new(executor, sequences, |one| classes.leader[one.index()] == one)?;
    let search = Search { sequences, postings: &postings, ranking };
    let mut found: Vec<Option<Paragraph>> = vec![None; sequences.len()];
    let mut common: Vec<(Paragraph, Query)> = Vec::new();
    let searched = executor.map_chunks(classes.leaders.len(), CHUNK, |range| {
        search.query_all(&classes.leaders[range])
    })?;
    for (id, query) in searched.into_iter().flatten() {
        match query {
            Answer::Found(container) => found[id.index()] = container,
            Answer::Common(query) => common.push((id, query)),
        }
    }
    for (id, container) in search.common(executor, &common)? {
        found[id.index()] = container;
    }
    Ok(found)
}

/// Who holds the units of whom in one run.
pub(super) struct Holders {
    /// The run that each paragraph asks for, by the number of the first that asks for it; none where nobody
    /// else holds it.
    asks: Vec<Option<Paragraph>>,
    /// The runs that each paragraph holds, of those that are asked for.
    holds: Groups<Paragraph>,
}

impl Holders {
    /// What the paragraphs that may stand in others and `may_ask` ask for. Each run is found under its rarest
    /// unit; each place of that unit is read once for each length and offset that somebody asks with.
    pub(super) fn find<E: Executor>(
        executor: E,
        sequences: &Sequences,
        may_ask: impl Fn(Paragraph) -> bool + Sync,
    ) -> Result<Holders, Cancelled> {
        // All paragraphs, not the leaders of classes: who tells the same need not say the same.
        let postings = Postings::new(executor, sequences, |_| true)?;
        let queries = executor.map_chunks(sequences.len(), CHUNK, |range: Range<usize>| {
            let asking = range.map(Paragraph::from_index).filter(|paragraph| {
                sequences.traits(*paragraph).may_stand_in && may_ask(*paragraph)
            });
            asking.filter_map(|id| postings.query(sequences, id)).collect::<Vec<_>>()
        })?;
        let mut queries = queries.concat();
        // By list, then by length and offset, so that each list is read once for all who ask alike.
        executor.sort(&mut queries);
        let lists: Vec<&[(Query, Paragraph)]> =
            queries.chunk_by(|a, b| a.0.list == b.0.list).collect();
        let sums = if lists.is_empty() { Vec::new() } else { prefix_sums(&sequences.units) };
        let runs =
            executor.map(lists.len(), |at| runs_under(sequences, &postings, lists[at], &sums))?;
        Ok(Holders::from_runs(runs.into_iter().flatten().collect(), sequences.len()))
    }

    fn from_runs(mut runs: Vec<Run>, paragraphs: usize) -> Holders {
        // Whoever asks holds the run itself; with nobody else there is nothing to ask for.
        runs.retain(|run| run.holders.len() > 1);
        let mut asks = vec![None; paragraphs];
        let mut held = Vec::new();
        for Run { asking, holders } in &runs {
            let number = asking[0];
            for id in asking {
                asks[id.index()] = Some(number);
            }
            held.extend(holders.iter().map(|holder| (*holder, number)));
        }
        let holds = Groups::from_items(&held, paragraphs, |one| one.0.index(), |one| one.1);
        Holders { asks, holds }
    }

    /// The run that a paragraph asks for.
    pub(super) fn asked_by(&self, paragraph: Paragraph) -> Option<Paragraph> {
        self.asks[paragraph.index()]
    }

    /// The runs that a paragraph holds, its own among them.
    pub(super) fn held_by(&self, paragraph: Paragraph) -> &[Paragraph] {
        self.holds.get(paragraph.index())
    }
}

/// A run of units that somebody asks for.
#[derive(Default)]
struct Run {
    /// The paragraphs that are this run, ascending.
    asking: Vec<Paragraph>,
    /// Those that have it, each once.
    holders: Vec<Paragraph>,
}

impl Postings {
    /// Under what a paragraph is looked up; none where one of its units stands nowhere else.
    fn query(&self, sequences: &Sequences, id: Paragraph) -> Option<(Query, Paragraph)> {
        let range = sequences.range(id);
        let rarest = self.rarest(range.clone())?;
        let (before, units) = ((rarest - range.start) as u32, range.len() as u32);
        Some((Query { list: self.list[rarest], before, units }, id))
    }
}

/// The runs that these, which look up the same unit, ask for.
fn runs_under(
    sequences: &Sequences,
    postings: &Postings,
    asked: &[(Query, Paragraph)],
    sums: &[u64],
) -> Vec<Run> {
    let mut found = Vec::new();
    for alike in asked.chunk_by(|one, other| one.0 == other.0) {
        let Query { list, before, units } = alike[0].0;
        let units = units as usize;
        let mut runs = runs_asked_for(sequences, alike, sums);
        for place in postings.places(list) {
            let Some(start) = place.checked_sub(before).map(|start| start as usize) else {
                continue;
            };
            let Some(holder) = sequences.holder(start, units) else { continue };
            let Some(run) = runs.get_mut(&run(sums, start, units)) else { continue };
            // Places ascend, so that a paragraph that holds the run twice is met twice running.
            if run.holders.last() != Some(&holder) {
                run.holders.push(holder);
            }
        }
        found.extend(runs.into_values());
    }
    found
}

/// The runs that these, of one length, are, by their numbers; nobody is known to hold them yet.
fn runs_asked_for(
    sequences: &Sequences,
    asked: &[(Query, Paragraph)],
    sums: &[u64],
) -> BTreeMap<u64, Run> {
    let mut runs: BTreeMap<u64, Run> = BTreeMap::new();
    for (query, id) in asked {
        let number = run(sums, sequences.range(*id).start, query.units as usize);
        runs.entry(number).or_default().asking.push(*id);
    }
    runs
}

impl Sequences {
    /// Equal for paragraphs of the same units; none where there are none.
    fn fingerprint(&self, paragraph: Paragraph) -> Option<u64> {
        let units = self.get(paragraph);
        (!units.is_empty()).then(|| sequence(units))
    }

    /// The paragraph that holds a run of `units` units from `start` on, and may be asked for it.
    fn holder(&self, start: usize, units: usize) -> Option<Paragraph> {
        let holder = self.paragraph(start);
        let range = self.range(holder);
        // `start` may have been counted back into an earlier paragraph. The run is longer than the way back, so it
        // does not end there.
        let begins = start == range.start || self.can_begin[start];
        (begins && start + units <= range.end).then_some(holder)
    }
}

/// A sequence to be found under a unit that stands in many places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Query {
    list: u32,
    /// How many units stand before the one it is looked up under.
    before: u32,
    units: u32,
}

enum Answer {
    Found(Option<Paragraph>),
    Common(Query),
}

struct Search<'s> {
    sequences: &'s Sequences,
    postings: &'s Postings,
    ranking: &'s Ranking<'s>,
}

impl Search<'_> {
    fn query_all(&self, paragraphs: &[Paragraph]) -> Vec<(Paragraph, Answer)> {
        paragraphs.iter().filter_map(|id| Some((*id, self.query(*id)?))).collect()
    }

    /// Looks a paragraph up, or says under what it is to be looked up together with others. None where
    /// it cannot be left out.
    fn query(&self, paragraph: Paragraph) -> Option<Answer> {
        if !self.sequences.traits(paragraph).may_stand_in || !self.ranking.may_go(paragraph) {
            return None;
        }
        let range = self.sequences.range(paragraph);
        let rarest = self.postings.rarest(range.clone())?;
        let (list, before) = (self.postings.list[rarest], rarest - range.start);
        let places = self.postings.places(list);
        // A longer list would be read by each who asks under it, which is quadratic in its length.
        if places.len() > MAX_SCANNED {
            let (before, units) = (before as u32, range.len() as u32);
            return Some(Answer::Common(Query { list, before, units }));
        }
        let units = self.sequences.get(paragraph);
        let holding = places.iter().filter_map(|place| {
            let start = (*place as usize).checked_sub(before)?;
            let holder = self.sequences.holder(start, units.len())?;
            self.sequences.units[start..].starts_with(units).then_some(holder)
        });
        Some(Answer::Found(self.best(paragraph, holding)))
    }

    /// The first to be kept of those above a paragraph.
    fn best(
        &self,
        paragraph: Paragraph,
        holders: impl Iterator<Item = Paragraph>,
    ) -> Option<Paragraph> {
        let above = holders
            .filter(|holder| *holder != paragraph && self.ranking.outranks(*holder, paragraph));
        self.ranking.first(above)
    }

    /// Answers those who ask under units that stand in many places, list by list: each place is read once
    /// for each length and offset that somebody asks with.
    fn common<E: Executor>(
        &self,
        executor: E,
        asked: &[(Paragraph, Query)],
    ) -> Result<Vec<(Paragraph, Option<Paragraph>)>, Cancelled> {
        let mut by_list: BTreeMap<u32, Vec<(Paragraph, Query)>> = BTreeMap::new();
        for one in asked {
            by_list.entry(one.1.list).or_default().push(*one);
        }
        let lists: Vec<(u32, Vec<(Paragraph, Query)>)> = by_list.into_iter().collect();
        // Often nobody asks, and the sums are as long as all units.
        let sums = if lists.is_empty() { Vec::new() } else { prefix_sums(&self.sequences.units) };
        let found = executor.map(lists.len(), |at| self.under(lists[at].0, &lists[at].1, &sums))?;
        Ok(found.concat())
    }

    fn under(
        &self,
        list: u32,
        asked: &[(Paragraph, Query)],
        sums: &[u64],
    ) -> Vec<(Paragraph, Option<Paragraph>)> {
        let mut wanted: BTreeMap<(u32, u32), BTreeMap<u64, Paragraph>> = BTreeMap::new();
        for (id, query) in asked {
            let range = self.sequences.range(*id);
            let run = run(sums, range.start, range.len());
            wanted.entry((query.before, query.units)).or_default().insert(run, *id);
        }
        let mut best: BTreeMap<Paragraph, Paragraph> = BTreeMap::new();
        for ((before, units), runs) in wanted {
            let wanted = Wanted { before, units: units as usize, runs, sums };
            for place in self.postings.places(list) {
                self.hold_against(*place, &wanted, &mut best);
            }
        }
        asked.iter().map(|(id, _)| (*id, best.get(id).copied())).collect()
    }

    /// Makes the holder of a place the best of whoever asks for the run there, if it is.
    fn hold_against(
        &self,
        place: u32,
        wanted: &Wanted<'_>,
        best: &mut BTreeMap<Paragraph, Paragraph>,
    ) {
        let Wanted { before, units, ref runs, sums } = *wanted;
        let Some(start) = place.checked_sub(before) else { return };
        let start = start as usize;
        let Some(holder) = self.sequences.holder(start, units) else { return };
        let Some(id) = runs.get(&run(sums, start, units)) else { return };
        // The number of a run is a hash: the units are compared before anything is believed.
        let asking = self.sequences.range(*id);
        let holds = self.sequences.units[start..start + units] == self.sequences.units[asking];
        let others = best.get(id).copied();
        let better = self.best(*id, others.into_iter().chain(holds.then_some(holder)));
        if let Some(better) = better {
            best.insert(*id, better);
        }
    }
}

/// The runs of one length that are looked up with as many units before the common one.
struct Wanted<'s> {
    before: u32,
    units: usize,
    /// Who asks for each.
    runs: BTreeMap<u64, Paragraph>,
    sums: &'s [u64],
}

/// The number that the units before each place make.
fn prefix_sums(units: &[u64]) -> Vec<u64> {
    let mut number = 0;
    let numbers = units.iter().map(|unit| {
        number = append(number, *unit);
        number
    });
    core::iter::once(0).chain(numbers).collect()
}

/// The number that a run of units makes.
fn run(sums: &[u64], start: usize, units: usize) -> u64 {
    // As digits in front are taken off a number: what stands before the run, moved up by its length.
    sums[start + units].wrapping_sub(sums[start].wrapping_mul(power(units)))
}

/// What a number is multiplied by when `units` units are appended.
fn power(units: usize) -> u64 {
    crate::hash::BASE.wrapping_pow(units as u32)
}
