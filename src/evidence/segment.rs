//! An alignment read as evidence: what both sides share, what is exchanged, what one side alone says.
//!
//! Between words that correspond stand gaps. What a gap holds is an exchange if it belongs to a
//! sentence that both sides have, and a passage, which one side alone says, if it is whole sentences or
//! too long for a person to hold against other words.

use core::ops::Range;

use super::fact::{FactKind, Mention, differing_kind, is_cjk_number};
use super::number_signs::{marks_before, reads_otherwise};
use super::pair::{Evidence, Exchange, SharedRun};
use super::tokenized::TokenizedText;
use crate::text::Span;

/// Longer gaps are passages, in words.
const MAX_EXCHANGED: usize = 16;

/// Gaps of as many words on both sides may be this long: rows of figures.
const MAX_WORD_BY_WORD: usize = 64;

/// What a segment of both sides is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SegmentKind {
    Shared,
    Exchanged(Option<FactKind>),
    /// Equal words, of which one has another sign before it or is written as a power.
    Marked,
    Passage,
}

/// A range of positions on both sides; on one side it may be empty.
#[derive(Clone, Debug)]
struct Segment {
    a: Range<usize>,
    b: Range<usize>,
    kind: SegmentKind,
}

/// The evidence of an alignment that ascends on both sides. Every word of either side stands in exactly one
/// shared run, exchange or passage; spans of a side do not overlap. (Words of scripts without spaces
/// are pairs of characters: of those the first to claim a character has it.)
pub(super) fn evidence_of_alignment(
    a: TokenizedText<'_>,
    b: TokenizedText<'_>,
    matches: &[(usize, usize)],
) -> Evidence {
    let mut segmentation = Segmentation { a, b, segments: Vec::with_capacity(16) };
    let mut from = (0, 0);
    for found in matches.iter().copied() {
        segmentation.push_gap(from.0..found.0, from.1..found.1);
        segmentation.push_match(found);
        from = (found.0 + 1, found.1 + 1);
    }
    segmentation.push_gap(from.0..a.tokens.len(), from.1..b.tokens.len());
    segmentation.evidence()
}

struct Segmentation<'t> {
    a: TokenizedText<'t>,
    b: TokenizedText<'t>,
    segments: Vec<Segment>,
}

impl Segmentation<'_> {
    fn push_match(&mut self, (in_a, in_b): (usize, usize)) {
        let (a, b) = (in_a..in_a + 1, in_b..in_b + 1);
        if reads_otherwise(self.a, in_a, self.b, in_b) {
            return self.segments.push(Segment { a, b, kind: SegmentKind::Marked });
        }
        match self.segments.last_mut() {
            Some(last)
                if last.kind == SegmentKind::Shared && last.a.end == in_a && last.b.end == in_b =>
            {
                (last.a.end, last.b.end) = (in_a + 1, in_b + 1);
            }
            _ => self.segments.push(Segment { a, b, kind: SegmentKind::Shared }),
        }
    }

    fn push_gap(&mut self, a: Range<usize>, b: Range<usize>) {
        let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
        let word_by_word = shorter == longer && longer <= MAX_WORD_BY_WORD;
        if longer == 0 {
            // Two matches follow each other.
        } else if shorter > 0 && (longer <= MAX_EXCHANGED || word_by_word) {
            self.push_exchanges(a, b);
        } else {
            self.push_sentences(a, b);
        }
    }

    /// What belongs to the sentences before and behind the gap is exchanged; what is between is said by one
    /// side alone.
    fn push_sentences(&mut self, a: Range<usize>, b: Range<usize>) {
        let (of_a, of_b) = (inner_sentences(self.a, &a), inner_sentences(self.b, &b));
        self.push_exchanges(a.start..of_a.start, b.start..of_b.start);
        self.push_passage(of_a.clone(), b.start..b.start);
        self.push_passage(a.start..a.start, of_b.clone());
        self.push_exchanges(of_a.end..a.end, of_b.end..b.end);
    }

    fn push_passage(&mut self, a: Range<usize>, b: Range<usize>) {
        if !a.is_empty() || !b.is_empty() {
            self.segments.push(Segment { a, b, kind: SegmentKind::Passage });
        }
    }

    /// Exchanges of one stretch for another, word by word where both have as many.
    fn push_exchanges(&mut self, a: Range<usize>, b: Range<usize>) {
        if a.is_empty() && b.is_empty() {
            return;
        }
        if a.len() != b.len() {
            return self.push_exchange(a, b);
        }
        let mut from = (a.start, b.start);
        for (in_a, in_b) in a.clone().zip(b.clone()).skip(1).chain([(a.end, b.end)]) {
            if (in_a, in_b) == (a.end, b.end) || self.exchange_ends_before((in_a, in_b)) {
                self.push_exchange(from.0..in_a, from.1..in_b);
                from = (in_a, in_b);
            }
        }
    }

    /// Whether an exchange ends before these words: where they are another kind of fact than those
    /// before, and between numbers.
    fn exchange_ends_before(&self, (in_a, in_b): (usize, usize)) -> bool {
        // Words that share a character cannot be shown apart.
        if overlaps_word_before(self.a, in_a) || overlaps_word_before(self.b, in_b) {
            return false;
        }
        let (before, here) = (self.kind_at(in_a - 1, in_b - 1), self.kind_at(in_a, in_b));
        before != here || here == Some(FactKind::Number)
    }

    /// The kind of fact in which two words differ.
    fn kind_at(&self, in_a: usize, in_b: usize) -> Option<FactKind> {
        differing_kind(self.a, in_a..in_a + 1, self.b, in_b..in_b + 1)
    }

    fn push_exchange(&mut self, a: Range<usize>, b: Range<usize>) {
        let kind = differing_kind(self.a, a.clone(), self.b, b.clone());
        self.segments.push(Segment { a, b, kind: SegmentKind::Exchanged(kind) });
    }

    fn evidence(self) -> Evidence {
        let of_a = self.spans(self.a, |segment| &segment.a);
        let of_b = self.spans(self.b, |segment| &segment.b);
        let mut evidence = Evidence::default();
        for ((segment, a), b) in self.segments.iter().zip(of_a).zip(of_b) {
            match (segment.kind, a, b) {
                // Its words are pairs of characters that its neighbours have claimed already.
                (_, None, None) => {}
                (SegmentKind::Shared, Some(a), Some(b)) => evidence.shared.push(SharedRun { a, b }),
                (SegmentKind::Passage, a, b) => {
                    evidence.missing.extend(a);
                    evidence.added.extend(b);
                }
                (kind, a, b) => evidence.exchanges.push(self.exchange(a, b, kind.fact_kind())),
            }
        }
        evidence
    }

    fn exchange(&self, a: Option<Span>, b: Option<Span>, kind: Option<FactKind>) -> Exchange {
        let a = a.map(|span| mention(self.a, span));
        let b = b.map(|span| mention(self.b, span));
        let are_numbers = a.iter().chain(&b).all(|mention| is_cjk_number(&mention.text));
        Exchange { a, b, kind: if are_numbers { Some(FactKind::Number) } else { kind } }
    }

    /// The span of each segment on one side. Where words overlap, shared ones have the characters, but each
    /// other segment has one at least, if there is one left.
    fn spans(
        &self,
        text: TokenizedText<'_>,
        positions: fn(&Segment) -> &Range<usize>,
    ) -> Vec<Option<Span>> {
        let spans: Vec<Option<Span>> =
            self.segments.iter().map(|segment| segment.span(text, positions(segment))).collect();
        let starts = next_starts(&spans);
        let mut end = 0;
        let mut apart = Vec::with_capacity(spans.len());
        for ((segment, span), next_start) in self.segments.iter().zip(spans).zip(starts) {
            let span = span.and_then(|span| segment.clipped(text, span, end, next_start));
            end = span.map_or(end, |span| span.end);
            apart.push(span);
        }
        apart
    }
}

