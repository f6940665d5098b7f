//! Options from `paradup.toml`.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use crate::support::{command, refused, scratch, status, stderr, stdout};

const TEXT: &str = "The tide gauge stood at nine feet all day, and the keeper wrote it down at 10:15.\n\n\
    The tide gauge stood at nine feet all day, and the keeper wrote it down at 21:40.\n\n\
    The tide gauge stood at nine feet all day, and the keeper wrote it down at 21:40.\n";

/// A project: a repository with a text in a directory of its own, and a file of options.
struct Project(PathBuf);

impl Project {
    fn new(name: &str, options: &str) -> Project {
        let directory = scratch(name);
        fs::create_dir_all(directory.join("project/.git")).unwrap();
        fs::create_dir_all(directory.join("project/texts/deep")).unwrap();
        let project = Project(directory.join("project"));
        fs::write(project.0.join("texts/gauge.txt"), TEXT).unwrap();
        project.settle(options);
        project
    }

    fn settle(&self, options: &str) {
        fs::write(self.0.join("paradup.toml"), options).unwrap();
    }

    fn scan_in(&self, directory: &str, arguments: &[&str]) -> Output {
        let mut command = command();
        command.current_dir(self.0.join(directory)).arg("scan").args(arguments).output().unwrap()
    }

    fn scan(&self, options: &[&str]) -> Output {
        self.scan_in("", &[&["texts"], options].concat())
    }
}

#[test]
fn found_here_and_above() {
    let project = Project::new("config-found", "[scan]\nrelations = [\"identical\"]\n");
    let here = project.scan(&[]);
    assert!(stdout(&here).contains(", 1 redundant: 1 identical\n"), "{}", stdout(&here));
    assert!(stdout(&here).ends_with("\noptions from paradup.toml\n"), "{}", stdout(&here));
    let deep = project.scan_in("texts/deep", &["../gauge.txt"]);
    assert!(stdout(&deep).ends_with("\noptions from ../../paradup.toml\n"), "{}", stdout(&deep));
    let json: Value = serde_json::from_slice(&project.scan(&["--format", "json"]).stdout).unwrap();
    assert_eq!(json["config"], "paradup.toml");
    let without = project.scan(&["--no-config"]);
    assert!(
        stdout(&without).contains(", 2 redundant: 1 identical, 1 near"),
        "{}",
        stdout(&without)
    );
    assert!(!stdout(&without).contains("options from"));
}

#[test]
fn what_stands_outside_the_repository_is_not_the_project_s() {
    let project = Project::new("config-outside", "");
    fs::remove_file(project.0.join("paradup.toml")).unwrap();
    fs::write(project.0.join("../paradup.toml"), "nonsense").unwrap();
    let output = project.scan_in("texts", &["gauge.txt"]);
    assert_eq!((status(&output), stderr(&output)), (1, ""));
    assert!(!stdout(&output).contains("options from"));
    refused(&project.scan(&["--config", "../paradup.toml"]), "../paradup.toml:1: ");
}

#[test]
fn the_command_line_goes_before_the_file() {
    let options = "[scan]\nmin-words = 99\nnear = 1\nscope = \"document\"\norder = \"file\"\nmarks = \"strip\"\n\
        ignore = ['\\d\\d:\\d\\d']\nrelations = [\"identical\"]\n";
    let project = Project::new("config-order", options);
    assert!(stdout(&project.scan(&[])).contains("nothing redundant; not compared: 3 too short\n"));
    // With the rest of the file: nothing is the same to the byte but what differs in what is ignored.
    let longer = project.scan(&["--min-words", "2"]);
    assert!(stdout(&longer).contains("3 paragraphs in 1 document"), "{}", stdout(&longer));
    let given =
        ["--min-words", "2", "--relations", "near", "--near", "0.5", "--ignore", "none such"];
    let output = project.scan(&given);
    assert!(stdout(&output).contains(", 1 redundant: 1 near"), "{}", stdout(&output));
    let shown = stdout(&output).lines().next().unwrap();
    assert!(shown.starts_with("texts/gauge.txt:3: nearly line 1"), "{shown}");
}

#[test]
fn noise_and_kinds() {
    let project = Project::new("config-noise", "[scan]\nignore = ['\\d\\d:\\d\\d']\n");
    let ignored = project.scan(&[]);
    assert!(stdout(&ignored).contains(", 2 redundant: 2 reformatted\n"), "{}", stdout(&ignored));
    project.settle("[scan]\nkinds = [\"quote\", \"row\"]\n");
    let kinds = project.scan(&["--unit", "paragraph"]);
    assert!(stdout(&kinds).contains("not compared: 3 of other kinds"), "{}", stdout(&kinds));
}

