//! An index that stays: add texts, ask for those that are related to a text, remove them.
//!
//! ```
//! use paradup::{Detector, Relation, index::Index};
//!
//! let mut index = Detector::builder().relations(Index::RELATIONS).build()?.index()?;
//! index.insert(7, "The ferry leaves at nine from the old quay, every day but Sunday.")?;
//! let seen = index.query("The ferry leaves at nine from the old quay, every day but Sunday!");
//! assert_eq!((seen.matches[0].id, seen.matches[0].relation), (7, Relation::Reformatted));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An index knows pairs, and no clusters: what a query finds are the pairs of the text with what is live that a
//! [`Detector`] with the same settings and [`Engine::Lsh`](crate::Engine::Lsh) finds: copies all, near ones with the
//! [recall](crate::DetectorBuilder::recall) that was asked for, each verified on the exact shingle sets. What was inserted when
//! makes no difference to that.
//!
//! # What it holds
//!
//! | file | |
//! |---|---|
//! | `keys` | text → a key of its words, and one of each band of its signature |
//! | `table` | key → entries, in one table for all bands |
//! | `entries`, `texts` | entry → id, text, and the others with the same canonical text |
//! | `search` | keys → who meets the text → who is related to it |
//! | `stored`, `settings`, `file` | index → bytes, and back |
//!
//! Shingle sets and signatures are not kept but made anew from the texts. Of texts with the same canonical form one stands under keys: a
//! million copies of a notice are one meeting. Removing leaves a mark; where a quarter of all entries has one, they are swept
//! out.
//!
//! # Stored
//!
//! [`Index::save`] writes what [`Index::open`] reads. Numbers are little-endian. Texts have the numbers 0, 1, 2 … in the order in which they
//! were inserted.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `paradup` and a line feed |
//! | 4 | the version of this form: 1, or 2 where a note follows |
//! | 4 | *s*, the bytes of the settings |
//! | *s* | the settings, a line `name = value` for each; those of the detector that opens it must be the same |
//! | 8 | only in version 2: *m*, the bytes of the [note](Index::note), at least 1 |
//! | *m* | the note |
//! | 8 | *n*, how many texts there are |
//! | 8 *n* | the id of each |
//! | 4 *n* | the number of the first text with the same canonical form: a text's own number where it *leads* |
//! | 8 *n* | the bytes of each text |
//! | 1,024 times | the keys that begin with the bits 0, 1, 2 … 1,023: |
//! | 8 | *k*, how many postings they have |
//! | 8 *k* | a posting each: the next 32 bits of the key, and the number of a text that leads. Ascending by the bits of the key; of one key the last inserted first |
//! | the sum | the texts, UTF-8, one behind the other |
//! | 8 | XXH3-64 of all bytes before, under seed 0 |
//!
//! The keys of a text are a fingerprint of its canonical words and the [`band_key`](crate::lsh::band_key)s of its signature. The version is raised
//! whenever any of this changes, and another version is refused. The checksum finds damage; whoever writes a file on purpose can make an index of it that
//! misses matches, and none that panics.
//!
//! # From several threads
//!
//! A query needs `&self` and an insert `&mut self`. So any number of threads can ask at once, and to write beside them an
//! index is wrapped in a lock:
//!
//! ```
//! use std::sync::RwLock;
//! use paradup::{Detector, index::Index};
//!
//! let index = RwLock::new(Detector::builder().relations(Index::RELATIONS).build()?.index()?);
//! std::thread::scope(|scope| {
//!     scope.spawn(|| index.write().expect("no writer has panicked").insert(1, "Bell, book and candle."));
//!     scope.spawn(|| index.read().expect("no writer has panicked").query("bell book and candle").matches.len());
//! });
//! # Ok::<(), paradup::BuildError>(())
//! ```

mod table;
mod texts;
mod entries;
mod keys;
mod query;
mod search;
mod settings;
mod stored;
mod file;

