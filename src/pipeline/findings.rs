//! Findings: related pairs with their evidence.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use super::copies::Copy;
use super::homes::Homes;
use super::paragraphs::Paragraphs;
use super::{ScoredPair, Settings};
use crate::Cancelled;
use crate::Similarity;
use crate::document::Kind;
use crate::evidence::{Evidence, LongText, is_far_longer};
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::observer::Stage;
use crate::relation::{Relation, Scores};
use crate::report::{Finding, Pair, Place};

/// Findings explained in one piece of work.
const CHUNK: usize = 16;

/// A paragraph and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passage<'t> {
    pub(crate) text: &'t str,
    pub(crate) place: Place,
    /// None where the paragraph is of no document.
    pub(crate) kind: Option<Kind>,
    /// The number of the list that it is an item of, among the lists of all documents.
    pub(crate) list: Option<usize>,
    /// Whether its document [has markup](crate::document::Document::is_structured).
    pub(crate) is_structured: bool,
    pub(crate) is_ignored: bool,
}

impl<'t> Passage<'t> {
    /// A paragraph without a document.
    pub(crate) fn alone(text: &'t str, paragraph: usize) -> Passage<'t> {
        let place = Place::in_slice(paragraph);
        Passage { text, place, kind: None, list: None, is_structured: false, is_ignored: false }
    }
}

/// A finding for each redundant paragraph from `first` on, in the order of the texts, each with the evidence of its best pair.
pub(crate) fn findings(
    settings: &Settings,
    paragraphs: &Paragraphs<'_>,
    (passages, homes, first): (&[Passage<'_>], &Homes, Paragraph),
    pairs: &[ScoredPair],
) -> Result<Vec<Finding>, Cancelled> {
    let explainer = Explainer { settings, paragraphs, passages };
    let mut links = explainer.links(homes, pairs);
    links.retain(|link| link.b >= first);
    // Of one redundant paragraph the best first: everything else is the order of the texts.
    links.sort_unstable_by_key(|link| {
        (link.b, link.relation(), Reverse(link.score()), explainer.is_across(link), link.a)
    });
    let redundant: Vec<&[Link<'_>]> = links.chunk_by(|left, right| left.b == right.b).collect();
    let long_texts = explainer.long_texts(redundant.iter().map(|links| &links[0]))?;
    let explaining = settings.executor(Stage::Explaining);
    let chunks = explaining.map_chunks(redundant.len(), CHUNK, |range| -> Vec<Finding> {
        redundant[range].iter().map(|links| explainer.finding(links, &long_texts)).collect()
    })?;
    // Findings are large: exactly the capacity that is needed.
    let mut findings = Vec::with_capacity(redundant.len());
    findings.extend(chunks.into_iter().flatten());
    Ok(findings)
}

/// A redundant paragraph and an earlier one that it repeats.
#[derive(Clone, Copy)]
struct Link<'p> {
    a: Paragraph,
    b: Paragraph,
    ground: LinkGround<'p>,
}

#[derive(Clone, Copy)]
enum LinkGround<'p> {
    /// They are related.
    Pair(&'p ScoredPair),
    /// The later one is a copy.
    Copy(Relation),
}

impl Link<'_> {
    fn relation(&self) -> Relation {
        match self.ground {
            LinkGround::Pair(scored) => scored.pair.relation,
            LinkGround::Copy(relation) => relation,
        }
    }

    fn score(&self) -> Similarity {
        match self.ground {
            LinkGround::Pair(scored) => scored.score(),
            LinkGround::Copy(_) => Similarity::ONE,
        }
    }
}

/// Makes findings of pairs.
struct Explainer<'p> {
    settings: &'p Settings,
    paragraphs: &'p Paragraphs<'p>,
    passages: &'p [Passage<'p>],
}

impl<'p> Explainer<'p> {
    fn passage(&self, paragraph: Paragraph) -> &'p Passage<'p> {
        &self.passages[paragraph.index()]
    }

