//! However much memory it may take, it writes the same bytes.

use std::collections::BTreeMap;

use super::*;

/// Texts of several sentences, written with an escape or as they read: new ones, copies, near copies, parts of others and
/// instances of a template.
fn texts() -> Vec<String> {
    let sentence = |number: usize| {
        let word =
            |at: usize| format!("{}{}", ["oak", "tide", "lamp", "mill"][at % 4], at * 7 % 997);
        let words: Vec<String> = (0..12).map(|at| word(number * 31 + at * at)).collect();
        format!("Past the {} they went.", words.join(" "))
    };
    let whole = |number: usize| {
        let sentences: Vec<String> = (0..6).map(|at| sentence(number * 6 + at)).collect();
        sentences.join(if number.is_multiple_of(2) { "\n" } else { " " })
    };
    let text = |row: usize| match row % 5 {
        0 | 1 => whole(row),
        2 => whole(row - 2).to_uppercase(),
        3 => sentence(row * 6 - 17) + " " + &sentence(row * 6 - 16),
        _ => whole(4).replacen("went", &format!("came {row}"), 1),
    };
    (0..400).map(text).collect()
}

/// The lines that are written and those that are listed, and what the summary says of memory.
fn outcome(size: &str, options: &[&str], input: &str) -> (String, String, String) {
    let directory = scratch("dedup-memory");
    let [output, removed] = ["out.jsonl", "removed.jsonl"].map(|name| path(&directory, name));
    let places = ["-o", &output, "--removed", &removed, "--memory", size];
    let ended = run_with_input(&[&["dedup", "-"], &places[..], options].concat(), input.as_bytes());
    assert_eq!(status(&ended), 0, "{}", stderr(&ended));
    let told = stderr(&ended).lines().find_map(|line| line.strip_prefix("memory "));
    let [output, removed] = [output, removed].map(|path| fs::read_to_string(path).unwrap());
    (output, removed, told.unwrap().replace(directory.to_str().unwrap(), "DIRECTORY"))
}

/// Sizes from one in which nothing fits to one in which all does.
fn sizes() -> Vec<String> {
    (0..24).map(|step| ((1.4_f64.powi(step) * 1000.0) as u64).to_string()).collect()
}

#[test]
fn every_form_writes_the_same() {
    let texts = texts();
    let input = rows(&texts.iter().map(|text| &**text).collect::<Vec<_>>());
    for (options, forms) in [
        (&["--may-lose", "nothing"][..], 2),
        (&["--may-lose", "wording"], 3),
        (&["--may-lose", "anything"], 3),
        (&["--may-lose", "anything", "--paragraphs", "--emptied", "drop"], 3),
    ] {
        let mut found = BTreeMap::new();
        for size in sizes() {
            let (output, removed, told) = outcome(&size, options, &input);
            found.insert(told, (output, removed));
        }
        assert_eq!(found.len(), forms, "{options:?}: {:?}", found.keys());
        let (output, removed) = found.values().next().unwrap();
        assert!(!removed.is_empty());
        assert!(found.values().all(|other| *other == (output.clone(), removed.clone())));
    }
}

#[test]
fn texts_on_disk_leave_no_file() {
    let directory = scratch("dedup-memory-left");
    let output = path(&directory, "out.jsonl");
    let arguments = ["dedup", "-", "-o", &output, "--memory", "1"];
    let ended = run_with_input(&arguments, rows(&["One.", "One."]).as_bytes());
    assert!(stderr(&ended).contains(&format!("texts in a file in {}", directory.display())));
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
}

#[test]
fn a_reference_that_fitted_before_the_input_came_goes_to_disk_too() {
    let directory = scratch("dedup-memory-reference");
    let reference = path(&directory, "reference.jsonl");
    fs::write(&reference, rows(&[FERRY, &longer()])).unwrap();
    let input = rows(&[&longer(), "Another.", FERRY]);
    let outputs = ["1", "1200", "1T"].map(|size| {
        let output = dedup(&["--against", &reference, "--memory", size], &input);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        stdout(&output).to_owned()
    });
    assert_eq!(values(&outputs[0]).len(), 1);
    assert!(outputs.iter().all(|output| *output == outputs[0]));
}

#[test]
fn a_size_is_a_number_of_bytes() {
    for size in ["0", "1.5G", "all", ""] {
        let output = dedup(&["--memory", size], "");
        assert_eq!(status(&output), 2);
        assert!(stderr(&output).contains("expected a number of bytes from 1 on"), "{size}");
    }
}
