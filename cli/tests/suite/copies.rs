//! Files that repeat files: one entry, with a list.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::support::{command, scratch, status, stderr, stdout};

const SUBJECTS: [&str; 8] =
    ["harbour", "bakery", "library", "orchard", "tannery", "foundry", "chapel", "brewery"];

/// A paragraph on each of the first subjects, in other words than all others.
fn paragraphs(count: usize, of: &str) -> Vec<String> {
    let paragraph = |(number, subject): (usize, &&str)| {
        let words = (0..14).map(|word| format!("{subject}{of}{}", number * 31 + word * 7));
        format!("The {subject} is told of here: {}.", words.collect::<Vec<_>>().join(" "))
    };
    SUBJECTS.iter().enumerate().take(count).map(paragraph).collect()
}

struct Tree(PathBuf);

impl Tree {
    fn new(name: &str) -> Tree {
        Tree(scratch(name))
    }

    fn put(&self, name: &str, paragraphs: &[String]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
        fs::write(path, paragraphs.join("\n\n") + "\n").unwrap();
    }

    fn scan(&self, options: &[&str]) -> Output {
        let output =
            command().current_dir(&self.0).args(["scan", "."]).args(options).output().unwrap();
        assert_eq!((status(&output), stderr(&output)), (1, ""));
        output
    }

    /// A copy of a file, with a paragraph changed and one of its own.
    fn copied(name: &str) -> Tree {
        let tree = Tree::new(name);
        let (original, own) = (paragraphs(7, "a"), paragraphs(8, "b"));
        let mut copy = original.clone();
        copy[2] = copy[2].replace("here", "there");
        copy.push(own[7].clone());
        tree.put("guide.txt", &original);
        tree.put("shop/guide.txt", &copy);
        tree
    }
}

#[test]
fn a_copy_of_a_file_is_one_entry() {
    let output = Tree::copied("copies-file").scan(&[]);
    let text = stdout(&output);
    let title = "./shop/guide.txt repeats ./guide.txt in 7 of 8 paragraphs: 6 identical, 1 near\n";
    assert!(text.starts_with(title), "{text}");
    // What is no copy first, for there the two have come apart.
    let first = "        | ./shop/guide.txt:5: nearly ./guide.txt:5, resemblance ";
    assert!(text[title.len()..].starts_with(first), "{text}");
    assert_eq!(text.matches("./shop/guide.txt:").count(), 7, "{text}");
}

#[test]
fn every_form_says_so_and_json_has_all() {
    let tree = Tree::copied("copies-forms");
    let comment = tree.scan(&["--format", "markdown"]);
    let title = "\n**1.** `./shop/guide.txt` repeats `./guide.txt` in 7 of 8 paragraphs: 6 identical, 1 near\n";
    assert!(stdout(&comment).contains(title), "{}", stdout(&comment));
    assert!(!stdout(&comment).contains("**2.**"), "{}", stdout(&comment));
    let page = tree.scan(&["--format", "html"]);
    assert!(stdout(&page).contains("\"title\":\"./shop/guide.txt repeats ./guide.txt in 7 of 8"));
    let json: Value = serde_json::from_slice(&tree.scan(&["--format", "json"]).stdout).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 7);
}

/// What an earlier file has as well is a part of the copy.
#[test]
fn a_whole_copy_is_whole() {
    let tree = Tree::new("copies-whole");
    let page = [paragraphs(6, "a"), paragraphs(1, "licence")].concat();
    tree.put("a.txt", &[paragraphs(1, "licence"), paragraphs(2, "b")].concat());
    tree.put("b.txt", &page);
    tree.put("c.txt", &page);
    let output = tree.scan(&[]);
    let title = "./c.txt repeats ./b.txt in 7 of 7 paragraphs: 7 identical\n";
    assert!(stdout(&output).starts_with(title), "{}", stdout(&output));
    assert!(stdout(&output).contains("./b.txt:13: copy of ./a.txt:1"), "{}", stdout(&output));
    assert!(!stdout(&output).contains(" more like it"), "{}", stdout(&output));
}

#[test]
fn many_copies_of_a_file_are_one_entry() {
    let tree = Tree::new("copies-many");
    tree.put("a.txt", &paragraphs(6, "a"));
    for number in 0..15 {
        tree.put(&format!("copy/{number:02}.txt"), &paragraphs(5, "a"));
    }
    let output = tree.scan(&[]);
    let title = "./a.txt is repeated by 15 files in 75 paragraphs: 75 identical\n        | ./copy/00.txt in 5 of 5 paragraphs\n";
    assert!(stdout(&output).starts_with(title), "{}", stdout(&output));
    assert!(stdout(&output).contains("        | … and 3 more\n"), "{}", stdout(&output));
}

/// Four are too few, and five of eleven are less than half.
#[test]
fn what_two_files_share_by_the_way_is_told_text_by_text() {
    let tree = Tree::new("copies-few");
    tree.put("a.txt", &paragraphs(4, "a"));
    tree.put("b.txt", &paragraphs(4, "a"));
    let large = |of| [paragraphs(5, "c"), paragraphs(6, of)].concat();
    tree.put("c.txt", &large("d"));
    tree.put("d.txt", &large("e"));
    let output = tree.scan(&[]);
    assert!(!stdout(&output).contains(" repeats "), "{}", stdout(&output));
    assert_eq!(stdout(&output).matches(": copy of ").count(), 9, "{}", stdout(&output));
}

#[test]
fn of_copies_the_longest_text_stands_first() {
    let tree = Tree::new("copies-longest");
    let label = "The amount that was observed here.".to_owned();
    let long = paragraphs(1, "a").remove(0);
    tree.put("one.txt", &[label.clone(), long.clone()]);
    tree.put("two.txt", &[label, long]);
    let text = stdout(&tree.scan(&[])).to_owned();
    assert!(text.starts_with("./two.txt:3: copy of ./one.txt:3\n"), "{text}");
    assert!(text.contains("\n./two.txt:1: copy of ./one.txt:1\n"), "{text}");
}
