//! No file is both read and written, under whatever names.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, is_separator};

use same_file::Handle;

use super::Dedup;
use super::shards::Shards;
use crate::{Failure, streams};

/// Refuses an output that is an input or another output, two readers of standard input, and standard
/// streams that are closed.
pub(super) fn check(dedup: &Dedup, shards: Option<&Shards>) -> Result<(), Failure> {
    let read: Vec<&PathBuf> =
        dedup.inputs.iter().chain(&dedup.against).chain(&dedup.update).collect();
    let readers = read.iter().filter(|path| streams::is_input(path)).count();
    if readers > 1 {
        return Err(streams::read_twice());
    }
    let outputs: Vec<PathBuf> = match shards {
        Some(shards) => shards.paths().collect(),
        None => dedup.output.iter().cloned().collect(),
    };
    let written: Vec<&PathBuf> = outputs.iter().chain(&dedup.removed).collect();
    if readers > 0 {
        streams::require_input()?;
    }
    if !dedup.dry_run && written.iter().any(|path| streams::is_output(path)) {
        streams::require_output()?;
    }
    check_inputs(&read, &written)?;
    let removed = dedup.removed.as_deref();
    let is_removed = |output: &&PathBuf| removed.is_some_and(|one| is_same_output(output, one));
    match (outputs.iter().find(is_removed), removed) {
        (Some(output), Some(removed)) => Err(format!(
            "{} and {} are named for both outputs, which would be mixed; expected two different ones",
            output.display(),
            removed.display()
        )
        .into()),
        _ => Ok(()),
    }
}

/// Refuses to write what is read.
fn check_inputs(read: &[&PathBuf], written: &[&PathBuf]) -> Result<(), Failure> {
    let known = read.iter().filter_map(|input| Some((input_file(input)?, input)));
    let known: HashMap<Identity, _> = known.collect();
    for output in written {
        if let Some(input) = output_file(output).and_then(|file| known.get(&file)) {
            let (output, input) = (output.display(), input.display());
            return Err(format!(
                "{output} is to be written, but is the input {input}; name another output"
            )
            .into());
        }
    }
    Ok(())
}

/// What tells one file from another. Not an open file where numbers do: there may be more of them than can be open.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(not(unix))]
type Identity = Handle;

#[cfg(unix)]
#[expect(clippy::needless_pass_by_value, reason = "the file is open no longer than it takes")]
fn identity(handle: Handle) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    let known = handle.as_file().metadata()?;
    Ok((known.dev(), known.ino()))
}

#[cfg(not(unix))]
fn identity(handle: Handle) -> io::Result<Identity> {
    Ok(handle)
}

/// The file behind a name, through links and redirections; none where there is none yet, and none of
/// devices, which may be read and written.
fn input_file(path: &Path) -> Option<Identity> {
    file(path, streams::is_input(path).then_some(Handle::stdin))
}

fn output_file(path: &Path) -> Option<Identity> {
    file(path, streams::is_output(path).then_some(Handle::stdout))
}

fn file(path: &Path, stream: Option<fn() -> io::Result<Handle>>) -> Option<Identity> {
    if let Some(stream) = stream {
        let handle = stream().ok()?;
        let is_file = handle.as_file().metadata().ok()?.is_file();
        return is_file.then(|| identity(handle).ok())?;
    }
    let handle = || Handle::from_path(path).and_then(identity);
    fs::metadata(path).ok()?.is_file().then(|| handle().ok())?
}

/// Where a folder is, or will be, without links.
pub(super) fn resolved(folder: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let there = folder.ancestors().find_map(|one| Some((one, one.canonicalize().ok()?)));
    let Some((there, resolved)) = there else { return folder };
    folder.strip_prefix(there).map_or_else(|_| folder.clone(), |rest| resolved.join(rest))
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
