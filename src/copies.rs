//! Paragraphs with the same canonical text, collapsed before anything is compared.
//!
//! A million copies of one boilerplate paragraph cost one star around its first copy, and every
//! later stage sees the text once.

use core::ops::Range;
use std::borrow::Cow;

use crate::Relation;
use crate::executor::Executor;
use crate::kernel::prefetch;
use crate::radix::{self, Entry, Groups};
use crate::text::Normalizer;

/// The texts behind equal fingerprints are compared, so that no two different ones fall together.
#[derive(Debug)]
pub(crate) struct Copies {
    /// Positions of the first paragraph with each canonical text, ascending.
    pub(crate) originals: Vec<u32>,
    /// Every other paragraph that has words, ascending.
    pub(crate) copies: Vec<Copy>,
}

/// A paragraph with the canonical text of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Copy {
    pub(crate) position: u32,
    pub(crate) original: u32,
    pub(crate) relation: Relation,
}

impl Copies {
    /// Groups `len` paragraphs by the fingerprints of their canonical words; those without words (no
    /// fingerprint) belong to no group. O(n) where the fingerprints are spread evenly.
    pub(crate) fn group<'t, E: Executor>(
        executor: E,
        normalizer: Normalizer,
        len: usize,
        fingerprint: impl Fn(usize) -> Option<u64> + Sync,
        text: impl Fn(u32) -> &'t str + Sync,
    ) -> Copies {
        let blocks = parted(executor, len, &fingerprint);
        let copies_in = |parts: Range<usize>| {
            let (mut copies, mut entries, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
            for part in parts {
                entries.clear();
                entries.extend(blocks.iter().flat_map(|block| block.get(part)));
                radix::sort(&mut entries, &mut scratch);
                add_copies(normalizer, &entries, &text, &mut copies);
            }
            copies
        };
        let mut copies = executor.map_chunks(PARTS, 1, copies_in).concat();
        executor.sort(&mut copies);
        let originals_in = |range: Range<usize>| {
            let first = copies.partition_point(|copy| (copy.position as usize) < range.start);
            let mut copied = copies[first..].iter().map(|copy| copy.position).peekable();
            let with_words = range.filter(|id| fingerprint(*id).is_some()).map(|id| id as u32);
            with_words.filter(|id| copied.next_if_eq(id).is_none()).collect::<Vec<u32>>()
        };
        let originals = executor.map_chunks(len, BLOCK, originals_in).concat();
        Copies { originals, copies }
    }
}

/// Parts by the last bits of fingerprints, each grouped as one piece of work; a power of two.
const PARTS: usize = 64;

/// Paragraphs whose fingerprints are parted together.
const BLOCK: usize = 16_384;

/// The paragraphs with words under their fingerprints, by part, in blocks.
fn parted<E: Executor>(
    executor: E,
    len: usize,
    fingerprint: &(impl Fn(usize) -> Option<u64> + Sync),
) -> Vec<Groups<Entry>> {
    executor.map_chunks(len, BLOCK, |range| {
        let entry = |id: usize| Some(Entry { key: fingerprint(id)?, id: id as u32 });
        let entries: Vec<Entry> = range.filter_map(entry).collect();
        Groups::from_items(&entries, PARTS, |entry| entry.key as usize % PARTS, Entry::clone)
    })
}

/// Adds the copies among these paragraphs, sorted by their fingerprints.
fn add_copies<'t>(
    normalizer: Normalizer,
    entries: &[Entry],
    text: impl Fn(u32) -> &'t str,
    copies: &mut Vec<Copy>,
) {
    let mut groups = radix::buckets(entries).peekable();
    while let Some(group) = groups.next() {
        for next in groups.peek().into_iter().flat_map(|next| &next[..2]) {
            prefetch(text(next.id).as_bytes());
        }
        copies.extend(copies_among(normalizer, group, &text));
    }
}

/// The copies among paragraphs of one fingerprint: nearly always of one text, and of more only by
/// collision.
fn copies_among<'t>(
    normalizer: Normalizer,
    group: &[Entry],
    text: impl Fn(u32) -> &'t str,
) -> Vec<Copy> {
    let (mut originals, mut copies): (Vec<Original<'t>>, _) = (Vec::new(), Vec::new());
    for Entry { id: position, .. } in group {
        let written = text(*position).trim();
        let found = originals.iter_mut().find_map(|original| {
            Some((original.position, original.relation(normalizer, written)?))
        });
        if let Some((original, relation)) = found {
            copies.push(Copy { position: *position, original, relation });
        } else {
            originals.push(Original { position: *position, written, canonical: None });
        }
    }
    copies
}

/// The first paragraph with its canonical text.
struct Original<'t> {
    position: u32,
    written: &'t str,
    /// Made where somebody asks for it: most copies are written the same.
    canonical: Option<Cow<'t, str>>,
}

impl Original<'_> {
    /// In which relation a later paragraph is its copy, if in any.
    fn relation(&mut self, normalizer: Normalizer, written: &str) -> Option<Relation> {
        if written == self.written {
            return Some(Relation::Identical);
        }
        let own = self.canonical.get_or_insert_with(|| normalizer.canonical(self.written));
        (*own == normalizer.canonical(written)).then_some(Relation::Reformatted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::hash::mix;

    #[test]
    fn copies_are_found_in_other_blocks_than_their_originals() {
        let texts: Vec<String> = (0..BLOCK).map(|number| format!("text {number}")).collect();
        let text = |position: u32| texts[position as usize % BLOCK].as_str();
        let print = |position: usize| Some(mix(position as u64 % BLOCK as u64));
        let grouped = Copies::group(Serial, Normalizer::new(), 2 * BLOCK + 1, print, text);
        assert!(grouped.originals.iter().copied().eq(0..BLOCK as u32));
        let expected =
            (BLOCK as u32..=2 * BLOCK as u32).map(|position| (position, position % BLOCK as u32));
        assert!(grouped.copies.iter().map(|copy| (copy.position, copy.original)).eq(expected));
    }

    #[test]
    fn equal_fingerprints_of_different_texts_join_nothing() {
        let paragraphs = ["One.", "Two.", "one", "Two.", "Three.", ""];
        let prints = [Some(7), Some(7), Some(7), Some(7), Some(7), None];
        let text = |position: u32| paragraphs[position as usize];
        let grouped = Copies::group(Serial, Normalizer::new(), 6, |id| prints[id], text);
        assert_eq!(grouped.originals, [0, 1, 4]);
        let copy = |position, original, relation| Copy { position, original, relation };
        assert_eq!(
            grouped.copies,
            [copy(2, 0, Relation::Reformatted), copy(3, 1, Relation::Identical)]
        );
    }
}
