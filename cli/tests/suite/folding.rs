//! Short texts, and what parallel files share: one entry each, in which nothing is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{command, run_with_input, scratch, status, stderr, stdout};

const LONG: &str =
    "The ferry leaves the steps at six every morning, and nobody who is late is waited for.";

/// Texts of eight words that share none with another.
fn short(number: usize) -> String {
    let words: Vec<String> = (0..8).map(|word| format!("tide{number}mark{word}")).collect();
    words.join(" ") + "."
}

/// Paragraphs with what stands between them, so that a copy is not beside its original.
fn twice(texts: impl Iterator<Item = String> + Clone) -> String {
    let all: Vec<String> = texts.clone().chain(["Between.".to_owned()]).chain(texts).collect();
    all.join("\n\n") + "\n"
}

#[track_caller]
fn scan(options: &[&str], text: &str) -> String {
    let output = run_with_input(&[&["scan", "-"], options].concat(), text.as_bytes());
    assert_eq!((status(&output), stderr(&output)), (1, ""));
    stdout(&output).to_owned()
}

#[track_caller]
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn short_texts_are_one_entry_at_the_end() {
    let text = twice((0..6).map(short).chain([LONG.to_owned()])) + "\n" + &short(3) + "\n";
    let printed = scan(&[], &text);
    assert!(printed.starts_with("-:29: copy of line 13\n"), "{printed}");
    let entry = format!(
        "\n7 short paragraphs (under 12 words) repeat others: 7 identical\n        \
         | 3 × {} (-:7, -:23, -:31)\n        | 2 × {} (-:1, -:17)\n",
        short(3),
        short(0),
    );
    assert!(printed.contains(&entry), "{printed}");
    assert_eq!(printed.matches(": copy of ").count(), 1, "{printed}");
    assert!(printed.contains(", 8 redundant: 8 identical"), "{printed}");
}

#[test]
fn every_form_has_the_entry_and_json_has_all() {
    let text = twice((0..80).map(short));
    let title = "80 short paragraphs (under 12 words) repeat others: 80 identical";
    let comment = scan(&["--format", "markdown"], &text);
    assert!(comment.contains("\n**1.** 80 short paragraphs (under 12 words) repeat"), "{comment}");
    assert!(comment.contains("\n- … and 65 more\n"), "{comment}");
    let page = scan(&["--format", "html"], &text);
    assert!(page.contains(&format!("\"title\":\"{title}\",\"tier\":3")));
    let log = json(&scan(&["--format", "sarif"], &text));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    assert_eq!((&results[0]["ruleId"], &results[0]["ruleIndex"]), (&"short".into(), &5.into()));
    assert_eq!(results[0]["message"]["text"], format!("{title}."));
    assert_eq!(results[0]["relatedLocations"].as_array().unwrap().len(), 80);
    let report = json(&scan(&["--format", "json"], &text));
    assert_eq!(report["findings"].as_array().unwrap().len(), 80);
}

/// In a comment they have their place, however many entries stand before them.
#[test]
fn a_comment_without_room_has_the_entry() {
    let long = |number: usize| (0..40).map(move |word| format!("w{number}x{word}"));
    let long = (0..60).map(move |number| long(number).collect::<Vec<_>>().join(" "));
    let comment = scan(&["--format", "markdown"], &twice(long.chain((0..9).map(short))));
    assert!(comment.contains("\n… and 10 more\n"), "{comment}");
    assert!(comment.contains("\n**61.** 9 short paragraphs "), "{comment}");
}

#[test]
fn a_few_short_texts_are_told_one_by_one() {
    let printed = scan(&[], &twice((0..4).map(short)));
    assert_eq!(printed.matches(": copy of line ").count(), 4, "{printed}");
}

#[test]
fn a_copy_in_the_same_list_is_an_entry() {
    let items: Vec<String> = (0..6).map(|number| format!("* {}\n", short(number))).collect();
    let list = format!("{}* {}\n", items.concat(), short(2));
    let printed = scan(&["--input", "markdown"], &format!("{list}\nThen.\n\n{}", items.concat()));
    assert!(printed.starts_with("-:7: copy of line 3\n"), "{printed}");
    assert!(printed.contains("\n5 short paragraphs (under 12 words) repeat others"), "{printed}");
}

