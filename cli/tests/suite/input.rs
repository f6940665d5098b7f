//! What `scan` reads: formats, encodings, rows, directories, and what it refuses by name.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::support::{refused, run, run_with_input, scratch, status, stderr, stdout};

const NOTICE: &str =
    "The museum shop closes early on Friday because the stock is counted in the evening.";
const OTHER: &str =
    "Guided walks along the old town wall begin at the water gate every day at ten.";

/// A file in a directory of its own.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = scratch(&format!("input-{}", name.replace('.', "-"))).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn json_report(arguments: &[&str]) -> Value {
    let output = run(&[&["scan", "--format", "json"], arguments].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)))
}

/// It says of one place that it repeats another.
#[track_caller]
fn repeats(output: &Output, place: &str, other: &str) {
    let is_said = |line: &str| line.contains(&format!("{place}: ")) && line.contains(other);
    assert!(stdout(output).lines().any(is_said), "{}{}", stdout(output), stderr(output));
}

mod rows {
    use super::*;

    #[test]
    fn a_row_is_found_again_by_its_line() {
        let rows = format!("{{\"text\":\"{NOTICE}\"}}\n\n{{\"id\":7,\"text\":\"{NOTICE}\"}}\n");
        let path = file("plain.jsonl", rows);
        let output = run(&["scan", &path]);
        assert_eq!((status(&output), stderr(&output)), (1, ""));
        repeats(&output, "plain.jsonl:3", "line 1");
    }

    #[test]
    fn lines_are_counted_as_editors_count_them() {
        let rows = format!(
            "{{\"text\":\"{OTHER}\u{2029}{NOTICE} \u{85} \u{2028}\"}}\n{{\"text\":\"{NOTICE}\"}}\n"
        );
        repeats(&run(&["scan", &file("separators.jsonl", rows)]), "separators.jsonl:2", "line 1");
    }

    /// Spans lead into the file as it is written, with its escapes and quotes.
    #[test]
    fn spans_are_of_the_file() {
        let escaped = NOTICE
            .replace(' ', "\\u0020")
            .replace("shop", "\\\"shop\\\"")
            .replace('F', "\\ud83d\\ude00");
        let lines = format!("{{\"text\":\"{NOTICE}\"}}\n{{\"a\":[1],\"text\":\"  {escaped}\"}}\n");
        let quoted = NOTICE.replace("shop", "\"\"shop\"\"");
        let table = format!("id,text\n1,{NOTICE}\n2,\"{quoted}\"\n");
        for (name, content) in [("spans.jsonl", lines), ("spans.csv", table)] {
            let report = json_report(&[&file(name, &content)]);
            let [finding] = &report["findings"].as_array().unwrap()[..] else { panic!("{report}") };
            assert_eq!(finding["b"]["paragraph"], 1);
            let paragraph = &report["documents"][0]["paragraphs"][1];
            let (start, end) =
                (paragraph["start"].as_u64().unwrap(), paragraph["end"].as_u64().unwrap());
            let source = &content[start as usize..end as usize];
            assert!(source.starts_with("The") && source.ends_with("evening."), "{source}");
            let text = paragraph["text"].as_str().unwrap();
            assert!(text.starts_with("The museum \"shop\" closes early on "), "{text}");
            assert_eq!(paragraph["row"], 2);
        }
    }

    #[test]
    fn a_field_within_another() {
        let rows = format!("{{\"doc\":{{\"body\":\"{NOTICE}\"}}}}\n").repeat(2);
        let path = file("nested.jsonl", rows);
        refused(
            &run(&["scan", &path]),
            "nested.jsonl:1: expected a text in the field \"text\", found none in any row; the first row has \"doc\"",
        );
        let report = json_report(&[&path, "--field", "doc.body"]);
        assert_eq!(
            report["documents"][0]["rows"],
            json!({"field": "doc.body", "count": 2, "without_text": 0})
        );
        assert_eq!(report["counts"]["identical"], 1);
        let numbers = file("numbers.jsonl", "{\"text\":\"One.\"}\n{\"text\":2}\n");
        refused(
            &run(&["scan", &numbers]),
            "numbers.jsonl:2: field \"text\": expected a string, found a number",
        );
    }

