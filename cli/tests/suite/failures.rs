//! What the commands leave behind when the machine fails them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{ROOT, command, refused, run, scratch, status, stderr, stdout};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A file of `count` rows, all of them copies of the first.
fn copies(directory: &Path, count: usize) -> PathBuf {
    let input = directory.join("in.jsonl");
    let row = |number| format!("{{\"id\":{number},\"text\":\"One and the same text, again.\"}}\n");
    fs::write(&input, (0..count).map(row).collect::<String>()).unwrap();
    input
}

/// The list of what was removed goes to a pipe that nobody empties, so the command stands still in
/// the middle of writing, and is killed there.
#[test]
fn killed_while_writing() {
    let directory = scratch("killed");
    let (input, out, pipe) =
        (copies(&directory, 20_000), directory.join("out.jsonl"), directory.join("pipe"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::write(&out, "old").unwrap();
    let mut command = command();
    command.args(["dedup", text(&input), "-o", text(&out), "--removed", text(&pipe)]);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    // Opening waits for the command to open its end, reading waits for its first bytes.
    let mut reader = File::open(&pipe).unwrap();
    reader.read_exact(&mut [0]).unwrap();
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None, "killed, not ended");
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");
    let again = run(&["dedup", text(&input), "-o", text(&out)]);
    assert_eq!(status(&again), 0, "{}", stderr(&again));
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 1);
}

/// While the command stands still as above, a directory takes the name of its output.
#[test]
fn a_name_that_is_taken_meanwhile() {
    let directory = scratch("taken");
    let (input, out, pipe) =
        (copies(&directory, 20_000), directory.join("out.jsonl"), directory.join("pipe"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = command();
    command.args(["dedup", text(&input), "-o", text(&out), "--removed", text(&pipe)]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = File::open(&pipe).unwrap();
    reader.read_exact(&mut [0]).unwrap();
    fs::create_dir(&out).unwrap();
    io::copy(&mut reader, &mut io::sink()).unwrap();
    refused(&child.wait_with_output().unwrap(), "cannot write ");
    let mut left: Vec<_> =
        fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["in.jsonl", "out.jsonl", "pipe"]);
}

/// The command on a terminal, for which `script` stands in.
#[cfg(target_os = "linux")]
fn on_a_terminal(arguments: &[&str]) -> Option<String> {
    let command = command();
    let words = [&[command.get_program().to_str().unwrap()], arguments].concat();
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let mut script = Command::new("script");
    script.args(["-qec", &words.join(" "), "/dev/null"]).stdin(Stdio::null());
    let output = script.env("SHELL", "/bin/sh").env("TERM", "xterm").output().ok()?;
    Some(stdout(&output).to_owned())
}

/// A bar is drawn there, but not among the rows.
#[test]
#[cfg(target_os = "linux")]
fn progress_on_a_terminal() {
    let directory = scratch("terminal");
    let (input, out) = (copies(&directory, 200), directory.join("out.jsonl"));
    let (input, out) = (text(&input), text(&out));
    let (Some(to_file), Some(to_terminal)) = (
        on_a_terminal(&["dedup", input, "-o", out]),
        on_a_terminal(&["dedup", input, "-o", "-", "--annotate"]),
    ) else {
        println!("skipped: no command `script` here");
        return;
    };
    assert!(to_file.contains("writing ") && to_file.contains("/200 "), "{to_file:?}");
    assert!(to_terminal.contains("reading ") && !to_terminal.contains("writing "));
    let (_, rows) = to_terminal.split_once("{\"id\":0").unwrap();
    let rows: Vec<&str> = rows.lines().take(200).collect();
    assert_eq!(rows.len(), 200);
    assert!(rows[1..].iter().all(|row| row.starts_with("{\"id\":")), "{rows:?}");
}

/// A disk without room, where one can be had: a file system of 64 KiB.
#[test]
fn a_disk_that_fills_up() {
    let directory = scratch("small-disk");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "paradup-test", text(&directory)])
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: mounting a small disk is not allowed here");
        return;
    }
    let large = scratch("small-disk-input");
    let input = large.join("in.jsonl");
    let row =
        |number| format!("{{\"text\":\"Paragraph a{number} of b{number} and c{number}.\"}}\n");
    fs::write(&input, (0..4_000).map(row).collect::<String>()).unwrap();
    let output = run(&["dedup", text(&input), "-o", text(&directory.join("out.jsonl"))]);
    let left = fs::read_dir(&directory).unwrap().count();
    assert!(Command::new("umount").arg(&directory).status().unwrap().success());
    assert_eq!((status(&output), left), (2, 0), "{}", stderr(&output));
    assert!(stderr(&output).contains("cannot write "), "{}", stderr(&output));
}

