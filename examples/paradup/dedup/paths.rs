//! No file is both read and written, under whatever names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf, is_separator};

use same_file::Handle;

use super::Dedup;
use crate::Failure;

/// Refuses an output that is an input or the other output, and two readers of standard input.
pub(super) fn check(dedup: &Dedup) -> Result<(), Failure> {
    let read: Vec<&PathBuf> = dedup.inputs.iter().chain(&dedup.against).collect();
    if read.iter().filter(|path| is_stream(path)).count() > 1 {
        return Err("standard input (-) can be read once only".into());
    }
    let written: Vec<&PathBuf> = dedup.output.iter().chain(&dedup.removed).collect();
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
    let is_one_name = is_stream(a) == is_stream(b) && absolute(a) == absolute(b);
    is_one_name || (existing.is_some() && existing == file(b, Handle::stdout))
}

/// A name that may have no file yet, by its directory.
fn absolute(path: &Path) -> PathBuf {
    let path = destination(path).unwrap_or_else(|_| path.to_owned());
    let directory = path.parent().filter(|parent| *parent != Path::new(""));
    let directory = directory.unwrap_or(Path::new(".")).canonicalize().unwrap_or_default();
    directory.join(path.file_name().unwrap_or_default())
}

/// Where a file of this name, which has none yet, is to be: behind a link at the end of it, so that
/// the link stays one.
pub(super) fn destination(path: &Path) -> io::Result<PathBuf> {
    if path.as_os_str().as_encoded_bytes().last().is_some_and(|last| is_separator(*last as char)) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    match fs::read_link(path) {
        // Links that lead in a circle are no missing file.
        Ok(target) if is_missing(path) => destination(&path.with_file_name(target)),
        _ => Ok(path.to_owned()),
    }
}

fn is_missing(path: &Path) -> bool {
    fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}
