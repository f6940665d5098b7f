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
#[derive(Debug, Default)]
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
        fingerprints: impl Iterator<Item = Option<u64>>,
        text: impl Fn(u32) -> &'t str + Sync,
    ) -> Copies {
        let numbered = fingerprints.zip(0..);
        let mut keys: Vec<Entry> =
            numbered.filter_map(|(print, id)| Some(Entry { key: print?, id })).collect();
        bucket::sort(&mut keys, &mut Vec::new());
        let groups: Vec<&[Entry]> = keys.chunk_by(|left, right| left.key == right.key).collect();
        let group_some = |range: Range<usize>| {
            let mut grouped = Copies::default();
            groups[range].iter().for_each(|group| grouped.add_group(normalizer, group, &text));
            grouped
        };
        let mut grouped = Copies::default();
        for piece in executor.map_chunks(groups.len(), CHUNK, group_some) {
            grouped.originals.extend(piece.originals);
            grouped.copies.extend(piece.copies);
        }
        executor.sort(&mut grouped.originals);
        executor.sort(&mut grouped.copies);
        grouped
    }

    /// Paragraphs of one fingerprint: nearly always one text, and more only by collision.
    fn add_group<'t>(
        &mut self,
        normalizer: Normalizer,
        group: &[Entry],
        text: impl Fn(u32) -> &'t str,
    ) {
        if let [only] = group {
            self.originals.push(only.id);
            return;
        }
        let mut originals: Vec<Original<'t>> = Vec::new();
        for Entry { id: position, .. } in group {
            let written = text(*position).trim();
            let found = originals.iter_mut().find_map(|original| {
                Some((original.position, original.relation(normalizer, written)?))
            });
            if let Some((original, relation)) = found {
                self.copies.push(Copy { position: *position, original, relation });
            } else {
                self.originals.push(*position);
                originals.push(Original { position: *position, written, canonical: None });
            }
        }
    }
}

/// Groups looked at in one piece of work.
const CHUNK: usize = 4096;

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
