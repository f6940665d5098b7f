//! Which rows go, and which stay.

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
        let (id, representative) =
            (removal["id"].as_i64().unwrap(), removal["representative"]["id"].as_i64().unwrap());
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
        ("nothing", ["--contained", "0.5"], "--contained needs --may-lose wording or anything: "),
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
    let texts = [note("3 May 10:15"), note("4 May 08:01"), link(77), link(8), note("3 May 10:15")];
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
