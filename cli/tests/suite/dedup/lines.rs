//! Lines that are no rows.

use super::*;

/// Lines that are no rows, and what is said of them.
fn invalid() -> Vec<(Vec<u8>, &'static str)> {
    let json = |line: &str| line.as_bytes().to_vec();
    vec![
        (json(r#"{"text":"a""#), "EOF while parsing"),
        (json(r#"{"text":"a"} x"#), "trailing characters at column 14"),
        (json(r#"["text"]"#), "expected a JSON object"),
        (json("7"), "expected a JSON object"),
        (json("{\"text\":\"a\tb\"}"), "control character"),
        (json(r#"{"text":7}"#), "field \"text\": expected a string, found a number"),
        (json(r#"{"text":{"a":1}}"#), "field \"text\": expected a string, found an object"),
        (json(r#"{"text":true}"#), "field \"text\": expected a string, found a truth value"),
        (json(r#"{"text":["a"]}"#), "field \"text\": expected a string, found an array"),
        (
            json(r#"{"text":"a \ud800 b"}"#),
            "field \"text\": expected Unicode text, found an escape",
        ),
        (json("{"), "found its beginning: EOF while parsing"),
        (json("id,text"), "expected a JSON object on the line, found what is no JSON"),
        (json("-1"), "found a number"),
        (json(r#"{"text":"a","text":"b"}"#), "the field \"text\" stands twice"),
        (json(r#"{"text":"a","\u0074ext":"b"}"#), "the field \"text\" stands twice"),
        (json(r#"{"text":"a",7:1}"#), "key must be a string"),
        (json(r#"{"text":"a","x":01}"#), "invalid number"),
        ("[".repeat(200_000).into_bytes(), "expected a JSON object"),
        (b"{\"text\":\"a \xff\"}".to_vec(), "expected UTF-8 text, found other bytes at column 12"),
    ]
}

#[test]
fn an_invalid_line_stops_with_its_number_and_the_reason() {
    for (line, reason) in invalid() {
        let input = [b"{\"text\":\"fine\"}\n\n".to_vec(), line].concat();
        let output = run_with_input(&["dedup", "-", "-o", "-"], &input);
        refused(&output, "paradup: -:3: ");
        refused(&output, reason);
    }
}

#[test]
fn invalid_lines_are_left_out_and_counted_where_asked_for() {
    let mut input = b"{\"text\":\"First.\"}\n".to_vec();
    for (line, _) in invalid() {
        input.extend(line);
        input.push(b'\n');
    }
    input.extend(b"{\"text\":\"Last.\"}");
    let output = run_with_input(&["dedup", "-", "-o", "-", "--skip-invalid"], &input);
    assert_eq!(
        (status(&output), stdout(&output)),
        (0, "{\"text\":\"First.\"}\n{\"text\":\"Last.\"}")
    );
    let skipped = stderr(&output).lines().find(|line| line.starts_with("skipped")).unwrap();
    let count = invalid().len().to_string();
    assert!(
        skipped.contains(&count) && skipped.contains("first -:2: expected a whole JSON object"),
        "{skipped}"
    );
}

#[test]
fn the_first_invalid_line_is_named_whatever_the_shard() {
    let directory = scratch("dedup-shard-line");
    let (a, b) = (path(&directory, "a.jsonl"), path(&directory, "b.jsonl"));
    fs::write(&a, rows(&["One.", "Two."])).unwrap();
    let mut file = File::create(&b).unwrap();
    for number in 0..150_000 {
        writeln!(file, "{{\"text\":\"Row {number}, with some words to fill a block.\"}}").unwrap();
    }
    write!(file, "{{\"text\":0}}\n{{").unwrap();
    let output = run(&["dedup", &a, &b, "-o", "-"]);
    refused(&output, "b.jsonl:150001: field \"text\": expected a string, found a number");
}

#[test]
fn ids_need_not_be_there_nor_differ() {
    let directory = scratch("dedup-ids");
    let removed = path(&directory, "removed");
    for (id, read) in [
        ("\"id\":\"x\",", Value::from("x")),
        ("\"id\":null,", Value::Null),
        ("", Value::Null),
        ("\"id\":[1,\t2],", serde_json::json!([1, 2])),
        ("\"id\":1,\"id\":2,", Value::Null),
    ] {
        let input = format!("{{{id}\"text\":\"One.\"}}\n").repeat(2);
        assert_eq!(status(&dedup(&["--removed", &removed], &input)), 0);
        let listed = values(&fs::read_to_string(&removed).unwrap());
        assert_eq!((&listed[0]["id"], &listed[0]["line"]), (&read, &2.into()));
        assert_eq!(listed[0]["representative"]["line"], 1);
        let output = dedup(&["--annotate"], &input);
        let last = stdout(&output).lines().last().unwrap();
        assert!(last.contains("\"file\":\"-\",\"line\":1,\"ground\":\"identical\"}}"), "{last}");
    }
}

#[test]
fn a_field_to_rank_by_holds_numbers_or_strings() {
    let keep = |input| dedup(&["--keep", "rank"], input);
    refused(&keep("{\"text\":\"One.\"}"), "-:1: expected a field \"rank\", found none");
    refused(
        &keep("{\"text\":\"One.\",\"rank\":[7]}"),
        "-:1: field \"rank\": expected a number or a string, found an array",
    );
}

#[test]
fn a_note_needs_its_name_free() {
    let input = "{\"id\":1,\"text\":\"One.\",\"paradup\":{}}";
    refused(&dedup(&["--annotate"], input), "has a field \"paradup\" already");
    assert_eq!(status(&dedup(&[], input)), 0);
}

#[test]
fn wrong_arguments() {
    refused_usage(&["dedup", "-"]);
    refused_usage(&["dedup", "-o", "-"]);
    refused_usage(&["dedup", "-", "-o", "-", "--relations", "same"]);
    let near = run(&["dedup", "-", "-o", "-", "--may-lose", "anything", "--near", "0"]);
    refused(&near, "near: expected");
}

#[track_caller]
fn refused_usage(arguments: &[&str]) {
    assert_eq!(status(&run(arguments)), 2);
}