    #[test]
    fn paragraphs_of_a_row_are_compared_each() {
        let rows = format!("{{\"text\":\"{NOTICE}\\n\\n{OTHER}\"}}\n{{\"text\":\"{OTHER}\"}}\n");
        let path = file("paragraphs.jsonl", rows);
        let report = json_report(&[&path]);
        assert_eq!(
            (&report["counts"]["paragraphs"], &report["counts"]["identical"]),
            (&json!(3), &json!(1))
        );
        assert_eq!(report["documents"][0]["paragraphs"][0]["row"], 1);
        let whole = json_report(&[&path, "--unit", "document"]);
        assert_eq!(whole["counts"]["paragraphs"], 2);
        assert_eq!(whole["findings"][0]["relation"], "contained");
    }

    #[test]
    fn rows_that_cannot_be_read_are_counted_where_they_may_be_left_out() {
        let lines = [
            format!("{{\"text\":\"{NOTICE}\"}}").into_bytes(),
            b"{\"text\":7}".to_vec(),
            b"{\"text\":\"caf\xe9\"}".to_vec(),
            b"{\"text\"".to_vec(),
            format!("{{\"text\":\"{NOTICE}\"}}").into_bytes(),
        ];
        let path = file("damaged.jsonl", lines.join(&b'\n'));
        refused(&run(&["scan", &path]), "damaged.jsonl");
        let output = run(&["scan", &path, "--skip-invalid"]);
        repeats(&output, "damaged.jsonl:5", "line 1");
        let said = "3 of 5 rows left out, the first at ";
        assert!(stdout(&output).contains(said), "{}", stdout(&output));
        assert!(
            stdout(&output)
                .contains("damaged.jsonl:2: field \"text\": expected a string, found a number"),
            "{}",
            stdout(&output)
        );
        let report = json_report(&[&path, "--skip-invalid"]);
        assert_eq!(report["documents"][0]["rows"]["skipped"]["count"], 3);
        let table = file("damaged.csv", format!("id,text\n1,{NOTICE}\n2\n3,{NOTICE}\n"));
        repeats(&run(&["scan", &table, "--skip-invalid"]), "damaged.csv:4", "line 2");
        let none = file("none.jsonl", "7\n8\n");
        refused(&run(&["scan", &none, "--skip-invalid"]), "none.jsonl:1: expected a JSON object");
    }

    #[test]
    fn rows_without_a_text_are_counted() {
        let rows =
            format!("{{\"text\":null}}\n{{\"text\":\"{NOTICE}\"}}\n{{}}\n{{\"text\":\"  \"}}\n");
        let path = file("empty.jsonl", rows);
        let output = run(&["scan", &path]);
        assert_eq!(status(&output), 0);
        assert!(
            stdout(&output).contains("empty.jsonl: 3 of 4 rows without a text in \"text\"\n"),
            "{}",
            stdout(&output)
        );
    }

    #[test]
    fn what_a_file_does_not_end_is_told() {
        let page = format!("<p>{NOTICE}</p>\n<!-- <p>{OTHER}</p>\n");
        let output = run(&["scan", &file("open.html", page)]);
        let bytes = OTHER.len() + "<!-- <p></p>\n".len();
        let note = format!(
            "open.html:2: nothing ends <!--; {bytes} bytes from there on are not compared\n"
        );
        assert!(stdout(&output).contains(&note), "{}", stdout(&output));
    }

    #[test]
    fn what_is_no_row() {
        let path = file("broken.jsonl", "{\"text\":\"One.\"}\n{\"text\":\n");
        refused(&run(&["scan", &path]), "broken.jsonl:2: expected a whole JSON object on the line");
        let path = file("list.jsonl", "[1]\n");
        refused(
            &run(&["scan", &path]),
            "list.jsonl:1: expected a JSON object on the line, found an array",
        );
        let path = file("half.jsonl", "{\"text\":\"One \\ud83d.\"}\n");
        refused(
            &run(&["scan", &path]),
            "half.jsonl:1: field \"text\": expected Unicode text, found an escape",
        );
        let path = file("twice.jsonl", "{\"text\":\"One.\",\"text\":\"Two.\"}\n");
        refused(&run(&["scan", &path]), "twice.jsonl:1: the field \"text\" stands twice");
    }

