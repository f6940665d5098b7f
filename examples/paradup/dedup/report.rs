//! The lines that are written: rows that stay, notes on those that do not.

use core::iter;

use paradup::Similarity;
use paradup::report::{Ground, Removal};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Corpus;
use super::output::Output;
use super::progress::Progress;
use super::record::NOTE;
use crate::Failure;

/// What was decided, in the order of the rows.
pub(super) struct Reports<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) removals: &'c [Removal],
}

/// What a redundant row is told of its representative.
#[derive(Serialize)]
struct Note<'c> {
    representative: Option<&'c RawValue>,
    /// Where the representative stands, if not in the input.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    reference: bool,
    ground: Ground,
    score: Similarity,
}

/// What is left of a removed row.
#[derive(Serialize)]
struct Removed<'c> {
    id: Option<&'c RawValue>,
    #[serde(flatten)]
    note: Note<'c>,
}

impl<'c> Reports<'c> {
    /// Writes the rows that stay; or all rows, with notes on the redundant ones.
    pub(super) fn write_rows(&self, annotate: bool, output: &mut Output) -> Result<(), Failure> {
        let rows = &self.corpus.input;
        let progress =
            if output.is_on_terminal() { Progress::none() } else { Progress::writing(rows.len()) };
        for (row, removal) in self.rows() {
            match removal {
                None => output.write_line(rows.line(row).as_bytes())?,
                Some(removal) if annotate => {
                    output.write_line(self.annotated(row, removal)?.as_bytes())?;
                }
                Some(_) => {}
            }
            progress.step();
        }
        Ok(())
    }

    /// Writes what was removed and why.
    pub(super) fn write_removed(&self, output: &mut Output) -> Result<(), Failure> {
        for removal in self.removals {
            output.write_line(&serde_json::to_vec(&self.removed(removal)?)?)?;
        }
        Ok(())
    }

    /// Every row of the input, with its removal where it is redundant.
    fn rows(&self) -> impl Iterator<Item = (usize, Option<&'c Removal>)> {
        let mut removals = self.removals.iter().peekable();
        let first = self.corpus.reference.len();
        let mut row = 0..self.corpus.input.len();
        iter::from_fn(move || {
            let row = row.next()?;
            Some((row, removals.next_if(|removal| removal.removed == first + row)))
        })
    }

    /// The line with a note before its last brace.
    fn annotated(&self, row: usize, removal: &Removal) -> Result<String, Failure> {
        let line = self.corpus.input.line(row);
        let (members, end) = line.split_at(line.rfind('}').unwrap_or(line.len()));
        let note = serde_json::to_string(&self.note(removal)?)?;
        Ok(format!("{members},\"{NOTE}\":{note}{end}"))
    }

    fn note(&self, removal: &Removal) -> Result<Note<'c>, Failure> {
        Ok(Note {
            representative: self.id(removal.representative)?,
            reference: self.corpus.row(removal.representative).is_none(),
            ground: removal.ground,
            score: removal.score,
        })
    }

    fn removed(&self, removal: &Removal) -> Result<Removed<'c>, Failure> {
        Ok(Removed { id: self.id(removal.removed)?, note: self.note(removal)? })
    }

    fn id(&self, number: usize) -> Result<Option<&'c RawValue>, Failure> {
        Ok(self.corpus.id(number).map(serde_json::from_str).transpose()?)
    }
}
