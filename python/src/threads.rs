//! The threads of parallel detectors.

use std::process;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::PyResult;
use pyo3::exceptions::PyRuntimeError;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The threads of the process that made them.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Threads for this process, as many as processors, or as `RAYON_NUM_THREADS` says.
///
/// Rayon's own would wait for ever in a process that was forked, as `multiprocessing` and data loaders do: threads are not
/// inherited.
pub(crate) fn pool() -> PyResult<Arc<ThreadPool>> {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, threads)) = pool.as_ref().filter(|(made_by, _)| *made_by == process::id()) {
        return Ok(Arc::clone(threads));
    }
    let made = ThreadPoolBuilder::new().build();
    let threads = Arc::new(made.map_err(|error| PyRuntimeError::new_err(error.to_string()))?);
    // One of another process has no threads that could be ended.
    core::mem::forget(pool.replace((process::id(), Arc::clone(&threads))));
    Ok(threads)
}
