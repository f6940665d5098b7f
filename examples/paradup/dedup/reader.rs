//! Files of lines, in blocks of whole lines, unpacked on the way.

use core::mem;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SendError, SyncSender};
use std::thread;

use super::progress::Progress;
use crate::Failure;

/// Bytes of a block, its last line aside: enough to keep all threads busy, little beside the corpus.
const BLOCK: u64 = 8 << 20;

/// Bytes asked of the file at once.
const BUFFER: usize = 256 << 10;

/// Blocks that wait to be taken.
const AHEAD: usize = 1;

/// The furthest back that Zstandard may refer, as a power of two: as far as its tool can be told to.
const LONGEST_WINDOW: u32 = if cfg!(target_pointer_width = "32") { 30 } else { 31 };

/// How the bytes of a file are packed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstandard,
}

impl Packing {
    /// By the ending of its name.
    pub(super) fn of(path: &Path) -> Packing {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstandard,
            _ => Packing::Plain,
        }
    }

    /// By its first bytes, for streams have no endings. No line of JSON begins with these.
    fn of_bytes(bytes: &[u8]) -> Packing {
        match bytes {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstandard,
            _ => Packing::Plain,
        }
    }
}

/// Hands over the blocks of all files in their order, each with the place of its file among them.
///
/// They are read and unpacked ahead, on a thread of their own. It is not waited for after an error:
/// it may stand at a pipe into which nothing comes.
pub(super) fn read(
    files: &[PathBuf],
    progress: &Progress,
    mut take: impl FnMut(usize, Vec<u8>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (sender, receiver) = mpsc::sync_channel(AHEAD);
    let (paths, progress) = (files.to_vec(), progress.clone());
    let reader = thread::spawn(move || send_all(&paths, &progress, &sender).is_ok());
    for (file, block) in receiver {
        let unreadable = |error| format!("cannot read {}: {error}", files[file].display());
        take(file, block.map_err(unreadable)?)?;
    }
    // The channel closes behind the last block, and where the thread panics.
    reader.join().map_or_else(|payload| panic::resume_unwind(payload), |_| Ok(()))
}

/// A block with the place of its file.
type Sent = (usize, io::Result<Vec<u8>>);

/// Ends early where nobody takes the blocks any more.
fn send_all(
    files: &[PathBuf],
    progress: &Progress,
    sender: &SyncSender<Sent>,
) -> Result<(), SendError<Sent>> {
    for (file, path) in files.iter().enumerate() {
        match Blocks::open(path, progress) {
            Ok(blocks) => blocks.into_iter().try_for_each(|block| sender.send((file, block)))?,
            Err(error) => sender.send((file, Err(error)))?,
        }
    }
    Ok(())
}

/// A file on its way through memory.
struct Blocks {
    lines: Box<dyn BufRead>,
    is_first: bool,
}

impl Blocks {
    fn open(path: &Path, progress: &Progress) -> io::Result<Blocks> {
        Ok(Blocks { lines: open(path, progress)?, is_first: true })
    }

    /// The next whole lines; nothing behind the last.
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut block = Vec::new();
        self.lines.by_ref().take(BLOCK).read_to_end(&mut block)?;
        if !block.is_empty() && !block.ends_with(b"\n") {
            self.lines.read_until(b'\n', &mut block)?;
        }
        if mem::take(&mut self.is_first) && block.starts_with(b"\xef\xbb\xbf") {
            // A byte order mark belongs to the file, not to its first line.
            block.drain(..3);
        }
        Ok(block)
    }
}

impl Iterator for Blocks {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        self.read().map(|block| (!block.is_empty()).then_some(block)).transpose()
    }
}

fn open(path: &Path, progress: &Progress) -> io::Result<Box<dyn BufRead>> {
    let bytes: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let mut bytes = BufReader::with_capacity(BUFFER, progress.wrap(bytes));
    let packing = match Packing::of(path) {
        Packing::Plain => Packing::of_bytes(bytes.fill_buf()?),
        named => named,
    };
    Ok(match packing {
        Packing::Plain => Box::new(bytes),
        Packing::Gzip => {
            Box::new(BufReader::with_capacity(BUFFER, flate2::bufread::MultiGzDecoder::new(bytes)))
        }
        Packing::Zstandard => {
            let mut decoder = zstd::Decoder::with_buffer(bytes)?;
            decoder.window_log_max(LONGEST_WINDOW)?;
            Box::new(BufReader::with_capacity(BUFFER, decoder))
        }
    })
}
