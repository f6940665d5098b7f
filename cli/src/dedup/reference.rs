//! The index that `--against` or `--update` names: its settings, its texts, and what is inserted.

use std::fs;
use std::io::Write;
use std::path::Path;

use paradup::index::Index;
use paradup::{DetectorBuilder, Engine, Relation};

use super::manifest;
use super::record::Fields;
use super::report::Reports;
use super::store::BlockStore;
use super::{Corpus, Dedup, Format, MayLose, Rows};
use crate::index::{Batch, Store, checksum};
use crate::relations::relation;
use crate::thresholds::MarksName;
use crate::{Failure, streams, tell};

/// Bytes of lines that are read at once.
const BLOCK: usize = 8 << 20;

/// The texts of an index, each as a row with its id.
pub(super) fn rows(store: &Store, kept: &mut BlockStore) -> Result<Rows, Failure> {
    let fields = Fields::new(&"text".parse()?, &"id".parse()?, Format::Jsonl);
    let fields = Fields { max_line: usize::MAX, ..fields };
    let mut texts = store.texts();
    let blocks = core::iter::from_fn(|| {
        let mut lines = Vec::new();
        for (id, text) in texts.by_ref() {
            write!(lines, "{{\"id\":{id},\"text\":").ok()?;
            serde_json::to_writer(&mut lines, text).ok()?;
            lines.extend_from_slice(b"}\n");
            if lines.len() >= BLOCK {
                break;
            }
        }
        (!lines.is_empty()).then_some(lines)
    });
    Rows::of_lines(store.path(), fields, blocks, kept)
}

/// Inserts the rows that stay. Says how many texts there are now, and how many of them are new.
pub(super) fn insert(store: &mut Store, reports: &Reports<'_>) -> Result<[u64; 2], Failure> {
    let Corpus { reference, input, .. } = reports.corpus;
    let mut stays = vec![true; input.len()];
    for removal in reports.removals {
        stays[removal.removed.paragraph - reference.len()] = false;
    }
    let numbers = (0..input.len()).filter(|number| stays[*number]);
    let inserted = store.insert(input, numbers)?;
    let rows = input.len() as u64;
    store.add_batch(Batch { checksum: checksum(input), rows, inserted });
    Ok([store.len() as u64, inserted])
}

impl Dedup {
    /// The index that is named.
    pub(super) fn store(&self) -> Result<Option<Store>, Failure> {
        if let Some(path) = &self.update {
            return self.store_to_update(path).map(Some);
        }
        match &self.against[..] {
            [path] if Store::is_at(path) => Store::open(path).map(Some),
            several => match several.iter().find(|path| Store::is_at(path)) {
                Some(index) => Err(format!(
                    "--against: expected files of rows or one index, found {} beside others",
                    index.display()
                )
                .into()),
                None => Ok(None),
            },
        }
    }

    fn store_to_update(&self, path: &Path) -> Result<Store, Failure> {
        let settings = self.thresholds.builder().min_words(self.min_words());
        if !self.dry_run {
            return Store::open_or_create(path, settings);
        }
        let is_there = fs::metadata(path).is_ok_and(|known| known.len() > 0);
        if is_there { Store::open(path) } else { Store::empty(path, settings) }
    }

    /// Refuses options that mean nothing where an index is updated.
    pub(super) fn check_update(&self) -> Result<(), Failure> {
        let Some(path) = &self.update else { return Ok(()) };
        if streams::is_input(path) {
            return Err("--update: expected the name of an index file, found a stream".into());
        }
        if self.paragraphs.is_some() {
            return Err("--update needs rows that are paragraphs, for those of documents have no ids; leave --paragraphs out".into());
        }
        if self.max_copies > 1 {
            return Err("--update needs --max-copies 1: how many copies stayed in earlier batches is not known".into());
        }
        Ok(())
    }