/// Of a passage that stands in a longer text the passage is shown before it.
#[test]
fn the_shortest_of_the_texts_is_shown_first() {
    let longer = (0..5).map(|number| format!("{} And more is said.", short(number)));
    let text = longer.chain((0..5).map(short)).collect::<Vec<_>>().join("\n\n");
    let printed = scan(&["--relations", "contained"], &text);
    let lines = format!(
        "        | 1 × {} (-:11)\n        |   like it: 1 × {} And more is said. (-:1)\n",
        short(0),
        short(0),
    );
    assert!(printed.contains(&lines), "{printed}");
}

/// Only what is equal but for its form is counted together, and each paragraph stands once.
#[test]
fn short_texts_that_are_alike_are_told_apart() {
    let other = |number| format!("{} And more.", short(number));
    let firsts = (0..5).map(short).chain([other(0)]);
    let text = twice(firsts.chain([format!("*{}*", short(0))]));
    let printed = scan(&["--input", "markdown"], &text);
    let lines = format!(
        "        | 4 × {} (-:1, -:13, -:17, …)\n        |   like it: 2 × {} (-:11, -:27)\n",
        short(0),
        other(0),
    );
    assert!(printed.contains(&lines), "{printed}");
    assert_eq!(printed.matches("And more.").count(), 1, "{printed}");
    let comment = scan(&["--input", "markdown", "--format", "markdown"], &text);
    assert!(comment.contains("\n  - like it: 2 × tide0mark0 "), "{comment}");
    let log = json(&scan(&["--input", "markdown", "--format", "sarif"], &text));
    let related = &log["runs"][0]["results"][0]["relatedLocations"];
    let messages = [0, 1].map(|at| related[at]["message"]["text"].as_str().unwrap());
    let expected = [format!("4 times: {}", short(0)), format!("Like it, 2 times: {}", other(0))];
    assert_eq!(messages, expected.each_ref().map(String::as_str));
}

/// Files of a documentation in several languages.
struct Tree(PathBuf);

impl Tree {
    fn new(name: &str, files: &[(&str, String)]) -> Tree {
        let directory = scratch(name);
        for (name, text) in files {
            let path = directory.join(name);
            fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
            fs::write(path, text).unwrap();
        }
        Tree(directory)
    }

    fn scan(&self, options: &[&str]) -> Output {
        let output =
            command().current_dir(&self.0).args(["scan", "."]).args(options).output().unwrap();
        assert_eq!(stderr(&output), "");
        output
    }
}

/// A paragraph that shares no words with others.
fn paragraph(number: usize, language: &str) -> String {
    let words: Vec<String> = (0..16).map(|word| format!("{language}{number}x{word}")).collect();
    words.join(" ") + ".\n\n"
}

fn page(numbers: core::ops::Range<usize>, language: &str) -> String {
    numbers.map(|number| paragraph(number, language)).collect()
}

#[test]
fn what_is_not_translated_is_one_entry_for_a_folder() {
    let untranslated = page(0..5, "pt") + &paragraph(7, "en") + &paragraph(8, "en");
    let tree = Tree::new(
        "folding-folders",
        &[
            ("docs/en/a.md", page(0..9, "en")),
            ("docs/en/b.md", page(10..19, "en")),
            ("docs/pt/a.md", untranslated),
            ("docs/pt/b.md", page(10..14, "pt") + &page(14..18, "en")),
            ("docs/pt/c.md", paragraph(3, "en")),
            ("docs/fr/a.md", paragraph(7, "fr") + &paragraph(2, "en")),
            ("notes/a.md", paragraph(1, "en")),
        ],
    );
    let output = tree.scan(&[]);
    let text = stdout(&output);
    let title = "./docs/pt repeats parallel files in 7 paragraphs of 3 files: 7 identical\n        \
         | ./docs/pt/a.md:11: copy of ./docs/en/a.md:15\n";
    assert!(text.starts_with(title), "{text}");
    // A copy elsewhere is one. What is a little stands behind it, and by itself is seen as it is.
    let rest = &text[title.len()..];
    let (copy, little) =
        (rest.find("./notes/a.md:1: copy of"), rest.find("./docs/fr/a.md:3: copy"));
    assert!(copy.is_some() && copy < little, "{text}");
}