impl SegmentKind {
    fn fact_kind(self) -> Option<FactKind> {
        match self {
            SegmentKind::Exchanged(kind) => kind,
            SegmentKind::Marked => Some(FactKind::Number),
            SegmentKind::Shared | SegmentKind::Passage => None,
        }
    }
}

impl Segment {
    /// From the first to the last of its words on one side, the sign before a marked one included.
    fn span(&self, text: TokenizedText<'_>, positions: &Range<usize>) -> Option<Span> {
        let mut span = (!positions.is_empty()).then(|| text.span(positions.clone()))?;
        if self.kind == SegmentKind::Marked {
            span.start -= marks_before(text, positions.start).len();
        }
        Some(span)
    }

    /// What is left of its span behind `end`, where the one before ends, and before the next one.
    fn clipped(
        &self,
        text: TokenizedText<'_>,
        span: Span,
        end: usize,
        next_start: usize,
    ) -> Option<Span> {
        let start = span.start.max(end);
        let one = start + text.text.get(start..span.end)?.chars().next()?.len_utf8();
        let is_shared = self.kind == SegmentKind::Shared;
        let end = if is_shared { span.end } else { span.end.min(next_start) };
        Some(Span { start, end: end.max(one) })
    }
}

/// For each span where the next one starts that there is.
fn next_starts(spans: &[Option<Span>]) -> Vec<usize> {
    let mut next_start = usize::MAX;
    let mut starts = vec![next_start; spans.len()];
    for (start, span) in starts.iter_mut().zip(spans).rev() {
        *start = next_start;
        next_start = span.map_or(next_start, |span| span.start);
    }
    starts
}

fn mention(text: TokenizedText<'_>, span: Span) -> Mention {
    Mention { text: text.text[span].to_owned(), span }
}

fn overlaps_word_before(text: TokenizedText<'_>, position: usize) -> bool {
    text.tokens[position].span.start < text.tokens[position - 1].span.end
}

/// The part of a gap between the sentence that it begins in and the one that it ends in, as far as these are
/// not its own.
fn inner_sentences(text: TokenizedText<'_>, gap: &Range<usize>) -> Range<usize> {
    // What is too long to be exchanged belongs to the passage, wherever its sentence begins.
    let most = (gap.start + MAX_EXCHANGED).min(gap.end);
    let all_of_one = if most == gap.end { most } else { gap.start };
    let mut first = gap.start..=most;
    let start = first.find(|at| text.begins_sentence(*at)).unwrap_or(all_of_one);
    let least = gap.end.saturating_sub(MAX_EXCHANGED).max(start);
    // Not before `start`: where both ends of the gap are in one sentence, nothing is left between them.
    let mut last = (least..=gap.end).rev();
    let end = last.find(|at| text.begins_sentence(*at)).unwrap_or(gap.end);
    start..end
}
