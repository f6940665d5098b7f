//! The log: what has been committed since the snapshot, a record for each commit.

use core::mem::replace;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::hash::Checksum;
use crate::{FormatError, OpenError};

/// How a log begins.
const MAGIC: &[u8; 8] = b"paralog\n";

/// The version of logs.
const VERSION: u32 = 1;

/// The bytes of a log that holds no record.
pub(super) const HEADER: u64 = 28;

/// The bytes of a record beside its changes: their number and two checksums.
const FRAME: u64 = 24;

const RESTORE: &str = "restore the folder from a copy";
const CUT: &str =
    "restore the folder from a copy, or cut the log there, and lose what was committed behind";
const LATER_RELEASE: &str = "open it with the release that wrote it, or a later one";

/// A log that is open at its end.
#[derive(Debug)]
pub(super) struct Log {
    file: File,
    /// The bytes of all whole records and the header.
    len: u64,
    /// The checksum at the end of these, on which that of the next record rests.
    sum: u64,
    /// Whether a part of a record may stand behind them.
    is_torn: bool,
}

impl Log {
    /// Creates a log without records, in place of what has its name. It is on the disk then.
    pub(super) fn create(path: &Path, generation: u64) -> io::Result<Log> {
        let mut file = File::create(path)?;
        let (header, sum) = header(generation);
        file.write_all(&header)?;
        file.write_all(&sum.to_le_bytes())?;
        file.sync_all()?;
        Ok(Log { file, len: HEADER, sum, is_torn: false })
    }

