//! The texts of blocks: held in memory, or on disk and mapped into it. Nothing outside this file depends on which.

use core::ops::Deref;
use core::sync::atomic::{AtomicBool, Ordering};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

#[cfg(unix)]
use memmap2::Advice;
use memmap2::{Mmap, MmapOptions};
use paradup::{Observer, Progress, Stage};

use crate::Failure;

/// A text of a block.
pub(super) enum BlockText {
    Held(String),
    /// Pages that nobody reads any more are taken back by the system, and read again when somebody does.
    Spooled(Arc<Mmap>),
}

impl BlockText {
    pub(super) fn is_held(&self) -> bool {
        matches!(self, BlockText::Held(_))
    }
}

impl Deref for BlockText {
    type Target = str;

    #[expect(
        unsafe_code,
        reason = "texts are asked for everywhere, and each time all of their bytes would be checked"
    )]
    fn deref(&self) -> &str {
        match self {
            BlockText::Held(text) => text,
            // SAFETY: the bytes were written from a `str`, and their file has no name under which anybody could change them.
            BlockText::Spooled(map) => unsafe { core::str::from_utf8_unchecked(map) },
        }
    }
}

/// A file for texts. It has no name, so that it goes with the process, however that ends.
pub(super) struct Spool {
    file: File,
    len: u64,
    maps: Vec<Arc<Mmap>>,
}

/// In which order texts on disk are read: one behind the other, or here and there.
///
/// Texts that are compared lie all over the file. Read ahead, as is usual, each takes megabytes that push others out: with
/// memory for a quarter of 650 MB, copies alone had taken 500 GB of reading when that was stopped. Where each is read behind the one before, to take a page at
/// a time takes most of the time.
pub(super) struct ReadingOrder {
    maps: Vec<Arc<Mmap>>,
    is_straight: AtomicBool,
}

impl ReadingOrder {
    /// Of texts that have been read here and there until now.
    pub(super) fn new(maps: &[Arc<Mmap>]) -> ReadingOrder {
        ReadingOrder { maps: maps.to_vec(), is_straight: AtomicBool::new(false) }
    }

    /// Tells the system. It decides nothing but what is read ahead, so that an error is none.
    pub(super) fn set(&self, is_straight: bool) {
        #[cfg(unix)]
        if self.is_straight.swap(is_straight, Ordering::Relaxed) != is_straight {
            let advice = if is_straight { Advice::Sequential } else { Advice::Random };
            self.maps.iter().for_each(|map| map.advise(advice).unwrap_or_default());
        }
    }
}

/// An observer of a comparison that reads ahead where texts are read in their order.
pub(super) struct ReadAhead<O> {
    pub(super) order: Arc<ReadingOrder>,
    /// Whether this is so wherever the stage is that of reading.
    pub(super) is_straight: bool,
    pub(super) observer: O,
}

impl<O: Observer> Observer for ReadAhead<O> {
    fn progress(&self, progress: Progress) {
        self.order.set(self.is_straight && progress.stage == Stage::Reading);
        self.observer.progress(progress);
    }

    fn is_cancelled(&self) -> bool {
        self.observer.is_cancelled()
    }
}

impl Spool {
    pub(super) fn create(directory: &Path) -> io::Result<Spool> {
        Ok(Spool { file: tempfile::tempfile_in(directory)?, len: 0, maps: Vec::new() })
    }

    /// All texts that were moved to it.
    pub(super) fn maps(&self) -> &[Arc<Mmap>] {
        &self.maps
    }

    /// Moves a text to the file.
    pub(super) fn take(&mut self, text: &mut BlockText) -> io::Result<()> {
        if let BlockText::Held(held) = text
            // Nothing cannot be mapped.
            && !held.is_empty()
        {
            *text = self.spool(held)?;
        }
        Ok(())
    }

    #[expect(unsafe_code, reason = "a map changes where its file does")]
    fn spool(&mut self, text: &str) -> io::Result<BlockText> {
        // Written, not reserved: where the disk is full this fails, and no page is missing later.
        self.file.write_all(text.as_bytes())?;
        let mut options = MmapOptions::new();
        options.offset(self.len).len(text.len());
        // SAFETY: the file has no name and is open nowhere else, and what was written to it is never written over or cut off.
        let map = unsafe { options.map(&self.file)? };
        #[cfg(unix)]
        map.advise(Advice::Random)?;
        self.len += text.len() as u64;
        let map = Arc::new(map);
        self.maps.push(Arc::clone(&map));
        Ok(BlockText::Spooled(map))
    }
}

/// Why texts could not be moved to a directory.
pub(super) fn unspoolable(directory: &Path, error: &io::Error) -> Failure {
    format!(
        "cannot keep the texts in a file in {}: {error}; a larger --memory keeps them in memory, another output or TMPDIR elsewhere",
        directory.display()
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_read_the_same_from_the_file() {
        let directory = tempfile::tempdir().unwrap();
        let mut spool = Spool::create(directory.path()).unwrap();
        let texts = ["Straße", "", "x", &"naïve 🜁 ".repeat(10_000)];
        let mut kept = texts.map(|text| BlockText::Held(text.to_owned()));
        for text in &mut kept {
            spool.take(text).unwrap();
        }
        assert_eq!(kept.each_ref().map(|text| &**text), texts);
        assert_eq!(kept.each_ref().map(BlockText::is_held), [false, true, false, false]);
        assert_eq!(directory.path().read_dir().unwrap().count(), 0, "the file has no name");
    }
}
