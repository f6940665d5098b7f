//! Rows that are documents: which of their paragraphs go, and the rows without them.

use core::ops::Range;

use paradup::Similarity;
use paradup::report::{Ground, Removal};
use rayon::prelude::*;
use serde::Serialize;

use super::block::Block;
use super::cut::{cuts, in_json, without};
use super::emptied::Emptied;
use super::lost::Lost;
use super::record::NOTE;
use super::report::{Change, Reports, RowName};
use crate::table;
use crate::{Failure, printable_json};

/// A row of which paragraphs go.
pub(super) struct Shortened<'c> {
    block: &'c Block,
    pub(super) row: usize,
    /// What goes, in order, and the number of the first of these among all that is removed.
    removals: &'c [Removal],
    first: usize,
    /// The bytes of its text that are cut out with each.
    pub(super) cuts: Vec<Range<usize>>,
}

/// A paragraph by its bytes in the text of its row.
#[derive(Serialize)]
struct Bytes {
    start: usize,
    end: usize,
}

/// The note on a row.
#[derive(Serialize)]
pub(super) struct DocumentNote<'c> {
    paragraphs: usize,
    removed: Vec<ParagraphNote<'c>>,
}

/// What a note tells of a paragraph.
#[derive(Serialize)]
struct ParagraphNote<'c> {
    #[serde(flatten)]
    bytes: Bytes,
    ground: Ground,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Similarity>,
    representative: ParagraphName<'c>,
}

/// Which paragraph is meant.
#[derive(Serialize)]
struct ParagraphName<'c> {
    #[serde(flatten)]
    row: RowName<'c>,
    #[serde(flatten)]
    bytes: Bytes,
}

/// A removed paragraph. What is cut out of the text of its row is `before`, `text` and `behind`.
#[derive(Serialize)]
struct RemovedParagraph<'c> {
    #[serde(flatten)]
    paragraph: ParagraphName<'c>,
    text: &'c str,
    #[serde(skip_serializing_if = "str::is_empty")]
    before: &'c str,
    #[serde(skip_serializing_if = "str::is_empty")]
    behind: &'c str,
    representative: RepresentativeParagraph<'c>,
    ground: Ground,
    #[serde(flatten)]
    lost: Lost<'c>,
}

/// The paragraph that stays for a removed one.
#[derive(Serialize)]
struct RepresentativeParagraph<'c> {
    #[serde(flatten)]
    paragraph: ParagraphName<'c>,
    text: &'c str,
}

/// A row that is left out because no paragraph of it stays.
#[derive(Serialize)]
struct EmptiedRow<'c> {
    #[serde(flatten)]
    row: RowName<'c>,
    /// The whole line with its end.
    original: &'c str,
    emptied: bool,
}

impl<'c> Reports<'c> {
    /// The changes of a block's rows, in order.
    pub(super) fn changes_of_documents(
        &self,
        block: &'c Block,
        removals: Range<usize>,
    ) -> Result<Vec<Change>, Failure> {
        if self.annotate {
            return self.notes(block, &self.removals[removals]);
        }
        let rows = self.shortened(block, removals);
        Ok(rows.par_iter().flat_map_iter(|row| self.changes_of(row)).collect())
    }

    /// What is listed of a block's rows, each with the number of its line.
    pub(super) fn list_documents(
        &self,
        block: &'c Block,
        removals: Range<usize>,
    ) -> Result<Vec<(u64, String)>, Failure> {
        let rows = self.shortened(block, removals);
        let lists = rows.par_iter().map(|row| self.list_of(row));
        let lists: Vec<Vec<(u64, String)>> = lists.collect::<Result<_, serde_json::Error>>()?;
        Ok(lists.into_iter().flatten().collect())
    }

