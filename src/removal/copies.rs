//! Paragraphs with one text, letter for letter, each text of which is then read once.
//!
//! Copies are common in a corpus. To group texts by their hashes is far cheaper than to read their sentences, and of copies
//! nothing else is asked: whatever stands for a text stands for all who have it.

use core::ops::Range;

use super::rank::Standings;
use super::request::Request;
use crate::Cancelled;
use crate::executor::Executor;
use crate::hash::hash_bytes;
use crate::id::Paragraph;
use crate::kernel::prefetch;
use crate::radix::{self, Entry};

/// How many texts ahead memory is asked for.
const AHEAD: usize = 4;

/// Texts read in one piece of work.
const CHUNK: usize = 4096;

/// Bytes of texts that are held to be compared, for each text of the collection: less than what is made of one later.
const HELD: usize = 40;

/// How often all texts are gone through at most to hold those that are compared.
const MAX_ROUNDS: usize = 8;

/// Paragraphs by their texts.
pub(super) struct Copies {
    /// The first to be kept with each text, ascending.
    pub(super) firsts: Vec<Paragraph>,
    /// The place of each paragraph's text among these.
    pub(super) place: Vec<Paragraph>,
}

impl Copies {
    /// Groups paragraphs by their texts. Linear in the bytes.
    ///
    /// Texts may be on disk, where it is far cheaper to read them in their order. So those to be compared are held, some hashes at a
    /// time. Where texts are so long that this would take many rounds, they are compared where they are.
    pub(super) fn group<E: Executor>(
        (reading, comparing): (E, E),
        texts: &[&str],
        standings: &dyn Standings,
    ) -> Result<Copies, Cancelled> {
        let parts = shared_hashes(reading, texts)?;
        let mut firsts = Firsts::new(texts.len(), standings);
        let rounds = rounds(texts, &parts);
        if rounds.len() > MAX_ROUNDS {
            let classes = comparing.map(parts.len(), |at| same_texts(texts, &parts[at]))?;
            classes.iter().flatten().for_each(|class| firsts.join(class));
            return Ok(Copies::new(firsts.first));
        }
        for round in rounds {
            reading.check()?;
            let held = Held::read(texts, round);
            let classes = reading.map(round.len(), |at| held.classes(texts, &round[at], at))?;
            classes.iter().flatten().for_each(|class| firsts.join(class));
        }
        Ok(Copies::new(firsts.first))
    }

    /// Whether some paragraph with each text may be left out.
    pub(super) fn may_go(&self, request: &Request<'_>) -> Vec<bool> {
        let mut may_go = vec![false; self.firsts.len()];
        for (paragraph, place) in self.place.iter().enumerate() {
            may_go[place.index()] |= request.standings.may_go(Paragraph::from_index(paragraph));
        }
        may_go
    }

    /// Given the first of each.
    fn new(mut place: Vec<Paragraph>) -> Copies {
        let is_first = |paragraph: &Paragraph| place[paragraph.index()] == *paragraph;
        let all = (0..place.len()).map(Paragraph::from_index);
        let firsts: Vec<Paragraph> = all.filter(is_first).collect();
        let mut places = vec![Paragraph::default(); place.len()];
        for (number, first) in firsts.iter().enumerate() {
            places[first.index()] = Paragraph::from_index(number);
        }
        for first in &mut place {
            *first = places[first.index()];
        }
        Copies { firsts, place }
    }
}

/// The first to be kept with the text of each paragraph, as far as is known.
struct Firsts<'s> {
    first: Vec<Paragraph>,
    standings: &'s dyn Standings,
}

impl Firsts<'_> {
    fn new(paragraphs: usize, standings: &dyn Standings) -> Firsts<'_> {
        Firsts { first: (0..paragraphs).map(Paragraph::from_index).collect(), standings }
    }

    /// Brings the paragraphs of one text together.
    fn join(&mut self, class: &[Paragraph]) {
        let standings = self.standings;
        let all = class.iter().copied();
        let first = all.min_by(|one, other| standings.compare(*one, *other).then(one.cmp(other)));
        // A class has a member, so one of them is first.
        let first = first.unwrap_or(class[0]);
        for paragraph in class {
            self.first[paragraph.index()] = first;
        }
    }
}