    /// Takes the settings of an index. Others that were given are refused by name.
    pub(super) fn adopt(&mut self, store: &Store) -> Result<(), Failure> {
        self.check_policy_of_index()?;
        let near = self.thresholds.near.map(|near| near.to_string());
        expect("--near", near, store.setting("near"))?;
        let marks = self.thresholds.marks.map(|marks| described(marks).to_owned());
        expect("--marks", marks, store.setting("marks"))?;
        let strips = store.setting("marks") == described(MarksName::Strip);
        self.thresholds.marks = Some(if strips { MarksName::Strip } else { MarksName::Keep });
        // Texts of documents have titles among them, those of an index are what was inserted.
        if self.paragraphs.is_none() {
            let words = self.min_words.map(|words| words.to_string());
            expect("--min-words", words, store.setting("min_words"))?;
            self.min_words = Some(store.setting("min_words").parse()?);
        }
        self.adopt_relations(store)
    }

    fn adopt_relations(&mut self, store: &Store) -> Result<(), Failure> {
        if self.may_lose == MayLose::Nothing {
            return Ok(());
        }
        let given = Relation::ALL.iter().filter(|one| self.relations.contains(one));
        let given: Vec<&str> = given.map(|one| one.name()).collect();
        let given = (!given.is_empty()).then(|| given.join(", "));
        expect("--relations", given, store.setting("relations"))?;
        let known = store.setting("relations").split(',').map(relation);
        self.relations = known.collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Refuses what an index cannot serve.
    fn check_policy_of_index(&self) -> Result<(), Failure> {
        if self.may_lose == MayLose::Wording {
            return Err("--may-lose wording: an index serves nothing and anything, for which words are rare depends on the whole collection".into());
        }
        let relations = self.relations.iter().filter(|one| !Index::RELATIONS.contains(one));
        let relations = relations.map(|one| one.name());
        let thresholds = self.thresholds.given().filter(|option| *option != "--near");
        match relations.chain(thresholds).next() {
            Some(found) => Err(format!("{found}: an index finds identical, reformatted and near texts and no others; compare with a file of rows for more").into()),
            None => Ok(()),
        }
    }

    /// A builder with the settings of an index. What is near is proposed by signatures, as in the index, however common the
    /// shingles are.
    pub(super) fn builder_of(&self, store: &Store) -> DetectorBuilder {
        let builder = store.builder();
        if self.may_lose == MayLose::Nothing { builder } else { builder.engine(Engine::Lsh) }
    }

    /// Where the rows have been inserted before: the run that did it has published its output.
    pub(super) fn done_before(
        &self,
        corpus: &Corpus,
        store: Option<&Store>,
    ) -> Option<Result<(), Failure>> {
        let store = store.filter(|_| self.update.is_some())?;
        let batch = store.batch(checksum(&corpus.input))?;
        let Batch { rows, inserted, .. } = batch;
        let done = format!(
            "{} has been given this batch of {rows} rows before, of which {inserted} were inserted, and their output was published first",
            store.path().display()
        );
        let is_there = self
            .output
            .as_deref()
            .is_some_and(|output| output.is_file() || output.join(manifest::NAME).is_file());
        Some(if is_there || self.dry_run {
            tell(&format!("paradup: {done}; nothing is done"));
            Ok(())
        } else {
            Err(format!("{done}; but there is no such output now, and it cannot be made again: all rows would go for themselves").into())
        })
    }
}

/// Refuses a value that is not that of the index.
fn expect(option: &str, given: Option<String>, known: &str) -> Result<(), Failure> {
    match given {
        Some(given) if given != known => Err(format!(
            "{option}: expected {known}, as the index was built, found {given}; leave the option out, or build another index"
        )
        .into()),
        _ => Ok(()),
    }
}

/// Marks as an index names them.
fn described(marks: MarksName) -> &'static str {
    match marks {
        MarksName::Keep => "kept",
        MarksName::Strip => "stripped",
    }
}
