//! Where blocks are kept: in memory as long as all that is to come fits there too, and otherwise with their texts on disk.

use std::env;
use std::path::PathBuf;

use super::Dedup;
use super::MayLose;
use super::block::Block;
use super::free_memory::free_memory;
use super::output;
use super::spool::{ReadingOrder, Spool, unspoolable};
use crate::Failure;

/// What is held in memory. Each form gives the same output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Texts, and shingle sets where there are any.
    Held,
    /// Shingle sets alone.
    TextsOnDisk,
    /// Neither.
    SetsRecomputed,
}

/// What a run may take, and what it needs.
struct Memory {
    /// Bytes.
    budget: u64,
    per_paragraph: u64,
    has_sets: bool,
}

/// Bytes of a paragraph beside its text and its set where nothing may be lost.
const PER_PARAGRAPH: u64 = 150;

/// The same where pairs are listed.
const PER_PARAGRAPH_OF_PAIRS: u64 = 350;

/// Bytes of a set, in hundredths of those of its text: 8 for each word.
const SET_PERCENT: u64 = 130;

impl Memory {
    fn new(dedup: &Dedup) -> Memory {
        // A quarter of what is free is left to others, and to the pages of files. Where nobody tells, all is held.
        let budget = dedup.memory.or_else(|| Some(free_memory()? / 4 * 3)).unwrap_or(u64::MAX);
        let has_sets = dedup.may_lose != MayLose::Nothing;
        let per_paragraph = if has_sets { PER_PARAGRAPH_OF_PAIRS } else { PER_PARAGRAPH };
        Memory { budget, per_paragraph, has_sets }
    }

    /// The first form in which texts of so many bytes fit, or the smallest.
    fn form(&self, bytes: u64, paragraphs: u64) -> Form {
        let without_texts = self.without_texts(bytes, paragraphs);
        if without_texts + bytes <= self.budget {
            Form::Held
        } else if !self.has_sets || without_texts <= self.budget {
            Form::TextsOnDisk
        } else {
            Form::SetsRecomputed
        }
    }

    fn without_texts(&self, bytes: u64, paragraphs: u64) -> u64 {
        let sets = if self.has_sets { bytes * SET_PERCENT / 100 } else { 0 };
        sets + paragraphs * self.per_paragraph
    }
}

/// Keeps blocks.
pub(crate) struct BlockStore {
    memory: Memory,
    /// For a file of texts.
    directory: PathBuf,
    spool: Option<Spool>,
    bytes: u64,
    paragraphs: u64,
}

impl BlockStore {
    pub(super) fn new(dedup: &Dedup) -> BlockStore {
        // Where there is room for the output there is most likely room for the texts.
        let output = dedup.output.as_deref().filter(|_| !dedup.dry_run);
        let directory = output.and_then(output::directory_of_file).unwrap_or_else(env::temp_dir);
        BlockStore { memory: Memory::new(dedup), directory, spool: None, bytes: 0, paragraphs: 0 }
    }

    /// Keeps all in memory.
    pub(crate) fn held() -> BlockStore {
        let memory = Memory { budget: u64::MAX, per_paragraph: 0, has_sets: false };
        BlockStore { memory, directory: PathBuf::new(), spool: None, bytes: 0, paragraphs: 0 }
    }

    /// Adds a block, and makes room where there is too little.
    pub(super) fn add(&mut self, blocks: &mut Vec<Block>, block: Block) -> Result<(), Failure> {
        self.bytes += block.bytes();
        self.paragraphs += block.len() as u64;
        blocks.push(block);
        self.make_room(blocks)
    }

    /// Moves the texts of these blocks to disk where not all fit.
    pub(super) fn make_room(&mut self, blocks: &mut [Block]) -> Result<(), Failure> {
        if self.form() == Form::Held {
            return Ok(());
        }
        // Whatever was moved before comes first.
        let held = blocks.partition_point(|block| !block.is_held());
        let moved = self
            .spool()
            .and_then(|spool| blocks[held..].iter_mut().try_for_each(|block| block.move_to(spool)));
        moved.map_err(|error| unspoolable(&self.directory, &error))
    }

    fn spool(&mut self) -> std::io::Result<&mut Spool> {
        match &mut self.spool {
            Some(spool) => Ok(spool),
            none => Ok(none.insert(Spool::create(&self.directory)?)),
        }
    }

    /// The order in which texts on disk are read, until one is set: here and there. There is one such order.
    pub(super) fn order(&self) -> ReadingOrder {
        ReadingOrder::new(self.spool.as_ref().map_or(&[], Spool::maps))
    }

    /// How what was added is kept, and what is to be made of it.
    pub(super) fn form(&self) -> Form {
        self.memory.form(self.bytes, self.paragraphs)
    }

    /// The same in words.
    pub(super) fn told(&self) -> String {
        let directory = self.directory.display();
        match self.form() {
            Form::Held => "all held in memory".to_owned(),
            Form::TextsOnDisk => format!("texts in a file in {directory}"),
            Form::SetsRecomputed => {
                format!(
                    "texts in a file in {directory}, shingle sets made anew where they are needed"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_form_that_fits() {
        let memory = |budget, has_sets| Memory { budget, per_paragraph: 100, has_sets };
        let form = |budget, has_sets| memory(budget, has_sets).form(1000, 10);
        assert_eq!(
            [2000, 1999, 0].map(|budget| form(budget, false)),
            [Form::Held, Form::TextsOnDisk, Form::TextsOnDisk]
        );
        assert_eq!(
            [3300, 3299, 2300, 2299].map(|budget| form(budget, true)),
            [Form::Held, Form::TextsOnDisk, Form::TextsOnDisk, Form::SetsRecomputed]
        );
    }
}