    /// The rows of which paragraphs go.
    pub(super) fn shortened(&self, block: &'c Block, removals: Range<usize>) -> Vec<Shortened<'c>> {
        let row = |removal: &Removal| block.row_of(self.number_in(block, removal));
        let groups = self.removals[removals.clone()].chunk_by(|one, other| row(one) == row(other));
        let mut behind = removals.start;
        let mut firsts = Vec::new();
        for group in groups {
            firsts.push((behind, group));
            behind += group.len();
        }
        let row = |(first, removals): (usize, &'c [Removal])| {
            let row = row(&removals[0]);
            let cuts = self.cuts(block, row, removals);
            Shortened { block, row, removals, first, cuts }
        };
        firsts.into_par_iter().map(row).collect()
    }

    fn cuts(&self, block: &Block, row: usize, removals: &[Removal]) -> Vec<Range<usize>> {
        let numbers = block.of_row(row);
        let spans: Vec<Range<usize>> = numbers.clone().map(|number| block.span(number)).collect();
        let goes = |number: usize| {
            let known = |removal: &Removal| self.number_in(block, removal);
            removals.binary_search_by_key(&(numbers.start + number), known).is_ok()
        };
        cuts(block.row_text(row), &spans, goes)
    }

    /// Whether the whole row goes.
    pub(super) fn is_dropped(&self, row: &Shortened<'_>) -> bool {
        let drops = self.emptied == Emptied::Drop && !self.annotate;
        drops && row.removals.len() == row.block.of_row(row.row).len()
    }

    fn changes_of(&self, row: &Shortened<'_>) -> Vec<Change> {
        let line = row.block.line(row.row);
        if self.is_dropped(row) {
            return vec![Change { bytes: line, instead: Vec::new() }];
        }
        let fields = self.corpus.input.fields();
        let written = fields.written_text(row.block.text[line].trim_end_matches('\n'));
        let written = written.expect("a row with paragraphs has a text");
        let start = written.as_ptr().addr() - row.block.text.as_ptr().addr();
        if fields.columns.is_some() {
            let left = without(row.block.row_text(row.row), &row.cuts);
            let instead = table::quoted(&left).into_bytes();
            return vec![Change { bytes: start..start + written.len(), instead }];
        }
        let cuts = in_json(written, &row.cuts).into_iter();
        let cut = |cut: Range<usize>| start + cut.start..start + cut.end;
        cuts.map(|bytes| Change { bytes: cut(bytes), instead: Vec::new() }).collect()
    }

    /// A note on each row, whether something of it would go or not.
    fn notes(&self, block: &'c Block, removals: &'c [Removal]) -> Result<Vec<Change>, Failure> {
        let note = |row: usize| {
            let line = block.line(row);
            let at = line.start + block.text[line].rfind('}').expect("a row is an object");
            let mut instead = format!(",\"{NOTE}\":").into_bytes();
            instead.extend(printable_json::to_vec(&self.document_note(block, row, removals))?);
            Ok::<_, serde_json::Error>(Change { bytes: at..at, instead })
        };
        Ok((0..block.rows()).into_par_iter().map(note).collect::<Result<_, _>>()?)
    }

    /// The note on a row of a block of which so much goes.
    pub(super) fn document_note(
        &self,
        block: &Block,
        row: usize,
        removals: &'c [Removal],
    ) -> DocumentNote<'c> {
        let numbers = block.of_row(row);
        let behind = |end| removals.partition_point(|removal| self.number_in(block, removal) < end);
        let removed = &removals[behind(numbers.start)..behind(numbers.end)];
        DocumentNote {
            paragraphs: numbers.len(),
            removed: removed.iter().map(|removal| self.paragraph_note(removal)).collect(),
        }
    }

    fn paragraph_note(&self, removal: &Removal) -> ParagraphNote<'c> {
        ParagraphNote {
            bytes: self.bytes(removal.removed),
            ground: removal.ground,
            score: self.score(removal),
            representative: self.paragraph_name(removal.representative),
        }
    }

    fn paragraph_name(&self, place: paradup::report::Place) -> ParagraphName<'c> {
        ParagraphName { row: self.name(place), bytes: self.bytes(place) }
    }

    fn bytes(&self, place: paradup::report::Place) -> Bytes {
        let Range { start, end } = self.corpus.span(place);
        Bytes { start, end }
    }

    fn list_of(&self, row: &Shortened<'c>) -> serde_json::Result<Vec<(u64, String)>> {
        let line = row.block.line_number(row.row);
        let numbers = 0..row.removals.len();
        let removed = numbers.map(|number| self.removed_paragraph(row, number));
        let mut lines: Vec<String> =
            removed.map(|removed| printable_json::to_line(&removed)).collect::<Result<_, _>>()?;
        if self.is_dropped(row) {
            lines.push(printable_json::to_line(&EmptiedRow {
                row: self.name(row.removals[0].removed),
                original: &row.block.text[row.block.line(row.row)],
                emptied: true,
            })?);
        }
        Ok(lines.into_iter().map(|text| (line, text)).collect())
    }

    fn removed_paragraph(&self, row: &Shortened<'c>, number: usize) -> RemovedParagraph<'c> {
        let (removal, cut) = (&row.removals[number], &row.cuts[number]);
        let (text, span) = (row.block.row_text(row.row), self.corpus.span(removal.removed));
        let representative = removal.representative;
        RemovedParagraph {
            paragraph: self.paragraph_name(removal.removed),
            text: &text[span.clone()],
            before: &text[cut.start..span.start],
            behind: &text[span.end..cut.end],
            representative: RepresentativeParagraph {
                paragraph: self.paragraph_name(representative),
                text: self.corpus.text(representative),
            },
            ground: removal.ground,
            lost: self.lost(row.first + number),
        }
    }
}
