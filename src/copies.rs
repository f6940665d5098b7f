//! Paragraphs with the same canonical text, collapsed before anything is compared.
//!
//! A million copies of one boilerplate paragraph cost one star around its first copy, and every
//! later stage sees the text once.

use core::ops::Range;
use std::borrow::Cow;

use crate::Relation;
use crate::bucket::{self, Entry};
use crate::executor::Executor;
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
    /// Groups paragraphs by the fingerprints of their canonical words; those without words (no
    /// fingerprint) belong to no group. O(n) where the fingerprints are spread evenly.
    pub(crate) fn group<'t, E: Executor>(
        executor: E,
        normalizer: Normalizer,
        fingerprints: impl Iterator<Item = Option<u64>> + Clone,
        text: impl Fn(u32) -> &'t str + Sync,
    ) -> Copies {
        let with_words = fingerprints.zip(0..).filter_map(|(print, id)| Some((print?, id)));
        let mut keys: Vec<Entry> = with_words.clone().map(|(key, id)| Entry { key, id }).collect();
        bucket::sort(&mut keys, &mut Vec::new());
        let groups: Vec<&[Entry]> = bucket::buckets(&keys).collect();
        let copies_in = |range: Range<usize>| {
            let groups = groups[range].iter();
            groups.flat_map(|group| copies_among(normalizer, group, &text)).collect::<Vec<Copy>>()
        };
        let mut copies = executor.map_chunks(groups.len(), CHUNK, copies_in).concat();
        executor.sort(&mut copies);
        let mut copied = copies.iter().map(|copy| copy.position).peekable();
        let is_original = |id: &u32| copied.next_if_eq(id).is_none();
        let originals = with_words.map(|(_, id)| id).filter(is_original).collect();
        Copies { originals, copies }
    }
}

/// Groups looked at in one piece of work.
const CHUNK: usize = 4096;

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

    #[test]
    fn equal_fingerprints_of_different_texts_join_nothing() {
        let paragraphs = ["One.", "Two.", "one", "Two.", "Three.", ""];
        let prints = [Some(7), Some(7), Some(7), Some(7), Some(7), None];
        let text = |position: u32| paragraphs[position as usize];
        let grouped = Copies::group(Serial, Normalizer::new(), prints.into_iter(), text);
        assert_eq!(grouped.originals, [0, 1, 4]);
        let copy = |position, original, relation| Copy { position, original, relation };
        assert_eq!(
            grouped.copies,
            [copy(2, 0, Relation::Reformatted), copy(3, 1, Relation::Identical)]
        );
    }
}
