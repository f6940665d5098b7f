//! The index in a folder: against the one in memory, through the ends of processes, and with damaged files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use paradup::durable::DurableIndex;
use paradup::index::Index;
use paradup::{Detector, OpenError};
use proptest::prelude::*;

use crate::generator::{self, Random};
use crate::index::{Pairs, builder, pairs, texts};

fn detector() -> Detector {
    builder().build().unwrap()
}

/// An empty place for a folder.
fn place(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("durable").join(name);
    fs::remove_dir_all(&path).ok();
    path
}

fn open(path: &Path) -> DurableIndex {
    DurableIndex::open(&detector(), path).unwrap()
}

/// The field that is refused.
fn refused(path: &Path) -> String {
    match DurableIndex::open(&detector(), path) {
        Err(OpenError::Format(error)) => error.field().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u64, String),
    Extend(Vec<(u64, String)>),
    Remove(u64),
    Commit,
    Sync,
    Compact,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let id = || prop_oneof![0..12_u64, Just(u64::MAX)];
    let step = prop_oneof![
        6 => (id(), texts()).prop_map(|(id, text)| Step::Insert(id, text)),
        2 => prop::collection::vec((id(), texts()), 0..6).prop_map(Step::Extend),
        4 => id().prop_map(Step::Remove),
        4 => Just(Step::Commit),
        1 => Just(Step::Sync),
        1 => Just(Step::Compact),
        2 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 0..40)
}

/// An index in a folder beside those in memory that hold the same, and what of it has been committed.
struct Pair {
    path: PathBuf,
    durable: Option<DurableIndex>,
    memory: Index,
    committed: Index,
}

impl Pair {
    fn new(path: PathBuf) -> Pair {
        let empty = detector().index().unwrap();
        Pair { durable: Some(open(&path)), path, memory: empty.clone(), committed: empty }
    }

    fn run(&mut self, step: &Step) {
        let (durable, memory) = (self.durable.as_mut().unwrap(), &mut self.memory);
        match step {
            Step::Insert(id, text) => {
                assert_eq!(durable.insert(*id, text), memory.insert(*id, text));
            }
            Step::Extend(texts) => assert_eq!(durable.extend(texts), memory.extend(texts)),
            Step::Remove(id) => assert_eq!(durable.remove(*id), memory.remove(*id)),
            Step::Commit => durable.commit().unwrap(),
            Step::Sync => durable.sync().unwrap(),
            Step::Compact => durable.compact().unwrap(),
            Step::Reopen => {
                self.durable = None;
                self.durable = Some(open(&self.path));
                self.memory = self.committed.clone();
            }
        }
        if matches!(step, Step::Commit | Step::Sync | Step::Compact) {
            self.committed = self.memory.clone();
        }
        self.check();
    }

