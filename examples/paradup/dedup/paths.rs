//! No file is both read and written, under whatever names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::Dedup;
use crate::Failure;

/// Refuses an output that is an input or the other output, and two readers of standard input.
pub(super) fn check(dedup: &Dedup) -> Result<(), Failure> {
    let read: Vec<&PathBuf> = dedup.inputs.iter().chain(&dedup.against).collect();
    if read.iter().filter(|path| is_stream(path)).count() > 1 {
        return Err("standard input (-) can be read once only".into());
    }
    let written: Vec<&PathBuf> = [&dedup.output].into_iter().chain(&dedup.removed).collect();
    for output in &written {
        let handle = file(output, Handle::stdout);
        let is_output =
            |input: &&&PathBuf| handle.is_some() && file(input, Handle::stdin) == handle;
        if let Some(input) = read.iter().find(is_output) {
            let (output, input) = (output.display(), input.display());
            return Err(format!("{output} is to be written, but is the input {input}").into());
        }
    }
    match written[..] {
        [output, removed] if is_same_output(output, removed) => {
            Err(format!("{} is named for both outputs", removed.display()).into())
        }
        _ => Ok(()),
    }
}

fn is_stream(path: &Path) -> bool {
    path == Path::new("-")
}

/// The file behind a name, through links and redirections; none where there is none yet, and none of
/// devices, which may be read and written.
fn file(path: &Path, stream: impl Fn() -> io::Result<Handle>) -> Option<Handle> {
    if is_stream(path) {
        let handle = stream().ok()?;
        return handle.as_file().metadata().ok()?.is_file().then_some(handle);
    }
    fs::metadata(path).ok()?.is_file().then(|| Handle::from_path(path).ok())?
}

fn is_same_output(a: &Path, b: &Path) -> bool {
    let existing = file(a, Handle::stdout);
    (existing.is_some() && existing == file(b, Handle::stdout)) || absolute(a) == absolute(b)
}

/// A name that may have no file yet, by its directory.
fn absolute(path: &Path) -> PathBuf {
    let directory = path.parent().filter(|parent| *parent != Path::new(""));
    let directory = directory.unwrap_or(Path::new(".")).canonicalize().unwrap_or_default();
    directory.join(path.file_name().unwrap_or_default())
}
