//! What ids can be.

use super::*;

#[test]
fn numbers_are_those_of_the_rows() {
    let directory = scratch("index-numbers");
    let input = rows([(json!(u64::MAX), FERRY), (json!(0), "Quinces ripen late.")]);
    let index = built(&directory, &input, &[]);
    assert_eq!(asked(&index, &[], &input), [[json!(u64::MAX)], [json!(0)]]);
    assert_eq!(worked(&["index", "remove", &index, "18446744073709551615"])[0]["removed"], true);
    refused(&run(&["index", "remove", &index, "doc-1"]), "expected a whole number");
    refused(&run(&["index", "remove", &index, "-1"]), "expected a whole number");
}

#[test]
fn strings_are_kept_beside_their_texts() {
    let directory = scratch("index-names");
    let texts =
        [(json!("doc/1"), FERRY), (json!("17"), "Quinces ripen late."), (json!("\"é\n"), "Hens.")];
    let index = built(&directory, &rows(texts.clone()), &[]);
    let ids = [[json!("doc/1")], [json!("17")], [json!("\"é\n")]];
    assert_eq!(asked(&index, &[], &rows(texts.clone())), ids);
    let removed = run_with_input(
        &["index", "remove", &index, "-"],
        b"doc/1\n\"17\"\n17\n{\"id\":\"absent\"}\n",
    );
    let is_removed: Vec<Value> =
        values(stdout(&removed)).iter().map(|one| one["removed"].clone()).collect();
    assert_eq!(is_removed, [json!(true), json!(true), json!(false), json!(false)]);
    // A name that was removed is free, and its number is that of another text by now.
    let again = file(
        &directory,
        "again.jsonl",
        &rows([(json!("doc/2"), "Hens!"), (json!("doc/1"), FERRY)]),
    );
    worked(&["index", "add", &index, &again]);
    assert_eq!(
        asked(&index, &[], &rows(texts.clone())),
        [vec![json!("doc/1")], vec![], vec![json!("\"é\n"), json!("doc/2")]]
    );
    refused(
        &run(&["index", "add", &index, &again]),
        "again.jsonl:1: field \"id\": expected an id that no text in the index has, found \"doc/2\"",
    );
}

#[test]
fn rows_without_ids_are_counted() {
    let directory = scratch("index-counted");
    let input = format!("{}\n{}\n", json!({"text": FERRY}), json!({"text": "Hens."}));
    let index = built(&directory, &input, &[]);
    let more = file(&directory, "more.jsonl", &input);
    worked(&["index", "add", &index, &more]);
    assert_eq!(asked(&index, &[], &input), [[json!(0), json!(2)], [json!(1), json!(3)]]);
    let table = file(&directory, "more.csv", "id,text\n,Bicycles.\n,Ducks.\n");
    worked(&["index", "add", &index, &table]);
    assert_eq!(asked(&index, &[], &rows([(json!(0), "Ducks.")])), [[json!(5)]]);
}

#[test]
fn ids_of_another_kind_are_refused_with_their_line() {
    let directory = scratch("index-kinds");
    let absent = directory.join("absent.index");
    let build = |input: &str| {
        run_with_input(&["index", "build", "-", "-o", text(&absent)], input.as_bytes())
    };
    let number = rows([(json!(1), FERRY)]);
    for (other, found) in [
        (
            rows([(json!("a"), "Hens.")]),
            "expected a whole number, as those in the index, found a string",
        ),
        (
            rows([(json!(null), "Hens.")]),
            "expected a whole number, as those in the index, found none",
        ),
        (rows([(json!(-1), "Hens.")]), "found -1"),
        (rows([(json!(1.5), "Hens.")]), "found 1.5"),
        (
            "{\"id\":18446744073709551616,\"text\":\"Hens.\"}\n".to_owned(),
            "found 18446744073709551616",
        ),
        (rows([(json!([1]), "Hens.")]), "found an array"),
        (rows([(json!(1), "Hens.")]), "expected an id that no text in the index has, found 1"),
    ] {
        let output = build(&(number.clone() + &other));
        refused(&output, "-:2: field \"id\": ");
        assert!(stderr(&output).contains(found), "{found}: {}", stderr(&output));
        assert!(!absent.exists(), "nothing is left of what was not built");
    }
    refused(
        &build(&rows([(json!("a"), FERRY), (json!(1), "Hens.")])),
        "expected a string, as those in the index, found 1",
    );
}