pub use query::{Answer, Match, Query};

use core::fmt;
use core::ops::Range;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use self::entries::Entries;
use self::keys::{KeyBuffer, KeyMaker};
use self::search::{Search, SearchBuffer};
use self::settings::SettingNames;
use self::stored::Content;
use self::table::Table;
use crate::detector::{Detector, DetectorBuilder};
use crate::executor::{Executor, completed};
use crate::id::Entry;
use crate::pipeline::{Form, Selection, Settings};
use crate::{BuildError, InsertError, OpenError, Relation};

/// Texts inserted at once: their keys are made on all threads, then posted by one.
const BATCH: usize = 1 << 16;

/// How many texts ahead the first keys are asked for.
const AHEAD: usize = 4;

/// Texts whose keys are made in one piece of work.
const CHUNK: usize = 64;

/// Texts asked for in one piece of work.
const QUERY_CHUNK: usize = 16;

/// Canonical texts with one fingerprint that a new text is held against. Only accidents or attacks make more than one; a copy
/// of what is behind these stands under keys itself.
const MAX_COMPARED: usize = 8;

/// Below this number of removed entries a sweep would cost more than they do.
const MIN_SWEPT: usize = 64;

/// Texts under ids, to which others are held.
///
/// Built by [`Detector::index`]. Paragraphs of fewer than [`min_words`](crate::DetectorBuilder::min_words) words, and those without
/// any, can be inserted and removed, and are found by no query. [`low_memory`](crate::DetectorBuilder::low_memory), rules of
/// what is kept and kinds of paragraphs play no part. In memory, of 80 words, a text takes less than a kilobyte.
///
/// ```
/// use paradup::{Detector, index::Index};
///
/// let mut index = Detector::builder().relations(Index::RELATIONS).build()?.index()?;
/// index.extend(&[(1, "Bell, book and candle."), (2, "Salt of the earth.")])?;
/// assert_eq!(index.query("bell book and candle").matches[0].id, 1);
/// assert!(index.remove(1) && !index.contains(1));
/// assert_eq!(index.iter().collect::<Vec<_>>(), [(2, "Salt of the earth.")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Index {
    settings: Settings,
    selection: Selection,
    names: SettingNames,
    maker: KeyMaker,
    note: Vec<u8>,
    table: Table,
    entries: Entries,
}

impl Detector {
    /// An empty index with this detector's settings.
    ///
    /// # Errors
    /// Names a setting that an index cannot serve, and what to do: [`relations`](crate::DetectorBuilder::relations) other than
    /// [`Index::RELATIONS`], the [exact engine](crate::Engine::Exact), the [scope](crate::Scope) of a document, removals that
    /// lose [wording](crate::MayLose::Wording). Also where the rows of a signature do not suffice for the recall, as
    /// [`build`](crate::DetectorBuilder::build).
    ///
    /// ```
    /// let error = paradup::Detector::default().index().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "relations: expected identical, reformatted and near or some of them, found contained; ask for `Index::RELATIONS`"
    /// );
    /// ```
    pub fn index(&self) -> Result<Index, BuildError> {
        Index::new(self)
    }
}

impl Index {
    /// The first bytes of a stored index, by which it is told from other files.
    pub const MAGIC: [u8; 8] = stored::MAGIC;

    /// The relations that an index finds.
    pub const RELATIONS: [Relation; 3] =
        [Relation::Identical, Relation::Reformatted, Relation::Near];

    /// See [`Detector::index`].
    ///
    /// # Errors
    /// As [`Detector::index`].
    pub fn new(detector: &Detector) -> Result<Index, BuildError> {
        Ok(Index {
            maker: KeyMaker::new(detector)?,
            names: SettingNames::new(detector),
            settings: detector.settings.clone(),
            selection: detector.selection.clone(),
            note: Vec::new(),
            table: Table::new(),
            entries: Entries::default(),
        })
    }

