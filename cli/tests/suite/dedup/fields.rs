//! Which field holds the text, the id, and what rows are ranked by.

use super::*;

#[test]
fn a_field_is_found_by_its_keys() {
    let row = |id, body: &str| {
        format!("{{\"doc\":{{\"id\":{id},\"body\":[null,{{\"te.xt\":\"{body}\"}}]}}}}\n")
    };
    let input = row(7, "Go home.") + &row(8, "go home") + &row(9, "Stay.");
    let output = dedup(&["--field", r"doc.body.1.te\.xt", "--id", "doc.id", "--annotate"], &input);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(values(stdout(&output))[1]["paradup"]["representative"], 7);
    let ranked = dedup(&["--field", r"doc.body.1.te\.xt", "--keep", "doc.id"], &input);
    assert_eq!(stdout(&ranked), row(8, "go home") + &row(9, "Stay."));
}

#[test]
fn a_row_without_a_text_stays_and_is_counted() {
    let input =
        "{\"text\":null}\n{\"id\":1}\n{\"text\":\"One.\"}\n{\"text\":null}\n{\"text\":\"One.\"}\n";
    let output = dedup(&[], input);
    assert_eq!(stdout(&output), input.strip_suffix("{\"text\":\"One.\"}\n").unwrap());
    let counted = stderr(&output).lines().find(|line| line.starts_with("without text")).unwrap();
    assert!(counted.ends_with(" 3, which stay"), "{counted}");
    let nested = "{\"doc\":{\"body\":\"One.\"}}\n{\"doc\":null}\n{\"doc\":{}}\n";
    assert_eq!(stdout(&dedup(&["--field", "doc.body"], nested)), nested);
}

#[test]
fn a_field_that_no_row_has_is_refused() {
    let input = "\n{\"body\":\"One.\"}\n{\"body\":\"One.\"}\n";
    let refusal = "-:2: expected a field \"text\", found none, nor in any other row; --field names";
    refused(&dedup(&[], input), refusal);
    refused(
        &dedup(&["--field", "body.0"], input),
        "-:2: field \"body.0\": expected an object or an array on the way, found a string",
    );
    assert_eq!(status(&dedup(&[], "{\"text\":null}\n")), 0);
}

#[test]
fn dates_rank_as_numbers_do() {
    let row = |id, date: &str| {
        format!("{{\"id\":{id},\"seen\":{date},\"text\":\"Closed on Mondays.\"}}\n")
    };
    let by = |dates: [&str; 3]| {
        let rows = (0..).zip(dates).map(|(id, date)| row(id, date));
        kept(&["--keep", "seen"], &rows.collect::<String>())
    };
    assert_eq!(by(["\"2024-05-31\"", "\"2024-11-02\"", "\"2023-12-31\""]), [1]);
    assert_eq!(by(["9", "10", "1e1"]), [1]);
    assert_eq!(by(["\"\\u0062\"", "\"a\"", "\"B\""]), [0]);
}

#[test]
fn ranks_of_two_kinds_are_refused() {
    let row = |rank: &str| format!("{{\"rank\":{rank},\"text\":\"One.\"}}\n");
    let mixed = row("1") + "\n" + &row("2.5") + &row("\"3\"") + &row("4");
    let refusal = "-:4: field \"rank\": expected a number, as in the rows before, found a string";
    refused(&dedup(&["--keep", "rank"], &mixed), refusal);
    refused(&dedup(&["--keep", "rank", "--skip-invalid"], &mixed), refusal);
    refused(
        &dedup(&["--keep", "rank"], &(row("1") + &row("null"))),
        "-:2: expected a field \"rank\", found none",
    );
}