#[test]
fn how_files_are_read() {
    let project = Project::new(
        "config-input",
        "[scan]\ninput = \"jsonl\"\nfield = \"body.text\"\nunit = \"document\"\n",
    );
    let rows: Vec<String> =
        (0..3).map(|id| format!("{{\"id\":{id},\"body\":{{\"text\":{TEXT:?}}}}}\n")).collect();
    fs::write(project.0.join("texts/rows.log"), rows.concat()).unwrap();
    let output = project.scan_in("texts", &["rows.log"]);
    assert!(
        stdout(&output).contains("3 paragraphs in 1 document, 2 redundant"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_baseline_beside_the_file() {
    let project = Project::new("config-baseline", "[scan]\nbaseline = \"known\"\n");
    refused(&project.scan(&[]), "cannot read known: ");
    let written = project.scan(&["--write-baseline", "known"]);
    assert_eq!((status(&written), stderr(&written)), (0, ""));
    let known = project.scan_in("texts/deep", &["../gauge.txt"]);
    assert_eq!(status(&known), 0, "{}", stdout(&known));
    assert!(
        stdout(&known).contains("2 findings left out, known from ../../known\n"),
        "{}",
        stdout(&known)
    );
}

#[test]
fn what_is_refused() {
    let project = Project::new("config-refused", "");
    let refusal = |options: &str, message: &str| {
        project.settle(options);
        refused(&project.scan(&["--min-words", "1"]), message);
    };
    refusal(
        "[scan]\n\nmin_words = 3\n",
        "paradup.toml:3: unknown field `min_words`, expected one of `near`, `contained`, `restated`, `marks`,",
    );
    refusal(
        "near = 0.7\n",
        "paradup.toml:1: unknown field `near`, expected `scan`; options stand under [scan]",
    );
    refusal(
        "[scan]\nscope = \"documents\"\n",
        "paradup.toml:2: scope: unknown variant `documents`, expected `document` or `all`",
    );
    refusal(
        "[scan]\nrelations = [\"similar\"]\n",
        "paradup.toml:2: relations: unknown variant `similar`, expected one of `identical`,",
    );
    refusal(
        "[scan]\nkinds = [\"poem\"]\n",
        "paradup.toml:2: kinds: unknown variant `poem`, expected one of `paragraph`,",
    );
    refusal(
        "[scan]\nmin-words = -1\n",
        "paradup.toml:2: min-words: invalid value: integer `-1`, expected a whole number from 0 on",
    );
    refusal("[scan]\nignore = ['(page']\n", "paradup.toml:2: ignore: regex parse error");
    refusal(
        "[scan]\nnear = 1.5\n",
        "paradup.toml:2: near: expected a threshold above 0 and at most 1, found 1.5; 0.7 is the default",
    );
    refusal("[scan]\nnear = nan\n", "paradup.toml:2: near: expected a threshold");
    refusal(
        "[scan]\nrelations = []\n",
        "paradup.toml:2: relations: expected at least one relation, found none",
    );
    refusal(
        "[scan]\nkinds = []\n",
        "paradup.toml:2: kinds: expected at least one kind, found none",
    );
    refusal("[scan]\nnear = 0.7\nnear = 0.8\n", "paradup.toml:3: near: duplicate key");
    refusal(
        "[scan]\nscope = \"all\"\nnear = \"0.8\"\n",
        "paradup.toml:3: near: invalid type: string \"0.8\", expected a number\n",
    );
    refusal(
        "[scan]\nkinds = \"item\"\n",
        "paradup.toml:2: kinds: invalid type: string \"item\", expected a list",
    );
    refusal("[scan]\nexclude = ['a{']\n", "exclude: expected a pattern, found \"a{\"");
    refusal("[scan\n", "paradup.toml:1: ");
    project.settle("[scan]\n");
    refused(&project.scan(&["--config", "gone.toml"]), "cannot read gone.toml: ");
    let both = project.scan(&["--config", "paradup.toml", "--no-config"]);
    assert_eq!((status(&both), stdout(&both)), (2, ""));
}

#[test]
fn what_the_file_says_can_be_left_aside() {
    let project =
        Project::new("config-aside", "[scan]\nbaseline = \"known\"\nexclude = [\"deep/\"]\n");
    fs::write(project.0.join("texts/deep/copy.txt"), TEXT).unwrap();
    assert_eq!(status(&project.scan(&["--write-baseline", "known"])), 0);
    let known = project.scan(&[]);
    assert_eq!(status(&known), 0, "{}", stdout(&known));
    assert!(stdout(&known).contains("3 paragraphs in 1 document"), "{}", stdout(&known));
    let all = project.scan(&["--no-baseline"]);
    assert!(stdout(&all).contains(", 2 redundant"), "{}", stdout(&all));
    let other = project.scan(&["--no-baseline", "--exclude", "gauge.*"]);
    assert!(stdout(&other).contains("left out: 1 excluded\n"), "{}", stdout(&other));
    assert!(stdout(&other).contains("deep/copy.txt:3"), "{}", stdout(&other));
}

#[test]
fn an_empty_file_and_a_byte_order_mark() {
    let project = Project::new("config-empty", "\u{feff}# nothing yet\r\n[scan]\r\n");
    let output = project.scan(&[]);
    assert_eq!((status(&output), stderr(&output)), (1, ""));
    assert!(stdout(&output).ends_with("options from paradup.toml\n"));
}
