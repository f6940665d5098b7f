//! `paradup dedup` as a person runs it: what goes, what stays and how, and what is refused.

mod copies;
mod decisions;
mod fields;
mod output;
mod shards;
mod paragraphs;
mod tables;
mod restoring;
#[cfg(unix)]
mod resume;
mod files;
mod lines;
mod memory;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{command, refused, run, run_with_input, scratch, status, stderr, stdout};

const FERRY: &str = "The harbour lights were switched on at dusk, and the last ferry left with forty passengers, \
    two bicycles and a crate of hens for the island market.";

fn near() -> String {
    FERRY.replace("dusk", "nightfall")
}

fn longer() -> String {
    format!("{FERRY} Then the rain came over the hills and nobody went out again.")
}

/// Lines with the ids 0, 1, 2…
fn rows(texts: &[&str]) -> String {
    let row = |(id, text)| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    texts.iter().enumerate().map(row).collect()
}

/// Standard input to standard output.
fn dedup(options: &[&str], input: &str) -> Output {
    run_with_input(&[&["dedup", "-", "-o", "-"], options].concat(), input.as_bytes())
}

/// The ids of the lines that stay.
#[track_caller]
fn kept(options: &[&str], input: &str) -> Vec<i64> {
    let output = dedup(options, input);
    assert_ne!(status(&output), 2, "{}", stderr(&output));
    values(stdout(&output)).iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// An example of every relation: 0 stays, 1 to 4 go, 5 has nothing to do with them.
fn examples() -> String {
    rows(&[
        &longer(),
        &longer(),
        &longer().to_uppercase(),
        &longer().replace("dusk", "nightfall"),
        FERRY,
        "Quinces ripen late.",
    ])
}

fn path(directory: &Path, name: &str) -> String {
    directory.join(name).to_str().unwrap().to_owned()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}
