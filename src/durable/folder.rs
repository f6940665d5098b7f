//! The folder of a durable index: its lock, and which files are its own.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::log;
use crate::{FormatError, OpenError};

/// A folder that is locked for as long as this lives, and no longer than the process.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    lock: File,
}

impl Folder {
    /// Locks a folder; makes it, where it is not there.
    pub(super) fn open(path: &Path) -> io::Result<Folder> {
        fs::create_dir_all(path)?;
        let lock = path.join("lock");
        let lock = File::options().create(true).truncate(false).write(true).open(lock)?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { path: path.to_owned(), lock }),
            Err(TryLockError::WouldBlock) => Err(is_locked(path)),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    pub(super) fn snapshot(&self, generation: u64) -> PathBuf {
        self.path.join(format!("snapshot-{generation}"))
    }

    pub(super) fn log(&self, generation: u64) -> PathBuf {
        self.path.join(format!("log-{generation}"))
    }

    /// The last generation, which is the one that counts; none where an index is yet to be made.
    ///
    /// # Errors
    /// When there are logs that hold something and no snapshot.
    pub(super) fn latest(&self) -> Result<Option<u64>, OpenError> {
        let names = self.own_names()?;
        let snapshots = names.iter().filter_map(|name| name.strip_prefix("snapshot-"));
        let latest = snapshots.filter_map(|number| number.parse().ok()).max();
        if latest.is_none() {
            self.check_empty(&names)?;
        }
        Ok(latest)
    }

    /// Removes the files of all other generations, and unfinished ones.
    pub(super) fn clear(&self, generation: u64) -> io::Result<()> {
        let stays = [self.snapshot(generation), self.log(generation)];
        let paths = self.own_names()?.into_iter().map(|name| self.path.join(name));
        let old: Vec<PathBuf> = paths.filter(|path| !stays.contains(path)).collect();
        old.iter().try_for_each(fs::remove_file)?;
        if old.is_empty() { Ok(()) } else { self.sync() }
    }

    /// Waits until the names of files are on the disk. (Windows has no such thing for a folder.)
    pub(super) fn sync(&self) -> io::Result<()> {
        if cfg!(unix) { File::open(&self.path)?.sync_all() } else { Ok(()) }
    }

    /// Snapshots, logs and unfinished ones, by name.
    fn own_names(&self) -> io::Result<Vec<String>> {
        let names = fs::read_dir(&self.path)?.map(|entry| Ok(entry?.file_name().into_string()));
        let names: Vec<_> = names.collect::<io::Result<_>>()?;
        Ok(names.into_iter().flatten().filter(|name| is_own(name)).collect())
    }

    fn check_empty(&self, names: &[String]) -> Result<(), OpenError> {
        for name in names.iter().filter(|name| name.starts_with("log-")) {
            if fs::metadata(self.path.join(name))?.len() > log::HEADER {
                let remedy = "restore the folder from a copy";
                return Err(FormatError::new("snapshot", &"one", &"logs alone", remedy).into());
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    /// Closing the file is not enough: a child that is being started holds it too, until it runs a program of its own.
    fn drop(&mut self) {
        // Where it cannot be unlocked, it is when the last process closes it.
        self.lock.unlock().ok();
    }
}

fn is_own(name: &str) -> bool {
    let number = name.strip_prefix("snapshot-").or_else(|| name.strip_prefix("log-"));
    let number = number.and_then(|rest| rest.split(".unfinished-").next());
    number.is_some_and(|number| number.parse::<u64>().is_ok())
}

fn is_locked(path: &Path) -> io::Error {
    let path = path.display();
    let message = format!("{path}: expected no other that has it open, found one; close it first");
    io::Error::new(ErrorKind::WouldBlock, message)
}