    #[test]
    fn an_array_of_rows() {
        let rows =
            format!("[\n {{\n  \"text\": \"{NOTICE}\"\n }},\n {{\"text\": \"{NOTICE}\"}}\n]\n");
        let path = file("array.json", rows);
        let output = run(&["scan", &path]);
        repeats(&output, "array.json:5", "line 3");
    }

    #[test]
    fn tables() {
        let table = format!("\u{feff}text\tid\r\n\"{NOTICE}\r\n\r\n{OTHER}\"\t1\r\n{OTHER}\t2\r\n");
        let path = file("table.tsv", table);
        let output = run(&["scan", &path]);
        repeats(&output, "table.tsv:5", "line 4");
        for (name, content, message) in [
            (
                "column.csv",
                "id,body\n1,One.\n",
                "column.csv:1: expected a column \"text\", found \"id\", \"body\"; --field",
            ),
            (
                "ragged.csv",
                "id,text\n1,One.\n2,Two,or more.\n",
                "ragged.csv:3: expected 2 values, as the table has columns, found 3",
            ),
            (
                "open.csv",
                "id,text\n1,One.\n2,\"Two\n3,Three.\n",
                "open.csv:3: expected a closing quotation mark",
            ),
        ] {
            refused(&run(&["scan", &file(name, content)]), message);
        }
    }

    #[test]
    fn a_field_where_nothing_has_rows() {
        let path = file("article.txt", "Nothing here.\n");
        refused(&run(&["scan", &path, "--field", "body"]), "--field: expected files with rows");
    }
}

mod encodings {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_16_with_a_mark_is_read() {
        let text = format!(
            "\u{feff}{NOTICE} Ausstellungsräume 😀\r\n\r\n{NOTICE} Ausstellungsräume 😀\r\n"
        );
        for (name, bytes, encoding) in [
            ("little.txt", utf16(&text, u16::to_le_bytes), "UTF-16LE"),
            ("big.txt", utf16(&text, u16::to_be_bytes), "UTF-16BE"),
        ] {
            let path = file(name, bytes);
            let output = run(&["scan", &path]);
            repeats(&output, ":3", "line 1");
            assert!(
                stdout(&output).contains(&format!("{name}: read as {encoding}; ")),
                "{}",
                stdout(&output)
            );
            assert_eq!(json_report(&[&path])["documents"][0]["encoding"], encoding);
        }
    }

    #[test]
    fn what_is_no_utf_8_is_told_how_to_become_it() {
        for (name, bytes, message) in [
            (
                "western.txt",
                b"Caf\xe9 M\xfcller".to_vec(),
                "at offset 3; convert the file from its own encoding, as in iconv -f WINDOWS-1252",
            ),
            (
                "damaged.txt",
                "Café M\u{fc}ller".bytes().chain([0xff]).collect(),
                "at offset 13; the file is damaged there; iconv -c",
            ),
            (
                "unmarked.txt",
                utf16(NOTICE, u16::to_le_bytes),
                "found UTF-16 without a byte order mark; convert it, as in iconv -f UTF-16LE",
            ),
            ("wide.txt", [&[0xff, 0xfe, 0, 0][..], &[b'a', 0, 0, 0]].concat(), "found UTF-32 text"),
            (
                "odd.txt",
                vec![0xff, 0xfe, b'a', 0, b'b'],
                "expected UTF-16LE text, found other bytes at offset 4",
            ),
        ] {
            refused(&run(&["scan", &file(name, bytes)]), message);
        }
    }
}

mod refusals {
    use super::*;

