//! One process at a time writes to an index file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::Failure;
use crate::dedup::remove_if_stopped;

/// The right to replace an index file, for as long as it lives.
///
/// The file itself is locked, which the system undoes whatever becomes of the process. A file of its own for the lock would be left
/// behind.
pub(super) struct Writer {
    path: PathBuf,
    pub(super) file: File,
    /// Whether no index is there yet: the file is empty.
    pub(super) is_new: bool,
    /// Whether it was made to be locked.
    is_own: bool,
}

impl Writer {
    /// The writer of a file that is there.
    pub(super) fn open(path: &Path) -> Result<Writer, Failure> {
        Writer::lock(path, open)
    }

    /// The writer of a file that may be there.
    pub(super) fn open_or_create(path: &Path) -> Result<Writer, Failure> {
        Writer::lock(path, open_or_create)
    }

    fn lock(path: &Path, open: fn(&Path) -> io::Result<Opened>) -> Result<Writer, Failure> {
        let unwritable = |error| format!("cannot write {}: {error}", path.display());
        loop {
            let Opened { file, is_own } = open(path).map_err(unwritable)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(is_busy(path)),
                Err(TryLockError::Error(error)) => return Err(unwritable(error).into()),
            }
            // Another writer may have put a new file in its place since this one was opened.
            if is_at(&file, path).map_err(unwritable)? {
                let is_new = file.metadata().map_err(unwritable)?.len() == 0;
                if is_own {
                    remove_if_stopped(path);
                }
                return Ok(Writer { path: path.to_owned(), file, is_new, is_own });
            }
        }
    }
}

fn is_busy(path: &Path) -> Failure {
    format!(
        "cannot write {}: another process is writing to it; start again when that one is done",
        path.display()
    )
    .into()
}

/// A file, and whether it was made by that.
struct Opened {
    file: File,
    is_own: bool,
}

fn open(path: &Path) -> io::Result<Opened> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    Ok(Opened { file, is_own: false })
}

fn open_or_create(path: &Path) -> io::Result<Opened> {
    match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open(path),
        file => Ok(Opened { file: file?, is_own: true }),
    }
}

fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(known) => Ok(known == Handle::from_file(file.try_clone()?)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Nothing is left of a file that has not become an index.
impl Drop for Writer {
    fn drop(&mut self) {
        if self.is_own && fs::metadata(&self.path).is_ok_and(|known| known.len() == 0) {
            fs::remove_file(&self.path).unwrap_or_default();
        }
    }
}
