//! `paradup dedup`: a corpus without its redundant paragraphs, or with a note on each.

mod options;
mod output;
mod paths;
mod progress;
mod reader;
mod record;
mod report;
mod rows;
mod summary;
mod unfinished;

use std::path::Path;
use std::time::Instant;

use paradup::evidence::Span;
use paradup::report::{Ground, Removals};
use paradup::{Detector, Standing};
use rayon::prelude::*;

pub(crate) use options::{Dedup, MayLose};

use crate::ignore::Ignore;
use crate::{Failure, Outcome};
use options::Keep;
use output::Output;
use progress::Progress;
use report::Reports;
use rows::Rows;
use summary::Summary;

impl Dedup {
    pub(crate) fn run(&self) -> Outcome {
        let started = Instant::now();
        self.check()?;
        let (detector, ignore) = (self.detector()?, Ignore::new(&self.ignore)?);
        paths::check(self)?;
        let corpus = Corpus::read(self)?;
        unfinished::remove_when_stopped()?;
        // Opened before the comparison, so that hours of work do not end at a missing directory.
        let outputs = Outputs::create(self)?;
        let removals = corpus.removals(&detector, &ignore);
        if let Some(outputs) = outputs {
            let losses = self.losses(&detector, &corpus, &removals);
            let reports = Reports { corpus: &corpus, removals: &removals.removed, losses: &losses };
            outputs.write(&reports, self.annotate)?;
        }
        let may_lose = self.may_lose;
        Summary { corpus: &corpus, removals: &removals, annotated: self.annotate, may_lose }
            .print(started.elapsed());
        Ok(false)
    }

    fn detector(&self) -> Result<Detector, Failure> {
        let builder = self.thresholds.builder().relations(self.relations());
        let keep = match self.keep {
            Keep::Longest => paradup::Keep::Longest,
            Keep::First | Keep::Field(_) => paradup::Keep::First,
        };
        let builder = builder.keep(keep).may_lose(self.may_lose.into());
        Ok(builder.low_memory(self.low_memory).build()?)
    }

    /// What is lost, where that is written.
    fn losses(&self, detector: &Detector, corpus: &Corpus, removals: &Removals) -> Vec<Vec<Span>> {
        if self.removed.is_none() || self.may_lose == MayLose::Nothing {
            return Vec::new();
        }
        detector.par_losses(&corpus.texts().collect::<Vec<_>>(), &removals.removed)
    }
}

/// Where rows and removals go.
struct Outputs {
    output: Output,
    removed: Option<Output>,
}

impl Outputs {
    /// None of a dry run.
    fn create(dedup: &Dedup) -> Result<Option<Outputs>, Failure> {
        let Some(output) = &dedup.output else { return Ok(None) };
        let output = Output::create(output)?;
        let removed = dedup.removed.as_deref().map(Output::create).transpose()?;
        Ok(Some(Outputs { output, removed }))
    }

    fn write(mut self, reports: &Reports<'_>, annotate: bool) -> Result<(), Failure> {
        reports.write_rows(annotate, &mut self.output)?;
        if let Some(removed) = &mut self.removed {
            reports.write_removed(removed)?;
        }
        let removed = self.removed.map(Output::complete).transpose()?;
        let output = self.output.complete()?;
        removed.map_or(Ok(()), output::Complete::publish)?;
        output.publish()
    }
}

/// All that is compared: the reference first, then the input.
struct Corpus {
    reference: Rows,
    input: Rows,
}

impl Corpus {
    fn read(dedup: &Dedup) -> Result<Corpus, Failure> {
        let reference = Rows::read(&dedup.against, &dedup.reference_fields())?;
        let input = Rows::read(&dedup.inputs, &dedup.fields())?;
        Ok(Corpus { reference, input })
    }

    fn removals(&self, detector: &Detector, ignore: &Ignore) -> Removals {
        let progress = Progress::comparing(self.reference.len() + self.input.len());
        let removals = if ignore.is_empty() {
            self.removals_among(detector, &self.texts().collect::<Vec<_>>())
        } else {
            let texts: Vec<&str> = self.texts().collect();
            let masked: Vec<_> = texts.par_iter().map(|text| ignore.mask(text)).collect();
            self.as_written(self.removals_among(detector, &masked))
        };
        progress.clear();
        removals
    }

    fn removals_among<T: AsRef<str>>(&self, detector: &Detector, texts: &[T]) -> Removals {
        let standing = |number: usize| match number.checked_sub(self.reference.len()) {
            None => Standing::Kept,
            Some(row) => Standing::Ranked(self.input.priority(row)),
        };
        detector.par_removals(texts, standing)
    }

    /// Rows that are identical but for what is ignored are no copies byte for byte.
    fn as_written(&self, mut removals: Removals) -> Removals {
        for removal in &mut removals.removed {
            let (text, other) = (self.text(removal.removed), self.text(removal.representative));
            if removal.ground == Ground::Identical && text.trim() != other.trim() {
                removal.ground = Ground::Reformatted;
            }
        }
        removals
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.reference.texts().chain(self.input.texts())
    }

    /// The number of a paragraph among the rows of the input; none of the reference.
    fn row(&self, number: usize) -> Option<usize> {
        number.checked_sub(self.reference.len())
    }

    fn text(&self, number: usize) -> &str {
        self.row(number).map_or_else(|| self.reference.text(number), |row| self.input.text(row))
    }

    /// The id as it was written.
    fn id(&self, number: usize) -> Option<&str> {
        self.row(number).map_or_else(|| self.reference.id(number), |row| self.input.id(row))
    }

    /// The line as it was read, without its end.
    fn line(&self, number: usize) -> &str {
        self.row(number).map_or_else(|| self.reference.line(number), |row| self.input.line(row))
    }

    /// The file and the number of the line.
    fn place(&self, number: usize) -> (&Path, u64) {
        self.row(number).map_or_else(|| self.reference.place(number), |row| self.input.place(row))
    }
}
