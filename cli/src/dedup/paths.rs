//! No file is both read and written, under whatever names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf, is_separator};

use same_file::Handle;

use super::Dedup;
use crate::{Failure, streams};

/// Refuses an output that is an input or the other output, two readers of standard input, and standard
/// streams that are closed.
pub(super) fn check(dedup: &Dedup) -> Result<(), Failure> {
    let read: Vec<&PathBuf> =
        dedup.inputs.iter().chain(&dedup.against).chain(&dedup.update).collect();
    let readers = read.iter().filter(|path| streams::is_input(path)).count();
    if readers > 1 {
        return Err(streams::read_twice());
    }
    let written: Vec<&PathBuf> = dedup.output.iter().chain(&dedup.removed).collect();
    if readers > 0 {
        streams::require_input()?;
    }
    if !dedup.dry_run && written.iter().any(|path| streams::is_output(path)) {
        streams::require_output()?;
    }
    for output in &written {
        let known = output_file(output);
        let is_output = |input: &&&PathBuf| known.is_some() && input_file(input) == known;
        if let Some(input) = read.iter().find(is_output) {
            let (output, input) = (output.display(), input.display());
            return Err(format!(
                "{output} is to be written, but is the input {input}; name another output"
            )
            .into());
        }
    }
    match written[..] {
        [output, removed] if is_same_output(output, removed) => Err(format!(
            "{} and {} are named for both outputs, which would be mixed; expected two different ones",
            output.display(),
            removed.display()
        )
        .into()),
        _ => Ok(()),
    }
}

/// The file behind a name, through links and redirections; none where there is none yet, and none of
/// devices, which may be read and written.
fn input_file(path: &Path) -> Option<Handle> {
    file(path, streams::is_input(path).then_some(Handle::stdin))
}

fn output_file(path: &Path) -> Option<Handle> {
    file(path, streams::is_output(path).then_some(Handle::stdout))
}

fn file(path: &Path, stream: Option<fn() -> io::Result<Handle>>) -> Option<Handle> {
    if let Some(stream) = stream {
        let handle = stream().ok()?;
        return handle.as_file().metadata().ok()?.is_file().then_some(handle);
    }
    fs::metadata(path).ok()?.is_file().then(|| Handle::from_path(path).ok())?
}

fn is_same_output(a: &Path, b: &Path) -> bool {
    let both_streams = streams::is_output(a) && streams::is_output(b);
    let is_one_name = a != Path::new("-") && b != Path::new("-") && absolute(a) == absolute(b);
    let existing = output_file(a);
    both_streams || is_one_name || (existing.is_some() && existing == output_file(b))
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