    fn check(&self) {
        let held = self.durable.as_ref().unwrap().index();
        assert!(held.iter().eq(self.memory.iter()), "{:?}", held.iter().collect::<Vec<_>>());
        for (_, text) in self.memory.iter() {
            let answers: [Pairs; 2] = [held, &self.memory].map(|index| pairs(&index.query(text)));
            assert_eq!(answers[0], answers[1], "{text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn it_answers_as_the_index_in_memory_and_opens_with_what_was_committed(steps in steps()) {
        let mut pair = Pair::new(place("pair"));
        for step in &steps {
            pair.run(step);
        }
        pair.run(&Step::Reopen);
    }
}

/// How many commits have been made, as one of the texts says.
const COUNT: u64 = u64::MAX;

/// What a commit removes, and then inserts.
fn changes(commit: u64) -> (Vec<u64>, Vec<(u64, String)>) {
    let mut random = Random::new(commit);
    let removed = (0..5).filter(|_| commit > 3).map(|at| 20 * (commit - 3) + at);
    let inserted =
        (0..20).map(|at| (20 * commit + at, generator::words(&mut random, 30).join(" ")));
    let count = (COUNT, format!("{commit} commits"));
    (removed.chain([COUNT]).collect(), inserted.chain([count]).collect())
}

fn count(index: &Index) -> u64 {
    index.text(COUNT).map_or(0, |text| text.split_once(' ').unwrap().0.parse().unwrap())
}

/// Commits until it is killed, and says on standard error how many commits have returned.
#[test]
#[ignore = "the process that the tests below kill"]
fn writer() {
    let Some(path) = std::env::var_os("PARADUP_DURABLE_TEST") else { return };
    let mut index = open(Path::new(&path));
    for commit in count(index.index()) + 1.. {
        let (removed, inserted) = changes(commit);
        for id in removed {
            assert_eq!(index.remove(id), commit > 1);
        }
        index.extend(&inserted).unwrap();
        match commit % 7 {
            3 => index.sync().unwrap(),
            5 => index.compact().unwrap(),
            _ => index.commit().unwrap(),
        }
        io::stderr().write_all(format!("{commit}\n").as_bytes()).unwrap();
    }
}

fn start_writer(path: &Path) -> Child {
    let arguments = ["durable::writer", "--exact", "--ignored", "--nocapture"];
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments).env("PARADUP_DURABLE_TEST", path);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The last commit that a writer said had returned; it is killed after so many, wherever it is then.
fn killed_after(path: &Path, commits: usize) -> Option<u64> {
    let mut writer = start_writer(path);
    let mut said = BufReader::new(writer.stderr.take().unwrap()).lines();
    let before = said.by_ref().take(commits).last();
    writer.kill().unwrap();
    writer.wait().unwrap();
    let last = said.last().or(before)?.unwrap();
    Some(last.parse().unwrap_or_else(|_| panic!("{last}")))
}

fn check_kills(name: &str, kills: usize) {
    let (path, mut random) = (place(name), Random::new(17));
    let (mut expected, mut commits) = (BTreeMap::new(), 0);
    for _ in 0..kills {
        let returned = killed_after(&path, random.below(12)).unwrap_or(commits);
        let opened = open(&path);
        let found = count(opened.index());
        assert!((returned..=returned + 1).contains(&found), "{found} of {returned}");
        for commit in commits + 1..=found {
            let (removed, inserted) = changes(commit);
            expected.retain(|id, _| !removed.contains(id));
            expected.extend(inserted);
        }
        commits = found;
        let held: BTreeMap<u64, String> =
            opened.index().iter().map(|(id, text)| (id, text.to_owned())).collect();
        assert!(held == expected, "{} of {} texts", held.len(), expected.len());
        assert!(held.values().take(9).all(|text| !opened.index().query(text).matches.is_empty()));
    }
    assert!(commits > kills as u64);
}

#[test]
fn what_was_committed_outlives_a_killed_process() {
    check_kills("killed", 8);
}

#[test]
#[ignore = "takes a minute"]
fn what_was_committed_outlives_a_hundred_killed_processes() {
    check_kills("killed_often", 100);
}

/// A folder with three commits in its log, and the bytes that the log had after each.
fn three_commits(name: &str) -> (PathBuf, Vec<u64>) {
    let path = place(name);
    let mut index = open(&path);
    let mut lens = vec![fs::metadata(path.join("log-0")).unwrap().len()];
    for (id, text) in [(5, "Bell, book and candle."), (u64::MAX, "…"), (0, "Salt of the earth.")]
    {
        index.insert(id, text).unwrap();
        assert!(id != 0 || index.remove(5));
        index.commit().unwrap();
        lens.push(fs::metadata(path.join("log-0")).unwrap().len());
    }
    (path, lens)
}

#[test]
fn damage_is_refused_wherever_it_is() {
    let (path, _) = three_commits("damaged");
    // A snapshot is a saved index, of which another test changes every byte.
    for (name, step) in [("log-0", 1), ("snapshot-0", 97)] {
        let bytes = fs::read(path.join(name)).unwrap();
        for at in (0..bytes.len()).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(path.join(name), &flipped).unwrap();
            refused(&path);
        }
        fs::write(path.join(name), &bytes).unwrap();
    }
    assert_eq!(open(&path).index().len(), 2);
    fs::write(path.join("log-0"), [fs::read(path.join("log-0")).unwrap(), vec![7; 30]].concat())
        .unwrap();
    assert_eq!(refused(&path), "log");
    fs::remove_file(path.join("log-0")).unwrap();
    assert_eq!(refused(&path), "log");
}

/// By a process that was killed, or by a machine that had made the file longer before it stopped.
#[test]
fn a_record_that_was_not_written_whole_is_none() {
    let (path, lens) = three_commits("cut");
    let bytes = fs::read(path.join("log-0")).unwrap();
    for len in lens[0] as usize..bytes.len() {
        for zeros in [0, 100] {
            let cut = [&bytes[..len], &vec![0; zeros]].concat();
            fs::write(path.join("log-0"), &cut).unwrap();
            let whole = lens.iter().filter(|end| **end <= len as u64).count() - 1;
            let mut opened = open(&path);
            assert_eq!(opened.index().len(), whole, "{len} and {zeros}");
            opened.insert(9, "Written behind what was cut off.").unwrap();
            opened.commit().unwrap();
            drop(opened);
            assert!(open(&path).index().contains(9));
        }
    }
    for len in 0..lens[0] as usize {
        fs::write(path.join("log-0"), &bytes[..len]).unwrap();
        assert_eq!(refused(&path), "log");
    }
}

#[test]
fn a_log_of_another_version_or_snapshot_is_refused_by_name() {
    let (path, _) = three_commits("versions");
    let bytes = fs::read(path.join("log-0")).unwrap();
    let with_header = |at: usize| {
        let mut header = bytes[..20].to_vec();
        header[at] += 1;
        let sum = paradup::hash::hash_bytes(&[&[0; 8], &header[..]].concat(), 0);
        [&header[..], &sum.to_le_bytes()].concat()
    };
    fs::write(path.join("log-0"), with_header(8)).unwrap();
    let error = DurableIndex::open(&detector(), &path).unwrap_err().to_string();
    assert_eq!(
        error,
        "version: expected 1, found 2; open it with the release that wrote it, or a later one"
    );
    fs::write(path.join("log-0"), with_header(12)).unwrap();
    assert_eq!(refused(&path), "log");
    fs::write(path.join("log-0"), &bytes).unwrap();
    let other = DurableIndex::open(&builder().near(0.8).build().unwrap(), &path).unwrap_err();
    assert!(matches!(other, OpenError::Format(error) if error.field() == "near"));
    fs::remove_file(path.join("snapshot-0")).unwrap();
    assert_eq!(refused(&path), "snapshot");
}

/// Bytes that version 1 wrote. They are never written anew: what changes them raises the version.
#[test]
fn a_log_of_version_1_is_read_and_written_as_it_was() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/log-1.bin");
    let (path, _) = three_commits("frozen");
    let bytes = fs::read(frozen).unwrap();
    assert!(fs::read(path.join("log-0")).unwrap() == bytes);
    fs::write(path.join("log-0"), bytes).unwrap();
    let opened = open(&path);
    assert!(opened.index().iter().eq([(u64::MAX, "…"), (0, "Salt of the earth.")]));
}

