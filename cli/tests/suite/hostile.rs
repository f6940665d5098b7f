//! What is printed obeys nobody: texts and names of files may hold orders to a terminal.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{behind_words, refused, run, run_with_input, scratch, status, stderr, stdout};

/// Paragraphs that begin with the same forty words, differ in one word and have `filling` between.
fn pair(filling: &str) -> [String; 2] {
    let beginning: Vec<String> = (0..40).map(|number| format!("word{number}")).collect();
    let beginning = beginning.join(" ");
    [format!("{beginning} {filling} first"), format!("{beginning} {filling} second")]
}

/// A terminal obeys these; readers of right-to-left text are led astray by the last ones.
const ORDERS: &str = "\u{1b}[2J \u{1b}]0;title\u{7} \u{8}\u{8} \u{9b}31m \r over \u{0} \
    \u{202e}txt.exe \u{2066}\u{2069} \u{200f} \u{61c} \u{85} \u{7f}";

#[track_caller]
fn obeys_nobody(printed: &str) {
    let order = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!printed.contains(order), "{:?} in {printed:?}", printed.find(order));
}

#[test]
fn scan_and_compare() {
    let [a, b] = pair(ORDERS);
    let scanned = run_with_input(&["scan", "-"], format!("{a}\n\n{b}\n").as_bytes());
    assert_eq!(status(&scanned), 1);
    obeys_nobody(stdout(&scanned));
    let (a, b) = (a.replace('\0', ""), b.replace('\0', ""));
    let compared = run(&["compare", "--text", &a, &b]);
    assert_eq!(status(&compared), 1);
    obeys_nobody(stdout(&compared));
    assert!(stdout(&compared).contains("\\u{202e}"), "{}", stdout(&compared));
}

#[test]
fn dedup_s_table_and_messages() {
    let text = serde_json::to_string(ORDERS).unwrap();
    let rows = format!("{{\"text\":{text}}}\n").repeat(2);
    let output = run_with_input(&["dedup", "-", "-o", "-"], rows.as_bytes());
    assert_eq!(status(&output), 0);
    obeys_nobody(stderr(&output));
    let name = ORDERS.replace('\0', "");
    let field = serde_json::to_string(&name).unwrap();
    let twice = format!("{{{field}:1,{field}:2}}\n");
    let key = name.replace('.', r"\.");
    let output = run_with_input(&["dedup", "-", "-o", "-", "--field", &key], twice.as_bytes());
    refused(&output, "stands twice");
    obeys_nobody(stderr(&output));
    let wrong = run(&["dedup", "-", "-o", "-", "--relations", &name]);
    assert_eq!(status(&wrong), 2);
    obeys_nobody(stderr(&wrong));
}

#[test]
fn dedup_s_list_of_what_was_removed() {
    let directory = scratch("hostile-removed");
    let removed = directory.join("removed");
    // What JSON allows as it is, in the id and in the text.
    let order = ORDERS.replace(|c| c < ' ', "");
    let rows = format!("{{\"id\":\"{order}\",\"text\":\"{order} Bell book.\"}}\n").repeat(2);
    let arguments = ["dedup", "-", "-o", "-", "--removed", removed.to_str().unwrap()];
    let output = run_with_input(&arguments, rows.as_bytes());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let listed = fs::read_to_string(removed).unwrap();
    obeys_nobody(&listed);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (&listed["id"], &listed["original"]),
        (&order.into(), &rows[rows.len() / 2..].into())
    );
}

#[test]
#[cfg(unix)]
fn names_of_files() {
    let directory = scratch("hostile-names");
    let name = "\u{1b}[2J\n\u{202e}\u{9b}7m\u{7}.txt";
    fs::write(directory.join(name), "Bell book.\n\nBell book.\n").unwrap();
    fs::write(directory.join(format!("broken{name}")), [0xff]).unwrap();
    let output = run(&["scan", "--min-words", "0", directory.to_str().unwrap()]);
    assert_eq!(status(&output), 2);
    obeys_nobody(stdout(&output));
    obeys_nobody(stderr(&output));
    assert!(stdout(&output).contains("copy of ") && stderr(&output).contains("UTF-8"));
    let (missing, ascii) = (format!("no-such{name}"), "no-such\u{1b}[2J\u{7}.txt");
    for arguments in
        [&["scan", &missing][..], &["compare", ascii, ascii], &["dedup", &missing, "-o", "-"]]
    {
        let output = run(arguments);
        refused(&output, "cannot read no-such");
        obeys_nobody(stderr(&output));
    }
}

/// Names that are no text are shown with what can be shown of them.
#[test]
#[cfg(target_os = "linux")]
fn names_that_are_not_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let directory = scratch("hostile-bytes");
    let name = std::ffi::OsStr::from_bytes(b"a\xff\xfe.txt");
    fs::write(directory.join(name), "Bell book.\n\nBell book.\n").unwrap();
    let output =
        run(&["scan", directory.to_str().unwrap(), "--format", "json", "--min-words", "0"]);
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["counts"]["identical"], 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_text(a: String, b in "[a-zA-Z \u{1b}\u{9b}\u{202e}\u{0}\u{7}\u{8}\r東é]{0,80}") {
        let input = behind_words(&format!("{a}\n\n{b}\n\n{a} {b}\n\n{b}\n"));
        let output = run_with_input(&["scan", "-", "--restated", "0", "--min-words", "0"], input.as_bytes());
        prop_assert!(status(&output) < 2, "{}", stderr(&output));
        obeys_nobody(stdout(&output));
    }
}
