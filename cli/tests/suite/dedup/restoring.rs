//! The input is restored from the output and the file of removals.

use std::collections::BTreeMap;

use super::*;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// A line of the list, as the bytes that it stands for.
fn original(listed: &Value) -> Vec<u8> {
    if let Some(text) = listed["original"].as_str() {
        return text.as_bytes().to_vec();
    }
    let digits = listed["original_hex"].as_str().unwrap().as_bytes();
    let byte =
        |digits: &[u8]| u8::from_str_radix(core::str::from_utf8(digits).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// One input, by the line that says what it was like and those listed of it.
fn restored(input: &Value, listed: &[&Value], kept: &mut impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let listed: BTreeMap<u64, Vec<u8>> =
        listed.iter().map(|row| (row["line"].as_u64().unwrap(), original(row))).collect();
    let lines = input["lines"].as_u64().unwrap();
    let line = |number| listed.get(&number).cloned().unwrap_or_else(|| kept.next().unwrap());
    let mut bytes = (1..=lines).flat_map(line).collect::<Vec<u8>>();
    if input["line_end_added"] == true {
        assert_eq!(bytes.pop(), Some(b'\n'));
    }
    let mark = if input["byte_order_mark_left_out"] == true { MARK } else { &[] };
    [mark, &bytes].concat()
}

/// All inputs, by the output and the list alone.
fn all_restored(output: &[u8], list: &str) -> Vec<(String, Vec<u8>)> {
    let list = values(list);
    let mut kept = output.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec);
    let sections = list.chunk_by(|_, next| next["input"].is_null());
    let restored = sections.map(|section| {
        let (input, rows) = section.split_first().unwrap();
        let name = input["input"].as_str().unwrap();
        assert!(rows.iter().all(|row| row["file"] == name));
        (name.to_owned(), restored(input, &rows.iter().collect::<Vec<_>>(), &mut kept))
    });
    let restored = restored.collect();
    assert_eq!(kept.next(), None, "all of the output has its input");
    restored
}

/// Runs the command on these inputs, puts them together again, and tells what was written.
#[track_caller]
fn check(name: &str, options: &[&str], inputs: &[&[u8]]) -> (String, String, Output) {
    let directory = scratch(name);
    let names = (0..inputs.len()).map(|number| path(&directory, &format!("{number}.jsonl")));
    let names: Vec<String> = names.collect();
    for (name, bytes) in names.iter().zip(inputs) {
        fs::write(name, bytes).unwrap();
    }
    let (out, removed) = (path(&directory, "out"), path(&directory, "removed"));
    let mut arguments = vec!["dedup", "-o", &out, "--removed", &removed];
    arguments.extend(options.iter().copied().chain(names.iter().map(String::as_str)));
    let output = run(&arguments);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let list = fs::read_to_string(&removed).unwrap();
    let written = fs::read(&out).unwrap();
    let restored = all_restored(&written, &list);
    assert_eq!(restored.len(), inputs.len());
    for ((restored, input), name) in restored.iter().zip(inputs).zip(&names) {
        assert_eq!(&restored.0, name);
        assert!(restored.1 == *input, "{name}: {:?}", String::from_utf8_lossy(&restored.1));
    }
    (String::from_utf8(written).unwrap(), list, output)
}

#[test]
fn several_inputs_can_be_restored_to_the_byte() {
    let (one, two) = (r#"{"text":"One."}"#, r#"{ "text" : "Two." , "id":7 }"#);
    let cases: [&[String]; 9] = [
        &[format!("{one}\n{two}\n{one}\n"), format!("{two}\n{one}\n")],
        // Nothing goes: where one ends and the next begins is to be known all the same.
        &[format!("{one}\n"), format!("{two}\n")],
        // A last line without an end, which stays and which goes.
        &[format!("{two}\n{one}"), format!("{one}\n{two}")],
        &[format!("{one}\n{one}"), one.to_owned(), two.to_owned()],
        &[format!("{one}\r\n\r\n{two}\r\n{one}\r\n"), format!("\r\n{one}\r\n \t")],
        &[format!("\n\n{one}\n\n"), String::new(), format!("\n{one}\n  "), format!("{two}\n")],
        &[String::new(), format!("{one}\n{one}\n"), String::new()],
        &[format!("\u{feff}{one}"), format!("\u{feff}{one}\n{two}"), "\u{feff}".to_owned()],
        &["\u{feff}".to_owned(), "\u{feff}\n".to_owned(), format!("\u{feff}{two}\n")],
    ];
    for inputs in cases {
        let inputs: Vec<&[u8]> = inputs.iter().map(String::as_bytes).collect();
        check("dedup-inputs", &[], &inputs);
    }
}

#[test]
fn each_input_is_named_before_what_is_listed_of_it() {
    let (a, b) = (rows(&["One.", "Two."]), rows(&["Two.", "One."]));
    let (out, list, _) = check("dedup-input-lines", &[], &[a.trim_end().as_bytes(), b.as_bytes()]);
    assert_eq!(out, a);
    let list = values(&list);
    assert_eq!((&list[0]["lines"], &list[0]["line_end_added"]), (&2.into(), &true.into()));
    assert_eq!((&list[1]["lines"], &list[1]["line_end_added"]), (&2.into(), &Value::Null));
    let lines: Vec<&Value> = list[2..].iter().map(|row| &row["line"]).collect();
    assert_eq!(lines, [1, 2]);
}

/// More than one block of each, so that pieces and line numbers meet.
#[test]
fn large_inputs_can_be_restored_to_the_byte() {
    let row = |number| {
        format!("{{\"text\":\"{}\"}}\n", FERRY.replace("forty", &format!("{}", number % 70_000)))
    };
    let a: String = (0..80_000).map(row).collect();
    let b: String = (60_000..130_000).map(row).collect();
    check("dedup-large-inputs", &[], &[a.as_bytes(), b.trim_end().as_bytes(), a.as_bytes()]);
}

#[test]
fn lines_that_cannot_be_read_are_listed_with_the_reason() {
    let (one, bad) = (r#"{"text":"One."}"#, r#"{"text":0}"#);
    let a = [
        format!("{bad}\r\n{one}\n{one}\n\n{bad}\n{one}\n").as_bytes(),
        b"{\"text\":\"\xff\xfe\"}\n\x00\n{",
    ]
    .concat();
    let b = [MARK, b"\xc3\n", one.as_bytes(), b"\nnot JSON"].concat();
    let (out, list, output) = check("dedup-listed-invalid", &["--skip-invalid"], &[&a, b"", &b]);
    assert_eq!(out, format!("{one}\n\n"));
    let summary = stderr(&output);
    let skipped = summary.lines().find(|line| line.starts_with("skipped ")).unwrap();
    assert!(skipped.contains(" 7, first ") && skipped.contains("0.jsonl:1: "), "{skipped}");
    let list = values(&list);
    let reasons: Vec<(u64, &str)> = list
        .iter()
        .filter_map(|row| Some((row["line"].as_u64()?, row["skipped"].as_str()?)))
        .collect();
    assert!(reasons[0].1.starts_with("field \"text\": expected a string"), "{reasons:?}");
    assert_eq!(reasons.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 5, 7, 8, 9, 1, 3]);
    assert!(reasons[2].1.starts_with("expected UTF-8 text"), "{reasons:?}");
}

#[test]
fn one_input_with_invalid_lines_can_be_restored() {
    let directory = scratch("dedup-one-invalid");
    let removed = path(&directory, "removed");
    let input = format!("[1]\n{0}\nx\n{0}\n{{", rows(&["One."]).trim_end());
    let output = dedup(&["--skip-invalid", "--removed", &removed], &input);
    let listed = values(&fs::read_to_string(&removed).unwrap());
    let mut kept = stdout(&output).split_inclusive('\n');
    let line = |number: u64| match listed.iter().find(|row| row["line"] == number) {
        Some(row) => row["original"].as_str().unwrap().to_owned(),
        None => kept.next().unwrap().to_owned(),
    };
    assert_eq!((1..=5).map(line).collect::<String>(), input);
}

/// What is read and never written is not to be restored.
#[test]
fn invalid_lines_of_a_reference_are_counted_only() {
    let directory = scratch("dedup-invalid-reference");
    let (reference, removed) = (path(&directory, "reference"), path(&directory, "removed"));
    fs::write(&reference, "[]\n{\"text\":\"One.\"}\n").unwrap();
    let options = ["--skip-invalid", "--against", &reference, "--removed", &removed];
    let output = dedup(&options, "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n");
    assert!(stderr(&output).contains("skipped in reference"), "{}", stderr(&output));
    assert_eq!(values(&fs::read_to_string(&removed).unwrap()).len(), 1);
}

#[test]
fn the_help_says_what_becomes_of_invalid_lines_and_how_to_restore() {
    let help = run(&["dedup", "--help"]);
    let help: String = stdout(&help).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Leave out lines that are not a JSON object with a text",
        "--removed lists each with its file, its line and the reason",
        "To put an input back, ",
    ] {
        assert!(help.contains(said), "{said}");
    }
}
