//! What stays: the same bytes, and the summary beside it.

use super::*;

#[test]
fn lines_stay_as_they_are_to_the_byte() {
    let lines = [
        r#"  {"z" : 1.0e+5, "text":"Caf\u00e9 \ud83d\ude00 \"one\"\n", "a":-0, "id" : "\/" , "n":1E999 }  "#,
        "{\"text\":\"Two.\\ttabs\",\"big\":123456789012345678901234567890,\"nested\":{\"x\":[1,{}],\"y\":null}}\r",
        "{\"text\":\"\u{feff}漢字 three\u{7f}\",\"id\":7.50}",
    ];
    let output = dedup(&[], &lines.join("\n"));
    assert_eq!((status(&output), stdout(&output)), (0, &*lines.join("\n")));
}

#[test]
fn fields_that_are_not_asked_for_may_hold_anything_that_json_has() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    for others in [
        r#""x":1.0,"x":1e400,"\u0078":-0"#,
        r#""x":{"y":1,"y":2}"#,
        r#""\ud800":["\udfff"],"\"":"\\""#,
        &format!("\"x\":{deep}"),
    ] {
        let line = |id| format!("{{{others},\"text\":\"One.\",\"id\":{id}}}\n");
        let lines = [0, 1].map(line).concat();
        let kept = lines.lines().next().unwrap();
        let output = dedup(&[], &lines);
        assert_eq!((status(&output), stdout(&output)), (0, &*format!("{kept}\n")));
        let output = dedup(&["--annotate"], &lines);
        assert!(stdout(&output).contains(&format!("\n{{{others},\"text\"")));
    }
}

#[test]
fn what_stands_between_rows_stays() {
    let input =
        "\u{feff}{\"text\":\"One.\"}\n\n  \r\n{\"text\":\"Two.\"}\r\n\n{\"text\":\"Three.\"}";
    let output = dedup(&[], input);
    assert_eq!(stdout(&output), input);
    assert!(stderr(&output).contains("3 in 1 file"));
}

#[test]
fn files_are_joined_at_ends_of_lines() {
    let directory = scratch("dedup-joined");
    let (a, b) = (path(&directory, "a"), path(&directory, "b"));
    fs::write(&a, "\u{feff}{\"text\":\"One.\"}").unwrap();
    fs::write(&b, "\u{feff}{\"text\":\"Two.\"}").unwrap();
    let output = run(&["dedup", &a, &b, "-o", "-"]);
    assert_eq!(stdout(&output), "\u{feff}{\"text\":\"One.\"}\n{\"text\":\"Two.\"}");
}

/// What is left and what was removed, put together again.
fn restored(kept: &str, removed: &str) -> String {
    let mut removed = values(removed).into_iter().peekable();
    let mut kept = kept.split_inclusive('\n');
    let line = |number| match removed.next_if(|row| row["line"] == number) {
        Some(row) => Some(row["original"].as_str().unwrap().to_owned()),
        None => kept.next().map(str::to_owned),
    };
    (1_u64..).map_while(line).collect()
}

#[test]
fn the_input_can_be_restored_to_the_byte() {
    let directory = scratch("dedup-restored");
    let removed = path(&directory, "removed");
    let (one, two) =
        ("{\"id\":7,\"text\":\"A \\\"quoted\\\" line.\"}", "{ \"text\" : \"Two.\" , \"id\":7 }");
    for input in [
        format!("{one}\n{two}\n{one}\n{two}\n{one}\n"),
        format!("\u{feff}{one}\r\n\r\n{two}\r\n{one}\r\n \t\n{two}"),
        format!("\n\n{one}\n\n{one}\n\n{one}"),
        format!("{one}\n{one}\n{two}"),
        examples(),
    ] {
        let output = dedup(&["--removed", &removed], &input);
        let listed = fs::read_to_string(&removed).unwrap();
        assert!(!listed.is_empty(), "{}", stderr(&output));
        assert_eq!(restored(stdout(&output), &listed), input);
    }
}

