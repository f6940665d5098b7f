//! Files of lines, in blocks of whole lines, unpacked on the way.

use core::mem;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::progress::Progress;
use crate::Failure;

/// Bytes of a block, its last line aside: enough to keep all threads busy, little beside the corpus.
const BLOCK: u64 = 8 << 20;

/// Bytes asked of the file at once.
const BUFFER: usize = 256 << 10;

/// How the bytes of a file are packed, by the ending of its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstandard,
}

impl Packing {
    pub(super) fn of(path: &Path) -> Packing {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstandard,
            _ => Packing::Plain,
        }
    }
}

/// A file on its way through memory.
pub(super) struct Blocks<'p> {
    path: &'p Path,
    lines: Box<dyn BufRead>,
    is_first: bool,
}

impl Blocks<'_> {
    pub(super) fn open<'p>(path: &'p Path, progress: &Progress) -> Result<Blocks<'p>, Failure> {
        let lines = open(path, progress).map_err(|error| unreadable(path, &error))?;
        Ok(Blocks { path, lines, is_first: true })
    }

    /// The next whole lines; none behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let mut block = Vec::new();
        self.fill(&mut block).map_err(|error| unreadable(self.path, &error))?;
        if mem::take(&mut self.is_first) && block.starts_with(b"\xef\xbb\xbf") {
            // A byte order mark belongs to the file, not to its first line.
            block.drain(..3);
        }
        Ok((!block.is_empty()).then_some(block))
    }

    fn fill(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        self.lines.by_ref().take(BLOCK).read_to_end(block)?;
        if !block.is_empty() && !block.ends_with(b"\n") {
            self.lines.read_until(b'\n', block)?;
        }
        Ok(())
    }
}

fn open(path: &Path, progress: &Progress) -> io::Result<Box<dyn BufRead>> {
    let bytes: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let bytes = BufReader::with_capacity(BUFFER, progress.wrap(bytes));
    Ok(match Packing::of(path) {
        Packing::Plain => Box::new(bytes),
        Packing::Gzip => {
            Box::new(BufReader::with_capacity(BUFFER, flate2::bufread::MultiGzDecoder::new(bytes)))
        }
        Packing::Zstandard => {
            Box::new(BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(bytes)?))
        }
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot read {}: {error}", path.display()).into()
}
