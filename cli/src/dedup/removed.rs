//! The list of what was left out, with all that it takes to put it back.

use std::collections::BTreeSet;

use paradup::report::Ground;
use rayon::prelude::*;
use serde::Serialize;

use super::block::{Block, Refused};
use super::lost::Lost;
use super::output::Output;
use super::report::{Reports, RowName};
use crate::{Failure, printable_json};

/// What stands in the list, in the order of the inputs.
pub(super) struct Listing<'r, 'c> {
    pub(super) reports: &'r Reports<'c>,
    /// Which inputs got an end behind their last line in the output.
    pub(super) ended: BTreeSet<usize>,
}

/// One of several inputs, before what is listed of it. It tells which lines of the output are its own.
#[derive(Serialize)]
struct Section {
    input: String,
    /// How many it has in all.
    lines: u64,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    byte_order_mark_left_out: bool,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    line_end_added: bool,
}

/// A removed row.
#[derive(Serialize)]
struct Removed<'c> {
    #[serde(flatten)]
    row: RowName<'c>,
    /// The whole line with its end.
    original: &'c str,
    representative: Representative<'c>,
    ground: Ground,
    #[serde(flatten)]
    lost: Lost<'c>,
}

/// The names of the columns of a further input, which are not written again.
#[derive(Serialize)]
struct ColumnNames<'c> {
    file: String,
    line: u64,
    original: &'c str,
    header: bool,
}

/// The row that stays for a removed one.
#[derive(Serialize)]
struct Representative<'c> {
    #[serde(flatten)]
    row: RowName<'c>,
    text: &'c str,
}

/// A line that cannot be read.
#[derive(Serialize)]
struct Unread<'c> {
    file: String,
    line: u64,
    #[serde(flatten)]
    original: Original<'c>,
    skipped: &'c str,
}

/// A whole line with its end.
#[derive(Serialize)]
enum Original<'c> {
    #[serde(rename = "original")]
    Text(&'c str),
    /// Two hexadecimal digits a byte: what is no UTF-8 is no string of JSON.
    #[serde(rename = "original_hex")]
    Bytes(String),
}

impl<'c> Listing<'_, 'c> {
    pub(super) fn write(&self, output: &mut Output) -> Result<(), Failure> {
        let rows = &self.reports.corpus.input;
        for file in 0..rows.files() {
            if rows.files() > 1 {
                write_line(output, &self.section(file))?;
            }
            for block in rows.blocks_of(file) {
                self.write_block(block, self.reports.removals_of(block), output)?;
            }
        }
        Ok(())
    }

    /// Rows and lines that cannot be read, in their order.
    fn write_block(
        &self,
        block: &'c Block,
        removals: core::ops::Range<usize>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        self.header(block).map_or(Ok(()), |header| write_line(output, &header))?;
        let mut lines = self.lines(block, removals)?.into_iter().peekable();
        for refused in &block.refused {
            let skipped = self.skipped(block, refused);
            while let Some((_, line)) = lines.next_if(|(number, _)| *number < skipped.line) {
                output.write(line.as_bytes())?;
            }
            write_line(output, &skipped)?;
        }
        lines.try_for_each(|(_, line)| output.write(line.as_bytes()))
    }

    /// What is listed of the removals of a block, each with the number of its line.
    fn lines(
        &self,
        block: &'c Block,
        removals: core::ops::Range<usize>,
    ) -> Result<Vec<(u64, String)>, Failure> {
        let Reports { corpus, removals: removed, .. } = self.reports;
        if corpus.rows.is_some() {
            return self.reports.list_documents(block, removals);
        }
        let line = |number: usize| {
            let (_, line) = corpus.location(removed[number].removed);
            Ok((line, printable_json::to_line(&self.removed(number))?))
        };
        Ok(removals.into_par_iter().map(line).collect::<serde_json::Result<_>>()?)
    }

    fn header<'b>(&self, block: &'b Block) -> Option<ColumnNames<'b>> {
        let rows = &self.reports.corpus.input;
        let original = &block.text[self.reports.header_left_out(block)?];
        let file = rows.file(block.file).display().to_string();
        Some(ColumnNames { file, line: block.first_line, original, header: true })
    }

    fn section(&self, file: usize) -> Section {
        let rows = &self.reports.corpus.input;
        let blocks = || rows.blocks_of(file).iter();
        Section {
            input: rows.file(file).display().to_string(),
            lines: blocks().map(|block| u64::from(block.lines)).sum(),
            byte_order_mark_left_out: blocks()
                .any(|block| self.reports.mark_left_out(block).is_some()),
            line_end_added: self.ended.contains(&file),
        }
    }

    fn removed(&self, number: usize) -> Removed<'_> {
        let Reports { corpus, removals, .. } = self.reports;
        let removal = &removals[number];
        Removed {
            row: self.reports.name(removal.removed),
            original: corpus.line(removal.removed),
            representative: Representative {
                row: self.reports.name(removal.representative),
                text: corpus.text(removal.representative),
            },
            ground: removal.ground,
            lost: self.reports.lost(number),
        }
    }

    fn skipped<'b>(&self, block: &'b Block, refused: &'b Refused) -> Unread<'b> {
        let Refused { line, bytes, reason, damaged } = refused;
        Unread {
            file: self.reports.corpus.input.file(block.file).display().to_string(),
            line: block.first_line + u64::from(*line),
            original: match damaged {
                None => Original::Text(&block.text[bytes.clone()]),
                Some(bytes) => Original::Bytes(hexadecimal(bytes)),
            },
            skipped: reason,
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn write_line(output: &mut Output, value: &impl Serialize) -> Result<(), Failure> {
    let mut line = printable_json::to_vec(value)?;
    line.push(b'\n');
    output.write(&line)
}
