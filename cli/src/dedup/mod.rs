//! `paradup dedup`: a corpus without its redundant paragraphs, or with a note on each.

mod added;
mod packing;
mod format;
mod priority;
mod record;
mod paragraphs;
mod spool;
mod block;
mod free_memory;
mod inputs;
mod manifest;
mod settings;
mod shards;
mod store;
mod cut;
mod scope;
mod copies;
mod rereading;
mod emptied;
mod lost;
mod documents;
mod options;
mod output;
mod paths;
mod reader;
mod reference;
mod resume;
mod removed;
mod report;
mod rows;
mod summary;
mod tables;
mod unfinished;

use core::ops::Range;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use paradup::report::{Ground, Place, Removals};
use paradup::{Cancelled, Detector, DetectorBuilder, Observed, Standing};
use rayon::prelude::*;
use serde_json::Value;

pub(crate) use format::Format as RowFormat;
pub(crate) use options::{Dedup, MayLose, size};
pub(crate) use output::{Complete, Output, publish, write_file};
pub(crate) use reader::open as open_input;
pub(crate) use record::Fields;
pub(crate) use rows::Rows;
pub(crate) use store::BlockStore;
pub(crate) use summary::{count, of_files, peak_memory};
pub(crate) use unfinished::{remember as remove_if_stopped, remove_when_stopped};

use crate::ignore::IgnoreOptions;
use crate::index::Store;
use crate::parquet::check_columns;
use crate::progress::Progress;
use crate::{Failure, Outcome};
use copies::Preference;
use format::Format;
use inputs::Inputs;
use options::Keep;
use priority::Priority;
use removed::Listing;
use report::Reports;
use resume::{Found, Resume};
use scope::RowEnds;
use shards::Shards;
use spool::{ReadAhead, ReadingOrder};
use store::Form;
use summary::Summary;

impl Dedup {
    /// Always false where it worked: how much was removed is in the summary.
    pub(crate) fn run(mut self) -> Outcome {
        let started = Instant::now();
        self.check_options()?;
        let inputs = self.walk()?;
        let format = self.format()?;
        let shards = Shards::new(&self, &inputs)?;
        paths::check(&self, shards.as_ref())?;
        remove_when_stopped()?;
        self.make_resume()?;
        self.threads.start()?;
        let store = self.store()?;
        if let Some(store) = &store {
            self.adopt(store)?;
        }
        let builder = self.builder(store.as_ref());
        // Wrong settings are refused before hours of reading.
        builder.clone().build()?;
        let corpus = Corpus::read(&self, format, store.as_ref())?;
        if let Some(done) = self.done_before(&corpus, store.as_ref()) {
            return done.map(|()| false);
        }
        let is_low = corpus.blocks.form() == Form::SetsRecomputed;
        let detector = builder.low_memory(is_low).build()?;
        // Opened before the comparison, so that hours of work do not end at a missing directory.
        let outputs = self.outputs(format, shards, store)?;
        let resume = self.resume_of(format, &corpus);
        let compared = corpus.compare(&self, &detector, outputs, resume)?;
        let Inputs { left_out, .. } = inputs;
        let summary = Summary { corpus: &corpus, compared: &compared, left_out, dedup: &self };
        summary.print(started.elapsed());
        Ok(false)
    }

    fn builder(&self, store: Option<&Store>) -> DetectorBuilder {
        let builder = match store {
            Some(store) => self.builder_of(store),
            None => self.thresholds.builder(),
        };
        let builder = self.may_lose.builder(builder, &self.relations);
        let keep = match self.keep {
            Keep::Longest => paradup::Keep::Longest,
            Keep::First | Keep::Field(_) => paradup::Keep::First,
        };
        builder.keep(keep).min_words(self.min_words())
    }

    fn outputs(
        &self,
        format: Format,
        shards: Option<Shards>,
        store: Option<Store>,
    ) -> Result<Outputs, Failure> {
        let open =
            |path: Option<&Path>| path.filter(|_| !self.dry_run).map(Output::create).transpose();
        let output = self.output.as_deref().filter(|_| shards.is_none());
        let shards = shards.filter(|_| !self.dry_run);
        shards.as_ref().map_or(Ok(()), Shards::prepare)?;
        let (rows, removed) = (open(output)?, open(self.removed.as_deref())?);
        // One that is only read has told all by now.
        let index = store.filter(|_| self.update.is_some() && !self.dry_run);
        Ok(Outputs { rows, shards, removed, index, settings: self.settings(format) })
    }
}

