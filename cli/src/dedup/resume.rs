//! What a comparison has found, kept in a file, so that a run that was stopped behind it need not compare again.
//!
//! Rows are read again, for they are to be written. So what was read tells whether it is the same, and nothing has to be believed of
//! the sizes and times of files: those may be the same though rows are others, and others though rows are the same.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use paradup::report::{Counts, Removal, Removals, Retained};
use paradup::text::Span;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::output::{Output, publish_on_the_way};
use super::{Corpus, Dedup, Format, open_input};
use crate::progress::Progress;
use crate::{Failure, tell};

/// The name of the file in its folder. Its packing has a checksum.
const NAME: &str = "removals.zst";

/// What a comparison has found.
pub(super) struct Found {
    pub(super) removals: Removals,
    /// What each removal loses, if that is told.
    pub(super) losses: Option<Vec<Vec<Span>>>,
    /// Removals that would have changed how the rest of a row is read.
    pub(super) taken_back: u64,
    /// Texts of which nothing is left to compare.
    pub(super) blanked: u64,
}

/// All that a comparison depends on.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Key {
    schema: u32,
    paradup: String,
    settings: Value,
    /// Checksums of what was read.
    reference: u64,
    input: u64,
}

/// The first line of the file. Behind it stand as many lines as there are removals.
#[derive(Serialize, Deserialize)]
struct Head {
    key: Key,
    removals: usize,
    has_losses: bool,
    counts: Counts,
    retained: Retained,
    taken_back: u64,
    blanked: u64,
}

/// The file of a run.
pub(super) struct Resume {
    file: PathBuf,
    key: Key,
    /// How many paragraphs there are.
    paragraphs: usize,
}

impl Dedup {
    /// Makes the folder for what is kept.
    pub(super) fn make_resume(&self) -> Result<(), Failure> {
        let Some(folder) = &self.resume else { return Ok(()) };
        let made = fs::create_dir_all(folder);
        made.map_err(|error| {
            format!("--resume: cannot make the folder {}: {error}", folder.display()).into()
        })
    }

    /// Removes what is needed no more.
    pub(super) fn forget_resume(&self) {
        if let Some(folder) = &self.resume {
            fs::remove_file(folder.join(NAME)).unwrap_or_default();
        }
    }

    /// Where what is found among these rows is kept, if it is.
    pub(super) fn resume_of(&self, format: Format, corpus: &Corpus) -> Option<Resume> {
        let folder = self.resume.as_deref()?;
        let key = Key {
            schema: 1,
            paradup: env!("CARGO_PKG_VERSION").to_owned(),
            settings: self.settings(format),
            reference: corpus.reference.checksum,
            input: corpus.input.checksum,
        };
        let paragraphs = corpus.reference.paragraphs() + corpus.input.paragraphs();
        Some(Resume { file: folder.join(NAME), key, paragraphs })
    }
}

impl Resume {
    /// What an earlier run has found, if it is what this one would find. Says so, or why not.
    pub(super) fn load(&self) -> Option<Found> {
        if !self.file.exists() {
            return None;
        }
        match self.read() {
            Ok(found) => {
                tell("paradup: --resume: goes on behind the comparison of an earlier run");
                Some(found)
            }
            Err(reason) => {
                tell(&format!("paradup: --resume: begins anew: {reason}"));
                None
            }
        }
    }

    fn read(&self) -> Result<Found, String> {
        let damaged = || {
            let file = self.file.display();
            format!("expected what a run has found in {file}, found it damaged")
        };
        let bytes = open_input(&self.file, &Progress::none());
        let bytes =
            bytes.map_err(|error| format!("cannot read {}: {error}", self.file.display()))?;
        let mut lines = BufReader::new(bytes).lines();
        let mut next = || lines.next()?.ok();
        let head: Head = next().and_then(|line| read(&line)).ok_or_else(damaged)?;
        self.check(&head.key)?;
        let mut found = Found::new(&head);
        for _ in 0..head.removals {
            let line: Option<(Removal, Option<Vec<Span>>)> = next().and_then(|line| read(&line));
            let (removal, lost) = line.ok_or_else(damaged)?;
            if removal.removed.paragraph.max(removal.representative.paragraph) >= self.paragraphs {
                return Err(damaged());
            }
            found.removals.removed.push(removal);
            found.losses.iter_mut().zip(lost).for_each(|(losses, lost)| losses.push(lost));
        }
        // The checksum of the packing is looked at behind the last line.
        let is_whole = lines.next().is_none();
        is_whole.then_some(found).ok_or_else(damaged)
    }

    /// What differs between the run that wrote the file and this one.
    fn check(&self, known: &Key) -> Result<(), String> {
        let Key { schema, paradup, settings, reference, input } = &self.key;
        if (schema, paradup) != (&known.schema, &known.paradup) {
            return Err(format!(
                "expected version {paradup}, found what {} has found",
                known.paradup
            ));
        }
        if settings != &known.settings {
            let names = settings.as_object().into_iter().chain(known.settings.as_object());
            let other = names
                .flat_map(|all| all.keys())
                .find(|name| settings.get(name.as_str()) != known.settings.get(name.as_str()));
            return Err(format!("--{} is another", other.map_or("", String::as_str)));
        }
        if (reference, input) != (&known.reference, &known.input) {
            let what = if reference == &known.reference { "inputs have" } else { "reference has" };
            return Err(format!("the {what} other rows, or the same in another order"));
        }
        Ok(())
    }

    /// Keeps what was found.
    pub(super) fn save(self, found: &Found) -> Result<(), Failure> {
        let Found { removals, losses, taken_back, blanked } = found;
        let head = Head {
            key: self.key,
            removals: removals.removed.len(),
            has_losses: losses.is_some(),
            counts: removals.counts,
            retained: removals.retained,
            taken_back: *taken_back,
            blanked: *blanked,
        };
        let mut output = Output::create(&self.file)?;
        write(&mut output, &head)?;
        for (number, removal) in removals.iter().enumerate() {
            write(&mut output, &(removal, losses.as_ref().map(|losses| &losses[number])))?;
        }
        publish_on_the_way(output.complete()?)
    }
}

impl Found {
    /// What a head tells, without the removals.
    fn new(head: &Head) -> Found {
        let mut removals = Removals::default();
        removals.counts = head.counts;
        removals.retained = head.retained;
        let losses = head.has_losses.then(Vec::new);
        Found { removals, losses, taken_back: head.taken_back, blanked: head.blanked }
    }
}

fn read<'l, T: Deserialize<'l>>(line: &'l str) -> Option<T> {
    serde_json::from_str(line).ok()
}

fn write(output: &mut Output, value: &impl Serialize) -> Result<(), Failure> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    output.write(&line)
}
