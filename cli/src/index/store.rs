//! An index file: the index, the ids of its texts, and the batches that it has been given.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use paradup::index::Index;
use paradup::text::Normalizer;
use paradup::{DetectorBuilder, OpenError};
use serde::{Deserialize, Serialize};

use super::batches::Batch;
use super::ids::{Ids, taken};
use super::writer::Writer;
use crate::Failure;
use crate::dedup::{Complete, Output, Rows};

/// An index, and what the command keeps with it.
pub(crate) struct Store {
    path: PathBuf,
    settings: DetectorBuilder,
    pub(super) index: Index,
    pub(crate) ids: Ids,
    pub(super) batches: Vec<Batch>,
    /// None where it is only read.
    #[expect(dead_code, reason = "its lock is held for as long as it lives")]
    writer: Option<Writer>,
}

/// What the command keeps with an index, in JSON.
#[derive(Serialize, Deserialize)]
struct Note<I, B> {
    ids: I,
    batches: B,
}

impl Store {
    /// Whether a file is an index, by its first bytes.
    pub(crate) fn is_at(path: &Path) -> bool {
        let begins = |mut file: File| {
            let mut bytes = [0; Index::MAGIC.len()];
            file.read_exact(&mut bytes).is_ok_and(|()| bytes == Index::MAGIC)
        };
        path.is_file() && File::open(path).is_ok_and(begins)
    }

    /// Opens an index to read it.
    pub(crate) fn open(path: &Path) -> Result<Store, Failure> {
        let file = File::open(path).map_err(|error| unopened(path, &error.into()))?;
        Store::read(path, &file)
    }

    /// Opens an index to change it.
    pub(crate) fn open_to_write(path: &Path) -> Result<Store, Failure> {
        let writer = Writer::open(path)?;
        let store = Store::read(path, &writer.file)?;
        Ok(Store { writer: Some(writer), ..store })
    }

    /// Opens an index to change it; a new one where the file is not there or empty.
    pub(crate) fn open_or_create(path: &Path, settings: DetectorBuilder) -> Result<Store, Failure> {
        let store = Store::empty(path, settings)?;
        let writer = Writer::open_or_create(path)?;
        let store = if writer.is_new { store } else { Store::read(path, &writer.file)? };
        Ok(Store { writer: Some(writer), ..store })
    }

    /// A new index in a file that is not there or empty.
    pub(crate) fn create(path: &Path, settings: DetectorBuilder) -> Result<Store, Failure> {
        let store = Store::empty(path, settings)?;
        let writer = Writer::open_or_create(path)?;
        if !writer.is_new {
            let path = path.display();
            return Err(format!("cannot write {path}: expected the name of a new file, found one that is there; paradup index add adds to an index").into());
        }
        Ok(Store { writer: Some(writer), ..store })
    }

    /// An index that is in no file.
    pub(crate) fn empty(path: &Path, settings: DetectorBuilder) -> Result<Store, Failure> {
        let settings = settings.relations(Index::RELATIONS);
        let index = settings.clone().build()?.parallel().index()?;
        let (ids, batches) = (Ids::default(), Vec::new());
        Ok(Store { path: path.to_owned(), settings, index, ids, batches, writer: None })
    }

    fn read(path: &Path, file: &File) -> Result<Store, Failure> {
        let mut file = BufReader::new(file);
        check_beginning(path, &mut file)?;
        let unopened = |error| unopened(path, &error);
        let settings = Index::read_settings(&mut file).map_err(unopened)?;
        file.rewind().map_err(|error| unopened(error.into()))?;
        let detector = settings.clone().build()?.parallel();
        let index = Index::read_from(&detector, &mut file).map_err(unopened)?;
        let Note { ids, batches } = read_note(&index).map_err(|error| {
            let path = path.display();
            format!("{path}: note: expected that of this command, found another: {error}; the program that saved it can read it")
        })?;
        Ok(Store { path: path.to_owned(), settings, index, ids, batches, writer: None })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// How many texts it holds.
    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }

    /// A builder with its settings.
    pub(crate) fn builder(&self) -> DetectorBuilder {
        self.settings.clone()
    }

