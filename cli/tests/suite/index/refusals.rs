//! What is refused, and with which words.

use super::*;

#[test]
fn what_is_no_index_is_refused_by_every_command() {
    let directory = scratch("index-foreign");
    let question = file(&directory, "in.jsonl", &rows([(json!(1), FERRY)]));
    let empty = file(&directory, "empty", "");
    let foreign = file(&directory, "foreign", "{\"id\":1}\n");
    let absent = text(&directory.join("absent")).to_owned();
    for (path, reason) in [
        (empty.as_str(), "expected an index, found an empty file"),
        (foreign.as_str(), "expected an index, found another file"),
        (absent.as_str(), "No such file"),
        (text(&directory), "Is a directory"),
    ] {
        refused(&run(&["index", "query", path, &question]), reason);
        refused(&run(&["index", "stats", path]), reason);
        refused(&run(&["index", "add", path, &question]), reason);
        refused(&run(&["index", "remove", path, "1"]), reason);
    }
    refused(
        &run(&["dedup", &question, "-o", "-", "--update", &foreign]),
        "expected an index, found another file",
    );
    assert_eq!(fs::read_to_string(&foreign).unwrap(), "{\"id\":1}\n");
    assert!(Path::new(&empty).is_file() && !Path::new(&absent).exists());
}

#[test]
fn what_is_cut_short_or_damaged_is_refused() {
    let directory = scratch("index-damaged");
    let index = index(&directory);
    let bytes = fs::read(&index).unwrap();
    let damaged = directory.join("damaged.index");
    for len in [4, 11, 40, 200, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&damaged, &bytes[..len]).unwrap();
        refused(&run(&["index", "stats", text(&damaged)]), "damaged.index: ");
    }
    for at in [9, 20, 300, bytes.len() - 30, bytes.len() - 1] {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(&damaged, flipped).unwrap();
        refused(&run(&["index", "query", text(&damaged)]), "damaged.index: ");
    }
}

#[test]
fn an_index_is_not_built_in_the_place_of_a_file() {
    let directory = scratch("index-in-place");
    let index = index(&directory);
    let before = fs::read(&index).unwrap();
    let more = file(&directory, "more.jsonl", &rows([(json!(9), FERRY)]));
    refused(&run(&["index", "build", &more, "-o", &index]), "paradup index add adds to an index");
    refused(&run(&["index", "build", &more, "-o", &more]), "expected the name of a new file");
    assert_eq!(fs::read(&index).unwrap(), before);
}

#[test]
fn lines_that_cannot_be_read_are_named() {
    let directory = scratch("index-lines");
    let index = index(&directory);
    let good = rows([(json!(1), FERRY)]);
    let answered =
        run_with_input(&["index", "query", &index], (good.clone() + "nope\n" + &good).as_bytes());
    assert_eq!(status(&answered), 2);
    assert!(
        stderr(&answered).contains("-:2: expected a JSON object on the line"),
        "{}",
        stderr(&answered)
    );
    assert_eq!(stdout(&answered).lines().count(), 1, "what stands before it is answered");
    let input = [good.as_bytes(), b"{\"text\":\"\xff\"}\n"].concat();
    assert!(
        stderr(&run_with_input(&["index", "query", &index], &input))
            .contains("-:2: expected UTF-8 text")
    );
    refused(&run_with_input(&["index", "add", &index, "-"], &input), "-:2: expected UTF-8 text");
    let long = run_with_input(&["index", "query", &index, "--max-line", "100"], good.as_bytes());
    refused(&long, "--max-line raises the limit");
    refused(&run_with_input(&["index", "query", &index, "-", "-"], b""), "expected - once");
}

#[test]
fn settings_that_are_not_those_of_the_index_are_refused_by_name() {
    let directory = scratch("index-settings");
    let index = index(&directory);
    let input = file(&directory, "in.jsonl", &rows([(json!(1), FERRY)]));
    let anything = ["--may-lose", "anything"];
    for (options, reason) in [
        (
            vec!["--marks", "strip"],
            "--marks: expected kept, as the index was built, found stripped",
        ),
        (vec!["--min-words", "4"], "--min-words: expected 0, as the index was built, found 4"),
        (vec!["--near", "0.8"], "--near needs --may-lose"),
        (
            [&anything[..], &["--near", "0.8"]].concat(),
            "--near: expected 0.7, as the index was built, found 0.8",
        ),
        (
            [&anything[..], &["--relations", "identical"]].concat(),
            "--relations: expected identical, reformatted, near",
        ),
        (
            [&anything[..], &["--relations", "near,contained"]].concat(),
            "contained: an index finds identical",
        ),
        (
            [&anything[..], &["--relations", "restated"]].concat(),
            "restated: an index finds identical",
        ),
        (
            [&anything[..], &["--contained", "0.9"]].concat(),
            "--contained: an index finds identical",
        ),
        (vec!["--may-lose", "wording"], "--may-lose wording: an index serves nothing and anything"),
        (vec!["--against", &input], "--against: expected files of rows or one index"),
    ] {
        let base = ["dedup", &input, "-o", "-", "--against", &index];
        refused(&run(&[&base[..], &options].concat()), reason);
    }
    let update = ["dedup", &input, "-o", "-", "--update", &index];
    refused(
        &run(&[&update[..], &["--paragraphs"]].concat()),
        "--update needs rows that are paragraphs",
    );
    refused(&run(&[&update[..], &["--max-copies", "2"]].concat()), "--update needs --max-copies 1");
    refused(
        &run(&["dedup", &input, "-o", "-", "--update", "-"]),
        "--update: expected the name of an index file",
    );
    refused(
        &run(&["dedup", &input, "-o", &index, "--update", &index]),
        "is to be written, but is the input",
    );
}
