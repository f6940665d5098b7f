//! An [index](crate::index) that outlives its process, whatever ends it.
//!
//! ```
//! use paradup::{Detector, durable::DurableIndex, index::Index};
//!
//! let detector = Detector::builder().relations(Index::RELATIONS).build()?;
//! let folder = std::env::temp_dir().join(format!("seen-{}", std::process::id()));
//!
//! let mut seen = DurableIndex::open(&detector, &folder)?;
//! seen.insert(7, "Bell, book and candle.")?;
//! seen.commit()?;
//! seen.insert(8, "Salt of the earth.")?;
//! drop(seen);
//!
//! let seen = DurableIndex::open(&detector, &folder)?;
//! assert_eq!(seen.index().query("bell book and candle").matches[0].id, 7);
//! assert!(!seen.index().contains(8), "was not committed");
//! # std::fs::remove_dir_all(folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is promised
//!
//! * What [`commit`](DurableIndex::commit) has returned for is there when the process is killed, at any moment; what has not been committed is
//!   gone, and of a commit there is never a part.
//! * What [`sync`](DurableIndex::sync) has returned for is there when the machine loses power. Behind it the system may have left zeros,
//!   which are cut off; where it left other bytes, opening is refused and names the byte at which to cut the log.
//! * A text that was removed is in no file of the folder once [`compact`](DurableIndex::compact) has returned. (What a disk keeps of files that were
//!   deleted is the disk's affair.)
//! * One process at a time has the folder open; another is refused.
//! * Damage is refused. Only a log whose end was cut off looks like one whose process was killed, and opens without that end.
//!
//! # What it costs
//!
//! All of it is in memory, as an [`Index`] is: 10^7 texts of 80 words take some 9 GB. An insert and a query take what they take there. A commit
//! appends what was changed to a log. Where the log has grown as large as the snapshot, the commit also writes the snapshot anew, and takes that much
//! longer; all in all some three times the bytes are written that were inserted. Opening reads both, and makes keys for what stands in the log.
//!
//! The file `README.md` beside the code says which stores were tried in its place, with figures.
//!
//! # The folder
//!
//! | file | |
//! |---|---|
//! | `snapshot-`*g* | an index, in the [form](crate::index#stored) that [`Index::save`] writes |
//! | `log-`*g* | what has been committed since |
//! | `lock` | empty; locked for as long as an index is open |
//!
//! The greatest number *g* of a snapshot counts. What else there is of snapshots and logs was left by a process that was killed, and the next
//! that opens the folder removes it. Other files are left alone.
//!
//! A log has a header, and then a record for each commit. Numbers are little-endian, and checksums are XXH3-64 under seed 0 of the checksum before (0 before the
//! first) and the bytes that are named:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `paralog` and a line feed |
//! | 4 | the version of logs: 1 |
//! | 8 | *g* |
//! | 8 | the checksum of these 20 bytes |
//! | for each commit: | |
//! | 8 | *n*, the bytes of its changes |
//! | 8 | the checksum of *n* |
//! | *n* | changes: a byte 0, the id (8 bytes), the bytes of the text (8) and the text; or a byte 1 and the id (8) of what is removed |
//! | 8 | the checksum of the changes |
//!
//! The last record may have been cut off. A log or a snapshot of another version is refused by that name, and the error says what to do.

mod changes;
mod log;
mod folder;

use std::fs;
use std::io;
use std::path::Path;

use self::changes::Changes;
use self::folder::Folder;
use self::log::Log;
use crate::index::Index;
use crate::{Detector, InsertError, OpenError};

/// The log that is not compacted, however small the snapshot is.
const MIN_LOG: u64 = 1 << 20;

/// An [`Index`] in a folder: inserts and removals that are [committed](DurableIndex::commit) survive the process.
///
/// ```
/// use paradup::{Detector, durable::DurableIndex, index::Index};
///
/// let detector = Detector::builder().relations(Index::RELATIONS).build()?;
/// # let folder = std::env::temp_dir().join(format!("durable-{}", std::process::id()));
/// let mut seen = DurableIndex::open(&detector, &folder)?;
/// seen.extend(&[(1, "Bell, book and candle."), (2, "Salt of the earth.")])?;
/// assert!(seen.remove(1));
/// seen.sync()?;
/// assert_eq!(seen.index().iter().collect::<Vec<_>>(), [(2, "Salt of the earth.")]);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct DurableIndex {
    index: Index,
    uncommitted: Changes,
    log: Log,
    snapshot_len: u64,
    generation: u64,
    folder: Folder,
}

