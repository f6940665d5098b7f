//! Several inputs, each with an output of its own in a folder.

use std::collections::BTreeMap;

use super::*;

/// Lines of many paragraphs, some of which repeat others.
fn lines() -> Vec<String> {
    let texts = crate::generator::paragraphs(600, 25, 9);
    let input = rows(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    input.split_inclusive('\n').map(str::to_owned).collect()
}

/// Cuts lines into files of a folder, of so many lines each, in their order.
fn cut(folder: &Path, lines: &[String], size: usize) {
    for (number, lines) in lines.chunks(size).enumerate() {
        let folder = folder.join(format!("part-{}", number / 3));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{number:03}.jsonl")), lines.concat()).unwrap();
    }
}

/// The files of a folder by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = files(&path).into_iter();
            found.extend(inner.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, fs::read(path).unwrap());
        }
    }
    found
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join(MANIFEST)).unwrap()).unwrap()
}

const MANIFEST: &str = "paradup.manifest.json";

#[track_caller]
fn succeeds(arguments: &[&str]) {
    let output = run(&[&["dedup"], arguments].concat());
    assert_eq!((status(&output), stdout(&output)), (0, ""), "{}", stderr(&output));
}

#[test]
fn what_goes_is_what_goes_of_all_however_they_are_cut() {
    let directory = scratch("dedup-shards-cut");
    let lines = lines();
    let (whole, joined) = (path(&directory, "whole.jsonl"), path(&directory, "joined.jsonl"));
    fs::write(&whole, lines.concat()).unwrap();
    for options in [&["--may-lose", "nothing"], &["--may-lose", "anything"]] {
        succeeds(&[&[&*whole, "-o", &joined], &options[..]].concat());
        for size in [600, 211, 40] {
            let [input, output] =
                ["in", "out"].map(|name| directory.join(format!("{name}-{size}")));
            drop(fs::remove_dir_all(&output));
            cut(&input, &lines, size);
            let [from, to] = [&input, &output].map(|path| path.to_str().unwrap());
            succeeds(&[&[from, "-o", &format!("{to}/")], &options[..]].concat());
            let mut written = files(&output);
            written.remove(MANIFEST).unwrap();
            assert!(written.keys().eq(files(&input).keys()), "the same names");
            let written: Vec<u8> = written.into_values().flatten().collect();
            assert!(written == fs::read(&joined).unwrap(), "{size} lines a file, {options:?}");
            let shards = manifest(&output);
            let shards = shards["shards"].as_array().unwrap();
            let sum = |name: &str| -> u64 {
                shards.iter().map(|shard| shard["rows"][name].as_u64().unwrap()).sum()
            };
            let kept = String::from_utf8(written).unwrap().lines().count() as u64;
            assert_eq!((sum("read"), sum("kept"), sum("removed")), (600, kept, 600 - kept));
        }
    }
}

#[test]
fn the_manifest_tells_of_each_shard() {
    let directory = scratch("dedup-shards-manifest");
    let (one, two) = (path(&directory, "one.jsonl"), path(&directory, "two.jsonl"));
    fs::write(&one, rows(&[FERRY, "Quinces ripen late."])).unwrap();
    fs::write(&two, rows(&[FERRY]) + "{}\nno row\n").unwrap();
    let out = directory.join("out");
    succeeds(&[&one, &two, "--skip-invalid", "--keep", "first", "-o", &path(&out, "")]);
    let manifest = manifest(&out);
    assert_eq!((&manifest["schema"], &manifest["paradup"]), (&1.into(), &"0.1.0".into()));
    assert_eq!(manifest["settings"]["keep"], "first");
    assert_eq!(manifest["settings"]["may-lose"], "nothing");
    let shards = manifest["shards"].as_array().unwrap();
    assert_eq!(shards[0]["rows"], serde_json::json!({"read": 2, "kept": 2, "removed": 0}));
    assert_eq!(shards[1]["rows"], serde_json::json!({"read": 2, "kept": 1, "removed": 1}));
    assert_eq!((&shards[1]["skipped"], &shards[1]["output"]), (&1.into(), &"two.jsonl".into()));
    for shard in shards {
        let bytes = fs::read(out.join(shard["output"].as_str().unwrap())).unwrap();
        let hash = paradup::hash::hash_bytes(&bytes, 0);
        assert_eq!(shard["bytes"], bytes.len());
        assert_eq!(shard["xxh3"], format!("{hash:016x}"));
    }
}

#[test]
fn documents_are_counted_by_rows_and_by_paragraphs() {
    let directory = scratch("dedup-shards-documents");
    let (input, out) = (path(&directory, "in.jsonl"), directory.join("out"));
    let text = format!("{FERRY}\n\n{}", longer());
    fs::write(&input, rows(&[&text, FERRY, &text])).unwrap();
    succeeds(&[&input, "--paragraphs", "--emptied", "drop", "-o", &path(&out, "")]);
    let shard = &manifest(&out)["shards"][0];
    assert_eq!(shard["rows"], serde_json::json!({"read": 3, "kept": 1, "removed": 2}));
    assert_eq!(shard["paragraphs"], serde_json::json!({"read": 5, "kept": 1, "removed": 4}));
}

