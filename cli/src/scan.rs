//! `paradup scan`: which paragraphs are redundant, with what, how, and why.

use core::ops::Range;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use paradup::evidence::{Evidence, Exchange, FactKind, Mention, Span};
use paradup::report::{Finding, Place, Report, Side};
use paradup::text::Document;
use paradup::{Detector, Relation};

use crate::ignore::IgnoreOptions;
use crate::input::Reading;
use crate::markup::{Markup, excerpt, one_line, shortened};
use crate::{Failure, Format, Outcome, complain, json, streams};

/// Report the redundant paragraphs of articles
#[derive(Args)]
pub(crate) struct Scan {
    /// Text files, directories to walk, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Hold each paragraph against its own document's, or against all
    #[arg(long, value_enum, default_value_t = ScopeName::All)]
    scope: ScopeName,
    #[command(flatten)]
    ignore: IgnoreOptions,
    #[command(flatten)]
    thresholds: ThresholdOptions,
}

/// How much is enough for each relation that has a degree.
#[derive(Args)]
pub(crate) struct ThresholdOptions {
    /// Least resemblance of near copies, above 0 and at most 1 [default: 0.7]
    #[arg(long, value_name = "T")]
    near: Option<f64>,
    /// Least containment of a paragraph in a larger one, above 0 and at most 1 [default: 0.8]
    #[arg(long, value_name = "C")]
    contained: Option<f64>,
    /// Least probability of a restatement, 0 (list every pair) to 1 [default: 0.5]
    #[arg(long, value_name = "P")]
    restated: Option<f64>,
    /// Whether diacritics, vowel points and other marks count or are left out of the comparison
    #[arg(long, value_enum, default_value_t = MarksName::Keep)]
    marks: MarksName,
}

#[derive(Clone, Copy, ValueEnum)]
enum MarksName {
    Keep,
    Strip,
}

impl From<MarksName> for paradup::text::Marks {
    fn from(name: MarksName) -> paradup::text::Marks {
        match name {
            MarksName::Keep => paradup::text::Marks::Keep,
            MarksName::Strip => paradup::text::Marks::Strip,
        }
    }
}

impl ThresholdOptions {
    /// A builder with these thresholds and the crate's defaults for those not given.
    pub(crate) fn builder(&self) -> paradup::DetectorBuilder {
        let mut builder = Detector::builder().marks(self.marks.into());
        builder = self.near.into_iter().fold(builder, paradup::DetectorBuilder::near);
        builder = self.contained.into_iter().fold(builder, paradup::DetectorBuilder::contained);
        self.restated.into_iter().fold(builder, paradup::DetectorBuilder::restated)
    }

    /// The thresholds that were given, by the names of their options.
    pub(crate) fn given(&self) -> impl Iterator<Item = &'static str> {
        let options =
            [("--near", self.near), ("--contained", self.contained), ("--restated", self.restated)];
        options.into_iter().filter_map(|(name, value)| value.map(|_| name))
    }
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
        let Reading { documents, mut failures } = Reading::of(&self.files)?;
        if documents.is_empty()
            && let Some(last) = failures.pop()
        {
            failures.iter().for_each(complain);
            return Err(last);
        }
        failures.iter().for_each(complain);
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
}

impl Scan {
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

/// Prints all of it, to the byte. A reader that has seen enough and closed the pipe is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    streams::require_output()?;
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("cannot write -: {error}").into()),
        Ok(()) => Ok(()),
    }
}

/// A report as text, beside the documents it speaks of.
struct Page<'d> {
    /// As they were compared.
    documents: &'d [Document],
    /// As they were read, byte for byte as long.
    texts: Vec<&'d str>,
    markup: Markup,
}

