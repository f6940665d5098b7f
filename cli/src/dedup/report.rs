//! The lines that are written: rows that stay, notes on those that do not.

use core::ops::Range;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use paradup::Similarity;
use paradup::report::{Ground, Place, Removal};
use paradup::text::Span;
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::added::{Cells, cells};
use super::block::Block;
use super::emptied::Emptied;
use super::format::Format;
use super::lost::Lost;
use super::output::Output;
use super::record::NOTE;
use super::scope::RowEnds;
use super::shards::is_folder;
use super::{Corpus, Dedup};
use crate::progress::Progress;
use crate::{Failure, printable_json, table};

/// What was decided, in the order of the rows.
pub(super) struct Reports<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) removals: &'c [Removal],
    /// What each removal loses, as bytes of its text; none where nothing may be lost.
    pub(super) losses: Option<Vec<Vec<Span>>>,
    /// Whether rows are written with notes instead of being left out or shortened.
    pub(super) annotate: bool,
    pub(super) emptied: Emptied,
    /// Whether each input is written by itself.
    is_apart: bool,
    ids: Option<Ids<'c>>,
}

/// The ids of rows that are documents, each looked for once: it takes a walk over the row, and the row may have
/// a million paragraphs.
struct Ids<'c> {
    rows: &'c RowEnds,
    found: Vec<OnceLock<Option<Box<RawValue>>>>,
}

/// What a redundant row is told of its representative.
#[derive(Serialize)]
struct Note<'c> {
    representative: Option<Box<RawValue>>,
    #[serde(flatten)]
    location: Location<'c>,
    ground: Ground,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Similarity>,
}

/// Which row is meant, by its id and by where it stands.
#[derive(Serialize)]
pub(super) struct RowName<'c> {
    id: Option<Box<RawValue>>,
    #[serde(flatten)]
    location: Location<'c>,
}

/// Where a row stands.
#[derive(Serialize)]
struct Location<'c> {
    #[serde(serialize_with = "displayed")]
    file: &'c Path,
    line: u64,
    /// Whether the file is a reference, not an input.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    reference: bool,
}

/// A piece of a block that is not written as it was read.
pub(super) struct Change {
    pub(super) bytes: Range<usize>,
    pub(super) instead: Vec<u8>,
}

