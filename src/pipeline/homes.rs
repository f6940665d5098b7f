//! Which documents hold which texts, and where.

use core::ops::Range;

use super::paragraphs::Paragraphs;
use super::{Pair, ScoredPair};
use crate::id::{Original, Paragraph};

/// The documents that hold each canonical text, with its first place in each.
pub(crate) struct Homes {
    /// Each document's different texts, in the order of their first places in it.
    members: Vec<Vec<(Original, Paragraph)>>,
    /// Where the homes of each text end, in the order of the texts.
    ends: Vec<usize>,
    /// The documents that hold each text, ascending, text by text.
    by_text: Vec<Home>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Home {
    document: usize,
    /// The first place of the text there.
    place: Paragraph,
}

impl Homes {
    /// `documents` are the paragraphs of each. Linear in the paragraphs.
    pub(crate) fn new(paragraphs: &Paragraphs<'_>, documents: &[Range<usize>]) -> Homes {
        let members = members(paragraphs, documents);
        // Texts are numbered without gaps, so that counting sorts them.
        let mut ends = vec![0; paragraphs.originals().len()];
        for (original, _) in members.iter().flatten() {
            ends[original.index()] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            // The start, for now: each becomes the end as the homes of its text are filled in.
            total += core::mem::replace(end, total);
        }
        let mut homes = vec![Home::default(); total];
        for (document, members) in members.iter().enumerate() {
            for (original, place) in members {
                homes[ends[original.index()]] = Home { document, place: *place };
                ends[original.index()] += 1;
            }
        }
        Homes { members, ends, by_text: homes }
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
        let start = original.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.by_text[start..self.ends[original.index()]]
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

/// The different texts of each document, in the order of their first places in it.
fn members(
    paragraphs: &Paragraphs<'_>,
    documents: &[Range<usize>],
) -> Vec<Vec<(Original, Paragraph)>> {
    let original_of = paragraphs.original_of_each();
    // The last document in which each text was seen.
    let mut seen_in = vec![None; paragraphs.originals().len()];
    let in_document = |(document, range): (usize, &Range<usize>)| {
        let places = range.clone().filter_map(|paragraph| {
            let original = original_of[paragraph]?;
            let is_new = seen_in[original.index()].replace(document) != Some(document);
            is_new.then_some((original, Paragraph::from_index(paragraph)))
        });
        places.collect()
    };
    documents.iter().enumerate().map(in_document).collect()
}