impl Page<'_> {
    fn report(&self, report: &Report) -> String {
        let findings: Vec<String> =
            report.findings.iter().map(|finding| self.finding(finding)).collect();
        findings.concat() + &self.markup.strong(&summary(report)) + "\n"
    }

    /// Texts that are one only where something is ignored are no identical copies.
    fn tell_copies_apart(&self, report: &mut Report) {
        let identical =
            report.findings.iter_mut().filter(|finding| finding.relation == Relation::Identical);
        for finding in identical {
            if self.text(finding.a) != self.text(finding.b) {
                finding.relation = Relation::Reformatted;
                report.counts.identical -= 1;
                report.counts.reformatted += 1;
            }
        }
    }

    fn finding(&self, finding: &Finding) -> String {
        let heading = self.markup.strong(&self.heading(finding));
        let (a, b) = (self.text(finding.a), self.text(finding.b));
        let (shared_a, shared_b) = self.shared(finding);
        let label = |place: Place| place.paragraph.to_string();
        let mut lines = vec![heading];
        if finding.relation == Relation::Identical {
            lines.push(self.markup.paragraph(&label(finding.b), b, &[]));
        } else {
            lines.push(self.markup.paragraph(&label(finding.a), a, &shared_a));
            lines.push(self.markup.paragraph(&label(finding.b), b, &shared_b));
        }
        let document = |place: Place| self.texts[place.document];
        lines.extend(remarks(
            self.markup,
            &finding.evidence,
            document(finding.a),
            document(finding.b),
        ));
        lines.join("\n") + "\n\n"
    }

    fn heading(&self, finding: &Finding) -> String {
        let Place { document, paragraph } = finding.b;
        let other = if finding.a.document == document {
            format!("paragraph {} (line {})", finding.a.paragraph, self.line(finding.a))
        } else {
            format!("{} paragraph {}", self.location(finding.a), finding.a.paragraph)
        };
        let score = finding.score;
        let location = self.location(finding.b);
        let claim = match (finding.relation, finding.inner) {
            (Relation::Identical, _) => format!("is identical to {other}"),
            (Relation::Reformatted, _) => format!("is {other} reformatted"),
            (Relation::Near, _) => format!("is nearly {other}, resemblance {score}"),
            (Relation::Contained, Some(Side::A)) => {
                format!("contains {other}, containment {score}")
            }
            (Relation::Contained, _) => format!("is contained in {other}, containment {score}"),
            (Relation::Restated, None) => format!("restates {other}, probability {score}"),
            (Relation::Restated, Some(Side::A)) => {
                format!("restates {other} in a part, probability {score}")
            }
            (Relation::Restated, Some(Side::B)) => {
                format!("restates a part of {other}, probability {score}")
            }
            (relation, _) => format!("is {relation} with {other}, score {score}"),
        };
        format!("{location}: paragraph {paragraph} {claim}")
    }

    /// Spans of the shared runs in the two paragraphs.
    fn shared(&self, finding: &Finding) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let within = |span: Span, start: usize| span.start - start..span.end - start;
        let (start_a, start_b) = (self.whole(finding.a).start, self.whole(finding.b).start);
        let shared = &finding.evidence.shared;
        let a = shared.iter().map(|run| within(run.a, start_a)).collect();
        let b = shared.iter().map(|run| within(run.b, start_b)).collect();
        let whole = finding.relation == Relation::Reformatted;
        if whole { (Vec::new(), Vec::new()) } else { (a, b) }
    }

    fn span(&self, place: Place) -> Range<usize> {
        self.documents[place.document].spans()[place.paragraph].clone()
    }

    /// The span, and what is ignored before and behind it in its lines.
    fn whole(&self, place: Place) -> Range<usize> {
        let span = self.span(place);
        let (masked, text) = (self.documents[place.document].text(), self.texts[place.document]);
        let is_blank = |c| matches!(c, ' ' | '\t');
        let start = masked[..span.start].trim_end_matches(is_blank).len();
        let end = masked.len() - masked[span.end..].trim_start_matches(is_blank).len();
        let end = span.end + text[span.end..end].trim_end().len();
        span.start - text[start..span.start].trim_start().len()..end
    }

    fn text(&self, place: Place) -> &str {
        &self.texts[place.document][self.whole(place)]
    }

    fn line(&self, place: Place) -> usize {
        self.documents[place.document].line_of(self.span(place).start)
    }

    fn location(&self, place: Place) -> String {
        let path = self.documents[place.document].path().unwrap_or("-");
        format!("{}:{}", one_line(path), self.line(place))
    }
}

/// Why, what only one text says, and which words are exchanged for others, a line each.
pub(crate) fn remarks(
    markup: Markup,
    evidence: &Evidence,
    earlier: &str,
    later: &str,
) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(evidence.reasons.map(|reasons| markup.labelled("why", &reasons.to_string())));
    lines.extend(pieces(markup, "gone", earlier, &evidence.missing));
    lines.extend(pieces(markup, "new", later, &evidence.added));
    if !evidence.exchanges.is_empty() {
        lines.push(markup.labelled("differs", &markup.warning(&differences(&evidence.exchanges))));
    }
    lines
}

fn pieces(markup: Markup, label: &str, text: &str, spans: &[Span]) -> Option<String> {
    let pieces: Vec<String> =
        spans.iter().take(MAX_PIECES).map(|span| one_line(excerpt(&text[span.range()]))).collect();
    (!pieces.is_empty()).then(|| markup.labelled(label, &shortened(&pieces.join(" … "))))
}

/// More pieces of a text or exchanges in one line would not be read.
const MAX_PIECES: usize = 100;
const MAX_EXCHANGES: usize = 8;

fn differences(exchanges: &[Exchange]) -> String {
    let mut shown: Vec<String> = exchanges.iter().take(MAX_EXCHANGES).map(difference).collect();
    if exchanges.len() > MAX_EXCHANGES {
        shown.push(format!("and {} more", exchanges.len() - MAX_EXCHANGES));
    }
    shown.join("; ")
}

fn difference(exchange: &Exchange) -> String {
    let text = |mention: &Option<Mention>| {
        mention.as_ref().map_or_else(|| "nothing".to_owned(), |mention| one_line(&mention.text))
    };
    let label = exchange.kind.map_or("", label);
    format!("{} → {}{label}", text(&exchange.a), text(&exchange.b))
}

fn label(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Number => " (number)",
        FactKind::Name => " (name)",
        FactKind::Negation => " (negation)",
        FactKind::Obligation => " (obligation)",
        _ => " (fact)",
    }
}

fn summary(report: &Report) -> String {
    let counts = &report.counts;
    let paragraphs = counted(counts.paragraphs, "paragraph");
    let documents = counted(report.documents.len() as u64, "document");
    let mut redundant: Vec<Place> = report.findings.iter().map(|finding| finding.b).collect();
    redundant.dedup();
    if redundant.is_empty() {
        return format!("{paragraphs} in {documents}: nothing redundant");
    }
    let by_relation = [
        (counts.identical, "identical"),
        (counts.reformatted, "reformatted"),
        (counts.near, "near"),
        (counts.contained, "contained"),
        (counts.restated, "restated"),
    ];
    let found: Vec<String> = by_relation
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let facts = match counts.facts_differ {
        0 => String::new(),
        count => format!("; in {count} the facts differ"),
    };
    format!(
        "{paragraphs} in {documents}, {} redundant: {}{facts}",
        redundant.len(),
        found.join(", ")
    )
}

fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