impl<'c> Reports<'c> {
    pub(super) fn new(
        corpus: &'c Corpus,
        dedup: &Dedup,
        removals: &'c [Removal],
        losses: Option<Vec<Vec<Span>>>,
    ) -> Reports<'c> {
        let ids = |rows: &'c RowEnds| {
            let found = core::iter::repeat_with(OnceLock::new).take(rows.len()).collect();
            Ids { rows, found }
        };
        let ids = corpus.rows.as_ref().map(ids);
        let is_apart = dedup.output.as_deref().is_some_and(is_folder);
        let Dedup { annotate, emptied, .. } = *dedup;
        Reports { corpus, removals, losses, annotate, emptied, is_apart, ids }
    }

    /// Writes the rows that stay, and what stands between them, as they were read; or all rows, with notes
    /// on the redundant ones. Tells which files got an end behind their last line.
    pub(super) fn write_rows(&self, output: &mut Output) -> Result<BTreeSet<usize>, Failure> {
        let rows = &self.corpus.input;
        if rows.fields().format == Format::Parquet {
            self.write_tables(0..rows.files(), output)?;
            return Ok(BTreeSet::new());
        }
        let progress =
            if output.is_on_terminal() { Progress::none() } else { Progress::writing(rows.len()) };
        let mut ended = BTreeSet::new();
        let mut file = 0;
        for block in rows.blocks() {
            let before = core::mem::replace(&mut file, block.file);
            if before != block.file && output.end_line()? {
                ended.insert(before);
            }
            self.write_block(block, output)?;
            progress.advance(block.rows());
        }
        Ok(ended)
    }

    /// Writes the rows of one file as [`write_rows`](Self::write_rows) those of all.
    pub(super) fn write_file(
        &self,
        file: usize,
        output: &mut Output,
        progress: &Progress,
    ) -> Result<(), Failure> {
        let rows = &self.corpus.input;
        if rows.fields().format == Format::Parquet {
            return self.write_tables(file..file + 1, output);
        }
        for block in rows.blocks_of(file) {
            self.write_block(block, output)?;
            progress.advance(block.rows());
        }
        Ok(())
    }

    fn write_block(&self, block: &'c Block, output: &mut Output) -> Result<(), Failure> {
        write_changed(block, self.changes(block, self.removals_of(block))?, output)
    }

    /// The numbers of the removals of a block.
    pub(super) fn removals_of(&self, block: &Block) -> Range<usize> {
        self.before(block.first_paragraph)..self.before(block.first_paragraph + block.len())
    }

    /// The numbers of the removals of a file.
    pub(super) fn removals_of_file(&self, file: usize) -> Range<usize> {
        match self.corpus.input.blocks_of(file) {
            [first, .., last] => self.removals_of(first).start..self.removals_of(last).end,
            [one] => self.removals_of(one),
            [] => 0..0,
        }
    }

    /// How many removals stand before a paragraph of the input.
    fn before(&self, paragraph: usize) -> usize {
        let end = self.corpus.reference.paragraphs() + paragraph;
        self.removals.partition_point(|removal| removal.removed.paragraph < end)
    }

    /// The byte order mark of a block where it is not written: one in the midst of an output is none.
    pub(super) fn mark_left_out(&self, block: &Block) -> Option<Range<usize>> {
        self.corpus.input.mark_left_out(block).filter(|_| !self.is_apart)
    }

    /// The names of the columns where they are not written again.
    pub(super) fn header_left_out(&self, block: &Block) -> Option<Range<usize>> {
        self.corpus.input.header_left_out(block).filter(|_| !self.is_apart)
    }

    /// The number of a removed paragraph in its block.
    pub(super) fn number_in(&self, block: &Block, removal: &Removal) -> usize {
        removal.removed.paragraph - self.corpus.reference.paragraphs() - block.first_paragraph
    }

    /// What is not written as it was read, in order.
    fn changes(&self, block: &'c Block, removals: Range<usize>) -> Result<Vec<Change>, Failure> {
        let rows = &self.corpus.input;
        let heads = self.mark_left_out(block).into_iter().chain(self.header_left_out(block));
        let refused = block.refused.iter().map(|refused| refused.bytes.clone());
        let left_out = heads.chain(refused);
        let mut changes: Vec<Change> =
            left_out.map(|bytes| Change { bytes, instead: Vec::new() }).collect();
        changes.extend(if !rows.fields().notes.is_empty() {
            self.changes_of_table(block, removals)?
        } else if self.corpus.rows.is_some() {
            self.changes_of_documents(block, removals)?
        } else {
            self.changes_of_rows(block, &self.removals[removals])?
        });
        if !block.refused.is_empty() || block.header.is_some() {
            changes.sort_by_key(|change| change.bytes.start);
        }
        Ok(changes)
    }

    /// The columns of notes: their names behind those of the others, their values behind each record.
    fn changes_of_table(
        &self,
        block: &Block,
        removals: Range<usize>,
    ) -> Result<Vec<Change>, Failure> {
        let rows = &self.corpus.input;
        let Some(delimiter) = rows.fields().format.delimiter() else { return Ok(Vec::new()) };
        let header = block.header.clone().filter(|_| self.header_left_out(block).is_none());
        let names = rows.fields().notes.iter().map(|note| Some(note.name.into())).collect();
        let header = header.map(|line| appended(block, line, delimiter, names));
        let records = (0..block.rows())
            .zip(self.cells(block, removals)?)
            .map(|(row, cells)| appended(block, block.line(row), delimiter, cells));
        Ok(header.into_iter().chain(records).collect())
    }

    /// Where each row is a paragraph.
    fn changes_of_rows(&self, block: &Block, removals: &[Removal]) -> Result<Vec<Change>, Failure> {
        let change = |removal| {
            let line = block.line(self.number_in(block, removal));
            if self.annotate {
                self.annotation(&block.text, line, removal)
            } else {
                Ok(Change { bytes: line, instead: Vec::new() })
            }
        };
        removals.iter().map(change).collect()
    }

    /// A note before the last brace of a line.
    fn annotation(
        &self,
        text: &str,
        line: Range<usize>,
        removal: &Removal,
    ) -> Result<Change, Failure> {
        let at = line.start + text[line].rfind('}').expect("a row is an object");
        let mut instead = format!(",\"{NOTE}\":").into_bytes();
        instead.extend(printable_json::to_vec(&self.note(removal))?);
        Ok(Change { bytes: at..at, instead })
    }

    /// The values of a block's rows in the columns that notes take.
    pub(super) fn cells(
        &self,
        block: &Block,
        removals: Range<usize>,
    ) -> Result<Vec<Cells>, Failure> {
        let columns = &self.corpus.input.fields().notes;
        let removals = &self.removals[removals];
        let of_row = |row: usize| {
            if self.corpus.rows.is_some() {
                return cells(&self.document_note(block, row, removals), columns);
            }
            let known = |removal: &Removal| self.number_in(block, removal);
            match removals.binary_search_by_key(&row, known) {
                Ok(number) => cells(&self.note(&removals[number]), columns),
                Err(_) => Ok(vec![None; columns.len()]),
            }
        };
        Ok((0..block.rows()).into_par_iter().map(of_row).collect::<Result<_, _>>()?)
    }

    fn note(&self, removal: &Removal) -> Note<'c> {
        Note {
            representative: self.id(removal.representative),
            location: self.location(removal.representative),
            ground: removal.ground,
            score: self.score(removal),
        }
    }

    /// Where nothing is lost there are no degrees.
    pub(super) fn score(&self, removal: &Removal) -> Option<Similarity> {
        self.losses.as_ref().map(|_| removal.score)
    }

    pub(super) fn name(&self, place: Place) -> RowName<'c> {
        RowName { id: self.id(place), location: self.location(place) }
    }

    fn location(&self, place: Place) -> Location<'c> {
        let (file, line) = self.corpus.location(place);
        Location { file, line, reference: self.corpus.is_reference(place) }
    }

    /// The id of a row, as it was written in JSON, if it has one.
    fn id(&self, place: Place) -> Option<Box<RawValue>> {
        let read = || RawValue::from_string(self.corpus.id(place)?.into_owned()).ok();
        match &self.ids {
            Some(ids) => ids.found[ids.rows.row_of(place)].get_or_init(read).clone(),
            None => read(),
        }
    }

    /// What a removal loses, of which there are degrees only where something may be lost.
    pub(super) fn lost(&self, number: usize) -> Lost<'c> {
        let text = self.corpus.text(self.removals[number].removed);
        let losses = self.losses.as_ref();
        Lost {
            score: self.score(&self.removals[number]),
            lost: losses.map(|losses| losses[number].iter().map(|span| &text[*span]).collect()),
        }
    }
}

/// Values behind those of a record, before its end.
fn appended(block: &Block, record: Range<usize>, delimiter: u8, cells: Cells) -> Change {
    let written = block.text[record.clone()].trim_end_matches('\n').trim_end_matches('\r');
    let at = record.start + written.len();
    let values = cells.into_iter().map(|cell| {
        let value = cell.map(|cell| table::written(&cell, delimiter)).unwrap_or_default();
        [&[delimiter], value.as_bytes()].concat()
    });
    Change { bytes: at..at, instead: values.flatten().collect() }
}

fn displayed<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

/// Whatever stands between two changes is written at once.
fn write_changed(block: &Block, changes: Vec<Change>, output: &mut Output) -> Result<(), Failure> {
    let text = block.text.as_bytes();
    let mut from = 0;
    for Change { bytes, instead } in changes {
        output.write(&text[from..bytes.start])?;
        output.write(&instead)?;
        from = bytes.end;
    }
    output.write(&text[from..])
}
