//! Files of lines, in blocks of whole lines, unpacked on the way.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SendError, SyncSender};
use std::thread;

use super::format::Format;
use super::packing::Packing;
use super::record::Fields;
use crate::parquet::{Table, Wanted};
use crate::progress::Progress;
use crate::{Failure, streams};

/// Bytes of a block, its last line aside: enough to keep all threads busy, little beside the corpus.
const BLOCK: usize = 8 << 20;

/// Bytes asked of the file at once.
const BUFFER: usize = 256 << 10;

/// Blocks that wait to be taken.
const AHEAD: usize = 1;

/// The furthest back that Zstandard may refer, as a power of two: as far as its tool can be told to.
const LONGEST_WINDOW: u32 = if cfg!(target_pointer_width = "32") { 30 } else { 31 };

/// Why a file cannot be read.
pub(super) enum Unreadable {
    Io(io::Error),
    /// The next line is longer than this number of bytes.
    LongLine(usize),
    /// It is refused, in these words.
    Refused(String),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Unreadable {
        Unreadable::Io(error)
    }
}

/// The next lines of a file, or why there are none.
type Lines = Result<Vec<u8>, Unreadable>;

/// A block with the place of its file.
type Sent = (usize, Lines);

/// Hands over the blocks of all files in their order, each with the place of its file among them.
///
/// They are read and unpacked ahead, on a thread of their own. It is not waited for after an error:
/// it may stand at a pipe into which nothing comes.
pub(super) fn read(
    files: &[PathBuf],
    fields: &Fields,
    progress: &Progress,
    mut take: impl FnMut(usize, Lines) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (sender, receiver) = mpsc::sync_channel(AHEAD);
    let (paths, fields, progress) = (files.to_vec(), fields.clone(), progress.clone());
    let reader = thread::spawn(move || send_all(&paths, &fields, &progress, &sender).is_ok());
    for (file, block) in receiver {
        take(file, block)?;
    }
    // The channel closes behind the last block, and where the thread panics.
    reader.join().map_or_else(|payload| panic::resume_unwind(payload), |_| Ok(()))
}

/// Ends early where nobody takes the blocks any more.
fn send_all(
    files: &[PathBuf],
    fields: &Fields,
    progress: &Progress,
    sender: &SyncSender<Sent>,
) -> Result<(), SendError<Sent>> {
    for (file, path) in files.iter().enumerate() {
        if fields.format == Format::Parquet {
            send_table(file, path, fields, sender)?;
            continue;
        }
        match Blocks::open(path, (fields.format, fields.max_line), progress) {
            Ok(blocks) => blocks.into_iter().try_for_each(|block| sender.send((file, block)))?,
            Err(error) => sender.send((file, Err(error.into())))?,
        }
    }
    Ok(())
}

/// The rows of a Parquet file as lines of JSON.
fn send_table(
    file: usize,
    path: &Path,
    fields: &Fields,
    sender: &SyncSender<Sent>,
) -> Result<(), SendError<Sent>> {
    let wanted = Wanted {
        text: &fields.text,
        id: Some(&fields.id),
        rank: fields.priority.as_ref(),
        notes: &fields.notes,
    };
    match Table::open(path).and_then(|table| table.lines(&wanted)) {
        Ok(lines) => lines
            .map(|piece| piece.map_err(Unreadable::Refused))
            .try_for_each(|piece| sender.send((file, piece))),
        Err(reason) => sender.send((file, Err(Unreadable::Refused(reason)))),
    }
}

/// A file on its way through memory.
struct Blocks {
    bytes: Box<dyn Read>,
    /// The beginning of a line that the last block has no more of.
    rest: Vec<u8>,
    format: Format,
    max_line: usize,
}

impl Blocks {
    fn open(
        path: &Path,
        (format, max_line): (Format, usize),
        progress: &Progress,
    ) -> io::Result<Blocks> {
        Ok(Blocks { bytes: open(path, progress)?, rest: Vec::new(), format, max_line })
    }

    /// The next whole lines; nothing behind the last.
    fn read(&mut self) -> Lines {
        let mut filled = self.rest.len();
        // Zeroed by the system, not by a pass over it.
        let mut block = vec![0; filled + BLOCK];
        block[..filled].copy_from_slice(&self.rest);
        self.rest.clear();
        loop {
            let before = filled;
            filled += fill(&mut self.bytes, &mut block[filled..])?;
            if filled < block.len() {
                block.truncate(filled);
                break;
            }
            if let Some(end) = self.format.end_of_lines(&block, before) {
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                break;
            }
            if filled > self.max_line {
                return Err(Unreadable::LongLine(self.max_line));
            }
            block.resize(filled + BLOCK, 0);
        }
        Ok(block)
    }
}

/// Reads until the buffer is full or nothing is left.
fn fill(bytes: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match bytes.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

impl Iterator for Blocks {
    type Item = Lines;

    fn next(&mut self) -> Option<Lines> {
        self.read().map(|block| (!block.is_empty()).then_some(block)).transpose()
    }
}

/// The bytes of a file, or of standard input, unpacked.
pub(crate) fn open(path: &Path, progress: &Progress) -> io::Result<Box<dyn Read>> {
    let bytes: Box<dyn Read> =
        if streams::is_input(path) { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let mut bytes = BufReader::with_capacity(BUFFER, progress.wrap(bytes));
    let packing = match Packing::of(path) {
        Packing::Plain => Packing::of_bytes(bytes.fill_buf()?),
        named => named,
    };
    Ok(match packing {
        Packing::Plain => Box::new(bytes),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
        Packing::Zstandard => {
            let mut decoder = zstd::Decoder::with_buffer(bytes)?;
            decoder.window_log_max(LONGEST_WINDOW)?;
            Box::new(decoder)
        }
    })
}
