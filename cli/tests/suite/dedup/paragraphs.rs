//! Rows that are documents: which of their paragraphs go, and the rows without them.

use std::collections::BTreeMap;

use super::*;

const NOTICE: &str = "This shop counts its visitors and keeps their numbers for a year.";
const MILL: &str = "The old mill at Harrow Weir grinds again on the first Sunday of each month.";
const OVEN: &str = "Bread from the wood oven is sold at the gate from eight until none is left.";

const SEPARATORS: [&str; 6] = ["\n\n", "\r\n\r\n", "\n \t\n    ", "\u{c}", "\n\n\n  ", "\u{2029}"];

fn paragraphs(options: &[&str], input: &str) -> Output {
    let output = dedup(&[&["--paragraphs"], options].concat(), input);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    output
}

/// The texts of the lines that are written.
fn texts(output: &Output) -> Vec<String> {
    let text = |row: &Value| row["text"].as_str().unwrap().to_owned();
    values(stdout(output)).iter().map(text).collect()
}

/// Documents of which many paragraphs repeat others, as they are, in other letters, shortened or changed.
fn documents(number: usize) -> Vec<String> {
    let texts = crate::generator::paragraphs(number * 3, 14, 21);
    let text = |at: usize| {
        let text = &texts[at * 7919 % texts.len()];
        match at % 11 {
            0 | 5 => NOTICE.to_owned(),
            1 => text.to_uppercase(),
            2 => format!("{text} {MILL}"),
            3 => format!("\"{text}\" \u{1}/é漢😀"),
            4 => text.replacen(' ', " hardly ", 1),
            6 => "Too short.".to_owned(),
            _ => text.clone(),
        }
    };
    let document = |number: usize| {
        let paragraphs = (0..number % 9).map(|at| {
            let at = number * 5 + at;
            text(at) + SEPARATORS[at % SEPARATORS.len()]
        });
        let outer = ["", "\n", "  ", "\u{feff}"][number % 4];
        outer.to_owned() + &paragraphs.collect::<String>()
    };
    (0..number).map(document).collect()
}

