//! `paradup dedup` as a person runs it: what goes, what stays and how, and what is refused.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{command, refused, run, run_with_input, scratch, status, stderr, stdout};

const FERRY: &str = "The harbour lights were switched on at dusk, and the last ferry left with forty passengers, \
    two bicycles and a crate of hens for the island market.";

fn near() -> String {
    FERRY.replace("dusk", "nightfall")
}

fn longer() -> String {
    format!("{FERRY} Then the rain came over the hills and nobody went out again.")
}

/// Lines with the ids 0, 1, 2…
fn rows(texts: &[&str]) -> String {
    let row = |(id, text)| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    texts.iter().enumerate().map(row).collect()
}

/// Standard input to standard output.
fn dedup(options: &[&str], input: &str) -> Output {
    run_with_input(&[&["dedup", "-", "-o", "-"], options].concat(), input.as_bytes())
}

/// The ids of the lines that stay.
#[track_caller]
fn kept(options: &[&str], input: &str) -> Vec<i64> {
    let output = dedup(options, input);
    assert_ne!(status(&output), 2, "{}", stderr(&output));
    values(stdout(&output)).iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// An example of every relation: 0 stays, 1 to 4 go, 5 has nothing to do with them.
fn examples() -> String {
    rows(&[
        &longer(),
        &longer(),
        &longer().to_uppercase(),
        &longer().replace("dusk", "nightfall"),
        FERRY,
        "Quinces ripen late.",
    ])
}

fn path(directory: &Path, name: &str) -> String {
    directory.join(name).to_str().unwrap().to_owned()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

mod decisions {
    use super::*;

    #[test]
    fn copies_near_copies_and_contained_paragraphs_go() {
        let output = dedup(&["--may-lose", "anything"], &examples());
        assert_eq!(status(&output), 0);
        let lines: Vec<String> = examples().lines().map(str::to_owned).collect();
        assert_eq!(stdout(&output), format!("{}\n{}\n", lines[0], lines[5]));
    }

    #[test]
    fn by_default_only_what_stands_elsewhere_goes() {
        assert_eq!(kept(&[], &examples()), [0, 3, 5]);
        assert_eq!(kept(&["--may-lose", "nothing"], &examples()), [0, 3, 5]);
    }

    #[test]
    fn nothing_redundant_is_status_0_and_the_same_bytes() {
        let input = rows(&["One thing.", "Quite another matter.", "", "…"]);
        let output = dedup(&[], &input);
        assert_eq!((status(&output), stdout(&output)), (0, &*input));
        assert_eq!(status(&dedup(&[], "")), 0);
    }

    #[test]
    fn only_the_relations_named_are_acted_on() {
        let kept = |list| kept(&["--may-lose", "anything", "--relations", list], &examples());
        assert_eq!(kept("identical"), [0, 2, 3, 4, 5]);
        assert_eq!(kept("identical,contained"), [0, 2, 3, 5]);
        assert_eq!(kept("near"), [0, 1, 2, 4, 5]);
        assert_eq!(kept("contained, near"), [0, 1, 2, 5]);
    }

    #[test]
    fn restatements_go_only_where_asked_for() {
        let input = rows(&[
            "The council closed the north bridge on Monday, after a diver found a crack in its bearing.",
            "Nobody was hurt.",
            "After a diver had found a crack in the bearing, the north bridge was closed by the council on Monday.",
        ]);
        assert_eq!(kept(&[], &input), [0, 1, 2]);
        assert_eq!(kept(&["--may-lose", "anything", "--relations", "restated"], &input), [1, 2]);
        assert_eq!(
            kept(
                &["--may-lose", "anything", "--relations", "restated", "--restated", "0.9999999"],
                &input
            ),
            [0, 1, 2]
        );
    }

    #[test]
    fn thresholds_are_the_caller_s() {
        let input = rows(&[FERRY, &near()]);
        let anything = ["--may-lose", "anything"];
        assert_eq!(kept(&anything, &input), [0]);
        let strict = ["--near", "0.9", "--contained", "1"];
        assert_eq!(
            kept(&[anything, [strict[0], strict[1]], [strict[2], strict[3]]].concat(), &input),
            [0, 1]
        );
    }

    #[test]
    fn the_keep_rule_is_the_caller_s() {
        let input = format!(
            "{}\n{}\n{}\n",
            serde_json::json!({"id": 0, "text": FERRY, "rank": 9_007_199_254_740_992_u64}),
            serde_json::json!({"id": 1, "text": near(), "rank": 9_007_199_254_740_993_u64}),
            serde_json::json!({"id": 2, "text": near() + " Calm, though.", "rank": -1.5e3}),
        );
        let kept = |rule| kept(&["--may-lose", "anything", "--keep", rule], &input);
        assert_eq!(kept("longest"), [2]);
        assert_eq!(kept("first"), [0]);
        assert_eq!(kept("rank"), [1]);
    }

    #[test]
    fn fields_have_the_names_that_the_caller_says() {
        let input =
            "{\"content\":\"Go home.\",\"key\":\"x\"}\n{\"content\":\"go home\",\"key\":\"y\"}\n";
        let output = dedup(&["--field", "content", "--id", "key", "--annotate"], input);
        assert_eq!(values(stdout(&output))[1]["paradup"]["representative"], "x");
    }

    #[test]
    fn differing_facts_protect() {
        let input = rows(&[
            &FERRY.replace("forty", "50"),
            &FERRY.replace("forty", "60"),
            &FERRY.replace("forty", "60"),
            &FERRY.replace("forty", "50").replace("were", "were not"),
        ]);
        assert_eq!(kept(&["--may-lose", "wording"], &input), [0, 1, 3]);
        let all = kept(&["--may-lose", "anything", "--keep", "first"], &input);
        assert_eq!(all, [0]);
    }

    #[test]
    fn every_removal_is_a_verified_pair() {
        let mut texts = crate::generator::paragraphs(600, 30, 5);
        texts.extend((0..20).map(|number| FERRY.replace("forty", &number.to_string())));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let directory = scratch("dedup-verified");
        let removed = path(&directory, "removed.jsonl");
        let kept = kept(&["--may-lose", "anything", "--removed", &removed], &rows(&texts));
        let removals = values(&fs::read_to_string(&removed).unwrap());
        assert_eq!(kept.len() + removals.len(), texts.len());
        assert!(kept.len() > 500 && removals.len() > 30);
        let detector = paradup::Detector::default();
        for removal in removals {
            let (id, representative) = (
                removal["id"].as_i64().unwrap(),
                removal["representative"]["id"].as_i64().unwrap(),
            );
            let text = texts[representative as usize];
            assert!(kept.contains(&representative) && !kept.contains(&id));
            assert_eq!(removal["representative"]["text"], text);
            let comparison = detector.compare(texts[id as usize], text);
            assert_eq!(removal["ground"], comparison.relation.unwrap().name());
            assert_ne!(comparison.inner, Some(paradup::report::Side::B));
        }
    }

    #[test]
    fn options_that_mean_nothing_under_a_policy_are_refused_by_name() {
        for (policy, options, refusal) in [
            ("nothing", ["--near", "0.5"], "--near needs --may-lose wording or anything: "),
            (
                "nothing",
                ["--contained", "0.5"],
                "--contained needs --may-lose wording or anything: ",
            ),
            ("nothing", ["--restated", "0.5"], "--restated needs --may-lose wording or anything: "),
            (
                "nothing",
                ["--relations", "identical"],
                "--relations needs --may-lose wording or anything: ",
            ),
            ("wording", ["--restated", "0.5"], "--restated needs --may-lose anything: "),
            (
                "wording",
                ["--relations", "restated"],
                "restated in --relations needs --may-lose anything: ",
            ),
        ] {
            refused(&dedup(&[&["--may-lose", policy], &options[..]].concat(), ""), refusal);
        }
    }

    #[test]
    fn what_is_ignored_is_white_space() {
        let note = |stamp: &str| {
            format!("The tide gauge at Oxhaven stood at nine feet all day. Seen {stamp}.")
        };
        let link = |id| {
            format!(
                "Read on at https://gazette.example/tides?utm_id={id} before the next spring tide comes in."
            )
        };
        let texts =
            [note("3 May 10:15"), note("4 May 08:01"), link(77), link(8), note("3 May 10:15")];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let input = rows(&texts);
        assert_eq!(kept(&[], &input), [0, 1, 2, 3]);
        let directory = scratch("dedup-ignored");
        let removed = path(&directory, "removed");
        let ignore = ["--ignore", r"\d+ May \d\d:\d\d", "--ignore", "utm_id=[0-9]+"];
        assert_eq!(kept(&[&ignore[..], &["--removed", &removed]].concat(), &input), [0, 2]);
        let listed = values(&fs::read_to_string(&removed).unwrap());
        let grounds: Vec<&Value> = listed.iter().map(|row| &row["ground"]).collect();
        assert_eq!(grounds, ["reformatted", "reformatted", "identical"]);
        let wrong = dedup(&["--ignore", "(ferry"], &input);
        assert_eq!(status(&wrong), 2);
        assert!(stderr(&wrong).contains("--ignore") && stderr(&wrong).contains("(ferry"));
    }

    #[test]
    fn marks_are_kept_or_stripped() {
        let input = rows(&["Ein Café am Kai.", "Ein Cafe am Kai."]);
        assert_eq!(kept(&["--marks", "keep"], &input), [0, 1]);
        assert_eq!(kept(&["--marks", "strip"], &input), [0]);
        // The vowel points before an alef with hamza, which is to be told from one without.
        let input = rows(&["ذهب إلى البيت وتأخر.", "ذَهَبَ إِلَى البَيْتِ وَتَأَخَّرَ.", "ذهب الى البيت وتاخر."]);
        assert_eq!(kept(&["--marks", "keep"], &input), [0, 1, 2]);
        assert_eq!(kept(&["--marks", "strip"], &input), [0, 2]);
    }
}

mod output {
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
        let (one, two) = (
            "{\"id\":7,\"text\":\"A \\\"quoted\\\" line.\"}",
            "{ \"text\" : \"Two.\" , \"id\":7 }",
        );
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
        let note = r#","paradup":{"representative":0,"file":"-","line":1,"ground":"identical","score":1.0}}"#;
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
        let (reference, removed) =
            (path(&directory, "reference.jsonl"), path(&directory, "removed"));
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
            command.env("RAYON_NUM_THREADS", threads).arg("dedup").args(inputs);
            let output = command.args(["-o", "-", "--removed", &removed]).output().unwrap();
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
        let text = |number| {
            format!("{number} {}", FERRY.replace("forty", &crate::generator::word(number)))
        };
        let texts: Vec<String> = (0..60_000).map(text).collect();
        fs::write(&input, rows(&texts.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
        for name in ["out.zst", "out.gz"] {
            let packed = path(&directory, name);
            let bytes = ["1", "8"].map(|threads| {
                let mut command = command();
                command.env("RAYON_NUM_THREADS", threads).args(["dedup", &input, "-o", &packed]);
                let output = command.output().unwrap();
                assert_eq!(status(&output), 0, "{}", stderr(&output));
                fs::read(&packed).unwrap()
            });
            assert!(bytes[0] == bytes[1]);
        }
    }
}

mod restoring {
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
    fn restored(
        input: &Value,
        listed: &[&Value],
        kept: &mut impl Iterator<Item = Vec<u8>>,
    ) -> Vec<u8> {
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
        let (out, list, _) =
            check("dedup-input-lines", &[], &[a.trim_end().as_bytes(), b.as_bytes()]);
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
            format!(
                "{{\"text\":\"{}\"}}\n",
                FERRY.replace("forty", &format!("{}", number % 70_000))
            )
        };
        let a: String = (0..80_000).map(row).collect();
        let b: String = (60_000..130_000).map(row).collect();
        check("dedup-large-inputs", &[], &[a.as_bytes(), b.trim_end().as_bytes(), a.as_bytes()]);
    }

    #[test]
    fn lines_that_cannot_be_read_are_listed_with_the_reason() {
        let (one, bad) = (r#"{"text":"One."}"#, r#"{"txt":"Zero."}"#);
        let a = [
            format!("{bad}\r\n{one}\n{one}\n\n{bad}\n{one}\n").as_bytes(),
            b"{\"text\":\"\xff\xfe\"}\n\x00\n{",
        ]
        .concat();
        let b = [MARK, b"\xc3\n", one.as_bytes(), b"\nnot JSON"].concat();
        let (out, list, output) =
            check("dedup-listed-invalid", &["--skip-invalid"], &[&a, b"", &b]);
        assert_eq!(out, format!("{one}\n\n"));
        let summary = stderr(&output);
        let skipped = summary.lines().find(|line| line.starts_with("skipped ")).unwrap();
        assert!(skipped.contains(" 7, first ") && skipped.contains("0.jsonl:1: "), "{skipped}");
        let list = values(&list);
        let reasons: Vec<(u64, &str)> = list
            .iter()
            .filter_map(|row| Some((row["line"].as_u64()?, row["skipped"].as_str()?)))
            .collect();
        assert!(reasons[0].1.starts_with("expected a field \"text\", found none"), "{reasons:?}");
        assert_eq!(
            reasons.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [1, 5, 7, 8, 9, 1, 3]
        );
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
        fs::write(&reference, "{}\n{\"text\":\"One.\"}\n").unwrap();
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
            "Leave out lines that are no JSON object with a text",
            "--removed lists each with its file, its line and the reason",
            "To put an input back, ",
        ] {
            assert!(help.contains(said), "{said}");
        }
    }
}

mod files {
    use super::*;

    #[test]
    fn an_output_that_stands_is_replaced() {
        let directory = scratch("dedup-replaced");
        let output = path(&directory, "out.jsonl");
        fs::write(&output, "old").unwrap();
        let result = run_with_input(&["dedup", "-", "-o", &output], examples().as_bytes());
        assert_eq!((status(&result), stdout(&result)), (0, ""));
        assert_eq!(values(&fs::read_to_string(&output).unwrap()).len(), 3);
        assert_eq!(names(&directory), ["out.jsonl"]);
    }

    #[test]
    fn after_an_error_everything_is_as_it_was() {
        let directory = scratch("dedup-untouched");
        let (old, new) = (path(&directory, "old"), path(&directory, "new"));
        fs::write(&old, "old").unwrap();
        let input = examples() + "{\"id\":9}\n";
        for output in [&old, &new] {
            let result = run_with_input(&["dedup", "-", "-o", output], input.as_bytes());
            refused(&result, "-:7: expected a field \"text\", found none");
        }
        assert_eq!(names(&directory), ["old"]);
        assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    }

    #[test]
    fn an_output_without_its_directory() {
        let result = run_with_input(&["dedup", "-", "-o", "no-such/out.jsonl"], b"");
        refused(&result, "cannot write no-such/out.jsonl: there is no directory no-such\n");
        let directory = scratch("dedup-directory");
        let result = run_with_input(&["dedup", "-", "-o", directory.to_str().unwrap()], b"");
        refused(&result, "directory");
        let (slash, removed) = (path(&directory, "new/"), path(&directory, "removed"));
        let arguments = ["dedup", "-", "-o", &slash, "--removed", &removed];
        refused(&run_with_input(&arguments, examples().as_bytes()), "directory");
        assert_eq!(names(&directory), [""; 0]);
    }

    #[test]
    fn files_that_cannot_be_read() {
        let directory = scratch("dedup-unreadable");
        let out = path(&directory, "out");
        refused(&run(&["dedup", "no-such.jsonl", "-o", &out]), "cannot read no-such.jsonl");
        let against = run(&["dedup", "-", "-o", &out, "--against", "no-such.jsonl"]);
        refused(&against, "cannot read no-such.jsonl");
        refused(&run(&["dedup", directory.to_str().unwrap(), "-o", &out]), "cannot read ");
        for name in ["cut.gz", "cut.zst"] {
            let packed = path(&directory, name);
            run_with_input(&["dedup", "-", "-o", &packed], examples().as_bytes());
            let bytes = fs::read(&packed).unwrap();
            fs::write(&packed, &bytes[..bytes.len() - 9]).unwrap();
            let message = "its packed data is cut short or damaged: ";
            refused(&run(&["dedup", &packed, "-o", &out]), message);
            refused(&run(&["dedup", &packed, "-o", &out, "--skip-invalid"]), message);
            fs::write(&packed, examples()).unwrap();
            refused(&run(&["dedup", &packed, "-o", &out]), "cannot read ");
        }
        assert_eq!(names(&directory), ["cut.gz", "cut.zst"]);
    }

    #[test]
    fn an_input_is_never_an_output() {
        let directory = scratch("dedup-same");
        let (input, other) = (path(&directory, "in.jsonl"), path(&directory, "other.jsonl"));
        fs::write(&input, examples()).unwrap();
        fs::write(&other, examples()).unwrap();
        let again = path(&directory, "./in.jsonl");
        let hard = path(&directory, "hard.jsonl");
        fs::hard_link(&input, &hard).unwrap();
        let message = "is to be written, but is the input";
        for output in [&input, &again, &hard] {
            refused(&run(&["dedup", &input, "-o", output]), message);
            refused(
                &run(&["dedup", &other, "-o", "-", "--removed", output, "--against", &input]),
                message,
            );
        }
        let new = path(&directory, "new");
        refused(
            &run(&["dedup", &input, "-o", &new, "--removed", &new]),
            "are named for both outputs",
        );
        refused(&run(&["dedup", "-", "--against", "-", "-o", &new]), "can be read once");
        let from = File::open(&input).unwrap();
        let redirected = command().args(["dedup", "-", "-o", &input]).stdin(from).output().unwrap();
        refused(&redirected, message);
        assert_eq!(fs::read_to_string(&input).unwrap(), examples());
        assert_eq!(names(&directory), ["hard.jsonl", "in.jsonl", "other.jsonl"]);
    }

    #[test]
    #[cfg(unix)]
    fn links_lead_to_files() {
        let directory = scratch("dedup-links");
        let (input, link) = (path(&directory, "in.jsonl"), path(&directory, "link.jsonl"));
        fs::write(&input, examples()).unwrap();
        std::os::unix::fs::symlink(&input, &link).unwrap();
        refused(&run(&["dedup", &input, "-o", &link]), "but is the input");
        refused(&run(&["dedup", &link, "-o", &input]), "but is the input");
        let result = run_with_input(&["dedup", "-", "-o", &link], b"{\"text\":\"New.\"}\n");
        assert_eq!(status(&result), 0, "{}", stderr(&result));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&input).unwrap(), "{\"text\":\"New.\"}\n");
    }

    #[test]
    #[cfg(unix)]
    fn links_to_files_that_are_not_yet_stay_links() {
        let directory = scratch("dedup-dangling");
        let (link, target) = (path(&directory, "link"), path(&directory, "target"));
        std::os::unix::fs::symlink("target", &link).unwrap();
        let circle = path(&directory, "circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        let run = |arguments: &[&str]| run_with_input(arguments, examples().as_bytes());
        let both = run(&["dedup", "-", "-o", &link, "--removed", &target]);
        refused(&both, "are named for both outputs");
        refused(&run(&["dedup", "-", "-o", &circle, "--removed", &target]), "cannot write ");
        assert_eq!(names(&directory), ["circle", "link"]);
        assert_eq!(status(&run(&["dedup", "-", "-o", &link])), 0);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(values(&fs::read_to_string(&target).unwrap()).len(), 3);
    }

    #[test]
    #[cfg(unix)]
    fn others_may_read_what_they_may_read_elsewhere() {
        use std::os::unix::fs::PermissionsExt;
        let directory = scratch("dedup-permissions");
        let (usual, out) = (directory.join("usual"), path(&directory, "out"));
        fs::write(&usual, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        run_with_input(&["dedup", "-", "-o", &out], b"");
        assert_eq!(mode(Path::new(&out)), mode(&usual));
        fs::set_permissions(&out, fs::Permissions::from_mode(0o640)).unwrap();
        run_with_input(&["dedup", "-", "-o", &out], b"");
        assert_eq!(mode(Path::new(&out)) & 0o777, 0o640);
    }

    #[test]
    fn a_full_disk() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        let directory = scratch("dedup-full");
        let (out, removed) = (path(&directory, "out"), path(&directory, "removed"));
        let input = examples();
        let run = |arguments: &[&str]| run_with_input(arguments, input.as_bytes());
        refused(&run(&["dedup", "-", "-o", "/dev/full"]), "cannot write /dev/full: ");
        refused(
            &run(&["dedup", "-", "-o", &out, "--removed", "/dev/full"]),
            "cannot write /dev/full: ",
        );
        refused(&run(&["dedup", "-", "-o", "/dev/full", "--removed", &removed]), "cannot write");
        let input = path(&scratch("dedup-full-input"), "in.jsonl");
        fs::write(&input, examples()).unwrap();
        let full = File::options().write(true).open("/dev/full").unwrap();
        let streamed = command().args(["dedup", &input, "-o", "-"]).stdout(full).output().unwrap();
        refused(&streamed, "cannot write -: ");
        assert_eq!(names(&directory), [""; 0]);
    }

    #[test]
    fn messages_that_cannot_be_written_change_no_status() {
        let Ok(full) = File::options().write(true).open("/dev/full") else { return };
        let directory = scratch("dedup-silent");
        let (input, out) = (path(&directory, "in.jsonl"), path(&directory, "out"));
        fs::write(&input, examples()).unwrap();
        for (input, expected) in [(&*input, 0), ("no-such.jsonl", 2)] {
            let mut command = command();
            command.args(["dedup", input, "-o", &out]).stderr(full.try_clone().unwrap());
            assert_eq!(command.status().unwrap().code(), Some(expected));
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_command_that_is_stopped_leaves_nothing() {
        let directory = scratch("dedup-stopped");
        let (pipe, out) = (path(&directory, "pipe"), path(&directory, "out"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // It waits for a reader of the pipe, which never comes, with its output open.
        let mut command = command();
        command.args(["dedup", "-", "-o", &out, "--removed", &pipe]);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while names(&directory).len() < 2 {
            std::thread::yield_now();
        }
        let stop = Command::new("kill").arg(child.id().to_string()).status().unwrap();
        assert!(stop.success());
        assert_eq!(child.wait().unwrap().code(), Some(143));
        assert_eq!(names(&directory), ["pipe"]);
    }

    #[test]
    fn an_error_does_not_wait_for_more_input() {
        let mut command = command();
        command.args(["dedup", "-", "-o", "-"]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // More than a block, then silence on an open pipe.
        let written = stdin.write_all("{}\n".repeat(4_000_000).as_bytes());
        assert_eq!(child.wait().unwrap().code(), Some(2));
        drop((written, stdin));
    }

    #[test]
    fn a_closed_pipe() {
        let directory = scratch("dedup-pipe");
        let (input, removed) = (path(&directory, "in.jsonl"), path(&directory, "removed"));
        let texts: Vec<String> = (0..20_000).map(crate::generator::word).collect();
        fs::write(&input, rows(&texts.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
        let mut command = command();
        command.args(["dedup", &input, "-o", "-", "--removed", &removed]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut message = String::new();
        child.stderr.take().unwrap().read_to_string(&mut message).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(141));
        assert_eq!(message, "");
        assert_eq!(names(&directory), ["in.jsonl"]);
    }
}

mod lines {
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
            (json(r#"{"txt":"a"}"#), "expected a field \"text\", found none"),
            (json(r#"{"text":null}"#), "field \"text\": expected a string, found null"),
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
            (
                b"{\"text\":\"a \xff\"}".to_vec(),
                "expected UTF-8 text, found other bytes at column 12",
            ),
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
            writeln!(file, "{{\"text\":\"Row {number}, with some words to fill a block.\"}}")
                .unwrap();
        }
        write!(file, "{{}}\n{{").unwrap();
        let output = run(&["dedup", &a, &b, "-o", "-"]);
        refused(&output, "b.jsonl:150001: expected a field \"text\", found none");
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
            assert!(
                last.contains("\"file\":\"-\",\"line\":1,\"ground\":\"identical\"}}"),
                "{last}"
            );
        }
    }

    #[test]
    fn a_field_to_rank_by_holds_numbers() {
        let keep = |input| dedup(&["--keep", "rank"], input);
        refused(&keep("{\"text\":\"One.\"}"), "-:1: expected a field \"rank\", found none");
        refused(
            &keep("{\"text\":\"One.\",\"rank\":\"7\"}"),
            "-:1: field \"rank\": expected a number, found a string",
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
}
