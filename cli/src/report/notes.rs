//! What a report rests on beside the texts: the file of options, and what is known from before.

use serde::Serialize;

use crate::input::LeftOut;
use crate::markup::{counted, one_line};

/// Said at the end of a report.
#[derive(Default, Serialize)]
pub(crate) struct Notes {
    /// The file that options were read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) config: Option<String>,
    /// What was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) baseline: Option<Known>,
    /// What was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) baseline_written: Option<Written>,
    /// What was met in directories and not read.
    pub(crate) skipped: LeftOut,
    /// Paragraphs of which `--ignore` leaves nothing to compare.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) blanked: u64,
    /// What is to be known of how files were read, a line each.
    #[serde(skip)]
    pub(crate) reading: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is asked so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Findings that are left out because a baseline has them.
#[derive(Serialize)]
pub(crate) struct Known {
    pub(crate) path: String,
    #[serde(rename = "known")]
    pub(crate) findings: u64,
    /// Entries whose pair does not stand any more, or not as often.
    pub(crate) stale: u64,
}

/// A baseline that was written.
#[derive(Serialize)]
pub(crate) struct Written {
    pub(crate) path: String,
    pub(crate) entries: u64,
}

impl Notes {
    /// Whether the report is on what is new only.
    pub(crate) fn leave_out(&self) -> bool {
        self.baseline.is_some()
    }

    /// The notes, a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        let known = self.baseline.iter().flat_map(Known::lines);
        let written = self.baseline_written.iter().map(Written::line);
        let config = self.config.iter().map(|path| format!("options from {}", one_line(path)));
        let left_out = self.skipped.note().map(|note| format!("left out: {note}"));
        let reading = self.reading.iter().cloned().chain(left_out);
        known.chain(written).chain(config).chain(reading).collect()
    }
}

impl Known {
    fn lines(&self) -> Vec<String> {
        let path = one_line(&self.path);
        let mut lines =
            vec![format!("{} left out, known from {path}", counted(self.findings, "finding"))];
        lines.extend(match self.stale {
            0 => None,
            1 => Some("1 entry no longer stands: --write-baseline drops it".to_owned()),
            many => Some(format!("{many} entries no longer stand: --write-baseline drops them")),
        });
        lines
    }
}

impl Written {
    fn line(&self) -> String {
        let entries = if self.entries == 1 { "entry" } else { "entries" };
        format!("{} {entries} written to {}", self.entries, one_line(&self.path))
    }
}
