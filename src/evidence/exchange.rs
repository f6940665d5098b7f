//! Words exchanged for others, from an alignment.
//!
//! Between words that correspond stand gaps. What a gap holds is an exchange if it belongs to a
//! sentence that both sides have, and a passage, which one side alone says, if it is whole sentences or
//! too long for a person to hold against other words.

use core::ops::Range;

use super::fact::{FactKind, Mention, differing_kind, is_cjk_number};
use super::marks::{marks_before, reads_otherwise};
use super::side::Side;
use super::{Evidence, SharedRun};
use crate::text::Span;

/// Words of one side that stand in place of words of the other, or that one side puts into a
/// sentence that both have.
///
/// ```
/// use paradup::evidence::FactKind;
///
/// let a = "Average tips are £20 per shift on a Friday night in the summer season.";
/// let b = "Average tips are £40 per shift on a Friday night in the summer season.";
/// let evidence = paradup::Detector::default().compare(a, b).evidence;
/// let exchange = &evidence.exchanges[0];
/// assert_eq!(exchange.kind, Some(FactKind::Number));
/// assert_eq!(exchange.a.as_ref().unwrap().text, "20");
/// assert_eq!(exchange.b.as_ref().unwrap().text, "40");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Exchange {
    /// As the first paragraph has it. `None` where only the second one says it.
    pub a: Option<Mention>,
    /// As the second paragraph has it. `None` where only the first one says it.
    pub b: Option<Mention>,
    /// What kind of fact the two sides have otherwise here, if any: a label that decides nothing.
    pub kind: Option<FactKind>,
}

impl Exchange {
    pub(super) fn mirrored(self) -> Exchange {
        Exchange { a: self.b, b: self.a, kind: self.kind }
    }
}

/// Longer gaps are passages, in words.
const MAX_EXCHANGED: usize = 16;

/// Gaps of as many words on both sides may be this long: rows of figures.
const MAX_WORD_BY_WORD: usize = 64;

/// What a stretch of both sides is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Shared,
    Exchanged(Option<FactKind>),
    /// Equal words, of which one has another sign before it or is written as a power.
    Marked,
    Passage,
}

/// A stretch of positions on both sides; on one side it may be empty.
#[derive(Clone, Debug)]
struct Stretch {
    a: Range<usize>,
    b: Range<usize>,
    what: What,
}

/// The evidence of an alignment that ascends on both sides. Every word of either side stands in exactly one
/// shared run, exchange or passage; spans of a side do not overlap. (Words of scripts without spaces
/// are pairs of characters: of those the first to claim a character has it.)
pub(crate) fn of_alignment(a: Side<'_>, b: Side<'_>, matches: &[(usize, usize)]) -> Evidence {
    let mut stretches = Stretches { a, b, list: Vec::with_capacity(16) };
    let mut from = (0, 0);
    for found in matches.iter().copied() {
        stretches.gap(from.0..found.0, from.1..found.1);
        stretches.found(found);
        from = (found.0 + 1, found.1 + 1);
    }
    stretches.gap(from.0..a.tokens.len(), from.1..b.tokens.len());
    stretches.evidence()
}

struct Stretches<'t> {
    a: Side<'t>,
    b: Side<'t>,
    list: Vec<Stretch>,
}

