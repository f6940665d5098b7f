//! Why a pair is reported: what both sides share, what is new, which facts differ.
//!
//! Computed for reported pairs only, never for candidates.

mod alignment;
mod ends;
mod fact;
mod sentence;
mod span;
mod token;

pub use fact::{FactDifference, FactKind, Mention};
pub use sentence::SentencePair;
pub use span::Span;

pub(crate) use fact::{kind_at, turning_words};

use std::collections::BTreeSet;

use crate::relation::Relation;
use crate::restatement::{MOST_WORDS, Reasons};
use crate::text::Normalizer;
use alignment::Alignment;
use ends::tokens_of_copies;
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
    /// What the first side says and the second does not, in order.
    pub missing: Vec<Span>,
    /// Sentences that correspond. Of restatements only; copies correspond throughout.
    pub sentences: Vec<SentencePair>,
    /// Why the pair is held to be a restatement. Only where none of the stronger relations holds.
    pub reasons: Option<Reasons>,
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
        let matching = matching(relation);
        let tokens = corresponding_tokens(normalizer, matching, a, b);
        let (a, b) = (Side { text: a, tokens: &tokens.0 }, Side { text: b, tokens: &tokens.1 });
        match matching {
            Matching::Words => of_copies(a, b),
            Matching::Stems => of_restatements(a, b),
        }
    }

    /// The same evidence for paragraphs that begin at these bytes of their documents.
    pub(crate) fn shifted(mut self, a: usize, b: usize) -> Evidence {
        for run in &mut self.shared {
            *run = SharedRun { a: run.a.shifted(a), b: run.b.shifted(b) };
        }
        for span in &mut self.added {
            *span = span.shifted(b);
        }
        for span in &mut self.missing {
            *span = span.shifted(a);
        }
        for pair in &mut self.sentences {
            *pair = SentencePair { a: pair.a.shifted(a), b: pair.b.shifted(b) };
        }
        for fact in &mut self.facts_differ {
            for (mention, by) in [(&mut fact.a, a), (&mut fact.b, b)] {
                if let Some(mention) = mention {
                    mention.span = mention.span.shifted(by);
                }
            }
        }
        self
    }
}

/// What makes words of a pair in this relation correspond.
fn matching(relation: Option<Relation>) -> Matching {
    match relation {
        Some(Relation::Near | Relation::Contained) => Matching::Words,
        _ => Matching::Stems,
    }
}

/// The words of two paragraphs, with keys in common.
fn corresponding_tokens(
    normalizer: Normalizer,
    matching: Matching,
    a: &str,
    b: &str,
) -> (Vec<Token>, Vec<Token>) {
    match matching {
        Matching::Words => tokens_of_copies(normalizer, a, b),
        Matching::Stems => tokens(normalizer, matching, a.into(), b.into()),
    }
}

/// What no paragraph is as long as is not judged as a restatement, and is read in linear time only.
fn is_judged(a: Side<'_>, b: Side<'_>) -> bool {
    a.tokens.len().max(b.tokens.len()) <= MOST_WORDS
}

fn of_copies(a: Side<'_>, b: Side<'_>) -> Evidence {
    let alignment = Alignment::between(a.tokens, b.tokens);
    Evidence {
        facts_differ: fact::between_copies(a, b, &alignment.in_order),
        shared: shared_runs(a.tokens, b.tokens, &alignment.all, |_| true),
        added: unshared(
            b.tokens,
            &matched(b.tokens, alignment.all.iter().map(|pair| pair.1)),
            |_| true,
        ),
        missing: unshared(
            a.tokens,
            &matched(a.tokens, alignment.all.iter().map(|pair| pair.0)),
            |_| true,
        ),
        ..Evidence::default()
    }
}

fn of_restatements(a: Side<'_>, b: Side<'_>) -> Evidence {
    let alignment = Alignment::between(a.tokens, b.tokens);
    let judged = is_judged(a, b);
    let says_something = |run: &[Token]| run.iter().any(|token| token.is_telling);
    let worth_showing = |run: &[Token]| run.len() > 2 || says_something(run);
    Evidence {
        facts_differ: if judged { fact::between_restatements(a, b) } else { Vec::new() },
        shared: shared_runs(a.tokens, b.tokens, &alignment.all, worth_showing),
        added: unshared(b.tokens, &said(a.tokens, b.tokens), says_something),
        missing: unshared(a.tokens, &said(b.tokens, a.tokens), says_something),
        sentences: if judged { sentence::corresponding(a, b) } else { Vec::new() },
        reasons: None,
    }
}

/// Maximal runs of matches that follow each other on both sides.
fn shared_runs(
    a: &[Token],
    b: &[Token],
    matches: &[(usize, usize)],
    worth_showing: impl Fn(&[Token]) -> bool,
) -> Vec<SharedRun> {
    let runs = matches
        .chunk_by(|left, right| left.0 + 1 == right.0 && left.1 + 1 == right.1)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| worth_showing(&a[first.0..=last.0]))
        .map(|(first, last)| SharedRun {
            a: a[first.0].span.to(a[last.0].span),
            b: b[first.1].span.to(b[last.1].span),
        })
        .collect();
    clipped(runs)
}

/// Runs that do not overlap on either side. Words of scripts without spaces are pairs of characters,
/// so two runs may claim the same character: the earlier one keeps it.
fn clipped(mut runs: Vec<SharedRun>) -> Vec<SharedRun> {
    clip(&mut runs, |run| &mut run.b);
    clip(&mut runs, |run| &mut run.a);
    runs
}

fn clip(runs: &mut Vec<SharedRun>, side: impl Fn(&mut SharedRun) -> &mut Span) {
    runs.sort_by_key(|run| *side(&mut run.clone()));
    let mut end = 0;
    runs.retain_mut(|run| {
        let span = side(run);
        span.start = span.start.max(end);
        end = end.max(span.end);
        span.start < span.end
    });
}

/// Which words of one side stand at these positions.
fn matched(tokens: &[Token], positions: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut matched = vec![false; tokens.len()];
    positions.for_each(|position| matched[position] = true);
    matched
}

/// Which words of a side have a stem that the other side has anywhere.
fn said(other: &[Token], tokens: &[Token]) -> Vec<bool> {
    let keys: BTreeSet<u32> = other.iter().map(|token| token.key).collect();
    tokens.iter().map(|token| keys.contains(&token.key)).collect()
}

/// Maximal runs of words that the other side has not, without the characters they have in common
/// with a shared word beside them.
fn unshared(
    tokens: &[Token],
    shared: &[bool],
    worth_showing: impl Fn(&[Token]) -> bool,
) -> Vec<Span> {
    let positions: Vec<usize> = (0..tokens.len()).filter(|position| !shared[*position]).collect();
    positions
        .chunk_by(|left, right| left + 1 == *right)
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .filter(|(first, last)| worth_showing(&tokens[*first..=*last]))
        .map(|(first, last)| between_neighbours(tokens, first, last))
        .filter(|span| span.start < span.end)
        .collect()
}

fn between_neighbours(tokens: &[Token], first: usize, last: usize) -> Span {
    let before = first.checked_sub(1).map_or(0, |before| tokens[before].span.end);
    let after = tokens.get(last + 1).map_or(usize::MAX, |after| after.span.start);
    let run = tokens[first].span.to(tokens[last].span);
    Span { start: run.start.max(before), end: run.end.min(after) }
}
