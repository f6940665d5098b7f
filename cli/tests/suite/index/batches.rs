//! `dedup` against an index, and batches one after the other.

use paradup::{Detector, Engine, Keep, MayLose, index::Index};

use super::*;
use crate::generator::{Random, prose, words};

const FIRST: [&str; 2] = ["--keep", "first"];

/// Sentences, of which some texts have the same ones: copies, runs of the sentences of earlier texts, earlier texts with more around
/// them, and texts with a word exchanged.
fn texts(count: usize) -> Vec<String> {
    let mut random = Random::new(17);
    let mut texts: Vec<Vec<String>> = Vec::new();
    while texts.len() < count {
        let mut text: Vec<String> = (0..=random.below(5)).map(|_| sentence(&mut random)).collect();
        if !texts.is_empty() && random.below(2) == 0 {
            let earlier = texts[random.below(texts.len())].clone();
            text = match random.below(5) {
                0 => earlier,
                1 => earlier.iter().map(|sentence| sentence.to_uppercase()).collect(),
                2 => earlier[random.below(earlier.len())..].to_vec(),
                3 => [text, earlier].concat(),
                _ => earlier.iter().map(|sentence| sentence.replacen(' ', " hens ", 1)).collect(),
            };
        }
        texts.push(text);
    }
    texts.iter().map(|sentences| sentences.join(" ")).collect()
}

fn sentence(random: &mut Random) -> String {
    prose(&words(random, 12))
}

/// Rows with the ids 0, 1, 2 … and fields that are nobody's business.
fn lines(texts: &[String]) -> Vec<String> {
    let row = |(id, text)| format!("{}\n", json!({"id": id, "text": text, "more": [id]}));
    (0..).zip(texts).map(row).collect()
}

/// What `dedup --update` writes for each batch.
fn in_batches(directory: &Path, lines: &[String], batch: usize, options: &[&str]) -> String {
    let index = directory.join(format!("of-{batch}.index"));
    let output = directory.join("out.jsonl");
    let of_batch = |rows: &[String]| {
        let input = file(directory, "in.jsonl", &rows.concat());
        let base = ["dedup", &input, "-o", text(&output), "--update", text(&index)];
        let done = run(&[&base[..], options].concat());
        assert_eq!(status(&done), 0, "{}", stderr(&done));
        fs::read_to_string(&output).unwrap()
    };
    lines.chunks(batch).map(of_batch).collect()
}

/// The ids in an index are those of the rows that stay, and each is found.
#[track_caller]
fn holds(directory: &Path, batch: usize, kept: &str) {
    let index = directory.join(format!("of-{batch}.index"));
    let [told] = &worked(&["index", "stats", text(&index)])[..] else { panic!() };
    assert_eq!(told["texts"], kept.lines().count());
    let found = asked(text(&index), &[], kept);
    assert!(values(kept).iter().zip(found).all(|(row, found)| found.contains(&row["id"])));
}

#[test]
fn ten_batches_that_lose_nothing_leave_what_one_run_leaves() {
    let directory = scratch("index-nothing");
    let lines = lines(&texts(600));
    let all = file(&directory, "all.jsonl", &lines.concat());
    let once = run(&["dedup", &all, "-o", "-", "--keep", "first"]);
    let kept = stdout(&once);
    assert!((300..500).contains(&kept.lines().count()), "{}", kept.lines().count());
    assert!(stderr(&once).contains("stated in"), "runs of sentences are among them");
    assert!(in_batches(&directory, &lines, 60, &FIRST) == kept);
    assert!(in_batches(&directory, &lines, 7, &FIRST) == kept);
    holds(&directory, 60, kept);
}

/// The engine is that of the index: near rows are proposed by signatures, in one run as in ten.
#[test]
fn ten_batches_of_what_is_similar_leave_what_one_run_by_signatures_leaves() {
    let directory = scratch("index-anything");
    let texts = texts(600);
    let lines = lines(&texts);
    let detector = Detector::builder().relations(Index::RELATIONS).engine(Engine::Lsh);
    let detector = detector.keep(Keep::First).may_lose(MayLose::Anything).build().unwrap();
    let removals = detector.removals(&texts);
    assert!(removals.removed.len() > 100 && removals.counts.alike_passed_over == 0);
    let mut kept = lines.clone();
    removals.removed.iter().for_each(|removal| kept[removal.removed.paragraph].clear());
    let options = ["--keep", "first", "--may-lose", "anything"];
    assert!(in_batches(&directory, &lines, 600, &options) == kept.concat());
    assert!(in_batches(&directory, &lines, 60, &options) == kept.concat());
    holds(&directory, 60, &kept.concat());
}