    /// The value of a setting, by the name under which an index stores it.
    pub(crate) fn setting(&self, name: &str) -> &str {
        let mut settings = self.index.settings();
        settings.find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The ids and texts, in the order in which they were inserted.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (String, &str)> {
        self.index.iter().map(|(number, text)| (self.ids.json(number), text))
    }

    /// The batch with this checksum, if it has been inserted.
    pub(crate) fn batch(&self, checksum: u64) -> Option<&Batch> {
        self.batches.iter().find(|batch| batch.checksum == checksum)
    }

    /// Remembers a batch. Those without rows are all the same, and of no harm the second time.
    pub(crate) fn add_batch(&mut self, batch: Batch) {
        if batch.rows > 0 {
            self.batches.push(batch);
        }
    }

    /// Inserts these rows under their ids; those without a word, which are related to nothing, are passed over. Says how many were
    /// inserted.
    pub(crate) fn insert(
        &mut self,
        rows: &Rows,
        numbers: impl Iterator<Item = usize>,
    ) -> Result<u64, Failure> {
        let inserted: Vec<usize> = numbers.filter(|row| has_words(rows.text(*row))).collect();
        let texts = inserted.iter().map(|row| {
            // An empty cell of a table is no id, nor is an empty string.
            let id = rows.id(*row).filter(|id| id != "\"\"");
            let number = self.ids.take(id.as_deref());
            let number = number.map_err(|reason| refused(rows, *row, &reason))?;
            Ok((number, rows.text(*row)))
        });
        let texts = texts.collect::<Result<Vec<(u64, &str)>, String>>()?;
        self.index.extend(&texts).map_err(|error| {
            let last = texts.iter().rposition(|(number, _)| *number == error.id());
            let row = inserted[last.unwrap_or_default()];
            refused(rows, row, &taken(&error.id().to_string()))
        })?;
        Ok(texts.len() as u64)
    }

    /// Removes the text of a number; says whether there was one.
    pub(super) fn remove(&mut self, number: u64) -> bool {
        let removed = self.index.remove(number);
        if removed {
            self.ids.forget(number);
        }
        removed
    }

    /// Writes it beside its file, whose place it takes when it is published.
    pub(crate) fn write(&mut self) -> Result<Complete, Failure> {
        let note = Note { ids: &self.ids, batches: &self.batches };
        let note = serde_json::to_vec(&note)?;
        self.index.set_note(note);
        let mut output = Output::plain(&self.path)?;
        let written = self.index.write_to(output.writer());
        written.map_err(|error| output.unwritable(&error))?;
        output.complete()
    }
}

fn unopened(path: &Path, error: &OpenError) -> String {
    match error {
        OpenError::Io(error) => format!("cannot read {}: {error}", path.display()),
        error => format!("{}: {error}", path.display()),
    }
}

/// Refuses what does not begin as an index, in plainer words than those of a damaged one.
fn check_beginning(path: &Path, file: &mut impl BufRead) -> Result<(), Failure> {
    let beginning = file.fill_buf().map_err(|error| unopened(path, &error.into()))?;
    if beginning.starts_with(&Index::MAGIC) {
        return Ok(());
    }
    let found = if beginning.is_empty() { "an empty file" } else { "another file" };
    let path = path.display();
    Err(format!("{path}: expected an index, found {found}; paradup index build makes one").into())
}

fn has_words(text: &str) -> bool {
    let is_plain = text.bytes().any(|byte| byte.is_ascii_alphanumeric());
    is_plain || !Normalizer::new().words(text).is_empty()
}

fn refused(rows: &Rows, row: usize, reason: &str) -> String {
    let (file, line) = rows.location(row);
    format!("{}:{line}: field {}: {reason}", file.display(), rows.fields().id)
}

/// An index that another program has saved may have no note: its ids are numbers.
fn read_note(index: &Index) -> serde_json::Result<Note<Ids, Vec<Batch>>> {
    if index.note().is_empty() {
        let ids = if index.is_empty() { Ids::default() } else { Ids::numbers() };
        return Ok(Note { ids, batches: Vec::new() });
    }
    serde_json::from_slice(index.note())
}
