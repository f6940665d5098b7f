//! The texts of blocks: held in memory, or on disk and mapped into it. Nothing outside this file depends on which.

use core::ops::Deref;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use memmap2::{Mmap, MmapOptions};

use crate::Failure;

/// A text of a block.
pub(super) enum BlockText {
    Held(String),
    /// Pages that nobody reads any more are taken back by the system, and read again when somebody does.
    Spooled(Mmap),
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
}

impl Spool {
    pub(super) fn create(directory: &Path) -> io::Result<Spool> {
        Ok(Spool { file: tempfile::tempfile_in(directory)?, len: 0 })
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
        // Texts that are compared lie all over the file. Read ahead, as is usual, each takes megabytes that push others out: with
        // memory for a quarter of 650 MB, copies alone had taken 500 GB of reading when that was stopped.
        #[cfg(unix)]
        map.advise(memmap2::Advice::Random)?;
        self.len += text.len() as u64;
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
