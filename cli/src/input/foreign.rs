//! What stands in a tree and is not written there: others' texts and data for tests, by the names that are usual, and what
//! `.gitattributes` calls generated or vendored.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Names of folders: copies of what others wrote, and what tests read.
const FOLDERS: [&str; 8] = [
    "__fixtures__",
    "__snapshots__",
    "bower_components",
    "node_modules",
    "testdata",
    "third-party",
    "third_party",
    "vendor",
];

/// Names of files, without endings and in small letters: their words are not their authors' to change.
const FILES: [&str; 9] = [
    "code-of-conduct",
    "code_of_conduct",
    "copying",
    "licence",
    "licences",
    "license",
    "licenses",
    "notice",
    "unlicense",
];

/// Endings of files of text that have such names; others are not read in any case.
const ENDINGS: [&str; 6] = ["adoc", "html", "md", "mdx", "rst", "txt"];

/// The attributes by which GitHub knows such files.
const ATTRIBUTES: [&str; 2] = ["linguist-generated", "linguist-vendored"];

/// Whether a folder or a file has a name of what is not written in the tree.
pub(super) fn is_named(path: &Path, is_directory: bool) -> bool {
    if is_directory {
        return path.file_name().is_some_and(|name| FOLDERS.iter().any(|folder| *folder == name));
    }
    let [stem, ending] = [path.file_stem(), path.extension()]
        .map(|part| part.unwrap_or_default().to_string_lossy().to_lowercase());
    FILES.contains(&stem.as_str()) && ENDINGS.contains(&ending.as_str())
}

/// What `.gitattributes` says of a directory: those of the directory and of all above it in its repository.
pub(super) struct Attributes {
    directory: PathBuf,
    /// Where the directory is.
    place: PathBuf,
    /// From the nearest to the farthest.
    files: Vec<Gitignore>,
}

impl Attributes {
    /// Reads them. One that cannot be read says nothing.
    pub(super) fn of(directory: &Path) -> Attributes {
        let place = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        let files = in_repository(&place).iter().filter_map(|one| patterns(one)).collect();
        Attributes { directory: directory.to_owned(), place, files }
    }

    /// Whether what is met in the directory is generated or vendored.
    pub(super) fn matches(&self, path: &Path, is_directory: bool) -> bool {
        let Ok(within) = path.strip_prefix(&self.directory) else { return false };
        let path = self.place.join(within);
        let found = self.files.iter().map(|file| file.matched(&path, is_directory));
        found.into_iter().find(|found| !found.is_none()).is_some_and(|found| found.is_ignore())
    }
}

/// The directory and those above it, up to the root of its repository; without a repository itself alone.
fn in_repository(place: &Path) -> Vec<&Path> {
    let mut above: Vec<&Path> = place.ancestors().collect();
    let root = above.iter().position(|one| one.join(".git").exists());
    above.truncate(root.map_or(1, |root| root + 1));
    above
}

fn patterns(directory: &Path) -> Option<Gitignore> {
    let text = fs::read_to_string(directory.join(".gitattributes")).ok()?;
    let mut builder = GitignoreBuilder::new(directory);
    for pattern in text.lines().filter_map(pattern) {
        // One that is no pattern names nothing.
        builder.add_line(None, &pattern).ok();
    }
    builder.build().ok()
}

/// The pattern of a line that says that something is generated or vendored; with a `!` before it if it is not.
fn pattern(line: &str) -> Option<String> {
    let mut words = line.split_ascii_whitespace();
    let pattern = words.next().filter(|word| !word.starts_with(['#', '!', '"']))?;
    let said = words.filter_map(|word| {
        let (word, is_unset) =
            word.strip_prefix(['-', '!']).map_or((word, false), |word| (word, true));
        let (name, value) = word.split_once('=').unwrap_or((word, "true"));
        ATTRIBUTES.contains(&name).then_some(!is_unset && value != "false")
    });
    // Either is reason enough.
    let is_foreign = said.reduce(|one, other| one || other)?;
    Some(if is_foreign { pattern.to_owned() } else { format!("!{pattern}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_others_wrote() {
        let is_named = |path: &str, is_directory| is_named(Path::new(path), is_directory);
        assert!(is_named("a/vendor", true) && is_named("a/LICENSE.md", false));
        assert!(!is_named("a/vendor.md", false) && !is_named("a/license", true));
        assert!(!is_named("a/license.rs", false) && !is_named("a/LICENSE", false));
        assert!(!is_named("a/licensing.md", false) && !is_named("vendors", true));
    }

    #[test]
    fn attributes_tell_what_is_generated() {
        for (line, expected) in [
            ("docs/gate_*.md linguist-generated=true", Some("docs/gate_*.md")),
            ("*.md text linguist-vendored", Some("*.md")),
            ("docs/gate.md -linguist-generated", Some("!docs/gate.md")),
            ("docs/gate.md linguist-generated=false", Some("!docs/gate.md")),
            ("*.md text eol=lf", None),
            ("# linguist-generated", None),
            ("", None),
        ] {
            assert_eq!(pattern(line).as_deref(), expected, "{line}");
        }
    }
}
