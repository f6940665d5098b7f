//! Runs that are killed, that are repeated, and that meet each other.

use std::fs::File;
use std::io::{self, Read};
use std::process::{Child, Command};

use super::*;

/// Rows that all repeat the first.
fn copies() -> String {
    let ids = (100..20_000).map(|id| (json!(id), FERRY));
    rows(ids)
}

/// The list of what is removed goes to a pipe that nobody empties, so the command stands still behind its comparison, and before
/// anything is published.
fn standing_still(directory: &Path, index: &str, input: &str, output: &Path) -> (Child, File) {
    let pipe = directory.join("pipe");
    if !pipe.exists() {
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    }
    let mut command = command();
    command.args(["dedup", input, "-o", text(output), "--removed", text(&pipe), "--update", index]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = File::open(&pipe).unwrap();
    reader.read_exact(&mut [0]).unwrap();
    (child, reader)
}

#[test]
fn killed_before_anything_is_published() {
    let directory = scratch("index-killed");
    let index = built(&directory, &rows([(json!(1), "Quinces ripen late.")]), &[]);
    let (before, output) = (fs::read(&index).unwrap(), directory.join("out.jsonl"));
    let input = file(&directory, "in.jsonl", &copies());
    let (mut child, reader) = standing_still(&directory, &index, &input, &output);
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None, "killed, not ended");
    drop(reader);
    assert!(fs::read(&index).unwrap() == before && !output.exists());
    let again = run(&["dedup", &input, "-o", text(&output), "--update", &index]);
    assert!(stderr(&again).contains("2 texts, 1 of them new"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(&output).unwrap().lines().count(), 1);
}

/// What a kill between the two leaves: the output that the run has published, and the index as it was before.
#[test]
fn killed_between_output_and_index() {
    let directory = scratch("index-between");
    let index = built(&directory, &rows([(json!(1), "Quinces ripen late.")]), &[]);
    let (before, output) = (fs::read(&index).unwrap(), directory.join("out.jsonl"));
    let input = file(&directory, "in.jsonl", &copies());
    let options = ["dedup", &input, "-o", text(&output), "--update", &index];
    assert_eq!(status(&run(&options)), 0);
    let (published, after) = (fs::read(&output).unwrap(), fs::read(&index).unwrap());
    fs::write(&index, &before).unwrap();
    assert_eq!(status(&run(&options)), 0);
    assert!(fs::read(&output).unwrap() == published && fs::read(&index).unwrap() == after);
    // And once more, where the index has them: nothing is done, and that is told.
    let again = run(&options);
    assert_eq!(status(&again), 0);
    assert!(
        stderr(&again)
            .contains("has been given this batch of 19900 rows before, of which 1 were inserted"),
        "{}",
        stderr(&again)
    );
    assert!(fs::read(&output).unwrap() == published && fs::read(&index).unwrap() == after);
    fs::remove_file(&output).unwrap();
    refused(&run(&options), "but there is no such output now");
    assert!(!output.exists() && fs::read(&index).unwrap() == after);
}

/// The same rows in other files are the same batch.
#[test]
fn a_batch_is_known_by_its_rows() {
    let directory = scratch("index-known");
    let (index, output) = (directory.join("seen.index"), directory.join("out.jsonl"));
    let [a, b] = [rows([(json!(1), FERRY)]), rows([(json!(2), "Hens.")])];
    let both = file(&directory, "both.jsonl", &(a.clone() + &b));
    let (a, b) = (file(&directory, "a.jsonl", a.trim_end()), file(&directory, "b.jsonl", &b));
    let options = ["-o", text(&output), "--update", text(&index)];
    assert_eq!(status(&run(&[&["dedup", &a, &b], &options[..]].concat())), 0);
    let again = run(&[&["dedup", &both], &options[..]].concat());
    assert!(stderr(&again).ends_with("nothing is done\n"), "{}", stderr(&again));
    let other = run(&[&["dedup", &b, "-o", text(&output), "--update", text(&index)][..]].concat());
    assert!(stderr(&other).contains("2 texts, 0 of them new"), "{}", stderr(&other));
}

#[test]
fn a_batch_without_rows_may_come_again() {
    let directory = scratch("index-empty-batch");
    let (index, output) = (directory.join("seen.index"), directory.join("out.jsonl"));
    let input = file(&directory, "in.jsonl", "\n");
    let options = ["dedup", &input, "-o", text(&output), "--update", text(&index)];
    assert_eq!(status(&run(&options)), 0);
    fs::remove_file(&output).unwrap();
    assert_eq!(status(&run(&options)), 0);
    assert!(output.exists());
}

/// While the command stands still, a directory takes the name of its index: neither output nor index appears.
#[test]
fn an_index_that_cannot_be_published_takes_its_output_back() {
    let directory = scratch("index-taken");
    let index = built(&directory, &rows([(json!(1), "Quinces ripen late.")]), &[]);
    let output = directory.join("out.jsonl");
    fs::write(&output, "old").unwrap();
    let input = file(&directory, "in.jsonl", &copies());
    let (child, mut reader) = standing_still(&directory, &index, &input, &output);
    fs::remove_file(&index).unwrap();
    fs::create_dir(&index).unwrap();
    io::copy(&mut reader, &mut io::sink()).unwrap();
    refused(&child.wait_with_output().unwrap(), "cannot write ");
    assert_eq!(fs::read_to_string(&output).unwrap(), "old");
    let mut left: Vec<_> =
        fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["in.jsonl", "out.jsonl", "pipe", "seen.index"]);
}

#[test]
fn interrupted_while_a_new_index_is_not_there_yet() {
    let directory = scratch("index-interrupted");
    let (index, output) = (directory.join("new.index"), directory.join("out.jsonl"));
    let input = file(&directory, "in.jsonl", &copies());
    let (mut child, reader) = standing_still(&directory, text(&index), &input, &output);
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    drop(reader);
    assert!(!index.exists() && !output.exists());
}

#[test]
fn one_process_at_a_time_writes_and_any_number_read() {
    let directory = scratch("index-writers");
    let index = index(&directory);
    let (input, output) = (file(&directory, "in.jsonl", &copies()), directory.join("out.jsonl"));
    let (child, mut reader) = standing_still(&directory, &index, &input, &output);
    let more = file(&directory, "more.jsonl", &rows([(json!(50), "Hens.")]));
    let busy = "another process is writing to it; start again when that one is done";
    refused(&run(&["index", "add", &index, &more]), busy);
    refused(&run(&["index", "remove", &index, "7"]), busy);
    refused(&run(&["dedup", &more, "-o", "-", "--update", &index]), busy);
    assert_eq!(asked(&index, &[], &rows([(json!(0), FERRY)])), [[json!(7)]]);
    io::copy(&mut reader, &mut io::sink()).unwrap();
    assert_eq!(status(&child.wait_with_output().unwrap()), 0);
    assert_eq!(status(&run(&["index", "add", &index, &more])), 0);
    assert_eq!(worked(&["index", "stats", &index])[0]["texts"], 3);
}
