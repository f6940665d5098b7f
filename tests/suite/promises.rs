//! Every promise of `src/promises.md` names tests that exist.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of its tables.
fn rows(page: &str) -> impl Iterator<Item = &str> {
    page.lines().filter(|line| line.starts_with("| ") && *line != "| promise | held by |")
}

/// What stands before a function of a test's file; nothing where there is no such function.
fn before(file: &str, function: &str) -> Option<String> {
    let source = read(&format!("{file}.rs"));
    source.split_once(&format!("fn {function}(")).map(|(before, _)| before.to_owned())
}

/// The attributes at the end of what stands before a function.
fn attributes(before: &str) -> &str {
    before.trim_end().rsplit(['}', ';']).next().unwrap()
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
        let Some(before) = before(file, function) else {
            panic!("{file}.rs has no {function}, which src/promises.md names");
        };
        assert!(attributes(&before).contains("#[test]"), "{function} of {file}.rs is no test");
    }
    assert!(tests.len() > 40, "found only {tests:?}");
}

/// Each row ends with the tests that hold it.
#[test]
fn no_promise_goes_without_a_test() {
    let page = read("src/promises.md");
    for row in rows(&page) {
        let held_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        assert!(!named(held_by).is_empty(), "nothing holds: {row}");
    }
}

/// A test that runs only where asked for holds a promise only for those who ask.
#[test]
fn tests_that_are_ignored_stand_beside_the_command_that_runs_them() {
    let page = read("src/promises.md");
    for row in rows(&page) {
        let is_ignored = |(file, function): &(&str, &str)| {
            before(file, function).is_some_and(|before| attributes(&before).contains("#[ignore"))
        };
        let ignored = named(row).iter().any(is_ignored);
        assert_eq!(ignored, row.contains("-- --ignored`"), "{row}");
    }
}