#[test]
fn translations_that_stand_side_by_side() {
    let tree = Tree::new(
        "folding-names",
        &[
            ("README.md", page(0..9, "en")),
            ("README.zh-Hans.md", page(0..7, "zh") + &page(7..9, "en")),
            ("SETUP.md", page(7..8, "en")),
        ],
    );
    let output = tree.scan(&[]);
    let title = "./README.zh-Hans.md repeats ./README.md in 2 of 9 paragraphs: 2 identical\n";
    assert!(stdout(&output).contains(title), "{}", stdout(&output));
    assert!(stdout(&output).starts_with("./SETUP.md:1: copy of"), "{}", stdout(&output));
}

/// Of two versions one has a page that the other has in parts.
#[test]
fn what_stands_elsewhere_in_parallel_folders_is_told_with_them() {
    let mut files: Vec<(String, String)> = Vec::new();
    for number in 0..5 {
        for folder in ["guide", "old"] {
            files.push((format!("{folder}/{number}.md"), page(10 * number..10 * number + 2, "en")));
        }
    }
    files.push(("guide/moved.md".to_owned(), paragraph(70, "en")));
    files.push(("old/before.md".to_owned(), paragraph(70, "en")));
    files.push(("notes.md".to_owned(), paragraph(80, "en")));
    files.push(("old/noted.md".to_owned(), paragraph(80, "en")));
    let files: Vec<(&str, String)> =
        files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let output = Tree::new("folding-elsewhere", &files).scan(&[]);
    let text = stdout(&output);
    let title = "./old repeats parallel files in 11 paragraphs of 6 files: 11 identical\n";
    assert!(text.starts_with(title), "{text}");
    assert!(text.contains("./old/noted.md:1: copy of ./notes.md:1"), "{text}");
}

/// Versions that stand in one folder.
#[test]
fn many_trees_of_one_folder_are_one_entry() {
    let versions = ["v1.0", "v1.1", "v2.0-rc1", "v2.0"];
    let files = versions.map(|version| (format!("docs/{version}/a.md"), page(0..6, "en")));
    let files = files.each_ref().map(|(name, text)| (name.as_str(), text.clone()));
    let output = Tree::new("folding-trees", &files).scan(&[]);
    let text = stdout(&output);
    let title = "./docs has 3 trees that repeat parallel files in 18 paragraphs: 18 identical\n";
    assert!(text.starts_with(title), "{text}");
    assert!(text.contains("| ./docs/v2.0 in 6 paragraphs of 1 file\n"), "{text}");
}

/// A row is like the next one, and a log says what was said.
#[test]
fn what_is_parallel_by_nature_is_told_at_the_end() {
    let row = |name: &str| {
        format!("| {name} | how long the gate of the lock stays open once a boat has passed it |\n")
    };
    let rows: String = ["low", "high", "lower", "upper"].into_iter().map(row).collect();
    let note =
        "- The gate of the lock closes by itself once the last boat has passed the bridge.\n";
    let tree = Tree::new(
        "folding-parallel",
        &[
            ("CHANGELOG.md", format!("# 2.0\n\n{note}\n# 1.9\n\n{note}")),
            ("HISTORY.md", note.to_owned()),
            ("settings.md", format!("| name | what it says |\n|---|---|\n{rows}")),
            ("guide.md", page(0..3, "en") + &paragraph(0, "en")),
        ],
    );
    let output = tree.scan(&[]);
    let text = stdout(&output);
    let titles = [
        "./guide.md:7: copy of line 1\n",
        "3 rows of tables are like other rows of their file: 3 near\n",
        "2 paragraphs in logs of changes repeat others: 2 identical\n",
    ];
    let places = titles.map(|title| text.find(title));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {text}");
}

