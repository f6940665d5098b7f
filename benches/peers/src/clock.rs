//! How long this thread has worked.

use std::fs;
use std::time::{Duration, Instant};

/// A clock that others who use the processor do not move, where the system has one: Linux. Elsewhere the one on the wall.
pub(crate) struct Clock {
    wall: Instant,
    worked: Option<Duration>,
}

impl Clock {
    pub(crate) fn start() -> Clock {
        Clock { wall: Instant::now(), worked: worked() }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        let worked = self.worked.and_then(|start| worked()?.checked_sub(start));
        worked.unwrap_or_else(|| self.wall.elapsed())
    }
}

/// What the scheduler has given this thread so far.
fn worked() -> Option<Duration> {
    let given = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(given.split(' ').next()?.parse().ok()?))
}
