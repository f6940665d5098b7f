//! Standard streams, which may be closed from the start.

use core::sync::atomic::{AtomicBool, Ordering};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::Failure;

/// Standard input and output, by the numbers of their descriptors: whether nothing was there.
static CLOSED: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// Looks before `main`, for the standard library puts `/dev/null` in the place of a closed stream, and
/// from then on it cannot be told from one that the caller put there.
#[cfg(unix)]
#[ctor::ctor(unsafe)]
fn look() {
    let is_closed = |stream| rustix::io::fcntl_getfd(stream).is_err();
    CLOSED[0].store(is_closed(rustix::stdio::stdin()), Ordering::Relaxed);
    CLOSED[1].store(is_closed(rustix::stdio::stdout()), Ordering::Relaxed);
}

/// Refuses to read a standard input that is closed.
pub(crate) fn require_input() -> Result<(), Failure> {
    require(0, "cannot read -: standard input is closed")
}

/// Refuses to write to a standard output that is closed.
pub(crate) fn require_output() -> Result<(), Failure> {
    require(1, "cannot write -: standard output is closed")
}

fn require(number: usize, refusal: &str) -> Result<(), Failure> {
    if CLOSED[number].load(Ordering::Relaxed) { Err(refusal.into()) } else { Ok(()) }
}

/// Prints a text to the byte. A reader that has seen enough and closed the pipe is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    require_output()?;
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("cannot write -: {error}").into()),
        Ok(()) => Ok(()),
    }
}

/// The refusal of a second reader.
pub(crate) fn read_twice() -> Failure {
    "expected - once, found it twice: standard input can be read once only".into()
}

/// Whether a path is this process's own standard input, under whatever name.
pub(crate) fn is_input(path: &Path) -> bool {
    path == Path::new("-") || descriptor(path) == Some(0)
}

/// Whether a path is this process's own standard output, under whatever name.
pub(crate) fn is_output(path: &Path) -> bool {
    path == Path::new("-") || descriptor(path) == Some(1)
}

/// The open file of this process that a path leads to, as `/dev/stdout`, `/dev/fd/1` and
/// `/proc/self/fd/1` do.
pub(crate) fn descriptor(path: &Path) -> Option<u32> {
    let mut path = path.to_owned();
    // As many links as systems follow.
    for _ in 0..40 {
        let directory = path.parent()?.canonicalize().ok()?;
        if own_directories().any(|own| own == directory) {
            return path.file_name()?.to_str()?.parse().ok();
        }
        path = directory.join(path.read_link().ok()?);
    }
    None
}

/// Where the system lists what this process has open.
fn own_directories() -> impl Iterator<Item = PathBuf> {
    let names = ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"];
    names.into_iter().filter_map(|name| Path::new(name).canonicalize().ok())
}
