//! Directories: which of their files are read, and which are left out.

use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};
use serde::Serialize;

use super::foreign::{self, Attributes};
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
    /// Files and directories that were said to be left out.
    #[serde(skip_serializing_if = "is_zero")]
    excluded: u64,
    /// The names of others' texts and of data for tests, files and folders.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    foreign: BTreeSet<String>,
    /// Files that are generated: they say so, or `.gitattributes` does.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) generated: u64,
    /// Whether there were `.gitignore` or `.ignore` files. What they name is not met, and not counted.
    ignore_files: bool,
    /// Of each pattern of what is left out whether it named anything; of none before a directory was walked.
    #[serde(skip)]
    matched: Vec<bool>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is asked so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Endings named in a report; a tree of data may have thousands.
const MAX_NAMED: usize = 8;

impl LeftOut {
    /// Adds what was left out of another directory.
    pub(crate) fn add(&mut self, other: LeftOut) {
        for (ending, count) in other.files {
            *self.files.entry(ending).or_default() += count;
        }
        self.hidden += other.hidden;
        self.excluded += other.excluded;
        self.foreign.extend(other.foreign);
        self.generated += other.generated;
        self.linked_directories += other.linked_directories;
        self.special += other.special;
        self.ignore_files |= other.ignore_files;
        self.add_matched(&other.matched);
    }

    fn add_matched(&mut self, matched: &[bool]) {
        self.matched.resize(matched.len().max(self.matched.len()), false);
        for (known, matched) in self.matched.iter_mut().zip(matched) {
            *known |= matched;
        }
    }

    /// The patterns that named nothing in any directory.
    pub(super) fn unmatched<'p>(&self, patterns: &'p [String]) -> impl Iterator<Item = &'p String> {
        let matched = self.matched.iter();
        patterns.iter().zip(matched).filter(|(_, matched)| !**matched).map(|(pattern, _)| pattern)
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
            (self.excluded, format!("{} excluded", self.excluded)),
            (self.foreign.len() as u64, self.foreign_note()),
            (self.generated, format!("{} generated", self.generated)),
            (self.linked_directories, counted_links(self.linked_directories)),
            (self.special, format!("{} that are no files", self.special)),
            (u64::from(self.ignore_files), "what .gitignore and .ignore name".to_owned()),
        ];
        parts.extend(others.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part));
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn foreign_note(&self) -> String {
        let mut names: Vec<String> = self.foreign.iter().map(|name| one_line(name)).collect();
        let last = names.pop().unwrap_or_default();
        let names =
            if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
        format!("what is named {names}")
    }
}

/// What patterns say of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    LeaveOut,
    /// Read it, whatever it is.
    Read,
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

/// Which files of a directory are read.
pub(crate) struct Wanted<'w> {
    /// Those of these names.
    pub(crate) by_name: &'w dyn Fn(&Path) -> bool,
    /// Patterns of those that are not.
    pub(crate) exclude: &'w [String],
    /// Whether what `.gitignore` and `.ignore` name is left out, as it is for those who write. A corpus is none of Git's.
    pub(crate) is_of_git: bool,
}

/// Refuses patterns that are none.
pub(super) fn check(exclude: &[String]) -> Result<(), Failure> {
    Excluded::new(Path::new(""), exclude).map(drop)
}

/// Patterns of what is left out of a directory. Each stands by itself, for of each it is told whether it matched anything.
struct Excluded(Vec<Gitignore>);

impl Excluded {
    fn new(directory: &Path, patterns: &[String]) -> Result<Excluded, Failure> {
        let patterns = patterns.iter().map(|pattern| gitignore(directory, pattern));
        Ok(Excluded(patterns.collect::<Result<_, Failure>>()?))
    }

    /// What they say of an entry: the last pattern that matches decides. Notes which do.
    fn of(&self, entry: &DirEntry, matched: &[AtomicBool]) -> Said {
        let mut said = Said::Nothing;
        for (pattern, matched) in self.0.iter().zip(matched) {
            let found = pattern.matched(entry.path(), is_directory(entry));
            if !found.is_none() {
                matched.store(true, Ordering::Relaxed);
                said = if found.is_ignore() { Said::LeaveOut } else { Said::Read };
            }
        }
        said
    }
}

fn gitignore(directory: &Path, pattern: &str) -> Result<Gitignore, Failure> {
    let mut builder = GitignoreBuilder::new(directory);
    let added = builder.add_line(None, &anchored(pattern));
    added.map_err(|error| format!("exclude: expected a pattern, found {pattern:?}: {error}"))?;
    Ok(builder.build()?)
}

/// What begins with `./` stands in the directory itself. Git knows no such patterns, and shells complete names to them.
fn anchored(pattern: &str) -> Cow<'_, str> {
    let (mark, rest) = pattern.strip_prefix('!').map_or(("", pattern), |rest| ("!", rest));
    match rest.strip_prefix("./") {
        Some(rest) => format!("{mark}/{}", rest.trim_start_matches('/')).into(),
        None => pattern.into(),
    }
}