impl DurableIndex {
    /// Opens the index of a folder, for a detector with the settings under which it was made; makes folder and index, where they are not
    /// there. Linear in the bytes of its files.
    ///
    /// # Errors
    /// As [`Index::open`]; when the log is damaged or of another version; and when another has the folder open, which is an
    /// [`OpenError::Io`] of the kind [`WouldBlock`](io::ErrorKind::WouldBlock).
    pub fn open(detector: &Detector, path: impl AsRef<Path>) -> Result<DurableIndex, OpenError> {
        let empty = detector.index()?;
        let folder = Folder::open(path.as_ref())?;
        let Some(generation) = folder.latest()? else {
            return Ok(DurableIndex::create(empty, folder)?);
        };
        let snapshot = folder.snapshot(generation);
        let mut index = Index::open(detector, &snapshot)?;
        let log = Log::open(&folder.log(generation), generation, |changes| {
            changes::apply(changes, &mut index)
        })?;
        folder.clear(generation)?;
        let snapshot_len = fs::metadata(snapshot)?.len();
        let uncommitted = Changes::default();
        Ok(DurableIndex { index, uncommitted, log, snapshot_len, generation, folder })
    }

    fn create(index: Index, folder: Folder) -> io::Result<DurableIndex> {
        let log = begin_log(&folder, 0)?;
        index.save(folder.snapshot(0))?;
        folder.sync()?;
        let snapshot_len = fs::metadata(folder.snapshot(0))?.len();
        let uncommitted = Changes::default();
        Ok(DurableIndex { index, uncommitted, log, snapshot_len, generation: 0, folder })
    }

    /// All that has been inserted and not removed, committed or not: to be asked, counted, read and saved elsewhere.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Inserts a text, as [`Index::insert`]. It is held once more until it is committed.
    ///
    /// # Errors
    /// When the id is live.
    ///
    /// # Panics
    /// As [`Index::insert`].
    pub fn insert(&mut self, id: u64, text: &str) -> Result<(), InsertError> {
        self.index.insert(id, text)?;
        self.uncommitted.insert(id, text);
        Ok(())
    }

    /// Inserts texts, as [`Index::extend`].
    ///
    /// # Errors
    /// When an id is live or stands among these twice. Nothing is inserted then.
    ///
    /// # Panics
    /// As [`Index::insert`].
    pub fn extend<T: AsRef<str> + Sync>(&mut self, texts: &[(u64, T)]) -> Result<(), InsertError> {
        self.index.extend(texts)?;
        for (id, text) in texts {
            self.uncommitted.insert(*id, text.as_ref());
        }
        Ok(())
    }

    /// Removes the text of an id; says whether there was one. Committed, it is found no more; the files hold it until they are
    /// [compacted](DurableIndex::compact).
    pub fn remove(&mut self, id: u64) -> bool {
        let removed = self.index.remove(id);
        if removed {
            self.uncommitted.remove(id);
        }
        removed
    }

    /// Makes all changes since the last commit outlive the process, all of them or none. Compacts where the log has grown to a
    /// megabyte and to the size of the snapshot.
    ///
    /// # Errors
    /// When the files cannot be written. The changes stay uncommitted, or are committed and the files not compacted; the next commit tries
    /// it again.
    pub fn commit(&mut self) -> io::Result<()> {
        if !self.uncommitted.is_empty() {
            self.log.append(self.uncommitted.bytes())?;
            self.uncommitted.clear();
        }
        if self.log.len() >= self.snapshot_len.max(MIN_LOG) { self.compact() } else { Ok(()) }
    }

    /// Commits, and waits until all that has ever been committed is on the disk.
    ///
    /// # Errors
    /// As [`commit`](DurableIndex::commit). Where the disk itself fails, whether the last changes outlive a loss of power is not known.
    pub fn sync(&mut self) -> io::Result<()> {
        self.commit()?;
        self.log.sync()?;
        self.folder.sync()
    }

    /// Commits, writes a snapshot anew and waits until it is on the disk: what was removed is in no file then, and the log is empty.
    /// Linear in all that is held; needs room for a second snapshot.
    ///
    /// # Errors
    /// When the files cannot be written, or the old ones not be removed. The index is open still, and nothing is lost.
    pub fn compact(&mut self) -> io::Result<()> {
        let next = self.generation + 1;
        let log = begin_log(&self.folder, next)?;
        let snapshot = self.folder.snapshot(next);
        self.index.save(&snapshot)?;
        // The new generation counts from here on: whatever fails below, what is committed next belongs into its log.
        (self.log, self.generation) = (log, next);
        self.uncommitted.clear();
        self.snapshot_len = fs::metadata(snapshot)?.len();
        self.folder.sync()?;
        self.folder.clear(next)
    }
}

/// A log without records, on the disk with its name: a snapshot counts from the moment at which it has its own.
fn begin_log(folder: &Folder, generation: u64) -> io::Result<Log> {
    let log = Log::create(&folder.log(generation), generation)?;
    folder.sync()?;
    Ok(log)
}
