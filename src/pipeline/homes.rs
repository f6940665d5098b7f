//! Which documents hold which texts.

use core::ops::Range;
use std::collections::BTreeSet;

use super::ScoredPair;
use super::paragraphs::Paragraphs;
use crate::id::{Original, Paragraph};

/// The documents that hold each canonical text.
pub(super) struct Homes {
    /// Each document's different texts, at their first places in it, in order.
    members: Vec<Vec<(Original, Paragraph)>>,
    /// Each text with each document that holds it, ascending.
    homes: Vec<(Original, usize)>,
}

impl Homes {
    /// `documents` are the paragraphs of each.
    pub(super) fn new(paragraphs: &Paragraphs<'_>, documents: &[Range<usize>]) -> Homes {
        let original_of = paragraphs.original_of_each();
        let members: Vec<Vec<(Original, Paragraph)>> =
            documents.iter().map(|document| members(&original_of, document.clone())).collect();
        let mut homes = Vec::new();
        for (document, members) in members.iter().enumerate() {
            homes.extend(members.iter().map(|(original, _)| (*original, document)));
        }
        homes.sort_unstable();
        Homes { members, homes }
    }

    /// The different texts of a document, in order.
    pub(super) fn members(&self, document: usize) -> Vec<(Original, Paragraph)> {
        self.members[document].clone()
    }

    /// Whether a document holds both texts.
    pub(super) fn share(&self, (a, b): (Original, Original)) -> bool {
        self.shared(a, b).is_some()
    }

    /// The first document that holds both texts.
    fn shared(&self, a: Original, b: Original) -> Option<usize> {
        let mut homes = self.of(b).peekable();
        self.of(a).find(|document| {
            while homes.next_if(|home| home < document).is_some() {}
            homes.peek() == Some(document)
        })
    }

    fn of(&self, original: Original) -> impl Iterator<Item = usize> {
        let from = self.homes.partition_point(|(other, _)| *other < original);
        let homes = self.homes[from..].iter();
        homes.take_while(move |(other, _)| *other == original).map(|(_, document)| *document)
    }

    /// Pairs by the document that holds both, and those that none does.
    pub(super) fn part(
        &self,
        pairs: impl Iterator<Item = ScoredPair>,
    ) -> (Vec<Vec<ScoredPair>>, Vec<ScoredPair>) {
        let (mut within, mut across) = (vec![Vec::new(); self.members.len()], Vec::new());
        for pair in pairs {
            match self.shared(pair.pair.a, pair.pair.b) {
                Some(document) => within[document].push(pair),
                None => across.push(pair),
            }
        }
        (within, across)
    }
}

fn members(original_of: &[Option<Original>], document: Range<usize>) -> Vec<(Original, Paragraph)> {
    let mut seen = BTreeSet::new();
    document
        .filter_map(|paragraph| Some((original_of[paragraph]?, Paragraph::from_index(paragraph))))
        .filter(|(original, _)| seen.insert(*original))
        .collect()
}
