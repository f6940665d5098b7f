//! Files that have their name once they are whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

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
    let mut name = OsString::from(path);
    name.push(format!(".unfinished-{}", std::process::id()));
    PathBuf::from(name)
}