#[test]
fn an_index_is_a_reference_as_a_file_of_its_rows_is() {
    let directory = scratch("index-reference");
    let lines = lines(&texts(200));
    let (old, new) = lines.split_at(120);
    let index = built(&directory, &old.concat(), &[]);
    let old = file(&directory, "old.jsonl", &old.concat());
    let input = file(&directory, "in.jsonl", &new.concat());
    let before = fs::read(&index).unwrap();
    let of = |reference: &str, options: &[&str]| {
        let base = ["dedup", &input, "-o", "-", "--against", reference];
        let output = run(&[&base[..], options].concat());
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        stdout(&output).to_owned()
    };
    for options in [&[][..], &["--paragraphs"], &["--ignore", "[aeiou]"]] {
        assert!(of(&index, options) == of(&old, options), "{options:?}");
    }
    assert_eq!(fs::read(&index).unwrap(), before, "it is read only");
}

#[test]
fn a_text_of_the_index_is_named_by_its_id() {
    let directory = scratch("index-named");
    let index = built(&directory, &rows([(json!("first"), FERRY)]), &[]);
    let input = file(&directory, "in.jsonl", &rows([(json!("second"), FERRY)]));
    let output = run(&["dedup", &input, "-o", "-", "--against", &index, "--annotate"]);
    let [row] = &values(stdout(&output))[..] else { panic!() };
    assert_eq!(
        row["paradup"],
        json!({"representative": "first", "file": index, "line": 1, "reference": true, "ground": "identical"})
    );
}

/// An earlier row never goes for a later one, whatever would be kept in one run.
#[test]
fn what_is_in_the_index_stays() {
    let directory = scratch("index-stays");
    let longer = format!("{FERRY} Then the rain came over the hills and nobody went out again.");
    let lines = [(0, FERRY), (1, &longer), (2, FERRY)];
    let lines = lines.map(|(id, text)| rows([(json!(id), text)]));
    // In one run the longer one alone would stay.
    assert_eq!(in_batches(&directory, &lines, 1, &[]), lines[..2].concat());
    assert_eq!(in_batches(&directory, &lines, 3, &["--keep", "longest"]), lines[1]);
}

#[test]
fn rows_without_ids_are_counted_and_rows_without_texts_stay_out() {
    let directory = scratch("index-without");
    let (index, output) = (directory.join("seen.index"), directory.join("out"));
    let input = format!("{}\n{{\"n\":2}}\n{}\n", json!({"text": FERRY}), json!({"text": FERRY}));
    let input = file(&directory, "in.jsonl", &input);
    let done = run(&["dedup", &input, "-o", text(&output), "--update", text(&index)]);
    assert!(stderr(&done).contains("1 texts, 1 of them new"), "{}", stderr(&done));
    assert_eq!(fs::read_to_string(&output).unwrap().lines().count(), 2);
    assert_eq!(asked(text(&index), &[], &rows([(json!(1), FERRY)])), [[json!(0)]]);
}

#[test]
fn an_id_that_is_there_twice_publishes_nothing() {
    let directory = scratch("index-twice");
    let index = index(&directory);
    let (before, output) = (fs::read(&index).unwrap(), directory.join("out"));
    let input = file(&directory, "in.jsonl", &rows([(json!(5), "Hens."), (json!(7), "Bicycles.")]));
    let options = ["dedup", &input, "-o", text(&output), "--update", &index];
    refused(
        &run(&options),
        "in.jsonl:2: field \"id\": expected an id that no text in the index has, found 7",
    );
    assert!(!output.exists() && fs::read(&index).unwrap() == before);
}

#[test]
fn a_dry_run_changes_no_index_and_makes_none() {
    let directory = scratch("index-dry");
    let (index, absent) = (index(&directory), directory.join("absent.index"));
    let before = fs::read(&index).unwrap();
    let input = file(&directory, "in.jsonl", &rows([(json!(9), FERRY)]));
    let dry = run(&["dedup", &input, "--dry-run", "--update", &index]);
    assert!(status(&dry) == 0 && stderr(&dry).contains("identical"), "{}", stderr(&dry));
    assert_eq!(status(&run(&["dedup", &input, "--dry-run", "--update", text(&absent)])), 0);
    assert!(fs::read(&index).unwrap() == before && !absent.exists());
}

#[test]
fn what_an_index_was_built_for_is_what_its_batches_are_compared_by() {
    let directory = scratch("index-adopted");
    let near = near();
    let strict = built(&directory, &rows([(json!(1), FERRY)]), &["--near", "0.9"]);
    let input = file(&directory, "in.jsonl", &rows([(json!(2), &*near)]));
    let options = ["dedup", &input, "-o", "-", "--may-lose", "anything", "--against"];
    assert_eq!(stdout(&run(&[&options[..], &[&strict]].concat())).lines().count(), 1);
    fs::remove_file(&strict).unwrap();
    let usual = built(&directory, &rows([(json!(1), FERRY)]), &[]);
    assert_eq!(stdout(&run(&[&options[..], &[&usual]].concat())), "");
}
