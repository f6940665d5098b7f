//! The command, run as a person runs it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The root of the repository, where the tests run.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paradup"));
    command.current_dir(ROOT).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    command().args(arguments).stdin(Stdio::null()).output().unwrap()
}

pub(crate) fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = command();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // A command that refuses its input early closes the pipe; that is its right.
    drop(writer.join().unwrap());
    output
}

pub(crate) fn status(output: &Output) -> i32 {
    output.status.code().expect("exits by itself")
}

pub(crate) fn stdout(output: &Output) -> &str {
    core::str::from_utf8(&output.stdout).unwrap()
}

pub(crate) fn stderr(output: &Output) -> &str {
    core::str::from_utf8(&output.stderr).unwrap()
}

pub(crate) fn scratch(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&directory));
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// A text behind so many words that it is not taken for binary data, whatever characters it has.
pub(crate) fn behind_words(text: &str) -> String {
    format!("{}\n\n{text}", "words that stand before all others ".repeat(100))
}

/// It ended with an error that says so, and printed nothing else.
#[track_caller]
pub(crate) fn refused(output: &Output, message: &str) {
    assert_eq!(status(output), 2, "{}", stderr(output));
    assert!(
        stderr(output).starts_with("paradup: ") && stderr(output).contains(message),
        "{}",
        stderr(output)
    );
    assert_eq!(stdout(output), "");
}
