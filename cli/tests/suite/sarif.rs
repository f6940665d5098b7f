//! SARIF, as editors and code scanning read it.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::support::{ROOT, command, run, run_with_input, scratch, status, stderr, stdout};

const TEXT: &str =
    "The ferry leaves the steps at six every morning, and nobody who is late is waited for.";

#[track_caller]
fn read(output: &Output) -> Value {
    assert_eq!(stderr(output), "");
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    log["runs"][0].clone()
}

fn results(run: &Value) -> &[Value] {
    run["results"].as_array().unwrap()
}

fn region(location: &Value) -> &Value {
    &location["physicalLocation"]["region"]
}

fn uri(location: &Value) -> (&Value, &Value) {
    let artifact = &location["physicalLocation"]["artifactLocation"];
    (&artifact["uri"], &artifact["uriBaseId"])
}

#[test]
fn a_result_for_each_finding_and_a_rule_for_each_relation() {
    let output = run(&["scan", "examples/harbour-bridge.txt", "--format", "sarif"]);
    assert_eq!(status(&output), 1);
    let run = read(&output);
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "paradup");
    let rules = driver["rules"].as_array().unwrap();
    assert_eq!((rules.len(), results(&run).len()), (6, 8));
    for result in results(&run) {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(
            (&rule["id"], &rule["defaultConfiguration"]["level"]),
            (&result["ruleId"], &result["level"])
        );
        assert!(rule["help"]["text"].is_string() && rule["shortDescription"]["text"].is_string());
        assert_eq!(
            result["level"],
            if result["ruleId"] == "restated" { "note" } else { "warning" }
        );
        let rank = result["rank"].as_f64().unwrap();
        assert!((rank - 100.0 * result["properties"]["score"].as_f64().unwrap()).abs() < 1e-9);
        assert_eq!(result["relatedLocations"][0]["id"], 1);
        assert!(result["message"]["text"].as_str().unwrap().contains("](1)"));
    }
    let near = results(&run)
        .iter()
        .find(|result| result["locations"][0]["physicalLocation"]["region"]["startLine"] == 39);
    let near = near.unwrap();
    assert_eq!(
        near["message"]["text"],
        "Nearly [the paragraph at line 13](1), resemblance 0.838. Differs: 420 → 640 (number)."
    );
    assert_eq!(near["properties"]["factsDiffer"], true);
    assert_eq!(
        uri(&near["locations"][0]),
        (&"examples/harbour-bridge.txt".into(), &"%SRCROOT%".into())
    );
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
}

#[test]
fn lines_and_columns_are_those_of_an_editor() {
    let text = format!("\u{feff}{TEXT}\r\n\r\n  😀 {TEXT}\r\nAs ever.\r\n");
    let output = run_with_input(&["scan", "-", "--format", "sarif"], text.as_bytes());
    let run = read(&output);
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let result = &results(&run)[0];
    let length = TEXT.len();
    assert_eq!(
        region(&result["relatedLocations"][0]),
        &json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": length + 1 })
    );
    assert_eq!(
        region(&result["locations"][0]),
        &json!({ "startLine": 3, "startColumn": 3, "endLine": 4, "endColumn": 9 })
    );
    assert_eq!(uri(&result["locations"][0]), (&"-".into(), &Value::Null));
    // One unit before the astral character, two for it.
    let one_line = format!("{TEXT}\n\n😀 {TEXT}\n");
    let run = read(&run_with_input(&["scan", "-", "--format", "sarif"], one_line.as_bytes()));
    assert_eq!(region(&results(&run)[0]["locations"][0])["endColumn"], length + 4);
}

/// Nobody looks for a paragraph by its column there.
#[test]
fn in_a_very_long_line_there_are_no_columns() {
    let page = format!("<p>{TEXT}</p><pre>{}</pre><p>{TEXT}</p>", "é ".repeat(20_000));
    let options = ["scan", "-", "--format", "sarif", "--input", "html"];
    let run = read(&run_with_input(&options, page.as_bytes()));
    assert_eq!(region(&results(&run)[0]["locations"][0]), &json!({ "startLine": 1, "endLine": 1 }));
    let related = region(&results(&run)[0]["relatedLocations"][0]);
    assert_eq!(
        (&related["startColumn"], &related["endColumn"]),
        (&4.into(), &(TEXT.len() + 4).into())
    );
}

