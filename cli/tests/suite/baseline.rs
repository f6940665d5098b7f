//! What is known is left out, wherever it stands; what is new is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::support::{ROOT, command, refused, run, scratch, status, stderr, stdout};

const LAMP: &str = "The lamp on the north pier is lit at dusk by the keeper, who rows out with a can of oil and \
    rows back before the tide has turned.";
const LAMP_EDITED: &str = "The lamp on the north pier is lit at dusk by the keeper, who rows out with two cans of oil and \
    rows back before the tide has turned.";
const TOLL: &str = "Carts that cross the bridge pay a toll of two pence at the gate, and carts that carry fish pay \
    nothing at all on Fridays.";
const MARKET: &str = "On the first Monday of the month a market is held behind the church, where butter, eggs and \
    second-hand ploughs change hands.";

/// A directory of articles, and what the command says of them.
struct Articles(PathBuf);

impl Articles {
    fn new(name: &str) -> Articles {
        let directory = scratch(name);
        fs::create_dir(directory.join("articles")).unwrap();
        Articles(directory)
    }

    fn put(&self, name: &str, paragraphs: &[&str]) {
        fs::write(self.0.join("articles").join(name), paragraphs.join("\n\n") + "\n").unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.0.join("articles").join(name)).unwrap();
    }

    fn scan(&self, options: &[&str]) -> Output {
        let mut command = command();
        command.current_dir(&self.0).args(["scan", "articles"]).args(options).output().unwrap()
    }

    fn write(&self) {
        let written = self.scan(&["--write-baseline", "known"]);
        assert_eq!((status(&written), stderr(&written)), (0, ""), "{}", stdout(&written));
    }

    fn baseline(&self) -> String {
        fs::read_to_string(self.0.join("known")).unwrap()
    }

    #[track_caller]
    fn nothing_is_new(&self) -> String {
        let output = self.scan(&["--baseline", "known"]);
        assert_eq!((status(&output), stderr(&output)), (0, ""), "{}", stdout(&output));
        assert!(stdout(&output).contains(": nothing new"), "{}", stdout(&output));
        stdout(&output).to_owned()
    }

    #[track_caller]
    fn something_is_new(&self) -> String {
        let output = self.scan(&["--baseline", "known"]);
        assert_eq!((status(&output), stderr(&output)), (1, ""), "{}", stdout(&output));
        stdout(&output).to_owned()
    }
}

/// Two articles that share the lamp, nearly, and the toll.
fn known(name: &str) -> Articles {
    let articles = Articles::new(name);
    articles.put("a.txt", &[LAMP, MARKET, TOLL]);
    articles.put("b.txt", &[LAMP_EDITED, TOLL]);
    articles.write();
    articles
}

#[test]
fn what_is_written_down_is_known() {
    let articles = known("baseline-known");
    let printed = articles.nothing_is_new();
    assert!(printed.ends_with("2 findings left out, known from known\n"), "{printed}");
    let baseline = articles.baseline();
    let entries: Vec<&str> = baseline.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!((entries[0], entries.len()), ("paradup baseline 1", 3));
    assert!(entries[1..].is_sorted());
    assert!(
        baseline.contains(" 1 carts that cross the bridge pay a toll of two pe…\n"),
        "{baseline}"
    );
    assert!(
        baseline.contains(" 1 the lamp on the north pier is lit at dusk by the…\n"),
        "{baseline}"
    );
}

#[test]
fn moved_renamed_and_set_anew() {
    let articles = known("baseline-moved");
    let before = articles.baseline();
    articles.remove("a.txt");
    let wrapped = TOLL.replace(" a toll", "\n   a toll").to_uppercase();
    let quoted = LAMP.replace(", who", ",\n> who");
    articles.put(
        "z.txt",
        &["A new beginning of seven words here.", &wrapped, MARKET, &format!("> {quoted}")],
    );
    articles.nothing_is_new();
    articles.put("b.txt", &[TOLL]);
    articles.put("c.txt", &[LAMP_EDITED]);
    articles.nothing_is_new();
    // What is written down is the same, to the byte.
    articles.write();
    assert_eq!(articles.baseline(), before);
}

/// Two near texts are looked at in each file that has both; how often, is no news.
#[test]
fn copies_that_come_together_in_a_file() {
    let articles = Articles::new("baseline-together");
    articles.put("a.txt", &[LAMP, MARKET, LAMP_EDITED]);
    articles.put("b.txt", &[LAMP]);
    articles.put("c.txt", &[LAMP_EDITED, TOLL]);
    articles.write();
    let before = articles.baseline();
    articles.put("b.txt", &[LAMP, LAMP_EDITED]);
    articles.put("c.txt", &[TOLL]);
    articles.nothing_is_new();
    articles.write();
    assert_eq!(articles.baseline(), before);
}