#[test]
fn a_dry_run_writes_the_summary_alone() {
    let directory = scratch("dedup-dry");
    let (out, removed) = (path(&directory, "out"), path(&directory, "removed"));
    for outputs in [&[][..], &["-o", &out, "--removed", &removed]] {
        let arguments = [&["dedup", "-", "--dry-run"], outputs].concat();
        let output = run_with_input(&arguments, examples().as_bytes());
        assert_eq!((status(&output), stdout(&output)), (0, ""));
        assert!(stderr(&output).contains("removed "), "{}", stderr(&output));
    }
    assert_eq!(names(&directory), [""; 0]);
}

#[test]
fn the_summary_names_the_policy_and_what_would_remove_more() {
    for (policy, in_words, more) in [
        ("nothing", "nothing may be lost", "--may-lose wording"),
        ("wording", "wording may be lost", "--may-lose anything"),
        ("anything", "anything may be lost", "--near"),
    ] {
        let output = dedup(&["--may-lose", policy], &examples());
        let line = |name| stderr(&output).lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line("policy ").contains(in_words) && line("to remove more ").contains(more));
    }
    let input = rows(&[&FERRY.replace("forty", "50"), &FERRY.replace("forty", "60")]);
    let output = dedup(&["--may-lose", "wording"], &input);
    assert!(stderr(&output).contains("stay related"), "{}", stderr(&output));
    assert!(stderr(&output).contains("  a number"), "{}", stderr(&output));
}

#[test]
fn annotation_keeps_every_line() {
    let output = dedup(&["--annotate", "--may-lose", "anything"], &examples());
    assert_eq!(status(&output), 0);
    let lines: Vec<String> = examples().lines().map(str::to_owned).collect();
    let printed: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!((printed.len(), printed[0], printed[5]), (6, &*lines[0], &*lines[5]));
    let note =
        r#","paradup":{"representative":0,"file":"-","line":1,"ground":"identical","score":1.0}}"#;
    assert_eq!(printed[1], format!("{}{note}", lines[1].strip_suffix('}').unwrap()));
    let relations = ["identical", "reformatted", "near", "contained"];
    for (row, relation) in values(stdout(&output))[1..5].iter().zip(relations) {
        assert_eq!(row["paradup"]["ground"], relation);
    }
}

#[test]
fn the_removed_are_listed_with_their_reasons() {
    let directory = scratch("dedup-removed");
    let removed = path(&directory, "removed.jsonl");
    let input = rows(&[FERRY, FERRY]).replace("\"id\":1", "\"id\":\"\\u006fne\"");
    dedup(&["--removed", &removed], &input);
    let listed = fs::read_to_string(&removed).unwrap();
    let original = serde_json::to_string(input.split_inclusive('\n').nth(1).unwrap()).unwrap();
    assert_eq!(
        listed,
        format!(
            "{{\"id\":\"\\u006fne\",\"file\":\"-\",\"line\":2,\"original\":{original},\
            \"representative\":{{\"id\":0,\"file\":\"-\",\"line\":1,\"text\":\"{FERRY}\"}},\"ground\":\"identical\"}}\n"
        )
    );
}

#[test]
fn what_was_lost_is_listed() {
    let directory = scratch("dedup-lost");
    let removed = path(&directory, "removed.jsonl");
    dedup(
        &["--may-lose", "anything", "--removed", &removed, "--keep", "first"],
        &rows(&[FERRY, &near()]),
    );
    let listed = values(&fs::read_to_string(&removed).unwrap());
    assert_eq!(
        (&listed[0]["ground"], &listed[0]["lost"]),
        (&"near".into(), &serde_json::json!(["nightfall"]))
    );
    assert!(listed[0]["score"].as_f64().unwrap() > 0.7);
}

