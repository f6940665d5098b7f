//! Files that are not finished go when the command is stopped from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a signal has to clear away.
struct State {
    /// A name that is gone, because its file is finished, does no harm.
    files: Vec<PathBuf>,
    /// Those made for outputs, which go if they are empty.
    folders: Vec<PathBuf>,
    is_published: bool,
}

static STATE: Mutex<State> =
    Mutex::new(State { files: Vec::new(), folders: Vec::new(), is_published: false });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn remember(path: &Path) {
    state().files.push(path.to_owned());
}

pub(super) fn remember_folder(path: &Path) {
    state().folders.push(path.to_owned());
}

/// Gives outputs their names, which no signal interrupts: it comes before or after.
pub(super) fn publish<E>(publication: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
    let mut state = state();
    publication()?;
    state.is_published = true;
    Ok(())
}

/// The same for a file that is no output.
pub(super) fn uninterrupted<E>(publication: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
    let _state = state();
    publication()
}

#[cfg(not(unix))]
pub(crate) fn remove_when_stopped() -> Result<(), crate::Failure> {
    Ok(())
}

#[cfg(unix)]
pub(crate) use unix::remove_when_stopped;

#[cfg(unix)]
mod unix {
    use std::process;
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::{fs, state};
    use crate::Failure;

    /// From now on a signal to stop removes them before it ends the process. One that the process was
    /// started to ignore, as `nohup` does, stays ignored.
    pub(crate) fn remove_when_stopped() -> Result<(), Failure> {
        let ignored = ignored();
        let caught = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !ignored(*signal));
        let mut signals = Signals::new(caught)?;
        thread::spawn(move || signals.forever().next().map(stop));
        Ok(())
    }

    /// Whether a signal is ignored. Only Linux tells without unsafe code; elsewhere hang-ups are left
    /// as they were found.
    fn ignored() -> impl Fn(i32) -> bool {
        let mask = fs::read_to_string("/proc/self/status").ok().and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
            u64::from_str_radix(line.trim(), 16).ok()
        });
        move |signal| mask.map_or(signal == SIGHUP, |mask| mask >> (signal - 1) & 1 == 1)
    }

    fn stop(signal: i32) {
        let state = state();
        if state.is_published {
            // All is done, and only the summary may be missing.
            process::exit(0);
        }
        for path in &state.files {
            fs::remove_file(path).unwrap_or_default();
        }
        for path in state.folders.iter().rev() {
            fs::remove_dir(path).unwrap_or_default();
        }
        crate::complain(&"stopped before the end; nothing was published".into());
        process::exit(128 + signal);
    }
}
