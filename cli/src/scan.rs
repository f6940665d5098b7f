//! `paradup scan`: which paragraphs are redundant, with what, how, and why.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use paradup::text::Document;

use crate::ignore::IgnoreOptions;
use crate::input::Reading;
use crate::markup::{Markup, counted};
use crate::page::Page;
use crate::streams::print;
use crate::thresholds::ThresholdOptions;
use crate::{Failure, Format, Outcome, complain, json};

/// Report the redundant paragraphs of articles
#[derive(Args)]
pub(crate) struct Scan {
    /// Text files, directories to walk, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
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
        let detector = self.thresholds.builder().scope(self.scope.into()).build()?;
        let Reading { documents, failures } = self.read()?;
        let masked: Vec<Document> =
            documents.iter().map(|document| self.masked(document)).collect();
        let mut report = detector.parallel().detect_documents(&masked);
        let texts: Vec<&str> = documents.iter().map(Document::text).collect();
        let page = Page { documents: &masked, texts, markup: Markup::for_standard_output() };
        page.tell_copies_apart(&mut report);
        let printed = match self.format {
            Format::Json => json::to_line(&report)?,
            Format::Text => page.report(&report),
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
    fn masked(&self, document: &Document) -> Document {
        if self.ignore.is_empty() {
            return document.clone();
        }
        let masked = Document::plain(self.ignore.masked(document.text()));
        document.path().into_iter().fold(masked, Document::with_path)
    }
}

fn incomplete(unread: u64) -> Failure {
    format!("{} could not be read; the report is on the rest", counted(unread, "input")).into()
}