impl Stretches<'_> {
    fn found(&mut self, (in_a, in_b): (usize, usize)) {
        let (a, b) = (in_a..in_a + 1, in_b..in_b + 1);
        if reads_otherwise(self.a, in_a, self.b, in_b) {
            return self.list.push(Stretch { a, b, what: What::Marked });
        }
        match self.list.last_mut() {
            Some(last) if last.what == What::Shared && last.a.end == in_a && last.b.end == in_b => {
                (last.a.end, last.b.end) = (in_a + 1, in_b + 1);
            }
            _ => self.list.push(Stretch { a, b, what: What::Shared }),
        }
    }

    fn gap(&mut self, a: Range<usize>, b: Range<usize>) {
        let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
        let word_by_word = shorter == longer && longer <= MAX_WORD_BY_WORD;
        if longer == 0 {
        } else if shorter > 0 && (longer <= MAX_EXCHANGED || word_by_word) {
            self.exchange(a, b);
        } else {
            self.sentences(a, b);
        }
    }

    /// What belongs to the sentences before and behind the gap is exchanged; what is between is said by one
    /// side alone.
    fn sentences(&mut self, a: Range<usize>, b: Range<usize>) {
        let (of_a, of_b) = (inner_sentences(self.a, &a), inner_sentences(self.b, &b));
        self.exchange(a.start..of_a.start, b.start..of_b.start);
        self.passage(of_a.clone(), b.start..b.start);
        self.passage(a.start..a.start, of_b.clone());
        self.exchange(of_a.end..a.end, of_b.end..b.end);
    }

    fn passage(&mut self, a: Range<usize>, b: Range<usize>) {
        if !a.is_empty() || !b.is_empty() {
            self.list.push(Stretch { a, b, what: What::Passage });
        }
    }

    /// Word by word where both sides have as many.
    fn exchange(&mut self, a: Range<usize>, b: Range<usize>) {
        if a.is_empty() && b.is_empty() {
            return;
        }
        if a.len() != b.len() {
            return self.exchange_whole(a, b);
        }
        let mut from = (a.start, b.start);
        for (in_a, in_b) in a.clone().zip(b.clone()).skip(1).chain([(a.end, b.end)]) {
            let ends = (in_a, in_b) == (a.end, b.end) || self.parts((in_a, in_b));
            if ends {
                self.exchange_whole(from.0..in_a, from.1..in_b);
                from = (in_a, in_b);
            }
        }
    }

    /// Whether an exchange ends before these words: where they are another kind of fact than those
    /// before, and between numbers.
    fn parts(&self, (in_a, in_b): (usize, usize)) -> bool {
        let kind = |a: usize, b: usize| differing_kind(self.a, a..a + 1, self.b, b..b + 1);
        let (before, here) = (kind(in_a - 1, in_b - 1), kind(in_a, in_b));
        let overlaps =
            |side: Side<'_>, at: usize| side.tokens[at].span.start < side.tokens[at - 1].span.end;
        let apart = !overlaps(self.a, in_a) && !overlaps(self.b, in_b);
        apart && (before != here || here == Some(FactKind::Number))
    }

    fn exchange_whole(&mut self, a: Range<usize>, b: Range<usize>) {
        let kind = differing_kind(self.a, a.clone(), self.b, b.clone());
        self.list.push(Stretch { a, b, what: What::Exchanged(kind) });
    }

    fn evidence(self) -> Evidence {
        let of_a = self.spans(self.a, |stretch| &stretch.a);
        let of_b = self.spans(self.b, |stretch| &stretch.b);
        let mut evidence = Evidence::default();
        for ((stretch, a), b) in self.list.iter().zip(of_a).zip(of_b) {
            match (stretch.what, a, b) {
                (_, None, None) => {}
                (What::Shared, Some(a), Some(b)) => evidence.shared.push(SharedRun { a, b }),
                (What::Passage, a, b) => {
                    evidence.missing.extend(a);
                    evidence.added.extend(b);
                }
                (What::Shared, a, b) => evidence.exchanges.push(self.shown(a, b, None)),
                (What::Marked, a, b) => {
                    evidence.exchanges.push(self.shown(a, b, Some(FactKind::Number)));
                }
                (What::Exchanged(kind), a, b) => evidence.exchanges.push(self.shown(a, b, kind)),
            }
        }
        evidence
    }

    fn shown(&self, a: Option<Span>, b: Option<Span>, kind: Option<FactKind>) -> Exchange {
        let mention = |side: Side<'_>, span: Option<Span>| {
            span.map(|span| Mention { text: side.text[span].to_owned(), span })
        };
        let (a, b) = (mention(self.a, a), mention(self.b, b));
        let numbers = a.iter().chain(&b).all(|mention| is_cjk_number(&mention.text));
        let kind = if numbers { Some(FactKind::Number) } else { kind };
        Exchange { a, b, kind }
    }

    /// The span of each stretch on one side. Where words overlap, shared ones have the characters, but each
    /// other stretch has one at least, if there is one left.
    fn spans(&self, side: Side<'_>, of: fn(&Stretch) -> &Range<usize>) -> Vec<Option<Span>> {
        let raw = |stretch: &Stretch| -> Option<Span> {
            let positions = of(stretch);
            let mut span = (!positions.is_empty()).then(|| side.span(positions.clone()))?;
            if stretch.what == What::Marked {
                span.start -= marks_before(side, positions.start).len();
            }
            Some(span)
        };
        let mut next_start = usize::MAX;
        let mut spans: Vec<Option<(Span, usize)>> = Vec::with_capacity(self.list.len());
        for span in self.list.iter().rev().map(raw) {
            spans.push(span.map(|span| (span, next_start)));
            next_start = span.map_or(next_start, |span| span.start);
        }
        let mut end = 0;
        let apart = |(stretch, span): (&Stretch, Option<(Span, usize)>)| {
            let (span, next_start) = span?;
            let start = span.start.max(end);
            let left = side.text.get(start..span.end)?;
            let one = start + left.chars().next()?.len_utf8();
            let clipped =
                if stretch.what == What::Shared { span.end } else { span.end.min(next_start) };
            end = clipped.max(one);
            Some(Span { start, end })
        };
        self.list.iter().zip(spans.into_iter().rev()).map(apart).collect()
    }
}

/// The part of a gap between the sentence that it begins in and the one that it ends in, as far as these are
/// not its own.
fn inner_sentences(side: Side<'_>, gap: &Range<usize>) -> Range<usize> {
    let begins = |position: &usize| side.begins_sentence(*position);
    let most = (gap.start + MAX_EXCHANGED).min(gap.end);
    let start =
        (gap.start..=most).find(begins).unwrap_or(if most == gap.end { most } else { gap.start });
    let least = gap.end.saturating_sub(MAX_EXCHANGED).max(start);
    let end = (least..=gap.end).rev().find(begins).unwrap_or(gap.end);
    start..end
}
