//! Directories: which of their files are read, and which are left out.

use core::sync::atomic::{AtomicU64, Ordering};
use std::collections::BTreeMap;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{DirEntry, WalkBuilder};
use serde::Serialize;

use super::source::unreadable;
use crate::Failure;
use crate::markup::one_line;

/// What was met in directories and not read.
#[derive(Debug, Default, Serialize)]
pub(crate) struct LeftOut {
    /// Files by the endings of their names, with the dot; by nothing where they have none.
    files: BTreeMap<String, u64>,
    /// Files and directories whose names begin with a dot.
    hidden: u64,
    /// Links to directories, which may lead in circles.
    linked_directories: u64,
    /// Devices, sockets and pipes.
    special: u64,
    /// Whether there were `.gitignore` or `.ignore` files. What they name is not met, and not counted.
    ignore_files: bool,
}

/// Endings named in a report; a tree of data may have thousands.
const MAX_NAMED: usize = 8;

impl LeftOut {
    /// Adds what was left out of another directory.
    pub(super) fn add(&mut self, other: LeftOut) {
        for (ending, count) in other.files {
            *self.files.entry(ending).or_default() += count;
        }
        self.hidden += other.hidden;
        self.linked_directories += other.linked_directories;
        self.special += other.special;
        self.ignore_files |= other.ignore_files;
    }

    /// In words; none where nothing was left out.
    pub(crate) fn note(&self) -> Option<String> {
        let mut kinds: Vec<(&String, &u64)> = self.files.iter().collect();
        kinds.sort_by_key(|(_, count)| core::cmp::Reverse(**count));
        let mut parts: Vec<String> =
            kinds.iter().take(MAX_NAMED).map(|(ending, count)| of_kind(ending, **count)).collect();
        let rest: u64 = kinds.iter().skip(MAX_NAMED).map(|(_, count)| **count).sum();
        let others = [
            (rest, format!("{rest} with other endings")),
            (self.hidden, format!("{} hidden", self.hidden)),
            (self.linked_directories, counted_links(self.linked_directories)),
            (self.special, format!("{} that are no files", self.special)),
            (u64::from(self.ignore_files), "what .gitignore and .ignore name".to_owned()),
        ];
        parts.extend(others.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part));
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

fn of_kind(ending: &str, count: u64) -> String {
    let ending = if ending.is_empty() { "without an ending" } else { ending };
    format!("{count} {}", one_line(ending))
}

fn counted_links(count: u64) -> String {
    if count == 1 {
        "1 link to a directory".into()
    } else {
        format!("{count} links to directories")
    }
}

/// The files of a directory that `is_wanted` by their names, ascending, and why others cannot be had.
///
/// Links to files count as files. Links to directories are not followed. A link that leads nowhere is an error, for nobody
/// can say what it was to lead to.
pub(super) fn files(
    directory: &Path,
    is_wanted: impl Fn(&Path) -> bool,
    left_out: &mut LeftOut,
) -> Vec<Result<PathBuf, Failure>> {
    let hidden = Arc::new(AtomicU64::new(0));
    let mut found = Vec::new();
    for entry in walker(directory, &hidden) {
        let path = match entry {
            Ok(entry) => {
                left_out.ignore_files |= has_ignore_file(&entry);
                file(&entry, &is_wanted, left_out)
            }
            Err(error) => {
                let directory = directory.display();
                Some(Err(format!("cannot walk {directory}: {error}").into()))
            }
        };
        found.extend(path);
    }
    left_out.hidden += hidden.load(Ordering::Relaxed);
    found
}

/// Heeds what lies in the tree and above it, not what each user has set up for themselves.
fn walker(directory: &Path, hidden: &Arc<AtomicU64>) -> ignore::Walk {
    let hidden = Arc::clone(hidden);
    let mut builder = WalkBuilder::new(directory);
    builder.require_git(false).git_global(false).git_exclude(false).hidden(false);
    builder.sort_by_file_name(Ord::cmp);
    builder.filter_entry(move |entry| {
        let is_hidden = entry.depth() > 0 && is_hidden(entry.path());
        hidden.fetch_add(u64::from(is_hidden), Ordering::Relaxed);
        !is_hidden
    });
    builder.build()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn has_ignore_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
        && [".gitignore", ".ignore"].iter().any(|name| entry.path().join(name).is_file())
}

/// The entry, if it is a file to read. Others are counted.
fn file(
    entry: &DirEntry,
    is_wanted: impl Fn(&Path) -> bool,
    left_out: &mut LeftOut,
) -> Option<Result<PathBuf, Failure>> {
    let path = entry.path();
    let kind = match kind(entry) {
        Ok(kind) => kind?,
        Err(error) => return Some(Err(unreadable(path, &error))),
    };
    if kind.is_dir() {
        left_out.linked_directories += u64::from(entry.path_is_symlink() && entry.depth() > 0);
    } else if !kind.is_file() {
        left_out.special += 1;
    } else if is_wanted(path) {
        return Some(Ok(path.to_owned()));
    } else {
        *left_out.files.entry(ending(path)).or_default() += 1;
    }
    None
}

/// What the entry is, behind a link.
fn kind(entry: &DirEntry) -> std::io::Result<Option<FileType>> {
    if entry.path_is_symlink() {
        return fs::metadata(entry.path()).map(|known| Some(known.file_type()));
    }
    Ok(entry.file_type())
}

fn ending(path: &Path) -> String {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.map(|extension| format!(".{extension}")).unwrap_or_default()
}

/// Refuses a directory without anything to read.
pub(super) fn nothing_in(directory: &Path, endings: &[&str], left_out: &LeftOut) -> Failure {
    let (directory, endings) = (directory.display(), endings.join(", ."));
    let found = left_out.note().unwrap_or_else(|| "no files".to_owned());
    format!(
        "{directory}: expected files ending in .{endings}, found {found}; a file that is named is read whatever its ending"
    )
    .into()
}
