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

use std::time::Instant;

use paradup::report::{Removal, Removals};
use paradup::{Detector, Standing};

pub(crate) use options::Dedup;

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
        let detector = self.detector()?;
        paths::check(self)?;
        let corpus = Corpus::read(self)?;
        unfinished::remove_when_stopped()?;
        // Opened before the comparison, so that hours of work do not end at a missing directory.
        let output = Output::create(&self.output)?;
        let removed = self.removed.as_deref().map(Output::create).transpose()?;
        let removals = corpus.removals(&detector);
        corpus.write(self, &removals.removed, output, removed)?;
        Summary { corpus: &corpus, removals: &removals, annotated: self.annotate }
            .print(started.elapsed());
        Ok(!removals.removed.is_empty())
    }

    fn detector(&self) -> Result<Detector, Failure> {
        let builder = self.thresholds.builder().relations(self.relations.iter().copied());
        let keep = match self.keep {
            Keep::Longest => paradup::Keep::Longest,
            Keep::First | Keep::Field(_) => paradup::Keep::First,
        };
        let builder = builder.keep(keep).may_lose(self.may_lose.into());
        Ok(builder.low_memory(self.low_memory).build()?)
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
        if dedup.needs_ids() {
            input.check_ids()?;
        }
        Ok(Corpus { reference, input })
    }

    fn removals(&self, detector: &Detector) -> Removals {
        let texts: Vec<&str> = self.reference.texts().chain(self.input.texts()).collect();
        let standing = |number: usize| match number.checked_sub(self.reference.len()) {
            None => Standing::Kept,
            Some(row) => Standing::Ranked(self.input.priority(row)),
        };
        let progress = Progress::comparing(texts.len());
        let removals = detector.par_removals(&texts, standing);
        progress.clear();
        removals
    }

    fn write(
        &self,
        dedup: &Dedup,
        removals: &[Removal],
        mut output: Output,
        removed: Option<Output>,
    ) -> Result<(), Failure> {
        let reports = Reports { corpus: self, removals };
        reports.write_rows(dedup.annotate, &mut output)?;
        let removed =
            removed.map(|mut removed| reports.write_removed(&mut removed).map(|()| removed));
        let removed = removed.transpose()?.map(Output::complete).transpose()?;
        let output = output.complete()?;
        removed.map_or(Ok(()), output::Complete::publish)?;
        output.publish()
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
}