    fn links<'s>(&'s self, homes: &'s Homes, pairs: &'s [ScoredPair]) -> Vec<Link<'s>> {
        let copies = self.paragraphs.copies().iter().flat_map(|copy| self.of_copy(homes, copy));
        let copies = copies.filter(|copy| self.settings.criteria.asks_for(copy.relation()));
        let pairs = pairs.iter().map(|scored| {
            let (a, b) = scored.places;
            Link { a, b, ground: LinkGround::Pair(scored) }
        });
        pairs.chain(copies).collect()
    }

    /// Whether it leads to another document, where a reader would look last.
    fn is_across(&self, link: &Link<'_>) -> bool {
        self.passage(link.a).place.document != self.passage(link.b).place.document
    }

    /// A copy and the first paragraph with its text, and the first in its own document, where that is another.
    fn of_copy<'l>(&self, homes: &Homes, copy: &Copy) -> impl Iterator<Item = Link<'l>> + use<'l> {
        let Copy { position, original, relation } = *copy;
        let first = Link { a: original, b: position, ground: LinkGround::Copy(relation) };
        let at = self.paragraphs.originals().partition_point(|other| *other < original);
        let beside = homes.first_beside(Original::from_index(at), position);
        let is_another = beside != original && beside != position;
        let beside = is_another.then(|| {
            let texts = [beside, position].map(|place| self.paragraphs.text(place).trim());
            let relation =
                if texts[0] == texts[1] { Relation::Identical } else { Relation::Reformatted };
            Link { a: beside, b: position, ground: LinkGround::Copy(relation) }
        });
        core::iter::once(first).chain(beside)
    }

    /// The texts that are far longer than the others of several pairs: each is read once for all of these.
    fn long_texts<'s>(
        &self,
        links: impl Iterator<Item = &'s Link<'s>>,
    ) -> Result<BTreeMap<Original, LongText>, Cancelled> {
        let mut long: Vec<Original> = links.filter_map(|link| self.far_longer(link)).collect();
        long.sort_unstable();
        // For one pair alone a text would be read as often, and kept for nothing.
        let several = long.chunk_by(|left, right| left == right).filter(|pairs| pairs.len() > 1);
        let several: Vec<Original> = several.map(|pairs| pairs[0]).collect();
        let normalizer = self.settings.shingler.normalizer();
        let explaining = self.settings.executor(Stage::Explaining).silent();
        let texts = explaining.map(several.len(), |at| {
            LongText::read(normalizer, self.paragraphs.original_text(several[at]))
        })?;
        Ok(several.iter().copied().zip(texts).collect())
    }

    fn far_longer(&self, link: &Link<'_>) -> Option<Original> {
        let LinkGround::Pair(scored) = link.ground else { return None };
        // Restatements are explained from both whole texts, so a long one is not worth preparing.
        if scored.pair.relation == Relation::Restated {
            return None;
        }
        let (a, b) = scored.pair.sides();
        let [text_a, text_b] = [a, b].map(|original| self.paragraphs.original_text(original));
        is_far_longer(text_a, text_b)
            .then_some(b)
            .or_else(|| is_far_longer(text_b, text_a).then_some(a))
    }

    /// The finding of the paragraph that these links, the best first, make redundant.
    fn finding(&self, links: &[Link<'_>], long_texts: &BTreeMap<Original, LongText>) -> Finding {
        let Pair { a, b, relation, score, inner } = self.pair(&links[0]);
        Finding {
            a,
            b,
            relation,
            score,
            inner,
            scores: self.scores(&links[0]),
            evidence: self.evidence(&links[0], long_texts),
            others: links[1..].iter().map(|link| self.pair(link)).collect(),
        }
    }

    fn pair(&self, link: &Link<'_>) -> Pair {
        let inner = match link.ground {
            LinkGround::Pair(scored) => scored.pair.relation.inner(scored.pair.overlap),
            LinkGround::Copy(_) => None,
        };
        let (a, b) = (self.passage(link.a).place, self.passage(link.b).place);
        Pair { a, b, relation: link.relation(), score: link.score(), inner }
    }

    fn scores(&self, link: &Link<'_>) -> Scores {
        match link.ground {
            LinkGround::Pair(scored) => scored.scores(),
            LinkGround::Copy(_) => {
                let asks_for_restated = self.settings.criteria.asks_for(Relation::Restated);
                let overlap = self.paragraphs.overlap_of_copies(link.a);
                Scores::new(overlap, asks_for_restated.then_some(Similarity::ONE))
            }
        }
    }

    fn evidence(&self, link: &Link<'_>, long_texts: &BTreeMap<Original, LongText>) -> Evidence {
        let (long, reasons) = match link.ground {
            LinkGround::Pair(scored) => {
                let (a, b) = scored.pair.sides();
                ([long_texts.get(&a), long_texts.get(&b)], scored.reasons)
            }
            LinkGround::Copy(_) => ([None, None], None),
        };
        let evidence = Evidence::gather_with(
            self.settings.shingler.normalizer(),
            (self.passage(link.a).text, long[0]),
            (self.passage(link.b).text, long[1]),
            Some(link.relation()),
        );
        Evidence { reasons, ..evidence }
    }
}
