//! Paragraphs with the same canonical text, collapsed before anything is compared.
//!
//! A million copies of one boilerplate paragraph cost one star around its first copy, and every
//! later stage sees the text once.

use core::ops::Range;
use std::borrow::Cow;

use crate::Relation;
use crate::executor::Executor;
use crate::kernel::prefetch;
use crate::position::Paragraph;
use crate::radix::Groups;
use crate::radix::{self, Entry};
use crate::text::Normalizer;

/// The texts behind equal fingerprints are compared, so that no two different ones fall together.
#[derive(Debug)]
pub(super) struct Copies {
    /// The first paragraph with each canonical text, ascending.
    pub(super) originals: Vec<Paragraph>,
    /// Every other paragraph that has words, ascending.
    pub(super) copies: Vec<Copy>,
}

/// A paragraph with the canonical text of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Copy {
    pub(crate) position: Paragraph,
    pub(crate) original: Paragraph,
    pub(crate) relation: Relation,
}

impl Copies {
    /// Groups paragraphs by the fingerprints of their canonical words; those without words (no
    /// fingerprint) belong to no group. O(n) where the fingerprints are spread evenly.
    pub(super) fn group<E: Executor>(
        executor: E,
        normalizer: Normalizer,
        texts: &[&str],
        fingerprint: impl Fn(usize) -> Option<u64> + Sync,
    ) -> Copies {
        let blocks = parted(executor, texts.len(), &fingerprint);
        let mut copies = executor
            .map_chunks(PARTS, 1, |parts| copies_in(parts, &blocks, normalizer, texts))
            .concat();
        executor.sort(&mut copies);
        let originals = executor
            .map_chunks(texts.len(), BLOCK, |range| originals_in(range, &copies, &fingerprint))
            .concat();
        Copies { originals, copies }
    }
}

/// The copies whose fingerprints are in these parts.
fn copies_in(
    parts: Range<usize>,
    blocks: &[Groups<Entry>],
    normalizer: Normalizer,
    texts: &[&str],
) -> Vec<Copy> {
    let (mut copies, mut entries, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        entries.clear();
        entries.extend(blocks.iter().flat_map(|block| block.get(part)));
        radix::sort(&mut entries, &mut scratch);
        add_copies(normalizer, &entries, texts, &mut copies);
    }
    copies
}

/// The paragraphs of a range that have words and are no copies.
fn originals_in(
    range: Range<usize>,
    copies: &[Copy],
    fingerprint: impl Fn(usize) -> Option<u64>,
) -> Vec<Paragraph> {
    let first = copies.partition_point(|copy| copy.position.index() < range.start);
    let mut copied = copies[first..].iter().map(|copy| copy.position).peekable();
    let with_words = range.filter(|index| fingerprint(*index).is_some()).map(Paragraph::new);
    with_words.filter(|paragraph| copied.next_if_eq(paragraph).is_none()).collect()
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
fn add_copies(normalizer: Normalizer, entries: &[Entry], texts: &[&str], copies: &mut Vec<Copy>) {
    let mut groups = radix::buckets(entries).peekable();
    while let Some(group) = groups.next() {
        for next in groups.peek().into_iter().flat_map(|next| &next[..2]) {
            prefetch(texts[next.id as usize].as_bytes());
        }
        copies.extend(copies_among(normalizer, group, texts));
    }
}

/// The copies among paragraphs of one fingerprint: nearly always of one text, and of more only by
/// collision.
fn copies_among(normalizer: Normalizer, group: &[Entry], texts: &[&str]) -> Vec<Copy> {
    let (mut originals, mut copies): (Vec<First<'_>>, _) = (Vec::new(), Vec::new());
    for entry in group {
        let position = Paragraph(entry.id);
        let written = texts[position.index()].trim();
        let found = originals.iter_mut().find_map(|original| {
            Some((original.position, original.relation(normalizer, written)?))
        });
        if let Some((original, relation)) = found {
            copies.push(Copy { position, original, relation });
        } else {
            originals.push(First { position, written, canonical: None });
        }
    }
    copies
}

/// The first paragraph with its canonical text.
struct First<'t> {
    position: Paragraph,
    written: &'t str,
    /// Made where somebody asks for it: most copies are written the same.
    canonical: Option<Cow<'t, str>>,
}

impl First<'_> {
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
        let texts: Vec<&str> =
            (0..=2 * BLOCK).map(|position| texts[position % BLOCK].as_str()).collect();
        let fingerprint = |position: usize| Some(mix(position as u64 % BLOCK as u64));
        let grouped = Copies::group(Serial, Normalizer::new(), &texts, fingerprint);
        assert!(grouped.originals.iter().copied().eq((0..BLOCK).map(Paragraph::new)));
        let expected = (BLOCK..=2 * BLOCK).map(|position| (position, position % BLOCK));
        let found =
            grouped.copies.iter().map(|copy| (copy.position.index(), copy.original.index()));
        assert!(found.eq(expected));
    }

    #[test]
    fn equal_fingerprints_of_different_texts_join_nothing() {
        let paragraphs = ["One.", "Two.", "one", "Two.", "Three.", ""];
        let fingerprints = [Some(7), Some(7), Some(7), Some(7), Some(7), None];
        let grouped =
            Copies::group(Serial, Normalizer::new(), &paragraphs, |index| fingerprints[index]);
        assert_eq!(grouped.originals, [0, 1, 4].map(Paragraph));
        let copy = |position, original, relation| Copy {
            position: Paragraph(position),
            original: Paragraph(original),
            relation,
        };
        assert_eq!(
            grouped.copies,
            [copy(2, 0, Relation::Reformatted), copy(3, 1, Relation::Identical)]
        );
    }
}