/// What a comparison comes to.
struct Compared {
    removals: Removals,
    /// Removals that would have changed how the rest of a row is read.
    taken_back: u64,
    /// Texts of which nothing is left to compare.
    blanked: u64,
    /// How many texts an index holds now, and how many have been inserted.
    index: Option<[u64; 2]>,
}

/// What is written; nothing in a dry run.
struct Outputs {
    /// Where one file takes the rows of all.
    rows: Option<Output>,
    /// Where each input has an output of its own.
    shards: Option<Shards>,
    /// What was asked for, for the manifest.
    settings: Value,
    removed: Option<Output>,
    /// Takes the rows that stay.
    index: Option<Store>,
}

/// All that is compared: the reference first, then the input.
struct Corpus {
    reference: Rows,
    input: Rows,
    /// Whether the reference is an index.
    is_against_index: bool,
    /// Where rows are documents: which paragraphs each has.
    rows: Option<RowEnds>,
    blocks: BlockStore,
}

impl Corpus {
    fn read(dedup: &Dedup, format: Format, store: Option<&Store>) -> Result<Corpus, Failure> {
        if format == Format::Parquet {
            check_columns(&dedup.inputs)?;
        }
        let mut blocks = BlockStore::new(dedup);
        let mut reference = match store {
            Some(store) => reference::rows(store, &mut blocks)?,
            None => Rows::read(&dedup.against, dedup.reference_fields(format), &mut blocks)?,
        };
        let input = Rows::read(&dedup.inputs, dedup.fields(format), &mut blocks)?;
        // It may have fitted before the input was there.
        reference.make_room(&mut blocks)?;
        let rows = || RowEnds::new(reference.lengths().chain(input.lengths()));
        let rows = dedup.paragraphs.map(|_| rows());
        Ok(Corpus { reference, input, is_against_index: store.is_some(), rows, blocks })
    }

    /// Finds what can go, unless that is known, and writes what is to be written.
    fn compare(
        &self,
        dedup: &Dedup,
        detector: &Detector,
        outputs: Outputs,
        resume: Option<Resume>,
    ) -> Result<Compared, Failure> {
        let order = Arc::new(self.blocks.order());
        let known = resume.as_ref().and_then(Resume::load);
        let kept = resume.filter(|_| known.is_none());
        let is_written = outputs.rows.is_some() || outputs.shards.is_some();
        let is_told = is_written && dedup.may_lose != MayLose::Nothing;
        let found = known.map_or_else(|| self.decide(dedup, detector, &order, is_told), Ok)?;
        kept.map_or(Ok(()), |resume| resume.save(&found))?;
        // Lines are written in their order, and what is told of those that go is here and there.
        order.set(outputs.removed.is_none());
        let Found { removals, losses, taken_back, blanked } = found;
        let index = outputs.write(&Reports::new(self, dedup, &removals.removed, losses))?;
        dedup.forget_resume();
        Ok(Compared { removals, taken_back, blanked, index })
    }

    /// Finds what can go, and what each removal loses if that is told.
    fn decide(
        &self,
        dedup: &Dedup,
        detector: &Detector,
        order: &Arc<ReadingOrder>,
        is_told: bool,
    ) -> Result<Found, Failure> {
        let masked = self.masked(&dedup.ignore);
        let blanked = masked.as_deref().map_or(0, |masked| self.blanked(masked));
        // To cut texts out of their lines looks at both ends of each.
        order.set(true);
        let texts: Vec<&str> = match &masked {
            None => self.texts().collect(),
            Some(masked) => masked.iter().map(|text| &**text).collect(),
        };
        let progress = Progress::comparing();
        // Elsewhere stages of reading compare texts as well.
        let is_straight = dedup.may_lose == MayLose::Nothing;
        let observer = progress.stages();
        let observer = ReadAhead { order: Arc::clone(order), is_straight, observer };
        let observed = detector.parallel().observed_by(observer);
        let mut removals = self.removals(dedup, (detector, &observed), &texts)?;
        let taken_back = rereading::take_back(self, &mut removals.removed);
        if masked.is_some() {
            self.tell_copies_apart(&mut removals);
        }
        let losses = is_told.then(|| observed.losses(&texts, &removals.removed)).transpose()?;
        progress.clear();
        Ok(Found { removals, losses, taken_back, blanked })
    }

