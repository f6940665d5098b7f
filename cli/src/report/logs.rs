//! Logs of changes: what they say has been said, and nobody writes it anew.

use super::paths::{is_separator, page_of};
use super::versions::without_versions;

/// Names of files, or of folders of files, that are logs.
const NAMES: [&str; 8] = [
    "changelog",
    "changelogs",
    "changes",
    "history",
    "news",
    "releasenotes",
    "releases",
    "whatsnew",
];

/// Whether a file, or a folder that it is in, has the name of a log: `CHANGELOG.md`, `release-notes/2.1.md`, `CHANGELOG-1.20.md`.
pub(super) fn is_log(path: &str) -> bool {
    without_versions(&page_of(path)).split(is_separator).any(|part| {
        let name: String = part.chars().filter(|c| c.is_alphabetic()).collect();
        NAMES.contains(&name.to_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_are_known_by_their_names() {
        for log in [
            "CHANGELOG.md",
            "docs/release-notes/2.1.md",
            "docs/releases/a.txt",
            "CHANGELOG-1.20.md",
            "HISTORY.rst",
            "changelog_v2.md",
            "What's new.md",
        ] {
            assert!(is_log(log), "{log}");
        }
        for other in ["docs/gates.md", "newsletter.md", "release.md", "change-of-guard.md", "-", ""]
        {
            assert!(!is_log(other), "{other}");
        }
    }
}
