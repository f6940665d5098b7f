//! Why a pair is reported: what both sides share, what is new, which facts differ.
//!
//! Computed for reported pairs only, never for candidates.

mod alignment;
mod fact;
mod span;
mod token;

pub use fact::{FactDifference, FactKind, Mention};
pub use span::Span;

use std::collections::BTreeSet;

use crate::relation::Relation;
use crate::text::Normalizer;
use alignment::Alignment;
use fact::Side;
use token::{Matching, Token, tokens};

/// A run of words that stands on both sides; of stems, where the pair is a restatement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SharedRun {
    /// Where it stands in the first paragraph.
    pub a: Span,
    /// Where it stands in the second paragraph.
    pub b: Span,
}

/// What a person needs to see to accept or refuse a finding.
///
/// The spans count bytes from the beginning of each side's text: of the paragraph in
/// [`Detector::compare`](crate::Detector::compare) and [`Detector::detect`](crate::Detector::detect),
/// of the document in [`Detector::detect_documents`](crate::Detector::detect_documents).
///
/// ```
/// let a = "The gate opens at nine and closes at five on every day of the week.";
/// let b = "The gate opens at nine and closes at five on every day of the week, rain or shine.";
/// let evidence = paradup::Detector::default().compare(a, b).evidence;
/// assert_eq!(&b[evidence.shared[0].b.range()], "The gate opens at nine and closes at five on every day of the week");
/// assert_eq!(&b[evidence.added[0].range()], "rain or shine");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Evidence {
    /// Numbers, names, negations and obligations that one side has otherwise than the other. A pair
    /// with any is alike in wording, not in what it says.
    pub facts_differ: Vec<FactDifference>,
    /// What both sides share, in the order of the first side.
    pub shared: Vec<SharedRun>,
    /// What the second side says and the first does not, in order.
    pub added: Vec<Span>,
}

impl Evidence {
    /// Evidence for `relation` (or for no relation) between two paragraphs. Near-linear in their
    /// words where they are alike.
    pub(crate) fn gather(
        normalizer: Normalizer,
        a: &str,
        b: &str,
        relation: Option<Relation>,
    ) -> Evidence {
        if matches!(relation, Some(Relation::Identical | Relation::Reformatted)) {
            let shared = SharedRun { a: (0..a.len()).into(), b: (0..b.len()).into() };
            return Evidence { shared: vec![shared], ..Evidence::default() };
        }
        let copies = matches!(relation, Some(Relation::Near | Relation::Contained));
        let matching = if copies { Matching::Words } else { Matching::Stems };
        let tokens = tokens(normalizer, matching, a, b);
        let (a, b) = (Side { text: a, tokens: &tokens.0 }, Side { text: b, tokens: &tokens.1 });
        if copies { of_copies(a, b) } else { of_restatements(a, b) }
    }

    /// The same evidence for paragraphs that begin at these bytes of their documents.
    pub(crate) fn shifted(mut self, a: usize, b: usize) -> Evidence {
        for run in &mut self.shared {
            *run = SharedRun { a: run.a.shifted(a), b: run.b.shifted(b) };
        }
        for span in &mut self.added {
            *span = span.shifted(b);
        }
        for fact in &mut self.facts_differ {
            for (mention, by) in [(&mut fact.a, a), (&mut fact.b, b)] {
                for mention in mention {
                    mention.span = mention.span.shifted(by);
                }
            }
        }
        self
    }
}

fn of_copies(a: Side<'_>, b: Side<'_>) -> Evidence {
    let alignment = Alignment::between(a.tokens, b.tokens);
    Evidence {
        facts_differ: fact::between_copies(a, b, &alignment.in_order),
        shared: shared_runs(a.tokens, b.tokens, &alignment.all, |_| true),
        added: added(b.tokens, &matched(b.tokens, &alignment.all), |_| true),
    }
}

fn of_restatements(a: Side<'_>, b: Side<'_>) -> Evidence {
    let alignment = Alignment::between(a.tokens, b.tokens);
    let says_something = |run: &[Token]| run.iter().any(|token| token.is_telling);
    let worth_showing = |run: &[Token]| run.len() > 2 || says_something(run);
    Evidence {
        facts_differ: fact::between_restatements(a, b),
        shared: shared_runs(a.tokens, b.tokens, &alignment.all, worth_showing),
        added: added(b.tokens, &said(a.tokens, b.tokens), says_something),
    }
}

/// Maximal runs of matches that follow each other on both sides.
fn shared_runs(
    a: &[Token],
    b: &[Token],
    matches: &[(usize, usize)],
    worth_showing: impl Fn(&[Token]) -> bool,
) -> Vec<SharedRun> {
    matches
        .chunk_by(|left, right| left.0 + 1 == right.0 && left.1 + 1 == right.1)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| worth_showing(&a[first.0..=last.0]))
        .map(|(first, last)| SharedRun {
            a: a[first.0].span.to(a[last.0].span),
            b: b[first.1].span.to(b[last.1].span),
        })
        .collect()
}

/// Which words of the second side correspond to one of the first.
fn matched(b: &[Token], matches: &[(usize, usize)]) -> Vec<bool> {
    let mut matched = vec![false; b.len()];
    for (_, position) in matches {
        matched[*position] = true;
    }
    matched
}

/// Which words of the second side have a stem that the first side has anywhere.
fn said(a: &[Token], b: &[Token]) -> Vec<bool> {
    let keys: BTreeSet<u32> = a.iter().map(|token| token.key).collect();
    b.iter().map(|token| keys.contains(&token.key)).collect()
}

/// Maximal runs of words of the second side that are old in no way.
fn added(b: &[Token], old: &[bool], worth_showing: impl Fn(&[Token]) -> bool) -> Vec<Span> {
    let positions: Vec<usize> = (0..b.len()).filter(|position| !old[*position]).collect();
    positions
        .chunk_by(|left, right| left + 1 == *right)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| worth_showing(&b[*first..=*last]))
        .map(|(first, last)| b[first].span.to(b[last].span))
        .collect()
}