/// The files of a directory that are wanted, ascending, and why others cannot be had.
///
/// Links to files count as files. Links to directories are not followed. A link that leads nowhere is an error, for nobody
/// can say what it was to lead to.
pub(crate) fn files(
    directory: &Path,
    wanted: &Wanted<'_>,
    left_out: &mut LeftOut,
) -> Vec<Result<PathBuf, Failure>> {
    let excluded = match Excluded::new(directory, wanted.exclude) {
        Ok(excluded) => excluded,
        Err(failure) => return vec![Err(failure)],
    };
    let counts = Arc::new(Counts::of(wanted.exclude.len()));
    let mut found = Vec::new();
    for entry in walker(directory, wanted, excluded, &counts) {
        let path = match entry {
            Ok(entry) => {
                left_out.ignore_files |= wanted.is_of_git && has_ignore_file(&entry);
                file(&entry, wanted.by_name, left_out)
            }
            Err(error) => {
                let directory = directory.display();
                Some(Err(format!("cannot walk {directory}: {error}").into()))
            }
        };
        found.extend(path);
    }
    left_out.hidden += counts.hidden.load(Ordering::Relaxed);
    left_out.excluded += counts.excluded.load(Ordering::Relaxed);
    left_out.generated += counts.generated.load(Ordering::Relaxed);
    left_out.foreign.extend(counts.foreign.lock().unwrap_or_else(PoisonError::into_inner).clone());
    let matched = counts.matched.iter().map(|matched| matched.load(Ordering::Relaxed));
    left_out.add_matched(&matched.collect::<Vec<bool>>());
    found
}

/// Entries that a walk does not go into.
#[derive(Default)]
struct Counts {
    hidden: AtomicU64,
    excluded: AtomicU64,
    generated: AtomicU64,
    /// The names of others' texts.
    foreign: Mutex<BTreeSet<String>>,
    /// Of each pattern whether it named any.
    matched: Vec<AtomicBool>,
}

impl Counts {
    fn of(patterns: usize) -> Counts {
        let matched = (0..patterns).map(|_| AtomicBool::new(false)).collect();
        Counts { matched, ..Counts::default() }
    }
}

/// Heeds what lies in the tree and above it, not what each user has set up for themselves.
fn walker(
    directory: &Path,
    wanted: &Wanted<'_>,
    excluded: Excluded,
    counts: &Arc<Counts>,
) -> ignore::Walk {
    let attributes = wanted.is_of_git.then(|| Attributes::of(directory));
    let filter = Filter { excluded, attributes, counts: Arc::clone(counts) };
    let mut builder = WalkBuilder::new(directory);
    builder.standard_filters(wanted.is_of_git);
    builder.require_git(false).git_global(false).git_exclude(false).hidden(false);
    builder.sort_by_file_name(Ord::cmp);
    builder.filter_entry(move |entry| entry.depth() == 0 || filter.is_met(entry));
    builder.build()
}

/// What a walk goes by.
struct Filter {
    excluded: Excluded,
    /// Of a tree of Git, in which there may be what is not written there.
    attributes: Option<Attributes>,
    counts: Arc<Counts>,
}

impl Filter {
    /// Whether an entry is read or gone into. Others are counted, each for one reason.
    fn is_met(&self, entry: &DirEntry) -> bool {
        if is_hidden(entry.path()) {
            self.counts.hidden.fetch_add(1, Ordering::Relaxed);
            return false;
        }
        match self.excluded.of(entry, &self.counts.matched) {
            Said::Read => true,
            Said::Nothing => !self.is_foreign(entry),
            Said::LeaveOut => {
                self.counts.excluded.fetch_add(1, Ordering::Relaxed);
                false
            }
        }
    }

    fn is_foreign(&self, entry: &DirEntry) -> bool {
        let Some(attributes) = &self.attributes else { return false };
        let (path, is_directory) = (entry.path(), is_directory(entry));
        if foreign::is_named(path, is_directory) {
            let name = entry.file_name().to_string_lossy().into_owned();
            self.counts.foreign.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
            return true;
        }
        let is_generated = attributes.matches(path, is_directory);
        self.counts.generated.fetch_add(u64::from(is_generated), Ordering::Relaxed);
        is_generated
    }
}

fn is_directory(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
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
pub(crate) fn nothing_in(directory: &Path, endings: &[&str], left_out: &LeftOut) -> Failure {
    let (directory, endings) = (directory.display(), endings.join(", ."));
    let found = left_out.note().unwrap_or_else(|| "no files".to_owned());
    format!(
        "{directory}: expected files ending in .{endings}, found {found}; a file that is named is read whatever its ending"
    )
    .into()
}