#[test]
fn what_a_reference_holds_goes_and_the_reference_stays() {
    let directory = scratch("dedup-against");
    let (reference, removed) = (path(&directory, "reference.jsonl"), path(&directory, "removed"));
    let held = rows(&[FERRY, FERRY, &near(), "Salt."]);
    fs::write(&reference, &held).unwrap();
    // Like the third of the reference, which is like the first, which it is not like.
    let chained = near().replace("bicycles", "tricycles");
    let dawn = longer().replace("dusk", "dawn");
    let input = rows(&["Pepper.", &dawn, &chained, "salt", "pepper"]);
    let options = ["--against", &reference, "--removed", &removed, "--may-lose", "anything"];
    assert_eq!(kept(&options, &input), [0, 1]);
    assert_eq!(fs::read_to_string(&reference).unwrap(), held);
    let listed = values(&fs::read_to_string(&removed).unwrap());
    let of_reference: Vec<(i64, i64, bool)> = listed
        .iter()
        .map(|row| {
            let (id, representative) = (&row["id"], &row["representative"]);
            let number = |id: &Value| id.as_i64().unwrap();
            (number(id), number(&representative["id"]), representative["reference"] == true)
        })
        .collect();
    assert_eq!(of_reference, [(2, 2, true), (3, 3, true), (4, 0, false)]);
}

#[test]
fn a_closing_table_tells_what_was_done() {
    let output = dedup(&["--may-lose", "anything"], &examples());
    let table: Vec<Vec<&str>> =
        stderr(&output).lines().map(|line| line.split_whitespace().collect()).collect();
    for line in [
        &["read", "6", "in", "1", "file"][..],
        &["kept", "2"],
        &["removed", "4"],
        &["identical", "1"],
        &["contained", "1"],
        &["clusters", "1"],
    ] {
        assert!(table.iter().any(|found| found == line), "{}", stderr(&output));
    }
    assert!(table.iter().any(|line| line.starts_with(&["5", "The", "harbour"])));
    assert!(table.iter().any(|line| line[0] == "seconds"));
    assert!(!stderr(&output).contains(['\u{1b}', '\r']));
}

#[test]
fn packed_files_are_read_and_written_by_their_names() {
    let directory = scratch("dedup-packed");
    let plain = path(&directory, "plain.jsonl");
    fs::write(&plain, examples()).unwrap();
    let mut from = plain;
    for name in ["a.jsonl.gz", "b.jsonl.zst", "c.JSONL.GZ", "d.jsonl"] {
        let to = path(&directory, name);
        let options = ["--keep", "first"];
        let output = run(&[&["dedup", &from, "-o", &to], &options[..]].concat());
        assert_ne!(status(&output), 2, "{}", stderr(&output));
        from = to;
    }
    let unpacked = fs::read_to_string(from).unwrap();
    assert_eq!(unpacked, stdout(&dedup(&[], &examples())));
    let gz = fs::read(directory.join("a.jsonl.gz")).unwrap();
    let zst = fs::read(directory.join("b.jsonl.zst")).unwrap();
    assert_eq!((&gz[..2], &zst[..4]), (&[0x1f, 0x8b][..], &[0x28, 0xb5, 0x2f, 0xfd][..]));
    fs::write(directory.join("twice.gz"), [gz.clone(), gz].concat()).unwrap();
    fs::write(directory.join("twice.zst"), [zst.clone(), zst].concat()).unwrap();
    for name in ["twice.gz", "twice.zst"] {
        let output = run(&["dedup", &path(&directory, name), "-o", "-"]);
        assert!(stderr(&output).contains("6 in 1 file"), "{}", stderr(&output));
    }
}

