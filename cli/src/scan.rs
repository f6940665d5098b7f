//! `paradup scan`: which paragraphs are redundant, with what, how, and why.

use std::path::PathBuf;

use clap::Args;
use paradup::document::{Document, Kind, Paragraph};
use paradup::text::Normalizer;
use paradup::{DetectorBuilder, Scope};

use crate::baseline::BaselineOptions;
use crate::config::{Config, ConfigOptions};
use crate::fingerprint::Fingerprints;
use crate::ignore::IgnoreOptions;
use crate::input::{InputOptions, Reading};
use crate::markup::{Markup, counted};
use crate::progress::Progress;
use crate::relations::RelationOptions;
use crate::report::{Notes, Order, Review, html, json, markdown, sarif, tell_copies_apart, text};
use crate::scope::ScopeName;
use crate::streams::print;
use crate::threads::ThreadOptions;
use crate::thresholds::ThresholdOptions;
use crate::{Failure, Format, Outcome, complain};

/// Shorter paragraphs are titles, labels and list entries that recur everywhere.
const MIN_WORDS: usize = 6;

/// Report the redundant paragraphs of articles
#[derive(Args)]
pub(crate) struct Scan {
    /// Files, directories to walk, or - for standard input. In directories, files of text are read that are not
    /// hidden and that no .gitignore or .ignore names
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    input: InputOptions,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What comes first in the report [default: strength]
    #[arg(long, value_enum)]
    order: Option<Order>,
    /// How many words a paragraph must have to be compared: what stands between white space, and every
    /// two characters of a script without spaces. One cell of a row must have as many, and what ends with a colon
    /// three times as many [default: 6]
    #[arg(long, value_name = "N")]
    min_words: Option<usize>,
    /// Compare each paragraph with those of its own document, or with all [default: all]
    #[arg(long, value_enum)]
    scope: Option<ScopeName>,
    #[command(flatten)]
    relations: RelationOptions,
    /// Which kinds of paragraphs to compare, separated by commas: paragraph, item, row, quote, caption, heading,
    /// code [default: all but headings and code]
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kinds: Option<Vec<Kind>>,
    #[command(flatten)]
    ignore: IgnoreOptions,
    #[command(flatten)]
    thresholds: ThresholdOptions,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    threads: ThreadOptions,
}

impl Scan {
    pub(crate) fn run(mut self) -> Outcome {
        let config = self.config.read()?.map(|config| self.fill_in(config));
        let detector = self.builder().build()?;
        self.threads.start()?;
        let baseline = self.baseline.read()?;
        let Reading { documents, sources, failures, notes, left_out } = self.read()?;
        let documents: Vec<Document> = documents.into_iter().map(|one| self.masked(one)).collect();
        let blanked = documents.iter().map(|one| self.blanked(one)).sum();
        let progress = Progress::comparing();
        let observed = detector.parallel().observed_by(progress.stages());
        let mut report = observed.detect_documents(&documents)?;
        progress.clear();
        tell_copies_apart(&documents, &mut report);
        let normalizer = Normalizer::with_marks(self.thresholds.marks());
        let mut fingerprints = Fingerprints::new(&documents, normalizer);
        let mut notes =
            Notes { config, reading: notes, skipped: left_out, blanked, ..Notes::default() };
        // What could not be read is not gone.
        baseline.apply(&mut report, &mut fingerprints, failures.is_empty(), &mut notes)?;
        let size = |document: usize| self.size(&documents[document]);
        let review = Review {
            documents: &documents,
            sources: &sources,
            report: &report,
            notes: &notes,
            size: &size,
        };
        print(&self.printed(&review, &mut fingerprints)?)?;
        match failures.len() as u64 {
            0 => Ok(self.baseline.fails(&report)),
            unread => Err(self.incomplete(unread)),
        }
    }

    /// Takes from a file what the command line does not say. Returns the file's name.
    fn fill_in(&mut self, config: Config) -> String {
        let Config { path, scan } = config;
        self.thresholds = self.thresholds.or(scan.thresholds());
        self.input.or(scan.input, scan.field, scan.unit, scan.exclude);
        self.min_words = self.min_words.or(scan.min_words);
        self.scope = self.scope.or(scan.scope);
        self.order = self.order.or(scan.order);
        self.kinds = self.kinds.take().or(scan.kinds);
        self.relations.or(scan.relations);
        self.baseline.or(scan.baseline);
        if self.ignore.is_empty() {
            self.ignore = scan.ignore;
        }
        path.display().to_string()
    }

    fn builder(&self) -> DetectorBuilder {
        let builder = self.relations.ask(self.thresholds.builder());
        let builder = self.scope.map(Scope::from).into_iter().fold(builder, DetectorBuilder::scope);
        let builder = self.kinds.iter().cloned().fold(builder, DetectorBuilder::kinds);
        builder.min_words(self.min_words.unwrap_or(MIN_WORDS))
    }

    fn printed(
        &self,
        review: &Review<'_>,
        fingerprints: &mut Fingerprints<'_>,
    ) -> Result<String, Failure> {
        let order = self.order.unwrap_or_default();
        Ok(match self.format {
            Format::Json => json(review)?,
            Format::Html => html(review, order)?,
            Format::Markdown => markdown(review),
            Format::Sarif => sarif(review, fingerprints)?,
            Format::Text => text(review, order, Markup::for_standard_output()),
        })
    }

    /// Reads what can be read, and complains of the rest. If nothing can, the last complaint is the caller's.
    fn read(&self) -> Result<Reading, Failure> {
        let mut reading = Reading::new(&self.files, &self.input)?;
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

    /// How many paragraphs would be compared if anything of them were left.
    fn blanked(&self, document: &Document) -> u64 {
        if self.ignore.is_empty() {
            return 0;
        }
        let is_blanked = |paragraph: &Paragraph<'_>| {
            paragraph.compared().trim().is_empty() && !paragraph.text().trim().is_empty()
        };
        self.asked(document).filter(is_blanked).count() as u64
    }

    /// How many paragraphs of a document are compared.
    fn size(&self, document: &Document) -> usize {
        let least = self.min_words.unwrap_or(MIN_WORDS);
        self.asked(document).filter(|paragraph| paragraph.has_words(least)).count()
    }

    /// The paragraphs of the kinds that are compared.
    fn asked<'d>(&self, document: &'d Document) -> impl Iterator<Item = Paragraph<'d>> {
        let is_asked = |kind: Kind| {
            self.kinds.as_ref().map_or_else(|| kind.is_prose(), |kinds| kinds.contains(&kind))
        };
        let paragraphs = document.paragraphs();
        paragraphs.filter(move |paragraph| !paragraph.is_ignored() && is_asked(paragraph.kind()))
    }

    fn incomplete(&self, unread: u64) -> Failure {
        let unread = counted(unread, "input");
        let unwritten = self.baseline.unwritten().unwrap_or_default();
        format!("{unread} could not be read; the report is on the rest{unwritten}").into()
    }
}
