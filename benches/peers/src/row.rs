//! A row of the table.

use core::fmt;
use core::time::Duration;

pub(crate) const HEAD: &str = "\
| library | µs of CPU / paragraph | found | recall | precision |
|---|---|---|---|---|";

/// What one library took and found.
pub(crate) struct Row {
    pub(crate) library: String,
    /// For a paragraph.
    pub(crate) time: Duration,
    pub(crate) found: usize,
    /// Pairs found that are near.
    pub(crate) right: usize,
    /// Pairs that are near.
    pub(crate) near: usize,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let microseconds = self.time.as_secs_f64() * 1e6;
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let (recall, precision) = (share(self.right, self.near), share(self.right, self.found));
        let Row { library, found, .. } = self;
        write!(f, "| {library} | {microseconds:.2} | {found} | {recall:.4} | {precision:.4} |")
    }
}