/// A tree that is built of another one, and files that differ in nothing but a version.
#[test]
fn versions_and_built_pages_are_one_entry_each() {
    let name = |number: usize| format!("src/{number}.md");
    let built = |number: usize| format!("built/{number}.txt");
    let mut files: Vec<(String, String)> = Vec::new();
    for number in 0..5 {
        let text = page(10 * number..10 * number + 6, "en");
        // What is repeated within a file is told with what it repeats of the other one.
        let again = paragraph(10 * number, "en");
        files.push((built(number), text.clone()));
        files.push((name(number), text + &again));
    }
    for version in ["1.0", "1.1", "2.0"] {
        files.push((format!("metrics-v{version}.md"), page(70..79, "en")));
    }
    let files: Vec<(&str, String)> =
        files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let tree = Tree::new("folding-versions", &files);
    let output = tree.scan(&[]);
    let text = stdout(&output);
    for title in [
        "./metrics-*.md repeats parallel files in 18 paragraphs of 2 files: 18 identical\n",
        "./src repeats parallel files in 35 paragraphs of 5 files: 35 identical\n",
    ] {
        assert!(text.contains(title), "{text}");
    }
    assert!(!text.contains(": copy of "), "{text}");
}

/// Places of the redundant paragraphs of a report in JSON, by file and line.
fn redundant(report: &Value) -> Vec<String> {
    let place = |place: &Value| {
        let document = &report["documents"][place["document"].as_u64().unwrap() as usize];
        let paragraphs = document["paragraphs"].as_array().unwrap();
        let paragraph = paragraphs.iter().find(|one| one["index"] == place["paragraph"]).unwrap();
        format!("{}:{}", document["path"].as_str().unwrap(), paragraph["line"])
    };
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| place(&finding["b"])).collect()
}

/// The same of the entries of a page.
fn in_entries(page: &str) -> Vec<String> {
    let data = page.split_once(" id=\"data\">").unwrap().1.split_once("</script>").unwrap().0;
    let data = json(data);
    let place = |finding: &Value| {
        let paragraph = &data["paragraphs"][finding["b"].as_u64().unwrap() as usize];
        let document = &data["documents"][paragraph[0].as_u64().unwrap() as usize];
        format!("{}:{}", document.as_str().unwrap(), paragraph[1])
    };
    let groups = data["groups"].as_array().unwrap().iter();
    groups.flat_map(|group| group["findings"].as_array().unwrap()).map(place).collect()
}

const NAMES: [&str; 11] = [
    "docs/en/a.md",
    "docs/en/b.md",
    "docs/pt/a.md",
    "docs/pt/b.md",
    "a.md",
    "a.zh.md",
    "c.md",
    "other/c.md",
    "notes-v1.0.md",
    "notes-v1.1.md",
    "v2/notes.html",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is folded into what: each redundant paragraph stands in one entry.
    #[test]
    fn each_redundant_paragraph_is_in_one_entry(
        files in proptest::collection::vec(proptest::collection::vec(0_usize..24, 0..16), NAMES.len())
    ) {
        let text = |number: &usize| match number {
            0..12 => short(*number) + "\n\n",
            12..16 => format!("* {}\n", short(number - 12)),
            _ => paragraph(*number, "en"),
        };
        let texts = files.iter().map(|file| file.iter().map(text).collect::<String>());
        let tree = Tree::new("folding-property", &NAMES.into_iter().zip(texts).collect::<Vec<_>>());
        let report = json(stdout(&tree.scan(&["--format", "json"])));
        let mut expected = redundant(&report);
        expected.sort();
        let mut found = in_entries(stdout(&tree.scan(&["--format", "html"])));
        found.sort();
        prop_assert_eq!(&found, &expected);
        // Code scanning has a result for each, or they are among the short ones.
        let log = json(stdout(&tree.scan(&["--format", "sarif"])));
        let results = log["runs"][0]["results"].as_array().unwrap();
        let short = results.iter().find(|result| result["ruleId"] == "short");
        let folded = short.map_or(0, |result| {
            let text = result["message"]["text"].as_str().unwrap();
            text.split(' ').next().unwrap().parse::<usize>().unwrap()
        });
        let alone = results.len() - usize::from(short.is_some());
        prop_assert_eq!(alone + folded, expected.len());
        prop_assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), expected.len());
    }
}
