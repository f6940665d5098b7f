//! Parquet files without the rows that go.

use core::ops::Range;
use std::collections::BTreeMap;
use std::io;

use super::block::Block;
use super::cut::without;
use super::output::Output;
use super::report::Reports;
use crate::Failure;
use crate::parquet::{Part, Table, write};

impl Reports<'_> {
    /// Writes the rows of these files that stay with all their columns.
    pub(super) fn write_tables(
        &self,
        files: Range<usize>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let rows = &self.corpus.input;
        let tables = files.clone().map(|file| Table::open(rows.file(file)));
        let tables: Vec<Table> = tables.collect::<Result<_, _>>()?;
        let fields = rows.fields();
        let part = |file: usize, rows| self.part(files.start + file, rows);
        let written = write(&tables, &fields.text, &fields.notes, part, output.writer());
        written.map_err(|failure| match failure.downcast::<io::Error>() {
            Ok(error) => output.unwritable(&error),
            Err(failure) => failure,
        })
    }

    /// What becomes of some rows of a file, which are those of whole blocks.
    fn part(&self, file: usize, rows: Range<usize>) -> Result<Part, Failure> {
        let columns = self.corpus.input.fields().notes.len();
        let mut part = Part {
            stays: vec![true; rows.len()],
            texts: BTreeMap::new(),
            notes: vec![Vec::new(); columns],
        };
        let all = self.corpus.input.blocks_of(file);
        let row = |block: &&Block| block.first_line as usize - 1;
        let first = all.partition_point(|block| row(&block) < rows.start);
        let mut read = rows.start;
        for block in all[first..].iter().take_while(|block| row(block) < rows.end) {
            self.add(block, rows.start, &mut part)?;
            read += block.lines as usize;
        }
        if read == rows.end {
            return Ok(part);
        }
        let file = self.corpus.input.file(file).display();
        Err(format!("cannot read {file}: it has changed while its texts were compared; run again")
            .into())
    }

    /// Adds what becomes of the rows of a block; those before `start` are of other parts.
    fn add(&self, block: &Block, start: usize, part: &mut Part) -> Result<(), Failure> {
        let first = block.first_line as usize - 1 - start;
        for refused in &block.refused {
            part.stays[first + refused.line as usize] = false;
        }
        let removals = self.removals_of(block);
        let columns = &self.corpus.input.fields().notes;
        if !columns.is_empty() {
            for cells in self.cells(block, removals)? {
                part.notes.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
            }
            return Ok(());
        }
        let number = |row: usize| block.line_number(row) as usize - 1 - start;
        if self.corpus.rows.is_none() {
            for removal in &self.removals[removals] {
                part.stays[number(self.number_in(block, removal))] = false;
            }
            return Ok(());
        }
        for row in self.shortened(block, removals) {
            if self.is_dropped(&row) {
                part.stays[number(row.row)] = false;
            } else {
                let text = without(block.row_text(row.row), &row.cuts);
                part.texts.insert(number(row.row), text);
            }
        }
        Ok(())
    }
}