    /// Whatever their names say.
    #[test]
    fn what_is_no_text() {
        for (name, bytes, message) in [
            (
                "paper.txt",
                &b"%PDF-1.7\n"[..],
                "found a PDF document; extract its text first, as by pdftotext",
            ),
            (
                "letter.md",
                b"PK\x03\x04\x14\0\0\0word/document.xml",
                "found a Word document (.docx); make a text of it first, as in pandoc",
            ),
            ("book.epub", b"PK\x03\x04mimetypeapplication/epub+zip", "found an EPUB book; "),
            (
                "note.odt",
                b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
                "an OpenDocument file",
            ),
            ("shot.txt", b"\x89PNG\r\n\x1a\n....", "found a PNG image"),
            ("tool", b"\x7fELF\x02\x01\x01", "found an executable"),
            ("rows.jsonl", b"PAR1\x15\x04", "found a Parquet file; "),
            ("old.txt.gz", b"\x1f\x8b\x08", "found a gzip archive; unpack it, as in gunzip -c"),
            ("data", &[0, 1, 2, 3].repeat(40)[..], "found binary data"),
            ("noise", &[0xff, 1, 2, 3].repeat(40)[..], "found binary data"),
            (
                "mail.eml",
                b"Subject: Hi\nMIME-Version: 1.0\n\nHello.\n",
                "found a mail with its headers; save the text part",
            ),
            (
                "lesson.ipynb",
                b"{\"cells\": []}",
                "found a Jupyter notebook; make a text of it first",
            ),
        ] {
            refused(&run(&["scan", &file(name, bytes)]), message);
        }
    }

    #[test]
    #[cfg(not(feature = "parquet"))]
    fn parquet_in_a_build_without_it() {
        let advice = "which this build cannot read; write its rows as JSON lines first, or build paradup with --features parquet";
        for (name, bytes) in
            [("rows.parquet", "PAR1\x15"), ("rows", "PAR1\x15"), ("empty.parquet", "")]
        {
            let path = file(name, bytes);
            refused(&run(&["scan", &path]), advice);
            refused(&run(&["dedup", &path, "-o", "-"]), advice);
        }
        let path = file("rows.parquet", "PAR1\x15");
        let directory = Path::new(&path).parent().unwrap();
        fs::write(directory.join("a.md"), format!("{NOTICE}\n")).unwrap();
        let output = run(&["scan", directory.to_str().unwrap()]);
        assert!(stdout(&output).ends_with("left out: 1 .parquet\n"), "{}", stdout(&output));
    }

    /// As plain text it would be one paragraph, and nothing redundant.
    #[test]
    fn standard_input_in_a_format_that_nobody_named() {
        let page = format!("<!DOCTYPE html>\n<p>{NOTICE}</p><p>{NOTICE}</p>");
        refused(
            &run_with_input(&["scan", "-"], page.as_bytes()),
            "-: found an HTML page, and no format is named; name it with --input html",
        );
        let rows = format!("{{\"text\":\"{NOTICE}\"}}\n").repeat(2);
        refused(&run_with_input(&["scan", "-"], rows.as_bytes()), "name it with --input jsonl");
        let named = run_with_input(&["scan", "-", "--input", "jsonl"], rows.as_bytes());
        repeats(&named, "-:2", "line 1");
        let plain = run_with_input(&["scan", "-", "--input", "plain"], rows.as_bytes());
        assert_eq!((status(&plain), stderr(&plain)), (0, ""));
    }

    #[test]
    #[cfg(unix)]
    fn devices_have_no_end() {
        for device in
            ["/dev/zero", "/dev/urandom"].into_iter().filter(|one| Path::new(one).exists())
        {
            refused(&run(&["scan", device]), &format!("{device}: expected a file, found a device"));
        }
    }

    /// A file that is all hole takes no time and no memory.
    #[test]
    fn a_long_file_of_zeros() {
        let path = file("hole.txt", "");
        fs::File::options().write(true).open(&path).unwrap().set_len(3 << 30).unwrap();
        refused(&run(&["scan", &path]), "hole.txt: expected text, found binary data");
    }
}

mod directories {
    use super::*;

