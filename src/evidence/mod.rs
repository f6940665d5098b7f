//! Why a pair is reported: what both sides share, which words are exchanged for others, what each side alone
//! says.
//!
//! Computed for reported pairs only, never for candidates.

mod alignment;
mod anchor;
mod ends;
mod exchange;
mod fact;
mod long;
mod marks;
mod restated;
mod sentence;
mod side;
mod smoothing;
mod token;

pub use exchange::Exchange;
pub use fact::{FactKind, Mention};
pub use sentence::SentencePair;

pub(crate) use fact::{kind_at, turning_words};
pub(crate) use long::{LongText, is_far_longer};

use std::collections::{BTreeMap, BTreeSet};

use crate::relation::Relation;
use crate::restatement::{MOST_WORDS, Reasons};
use crate::text::{Normalizer, Span};
use alignment::{Matches, align, align_in};
use ends::tokens_of_copies;
use side::Side;
use smoothing::smooth;
use token::{Matching, Token, tokens_of_text};

/// A run of words that stands on both sides; of stems, where the pair is a restatement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SharedRun {
    /// Where it stands in the first paragraph.
    pub a: Span,
    /// Where it stands in the second paragraph.
    pub b: Span,
}

/// What a person needs to see to accept or refuse a finding.
///
/// The evidence of `b` and `a` is that of `a` and `b` with its sides changed. Of copies every word of either
/// side stands in exactly one of `shared`, `exchanges` and `missing` (`added` for the second side),
/// and spans of one side do not overlap. Of restatements `shared` holds what is worth showing, and
/// `exchanges` only facts: most other words are exchanged there.
///
/// An exchange stands in a sentence that both sides have. Whole sentences that one side has before, behind or between
/// those, and longer passages, are not exchanged for anything: they are `missing` or `added`.
///
/// The spans count bytes from the beginning of each side's text: of the paragraph in
/// [`Detector::compare`](crate::Detector::compare) and [`Detector::detect`](crate::Detector::detect),
/// of the document in [`Detector::detect_documents`](crate::Detector::detect_documents).
///
/// ```
/// let a = "The gate opens at nine and closes at five on every day of the week.";
/// let b = "The gate opens at nine and closes at five on every day of the week, rain or shine.";
/// let evidence = paradup::Detector::default().compare(a, b).evidence;
/// assert_eq!(&b[evidence.shared[0].b], "The gate opens at nine and closes at five on every day of the week");
/// assert_eq!(evidence.exchanges[0].b.as_ref().unwrap().text, "rain or shine");
/// let c = "The gate opens at nine and closes at five on every day of the week. Dogs wait outside.";
/// let evidence = paradup::Detector::default().compare(a, c).evidence;
/// assert_eq!(&c[evidence.added[0]], "Dogs wait outside");
/// assert!(evidence.exchanges.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Evidence {
    /// Words exchanged for others, in the order of the texts; of restatements by kind.
    pub exchanges: Vec<Exchange>,
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
    /// Whether an exchange is labelled as one of facts: the pair is alike in wording, not in what it
    /// says.
    pub fn facts_differ(&self) -> bool {
        self.exchanges.iter().any(|exchange| exchange.kind.is_some())
    }

    /// Evidence for `relation` (or for no relation) between two paragraphs. Near-linear in their words.
    pub(crate) fn gather(
        normalizer: Normalizer,
        a: &str,
        b: &str,
        relation: Option<Relation>,
    ) -> Evidence {
        Evidence::gather_with(normalizer, (a, None), (b, None), relation)
    }

    /// The same where a paragraph may have been read for many pairs at once. Near-linear in the words
    /// of the shorter paragraph, where the longer one is far longer and was.
    pub(crate) fn gather_with(
        normalizer: Normalizer,
        a: (&str, Option<&LongText>),
        b: (&str, Option<&LongText>),
        relation: Option<Relation>,
    ) -> Evidence {
        // Alignments are not symmetric, and need not be: which side is the first depends on the texts.
        if (a.0.len(), a.0) > (b.0.len(), b.0) {
            return Evidence::gather_with(normalizer, b, a, relation).mirrored();
        }
        match relation {
            Some(Relation::Identical) => whole(a.0, b.0),
            Some(Relation::Reformatted) => of_reformatted(normalizer, a.0, b.0),
            Some(Relation::Near | Relation::Contained) if is_far_longer(a.0, b.0) => {
                of_copy_in(normalizer, a.0, b)
            }
            Some(Relation::Near | Relation::Contained) => of_copies(normalizer, a.0, b.0),
            Some(Relation::Restated) | None => of_others(normalizer, a.0, b.0),
        }
    }

    /// The evidence with its sides changed.
    fn mirrored(self) -> Evidence {
        let turned = |run: SharedRun| SharedRun { a: run.b, b: run.a };
        let mut shared: Vec<SharedRun> = self.shared.into_iter().map(turned).collect();
        shared.sort_unstable_by_key(|run| run.a);
        let turned = |pair: SentencePair| SentencePair { a: pair.b, b: pair.a };
        let mut sentences: Vec<SentencePair> = self.sentences.into_iter().map(turned).collect();
        sentences.sort_unstable_by_key(|pair| (pair.a, pair.b));
        Evidence {
            exchanges: self.exchanges.into_iter().map(Exchange::mirrored).collect(),
            shared,
            added: self.missing,
            missing: self.added,
            sentences,
            reasons: self.reasons,
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
        for exchange in &mut self.exchanges {
            for (mention, by) in [(&mut exchange.a, a), (&mut exchange.b, b)] {
                if let Some(mention) = mention {
                    mention.span = mention.span.shifted(by);
                }
            }
        }
        self
    }
}