#[test]
fn names_of_files_are_addresses() {
    let directory = scratch("sarif-names");
    let name = "100% ours: a#b?c é.txt";
    fs::create_dir(directory.join("below")).unwrap();
    fs::write(directory.join(name), format!("{TEXT}\n\n{TEXT}\n")).unwrap();
    let scan = |below: &str, file: &str| {
        let mut command = command();
        command.current_dir(directory.join(below)).args(["scan", "--format", "sarif", "--", file]);
        read(&command.output().unwrap())
    };
    let encoded = "100%25%20ours%3A%20a%23b%3Fc%20%C3%A9.txt";
    for file in [name, &format!("./{name}"), "."] {
        let run = scan("", file);
        assert_eq!(uri(&results(&run)[0]["locations"][0]), (&encoded.into(), &"%SRCROOT%".into()));
    }
    let absolute = directory.canonicalize().unwrap().join(name);
    for file in [&format!("../{name}"), absolute.to_str().unwrap()] {
        let run = scan("below", file);
        let (uri, base) = uri(&results(&run)[0]["locations"][0]);
        let uri = uri.as_str().unwrap();
        assert!(
            uri.starts_with("file:///") && uri.ends_with(&format!("/sarif-names/{encoded}")),
            "{uri}"
        );
        assert_eq!(base, &Value::Null);
    }
}

#[test]
fn copies_have_fingerprints_of_their_own() {
    let copies = [TEXT; 3].join("\n\n");
    let moved =
        format!("{}\n\n{}", "Nothing else is said of it in this place.", copies.to_uppercase());
    let fingerprints = |text: &str| -> Vec<Value> {
        let run = read(&run_with_input(&["scan", "-", "--format", "sarif"], text.as_bytes()));
        results(&run)
            .iter()
            .map(|one| one["partialFingerprints"]["paragraphPair/v1"].clone())
            .collect()
    };
    let before = fingerprints(&copies);
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    assert_eq!(fingerprints(&moved), before);
}

#[test]
fn nothing_found_is_a_run_without_results() {
    let output = run_with_input(&["scan", "-", "--format", "sarif"], b"One thing.\n\nAnother.\n");
    assert_eq!(status(&output), 0);
    assert_eq!(results(&read(&output)), [] as [Value; 0]);
}

/// Placeholders, links and orders to a terminal that stand in a text are no more than text.
#[test]
fn messages_obey_nobody() {
    let pair = [
        format!("{TEXT} It costs {{0}} or [this](http://a.example) today."),
        format!("{TEXT} It costs {{1}} or [that](http://b.example) \u{202e}\u{1b}[2J now."),
    ];
    let text = pair.join("\n\n");
    let output =
        run_with_input(&["scan", "-", "--format", "sarif", "--near", "0.3"], text.as_bytes());
    assert!(!stdout(&output).contains(['\u{1b}', '\u{202e}']));
    let run = read(&output);
    let message = results(&run)[0]["message"]["text"].as_str().unwrap();
    assert!(message.contains("Differs"), "{message}");
    assert_eq!(message.matches("](").count(), 1, "{message}");
    let without_doubled = message.replace("{{", "").replace("}}", "");
    assert!(!without_doubled.contains(['{', '}']), "{message}");
}

#[test]
fn a_long_paragraph_and_many_findings() {
    let article = fs::read_to_string(Path::new(ROOT).join("examples/harbour-bridge.txt")).unwrap();
    let long = article.replace("\n\n", " ").repeat(40);
    let text = format!("{long}\n\n{long}\n");
    let output = run_with_input(&["scan", "-", "--format", "sarif"], text.as_bytes());
    assert_eq!(results(&read(&output)).len(), 1);
    assert!(output.stdout.len() < 10_000, "{}", output.stdout.len());
}

/// Code scanning refuses a run of more results.
#[test]
fn of_more_results_than_are_accepted_the_weakest_are_left_out() {
    let other =
        "A lantern hangs over the gate of the yard, and who forgets to light it pays for the oil.";
    let near = [other, &other.replace("yard", "dock")].join("\n\n");
    let text = near + "\n\n" + &(TEXT.to_owned() + "\n\n").repeat(25_001);
    let output =
        run_with_input(&["scan", "-", "--format", "sarif", "--near", "0.6"], text.as_bytes());
    let run = read(&output);
    assert_eq!(results(&run).len(), 25_000);
    assert!(results(&run).iter().all(|result| result["ruleId"] == "identical"));
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    let notice = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(
        notice.starts_with("1 result is left out, for code scanning accepts 25000 "),
        "{notice}"
    );
}