    fn tree(name: &str, files: &[&str]) -> String {
        let directory = scratch(name);
        for file in files {
            let path = directory.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{NOTICE}\n")).unwrap();
        }
        directory.to_str().unwrap().to_owned()
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let files = [
            "a.md",
            "b.txt",
            "c.py",
            "d.PNG",
            "e.png",
            ".hidden.md",
            ".git/x.md",
            "LICENSE",
            "data.csv",
        ];
        let tree = tree("left-out", &files);
        let output = run(&["scan", &tree]);
        assert_eq!(status(&output), 1);
        let note = "left out: 2 .png, 1 without an ending, 1 .csv, 1 .py, 2 hidden\n";
        assert!(stdout(&output).ends_with(note), "{}", stdout(&output));
        repeats(&output, "b.txt:1", "");
        let skipped = json!({
            "files": {"": 1, ".csv": 1, ".png": 2, ".py": 1},
            "hidden": 2, "linked_directories": 0, "special": 0, "ignore_files": false,
        });
        assert_eq!(json_report(&[&tree])["skipped"], skipped);
    }

    /// Also where the tree is in no Git repository.
    #[test]
    fn what_is_ignored_by_name_is_not_read() {
        let tree = tree("git-ignored", &["a.md", "built/a.md", "draft.md", "notes/b.md"]);
        fs::write(Path::new(&tree).join(".gitignore"), "built/\n").unwrap();
        fs::write(Path::new(&tree).join(".ignore"), "draft.md\n").unwrap();
        let report = json_report(&[&tree]);
        let paths: Vec<&str> = report["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["path"].as_str().unwrap())
            .collect();
        assert!(
            paths.len() == 2 && paths[0].ends_with("/a.md") && paths[1].ends_with("notes/b.md"),
            "{paths:?}"
        );
        let output = run(&["scan", &tree]);
        assert!(
            stdout(&output).ends_with("left out: 2 hidden, what .gitignore and .ignore name\n"),
            "{}",
            stdout(&output)
        );
        // What is named is read.
        let named = format!("{tree}/built");
        assert_eq!(json_report(&[&named])["documents"].as_array().unwrap().len(), 1);
    }

    /// It is no copy of itself.
    #[test]
    fn a_file_that_is_named_twice_is_read_once() {
        let tree = tree("twice", &["a.md"]);
        let names = [format!("{tree}/a.md"), format!("{tree}/../twice/a.md"), tree.clone()];
        let report = json_report(&names.each_ref().map(String::as_str));
        assert_eq!(report["documents"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn excluded_files_are_counted() {
        let tree = tree("excluded", &["a.md", "b.md", "others/c.md", "deep/others/d.md"]);
        let output = run(&["scan", &tree, "--exclude", "others/", "--exclude", "/b.*"]);
        assert!(stdout(&output).contains("in 1 document"), "{}", stdout(&output));
        assert!(stdout(&output).contains("3 excluded"), "{}", stdout(&output));
        let named = run(&["scan", &format!("{tree}/b.md"), "--exclude", "b.md"]);
        assert!(stdout(&named).contains("in 1 document"), "{}", stdout(&named));
        refused(&run(&["scan", &tree, "--exclude", "a{"]), "exclude: expected a pattern");
    }

    #[test]
    fn what_is_not_written_in_the_tree_is_left_out() {
        let others = ["vendor/b.md", "sub/testdata/c.txt", "LICENSE.md", "gate_open.md"];
        let tree = tree("foreign", &[&["a.md"], &others[..]].concat());
        let write = |name: &str, text: &str| fs::write(format!("{tree}/{name}"), text).unwrap();
        write(".gitattributes", "*.txt text\ngate_*.md linguist-generated=true\n");
        write("generated.md", "<!-- Written by docgen. Generated: do not edit. -->\n\nGates.\n");
        let output = run(&["scan", &tree]);
        assert!(stdout(&output).contains("in 1 document"), "{}", stdout(&output));
        let left_out = "what is named LICENSE.md, testdata and vendor, 2 generated";
        assert!(stdout(&output).contains(left_out), "{}", stdout(&output));
        // Whoever asks for it gets it.
        let asked = run(&["scan", &tree, "--exclude", "!vendor", "--exclude", "!gate_open.md"]);
        assert!(stdout(&asked).contains("in 3 documents"), "{}", stdout(&asked));
        let paths = ["vendor", "generated.md"].map(|name| format!("{tree}/{name}"));
        let named = run(&["scan", &paths[0], &paths[1]]);
        assert!(stdout(&named).contains("in 2 documents"), "{}", stdout(&named));
    }

    /// Shells complete names so.
    #[test]
    fn excluded_names_that_begin_with_a_dot_and_a_slash() {
        let tree = tree("excluded-here", &["a.md", "others/c.md", "deep/others/d.md"]);
        for pattern in ["./others", "./others/", ".//others"] {
            let output = run(&["scan", &tree, "--exclude", pattern]);
            assert!(stdout(&output).contains("in 2 documents"), "{}", stdout(&output));
            assert!(stdout(&output).contains("1 excluded"), "{}", stdout(&output));
        }
        let again = run(&["scan", &tree, "--exclude", "others", "--exclude", "!./others"]);
        assert!(stdout(&again).contains("in 2 documents"), "{}", stdout(&again));
    }

    #[test]
    fn patterns_that_name_nothing_are_told() {
        let tree = tree("excluded-nothing", &["a.md", "b.md", "others/c.md"]);
        let patterns = ["--exclude", "ohters/", "--exclude", "b.md", "--exclude", "others"];
        let output = run(&[&["scan", &tree][..], &patterns].concat());
        assert!(
            stdout(&output).contains("exclude: ohters/ named nothing\n"),
            "{}",
            stdout(&output)
        );
        assert_eq!(stdout(&output).matches("named nothing").count(), 1, "{}", stdout(&output));
        // In one of two directories is enough, and files are read whatever is said.
        let two = run(&["scan", &tree, &format!("{tree}/others"), "--exclude", "c.md"]);
        assert!(!stdout(&two).contains("named nothing"), "{}", stdout(&two));
        let file = run(&["scan", &format!("{tree}/a.md"), "--exclude", "nothing"]);
        assert!(!stdout(&file).contains("named nothing"), "{}", stdout(&file));
    }

    #[test]
    fn long_lines_without_blank_ones_are_told() {
        let directory = scratch("long-lines");
        let told = |name: &str, text: &str, options: &[&str]| {
            let path = directory.join(name);
            fs::write(&path, text).unwrap();
            let output = run(&[&["scan", path.to_str().unwrap()], options].concat());
            stdout(&output).contains("none of 12 long lines is blank; --unit line takes each")
        };
        let line = "one word after the other ".repeat(9) + "\n";
        assert!(told("lines.txt", &line.repeat(12), &[]));
        assert!(!told("lines.txt", &line.repeat(12), &["--unit", "line"]));
        assert!(!told("few.txt", &line.repeat(3), &[]));
        assert!(!told("blank.txt", &(line.repeat(6) + "\n" + &line.repeat(6)), &[]));
        assert!(!told("wrapped.txt", &"one word after the other\n".repeat(12), &[]));
        assert!(!told("page.md", &line.repeat(12), &[]));
    }

    #[test]
    fn files_that_are_read_as_plain_text_for_want_of_a_reader() {
        let directory = scratch("read-as-plain");
        let path = |name: &str| directory.join(name).to_str().unwrap().to_owned();
        let files = ["a.tex", "b.tex", "c.ORG", "README", "d.txt"].map(path);
        for file in &files {
            fs::write(file, format!("{NOTICE}\n")).unwrap();
        }
        let names: Vec<&str> = files.iter().map(String::as_str).collect();
        let said = "read as plain text, marks and all, for no reader is known by the ending: 1 .org, 2 .tex; --input names one\n";
        let output = run(&[&["scan"], &names[..]].concat());
        assert!(stdout(&output).ends_with(said), "{}", stdout(&output));
        let named = run(&[&["scan", "--input", "plain"], &names[..]].concat());
        assert!(!stdout(&named).contains("read as plain"), "{}", stdout(&named));
    }

    #[test]
    fn rows_in_a_directory_need_a_field() {
        let directory = scratch("rows-among-articles");
        let (path, rows) = (directory.to_str().unwrap(), format!("{{\"body\":\"{NOTICE}\"}}\n"));
        fs::write(directory.join("rows.jsonl"), rows).unwrap();
        refused(&run(&["scan", path]), "found 1 .jsonl; ");
        fs::write(directory.join("article.md"), format!("{NOTICE}\n")).unwrap();
        assert_eq!(json_report(&[path])["documents"].as_array().unwrap().len(), 1);
        let report = json_report(&[path, "--field", "body"]);
        assert_eq!(
            (&report["counts"]["identical"], &report["documents"][1]["format"]),
            (&json!(1), &json!("jsonl"))
        );
    }

    #[test]
    #[cfg(unix)]
    fn links() {
        use std::os::unix::fs::symlink;
        let tree = tree("linked", &["a.md"]);
        symlink(&tree, format!("{tree}/round")).unwrap();
        symlink(format!("{tree}/a.md"), format!("{tree}/b.md")).unwrap();
        let output = run(&["scan", &tree]);
        assert_eq!((status(&output), stderr(&output)), (1, ""));
        assert!(
            stdout(&output).ends_with("left out: 1 link to a directory\n"),
            "{}",
            stdout(&output)
        );
        symlink("nowhere", format!("{tree}/c.md")).unwrap();
        let output = run(&["scan", &tree]);
        assert_eq!(status(&output), 2);
        assert!(stderr(&output).contains("c.md: No such file"), "{}", stderr(&output));
        assert!(stdout(&output).contains("1 identical"), "{}", stdout(&output));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn pipes_and_names_that_are_not_utf_8() {
        use std::os::unix::ffi::OsStrExt;
        let tree = tree("odd", &["a.md", "empty.md"]);
        fs::write(Path::new(&tree).join("empty.md"), "").unwrap();
        let name = std::ffi::OsStr::from_bytes(b"a.\xff\xfe");
        fs::write(Path::new(&tree).join(name), "Not read.").unwrap();
        let pipe = format!("{tree}/pipe.md");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let output = run(&["scan", &tree]);
        assert_eq!((status(&output), stderr(&output)), (0, ""));
        assert!(
            stdout(&output).ends_with("left out: 1 .\u{fffd}\u{fffd}, 1 that are no files\n"),
            "{}",
            stdout(&output)
        );
        // One that is named is read.
        let writer =
            std::thread::spawn(move || fs::write(pipe, format!("{NOTICE}\n\n{NOTICE}\n")).unwrap());
        let output = run(&["scan", &format!("{tree}/pipe.md")]);
        writer.join().unwrap();
        repeats(&output, "pipe.md:3", "line 1");
    }
}

mod units {
    use super::*;

    #[test]
    fn lines_by_themselves() {
        let path = file("speech.txt", format!("{NOTICE}\n{OTHER}\n{NOTICE}\n"));
        assert_eq!(json_report(&[&path])["counts"]["paragraphs"], 1);
        let output = run(&["scan", &path, "--unit", "line"]);
        repeats(&output, "speech.txt:3", "line 1");
    }

    #[test]
    fn files_as_wholes() {
        let directory = scratch("wholes");
        for name in ["a.txt", "b.txt"] {
            fs::write(directory.join(name), format!("{NOTICE}\n\n{OTHER}\n")).unwrap();
        }
        let report = json_report(&[directory.to_str().unwrap(), "--unit", "document"]);
        assert_eq!(
            (&report["counts"]["paragraphs"], &report["counts"]["identical"]),
            (&json!(2), &json!(1))
        );
    }

    #[test]
    fn kinds() {
        let path = file("kinds.txt", format!("{NOTICE}\n\n{NOTICE}\n"));
        assert_eq!(json_report(&[&path, "--kinds", "paragraph,item"])["counts"]["identical"], 1);
        let headings = json_report(&[&path, "--kinds", "heading"]);
        assert_eq!(
            (&headings["counts"]["paragraphs"], &headings["counts"]["other_kinds"]),
            (&json!(0), &json!(2))
        );
        let wrong = run(&["scan", &path, "--kinds", "paragraf"]);
        assert_eq!(status(&wrong), 2);
        assert!(
            stderr(&wrong).contains("--kinds") && stderr(&wrong).contains("paragraph"),
            "{}",
            stderr(&wrong)
        );
    }
}
