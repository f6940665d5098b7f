//! Long calls that Ctrl-C ends.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::sync::{Arc, mpsc};
use std::thread;

use paradup::{Cancelled, Detector, Observed};
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;
use rayon::ThreadPool;

/// How often it is asked whether a signal has come.
const INTERVAL: Duration = Duration::from_millis(50);

/// Runs a call on a thread of its own, or on these threads, while this one looks for signals, as Python lets none but its main
/// thread do. Where a handler raises, as that of Ctrl-C does, the call is cancelled and what was raised is returned.
pub(crate) fn interruptible<T: Send>(
    detector: &Detector,
    pool: Option<Arc<ThreadPool>>,
    call: impl FnOnce(&Observed) -> Result<T, Cancelled> + Send,
) -> PyResult<T> {
    let stop = Arc::new(AtomicBool::new(false));
    let observed = detector.observed_by(Arc::clone(&stop));
    thread::scope(|scope| {
        let (ended, end) = mpsc::channel();
        scope.spawn(move || {
            let answer = match pool {
                Some(pool) => pool.install(|| call(&observed)),
                None => call(&observed),
            };
            // Nobody waits for what was cancelled.
            _ = ended.send(answer);
        });
        loop {
            match end.recv_timeout(INTERVAL) {
                Ok(answer) => {
                    return answer.map_err(|error| PyKeyboardInterrupt::new_err(error.to_string()));
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    if let Err(raised) = Python::attach(heed_signals) {
                        // The scope waits until the call has stopped.
                        stop.store(true, Ordering::Relaxed);
                        return Err(raised);
                    }
                }
                // The call has panicked, and so does the scope at its end.
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Err(PyRuntimeError::new_err("the call has ended without an answer"));
                }
            }
        }
    })
}

/// What the handler of a signal that has come raises.
fn heed_signals(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}
