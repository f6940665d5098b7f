//! `paradup scan`: which paragraphs are redundant, with what, how, and why.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use paradup::document::Document;

use crate::ignore::IgnoreOptions;
use crate::input::Reading;
use crate::markup::{Markup, counted};
use crate::report::{Order, Review, html, json, tell_copies_apart, text};
use crate::streams::print;
use crate::thresholds::ThresholdOptions;
use crate::{Failure, Format, Outcome, complain};

/// Shorter paragraphs are titles, labels and list entries that recur everywhere.
const MIN_WORDS: usize = 6;

/// Report the redundant paragraphs of articles
#[derive(Args)]
pub(crate) struct Scan {
    /// Text files, directories to walk, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What comes first in the report
    #[arg(long, value_enum, default_value_t)]
    order: Order,
    /// How many words a paragraph must have to be compared: what stands between white space, and every
    /// two characters of a script without spaces
    #[arg(long, value_name = "N", default_value_t = MIN_WORDS)]
    min_words: usize,
    /// Compare each paragraph with those of its own document, or with all
    #[arg(long, value_enum, default_value_t = ScopeName::All)]
    scope: ScopeName,
    #[command(flatten)]
    ignore: IgnoreOptions,
    #[command(flatten)]
    thresholds: ThresholdOptions,
}

#[derive(Clone, Copy, ValueEnum)]
enum ScopeName {
    Document,
    All,
}

impl From<ScopeName> for paradup::Scope {
    fn from(name: ScopeName) -> paradup::Scope {
        match name {
            ScopeName::Document => paradup::Scope::Document,
            ScopeName::All => paradup::Scope::All,
        }
    }
}

impl Scan {
    pub(crate) fn run(&self) -> Outcome {
        let detector =
            self.thresholds.builder().scope(self.scope.into()).min_words(self.min_words).build()?;
        let Reading { documents, failures } = self.read()?;
        let documents: Vec<Document> = documents.into_iter().map(|one| self.masked(one)).collect();
        let mut report = detector.parallel().detect_documents(&documents);
        tell_copies_apart(&documents, &mut report);
        let review = Review { documents: &documents, report: &report };
        let printed = match self.format {
            Format::Json => json(&review)?,
            Format::Html => html(&review, self.order)?,
            Format::Text => text(&review, self.order, Markup::for_standard_output()),
        };
        print(&printed)?;
        match failures.len() as u64 {
            0 => Ok(!report.findings.is_empty()),
            unread => Err(incomplete(unread)),
        }
    }

    /// Reads what can be read, and complains of the rest. If nothing can, the last complaint is the caller's.
    fn read(&self) -> Result<Reading, Failure> {
        let mut reading = Reading::of(&self.files)?;
        let last = if reading.documents.is_empty() { reading.failures.pop() } else { None };
        reading.failures.iter().for_each(complain);
        last.map_or(Ok(reading), Err)
    }

    /// The document as it is compared.
    fn masked(&self, document: Document) -> Document {
        if self.ignore.is_empty() {
            return document;
        }
        document.ignoring(|text| self.ignore.matches(text))
    }
}

fn incomplete(unread: u64) -> Failure {
    format!("{} could not be read; the report is on the rest", counted(unread, "input")).into()
}
