//! The lines that are written: rows that stay, notes on those that do not.

use core::iter;
use std::borrow::Cow;

use paradup::Similarity;
use paradup::evidence::Span;
use paradup::report::{Ground, Removal};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Corpus;
use super::output::Output;
use super::progress::Progress;
use super::record::NOTE;
use crate::Failure;
use crate::markup::escaped_json;

/// What was decided, in the order of the rows.
pub(super) struct Reports<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) removals: &'c [Removal],
    /// What each removal loses; empty where none loses anything.
    pub(super) losses: &'c [Vec<Span>],
}

/// A row, by where it was read.
#[derive(Serialize)]
struct Place<'c> {
    id: Option<&'c RawValue>,
    file: Cow<'c, str>,
    line: u64,
}

/// What a redundant row is told of its representative.
#[derive(Serialize)]
struct Note<'c> {
    representative: Place<'c>,
    /// Whether the representative stands in a reference.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    reference: bool,
    ground: Ground,
    score: Similarity,
}

/// A removed row, with all that is needed to put it back and to judge whether it had to go.
#[derive(Serialize)]
struct Removed<'c> {
    #[serde(flatten)]
    place: Place<'c>,
    text: &'c str,
    /// The line as it was read, without its end.
    row: &'c str,
    representative: Representative<'c>,
    ground: Ground,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Similarity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<&'c str>,
}

#[derive(Serialize)]
struct Representative<'c> {
    #[serde(flatten)]
    place: Place<'c>,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    reference: bool,
    text: &'c str,
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
        for (at, removal) in self.removals.iter().enumerate() {
            let line = serde_json::to_string(&self.removed(at, removal)?)?;
            output.write_line(escaped_json(&line).as_bytes())?;
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
        let note = escaped_json(&note);
        Ok(format!("{members},\"{NOTE}\":{note}{end}"))
    }

    fn note(&self, removal: &Removal) -> Result<Note<'c>, Failure> {
        Ok(Note {
            representative: self.place(removal.representative)?,
            reference: self.corpus.row(removal.representative).is_none(),
            ground: removal.ground,
            score: removal.score,
        })
    }

    fn removed(&self, at: usize, removal: &Removal) -> Result<Removed<'c>, Failure> {
        let text = self.corpus.text(removal.removed);
        let lost = self.losses.get(at).into_iter().flatten();
        Ok(Removed {
            place: self.place(removal.removed)?,
            text,
            row: self.corpus.line(removal.removed),
            representative: Representative {
                place: self.place(removal.representative)?,
                reference: self.corpus.row(removal.representative).is_none(),
                text: self.corpus.text(removal.representative),
            },
            ground: removal.ground,
            score: (removal.ground > Ground::StatedIn).then_some(removal.score),
            lost: lost.map(|span| &text[span.range()]).collect(),
        })
    }

    fn place(&self, number: usize) -> Result<Place<'c>, Failure> {
        let (file, line) = self.corpus.place(number);
        let id = self.corpus.id(number).map(serde_json::from_str).transpose()?;
        Ok(Place { id, file: file.to_string_lossy(), line })
    }
}
