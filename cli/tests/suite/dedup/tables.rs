//! CSV and TSV: the rows that stay as they were, behind the names of the columns.

use super::*;

fn csv(options: &[&str], input: &str) -> Output {
    dedup(&[&["--input", "csv"], options].concat(), input)
}

fn header() -> String {
    "id,\"text\",note\n".to_owned()
}

#[test]
fn rows_stay_as_they_are_to_the_byte() {
    let rows = [
        "1,\"He said \"\"no\"\", and\nleft, then.\",x\r\n",
        "2,Salt.,\"\"\n",
        "3,salt,y\n",
        "\n",
        "4,\"he said \"\"no\"\" and left then\",\"a,b\"\n",
        "5,5\" pipes are sold here.,z",
    ];
    let output = csv(&["--keep", "first"], &(header() + &rows.concat()));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let expected = header() + rows[0] + rows[1] + rows[3] + rows[5];
    assert_eq!(stdout(&output), expected);
    let summary = stderr(&output);
    assert!(summary.contains("5 in 1 file"), "{summary}");
}

#[test]
fn the_name_tells_the_format_also_of_packed_files() {
    let directory = scratch("dedup-tables");
    let rows = "body\tid\nOne.\t1\none\t2\n\"T\two.\"\t3\n";
    for name in ["a.tsv", "b.tsv.gz", "c.TSV.zst"] {
        let (input, plain) = (path(&directory, name), path(&directory, "out.tsv"));
        let packed = run_with_input(
            &["dedup", "-", "--input", "tsv", "--field", "body", "-o", &input, "--max-copies", "9"],
            rows.as_bytes(),
        );
        assert_eq!(status(&packed), 0, "{}", stderr(&packed));
        let output = run(&["dedup", &input, "-o", &plain, "--field", "body", "--keep", "id"]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert_eq!(fs::read_to_string(&plain).unwrap(), "body\tid\none\t2\n\"T\two.\"\t3\n");
    }
}

#[test]
fn several_tables_have_one_header() {
    let directory = scratch("dedup-tables-joined");
    let names = ["empty.csv", "a.csv", "b.csv", "reference.csv"];
    let [empty, a, b, reference] = names.map(|name| path(&directory, name));
    let removed = path(&directory, "removed");
    fs::write(&empty, "").unwrap();
    fs::write(&a, "\u{feff}id,text\n1,One.").unwrap();
    fs::write(&b, "id,text\n2,ONE\n3,Two.\n4,Three.\n").unwrap();
    fs::write(&reference, "text\nthree\n").unwrap();
    let arguments = [
        "dedup",
        &empty,
        &a,
        &b,
        "-o",
        "-",
        "--against",
        &reference,
        "--removed",
        &removed,
        "--id",
        "id",
    ];
    let output = run(&arguments);
    assert_eq!(stdout(&output), "id,text\n1,One.\n3,Two.\n", "{}", stderr(&output));
    let listed = values(&fs::read_to_string(&removed).unwrap());
    let of_b: Vec<&Value> = listed.iter().filter(|row| row["file"] == *b).collect();
    assert_eq!((&of_b[0]["line"], &of_b[0]["original"]), (&1.into(), &"id,text\n".into()));
    assert_eq!((&of_b[1]["id"], &of_b[1]["original"]), (&"2".into(), &"2,ONE\n".into()));
    assert_eq!(
        (&of_b[2]["line"], &of_b[2]["representative"]["text"]),
        (&4.into(), &"three".into())
    );
    fs::write(&a, "id,body,text\n").unwrap();
    refused(&run(&arguments), "b.csv:1: expected the columns of ");
}

#[test]
fn what_is_no_table_is_refused() {
    let cases = [
        ("a,b\n1,2\n", "-:1: expected a column \"text\", found \"a\", \"b\"; --field names"),
        ("text,text\n1,2\n", "-:1: the column \"text\" stands twice"),
        ("id,text\n1,2\n1\n", "-:3: expected 2 values, as the table has columns, found 1"),
        ("id,text\n1,\"two\n3,four\n", "-:2: expected a closing quotation mark, found the end"),
        ("id,text\r1,One.\r2,One.\r", "-:1: expected lines that end with LF or CR LF"),
    ];
    for (input, refusal) in cases {
        refused(&csv(&[], input), refusal);
    }
    let taken = "has a column \"paradup_file\" already, which --annotate adds";
    refused(&csv(&["--annotate"], "text,paradup_file\n"), taken);
    refused(&csv(&["--keep", "rank"], "text\n"), "expected a column \"rank\"");
    let output = csv(&["--skip-invalid"], "id,text\n1,One.\n2\n3,\n4,ONE");
    assert_eq!(stdout(&output), "id,text\n1,One.\n3,\n", "{}", stderr(&output));
}

#[test]
fn notes_are_columns() {
    let input = "id,text\r\n1,Salt.\r\n\"2,5\",SALT\r\n3,\"Sold\nhere.\"\r\n4,sold here";
    let output = csv(&["--annotate", "--keep", "first"], input);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let expected = "id,text,paradup_representative,paradup_file,paradup_line,paradup_ground\r\n\
        1,Salt.,,,,\r\n\"2,5\",SALT,1,-,2,reformatted\r\n3,\"Sold\nhere.\",,,,\r\n4,sold here,3,-,4,reformatted";
    assert_eq!(stdout(&output), expected);
    let near = dedup(
        &["--input", "tsv", "--annotate", "--may-lose", "anything"],
        &format!("text\n{FERRY}\n{}\n", near()),
    );
    assert!(
        stdout(&near).lines().nth(2).unwrap().contains("\t-\t2\tnear\t0.7"),
        "{}",
        stdout(&near)
    );
    let documents =
        csv(&["--annotate", "--paragraphs"], &format!("text\n\"{FERRY}\n\n{FERRY}\"\n"));
    let printed = stdout(&documents);
    assert!(printed.starts_with("text,paradup_paragraphs,paradup_removed\n"), "{printed}");
    assert!(printed.contains("\",2,\"[{\"\"end\"\":"), "{printed}");
}

/// Whatever stands in the values before it.
#[test]
fn a_record_is_named_by_its_first_line() {
    let directory = scratch("dedup-table-lines");
    let [input, removed] = ["in.csv", "removed"].map(|name| path(&directory, name));
    fs::write(
        &input,
        "id,\"te\nxt\"\n1,\"One\n\nof two.\"\n\n2,Two.\n3,two\n4,\"ONE\n\nof two.\"\n5\n",
    )
    .unwrap();
    let options = ["--field", "te\nxt", "--keep", "first", "--skip-invalid", "--removed", &removed];
    let output = run(&[&["dedup", &input, "-o", "-"], &options[..]].concat());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let listed = values(&fs::read_to_string(&removed).unwrap());
    let lines: Vec<(u64, Option<u64>)> = listed
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["representative"]["line"].as_u64()))
        .collect();
    assert_eq!(lines, [(8, Some(7)), (9, Some(3)), (12, None)]);
    assert!(stderr(&output).contains("in.csv:12: expected 2 values"), "{}", stderr(&output));
}