#[test]
fn a_packed_stream_is_known_by_its_first_bytes() {
    let directory = scratch("dedup-packed-stream");
    for name in ["a.gz", "a.zst"] {
        let packed = path(&directory, name);
        run_with_input(&["dedup", "-", "-o", &packed], rows(&["One."]).as_bytes());
        let output = run_with_input(&["dedup", "-", "-o", "-"], &fs::read(packed).unwrap());
        assert_eq!((status(&output), stdout(&output)), (0, &*rows(&["One."])));
    }
}

#[test]
fn a_frame_may_refer_as_far_back_as_its_format_allows() {
    let directory = scratch("dedup-window");
    let (packed, line) = (path(&directory, "in.zst"), rows(&["One."]));
    // A window of 2^28 bytes, then one block, the last, as it is.
    let head = [0x28, 0xb5, 0x2f, 0xfd, 0, 18 << 3, (line.len() << 3 | 1) as u8, 0, 0];
    fs::write(&packed, [&head, line.as_bytes()].concat()).unwrap();
    let output = run(&["dedup", &packed, "-o", "-"]);
    assert_eq!((status(&output), stdout(&output)), (0, &*line), "{}", stderr(&output));
}

#[test]
fn the_same_bytes_for_any_threads_and_shards() {
    let directory = scratch("dedup-shards");
    let texts = crate::generator::paragraphs(700, 25, 9);
    let input = rows(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let lines: Vec<&str> = input.split_inclusive('\n').collect();
    let shard = |(number, lines): (usize, &[&str])| {
        let shard = directory.join(format!("{number}.jsonl"));
        fs::write(&shard, lines.concat()).unwrap();
        shard
    };
    let shards: Vec<PathBuf> = lines.chunks(100).enumerate().map(shard).collect();
    let whole = vec![directory.join("whole.jsonl")];
    fs::write(&whole[0], &input).unwrap();
    assert_eq!(shards.len(), 7);
    let mut outputs = Vec::new();
    for (threads, inputs) in [("1", &whole), ("2", &whole), ("8", &shards), ("1", &shards)] {
        let removed = path(&directory, "removed");
        let mut command = command();
        command.args(["dedup", "--threads", threads, "-o", "-", "--removed", &removed]);
        let output = command.args(inputs).output().unwrap();
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        // Files and lines are those of the shards, which have a line of their own in the list.
        let listed = values(&fs::read_to_string(removed).unwrap()).into_iter();
        let pairs: Vec<_> = listed
            .filter(|row| row["input"].is_null())
            .map(|row| (row["id"].clone(), row["representative"]["id"].clone()))
            .collect();
        outputs.push((output.stdout, pairs));
    }
    assert!(outputs.iter().all(|output| *output == outputs[0]));
    assert!(outputs.iter().all(|output| !output.1.is_empty()));
}

#[test]
fn packed_outputs_are_the_same_for_any_threads() {
    let directory = scratch("dedup-packed-threads");
    let input = path(&directory, "in.jsonl");
    // More than one piece of work for the threads of Zstandard, which take 8 MiB each.
    let text =
        |number| format!("{number} {}", FERRY.replace("forty", &crate::generator::word(number)));
    let texts: Vec<String> = (0..60_000).map(text).collect();
    fs::write(&input, rows(&texts.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
    for name in ["out.zst", "out.gz"] {
        let packed = path(&directory, name);
        let bytes = ["1", "8"].map(|threads| {
            let mut command = command();
            command.args(["dedup", &input, "-o", &packed, "--threads", threads]);
            let output = command.output().unwrap();
            assert_eq!(status(&output), 0, "{}", stderr(&output));
            fs::read(&packed).unwrap()
        });
        assert!(bytes[0] == bytes[1]);
    }
}

#[test]
fn threads_that_cannot_be() {
    for number in ["-1", "two", "1.5"] {
        assert_eq!(status(&dedup(&[&*format!("--threads={number}")], "")), 2);
    }
    refused(&dedup(&["--threads", "1000000"], ""), "--threads: expected a number from 0 to ");
    assert_eq!(status(&dedup(&["--threads", "0"], &examples())), 0);
}