    /// How many texts are live.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no text is live.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a text is live under this id.
    pub fn contains(&self, id: u64) -> bool {
        self.entries.entry(id).is_some()
    }

    /// The live text of an id.
    pub fn text(&self, id: u64) -> Option<&str> {
        self.entries.entry(id).map(|entry| self.entries.text(entry))
    }

    /// The live ids and their texts, in the order in which they were inserted.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &str)> {
        self.entries.live().map(|entry| (self.entries.id(entry), self.entries.text(entry)))
    }

    /// The settings on which keys and answers depend, names and values as they are stored.
    ///
    /// ```
    /// use paradup::{Detector, index::Index};
    ///
    /// let index = Detector::builder().near(0.8).relations(Index::RELATIONS).build()?.index()?;
    /// assert!(index.settings().any(|setting| setting == ("near", "0.8")));
    /// # Ok::<(), paradup::BuildError>(())
    /// ```
    pub fn settings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter()
    }

    /// What the caller keeps with the index, in bytes of his own: names behind ids, which batches have been inserted. Empty by
    /// default. It is stored with the texts, under one checksum, so that neither is ever newer than the other.
    pub fn note(&self) -> &[u8] {
        &self.note
    }

    /// Replaces the [note](Index::note).
    ///
    /// ```
    /// use paradup::{Detector, index::Index};
    ///
    /// let detector = Detector::builder().relations(Index::RELATIONS).build()?;
    /// let (mut index, mut stored) = (detector.index()?, Vec::new());
    /// index.set_note(b"crawled in May".to_vec());
    /// index.write_to(&mut stored)?;
    /// assert_eq!(Index::read_from(&detector, &stored[..])?.note(), b"crawled in May");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_note(&mut self, note: Vec<u8>) {
        self.note = note;
    }

    /// Inserts a text. Linear in its bytes, whatever the index holds, but for the growth of its tables.
    ///
    /// # Errors
    /// When the id is live. [`remove`](Index::remove) it first.
    ///
    /// # Panics
    /// When there are 2^31 texts or meetings of texts under keys: more take tens of gigabytes before.
    pub fn insert(&mut self, id: u64, text: &str) -> Result<(), InsertError> {
        self.check_free(id)?;
        let mut keys = Vec::with_capacity(self.maker.len());
        self.append_keys(text, &mut KeyBuffer::default(), &mut keys);
        self.table.prefetch_all(&keys);
        if let Some((entry, of_bands)) = self.add(id, text, &keys) {
            for key in of_bands {
                self.table.insert(*key, entry);
            }
        }
        Ok(())
    }

    /// Inserts texts, with their ids, as [`insert`](Index::insert) would one after the other; a [parallel](Detector::parallel)
    /// detector's index makes their keys on all threads.
    ///
    /// # Errors
    /// When an id is live or stands among these twice. Nothing is inserted then.
    ///
    /// # Panics
    /// As [`insert`](Index::insert).
    pub fn extend<T: AsRef<str> + Sync>(&mut self, texts: &[(u64, T)]) -> Result<(), InsertError> {
        self.check_all_free(texts.iter().map(|(id, _)| *id).collect())?;
        self.entries.reserve(texts.len());
        for batch in texts.chunks(BATCH) {
            self.insert_batch(batch);
        }
        Ok(())
    }

    /// The live texts that are related to this one, all of them, the best first. Linear in its bytes and, for each that shares a
    /// band with it, in the bytes of that one.
    pub fn query(&self, text: &str) -> Answer {
        self.query_with(text, &Query::new())
    }

    /// [`query`](Index::query) with a limit or a threshold of its own.
    pub fn query_with(&self, text: &str, query: &Query) -> Answer {
        self.answer(text, query, &mut SearchBuffer::default())
    }

    /// The answers to texts, in order; a [parallel](Detector::parallel) detector's index finds them on all threads.
    pub fn query_batch<T: AsRef<str> + Sync>(&self, texts: &[T], query: &Query) -> Vec<Answer> {
        let answers =
            completed(self.settings.threads.map_chunks(texts.len(), QUERY_CHUNK, |range| {
                let mut buffer = SearchBuffer::default();
                let texts = texts[range].iter().map(AsRef::as_ref);
                texts.map(|text| self.answer(text, query, &mut buffer)).collect::<Vec<_>>()
            }));
        answers.into_iter().flatten().collect()
    }

    /// Removes the text of an id; says whether there was one. Where a quarter of all entries are removed ones, they are swept out,
    /// which takes time linear in the index: a constant time for each that was removed.
    pub fn remove(&mut self, id: u64) -> bool {
        let removed = self.entries.remove(id);
        let marked = self.entries.removed();
        if marked >= MIN_SWEPT && marked * 3 >= self.entries.len() {
            self.sweep();
        }
        removed
    }

    /// Writes the index to a file, which has its name once all of it is written. The removed texts are not in it.
    ///
    /// # Errors
    /// When the file cannot be written. What stood under its name is there still.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        file::publish(path.as_ref(), |file| self.write_to(BufWriter::new(file)))
    }

    /// Writes the index as [`save`](Index::save) does; the page on [stored indexes](self#stored) draws the bytes.
    ///
    /// # Errors
    /// When that fails.
    pub fn write_to(&self, out: impl Write) -> io::Result<()> {
        stored::write(out, &self.names, &self.note, (&self.table, &self.entries))
    }

    /// The index that was [saved](Index::save) in a file, by a detector with the same settings. Linear in its bytes; keys are not
    /// made anew.
    ///
    /// # Errors
    /// When the file cannot be read, and when it holds anything but a whole index of this version and of these settings; the message
    /// names what differs. As [`Detector::index`] besides.
    ///
    /// ```
    /// use paradup::{Detector, index::Index};
    ///
    /// let detector = Detector::builder().relations(Index::RELATIONS).build()?;
    /// let mut index = detector.index()?;
    /// index.insert(7, "Bell, book and candle.")?;
    /// let path = std::env::temp_dir().join(format!("index-of-{}", std::process::id()));
    /// index.save(&path)?;
    /// assert_eq!(Index::open(&detector, &path)?.text(7), Some("Bell, book and candle."));
    /// std::fs::remove_file(path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(detector: &Detector, path: impl AsRef<Path>) -> Result<Index, OpenError> {
        Index::read_from(detector, BufReader::new(std::fs::File::open(path)?))
    }

    /// A builder with the settings of a stored index, of which the first bytes are read: what it builds
    /// [opens](Index::read_from) the index, be it [parallel](Detector::parallel) or not.
    ///
    /// # Errors
    /// When the bytes cannot be read, or begin as no index of this version.
    ///
    /// ```
    /// use paradup::{Detector, index::Index};
    ///
    /// let mut index = Detector::builder().near(0.8).relations(Index::RELATIONS).build()?.index()?;
    /// index.insert(7, "Bell, book and candle.")?;
    /// let mut stored = Vec::new();
    /// index.write_to(&mut stored)?;
    /// let detector = Index::read_settings(&stored[..])?.build()?;
    /// assert_eq!(Index::read_from(&detector, &stored[..])?.text(7), Some("Bell, book and candle."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_settings(input: impl Read) -> Result<DetectorBuilder, OpenError> {
        stored::read_settings(input)
    }

    /// Reads what [`write_to`](Index::write_to) has written, to the end.
    ///
    /// # Errors
    /// As [`open`](Index::open).
    pub fn read_from(detector: &Detector, input: impl Read) -> Result<Index, OpenError> {
        let empty = Index::new(detector)?;
        let Content { note, table, entries } = stored::read(input, &empty.names)?;
        Ok(Index { note, table, entries, ..empty })
    }

    fn check_free(&self, id: u64) -> Result<(), InsertError> {
        if self.contains(id) { Err(InsertError::new(id)) } else { Ok(()) }
    }

    fn check_all_free(&self, mut ids: Vec<u64>) -> Result<(), InsertError> {
        ids.sort_unstable();
        let repeated = ids.windows(2).find(|pair| pair[0] == pair[1]);
        repeated.map_or(Ok(()), |pair| Err(InsertError::new(pair[0])))?;
        ids.into_iter().try_for_each(|id| self.check_free(id))
    }

    /// Appends the keys of a text, if it is long enough to have any.
    fn append_keys(&self, text: &str, buffer: &mut KeyBuffer, keys: &mut Vec<u64>) {
        if self.selection.is_long_enough(text) {
            self.maker.append(text, buffer, keys);
        }
    }

    fn answer(&self, text: &str, query: &Query, buffer: &mut SearchBuffer) -> Answer {
        if !self.selection.is_long_enough(text) {
            return Answer::default();
        }
        let Index { settings, maker, table, entries, .. } = self;
        Search { settings, maker, table, entries }.run(text, query, buffer)
    }

    fn insert_batch<T: AsRef<str> + Sync>(&mut self, batch: &[(u64, T)]) {
        let chunks = completed(self.settings.threads.map_chunks(batch.len(), CHUNK, |range| {
            self.keys_of(batch[range].iter().map(|(_, text)| text.as_ref()))
        }));
        let keys: Vec<&[u64]> = chunks.iter().flat_map(ChunkKeys::iter).collect();
        let mut postings = Vec::with_capacity(batch.len() * self.maker.len());
        for (at, (id, text)) in batch.iter().enumerate() {
            if let Some(next) = keys.get(at + AHEAD).and_then(|keys| keys.first()) {
                self.table.prefetch(*next);
            }
            if let Some((entry, of_bands)) = self.add(*id, text.as_ref(), keys[at]) {
                postings.extend(of_bands.iter().map(|key| (*key, entry)));
            }
        }
        self.table.insert_all(&postings);
    }

    fn keys_of<'t>(&self, texts: impl ExactSizeIterator<Item = &'t str>) -> ChunkKeys {
        let mut buffer = KeyBuffer::default();
        let mut keys = Vec::with_capacity(texts.len() * self.maker.len());
        let ends = texts.map(|text| {
            self.append_keys(text, &mut buffer, &mut keys);
            keys.len()
        });
        let ends = ends.collect();
        ChunkKeys { keys, ends }
    }

    /// Adds a text under its first key, or to those of the same canonical form. Returns the keys under which it is to stand besides.
    fn add<'k>(&mut self, id: u64, text: &str, keys: &'k [u64]) -> Option<(Entry, &'k [u64])> {
        let leader = keys.first().and_then(|key| self.leader(text, *key));
        let entry = self.entries.push(id, text, leader);
        let (of_text, of_bands) = keys.split_first().filter(|_| leader.is_none())?;
        self.table.insert(*of_text, entry);
        Some((entry, of_bands))
    }

    /// Who leads the texts of the same canonical form.
    fn leader(&self, text: &str, key: u64) -> Option<Entry> {
        let (mut form, normalizer) = (Form::new(text), self.settings.shingler.normalizer());
        self.table
            .list(key)
            .take(MAX_COMPARED)
            .find(|leader| form.relation_of_copy(normalizer, self.entries.text(*leader)).is_some())
    }

    fn sweep(&mut self) {
        let renumbered = self.entries.renumbered();
        let table = core::mem::replace(&mut self.table, Table::new());
        self.table = table.renumbered(|entry| renumbered.leader(entry));
        self.entries.sweep(&renumbered);
    }
}

/// The keys of consecutive texts.
struct ChunkKeys {
    keys: Vec<u64>,
    ends: Vec<usize>,
}

impl ChunkKeys {
    fn iter(&self) -> impl Iterator<Item = &[u64]> {
        let starts = core::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.keys[Range { start, end: *end }])
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("len", &self.len()).finish_non_exhaustive()
    }
}
