//! `paradup compare`: every score of two texts, the relation, the evidence.

use std::path::Path;

use clap::{Args, ValueEnum};
use paradup::Relation;
use paradup::report::{Comparison, Ground, Side, Verdict};
use serde::Serialize;

use crate::dedup::MayLose;
use crate::ignore::IgnoreOptions;
use crate::markup::{Markup, excerpt, one_line, shortened};
use crate::report::remarks;
use crate::streams::print;
use crate::thresholds::ThresholdOptions;
use crate::{Failure, Outcome, input, printable_json, streams};

/// Compare two texts: every score, the relation, the evidence
#[derive(Args)]
pub(crate) struct Compare {
    /// A file, - for standard input, or a text: what names no file, and has white space or characters
    /// beyond ASCII in it, is a text
    a: String,
    /// The other file or text
    b: String,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = ComparisonFormat::Text)]
    format: ComparisonFormat,
    /// Take A and B as texts, whatever they look like
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    ignore: IgnoreOptions,
    #[command(flatten)]
    thresholds: ThresholdOptions,
    /// Also say whether dedup could leave out one for the other under this policy, and what keeps it if not
    #[arg(long, value_enum, value_name = "POLICY")]
    may_lose: Option<MayLose>,
}

/// How a comparison is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ComparisonFormat {
    /// For reading: shared words marked, in colour on a terminal.
    Text,
    /// The whole comparison, for programs.
    Json,
}

/// Whether each text could be left out for the other.
#[derive(Serialize)]
struct Judgement<'c> {
    may_lose: &'static str,
    a: Direction<'c>,
    b: Direction<'c>,
}

/// What becomes of a text where the other is there.
#[derive(Serialize)]
struct Direction<'c> {
    #[serde(flatten)]
    verdict: Verdict,
    /// Where it stays: the sentences or words of it that keep it.
    #[serde(skip_serializing_if = "Option::is_none")]
    would_lose: Option<Vec<&'c str>>,
}

/// What is printed for programs.
#[derive(Serialize)]
struct Answer<'c> {
    #[serde(flatten)]
    comparison: &'c Comparison,
    #[serde(skip_serializing_if = "Option::is_none")]
    removal: Option<Judgement<'c>>,
}

impl Compare {
    pub(crate) fn run(&self) -> Outcome {
        let detector = self.thresholds.builder().build()?;
        if [&self.a, &self.b].iter().all(|path| !self.text && streams::is_input(Path::new(path))) {
            return Err(streams::read_twice());
        }
        let (a, b) = (self.text_of(&self.a)?, self.text_of(&self.b)?);
        let mut comparison = detector.compare(&self.ignore.masked(&a), &self.ignore.masked(&b));
        // Texts that are the same only because something is ignored are no identical copies.
        if comparison.relation == Some(Relation::Identical) && a.trim() != b.trim() {
            comparison.relation = Some(Relation::Reformatted);
        }
        let removal = self.may_lose.map(|policy| self.judge(policy, &a, &b)).transpose()?;
        let printed = match self.format {
            ComparisonFormat::Json => {
                printable_json::to_line(&Answer { comparison: &comparison, removal })?
            }
            ComparisonFormat::Text => {
                let markup = Markup::for_standard_output();
                let removal = removal.map(|removal| removal.page(markup, &comparison));
                page(markup, &a, &b, &comparison) + &removal.unwrap_or_default()
            }
        };
        print(&printed)?;
        Ok(comparison.relation.is_some())
    }

    fn judge<'c>(&self, policy: MayLose, a: &'c str, b: &'c str) -> Result<Judgement<'c>, Failure> {
        let detector = policy.builder(self.thresholds.builder(), &[]).build()?;
        let direction = |text: &'c str, other: &str| {
            let verdict = detector.judge(&self.ignore.masked(text), &self.ignore.masked(other));
            Direction::of(copies_told_apart(verdict, text, other), text)
        };
        Ok(Judgement { may_lose: policy.name(), a: direction(a, b), b: direction(b, a) })
    }

    fn text_of(&self, argument: &str) -> Result<String, Failure> {
        let looks_like_text = argument.contains(|c: char| c.is_whitespace() || !c.is_ascii());
        if self.text || (looks_like_text && !Path::new(argument).exists()) {
            return Ok(argument.to_owned());
        }
        let path = Path::new(argument);
        let advise = |failure| format!("{failure}; --text takes A and B as texts").into();
        let is_file = streams::is_input(path) || path.exists();
        input::text(path).map_err(|failure| if is_file { failure } else { advise(failure) })
    }
}

