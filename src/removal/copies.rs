//! Paragraphs with one text, letter for letter, each text of which is then read once.
//!
//! Copies are common in a corpus. To group texts by their hashes is far cheaper than to read their sentences, and of copies
//! nothing else is asked: whatever stands for a text stands for all who have it.

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

/// Paragraphs by their texts.
pub(super) struct Copies {
    /// The first to be kept with each text, ascending.
    pub(super) firsts: Vec<Paragraph>,
    /// The place of each paragraph's text among these.
    pub(super) place: Vec<Paragraph>,
}

impl Copies {
    /// Groups paragraphs by their texts. Linear in the bytes.
    pub(super) fn group<E: Executor>(
        executor: E,
        texts: &[&str],
        standings: &dyn Standings,
    ) -> Result<Copies, Cancelled> {
        let hashes = executor.map(texts.len(), |id| {
            // Texts lie all over the memory, and most are shorter than the way to them is long.
            if let Some(next) = texts.get(id + AHEAD) {
                prefetch(next.as_bytes());
            }
            hash_bytes(texts[id].as_bytes(), 0)
        })?;
        let parts = radix::map_sorted_parts(
            executor,
            texts.len(),
            |id| Some(Entry { key: hashes[id], id: id as u32 }),
            |part| with_firsts(same_texts(texts, &part), standings),
        )?;
        drop(hashes);
        let mut first: Vec<Paragraph> = (0..texts.len()).map(Paragraph::from_index).collect();
        for [paragraph, kept] in parts.into_iter().flatten() {
            first[paragraph.index()] = kept;
        }
        Ok(Copies::new(first))
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

/// The paragraphs of all classes, each with the first to be kept of its class.
fn with_firsts(classes: Vec<Vec<Paragraph>>, standings: &dyn Standings) -> Vec<[Paragraph; 2]> {
    let before =
        |one: &Paragraph, other: &Paragraph| standings.compare(*one, *other).then(one.cmp(other));
    let mut firsts = Vec::with_capacity(classes.iter().map(Vec::len).sum());
    for class in classes {
        // A class has a member, so one of them is first.
        let kept = class.iter().copied().min_by(before).unwrap_or(class[0]);
        firsts.extend(class.iter().map(|paragraph| [*paragraph, kept]));
    }
    firsts
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
        let copies = Copies::group(Serial, &texts, &ranks).unwrap();
        assert_eq!(copies.firsts, [3, 4, 5].map(Paragraph));
        assert_eq!(copies.place, [2, 1, 2, 0, 1, 2].map(Paragraph));
    }

    #[test]
    fn equal_hashes_of_different_texts_join_nothing() {
        let entries = [0, 1, 2, 3].map(|id| Entry { key: 7, id });
        let classes = same_texts(&["One.", "Two.", "one.", "Two."], &entries);
        assert_eq!(
            classes,
            [vec![Paragraph(0)], vec![Paragraph(1), Paragraph(3)], vec![Paragraph(2)]]
        );
    }
}