/// Whether the bytes of a text stand in some file of a folder.
fn is_in_a_file(path: &Path, text: &str) -> bool {
    let files = fs::read_dir(path).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    let mut files = files.into_iter();
    files.any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[test]
fn a_removed_text_is_in_no_file_once_they_are_compacted() {
    let path = place("compacted");
    let (mut index, secret) = (open(&path), "Nobody was to read this sentence.");
    index.extend(&[(1, "Bell, book and candle."), (2, secret)]).unwrap();
    index.compact().unwrap();
    assert!(index.remove(2));
    index.commit().unwrap();
    assert!(is_in_a_file(&path, secret));
    // What a process left that was killed while it compacted, and a file of somebody else.
    fs::write(path.join("snapshot-9.unfinished-3-4"), secret).unwrap();
    fs::write(path.join("log-book"), "mine").unwrap();
    index.compact().unwrap();
    assert!(!is_in_a_file(&path, secret) && is_in_a_file(&path, "Bell, book"));
    drop(index);
    let names = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["lock", "log-2", "log-book", "snapshot-2"]);
    assert!(open(&path).index().iter().eq([(1, "Bell, book and candle.")]));
}

#[test]
fn a_log_that_has_outgrown_the_snapshot_is_compacted() {
    let path = place("outgrown");
    let mut index = open(&path);
    let text = "word ".repeat(50_000);
    for id in 0..9 {
        index.insert(id, &text).unwrap();
        index.commit().unwrap();
    }
    drop(index);
    assert!(!path.join("snapshot-0").exists());
    assert_eq!(open(&path).index().len(), 9);
}

#[test]
fn another_that_has_it_open_is_an_error() {
    let path = place("locked");
    let first = open(&path);
    let OpenError::Io(error) = DurableIndex::open(&detector(), &path).unwrap_err() else {
        panic!()
    };
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    assert!(error.to_string().ends_with("found one; close it first"), "{error}");
    drop(first);
    open(&path);
    assert!(matches!(DurableIndex::open(&detector(), path.join("lock")), Err(OpenError::Io(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_changes_are_refused_or_made(changes in prop::collection::vec(0..3_u8, 0..60)) {
        // Whole records of any bytes, as only somebody can write them on purpose.
        let (path, _) = three_commits("any");
        let log = fs::read(path.join("log-0")).unwrap();
        let sum = |before: &[u8], bytes: &[u8]| {
            paradup::hash::hash_bytes(&[before, bytes].concat(), 0).to_le_bytes()
        };
        let len = (changes.len() as u64).to_le_bytes();
        let sum_of_len = sum(&log[20..28], &len);
        let record = [&len[..], &sum_of_len, &changes, &sum(&sum_of_len, &changes)].concat();
        fs::write(path.join("log-0"), [&log[..28], &record].concat()).unwrap();
        match DurableIndex::open(&detector(), &path) {
            Ok(opened) => prop_assert!(opened.index().len() <= changes.len()),
            Err(OpenError::Format(error)) => prop_assert_eq!(error.field(), "log"),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