fn rows_of(documents: &[String]) -> String {
    rows(&documents.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn repeated_paragraphs_go_and_the_rows_are_rejoined() {
    let input = rows(&[
        &format!("{NOTICE}\n\n{MILL}\n\nTell a friend"),
        &format!("{NOTICE}\n\n{OVEN}\n\nTell a friend"),
        &format!("{MILL}\n\nMore about the mill follows in the next letter.\n\n{OVEN}"),
        "Tell a friend",
    ]);
    let output = paragraphs(&[], &input);
    let expected = [
        format!("{NOTICE}\n\n{MILL}\n\nTell a friend"),
        format!("{OVEN}\n\nTell a friend"),
        "More about the mill follows in the next letter.".to_owned(),
        "Tell a friend".to_owned(),
    ];
    assert_eq!(texts(&output), expected);
    for line in
        [&["read", "4"][..], &["paragraphs", "10"], &["too", "short", "3,"], &["removed", "3"]]
    {
        let is_there = |found: &str| found.split_whitespace().collect::<Vec<_>>().starts_with(line);
        assert!(stderr(&output).lines().any(is_there), "{line:?}: {}", stderr(&output));
    }
    let all = paragraphs(&["--min-words", "1"], &input);
    assert_eq!(texts(&all)[1..], [OVEN.to_owned(), expected[2].clone()]);
}

#[test]
fn every_other_byte_of_a_row_stays() {
    let row = |text: &str| {
        format!("  {{ \"z\":1e400, \"text\" : \"{text}\",\"id\":\"\\/\" , \"n\":[ ] }}\r\n")
    };
    let first = row(&format!(r"{MILL}\n\n{OVEN}\tWarm.")) + "\n";
    let before = r"\u0000\/ \ud83d\ude00 é\u00e9 Before all of it.\r\n\r\n";
    let gone = format!(r"{OVEN}\u0009W\u0061rm.\n\n").replace("gate", r"g\u0061te");
    let behind = r#"   \"Behind\" \ufeff it, in \\ marks.\u2029 \n"#;
    let output = paragraphs(&[], &(first.clone() + &row(&[before, &gone, behind].concat())));
    assert_eq!(stdout(&output), first + &row(&[before, behind].concat()));
}

#[test]
fn a_text_is_cut_where_its_keys_lead() {
    let row =
        |text: &str| format!("{{\"a\":[0,{{\"b\\u0063\" :\"{text}\"}}],\"bc\":\"{MILL}\"}}\n");
    let [first, second] = [MILL, OVEN].map(|text| row(&format!("{NOTICE}\\n\\n{text}")));
    let output = paragraphs(&["--field", "a.1.bc"], &(first.clone() + &second));
    assert_eq!(stdout(&output), first + &row(OVEN));
}

/// The texts of rows, from the output and the list of what was removed alone.
fn restored(output: &str, list: &str) -> Vec<String> {
    let mut listed: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for row in values(list) {
        listed.entry(row["line"].as_u64().unwrap()).or_default().push(row);
    }
    let mut kept = values(output).into_iter();
    let text = |row: &Value| row["text"].as_str().unwrap().to_owned();
    let row = |line| {
        let removed = listed.remove(&line).unwrap_or_default();
        if let Some(row) = removed.iter().find(|row| row["emptied"] == true) {
            return Some(text(&serde_json::from_str(row["original"].as_str().unwrap()).unwrap()));
        }
        let mut left = text(&kept.next()?);
        for paragraph in removed {
            let part = |name: &str| paragraph[name].as_str().unwrap_or_default().to_owned();
            let [before, text, behind] = ["before", "text", "behind"].map(part);
            let start = paragraph["start"].as_u64().unwrap() as usize - before.len();
            left.insert_str(start, &(before + &text + &behind));
        }
        Some(left)
    };
    (1..).map_while(row).collect()
}

/// Documents of lists, talk, quotations and titles, of which many lines repeat others.
fn lists(number: usize) -> Vec<String> {
    let texts = crate::generator::paragraphs(number, 14, 21);
    let line = |at: usize| {
        // Squares recur, some within a document.
        let text = &texts[at * at % texts.len()];
        let mark = ["- ", "1. ", "2. ", "3. ", "  - ", "> ", "", "* ", "- ", ""][at % 10];
        let rule = if at.is_multiple_of(13) { "\n--------------------" } else { "" };
        let end = ["\n", "\n", "\n\n", "\n", "\n\n", "\u{c}"][at * 31 % 6];
        format!("{mark}{text}{rule}{end}")
    };
    let document = |number: usize| (0..number % 17).map(|at| line(number * 11 + at)).collect();
    (0..number).map(document).collect()
}

#[test]
fn texts_are_restored_and_nothing_goes_twice() {
    nothing_goes_twice("dedup-paragraphs", &documents(400));
}

#[test]
fn nothing_of_lists_goes_twice() {
    nothing_goes_twice("dedup-paragraphs-lists", &lists(293));
}

fn nothing_goes_twice(name: &str, documents: &[String]) {
    let input = rows_of(documents);
    let removed = path(&scratch(name), "removed");
    for policy in ["nothing", "wording", "anything"] {
        for others in [
            &[][..],
            &["--keep", "first", "--emptied", "keep"],
            &["--scope", "document"],
            &["--scope", "other"],
            &["--max-copies", "3", "--min-words", "0"],
        ] {
            let options = [&["--may-lose", policy], others].concat();
            let once = paragraphs(&[&options[..], &["--removed", &removed]].concat(), &input);
            let list = fs::read_to_string(&removed).unwrap();
            assert!(!list.is_empty(), "{options:?}");
            assert_eq!(restored(stdout(&once), &list), documents, "{options:?}");
            let twice = paragraphs(&options, stdout(&once));
            assert!(stdout(&twice) == stdout(&once), "{options:?}: {}", stderr(&twice));
        }
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let directory = scratch("dedup-paragraphs-threads");
    let input = path(&directory, "in.jsonl");
    fs::write(&input, rows_of(&documents(900))).unwrap();
    for options in [&[][..], &["--scope", "document"], &["--annotate"]] {
        let outputs = ["1", "2", "7"].map(|threads| {
            let removed = path(&directory, "removed");
            let mut command = command();
            command.env("RAYON_NUM_THREADS", threads).args(["dedup", "--paragraphs", &input]);
            let output = command.args(options).args(["-o", "-", "--removed", &removed]).output();
            (output.unwrap().stdout, fs::read_to_string(removed).unwrap())
        });
        assert!(outputs[0] == outputs[1] && outputs[0] == outputs[2], "{options:?}");
    }
}

#[test]
fn a_scope_says_for_which_paragraphs_one_may_go() {
    let input =
        rows(&[&format!("{MILL}\n\n{OVEN}"), &format!("{OVEN}\n\n{NOTICE}\n\n{OVEN}\n\n{NOTICE}")]);
    let second = |scope| texts(&paragraphs(&["--scope", scope], &input))[1].clone();
    assert_eq!(second("all"), NOTICE);
    assert_eq!(second("document"), format!("{OVEN}\n\n{NOTICE}"));
    assert_eq!(second("other"), format!("{NOTICE}\n\n{NOTICE}"));
    let refusal = "--against needs --scope all or other";
    refused(&dedup(&["--paragraphs", "--scope", "document", "--against", "x"], ""), refusal);
    let output = dedup(&["--scope", "document"], "");
    assert!(
        status(&output) == 2 && stderr(&output).contains("--paragraphs"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_reference_is_read_by_paragraphs_too() {
    let directory = scratch("dedup-paragraphs-against");
    let (reference, removed) = (path(&directory, "reference"), path(&directory, "removed"));
    fs::write(&reference, rows(&["Nothing else.", &format!("{NOTICE}\n\n{OVEN}")])).unwrap();
    let input = rows(&[&format!("{OVEN}\n\n{MILL}"), NOTICE]);
    let options = ["--against", &reference, "--removed", &removed];
    assert_eq!(texts(&paragraphs(&options, &input)), [MILL]);
    let listed = values(&fs::read_to_string(&removed).unwrap());
    let place = &listed[0]["representative"];
    assert_eq!(
        (&place["id"], &place["reference"], &place["line"]),
        (&1.into(), &true.into(), &2.into())
    );
    assert_eq!(place["start"], NOTICE.len() + 2);
}

#[test]
fn notes_tell_what_would_go() {
    let text = format!("{OVEN}\n\n  {NOTICE}\n\nTell é a friend\n\n{NOTICE}");
    let input = rows(&[&format!("{OVEN}\n\n{MILL}"), &text, ""]);
    let output = paragraphs(&["--annotate", "--may-lose", "wording"], &input);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    let line = input.lines().next().unwrap().strip_suffix('}').unwrap();
    assert_eq!(lines[0], format!("{line},\"paradup\":{{\"paragraphs\":2,\"removed\":[]}}}}"));
    let rows = values(stdout(&output));
    assert_eq!((&rows[1]["text"], &rows[1]["paradup"]["paragraphs"]), (&text.into(), &4.into()));
    let [oven, notice] = &rows[1]["paradup"]["removed"].as_array().unwrap()[..] else { panic!() };
    let place = serde_json::json!({"id": 0, "file": "-", "line": 1, "start": 0, "end": OVEN.len()});
    let note = serde_json::json!(
        {"start": 0, "end": OVEN.len(), "ground": "identical", "score": 1.0, "representative": place}
    );
    assert_eq!(*oven, note);
    assert_eq!(notice["representative"]["start"], OVEN.len() + 4);
    assert_eq!(rows[2]["paradup"]["paragraphs"], 0);
}

#[test]
fn emptied_rows_are_left_out_or_kept() {
    let input = rows(&[&format!("{OVEN}\n\n{MILL}"), &format!("\n{MILL}\n\n{OVEN}\n"), "", " \n"]);
    let output = paragraphs(&[], &input);
    assert_eq!(kept(&["--paragraphs"], &input), [0, 2, 3]);
    assert!(stderr(&output).contains("which are left out"), "{}", stderr(&output));
    let output = paragraphs(&["--emptied", "keep"], &input);
    assert_eq!(texts(&output)[1..], ["\n\n", "", " \n"]);
    let null = "{\"text\":null}\n{\"text\":\"One.\"}\n";
    assert_eq!(stdout(&paragraphs(&[], null)), null);
}

#[test]
fn a_row_s_rank_is_that_of_its_paragraphs() {
    let row = |id, date: &str, text: &str| {
        format!("{}\n", serde_json::json!({"id": id, "date": date, "text": text}))
    };
    let old = format!("{NOTICE}\n\n{OVEN}");
    let input = row(0, "2023-01-31", &old) + &row(1, "2024-01-01", NOTICE);
    assert_eq!(texts(&paragraphs(&["--keep", "date"], &input)), [OVEN, NOTICE]);
    let copies = row(0, "2023", NOTICE) + &row(1, "2025", NOTICE) + &row(2, "2024", NOTICE);
    assert_eq!(kept(&["--paragraphs", "--keep", "date", "--max-copies", "2"], &copies), [1, 2]);
}

#[test]
fn tables_hold_documents_too() {
    let directory = scratch("dedup-paragraphs-table");
    let removed = path(&directory, "removed");
    let input = format!("id,text,note\n1,{OVEN},\"x\"\n2,\"{MILL}\n\n{OVEN}\n\n\"\"Good\"\", then.\" ,\"y\"\n3,{OVEN},z")
        .replace("\" ,", "\",");
    let output = paragraphs(&["--input", "csv", "--removed", &removed], &input);
    let expected =
        format!("id,text,note\n1,{OVEN},\"x\"\n2,\"{MILL}\n\n\"\"Good\"\", then.\",\"y\"\n");
    assert_eq!(stdout(&output), expected);
    let listed = values(&fs::read_to_string(&removed).unwrap());
    assert_eq!((&listed[0]["id"], &listed[0]["line"]), (&"2".into(), &3.into()));
    assert_eq!((&listed[0]["text"], &listed[0]["behind"]), (&OVEN.into(), &"\n\n".into()));
    assert_eq!(
        (&listed[2]["emptied"], &listed[2]["original"]),
        (&true.into(), &format!("3,{OVEN},z").into())
    );
}

#[test]
fn a_row_of_very_many_paragraphs() {
    let directory = scratch("dedup-paragraphs-many");
    let removed = path(&directory, "removed");
    // Each twice, so that every second one goes.
    let text: Vec<String> =
        (0..200_000).map(|at| format!("One two three four five {}.", at / 2)).collect();
    let other = format!("{}\n\n{MILL}", text[77]);
    let input = rows(&[&other, &text.join("\n\n")]);
    let output = paragraphs(&["--removed", &removed], &input);
    let expected: Vec<&str> =
        text.iter().step_by(2).filter(|one| *one != &text[77]).map(|one| &**one).collect();
    assert!(texts(&output)[1] == expected.join("\n\n"));
    assert_eq!(values(&fs::read_to_string(&removed).unwrap()).len(), 100_001);
}

#[test]
fn a_row_of_one_very_long_paragraph() {
    let long: Vec<String> =
        (0..300_000).map(|at| format!("The {at}th word is a number. ")).collect();
    let long = long.concat();
    let input = rows(&[&format!("{MILL}\n\n{long}"), &long, &format!("{long}\n\n{OVEN}")]);
    let output = paragraphs(&[], &input);
    let expected = [format!("{MILL}\n\n{long}"), OVEN.to_owned()];
    assert!(texts(&output) == expected, "{}", stderr(&output));
}

#[test]
fn items_and_quotations_go_with_their_marks() {
    let list =
        format!("Sold here:\n- {OVEN}\n- {MILL}\n- Milk.\n\n> {NOTICE}\n\nThat is all of it.");
    let input =
        rows(&[&format!("{MILL}\n\n{NOTICE}"), &list, &format!("1. One\n2. {OVEN}\n3. Three")]);
    let output = paragraphs(&[], &input);
    let expected = format!("Sold here:\n- {OVEN}\n- Milk.\n\nThat is all of it.");
    assert_eq!(texts(&output)[1], expected);
    // Without the second there is no list any more.
    assert_eq!(texts(&output)[2], format!("1. One\n2. {OVEN}\n3. Three"));
    let counted = stderr(&output).lines().find(|line| line.starts_with("stay in place")).unwrap();
    assert!(counted.contains(" 1, for without them"), "{counted}");
    assert_eq!(stdout(&paragraphs(&[], stdout(&output))), stdout(&output));
}

#[test]
fn texts_are_read_as_they_are_written() {
    let markdown = format!("# {MILL}\n\n```\n{OVEN}\n```\n\n{NOTICE}\n\n* {MILL}\n* Closed.");
    let input = rows(&[&format!("{NOTICE}\n\n{OVEN}\n\n{MILL}"), &markdown]);
    let output = dedup(&["--paragraphs=markdown"], &input);
    let left = format!("# {MILL}\n\n```\n{OVEN}\n```\n\n* Closed.");
    assert_eq!(texts(&output)[1], left, "{}", stderr(&output));
    let titled =
        format!("{MILL}\n{}\n\n.. note::\n\n   {NOTICE}\n\n{OVEN}\n", "=".repeat(MILL.len()));
    let input = rows(&[&format!("{NOTICE}\n\n{MILL}"), &titled]);
    let output = dedup(&["--paragraphs=rst"], &input);
    assert!(texts(&output)[1].starts_with(MILL), "a title is none: {}", texts(&output)[1]);
    assert!(!texts(&output)[1].contains(NOTICE), "{}", texts(&output)[1]);
    let wrong = dedup(&["--paragraphs=html"], &input);
    assert!(stderr(&wrong).contains("its tags would be left behind"), "{}", stderr(&wrong));
}