impl Judgement<'_> {
    fn page(&self, markup: Markup, comparison: &Comparison) -> String {
        let heading = format!("what dedup does, where {} may be lost", self.may_lose);
        let line = |label, direction: &Direction<'_>| {
            format!("  {label}  {}", self.in_words(direction, comparison))
        };
        let lines = [markup.strong(&heading), line("a for b", &self.a), line("b for a", &self.b)];
        lines.join("\n") + "\n"
    }

    fn in_words(&self, direction: &Direction<'_>, comparison: &Comparison) -> String {
        let by_sentence = self.may_lose == MayLose::Nothing.name();
        match (&direction.verdict, &direction.would_lose, comparison.relation) {
            (Verdict::Goes(ground), ..) => format!("goes: {ground}"),
            (_, _, None) if !by_sentence => "stays: the two are not related".to_owned(),
            (_, _, Some(Relation::Restated)) if !by_sentence => {
                "stays: a restatement is no copy".to_owned()
            }
            (_, Some(more), _) if self.may_lose == MayLose::Anything.name() => {
                format!("stays, for it contains the other and says more: {}", quoted(more))
            }
            (_, Some(lost), _) if !lost.is_empty() => {
                format!("stays, for this would be lost: {}", quoted(lost))
            }
            _ if by_sentence => {
                "stays: its sentences stand there, but not in one run, or are too short to go alone"
                    .to_owned()
            }
            _ => "stays: its words stand there, but in another order or in another's place"
                .to_owned(),
        }
    }
}

fn copies_told_apart(verdict: Verdict, text: &str, other: &str) -> Verdict {
    match verdict {
        Verdict::Goes(Ground::Identical) if text.trim() != other.trim() => {
            Verdict::Goes(Ground::Reformatted)
        }
        told => told,
    }
}

impl<'c> Direction<'c> {
    fn of(verdict: Verdict, text: &'c str) -> Direction<'c> {
        let would_lose = match &verdict {
            Verdict::Stays(spans) => Some(spans.iter().map(|span| &text[*span]).collect()),
            _ => None,
        };
        Direction { verdict, would_lose }
    }
}

/// More sentences or words would not be read.
const MAX_QUOTED: usize = 20;

fn quoted(lost: &[&str]) -> String {
    let quote = |text: &&str| format!("“{}”", shortened(&one_line(excerpt(text))));
    let mut quotes: Vec<String> = lost.iter().take(MAX_QUOTED).map(quote).collect();
    if lost.len() > MAX_QUOTED {
        quotes.push(format!("and {} more", lost.len() - MAX_QUOTED));
    }
    quotes.join(", ")
}

fn page(markup: Markup, a: &str, b: &str, comparison: &Comparison) -> String {
    let shared = &comparison.evidence.shared;
    let shared_a: Vec<_> = shared.iter().map(|run| run.a.range()).collect();
    let shared_b: Vec<_> = shared.iter().map(|run| run.b.range()).collect();
    let mut lines = vec![markup.strong(&verdict(comparison))];
    lines.extend(scores(comparison));
    lines.push(markup.paragraph("a", a, &shared_a));
    lines.push(markup.paragraph("b", b, &shared_b));
    lines.extend(remarks(markup, &comparison.evidence, Some(a), b));
    lines.join("\n") + "\n"
}

fn verdict(comparison: &Comparison) -> String {
    match (comparison.relation, comparison.inner) {
        (None, _) => "not redundant".to_owned(),
        (Some(relation), None) => relation.to_string(),
        (Some(relation), Some(Side::A)) => format!("{relation}: a in b"),
        (Some(relation), Some(Side::B)) => format!("{relation}: b in a"),
    }
}

fn scores(comparison: &Comparison) -> Vec<String> {
    let scores = comparison.scores;
    let mut lines = vec![
        format!("  resemblance           {}", scores.jaccard),
        format!("  containment of a in b {}", scores.containment_a),
        format!("  containment of b in a {}", scores.containment_b),
    ];
    lines.extend(
        scores.restated.map(|probability| format!("  probability restated  {probability}")),
    );
    lines
}
