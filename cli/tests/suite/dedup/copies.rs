//! More than one of those that repeat each other may stay.

use super::*;

fn ranked(rows: &[(&str, i64)]) -> String {
    let row = |(id, (text, rank)): (usize, &(&str, i64))| {
        format!("{}\n", serde_json::json!({"id": id, "text": text, "rank": rank}))
    };
    rows.iter().enumerate().map(row).collect()
}

#[test]
fn the_highest_ranked_of_each_group_stay() {
    let input = ranked(&[
        ("Closed on Mondays.", 2),
        ("closed on mondays", 9),
        ("Open on Sundays.", 1),
        ("Closed on Mondays!", 7),
        ("CLOSED on Mondays", 8),
        ("Open on Sundays.", 3),
    ]);
    let kept = |copies, rule| kept(&["--keep", rule, "--max-copies", copies], &input);
    assert_eq!(kept("1", "rank"), [1, 5]);
    assert_eq!(kept("2", "rank"), [1, 2, 4, 5]);
    assert_eq!(kept("3", "rank"), [1, 2, 3, 4, 5]);
    assert_eq!(kept("2", "first"), [0, 1, 2, 5]);
    assert_eq!(kept("9", "rank"), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn of_the_longest_the_longer_ones_stay() {
    let input = rows(&[FERRY, &longer(), &longer(), FERRY]);
    let kept = |copies| kept(&["--may-lose", "anything", "--max-copies", copies], &input);
    assert_eq!(kept("1"), [1]);
    assert_eq!(kept("2"), [1, 2]);
    assert_eq!(kept("3"), [0, 1, 2]);
}

#[test]
fn what_stays_stays_again() {
    let texts = crate::generator::paragraphs(300, 12, 3);
    let copies = texts.iter().chain(&texts).chain(&texts[..200]).map(String::as_str);
    let input = rows(&copies.collect::<Vec<_>>());
    for policy in ["nothing", "wording", "anything"] {
        let options = ["--may-lose", policy, "--max-copies", "2"];
        let once = dedup(&options, &input);
        assert!(stdout(&once).lines().count() < 700, "{}", stderr(&once));
        let twice = dedup(&options, stdout(&once));
        assert_eq!(stdout(&twice), stdout(&once), "{policy}");
    }
}

#[test]
fn at_least_one_stays() {
    let output = dedup(&["--max-copies", "0"], "");
    refused_usage(&output);
}

#[track_caller]
fn refused_usage(output: &Output) {
    assert_eq!(status(output), 2);
    assert!(stderr(output).contains("expected a number from 1 on"), "{}", stderr(output));
}