    fn removals(
        &self,
        dedup: &Dedup,
        detectors: (&Detector, &Observed),
        texts: &[&str],
    ) -> Result<Removals, Cancelled> {
        let standing = |number| self.standing(number);
        let compared = scope::Compared { texts, standing, rows: self.rows.as_ref() };
        let mut removals = compared.removals(detectors, dedup.scope)?;
        let preference = Preference {
            texts,
            compare: |one, other| standing(other).cmp(&standing(one)),
            words: matches!(dedup.keep, Keep::Longest).then(|| dedup.thresholds.normalizer()),
        };
        preference.keep(dedup.max_copies, &mut removals.removed);
        Ok(removals)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.reference.texts().chain(self.input.texts())
    }

    /// The texts as they are compared, where something is ignored.
    fn masked(&self, ignore: &IgnoreOptions) -> Option<Vec<Cow<'_, str>>> {
        if ignore.is_empty() {
            return None;
        }
        let texts: Vec<&str> = self.texts().collect();
        Some(texts.into_par_iter().map(|text| ignore.masked(text)).collect())
    }

    /// How many texts have nothing but what is ignored.
    fn blanked(&self, masked: &[Cow<'_, str>]) -> u64 {
        let is_blanked = |(text, masked): &(&str, &Cow<'_, str>)| {
            masked.trim().is_empty() && !text.trim().is_empty()
        };
        self.texts().zip(masked).filter(is_blanked).count() as u64
    }

    /// Texts that are the same only because something is ignored are no identical copies.
    fn tell_copies_apart(&self, removals: &mut Removals) {
        let identical =
            removals.removed.iter_mut().filter(|removal| removal.ground == Ground::Identical);
        for removal in identical {
            if self.text(removal.removed).trim() != self.text(removal.representative).trim() {
                removal.ground = Ground::Reformatted;
            }
        }
    }

    fn standing(&self, number: usize) -> Standing<Option<&Priority>> {
        match self.number_in_input(number) {
            None => Standing::Kept,
            // Asked many times of each, and to find a row takes a search.
            Some(_) if self.input.fields().priority.is_none() => Standing::Ranked(None),
            Some(number) => Standing::Ranked(self.input.priority(number)),
        }
    }

    /// The number of a paragraph among those of the input; none of the reference.
    fn number_in_input(&self, number: usize) -> Option<usize> {
        number.checked_sub(self.reference.paragraphs())
    }

    fn is_reference(&self, place: Place) -> bool {
        self.number_in_input(place.paragraph).is_none()
    }

    /// The rows among which a paragraph stands, and its number there.
    fn find(&self, place: Place) -> (&Rows, usize) {
        let number = self.number_in_input(place.paragraph);
        number.map_or((&self.reference, place.paragraph), |number| (&self.input, number))
    }

    fn text(&self, place: Place) -> &str {
        let (rows, number) = self.find(place);
        rows.text(number)
    }

    /// The text of a paragraph's row, and where each of its paragraphs stands in it, with what is compared.
    fn document(&self, place: Place) -> (&str, impl Iterator<Item = (Range<usize>, &str)>) {
        let (rows, number) = self.find(place);
        rows.document(number)
    }

    /// The bytes of a paragraph in the text of its row.
    fn span(&self, place: Place) -> Range<usize> {
        let (rows, number) = self.find(place);
        rows.span(number)
    }

    fn line(&self, place: Place) -> &str {
        let (rows, number) = self.find(place);
        rows.line(number)
    }

    fn location(&self, place: Place) -> (&Path, u64) {
        let (rows, number) = self.find(place);
        rows.location(number)
    }

    /// The id of its row, as JSON.
    fn id(&self, place: Place) -> Option<Cow<'_, str>> {
        let (rows, number) = self.find(place);
        rows.id(number)
    }
}

impl Outputs {
    /// All are written and safe before any has its name. The index is the last to have its own: what it holds has been published.
    fn write(mut self, reports: &Reports<'_>) -> Result<Option<[u64; 2]>, Failure> {
        let index = self.index.as_mut().map(|store| reference::insert(store, reports));
        let index = index.transpose()?;
        let shards = self.shards.as_ref();
        let mut complete = shards.map_or(Ok(Vec::new()), |shards| shards.write(reports))?;
        let manifest =
            shards.map(|shards| shards.write_manifest(reports, self.settings, &complete));
        let manifest = manifest.transpose()?;
        let mut ended = BTreeSet::new();
        if let Some(mut rows) = self.rows {
            ended = reports.write_rows(&mut rows)?;
            complete.push(rows.complete()?);
        }
        if let Some(mut removed) = self.removed {
            Listing { reports, ended }.write(&mut removed)?;
            complete.push(removed.complete()?);
        }
        complete.extend(manifest);
        complete.extend(self.index.as_mut().map(Store::write).transpose()?);
        publish(complete)?;
        Ok(index)
    }
}