#[test]
fn formats_are_not_mixed() {
    let directory = scratch("dedup-mixed");
    let [csv, jsonl, out] = ["a.csv", "b.jsonl", "out"].map(|name| path(&directory, name));
    fs::write(&csv, "text\nOne.\n").unwrap();
    fs::write(&jsonl, "{\"text\":\"One.\"}\n").unwrap();
    let refusal = "expected one format in a run, found CSV in ";
    refused(&run(&["dedup", &csv, &jsonl, "-o", &out]), refusal);
    refused(&run(&["dedup", &csv, "--against", &jsonl, "-o", &out]), refusal);
    refused(&run(&["dedup", &jsonl, "-o", &path(&directory, "out.csv")]), "named for JSON Lines");
    assert_eq!(names(&directory), ["a.csv", "b.jsonl"]);
}

/// More than one block, with line ends in values, so that records go over the ends of blocks and pieces.
#[test]
fn a_large_table() {
    let directory = scratch("dedup-large-table");
    let (input, out) = (path(&directory, "in.csv"), path(&directory, "out.csv"));
    let row = |number: usize| {
        format!(
            "{number},\"{}\n\"\"said\"\"\",\n",
            FERRY.replace("forty", &(number % 60_000).to_string())
        )
    };
    let rows: Vec<String> = (0..80_000).map(row).collect();
    fs::write(&input, header() + &rows.concat()).unwrap();
    let output = run(&["dedup", &input, "-o", &out]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&out).unwrap(), header() + &rows[..60_000].concat());
}