/// All relations, each paragraph in another place.
#[test]
fn an_article_upside_down() {
    let articles = Articles::new("baseline-reversed");
    let text = fs::read_to_string(Path::new(ROOT).join("examples/harbour-bridge.txt")).unwrap();
    let mut paragraphs: Vec<&str> = text.trim().split("\n\n").collect();
    articles.put("a.txt", &paragraphs);
    articles.write();
    paragraphs.reverse();
    articles.put("a.txt", &paragraphs);
    articles.nothing_is_new();
    paragraphs.rotate_left(9);
    articles.put("a.txt", &paragraphs[4..]);
    articles.put("b.txt", &paragraphs[..4]);
    let again = articles.scan(&["--baseline", "known"]);
    assert!(
        !stdout(&again).contains("copy of") && !stdout(&again).contains("nearly"),
        "{}",
        stdout(&again)
    );
}

#[test]
fn one_copy_more() {
    let articles = known("baseline-third");
    articles.put("c.txt", &[TOLL]);
    let printed = articles.something_is_new();
    assert!(printed.starts_with("articles/c.txt:1: copy of articles/a.txt:5\n"), "{printed}");
    let summary = "\n6 paragraphs in 3 documents, 1 redundant: 1 identical\n2 findings left out";
    assert!(printed.contains(summary), "{printed}");
    articles.write();
    articles.nothing_is_new();
    // And a copy of one that so far was only nearly repeated.
    articles.put("c.txt", &[TOLL, LAMP]);
    assert!(articles.something_is_new().contains(", 1 redundant: 1 identical\n"));
}

#[test]
fn edited_beyond_form() {
    let articles = known("baseline-edited");
    articles.put("b.txt", &[&LAMP_EDITED.replace("two cans", "three cans"), TOLL]);
    let printed = articles.something_is_new();
    assert!(printed.contains(", 1 redundant: 1 near"), "{printed}");
    assert!(
        printed.ends_with(
            "1 finding left out, known from known\n1 entry no longer stands: --write-baseline drops it\n"
        ),
        "{printed}"
    );
}

/// A new text that stands first, so that what is known repeats it as well.
#[test]
fn what_is_new_is_not_hidden_by_what_is_known() {
    let articles = known("baseline-first");
    articles.put("0.txt", &[&LAMP.replace("a can", "a jug")]);
    let printed = articles.something_is_new();
    assert!(printed.contains("articles/0.txt:1"), "{printed}");
}

#[test]
fn what_no_longer_stands_is_counted_and_dropped() {
    let articles = known("baseline-stale");
    articles.put("b.txt", &["Quite another matter, of which nobody has written before."]);
    let printed = articles.nothing_is_new();
    assert!(
        printed.ends_with("2 entries no longer stand: --write-baseline drops them\n"),
        "{printed}"
    );
    let updated = articles.scan(&["--baseline", "known", "--write-baseline", "known"]);
    assert_eq!(status(&updated), 0);
    assert!(stdout(&updated).ends_with("0 entries written to known\n"), "{}", stdout(&updated));
    assert!(!articles.nothing_is_new().contains("no longer"));
}

#[test]
fn every_format_says_how_many_are_known() {
    let articles = known("baseline-formats");
    articles.put("c.txt", &[TOLL]);
    let scan = |format| articles.scan(&["--baseline", "known", "--format", format]);
    let json: Value = serde_json::from_slice(&scan("json").stdout).unwrap();
    assert_eq!(json["baseline"], serde_json::json!({ "path": "known", "known": 2, "stale": 0 }));
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!((&json["counts"]["identical"], &json["counts"]["near"]), (&1.into(), &0.into()));
    assert_eq!(json["clusters"].as_array().unwrap().len(), 1);
    let sarif: Value = serde_json::from_slice(&scan("sarif").stdout).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["baseline"]["known"], 2);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    let comment = scan("markdown");
    assert!(stdout(&comment).ends_with("\n2 findings left out, known from known\n"));
}

