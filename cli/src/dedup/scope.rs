//! Which paragraphs are held against each other, by their documents.

use core::ops::Range;

use clap::ValueEnum;
use paradup::report::{Place, Removal, Removals};
use paradup::{Cancelled, Detector, Observed, Standing};
use rayon::prelude::*;

use super::priority::Priority;

/// Documents of this many paragraphs are compared on all threads, one after the other; others side by side.
const LARGE: usize = 10_000;

/// For which paragraphs one may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// For those of all rows
    #[default]
    All,
    /// For those of its own row
    Document,
    /// For those of other rows: where its representative is in its own row, it stays
    Other,
}

/// Which paragraphs each row has.
pub(super) struct RowEnds {
    ends: Vec<usize>,
}

impl RowEnds {
    pub(super) fn new(lengths: impl Iterator<Item = usize>) -> RowEnds {
        let running = |end: &mut usize, length| {
            *end += length;
            Some(*end)
        };
        RowEnds { ends: lengths.scan(0, running).collect() }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a paragraph's row. O(log rows).
    pub(super) fn row_of(&self, place: Place) -> usize {
        self.ends.partition_point(|end| *end <= place.paragraph)
    }

    /// How many rows have no paragraph that is not removed.
    pub(super) fn emptied(&self, removed: &[Removal]) -> usize {
        let rows =
            removed.chunk_by(|one, other| self.row_of(one.removed) == self.row_of(other.removed));
        rows.filter(|row| self.range(self.row_of(row[0].removed)).len() == row.len()).count()
    }

    /// The numbers of a row's paragraphs.
    pub(super) fn range(&self, row: usize) -> Range<usize> {
        row.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[row]
    }

    fn ranges(&self) -> Vec<Range<usize>> {
        (0..self.len()).map(|row| self.range(row)).collect()
    }
}

/// The paragraphs of all rows, and what is said of them before they are compared.
pub(super) struct Compared<'c, S> {
    pub(super) texts: &'c [&'c str],
    pub(super) standing: S,
    pub(super) rows: Option<&'c RowEnds>,
}

impl<'p, S: Fn(usize) -> Standing<Option<&'p Priority>> + Sync> Compared<'_, S> {
    /// What goes for something in the scope. Where all are compared at once, that is observed.
    pub(super) fn removals(
        &self,
        (detector, observed): (&Detector, &Observed),
        scope: Scope,
    ) -> Result<Removals, Cancelled> {
        match (scope, self.rows) {
            (Scope::Document, Some(rows)) => Ok(self.within(detector, rows)),
            (Scope::Other, Some(rows)) => {
                let mut removals = self.among_all(observed)?;
                let is_other = |removal: &Removal| {
                    rows.row_of(removal.removed) != rows.row_of(removal.representative)
                };
                removals.removed.retain(is_other);
                Ok(removals)
            }
            _ => self.among_all(observed),
        }
    }

    fn among_all(&self, observed: &Observed) -> Result<Removals, Cancelled> {
        observed.removals_by(self.texts, |number| (self.standing)(number))
    }

    /// Each row by itself.
    fn within(&self, detector: &Detector, rows: &RowEnds) -> Removals {
        let mut all = Removals::default();
        let ranges = rows.ranges();
        let (large, small): (Vec<_>, Vec<_>) =
            ranges.into_iter().filter(|row| row.len() > 1).partition(|row| row.len() >= LARGE);
        let found: Vec<Removals> =
            small.into_par_iter().map(|row| self.among(detector, row)).collect();
        let parallel = detector.parallel();
        let found =
            found.into_iter().chain(large.into_iter().map(|row| self.among(&parallel, row)));
        found.for_each(|row| add(&mut all, row));
        all.removed.sort_unstable_by_key(|removal| removal.removed);
        all
    }

    fn among(&self, detector: &Detector, row: Range<usize>) -> Removals {
        let standing = |number| (self.standing)(row.start + number);
        let mut removals = detector.removals_by(&self.texts[row.clone()], standing);
        for removal in &mut removals.removed {
            removal.removed.paragraph += row.start;
            removal.representative.paragraph += row.start;
        }
        removals
    }
}

/// What the summary tells of.
fn add(all: &mut Removals, row: Removals) {
    let Removals { counts, retained, .. } = row;
    all.removed.extend(row.removed);
    all.counts.short += counts.short;
    all.counts.hot_shingles += counts.hot_shingles;
    all.counts.hot_paragraphs += counts.hot_paragraphs;
    all.counts.hot_candidates += counts.hot_candidates;
    all.counts.alike_passed_over += counts.alike_passed_over;
    all.retained.numbers += retained.numbers;
    all.retained.names += retained.names;
    all.retained.negations += retained.negations;
    all.retained.obligations += retained.obligations;
    all.retained.rare_words += retained.rare_words;
    all.retained.passages += retained.passages;
}