/// The paragraphs whose texts have hashes that others have too, sorted by these.
fn shared_hashes<E: Executor>(executor: E, texts: &[&str]) -> Result<Vec<Vec<Entry>>, Cancelled> {
    let mut hashes = vec![0; texts.len()];
    executor.fill_chunks(&mut hashes, CHUNK, |start, hashes| {
        for (id, hash) in (start..).zip(hashes) {
            // Texts lie all over the memory, and most are shorter than the way to them is long.
            if let Some(next) = texts.get(id + AHEAD) {
                prefetch(next.as_bytes());
            }
            *hash = hash_bytes(texts[id].as_bytes(), 0);
        }
    })?;
    radix::map_sorted_parts(
        executor,
        texts.len(),
        |id| Some(Entry { key: hashes[id], id: id as u32 }),
        |part| radix::shared(&part),
    )
}

/// As few groups of parts as there can be of whose texts no more are to be held than may be, or one part each.
fn rounds<'p>(texts: &[&str], parts: &'p [Vec<Entry>]) -> Vec<&'p [Vec<Entry>]> {
    let most = texts.len() * HELD;
    let bytes = |part: &Vec<Entry>| -> usize {
        part.iter().map(|entry| texts[entry.id as usize].len()).sum()
    };
    let (mut rounds, mut start, mut held) = (Vec::new(), 0, 0);
    for (at, part) in parts.iter().enumerate() {
        let more = bytes(part);
        if held + more > most && at > start {
            rounds.push(&parts[start..at]);
            (start, held) = (at, 0);
        }
        held += more;
    }
    rounds.push(&parts[start..]);
    rounds
}

/// Copies of the texts of entries, in their order one behind the other.
struct Held {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// How many entries stand before those of each part.
    starts: Vec<usize>,
}

impl Held {
    /// Reads the texts of these parts in their own order.
    fn read(texts: &[&str], parts: &[Vec<Entry>]) -> Held {
        let starts = parts.iter().scan(0, |start, part| Some(add(start, part.len()) - part.len()));
        let starts = starts.collect();
        let entries: Vec<Entry> = parts.concat();
        let text = |entry: &Entry| texts[entry.id as usize];
        let mut order: Vec<u32> = (0..entries.len() as u32).collect();
        order.sort_unstable_by_key(|at| entries[*at as usize].id);
        let lengths = entries.iter().map(|entry| text(entry).len());
        let ends: Vec<usize> = lengths.scan(0, |end, length| Some(add(end, length))).collect();
        let bytes = vec![0; ends.last().copied().unwrap_or(0)];
        let mut held = Held { bytes, ends, starts };
        for at in order.into_iter().map(|at| at as usize) {
            let range = held.range(at);
            held.bytes[range].copy_from_slice(text(&entries[at]).as_bytes());
        }
        held
    }

    /// The paragraphs of each text that several have, as [`same_texts`] finds them, of a part by its number.
    fn classes(&self, texts: &[&str], part: &[Entry], number: usize) -> Vec<Vec<Paragraph>> {
        let mut classes = Vec::new();
        let mut start = self.starts[number];
        for group in radix::buckets(part) {
            let mut others = start + 1..start + group.len();
            if others.all(|other| self.get(other) == self.get(start)) {
                classes.push(group.iter().map(|entry| Paragraph(entry.id)).collect());
            } else {
                classes.extend(same_texts(texts, group));
            }
            start += group.len();
        }
        classes
    }

    fn range(&self, at: usize) -> Range<usize> {
        at.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[at]
    }

    fn get(&self, at: usize) -> &[u8] {
        &self.bytes[self.range(at)]
    }
}

