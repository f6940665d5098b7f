//! Files that are not finished go when the command is stopped from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, PoisonError};

use crate::Failure;

/// Where they are. A name that is gone, because its file is finished, does no harm.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on a signal to stop removes them before it ends the process.
pub(super) fn remove_when_stopped() -> Result<(), Failure> {
    Ok(ctrlc::set_handler(|| {
        let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        for path in &*unfinished {
            fs::remove_file(path).unwrap_or_default();
        }
        crate::complain(&"stopped before the end".into());
        process::exit(2);
    })?)
}

pub(super) fn remember(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
}