    /// Opens a log and hands the changes of each record to `apply`. A record that was being written when the process or the machine
    /// stopped is cut off.
    ///
    /// # Errors
    /// When the log is damaged, of another snapshot or of a later version.
    pub(super) fn open(
        path: &Path,
        generation: u64,
        mut apply: impl FnMut(&[u8]) -> Result<(), OpenError>,
    ) -> Result<Log, OpenError> {
        let file = File::options().read(true).write(true).open(path);
        let mut file = file.map_err(|error| match error.kind() {
            ErrorKind::NotFound => refusal("log", "one beside the snapshot", &"none", RESTORE),
            _ => error.into(),
        })?;
        let mut reader = Reader::new(&file)?;
        reader.read_header(generation)?;
        while let Some(changes) = reader.record()? {
            apply(&changes)?;
        }
        let Reader { whole: len, sum, .. } = reader;
        file.set_len(len)?;
        file.seek(SeekFrom::Start(len))?;
        Ok(Log { file, len, sum, is_torn: false })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Appends a record of changes. After an error the log is as it was: what has been written of the record is cut off before the next.
    pub(super) fn append(&mut self, changes: &[u8]) -> io::Result<()> {
        if replace(&mut self.is_torn, true) {
            self.file.set_len(self.len)?;
            self.file.seek(SeekFrom::Start(self.len))?;
        }
        let len = (changes.len() as u64).to_le_bytes();
        let sum_of_len = chained(self.sum, &len);
        let sum = chained(sum_of_len, changes);
        self.file.write_all(&len)?;
        self.file.write_all(&sum_of_len.to_le_bytes())?;
        self.file.write_all(changes)?;
        self.file.write_all(&sum.to_le_bytes())?;
        self.len += FRAME + changes.len() as u64;
        self.sum = sum;
        self.is_torn = false;
        Ok(())
    }

    /// Waits until all of it is on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

fn refusal(
    field: &'static str,
    expected: &str,
    found: &dyn core::fmt::Display,
    remedy: &'static str,
) -> OpenError {
    FormatError::new(field, &expected, found, remedy).into()
}

/// What a log begins with, and the checksum that follows.
fn header(generation: u64) -> ([u8; 20], u64) {
    let mut header = [0; 20];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[12..].copy_from_slice(&generation.to_le_bytes());
    (header, chained(0, &header))
}

/// The checksum of bytes that follow others: a record that was moved, or stands there twice, has a wrong one.
fn chained(before: u64, bytes: &[u8]) -> u64 {
    let mut checksum = Checksum::new();
    checksum.update(&before.to_le_bytes());
    checksum.update(bytes);
    checksum.digest()
}

/// Reads a log from its beginning.
struct Reader<'f> {
    file: &'f File,
    input: BufReader<&'f File>,
    /// Bytes that have not been read.
    left: u64,
    /// The bytes of all whole records so far and the header.
    whole: u64,
    sum: u64,
}

impl Reader<'_> {
    fn new(file: &File) -> io::Result<Reader<'_>> {
        let left = file.metadata()?.len();
        Ok(Reader { file, input: BufReader::new(file), left, whole: 0, sum: 0 })
    }

    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.left = self.left.saturating_sub(bytes.len() as u64);
        self.input.read_exact(bytes)
    }

    fn array<const SIZE: usize>(&mut self) -> io::Result<[u8; SIZE]> {
        let mut array = [0; SIZE];
        self.fill(&mut array)?;
        Ok(array)
    }

    fn read_header(&mut self, generation: u64) -> Result<(), OpenError> {
        if self.left < HEADER {
            let expected = format!("{HEADER} bytes or more");
            return Err(refusal("log", &expected, &self.left, RESTORE));
        }
        let found: [u8; 20] = self.array()?;
        let version = u32::from_le_bytes([found[8], found[9], found[10], found[11]]);
        if found[..8] != *MAGIC {
            return Err(refusal("log", "one of a durable index", &"other bytes", RESTORE));
        }
        self.sum = u64::from_le_bytes(self.array()?);
        if self.sum != chained(0, &found) {
            return Err(refusal("log", "the checksum of its header", &"another", RESTORE));
        }
        if version != VERSION {
            return Err(refusal("version", &VERSION.to_string(), &version, LATER_RELEASE));
        }
        if found != header(generation).0 {
            let expected = format!("that of snapshot {generation}");
            return Err(refusal("log", &expected, &"that of another", RESTORE));
        }
        self.whole = HEADER;
        Ok(())
    }

    /// The changes of the next record; none at the end, and where the writing of a record was cut off.
    fn record(&mut self) -> Result<Option<Vec<u8>>, OpenError> {
        if self.left < FRAME {
            return Ok(None);
        }
        let len = self.array()?;
        let (sum_of_len, len) = (chained(self.sum, &len), u64::from_le_bytes(len));
        // Checked before it is believed: a wrong one would look like a record that was cut off, and hide all that follow.
        if u64::from_le_bytes(self.array()?) != sum_of_len {
            return self.damaged();
        }
        if self.left < len.saturating_add(8) {
            return Ok(None);
        }
        let mut changes = vec![0; len as usize];
        self.fill(&mut changes)?;
        let sum = chained(sum_of_len, &changes);
        if u64::from_le_bytes(self.array()?) != sum {
            return self.damaged();
        }
        self.sum = sum;
        self.whole += FRAME + len;
        Ok(Some(changes))
    }

    /// What a record with a wrong checksum is. A log that ends with zeros was made longer by a machine that stopped before it wrote the
    /// bytes; no whole one does.
    fn damaged(&self) -> Result<Option<Vec<u8>>, OpenError> {
        let (mut file, mut end) = (self.file, [0; 8]);
        file.seek(SeekFrom::End(-8))?;
        file.read_exact(&mut end)?;
        if end == [0; 8] {
            return Ok(None);
        }
        let found = format!("another at byte {}", self.whole);
        Err(refusal("log", "records with the right checksums", &found, CUT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_error_left_of_a_record_is_cut_off_before_the_next() {
        let path = std::env::temp_dir().join(format!("paradup-log-{}", std::process::id()));
        let mut log = Log::create(&path, 3).unwrap();
        log.append(b"one").unwrap();
        let mut writable = replace(&mut log.file, File::open(&path).unwrap());
        assert!(log.append(b"two").is_err(), "the file is open for reading");
        // As a full disk leaves it.
        writable.write_all(b"longer than the whole record that comes next").unwrap();
        log.file = writable;
        log.append(b"three").unwrap();
        let mut records = Vec::new();
        let read = |changes: &[u8]| {
            records.push(changes.to_vec());
            Ok(())
        };
        assert_eq!(Log::open(&path, 3, read).unwrap().len(), log.len());
        assert_eq!(records, [&b"one"[..], b"three"]);
        std::fs::remove_file(path).unwrap();
    }
}
