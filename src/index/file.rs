//! Files that have their name once they are whole.

use core::sync::atomic::{AtomicU64, Ordering};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Files that this process has begun: threads may write the same one at a time.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// Writes a file under another name, and gives it its own when all of it is on the disk.
pub(super) fn publish(path: &Path, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let unfinished = unfinished(path);
    let file = File::create(&unfinished)?;
    let published =
        write(&file).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&unfinished, path));
    if published.is_err() {
        // The error that led here says more than one of clearing away.
        fs::remove_file(&unfinished).ok();
    }
    published
}

/// A name beside the file's own, for a rename moves nothing to another disk.
fn unfinished(path: &Path) -> PathBuf {
    let (process, file) = (std::process::id(), BEGUN.fetch_add(1, Ordering::Relaxed));
    let mut name = OsString::from(path);
    name.push(format!(".unfinished-{process}-{file}"));
    PathBuf::from(name)
}