#[test]
fn shards_are_packed_as_they_were_or_as_is_said() {
    let directory = scratch("dedup-shards-packed");
    let input = directory.join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("plain.jsonl"), examples()).unwrap();
    let from = path(&input, "plain.jsonl");
    for name in ["gz.jsonl.gz", "zst.jsonl.zst"] {
        succeeds(&[&from, "-o", &path(&input, name), "--max-copies", "9"]);
    }
    let read = |folder: &Path, name: &str| {
        let output = run(&["dedup", &path(folder, name), "-o", "-"]);
        stdout(&output).to_owned()
    };
    let (same, packed) = (directory.join("same"), directory.join("packed"));
    let from = input.to_str().unwrap();
    succeeds(&[from, "-o", &path(&same, "")]);
    let names_of = |folder: &Path| files(folder).into_keys().collect::<Vec<_>>();
    assert_eq!(names_of(&same), ["gz.jsonl.gz", MANIFEST, "plain.jsonl", "zst.jsonl.zst"]);
    assert!(fs::read(same.join("gz.jsonl.gz")).unwrap().starts_with(&[0x1f, 0x8b]));
    // The first of the folder has them all.
    assert_eq!(values(&read(&same, "gz.jsonl.gz")).len(), 3);
    succeeds(&[from, "--pack", "zst", "-o", &path(&packed, "")]);
    assert_eq!(names_of(&packed), ["gz.jsonl.zst", MANIFEST, "plain.jsonl.zst", "zst.jsonl.zst"]);
    assert_eq!(read(&packed, "gz.jsonl.zst"), read(&same, "gz.jsonl.gz"));
    refused(&run(&["dedup", from, "-o", "out.jsonl", "--pack", "zst"]), "--pack is for outputs");
}

#[test]
fn each_shard_has_its_own_head_and_end() {
    let directory = scratch("dedup-shards-heads");
    let input = directory.join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("a.csv"), "\u{feff}id,text\n1,Quinces ripen late.").unwrap();
    fs::write(input.join("b.csv"), "\u{feff}id,text\n2,Quinces ripen late.\n3,Figs do not.")
        .unwrap();
    fs::write(input.join("c.csv"), "id,text\n").unwrap();
    let (out, list) = (directory.join("out"), path(&directory, "list"));
    succeeds(&[input.to_str().unwrap(), "-o", &path(&out, ""), "--removed", &list]);
    let text = |name: &str| String::from_utf8(fs::read(out.join(name)).unwrap()).unwrap();
    assert_eq!(text("a.csv"), "\u{feff}id,text\n1,Quinces ripen late.");
    assert_eq!(text("b.csv"), "\u{feff}id,text\n3,Figs do not.");
    assert_eq!(text("c.csv"), "id,text\n");
    let listed = values(&fs::read_to_string(list).unwrap());
    assert_eq!(listed.len(), 4, "three inputs and a row, no heads");
    assert!(listed.iter().all(|line| line["line_end_added"].is_null() && line["header"].is_null()));
}

#[test]
fn names_that_two_would_have() {
    let directory = scratch("dedup-shards-names");
    for folder in ["a", "b"] {
        fs::create_dir(directory.join(folder)).unwrap();
        fs::write(directory.join(folder).join("x.jsonl"), examples()).unwrap();
    }
    let [a, b] = ["a/x.jsonl", "b/x.jsonl"].map(|name| path(&directory, name));
    let out = path(&directory, "out/");
    let message = format!(
        "{a} and {b} would both be written as {out}x.jsonl; name a folder that holds both, or rename one"
    );
    refused(&run(&["dedup", &a, &b, "-o", &out]), &message);
    let [a_folder, b_folder] = ["a", "b"].map(|name| path(&directory, name));
    refused(&run(&["dedup", &a_folder, &b_folder, "-o", &out]), &message);
    fs::write(directory.join("a/x.jsonl.gz"), "").unwrap();
    refused(&run(&["dedup", &a_folder, "-o", &out, "--pack", "plain"]), "would both be written as");
    fs::write(directory.join(MANIFEST), examples()).unwrap();
    let named = run(&["dedup", &path(&directory, MANIFEST), "-o", &out]);
    refused(&named, "where the manifest stands; rename it");
    assert_eq!(names(&directory), ["a", "b", MANIFEST]);
}

#[test]
fn a_folder_of_outputs_is_none_of_inputs() {
    let directory = scratch("dedup-shards-within");
    let input = directory.join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("x.jsonl"), examples()).unwrap();
    let from = input.to_str().unwrap();
    let message = "lies in the input folder";
    for out in ["in/", "in/out/", "in/deep/out/"] {
        refused(&run(&["dedup", from, "-o", &path(&directory, out)]), message);
    }
    let file = path(&directory, "in/x.jsonl");
    refused(&run(&["dedup", &file, "-o", from]), "is to be written, but is the input");
    let removed = path(&directory, "out/x.jsonl");
    let arguments = ["dedup", from, "-o", &path(&directory, "out/"), "--removed", &removed];
    refused(&run(&arguments), "are named for both outputs");
    assert_eq!((names(&directory), names(&input)), (vec!["in".into()], vec!["x.jsonl".into()]));
}

