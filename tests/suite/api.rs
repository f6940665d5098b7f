//! What the crate offers, in one file, so that a change of it shows in review.
//!
//! Read from the sources: as the lint `unreachable_pub` holds, whatever is `pub` can be reached.
//! `UPDATE_GOLDEN=1 cargo test` writes the file anew.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
}

/// The lines of a file without comments and unit tests.
fn code(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap().to_owned()).collect()
}

/// How many of the lines belong to the item that begins with the first one, up to its body.
fn extent(lines: &[String]) -> usize {
    let first = lines[0].trim_start();
    let ends = |line: &String| {
        if first.starts_with("pub enum ") {
            line == "}"
        } else if first.starts_with("pub use ") {
            line.ends_with(';')
        } else {
            let of_a_field = !first.starts_with("pub fn ") && line.ends_with(',');
            of_a_field || line.ends_with(['{', ';', '}'])
        }
    };
    lines.iter().position(ends).map_or(lines.len(), |at| at + 1)
}

/// Whether the line says something of the item below it, or of its type.
fn is_header(line: &str) -> bool {
    line.starts_with("impl")
        || ["#[derive", "#[cfg(", "#[cfg_attr(feature", "#[non_exhaustive", "#[must_use"]
            .iter()
            .any(|attribute| line.trim_start().starts_with(attribute))
}

fn offered(lines: &[String]) -> Vec<String> {
    let mut offered = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let length = if line.trim_start().starts_with("pub ") { extent(&lines[at..]) } else { 1 };
        if line.trim_start().starts_with("pub ") || is_header(line) {
            let indent = &line[..line.len() - line.trim_start().len()];
            let words: Vec<&str> =
                lines[at..at + length].iter().flat_map(|line| line.split_whitespace()).collect();
            offered.push(format!("{indent}{}", words.join(" ")));
        }
        at += length;
    }
    offered
}

/// Headers of what is not offered go: an attribute or an `impl` of nothing `pub`.
fn without_idle_headers(items: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for item in items.into_iter().rev() {
        let below = kept.last().map_or("", |below| below.trim_start());
        let is_attribute = |item: &str| item.trim_start().starts_with('#');
        let subject = kept.iter().rev().find(|below| !is_attribute(below));
        let of_impl = is_attribute(&item) && subject.is_some_and(|item| item.starts_with("impl"));
        let gate = item.starts_with("#[cfg(feature") && below.starts_with("impl");
        let inherent = item.starts_with("impl") && !item.contains(" for ");
        let idle = (of_impl && !gate)
            || (inherent
                && (below.is_empty() || below.starts_with("impl") || below.starts_with('#')));
        if !idle {
            kept.push(item);
        }
    }
    kept.reverse();
    kept
}

#[test]
fn what_is_offered_is_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = String::new();
    for file in sources(&root.join("src")) {
        let items = without_idle_headers(offered(&code(&file)));
        if items.iter().any(|item| item.trim_start().starts_with("pub ")) {
            let name = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.extend([name, "\n    ".to_owned(), items.join("\n    "), "\n\n".to_owned()]);
        }
    }
    let golden = root.join("tests/golden/api.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap();
    let changed = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    assert!(
        found == expected,
        "the public interface has changed, first at {changed:?}; is it meant? UPDATE_GOLDEN=1 cargo test --test suite api"
    );
}
