//! Which documents hold which texts, and where.

use core::ops::Range;

use super::paragraphs::Paragraphs;
use super::{Pair, ScoredPair};
use crate::id::{Original, Paragraph};

/// The documents that hold each canonical text, with its first place in each.
pub(crate) struct Homes {
    /// Each document's different texts, in the order of their first places in it.
    members: Vec<Vec<(Original, Paragraph)>>,
    /// Each text with each document that holds it, ascending, and its first place there.
    homes: Vec<Home>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Home {
    original: Original,
    document: usize,
    place: Paragraph,
}

impl Homes {
    /// `documents` are the paragraphs of each. O(n log n).
    pub(crate) fn new(paragraphs: &Paragraphs<'_>, documents: &[Range<usize>]) -> Homes {
        let original_of = paragraphs.original_of_each();
        let mut homes = Vec::new();
        for (document, range) in documents.iter().enumerate() {
            homes.extend(range.clone().filter_map(|paragraph| {
                let (original, place) = (original_of[paragraph]?, Paragraph::from_index(paragraph));
                Some(Home { original, document, place })
            }));
        }
        homes.sort_unstable();
        homes.dedup_by_key(|home| (home.original, home.document));
        let mut members = vec![Vec::new(); documents.len()];
        for Home { original, document, place } in &homes {
            members[*document].push((*original, *place));
        }
        for members in &mut members {
            members.sort_unstable_by_key(|(_, place)| *place);
        }
        Homes { members, homes }
    }

    /// How many documents there are.
    pub(super) fn documents(&self) -> usize {
        self.members.len()
    }

    /// The different texts of a document, in order.
    pub(super) fn members(&self, document: usize) -> Vec<(Original, Paragraph)> {
        self.members[document].clone()
    }

    /// Whether a document holds both texts.
    pub(super) fn share(&self, (a, b): (Original, Original)) -> bool {
        self.shared(a, b).next().is_some()
    }

    /// The first place of a text in the document that holds a paragraph with it.
    pub(super) fn first_beside(&self, original: Original, paragraph: Paragraph) -> Paragraph {
        let homes = self.of(original);
        // Documents ascend as their paragraphs do: the last first place not behind the paragraph is its document's.
        homes[homes.partition_point(|home| home.place <= paragraph) - 1].place
    }

    /// The places of both texts in each document that holds both.
    fn shared(&self, a: Original, b: Original) -> impl Iterator<Item = (Home, Home)> {
        let mut homes = self.of(b).iter().peekable();
        self.of(a).iter().filter_map(move |home| {
            while homes.next_if(|other| other.document < home.document).is_some() {}
            let other = homes.peek().filter(|other| other.document == home.document)?;
            Some((*home, **other))
        })
    }

    fn of(&self, original: Original) -> &[Home] {
        let from = self.homes.partition_point(|home| home.original < original);
        let to = self.homes[from..].partition_point(|home| home.original == original);
        &self.homes[from..from + to]
    }

    /// The pairs by the documents that hold both texts, each where it stands there, and those whose first paragraphs stand in
    /// different documents.
    pub(super) fn part(&self, pairs: &[Pair]) -> (Vec<Vec<ScoredPair>>, Vec<ScoredPair>) {
        let (mut within, mut across) = (vec![Vec::new(); self.members.len()], Vec::new());
        for pair in pairs {
            for (a, b) in self.shared(pair.a, pair.b) {
                within[a.document].push(ScoredPair::at(*pair, a.place, b.place));
            }
            let [a, b] = [pair.a, pair.b].map(|original| self.of(original)[0]);
            if a.document != b.document {
                across.push(ScoredPair::at(*pair, a.place, b.place));
            }
        }
        (within, across)
    }
}
