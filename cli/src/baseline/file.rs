//! A baseline as a file: a line for each pair of texts, sorted, so that changes merge line by line.

use core::fmt::Write;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::Failure;
use crate::fingerprint::Key;
use crate::markup::{one_line, shortened};

/// What the first line begins with; the version follows.
const TITLE: &str = "paradup baseline ";

/// Raised when an older reader would misread the form, or when texts get other hashes.
const VERSION: &str = "1";

const EXPLANATION: &str = "\
# Pairs of texts that are alike and known, a line each: the two texts by their hashes, how often the pair\n\
# stands, and how the texts begin. `paradup scan --baseline FILE` leaves them out of its report, wherever they\n\
# stand; `--write-baseline FILE` writes the file anew. Sorted; lines of two branches can be joined in any order.\n";

/// How often each pair of texts stands.
pub(super) type Counts = BTreeMap<Key, u64>;

/// Reads a baseline.
pub(super) fn read(path: &Path) -> Result<Counts, Failure> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    // What is no text is in no line that counts.
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.strip_prefix('\u{feff}').unwrap_or(&text).lines().enumerate();
    check_title(path, lines.next().map_or("", |(_, line)| line))?;
    let mut counts = Counts::new();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let (key, count) = entry(line).ok_or_else(|| malformed(path, number + 1, line))?;
        // Both branches of a merge may have counted the pair: each counted what stands there.
        let known = counts.entry(key).or_default();
        *known = count.max(*known);
    }
    Ok(counts)
}

fn entry(line: &str) -> Option<(Key, u64)> {
    let mut fields = line.splitn(3, ' ');
    let key = Key::parse(fields.next()?)?;
    let count = fields.next()?.parse().ok()?;
    (count > 0).then_some((key, count))
}

fn check_title(path: &Path, title: &str) -> Result<(), Failure> {
    let path = path.display();
    match title.strip_prefix(TITLE) {
        Some(VERSION) => Ok(()),
        Some(other) => Err(format!(
            "{path}: expected a baseline of version {VERSION}, found version {}; write it anew with --write-baseline",
            shortened(&one_line(other))
        )
        .into()),
        None => Err(format!(
            "{path}: expected a baseline, which begins with \"{TITLE}{VERSION}\", found {:?}; name the file that --write-baseline wrote",
            shortened(&one_line(title))
        )
        .into()),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let advice = match error.kind() {
        io::ErrorKind::NotFound => "; --write-baseline makes a baseline",
        _ => "",
    };
    format!("cannot read {}: {error}{advice}", path.display()).into()
}

fn malformed(path: &Path, number: usize, line: &str) -> Failure {
    format!(
        "{}:{number}: expected the hashes of two texts, a count and how the texts begin, found {:?}; \
         correct the line, or write the file anew with --write-baseline",
        path.display(),
        shortened(&one_line(line))
    )
    .into()
}

/// Whether a baseline may be written under a name: no other file is ever lost.
pub(super) fn check_destination(path: &Path) -> Result<(), Failure> {
    if path == Path::new("-") {
        return Err("--write-baseline: expected the name of a file, found -".into());
    }
    if !path.is_file() {
        return Ok(());
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    if bytes.is_empty() || bytes.starts_with(TITLE.as_bytes()) {
        return Ok(());
    }
    let path = path.display();
    Err(format!(
        "{path}: expected a baseline to write anew, found another file; delete it, or name another with --write-baseline"
    )
    .into())
}

/// A baseline with these entries: how often each pair stands, and how its texts begin.
pub(super) fn written<'e>(entries: impl Iterator<Item = (Key, u64, &'e str)>) -> String {
    let mut text = format!("{TITLE}{VERSION}\n{EXPLANATION}");
    for (key, count, excerpt) in entries {
        writeln!(text, "{key} {count} {excerpt}").expect("writing to a string does not fail");
    }
    text
}
