//! Paragraphs with the same canonical text, collapsed before anything is compared.
//!
//! A million copies of one boilerplate paragraph cost one star around its first copy, and every
//! later stage sees the text once.

use crate::Relation;
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
    /// fingerprint) belong to no group. O(n log n).
    pub(crate) fn group<'t, E: Executor>(
        executor: E,
        normalizer: Normalizer,
        fingerprints: impl Iterator<Item = Option<u64>>,
        text: impl Fn(u32) -> &'t str,
    ) -> Copies {
        let numbered = fingerprints.zip(0..);
        let mut keys: Vec<(u64, u32)> =
            numbered.filter_map(|(print, position)| Some((print?, position))).collect();
        executor.sort(&mut keys);
        let mut grouped = Copies { originals: Vec::new(), copies: Vec::new() };
        for group in keys.chunk_by(|left, right| left.0 == right.0) {
            grouped.add_group(normalizer, group, &text);
        }
        grouped.originals.sort_unstable();
        grouped.copies.sort_unstable();
        grouped
    }

    /// Paragraphs of one fingerprint: nearly always one text, and more only by collision.
    fn add_group<'t>(
        &mut self,
        normalizer: Normalizer,
        group: &[(u64, u32)],
        text: impl Fn(u32) -> &'t str,
    ) {
        if let [(_, only)] = group {
            self.originals.push(*only);
            return;
        }
        let mut texts: Vec<(String, u32)> = Vec::new();
        for (_, position) in group {
            let canonical = normalizer.canonical(text(*position));
            if let Some((_, original)) = texts.iter().find(|(text, _)| *text == canonical) {
                let identical = text(*position).trim() == text(*original).trim();
                let relation = if identical { Relation::Identical } else { Relation::Reformatted };
                self.copies.push(Copy { position: *position, original: *original, relation });
            } else {
                texts.push((canonical.into_owned(), *position));
                self.originals.push(*position);
            }
        }
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