#[test]
fn an_ignored_time_is_no_news() {
    let articles = Articles::new("baseline-ignored");
    let stamped = |time: &str| format!("Seen at {time}: {TOLL}");
    let options = ["--ignore", r"\d\d:\d\d"];
    articles.put("a.txt", &[&stamped("10:15"), &stamped("11:20")]);
    articles.scan(&[&options[..], &["--write-baseline", "known"]].concat());
    articles.put("a.txt", &[&stamped("12:15"), &stamped("13:20")]);
    let again = articles.scan(&[&options[..], &["--baseline", "known"]].concat());
    assert_eq!(status(&again), 0, "{}", stdout(&again));
}

#[test]
fn joined_by_a_merge() {
    let articles = known("baseline-merge");
    let baseline = articles.baseline();
    let mut lines: Vec<&str> = baseline.lines().collect();
    let entries: Vec<String> = lines.split_off(4).into_iter().rev().map(str::to_owned).collect();
    let twice =
        [&lines.join("\r\n"), "", &entries.join("\r\n"), &entries.join("\r\n"), ""].join("\r\n");
    fs::write(articles.0.join("known"), twice).unwrap();
    articles.nothing_is_new();
}

#[test]
fn files_that_are_no_baseline() {
    let articles = known("baseline-refused");
    let scan = |text: &str| {
        fs::write(articles.0.join("other"), text).unwrap();
        articles.scan(&["--baseline", "other"])
    };
    refused(&articles.scan(&["--baseline", "gone"]), "cannot read gone: ");
    refused(&articles.scan(&["--baseline", "gone"]), "--write-baseline makes a baseline");
    refused(
        &scan("paradup baseline 2\n"),
        "other: expected a baseline of version 1, found version 2; write it anew",
    );
    refused(
        &scan(""),
        "expected a baseline, which begins with \"paradup baseline 1\", found \"\"; name the file",
    );
    refused(&scan("\u{1b}[2J\n"), "found \"\\\\u{1b}[2J\"");
    let conflict = articles.baseline() + "<<<<<<< HEAD\n";
    refused(
        &scan(&conflict),
        "other:7: expected the hashes of two texts, a count and how the texts begin, found \"<<<<<<< HEAD\"",
    );
    let none = articles.baseline().replace(" 1 carts", " 0 carts");
    refused(&scan(&none), "correct the line, or write the file anew with --write-baseline");
}

#[test]
fn no_other_file_is_overwritten() {
    let articles = known("baseline-destination");
    let refusal = articles.scan(&["--write-baseline", "articles/a.txt"]);
    refused(
        &refusal,
        "articles/a.txt: expected a baseline to write anew, found another file; delete it",
    );
    assert!(fs::read_to_string(articles.0.join("articles/a.txt")).unwrap().starts_with(LAMP));
    refused(&articles.scan(&["--write-baseline", "-"]), "expected the name of a file, found -");
    refused(
        &articles.scan(&["--write-baseline", "none/known"]),
        "cannot write none/known: there is no directory",
    );
    let later = "paradup baseline 2\nof another version";
    fs::write(articles.0.join("known"), later).unwrap();
    articles.write();
    articles.nothing_is_new();
}

/// What could not be read would look as if it were gone.
#[test]
fn an_incomplete_report_is_not_written_down() {
    let articles = known("baseline-incomplete");
    let before = articles.baseline();
    fs::write(articles.0.join("articles/b.txt"), b"\xff").unwrap();
    let output = articles.scan(&["--write-baseline", "known"]);
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("the report is on the rest, and known is not written"),
        "{}",
        stderr(&output)
    );
    assert_eq!(articles.baseline(), before);
}

#[test]
fn a_hundred_thousand_entries() {
    let articles = known("baseline-large");
    let entry = |number: u64| format!("{number:016x}-{:016x} 1 an entry\n", u64::MAX - number);
    let entries: Vec<String> = (0..100_000).map(entry).collect();
    fs::write(articles.0.join("known"), articles.baseline() + &entries.concat()).unwrap();
    let printed = articles.nothing_is_new();
    assert!(
        printed.ends_with("100000 entries no longer stand: --write-baseline drops them\n"),
        "{printed}"
    );
}

#[test]
fn relations_are_those_of_the_detector() {
    let scan =
        |relations: &str| run(&["scan", "examples/harbour-bridge.txt", "--relations", relations]);
    let some = scan("identical, near");
    assert!(stdout(&some).contains(", 3 redundant: 1 identical, 2 near"), "{}", stdout(&some));
    let unknown = scan("similar");
    assert_eq!((status(&unknown), stdout(&unknown)), (2, ""));
    assert!(
        stderr(&unknown).contains(
            "expected identical, reformatted, near, contained or restated, found similar"
        )
    );
}
