//! Inputs and outputs that are files: what is replaced, compressed, or refused.

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
    let input = examples() + "{\"id\":9,\"text\":[]}\n";
    for output in [&old, &new] {
        let result = run_with_input(&["dedup", "-", "-o", output], input.as_bytes());
        refused(&result, "-:7: field \"text\": expected a string, found an array");
    }
    assert_eq!(names(&directory), ["old"]);
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
}

#[test]
fn an_output_without_its_directory() {
    let result = run_with_input(&["dedup", "-", "-o", "no-such/out.jsonl"], b"");
    refused(&result, "cannot write no-such/out.jsonl: there is no directory no-such\n");
    let directory = scratch("dedup-directory");
    for folder in [path(&directory, ""), path(&directory, "new/")] {
        let result = run_with_input(&["dedup", "-", "-o", &folder], examples().as_bytes());
        refused(&result, "expected files as inputs, for each is written under its own name in ");
    }
    assert_eq!(names(&directory), [""; 0]);
}

#[test]
fn files_that_cannot_be_read() {
    let directory = scratch("dedup-unreadable");
    let out = path(&directory, "out");
    refused(&run(&["dedup", "no-such.jsonl", "-o", &out]), "cannot read no-such.jsonl");
    let against = run(&["dedup", "-", "-o", &out, "--against", "no-such.jsonl"]);
    refused(&against, "cannot read no-such.jsonl");
    let empty = run(&["dedup", directory.to_str().unwrap(), "-o", &out]);
    refused(
        &empty,
        "expected files ending in .jsonl, .ndjson, .json, .csv, .tsv, .parquet, found no",
    );
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
    refused(&run(&["dedup", &input, "-o", &new, "--removed", &new]), "are named for both outputs");
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
    let written = stdin.write_all("[]\n".repeat(4_000_000).as_bytes());
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
