//! Every promise of `src/promises.md` names tests that exist.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The file and the function of each `` `file.rs::function` ``.
fn named(page: &str) -> Vec<(&str, &str)> {
    page.split('`').skip(1).step_by(2).filter_map(|code| code.split_once(".rs::")).collect()
}

#[test]
fn every_named_test_exists() {
    let page = read("src/promises.md");
    let tests = named(&page);
    for (file, function) in &tests {
        let source = read(&format!("{file}.rs"));
        let Some((before, _)) = source.split_once(&format!("fn {function}(")) else {
            panic!("{file}.rs has no {function}, which src/promises.md names");
        };
        let attributes = before.trim_end().rsplit(['}', ';']).next().unwrap();
        assert!(attributes.contains("#[test]"), "{function} of {file}.rs is no test");
    }
    assert!(tests.len() > 40, "found only {tests:?}");
}

/// Each row ends with the tests that hold it.
#[test]
fn no_promise_goes_without_a_test() {
    let page = read("src/promises.md");
    let rows =
        page.lines().filter(|line| line.starts_with("| ") && *line != "| promise | held by |");
    for row in rows {
        let held_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        assert!(!named(held_by).is_empty(), "nothing holds: {row}");
    }
}
