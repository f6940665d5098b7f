//! Runs of words that both sides have.

use super::token::Token;
use crate::text::Span;

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

impl SharedRun {
    pub(super) fn mirrored(self) -> SharedRun {
        SharedRun { a: self.b, b: self.a }
    }

    pub(super) fn shifted(self, a: usize, b: usize) -> SharedRun {
        SharedRun { a: self.a.shifted(a), b: self.b.shifted(b) }
    }
}

/// Maximal runs of matches that follow each other on both sides, as far as they are worth showing.
pub(super) fn shared_runs(
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
    without_overlaps(runs)
}

/// Words of scripts without spaces are pairs of characters, so that two runs may claim the same character:
/// the earlier one keeps it.
fn without_overlaps(mut runs: Vec<SharedRun>) -> Vec<SharedRun> {
    clip(&mut runs, |run| &mut run.b);
    // The first side comes last, for its order is the order of the result.
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
        !span.is_empty()
    });
}
