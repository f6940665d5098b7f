//! Paragraphs with the same canonical text, collapsed before anything is compared.
//!
//! A million copies of one boilerplate paragraph cost one star around its first copy, and every
//! later stage sees the text once.

use core::ops::Range;
use std::borrow::Cow;

use crate::Cancelled;
use crate::Relation;
use crate::executor::Executor;
use crate::id::Paragraph;
use crate::kernel::prefetch;
use crate::radix::{self, Entry};
use crate::text::Normalizer;

/// A paragraph with the canonical text of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Copy {
    pub(crate) position: Paragraph,
    pub(crate) original: Paragraph,
    pub(crate) relation: Relation,
}

/// Groups paragraphs by the fingerprints of their canonical words: the first paragraph with each canonical
/// text, and every other one that has words, both ascending. Those without words (no fingerprint) belong to no
/// group. O(n) where the fingerprints are spread evenly.
pub(super) fn part_copies<E: Executor>(
    executor: E,
    normalizer: Normalizer,
    texts: &[&str],
    fingerprint: impl Fn(usize) -> Option<u64> + Sync,
) -> Result<(Vec<Paragraph>, Vec<Copy>), Cancelled> {
    let mut copies = radix::map_sorted_parts(
        executor,
        texts.len(),
        |id| Some(Entry { key: fingerprint(id)?, id: id as u32 }),
        |part| copies_in(normalizer, &part, texts),
    )?
    .concat();
    // Parts are in the order of fingerprints; the stages below count on the order of the input.
    executor.sort(&mut copies);
    let originals = executor
        .map_chunks(texts.len(), BLOCK, |range| originals_in(range, &copies, &fingerprint))?
        .concat();
    Ok((originals, copies))
}

/// Paragraphs among which originals are looked for in one piece of work.
const BLOCK: usize = 16_384;

/// The paragraphs of a range that have words and are no copies.
fn originals_in(
    range: Range<usize>,
    copies: &[Copy],
    fingerprint: impl Fn(usize) -> Option<u64>,
) -> Vec<Paragraph> {
    let first = copies.partition_point(|copy| copy.position.index() < range.start);
    let mut copied = copies[first..].iter().map(|copy| copy.position).peekable();
    let with_words = range.filter(|index| fingerprint(*index).is_some()).map(Paragraph::from_index);
    // Both ascend, so that one step beside the other does for a lookup.
    with_words.filter(|paragraph| copied.next_if_eq(paragraph).is_none()).collect()
}

/// The copies among these paragraphs, sorted by their fingerprints.
fn copies_in(normalizer: Normalizer, entries: &[Entry], texts: &[&str]) -> Vec<Copy> {
    let mut copies = Vec::new();
    let mut groups = radix::buckets(entries).peekable();
    while let Some(group) = groups.next() {
        // Texts of one fingerprint lie far apart: the next are on their way while these are compared.
        for next in groups.peek().into_iter().flat_map(|next| &next[..2]) {
            prefetch(texts[next.id as usize].as_bytes());
        }
        copies.extend(copies_among(normalizer, group, texts));
    }
    copies
}

/// The copies among paragraphs of one fingerprint: nearly always of one text, and of more only by
/// collision.
fn copies_among(normalizer: Normalizer, group: &[Entry], texts: &[&str]) -> Vec<Copy> {
    let (mut originals, mut copies): (Vec<(Paragraph, Form<'_>)>, _) = (Vec::new(), Vec::new());
    // By id, so the first with a text is the earliest. An equal hash proves nothing: the texts are compared.
    for entry in group {
        let position = Paragraph(entry.id);
        let text = texts[position.index()];
        let found = originals.iter_mut().find_map(|(original, form)| {
            Some((*original, form.relation_of_copy(normalizer, text)?))
        });
        if let Some((original, relation)) = found {
            copies.push(Copy { position, original, relation });
        } else {
            originals.push((position, Form::new(text)));
        }
    }
    copies
}

/// A text that others may be copies of.
pub(crate) struct Form<'t> {
    written: &'t str,
    /// Made where somebody asks for it: most copies are written the same.
    canonical: Option<Cow<'t, str>>,
}

impl<'t> Form<'t> {
    pub(crate) fn new(text: &'t str) -> Form<'t> {
        Form { written: text.trim(), canonical: None }
    }

    /// In which relation a text of the same fingerprint is its copy, if in any.
    pub(crate) fn relation_of_copy(
        &mut self,
        normalizer: Normalizer,
        text: &str,
    ) -> Option<Relation> {
        let written = text.trim();
        // The usual case, and it needs no canonical text.
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
        let (originals, copies) =
            part_copies(Serial, Normalizer::new(), &texts, fingerprint).unwrap();
        assert!(originals.into_iter().eq((0..BLOCK).map(Paragraph::from_index)));
        let expected = (BLOCK..=2 * BLOCK).map(|position| (position, position % BLOCK));
        let found = copies.iter().map(|copy| (copy.position.index(), copy.original.index()));
        assert!(found.eq(expected));
    }

    #[test]
    fn equal_fingerprints_of_different_texts_join_nothing() {
        let paragraphs = ["One.", "Two.", "one", "Two.", "Three.", ""];
        let fingerprints = [Some(7), Some(7), Some(7), Some(7), Some(7), None];
        let (originals, copies) =
            part_copies(Serial, Normalizer::new(), &paragraphs, |index| fingerprints[index])
                .unwrap();
        assert_eq!(originals, [0, 1, 4].map(Paragraph));
        let copy = |position, original, relation| Copy {
            position: Paragraph(position),
            original: Paragraph(original),
            relation,
        };
        assert_eq!(copies, [copy(2, 0, Relation::Reformatted), copy(3, 1, Relation::Identical)]);
    }
}