#[test]
fn a_folder_with_other_rows_is_refused_and_with_the_same_replaced() {
    let directory = scratch("dedup-shards-replaced");
    let input = path(&directory, "in.jsonl");
    fs::write(&input, examples()).unwrap();
    let out = directory.join("out");
    let to = path(&out, "");
    succeeds(&[&input, "-o", &to]);
    let first = files(&out);
    fs::write(out.join("in.jsonl"), "old").unwrap();
    fs::write(out.join("notes.txt"), "not of rows").unwrap();
    succeeds(&[&input, "-o", &to]);
    assert_eq!(files(&out)["in.jsonl"], first["in.jsonl"]);
    assert_eq!(names(&out), ["in.jsonl", "notes.txt", MANIFEST]);
    fs::write(out.join("old.jsonl.gz"), "").unwrap();
    let message =
        "but those that are replaced, found old.jsonl.gz; remove it, or name another folder";
    refused(&run(&["dedup", &input, "-o", &to]), message);
}

#[test]
fn all_are_published_or_none() {
    let directory = scratch("dedup-shards-none");
    let input = directory.join("in");
    fs::create_dir_all(input.join("deep")).unwrap();
    fs::write(input.join("a.jsonl"), examples()).unwrap();
    fs::write(input.join("deep/b.jsonl"), examples()).unwrap();
    let (from, out) = (input.to_str().unwrap(), directory.join("new/out"));
    let (to, removed) = (path(&out, ""), "/dev/full");
    if Path::new(removed).exists() {
        refused(
            &run(&["dedup", from, "-o", &to, "--removed", removed]),
            "cannot write /dev/full: ",
        );
        assert_eq!(names(&directory), ["in"], "the folders go too");
    }
    succeeds(&[from, "-o", &to, "--dry-run"]);
    assert_eq!(names(&directory), ["in"]);
    succeeds(&[from, "-o", &to]);
    let before = files(&out);
    // Nothing can take the name of a folder that is not empty: the last file in the way of a name puts all others back.
    fs::remove_file(out.join("deep/b.jsonl")).unwrap();
    fs::create_dir_all(out.join("deep/b.jsonl/full")).unwrap();
    fs::write(input.join("a.jsonl"), rows(&["Another text."])).unwrap();
    refused(&run(&["dedup", from, "-o", &to]), "cannot write");
    fs::remove_dir_all(out.join("deep/b.jsonl")).unwrap();
    fs::write(out.join("deep/b.jsonl"), &before["deep/b.jsonl"]).unwrap();
    assert_eq!(files(&out), before);
}

#[test]
#[cfg(unix)]
fn a_command_that_is_stopped_takes_its_folders_with_it() {
    let directory = scratch("dedup-shards-stopped");
    let (pipe, input) = (path(&directory, "pipe"), path(&directory, "in.jsonl"));
    fs::write(&input, examples()).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = command();
    command.args(["dedup", &input, "-o", &path(&directory, "out/deep/"), "--removed", &pipe]);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    // It waits for a reader of the pipe, with its folders made.
    while !directory.join("out/deep").is_dir() {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert_eq!(names(&directory), ["in.jsonl", "pipe"]);
}

#[test]
fn folders_are_read_deep_down_but_for_what_is_hidden() {
    let directory = scratch("dedup-shards-walked");
    let input = directory.join("in");
    fs::create_dir_all(input.join("z/y")).unwrap();
    fs::create_dir_all(input.join(".hidden")).unwrap();
    // What Git leaves out is part of a corpus all the same.
    fs::write(input.join(".gitignore"), "*.jsonl\n").unwrap();
    let texts = ["One goes by.", "Two go by.", "Three go by."];
    for (text, name) in texts.iter().zip(["b.jsonl", "a.jsonl", "z/y/0.ndjson"]) {
        fs::write(input.join(name), rows(&[text])).unwrap();
    }
    for name in ["notes.md", ".hidden/c.jsonl", MANIFEST] {
        fs::write(input.join(name), "no row").unwrap();
    }
    let output = run(&["dedup", input.to_str().unwrap(), "-o", "-"]);
    let texts: Vec<String> = values(stdout(&output))
        .iter()
        .map(|row| row["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(texts, ["Two go by.", "One goes by.", "Three go by."]);
    assert!(
        stderr(&output).contains("left out       1 .json, 1 .md, 2 hidden\n"),
        "{}",
        stderr(&output)
    );
    fs::write(input.join("t.csv"), "text\nA table.\n").unwrap();
    refused(&run(&["dedup", input.to_str().unwrap(), "-o", "-"]), "expected one format in a run");
    let one = run(&["dedup", input.to_str().unwrap(), "-o", "-", "--input", "csv"]);
    assert_eq!(stdout(&one), "text\nA table.\n");
}
