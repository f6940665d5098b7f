//! `paradup dedup`: a corpus without its redundant paragraphs, or with a note on each.

mod block;
mod members;
mod options;
mod output;
mod paths;
mod progress;
mod reader;
mod record;
mod removed;
mod report;
mod rows;
mod summary;
mod unfinished;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use paradup::report::{Ground, Place, Removals};
use paradup::{Detector, Standing};
use rayon::prelude::*;

pub(crate) use options::{Dedup, MayLose};
pub(crate) use output::write_file;

use crate::ignore::IgnoreOptions;
use crate::{Failure, Outcome};
use options::Keep;
use output::Output;
use progress::Progress;
use removed::Listing;
use report::Reports;
use rows::Rows;
use summary::Summary;

impl Dedup {
    /// Always false where it worked: how much was removed is in the summary.
    pub(crate) fn run(&self) -> Outcome {
        let started = Instant::now();
        self.check_policy()?;
        let detector = self.detector()?;
        paths::check(self)?;
        unfinished::remove_when_stopped()?;
        let corpus = Corpus::read(self)?;
        // Opened before the comparison, so that hours of work do not end at a missing directory.
        let outputs = self.outputs()?;
        let removals = corpus.compare(self, &detector, outputs)?;
        Summary { corpus: &corpus, removals: &removals, dedup: self }.print(started.elapsed());
        Ok(false)
    }

    fn detector(&self) -> Result<Detector, Failure> {
        let builder = self.may_lose.builder(self.thresholds.builder(), &self.relations);
        let keep = match self.keep {
            Keep::Longest => paradup::Keep::Longest,
            Keep::First | Keep::Field(_) => paradup::Keep::First,
        };
        Ok(builder.keep(keep).low_memory(self.low_memory).build()?)
    }

    fn outputs(&self) -> Result<Outputs, Failure> {
        let open = |path: &Option<_>| {
            let path = path.as_deref().filter(|_| !self.dry_run);
            path.map(Output::create).transpose()
        };
        Ok(Outputs { rows: open(&self.output)?, removed: open(&self.removed)? })
    }
}

/// What is written; nothing in a dry run.
struct Outputs {
    rows: Option<Output>,
    removed: Option<Output>,
}

/// All that is compared: the reference first, then the input.
struct Corpus {
    reference: Rows,
    input: Rows,
    /// The name of the field that holds ids.
    id: String,
}

impl Corpus {
    fn read(dedup: &Dedup) -> Result<Corpus, Failure> {
        let reference = Rows::read(&dedup.against, &dedup.reference_fields())?;
        let input = Rows::read(&dedup.inputs, &dedup.fields())?;
        Ok(Corpus { reference, input, id: dedup.id.clone() })
    }

    /// Finds what can go, and writes what is to be written.
    fn compare(
        &self,
        dedup: &Dedup,
        detector: &Detector,
        outputs: Outputs,
    ) -> Result<Removals, Failure> {
        let masked = self.masked(&dedup.ignore);
        let texts: Vec<&str> = match &masked {
            None => self.texts().collect(),
            Some(masked) => masked.iter().map(|text| &**text).collect(),
        };
        let progress = Progress::comparing(texts.len());
        let mut removals = detector.parallel().removals_by(&texts, |number| self.standing(number));
        if masked.is_some() {
            self.tell_copies_apart(&mut removals);
        }
        let is_told = outputs.rows.is_some() && dedup.may_lose != MayLose::Nothing;
        let losses = is_told.then(|| detector.parallel().losses(&texts, &removals.removed));
        progress.clear();
        drop(texts);
        let reports = Reports { corpus: self, removals: &removals.removed, losses };
        outputs.write(dedup.annotate, &reports)?;
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

    fn standing(&self, number: usize) -> Standing<record::Priority> {
        self.row(number).map_or(Standing::Kept, |row| Standing::Ranked(self.input.priority(row)))
    }

    /// The number of a paragraph among the rows of the input; none of the reference.
    fn row(&self, number: usize) -> Option<usize> {
        number.checked_sub(self.reference.len())
    }

    fn is_reference(&self, place: Place) -> bool {
        self.row(place.paragraph).is_none()
    }

    /// The rows among which a paragraph stands, and its number there.
    fn find(&self, place: Place) -> (&Rows, usize) {
        let row = self.row(place.paragraph);
        row.map_or((&self.reference, place.paragraph), |row| (&self.input, row))
    }

    fn text(&self, place: Place) -> &str {
        let (rows, row) = self.find(place);
        rows.text(row)
    }

    fn line(&self, place: Place) -> &str {
        let (rows, row) = self.find(place);
        rows.line(row)
    }

    fn location(&self, place: Place) -> (&Path, u64) {
        let (rows, row) = self.find(place);
        rows.location(row)
    }

    /// The id as it was written.
    fn id(&self, place: Place) -> Option<&str> {
        record::value(self.line(place), &self.id)
    }
}

impl Outputs {
    /// Both are written and safe before either has its name.
    fn write(self, annotate: bool, reports: &Reports<'_>) -> Result<(), Failure> {
        let mut complete = Vec::new();
        let mut ended = BTreeSet::new();
        if let Some(mut rows) = self.rows {
            ended = reports.write_rows(annotate, &mut rows)?;
            complete.push(rows);
        }
        if let Some(mut removed) = self.removed {
            Listing { reports, ended }.write(&mut removed)?;
            complete.push(removed);
        }
        let complete = complete.into_iter().map(Output::complete).collect::<Result<_, _>>()?;
        output::publish(complete)
    }
}