fn add(sum: &mut usize, more: usize) -> usize {
    *sum += more;
    *sum
}

/// The paragraphs of each text that several have, among these, which are sorted by the hashes of their texts.
fn same_texts(texts: &[&str], entries: &[Entry]) -> Vec<Vec<Paragraph>> {
    let mut classes = Vec::new();
    let mut groups = radix::buckets(entries).peekable();
    while let Some(group) = groups.next() {
        // Texts of one hash lie far apart: the next are on their way while these are compared.
        for next in groups.peek().into_iter().flat_map(|next| &next[..2]) {
            prefetch(texts[next.id as usize].as_bytes());
        }
        classes.extend(classes_in(group, |one, other| texts[one.index()] == texts[other.index()]));
    }
    classes
}

/// The paragraphs of one hash in classes that are the same: nearly always one, and more only by collision, for an equal
/// hash proves nothing.
pub(super) fn classes_in(
    group: &[Entry],
    are_same: impl Fn(Paragraph, Paragraph) -> bool,
) -> Vec<Vec<Paragraph>> {
    let mut classes: Vec<Vec<Paragraph>> = Vec::new();
    for paragraph in group.iter().map(|entry| Paragraph(entry.id)) {
        match classes.iter_mut().find(|class| are_same(class[0], paragraph)) {
            Some(class) => class.push(paragraph),
            None => classes.push(vec![paragraph]),
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Standing;
    use crate::executor::Serial;

    #[test]
    fn the_first_to_be_kept_stands_for_its_text() {
        let texts = ["One.", "Two.", "One.", "one.", "Two.", "One."];
        let ranks = |number: usize| match number {
            5 => Standing::Kept,
            4 => Standing::Ranked(1),
            _ => Standing::Ranked(0),
        };
        let copies = Copies::group((Serial, Serial), &texts, &ranks).unwrap();
        assert_eq!(copies.firsts, [3, 4, 5].map(Paragraph));
        assert_eq!(copies.place, [2, 1, 2, 0, 1, 2].map(Paragraph));
    }

    #[test]
    fn equal_hashes_of_different_texts_join_nothing() {
        let texts = ["One.", "Two.", "one.", "Two."];
        let entries = [0, 1, 2, 3].map(|id| Entry { key: 7, id });
        let expected = [vec![Paragraph(0)], vec![Paragraph(1), Paragraph(3)], vec![Paragraph(2)]];
        assert_eq!(same_texts(&texts, &entries), expected);
        let parts = [[8, 9].map(|key| Entry { key, id: 0 }).to_vec(), entries.to_vec()];
        let held = Held::read(&texts, &parts);
        assert_eq!(held.classes(&texts, &parts[1], 1), expected);
    }

    #[test]
    fn long_texts_are_compared_where_they_are() {
        let copies = |text: &str| {
            let texts: Vec<String> =
                (0..20_000).map(|number| format!("{} {text}", number % 15_000)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let rounds = rounds(&texts, &shared_hashes(Serial, &texts).unwrap()).len();
            let same = |_: usize| Standing::Ranked(0);
            assert_eq!(
                Copies::group((Serial, Serial), &texts, &same).unwrap().firsts.len(),
                15_000
            );
            rounds
        };
        assert_eq!(copies(""), 1);
        assert!((2..MAX_ROUNDS).contains(&copies(&"long ".repeat(20))));
        assert!(copies(&"long ".repeat(200)) > MAX_ROUNDS);
    }

    #[test]
    fn held_texts_are_those_of_their_entries() {
        let texts = ["", "One.", "Two of them.", "", "Five."];
        let entries = [4, 1, 3, 2].map(|id| Entry { key: 0, id });
        let held = Held::read(&texts, &[entries[..3].to_vec(), entries[3..].to_vec()]);
        for (at, entry) in entries.iter().enumerate() {
            assert_eq!(held.get(at), texts[entry.id as usize].as_bytes());
        }
        assert!(Held::read(&texts, &[]).bytes.is_empty());
    }
}