#[test]
fn a_reader_that_has_seen_enough_of_a_scan() {
    let directory = scratch("scan-pipe");
    let article = directory.join("article.txt");
    fs::write(&article, "The same paragraph, over and over again.\n\n".repeat(5_000)).unwrap();
    let mut command = command();
    command.args(["scan", text(&article)]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut printed = child.stdout.take().unwrap();
    printed.read_exact(&mut [0; 100]).unwrap();
    drop(printed);
    let output = child.wait_with_output().unwrap();
    assert_eq!((status(&output), stderr(&output)), (1, ""));
}

#[test]
fn a_full_disk_under_a_scan() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        println!("skipped: no /dev/full here");
        return;
    };
    let mut command = command();
    let output =
        command.args(["scan", "examples/harbour-bridge.txt"]).stdout(full).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).starts_with("paradup: "), "{}", stderr(&output));
}

/// The command without the right to read and write everything, which root has; none where that right
/// cannot be laid down.
fn run_without_privileges(arguments: &[&str]) -> Option<Output> {
    let mut unprivileged = Command::new("setpriv");
    unprivileged.arg("--bounding-set=-dac_override,-dac_read_search");
    unprivileged.arg(command().get_program()).args(arguments).stdin(Stdio::null()).output().ok()
}

#[test]
fn permission_denied() {
    let directory = scratch("denied");
    let (closed, open) = (directory.join("closed"), directory.join("open.txt"));
    fs::create_dir(&closed).unwrap();
    fs::write(closed.join("a.txt"), "Hidden.").unwrap();
    fs::write(
        &open,
        "Bell, book, candle, salt and bread.\n\nBell, book, candle, salt and bread.\n",
    )
    .unwrap();
    let input = copies(&directory, 10);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let is_obeyed = fs::read_dir(&closed).is_err();
    let run = |arguments: &[&str]| {
        if is_obeyed { Some(run(arguments)) } else { run_without_privileges(arguments) }
    };
    let scanned = run(&["scan", text(&directory)]);
    let written = run(&["dedup", text(&input), "-o", text(&closed.join("out.jsonl"))]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let (Some(scanned), Some(written)) = (scanned, written) else {
        println!("skipped: this user may read everything");
        return;
    };
    assert_eq!(status(&scanned), 2);
    assert!(stderr(&scanned).contains("cannot walk "), "{}", stderr(&scanned));
    assert!(stdout(&scanned).contains("1 identical"), "{}", stdout(&scanned));
    refused(&written, "cannot write ");
    assert_eq!(fs::read_dir(&closed).unwrap().count(), 1, "only what was there");
}

/// Errors of the device, as a directory read as a file or a process's memory gives them.
#[test]
fn read_errors() {
    for path in ["/proc/self/mem", "/"] {
        if !Path::new(path).exists() {
            println!("skipped: no {path} here");
            continue;
        }
        let output = run(&["dedup", path, "-o", "-"]);
        assert_eq!((status(&output), stdout(&output)), (2, ""), "{path}");
        assert!(stderr(&output).contains(&format!("cannot read {path}")), "{}", stderr(&output));
    }
}

/// Files come and go while the directory is walked: each is read whole, named, or not there.
#[test]
fn a_directory_that_changes_while_it_is_walked() {
    let directory = scratch("changing");
    let file = |number: usize| directory.join(format!("{number}.txt"));
    let write = |number| fs::write(file(number), "Bell, book and candle, salt and bread.").unwrap();
    (0..200).for_each(write);
    std::thread::scope(|scope| {
        let scans = scope.spawn(|| {
            for _ in 0..10 {
                let output = run(&["scan", text(&directory), "--format", "json"]);
                let report: Value = serde_json::from_slice(&output.stdout).unwrap();
                let documents = report["documents"].as_array().unwrap().len();
                assert!((100..=200).contains(&documents), "{documents} documents");
                assert!(stderr(&output).lines().all(|line| line.starts_with("paradup: ")));
                assert_eq!(status(&output), if stderr(&output).is_empty() { 1 } else { 2 });
            }
        });
        // Until they have ended, also where one failed.
        for number in (0..200).step_by(2).cycle().take_while(|_| !scans.is_finished()) {
            fs::remove_file(file(number)).unwrap();
            write(number);
        }
    });
}

/// A signal that the command was started to ignore stays ignored.
#[test]
#[cfg(target_os = "linux")]
fn a_hang_up_under_nohup() {
    let directory = scratch("nohup");
    let (input, out, pipe) =
        (copies(&directory, 20_000), directory.join("out.jsonl"), directory.join("pipe"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let script = "trap '' HUP; exec \"$0\" dedup \"$1\" -o \"$2\" --removed \"$3\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(command().get_program());
    shell.args([text(&input), text(&out), text(&pipe)]).stderr(Stdio::null());
    let mut child = shell.spawn().unwrap();
    let mut reader = File::open(&pipe).unwrap();
    reader.read_exact(&mut [0]).unwrap();
    signal(&child, "HUP");
    io::copy(&mut reader, &mut io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 1);
}

fn signal(child: &std::process::Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

/// The command stands still while it writes, as above, and is stopped there.
#[test]
fn stopped_while_writing() {
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let directory = scratch(&format!("stopped-{name}"));
        let (input, out, pipe) =
            (copies(&directory, 20_000), directory.join("out.jsonl"), directory.join("pipe"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut command = command();
        command.args(["dedup", text(&input), "-o", text(&out), "--removed", text(&pipe)]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut reader = File::open(&pipe).unwrap();
        reader.read_exact(&mut [0]).unwrap();
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(code));
        let mut left: Vec<_> =
            fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["in.jsonl", "pipe"]);
    }
}

/// Where the second output cannot take its name, for a directory has it by then, the first is put back.
#[test]
fn both_outputs_or_neither() {
    for old in [Some("old"), None] {
        let directory = scratch("neither");
        let (pipe, out, removed) =
            (directory.join("pipe"), directory.join("out.jsonl"), directory.join("removed"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        if let Some(old) = old {
            fs::write(&out, old).unwrap();
        }
        let count = || fs::read_dir(&directory).unwrap().count();
        let before = count();
        // So many rows that they are still compared when the names are looked at.
        let mut child = command();
        child.args(["dedup", text(&pipe), "-o", text(&out), "--removed", text(&removed)]);
        let child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let row = |number| {
            format!(
                "{{\"text\":\"Row {number}. The same sentence stands in each of these rows.\"}}\n"
            )
        };
        fs::write(&pipe, (0..200_000).map(row).collect::<String>()).unwrap();
        while count() < before + 2 {
            std::thread::yield_now();
        }
        fs::create_dir(&removed).unwrap();
        refused(&child.wait_with_output().unwrap(), "cannot write ");
        assert_eq!(fs::read_to_string(&out).ok().as_deref(), old);
        assert_eq!(count(), before + 1);
    }
}

/// Whoever names a closed stream is told so.
#[test]
fn standard_streams_that_are_closed() {
    let directory = scratch("closed");
    let input = copies(&directory, 10);
    for (arguments, message) in [
        ("dedup \"$1\" -o - >&-", "cannot write -: standard output is closed"),
        ("dedup \"$1\" -o \"$2\" --removed /dev/stdout >&-", "standard output is closed"),
        ("dedup - -o \"$2\" <&-", "cannot read -: standard input is closed"),
        ("scan - <&-", "cannot read -: standard input is closed"),
        ("scan \"$1\" >&-", "cannot write -: standard output is closed"),
    ] {
        let output = shell(&format!("\"$0\" {arguments}"), &input, &directory.join("out"));
        assert_eq!(status(&output), 2, "{arguments}");
        assert!(stderr(&output).contains(message), "{arguments}: {}", stderr(&output));
    }
    let output = shell("\"$0\" dedup \"$1\" -o - >/dev/null <&-", &input, &directory);
    assert_eq!(status(&output), 0, "what is not needed may be closed: {}", stderr(&output));
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
}

fn shell(script: &str, input: &Path, out: &Path) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(command().get_program()).arg(input).arg(out);
    shell.current_dir(ROOT).output().unwrap()
}

#[test]
fn standard_output_by_any_name_is_appended_to() {
    let directory = scratch("appended");
    let (input, out) = (copies(&directory, 3), directory.join("out"));
    for name in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/fd/3"] {
        if name != "-" && !Path::new(name).parent().unwrap().exists() {
            continue;
        }
        fs::write(&out, "old\n").unwrap();
        let script = format!("\"$0\" dedup \"$1\" -o {name} >> \"$2\" 3>&1");
        let output = shell(&script, &input, &out);
        assert_eq!(status(&output), 0, "{name}: {}", stderr(&output));
        let written = fs::read_to_string(&out).unwrap();
        assert!(
            written.starts_with("old\n{\"id\":0") && written.lines().count() == 2,
            "{name}: {written}"
        );
    }
    for both in ["-o - --removed /dev/stdout", "-o /dev/fd/1 --removed -"] {
        let output = shell(&format!("\"$0\" dedup \"$1\" {both}"), &input, &out);
        refused(&output, "are named for both outputs");
    }
}

#[test]
fn a_read_only_output_is_not_replaced() {
    let directory = scratch("read-only");
    let (input, out) = (copies(&directory, 3), directory.join("out"));
    fs::write(&out, "old").unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o444)).unwrap();
    refused(&run(&["dedup", text(&input), "-o", text(&out)]), "the file is read-only");
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 2);
}

/// A small file of one long line is refused before the line is in memory.
#[test]
fn a_bomb() {
    let directory = scratch("bomb");
    let (packed, out) = (directory.join("bomb.zst"), directory.join("out"));
    let line = format!("{{\"text\":\"{}\"}}\n", "a".repeat(64 << 20));
    let rows = format!("{{\"text\":\"First.\"}}\n{line}");
    fs::write(&packed, zstd::encode_all(rows.as_bytes(), 3).unwrap()).unwrap();
    let limited = run(&["dedup", text(&packed), "-o", text(&out), "--max-line", "16M"]);
    refused(&limited, "bomb.zst:2: expected a line of at most 16777216 bytes");
    let skipping = ["dedup", text(&packed), "-o", text(&out), "--max-line", "1K", "--skip-invalid"];
    refused(&run(&skipping), "--max-line raises the limit");
    // Nor is a line that is not that long left out: it may be as good as any.
    let two = directory.join("two.jsonl");
    fs::write(&two, "{\"text\":\"First.\"}\n{\"text\":\"The second, which is longer.\"}\n")
        .unwrap();
    let skipping = ["dedup", text(&two), "-o", text(&out), "--max-line", "20", "--skip-invalid"];
    refused(
        &run(&skipping),
        "two.jsonl:2: expected a line of at most 20 bytes, found one of 39; --max-line",
    );
    assert_eq!(status(&run(&["dedup", text(&packed), "-o", text(&out)])), 0);
    assert_eq!(fs::read(&out).unwrap().len(), rows.len());
    for size in ["0", "2G", "1T", "", "K", "-1"] {
        assert_eq!(status(&run(&["dedup", "-", "--dry-run", &format!("--max-line={size}")])), 2);
    }
}

/// Links that lead nowhere are named, and cost no other file.
#[test]
fn links_that_lead_nowhere_under_a_scan() {
    use std::os::unix::fs::symlink;
    let directory = scratch("scan-links");
    fs::write(
        directory.join("a.txt"),
        "The mill burned down in early May.\n\nThe mill burned down in early May.\n",
    )
    .unwrap();
    symlink("missing.txt", directory.join("dangling.txt")).unwrap();
    symlink("circle", directory.join("circle")).unwrap();
    symlink("a.txt", directory.join("good.txt")).unwrap();
    let output = run(&["scan", text(&directory)]);
    assert_eq!(status(&output), 2);
    assert!(stdout(&output).contains("4 paragraphs in 2 documents"), "{}", stdout(&output));
    for name in ["dangling.txt", "circle"] {
        assert!(stderr(&output).contains(&format!("{name}: ")), "{}", stderr(&output));
    }
    assert!(stderr(&output).contains("2 inputs could not be read"));
}
