//! `paradup index` as a person runs it, and `dedup` with an index.

mod batches;
mod ids;
mod refusals;
#[cfg(unix)]
mod stopped;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{command, refused, run, run_with_input, scratch, status, stderr, stdout};

const FERRY: &str = "The harbour lights were switched on at dusk, and the last ferry left with forty passengers, \
    two bicycles and a crate of hens for the island market.";

fn near() -> String {
    FERRY.replace("dusk", "nightfall")
}

/// Rows with these ids.
fn rows<'t>(texts: impl IntoIterator<Item = (Value, &'t str)>) -> String {
    let row = |(id, text)| json!({"id": id, "text": text}).to_string() + "\n";
    texts.into_iter().map(row).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A file of rows.
fn file(directory: &Path, name: &str, content: &str) -> String {
    let path = directory.join(name);
    fs::write(&path, content).unwrap();
    text(&path).to_owned()
}

/// An index of the ferry under 7 and of quinces under 8.
fn index(directory: &Path) -> String {
    let input = rows([(json!(7), FERRY), (json!(8), "Quinces ripen late.")]);
    built(directory, &input, &[])
}

fn built(directory: &Path, input: &str, options: &[&str]) -> String {
    let path = directory.join("seen.index");
    let built = run_with_input(
        &[&["index", "build", "-", "-o", text(&path)], options].concat(),
        input.as_bytes(),
    );
    assert_eq!((status(&built), stdout(&built)), (0, ""), "{}", stderr(&built));
    text(&path).to_owned()
}

#[track_caller]
fn worked(arguments: &[&str]) -> Vec<Value> {
    let output = run(arguments);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    values(stdout(&output))
}

fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The ids of the matches of each line.
#[track_caller]
fn asked(index: &str, options: &[&str], input: &str) -> Vec<Vec<Value>> {
    let output = run_with_input(&[&["index", "query", index], options].concat(), input.as_bytes());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let ids = |answer: &Value| {
        let matches = answer["matches"].as_array().unwrap();
        matches.iter().map(|found| found["id"].clone()).collect()
    };
    values(stdout(&output)).iter().map(ids).collect()
}

#[test]
fn what_is_related_is_answered_with_its_scores() {
    let index = index(&scratch("index-answers"));
    let input =
        rows([(json!("a"), &*near()), (json!(null), "QUINCES ripen, late"), (json!(3), "Hens.")]);
    let output = run_with_input(&["index", "query", &index], input.as_bytes());
    let [of_near, of_copy, of_none] = &values(stdout(&output))[..] else { panic!() };
    let [found] = &of_near["matches"].as_array().unwrap()[..] else { panic!() };
    assert_eq!(
        (&of_near["id"], &found["id"], &found["relation"]),
        (&json!("a"), &json!(7), &json!("near"))
    );
    assert_eq!(found["score"], 22.0 / 28.0);
    assert_eq!((&found["containment_a"], &found["containment_b"]), (&json!(0.88), &json!(0.88)));
    let copy = json!({"id": 8, "relation": "reformatted", "score": 1.0, "containment_a": 1.0, "containment_b": 1.0});
    assert_eq!(*of_copy, json!({"id": null, "matches": [copy]}));
    assert_eq!(*of_none, json!({"id": 3, "matches": []}));
}

/// A line is answered while the next one is not yet written.
#[test]
fn a_program_beside_it_gets_an_answer_to_each_line() {
    let index = index(&scratch("index-beside"));
    let mut command = command();
    command.args(["index", "query", &index]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut questions = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for (question, expected) in [
        (json!({"text": FERRY}).to_string(), r#"{"id":null,"matches":[{"id":7,"#),
        (String::new(), "\n"),
        (json!({"id": 5, "text": "Hens."}).to_string(), "{\"id\":5,\"matches\":[]}\n"),
        (json!({"id": 6}).to_string(), "{\"id\":6,\"matches\":[]}\n"),
    ] {
        writeln!(questions, "{question}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(expected), "{question} {answer}");
    }
    drop(questions);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn limits_of_a_query() {
    let directory = scratch("index-limits");
    let near = near();
    let texts = [(json!(1), FERRY), (json!(2), FERRY), (json!(3), &*near)];
    let index = built(&directory, &rows(texts), &[]);
    let question = rows([(json!(0), FERRY)]);
    let ids = |options: &[&str]| asked(&index, options, &question);
    assert_eq!(ids(&[]), [[json!(1), json!(2), json!(3)]]);
    assert_eq!(ids(&["--limit", "1"]), [[json!(1)]]);
    assert_eq!(ids(&["--near", "0.8"]), [[json!(1), json!(2)]]);
    refused(&run(&["index", "query", &index, "--near", "0.6"]), "expected 0.7 or more");
}

#[test]
fn texts_are_added_and_removed() {
    let directory = scratch("index-changes");
    let index = index(&directory);
    let more = file(&directory, "more.csv", &format!("text,id\n\"{FERRY}\",9\n,10\n"));
    refused(
        &run(&["index", "add", &index, &more]),
        "more.csv:2: field \"id\": expected a whole number",
    );
    let more = file(&directory, "more.jsonl", &(rows([(json!(9), FERRY)]) + "{\"id\":10}\n"));
    let added = run(&["index", "add", &index, &more]);
    assert!(stderr(&added).contains("without words") && stderr(&added).contains("3 texts"));
    let question = rows([(json!(0), FERRY)]);
    assert_eq!(asked(&index, &[], &question), [[json!(7), json!(9)]]);
    let removed = worked(&["index", "remove", &index, "7", "77"]);
    assert_eq!(removed, [json!({"id": 7, "removed": true}), json!({"id": 77, "removed": false})]);
    assert_eq!(asked(&index, &[], &question), [[json!(9)]]);
    let input = "{\"id\":9,\"text\":\"x\"}\n\n8\n";
    assert_eq!(status(&run_with_input(&["index", "remove", &index, "-"], input.as_bytes())), 0);
    assert_eq!(asked(&index, &[], &question), [[(); 0]; 1].map(|_| Vec::<Value>::new()));
    let bytes = fs::read(&index).unwrap();
    assert!(!bytes.windows(7).any(|found| found == b"harbour"), "what is removed is gone");
}

#[test]
fn an_index_tells_what_it_holds_and_remembers_its_settings() {
    let directory = scratch("index-stats");
    let input =
        rows([(json!(1), "Zwölf Gäste aßen Äpfel"), (json!(2), "Bell, book"), (json!(3), "")]);
    let options = ["--near", "0.9", "--marks", "strip", "--min-words", "3"];
    let index = built(&directory, &input, &options);
    let [told] = &worked(&["index", "stats", &index])[..] else { panic!() };
    assert_eq!(
        (&told["texts"], &told["text_bytes"], &told["ids"]),
        (&json!(2), &json!(36), &json!("numbers"))
    );
    assert_eq!(told["file_bytes"], fs::metadata(&index).unwrap().len());
    let settings = &told["settings"];
    assert_eq!((&settings["near"], &settings["marks"]), (&json!("0.9"), &json!("stripped")));
    // Without a word of settings: marks do not count, and two words are too few.
    let question = rows([(json!(0), "Zwolf Gaste aßen Apfel"), (json!(0), "Bell, book")]);
    assert_eq!(asked(&index, &[], &question), [vec![json!(1)], vec![]]);
}

#[test]
fn a_reader_that_has_seen_enough() {
    let index = index(&scratch("index-closed-pipe"));
    let mut command = command();
    command.args(["index", "query", &index]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(rows([(json!(0), FERRY)]).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(141), ""));
}

/// The lines of the README, as they stand there.
#[cfg(unix)]
#[test]
fn the_lines_of_the_readme_do_what_it_says() {
    let directory = scratch("index-readme");
    let readme = fs::read_to_string(Path::new(crate::support::ROOT).join("README.md")).unwrap();
    let lines = readme.split("```sh\n").find(|block| block.starts_with("paradup index build"));
    let lines = lines.unwrap().split("```").next().unwrap();
    let near = near();
    file(
        &directory,
        "OLD.jsonl",
        &rows([(json!(17), FERRY), (json!(18), "Hens."), (json!(19), "Quinces.")]),
    );
    file(&directory, "NEW.jsonl", &rows([(json!(20), &*near)]));
    file(&directory, "NEXT.jsonl", &rows([(json!(21), FERRY), (json!(22), &*near)]));
    let program = Path::new(env!("CARGO_BIN_EXE_paradup")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = std::process::Command::new("sh");
    shell.args(["-ec", lines]).current_dir(&directory).env("PATH", path);
    let output = shell.output().unwrap();
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let printed = values(stdout(&output));
    assert_eq!((lines.lines().count(), printed.len()), (5, 3), "one answer, two removals");
    assert_eq!((&printed[0]["id"], &printed[0]["matches"][0]["id"]), (&json!(20), &json!(17)));
    let out = fs::read_to_string(directory.join("OUT.jsonl")).unwrap();
    assert_eq!(values(&out)[0]["id"], 21);
    assert_eq!(out.lines().count(), 1);
}

/// The commands and their options.
#[test]
fn helps_are_golden() {
    let mut helps = String::new();
    for name in ["", "build", "add", "query", "remove", "stats"] {
        let arguments: Vec<&str> =
            ["index", name, "--help"].into_iter().filter(|one| !one.is_empty()).collect();
        let output = run(&arguments);
        helps += &["$ paradup ", &arguments.join(" "), "\n", stdout(&output), "\n"].concat();
    }
    let golden = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/index-help.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &helps).unwrap();
    }
    assert!(helps == fs::read_to_string(&golden).unwrap(), "{helps}");
}
