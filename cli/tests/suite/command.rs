//! The command as a person runs it: what it prints and how it exits.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{
    ROOT, command, refused, run, run_with_input, scratch, status, stderr, stdout,
};

mod scan {
    use super::*;

    #[test]
    fn the_sample_article_prints_its_golden_report() {
        let output = run(&["scan", "examples/harbour-bridge.txt"]);
        assert_eq!((status(&output), stderr(&output)), (1, ""));
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/harbour-bridge.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, stdout(&output)).unwrap();
        }
        assert!(stdout(&output) == fs::read_to_string(&golden).unwrap(), "{}", stdout(&output));
    }

    /// The golden report too, which is of one thread count and of whatever kernel wrote it.
    #[test]
    fn the_same_report_at_1_2_and_8_threads() {
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/harbour-bridge.txt");
        let golden = fs::read_to_string(golden).unwrap();
        for threads in ["1", "2", "8"] {
            let mut command = command();
            command.args(["scan", "examples/harbour-bridge.txt", "--threads", threads]);
            let output = command.output().unwrap();
            assert!(stdout(&output) == golden, "{threads} threads");
        }
    }

    #[test]
    fn json_has_the_promised_form() {
        let output = run(&["scan", "examples/harbour-bridge.txt", "--format", "json"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let article =
            fs::read_to_string(Path::new(ROOT).join("examples/harbour-bridge.txt")).unwrap();
        assert_eq!(report["schema"], 1);
        assert_eq!(report["documents"][0]["path"], "examples/harbour-bridge.txt");
        let paragraph = &report["documents"][0]["paragraphs"][0];
        assert_eq!((&paragraph["index"], &paragraph["line"]), (&Value::from(3), &Value::from(7)));
        let place = |name: &str| paragraph[name].as_u64().unwrap() as usize;
        assert_eq!(article[place("start")..place("end")], paragraph["text"]);
        let near = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["b"]["paragraph"] == 19)
            .unwrap();
        assert_eq!(
            (&near["a"]["document"], &near["a"]["paragraph"]),
            (&Value::from(0), &Value::from(6))
        );
        assert_eq!(near["relation"], "near");
        assert_eq!(near["score"], near["jaccard"]);
        assert!(
            near["containment_a"].is_f64()
                && near["containment_b"].is_f64()
                && near["restated"].is_f64()
        );
        assert_eq!(near["exchanges"][0]["a"]["text"], "420");
        let span: Vec<usize> = serde_json::from_value(near["shared"][0]["b"].clone()).unwrap();
        assert!(article[span[0]..span[1]].starts_with("On weekdays the replacement ferry"));
        let cluster = &report["clusters"][0];
        assert!(cluster["representative"]["paragraph"].is_u64() && cluster["members"].is_array());
        assert_eq!(
            (&report["counts"]["paragraphs"], &report["counts"]["short"]),
            (&25.into(), &3.into())
        );
    }

    const STAMPED: &str = "Seen at 10:15: the tide gauge at Oxhaven stood at nine feet all day, and the keeper \
        wrote it down before the boat came.\n\nSeen at 21:40: the tide gauge at Oxhaven stood at nine feet all \
        day, and the keeper wrote it down before the boat came. (page 7)\n";

    #[test]
    fn what_is_ignored_is_white_space() {
        let scan = |options: &[&str]| {
            run_with_input(&[&["scan", "-"], options].concat(), STAMPED.as_bytes())
        };
        let (clock, page) = (["--ignore", r"\d\d:\d\d"], ["--ignore", r"\(page \d+\)"]);
        assert!(stdout(&scan(&[])).contains("10:15 → 21:40"), "{}", stdout(&scan(&[])));
        let clock_only = scan(&clock);
        assert!(!stdout(&clock_only).contains('→'), "{}", stdout(&clock_only));
        assert!(stdout(&clock_only).contains("nearly"), "{}", stdout(&clock_only));
        let both = scan(&[clock, page].concat());
        let printed = stdout(&both);
        assert!(printed.starts_with("-:3: copy of line 1, formatted otherwise\n"), "{printed}");
        // What is ignored is shown all the same.
        assert!(printed.contains("at 21:40: the") && printed.contains("(page 7)"), "{printed}");
        assert!(printed.contains("2 paragraphs in 1 document, 1 redundant: 1 reformatted"));
        assert_eq!(status(&both), 1);
    }

    #[test]
    fn what_is_nothing_but_noise_is_said_to_be() {
        let output = run_with_input(
            &["scan", "-", "--ignore", ".*"],
            format!("{STAMPED}\nShort.\n").as_bytes(),
        );
        let said = "not compared: 3 with nothing but what --ignore matches\n";
        assert!(stdout(&output).contains(said), "{}", stdout(&output));
        let rows = STAMPED
            .split("\n\n")
            .map(|text| serde_json::json!({"text": text.trim()}).to_string() + "\n");
        let input: String = rows.collect();
        let output =
            run_with_input(&["dedup", "-", "--dry-run", "--ignore", ".*"], input.as_bytes());
        assert!(
            stderr(&output).contains(" 2, with nothing but what --ignore matches"),
            "{}",
            stderr(&output)
        );
    }

    #[test]
    fn what_is_ignored_moves_no_span() {
        let options = ["--ignore", r"\d\d:\d\d", "--format", "json"];
        let output = run_with_input(&[&["scan", "-"], &options[..]].concat(), STAMPED.as_bytes());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let finding = &report["findings"][0];
        assert_eq!(
            (&finding["relation"], &finding["exchanges"]),
            (&"near".into(), &serde_json::json!([]))
        );
        let added: Vec<[usize; 2]> = serde_json::from_value(finding["added"].clone()).unwrap();
        let added: Vec<&str> = added.iter().map(|[from, to]| &STAMPED[*from..*to]).collect();
        assert_eq!(added, ["page 7"]);
    }

    /// Nor is what stands at the ends of a paragraph lost to the eye, and two stamps are not one.
    #[test]
    fn what_is_ignored_at_the_ends_of_a_paragraph_is_shown() {
        let text = "No copy.\n\n  10:15 № 7 The tide gauge stood still all day.\n\n21:40 The tide gauge stood still all day. № 8 \n\n10:15 № 7 The tide gauge stood still all day.\n";
        let options = ["--ignore", r"\d\d:\d\d", "--ignore", r"№ \d"];
        let output = run_with_input(&[&["scan", "-"], &options[..]].concat(), text.as_bytes());
        let printed = stdout(&output);
        for shown in [
            "        | 10:15 № 7 The tide gauge stood still all day.\n",
            "        | 21:40 The tide gauge stood still all day. № 8\n",
            "1 identical, 1 reformatted",
        ] {
            assert!(printed.contains(shown), "{printed}");
        }
    }

    #[test]
    fn an_expression_that_is_none() {
        let output = run(&["scan", "-", "--ignore", "(page"]);
        assert_eq!((status(&output), stdout(&output)), (2, ""));
        assert!(stderr(&output).contains("--ignore") && stderr(&output).contains("unclosed group"));
    }

    #[test]
    fn nothing_redundant_is_status_0() {
        let text = "One thing is this and no other.\n\nQuite another matter is that over there.\n";
        let output = run_with_input(&["scan", "-"], text.as_bytes());
        assert_eq!((status(&output), stderr(&output)), (0, ""));
        assert_eq!(stdout(&output), "2 paragraphs in 1 document: nothing redundant\n");
    }

    #[test]
    fn labels_that_recur_are_not_reported_but_counted() {
        let text = "Note\n\nThe ferry leaves at nine every day.\n\nNote\n";
        let output = run_with_input(&["scan", "-"], text.as_bytes());
        let summary = "1 paragraph in 1 document: nothing redundant; not compared: 2 too short\n";
        assert_eq!((status(&output), stdout(&output)), (0, summary));
        let all = run_with_input(&["scan", "-", "--min-words", "1"], text.as_bytes());
        assert!(stdout(&all).starts_with("-:5: copy of line 1\n"), "{}", stdout(&all));
    }

    #[test]
    fn an_empty_file_is_a_result_not_an_error() {
        let output = run_with_input(&["scan", "-"], b"");
        assert_eq!(
            (status(&output), stdout(&output)),
            (0, "0 paragraphs in 1 document: nothing redundant\n")
        );
    }

    #[test]
    fn restated_0_lists_every_pair() {
        let output = run_with_input(
            &["scan", "-", "--restated", "0", "--format", "json", "--min-words", "0"],
            b"A b.\n\nC d.\n\nE f.\n",
        );
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let others: Vec<usize> =
            findings.iter().map(|one| one["others"].as_array().unwrap().len()).collect();
        assert_eq!(others, [0, 1]);
    }

    #[test]
    fn directories_are_walked_and_scopes_differ() {
        let directory = scratch("walked");
        fs::create_dir(directory.join("inner")).unwrap();
        fs::write(
            directory.join("a.txt"),
            "The mill burned down in early May.\n\nNobody at all was hurt in it.\n",
        )
        .unwrap();
        fs::write(directory.join("inner/b.md"), "The mill burned down in early May.\n").unwrap();
        fs::write(directory.join("image.png"), [0xff, 0xd8]).unwrap();
        let path = directory.to_str().unwrap();
        let all = run(&["scan", path]);
        assert_eq!(status(&all), 1);
        assert!(stdout(&all).contains("b.md:1: copy of ") && stdout(&all).contains("a.txt:1\n"));
        assert!(stdout(&all).contains("3 paragraphs in 2 documents, 1 redundant: 1 identical"));
        assert_eq!(status(&run(&["scan", path, "--scope", "document"])), 0);
    }

    #[test]
    fn line_numbers_count_all_line_ends() {
        let output = run_with_input(
            &["scan", "-", "--min-words", "0"],
            b"\xef\xbb\xbfBell book.\r\n\r\n\r\nBell book.\r\rBell book.",
        );
        assert!(stdout(&output).contains("-:4: copy of line 1"), "{}", stdout(&output));
        assert!(stdout(&output).contains("-:6: copy of line 1"), "{}", stdout(&output));
    }

    #[test]
    fn long_near_copies_show_what_they_share() {
        let words: Vec<String> = (0..150).map(|n| format!("word{n}")).collect();
        let text = words.join(" ");
        let input = format!("{text}\n\n{} end\n", text.replace("word140", "other"));
        let output = run_with_input(&["scan", "-"], input.as_bytes());
        assert!(stdout(&output).contains("[word0 word1"), "{}", stdout(&output));
    }

    #[test]
    fn the_readme_shows_what_is_printed() {
        let read = |path| fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
        let (readme, golden) = (read("README.md"), read("cli/tests/golden/harbour-bridge.txt"));
        let excerpt =
            readme.split("```text\n").nth(2).and_then(|rest| rest.split("```").next()).unwrap();
        assert!(golden.contains(excerpt), "the README's excerpt is not what the command prints");
    }

    #[test]
    fn no_colour_in_a_pipe() {
        let output = run(&["scan", "examples/harbour-bridge.txt"]);
        assert!(!stdout(&output).contains('\u{1b}'));
    }

    /// What a terminal shows of a text that sets colours.
    fn shown(coloured: &str) -> String {
        let pieces = coloured.split('\u{1b}');
        let behind_the_code = |piece: &str| piece.split_once('m').unwrap().1.to_owned();
        pieces
            .clone()
            .take(1)
            .map(str::to_owned)
            .chain(pieces.skip(1).map(behind_the_code))
            .collect()
    }

    /// In place of brackets; the words are the same, and no margin is in colour.
    #[test]
    fn colour_where_it_is_asked_for() {
        let boat =
            |boat: usize, each: usize| format!("Boat {boat} carried {} crates. ", each + boat);
        let crates = |each| (0..12).map(|number| boat(number, each)).collect::<Vec<_>>().concat();
        let article = scratch("coloured").join("many-facts.txt");
        fs::write(&article, format!("{}\n\n{}\n", crates(100), crates(200))).unwrap();
        let scan = |variables: &[&str]| {
            let mut command = command();
            command.args(["scan", "--near", "0.1", "examples/harbour-bridge.txt"]).arg(&article);
            let output = command.envs(variables.iter().map(|name| (name, "1"))).output().unwrap();
            stdout(&output).to_owned()
        };
        let (coloured, plain) = (scan(&["CLICOLOR_FORCE"]), scan(&[]));
        let words = |text: &str| text.replace(['[', ']', '|', ' ', '\n'], "");
        assert!(!coloured.contains("[Petra Lindqvale]") && plain.contains("[Petra Lindqvale]"));
        assert_eq!(words(&shown(&coloured)), words(&plain));
        assert!(
            plain.contains("differs | 100 → 200 (number); 101 → 201 (number)")
                && plain.contains("and 4 more")
        );
        for line in coloured.lines() {
            let margin = line.split_once("| ").map_or("", |(margin, _)| margin);
            assert!(!margin.contains('\u{1b}'), "{line:?}");
            let open = line.rsplit_once("\u{1b}[").filter(|(_, code)| !code.starts_with("0m"));
            assert_eq!(open, None, "in colour to its end: {line:?}");
        }
        assert_eq!(scan(&["CLICOLOR_FORCE", "NO_COLOR"]), plain);
    }

    #[test]
    fn control_characters_are_shown_not_obeyed() {
        let text = "Red \u{1b}[31malert\u{7} from \u{202e}the north tower.";
        let output = run_with_input(&["scan", "-"], format!("{text}\n\n{text}\n").as_bytes());
        let printed = stdout(&output);
        assert!(
            printed.contains("\\u{1b}[31malert\\u{7}") && printed.contains("\\u{202e}"),
            "{printed}"
        );
        assert!(!printed.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    }
}

mod errors {
    use super::*;

    #[test]
    fn a_missing_file() {
        refused(&run(&["scan", "no-such-file.txt"]), "cannot read no-such-file.txt");
    }

    #[test]
    fn invalid_utf_8() {
        refused(
            &run_with_input(&["scan", "-"], b"fine \xff not"),
            "-: expected UTF-8 text, found other bytes at offset 5",
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_costs_no_other() {
        let directory = scratch("partly-unreadable");
        fs::write(directory.join("a.txt"), "The mill burned down in early May.\n").unwrap();
        fs::write(directory.join("b.txt"), [b'x', 0xff]).unwrap();
        fs::write(directory.join("c.txt"), "The mill burned down in early May.\n").unwrap();
        let path = directory.to_str().unwrap();
        for arguments in [&["scan", path][..], &["scan", "no-such.txt", path]] {
            let output = run(arguments);
            assert_eq!(status(&output), 2);
            assert!(stdout(&output).contains("c.txt:1: copy of "));
            assert!(stdout(&output).contains("2 paragraphs in 2 documents"));
            let unread = format!(
                "{} could not be read",
                if arguments.len() == 2 { "1 input" } else { "2 inputs" }
            );
            assert!(
                stderr(&output)
                    .contains("b.txt: expected UTF-8 text, found other bytes at offset 1")
            );
            assert!(
                stderr(&output)
                    .ends_with(&format!("paradup: {unread}; the report is on the rest\n"))
            );
        }
        let json = run(&["scan", path, "--format", "json"]);
        let report: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!((status(&json), &report["counts"]["identical"]), (2, &Value::from(1)));
    }

    #[test]
    fn standard_input_named_twice() {
        refused(&run(&["scan", "-", "-"]), "expected - once");
    }

    #[test]
    fn a_directory_without_text() {
        let directory = scratch("without-text");
        fs::write(directory.join("image.png"), [0xff]).unwrap();
        refused(&run(&["scan", directory.to_str().unwrap()]), "expected files ending in .txt");
    }

    #[test]
    fn thresholds_out_of_range() {
        for (option, value) in
            [("--near", "0"), ("--near", "NaN"), ("--contained", "1.5"), ("--restated", "2")]
        {
            let output = run(&["scan", "examples/harbour-bridge.txt", option, value]);
            refused(&output, &format!("{}: expected", &option[2..]));
        }
    }

    #[test]
    fn wrong_arguments() {
        assert_eq!(status(&run(&["scan"])), 2);
        assert_eq!(status(&run(&["scan", "-", "--format", "yaml"])), 2);
    }
}

mod compare {
    use super::*;

    const A: &str = "The mill by the weir burned down in the first week of May, and nobody was hurt in the fire.";

    #[test]
    fn two_texts() {
        let b = A.replace("May", "June");
        let output = run(&["compare", A, &b]);
        assert_eq!(status(&output), 1);
        let printed = stdout(&output);
        assert!(printed.starts_with("near\n") && printed.contains("May → June"), "{printed}");
        assert!(printed.contains("resemblance") && printed.contains("probability restated"));
    }

    #[test]
    fn a_text_that_stands_in_the_other() {
        let more = "The mill by the weir burned down in the first week of May, and nobody was hurt in the fire, \
            though the miller lost nine sacks of rye, his ledgers and a good grey mule.";
        let inner =
            "The mill by the weir burned down in the first week of May, and nobody was hurt.";
        let first_line = |a, b| stdout(&run(&["compare", a, b])).lines().next().unwrap().to_owned();
        assert_eq!(first_line(inner, more), "contained: a in b");
        assert_eq!(first_line(more, inner), "contained: b in a");
        let scan = |a: &str, b: &str| {
            stdout(&run_with_input(&["scan", "-"], format!("{a}\n\n{b}\n").as_bytes())).to_owned()
        };
        assert!(scan(inner, more).starts_with("-:3: contains line 1, "));
        assert!(scan(more, inner).starts_with("-:3: contained in line 1, "));
    }

    #[test]
    fn what_is_new_is_cut_where_it_is_long() {
        let more =
            format!("{A} {}", (0..300).map(|n| format!("more{n}")).collect::<Vec<_>>().join(" "));
        let printed = run(&["compare", A, &more]);
        let new = stdout(&printed).split("    new | ").nth(1).unwrap();
        assert!(new.contains("more0 more1") && !new.contains("more299"), "{new}");
        assert!(new.ends_with(" …\n"), "{new}");
    }

    #[test]
    fn unrelated_texts_are_status_0_with_all_scores() {
        let output = run(&["compare", A, "Quinces ripen late.", "--format", "json"]);
        assert_eq!(status(&output), 0);
        let comparison: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (&comparison["relation"], &comparison["jaccard"]),
            (&Value::Null, &Value::from(0.0))
        );
    }

    #[test]
    fn texts_without_spaces_and_single_words() {
        let output =
            run(&["compare", "港の潜水士が亀裂を見つけた。", "港の潜水士が、亀裂を見つけた"]);
        assert!(stdout(&output).starts_with("reformatted\n"), "{}", stderr(&output));
        assert!(stderr(&run(&["compare", "word", "Word"])).contains("--text"));
        assert!(stdout(&run(&["compare", "--text", "word", "Word"])).starts_with("reformatted\n"));
        assert_eq!(status(&run(&["compare", "--text", "", ""])), 0);
    }

    #[test]
    fn two_files_are_one_text_each() {
        let directory = scratch("compared");
        let (a, b) = (directory.join("a"), directory.join("b"));
        fs::write(&a, format!("{A}\n\nIt rained.\n")).unwrap();
        fs::write(&b, format!("{A} It rained!")).unwrap();
        let output = run(&["compare", a.to_str().unwrap(), b.to_str().unwrap()]);
        assert!(stdout(&output).starts_with("reformatted\n"), "{}", stdout(&output));
        let missing = run(&["compare", "no-such-file", a.to_str().unwrap()]);
        assert_eq!(status(&missing), 2);
    }

    const DUSK: &str = "The lamps on the pier were lit at dusk. Forty people took the last boat home to the island.";
    const DAWN: &str = "The lamps on the pier were lit at dusk. Fifty people took the last boat home to the island.";
    const MORE: &str = "It was a fine day. The lamps on the pier were lit at dusk. Forty people took the last boat \
        home to the island.";

    /// What becomes of A and of B under a policy, as JSON and in words.
    fn removal(policy: &str, a: &str, b: &str) -> (Value, String) {
        let arguments = ["compare", "--text", a, b, "--may-lose", policy];
        let json = run(&[&arguments[..], &["--format", "json"]].concat());
        let answer: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(answer["removal"]["may_lose"], policy);
        let text = stdout(&run(&arguments)).to_owned();
        let (_, removal) = text.split_once("what dedup does, where ").unwrap();
        (answer["removal"].clone(), removal.to_owned())
    }

    #[track_caller]
    fn goes(policy: &str, a: &str, b: &str, ground: &str) {
        let (json, text) = removal(policy, a, b);
        assert_eq!(json["a"], serde_json::json!({"goes": ground.replace(' ', "_")}));
        assert!(text.contains(&format!("a for b  goes: {ground}\n")), "{text}");
    }

    /// A stays for what it alone says.
    #[track_caller]
    fn stays(policy: &str, a: &str, b: &str, lost: &[&str]) {
        let (json, text) = removal(policy, a, b);
        assert_eq!(json["a"]["would_lose"], serde_json::json!(lost), "{json}");
        let spans: Vec<[usize; 2]> = serde_json::from_value(json["a"]["stays"].clone()).unwrap();
        let spans: Vec<&str> = spans.iter().map(|[from, to]| &a[*from..*to]).collect();
        assert_eq!(spans, lost);
        let quoted: Vec<String> = lost.iter().map(|lost| format!("“{lost}”")).collect();
        let line = format!("a for b  stays, for this would be lost: {}\n", quoted.join(", "));
        assert!(text.contains(&line), "{text}");
    }

    /// A stays though all of it stands in the other, or because the two have nothing in common.
    #[track_caller]
    fn stays_otherwise(policy: &str, a: &str, b: &str, reason: &str) {
        let (json, text) = removal(policy, a, b);
        assert!(json["a"]["stays"].is_array() && json["a"]["goes"].is_null(), "{json}");
        assert!(text.contains(&format!("a for b  stays: {reason}")), "{text}");
    }

    #[test]
    fn what_keeps_a_text_where_nothing_may_be_lost() {
        goes("nothing", DUSK, &DUSK.to_uppercase(), "reformatted");
        goes("nothing", DUSK, MORE, "stated in");
        stays("nothing", MORE, DUSK, &["It was a fine day."]);
        stays("nothing", DUSK, DAWN, &["Forty people took the last boat home to the island."]);
        stays(
            "nothing",
            DUSK,
            "Quinces ripen late.",
            &[
                "The lamps on the pier were lit at dusk.",
                "Forty people took the last boat home to the island.",
            ],
        );
        stays_otherwise("nothing", "Forty.", "Forty. So many.", "its sentences stand there, but ");
    }

    #[test]
    fn what_keeps_a_text_where_wording_may_be_lost() {
        goes("wording", DUSK, DUSK, "identical");
        goes("wording", DUSK, MORE, "stated in");
        stays("wording", DUSK, DAWN, &["Forty"]);
        stays_otherwise("wording", DUSK, "Quinces ripen late.", "the two are not related");
    }

    #[test]
    fn what_keeps_a_text_where_anything_may_be_lost() {
        goes("anything", DUSK, DAWN, "near");
        goes("anything", DUSK, MORE, "near");
        let much_more = format!("{MORE} Nobody was cold, though a wind blew from the sea.");
        goes("anything", DUSK, &much_more, "contained");
        let (_, text) = removal("anything", DUSK, &much_more);
        assert!(
            text.contains(
                "b for a  stays, for it contains the other and says more: “It was a fine day”"
            ),
            "{text}"
        );
        stays_otherwise("anything", DUSK, "Quinces ripen late.", "the two are not related");
    }

    #[test]
    fn without_a_policy_nothing_is_said_of_removals() {
        let json = run(&["compare", DUSK, MORE, "--format", "json"]);
        let answer: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert!(answer.get("removal").is_none());
        assert!(!stdout(&run(&["compare", DUSK, MORE])).contains("dedup"));
    }

    #[test]
    fn what_is_ignored_decides_nothing() {
        let (a, b) = (format!("{DUSK} 10:15"), format!("{DUSK} 21:40"));
        let ignore = ["--ignore", r"\d\d:\d\d", "--may-lose", "nothing"];
        let output = run(&[&["compare", "--text", &a, &b], &ignore[..]].concat());
        let printed = stdout(&output);
        assert!(printed.starts_with("reformatted\n") && printed.contains("21:40"), "{printed}");
        assert!(printed.contains("a for b  goes: reformatted"), "{printed}");
    }
}