/// All of both texts.
fn whole(a: &str, b: &str) -> Evidence {
    let shared = SharedRun { a: (0..a.len()).into(), b: (0..b.len()).into() };
    Evidence { shared: vec![shared], ..Evidence::default() }
}

/// The words are the same; signs of numbers may not be.
fn of_reformatted(normalizer: Normalizer, a: &str, b: &str) -> Evidence {
    let evidence = of_copies(normalizer, a, b);
    if evidence.exchanges.is_empty() { whole(a, b) } else { evidence }
}

fn of_copies(normalizer: Normalizer, a: &str, b: &str) -> Evidence {
    let (of_a, of_b) = tokens_of_copies(normalizer, a, b);
    let matches = align(&of_a, &of_b);
    of_matches(Side { text: a, tokens: &of_a }, Side { text: b, tokens: &of_b }, matches)
}

fn of_copy_in(normalizer: Normalizer, a: &str, b: (&str, Option<&LongText>)) -> Evidence {
    let of_a = tokens_of_text(normalizer, Matching::Words, a);
    let Some(long) = b.1 else {
        return of_copy_in(normalizer, a, (b.0, Some(&LongText::read(normalizer, b.0))));
    };
    let matches = align_in(&of_a, &long.tokens, &long.anchors);
    of_matches(Side { text: a, tokens: &of_a }, Side { text: b.0, tokens: &long.tokens }, matches)
}

fn of_matches(a: Side<'_>, b: Side<'_>, mut matches: Matches) -> Evidence {
    smooth(a, b, &mut matches);
    exchange::of_alignment(a, b, &matches)
}

/// Of a restatement or of no relation.
fn of_others(normalizer: Normalizer, a: &str, b: &str) -> Evidence {
    let stems = |text: &str| tokens_of_text(normalizer, Matching::Stems, text);
    let (of_a, of_b) = (stems(a), stems(b));
    let sides = (Side { text: a, tokens: &of_a }, Side { text: b, tokens: &of_b });
    let judged = is_judged(sides.0, sides.1);
    let sentences = if judged { sentence::corresponding(sides.0, sides.1) } else { Vec::new() };
    let matches = align(&of_a, &of_b);
    let evidence = if are_told_apart_by_word(&of_a, &of_b, &matches) {
        of_copies(normalizer, a, b)
    } else {
        of_restatements(sides.0, sides.1, matches)
    };
    Evidence { sentences, ..evidence }
}

/// Whether it can be told which words stand in place of which, as of copies: half of the words correspond in
/// order, or the words are nearly the same in another order.
fn are_told_apart_by_word(a: &[Token], b: &[Token], matches: &Matches) -> bool {
    let longer = a.len().max(b.len());
    2 * matches.len() >= longer || 10 * shared_words(a, b) >= 9 * longer
}

/// How many words of one side can be paired with equal ones of the other.
fn shared_words(a: &[Token], b: &[Token]) -> usize {
    let mut left: BTreeMap<u64, usize> = BTreeMap::new();
    for token in b {
        *left.entry(token.key).or_default() += 1;
    }
    let takes = |token: &&Token| match left.get_mut(&token.key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    a.iter().filter(takes).count()
}

/// What no paragraph is as long as is not judged as a restatement, and is read in linear time only.
fn is_judged(a: Side<'_>, b: Side<'_>) -> bool {
    a.tokens.len().max(b.tokens.len()) <= MOST_WORDS
}

fn of_restatements(a: Side<'_>, b: Side<'_>, mut matches: Matches) -> Evidence {
    matches.extend(moved(a.tokens, b.tokens, &matches));
    matches.sort_unstable();
    let says_something = |run: &[Token]| run.iter().any(|token| token.is_telling);
    let worth_showing = |run: &[Token]| run.len() > 2 || says_something(run);
    Evidence {
        exchanges: if is_judged(a, b) { restated::exchanges(a, b) } else { Vec::new() },
        shared: shared_runs(a.tokens, b.tokens, &matches, worth_showing),
        added: unshared(b.tokens, &said(a.tokens, b.tokens), says_something),
        missing: unshared(a.tokens, &said(b.tokens, a.tokens), says_something),
        ..Evidence::default()
    }
}

/// Telling words that stand elsewhere, in the order they come.
fn moved(a: &[Token], b: &[Token], in_order: &[(usize, usize)]) -> Matches {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    for (position_a, position_b) in in_order {
        free_a[*position_a] = false;
        free_b[*position_b] = false;
    }
    let mut waiting: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for position in (0..b.len()).rev().filter(|position| free_b[*position]) {
        waiting.entry(b[position].key).or_default().push(position);
    }
    let searching = (0..a.len()).filter(|position| free_a[*position] && a[*position].is_telling);
    searching
        .filter_map(|position| Some((position, waiting.get_mut(&a[position].key)?.pop()?)))
        .collect()
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

/// Which words of a side have a stem that the other side has anywhere.
fn said(other: &[Token], tokens: &[Token]) -> Vec<bool> {
    let keys: BTreeSet<u64> = other.iter().map(|token| token.key).collect();
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
