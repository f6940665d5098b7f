//! `paradup compare`: every score of two texts, the relation, the evidence.

use std::path::Path;

use clap::Args;
use paradup::evidence::Span;
use paradup::report::{Comparison, Side, Verdict};
use serde::Serialize;

use crate::dedup::MayLose;
use crate::markup::{Markup, excerpt, one_line};
use crate::scan::{ThresholdOptions, print, remarks};
use crate::{Failure, Format, Outcome, input, json};

/// Hold two texts against each other: all scores, the relation, the evidence
#[derive(Args)]
pub(crate) struct Compare {
    /// A file, - for standard input, or a text: what is no file and has white space or characters
    /// beyond ASCII in it
    a: String,
    /// The other file or text
    b: String,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Take A and B as texts whatever they look like
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    thresholds: ThresholdOptions,
    /// Say as well whether dedup could leave out one for the other under this policy, and what keeps it
    /// if not
    #[arg(long, value_enum, value_name = "POLICY")]
    may_lose: Option<MayLose>,
}

/// Whether each text could be left out for the other.
#[derive(Serialize)]
struct Judgement {
    may_lose: &'static str,
    a: Verdict,
    b: Verdict,
}

/// What is printed for programs.
#[derive(Serialize)]
struct Answer<'c> {
    #[serde(flatten)]
    comparison: &'c Comparison,
    #[serde(skip_serializing_if = "Option::is_none")]
    removal: Option<Judgement>,
}

impl Compare {
    pub(crate) fn run(&self) -> Outcome {
        let detector = self.thresholds.builder().build()?;
        let (a, b) = (self.text_of(&self.a)?, self.text_of(&self.b)?);
        let comparison = detector.compare(&a, &b);
        let removal = self.may_lose.map(|policy| self.judge(policy, &a, &b)).transpose()?;
        let printed = match self.format {
            Format::Json => json::to_line(&Answer { comparison: &comparison, removal })?,
            Format::Text => {
                let markup = Markup::for_standard_output();
                page(markup, &a, &b, &comparison)
                    + &removal.map_or_else(String::new, |removal| removal.page(markup, &a, &b))
            }
        };
        print(&printed)?;
        Ok(comparison.relation.is_some())
    }

    fn judge(&self, policy: MayLose, a: &str, b: &str) -> Result<Judgement, Failure> {
        let detector = policy.builder(self.thresholds.builder(), &[]).build()?;
        let (a, b) = (detector.judge(a, b), detector.judge(b, a));
        Ok(Judgement { may_lose: policy.name(), a, b })
    }

    fn text_of(&self, argument: &str) -> Result<String, Failure> {
        let looks_like_text = argument.contains(|c: char| c.is_whitespace() || !c.is_ascii());
        if self.text || (looks_like_text && !Path::new(argument).exists()) {
            return Ok(argument.to_owned());
        }
        input::text(Path::new(argument))
            .map_err(|failure| format!("{failure}; --text takes A and B as texts").into())
    }
}

impl Judgement {
    fn page(&self, markup: Markup, a: &str, b: &str) -> String {
        let heading = format!("where {} may be lost", self.may_lose);
        let lines = [
            markup.strong(&heading),
            direction("a for b", &self.a, a),
            direction("b for a", &self.b, b),
        ];
        lines.join("\n") + "\n"
    }
}

/// What becomes of a text, with what would be lost of it.
fn direction(label: &str, verdict: &Verdict, text: &str) -> String {
    let kept_by = |spans: &[Span]| {
        let quoted: Vec<String> = spans
            .iter()
            .map(|span| format!("“{}”", excerpt(&one_line(&text[span.range()]))))
            .collect();
        quoted.join(", ")
    };
    match verdict {
        Verdict::Goes(ground) => format!("  {label}  goes: {ground}"),
        Verdict::Stays(spans) if spans.is_empty() => format!("  {label}  stays: not related"),
        Verdict::Stays(spans) => {
            format!("  {label}  stays, for this would be lost: {}", kept_by(spans))
        }
        _ => format!("  {label}  stays"),
    }
}

fn page(markup: Markup, a: &str, b: &str, comparison: &Comparison) -> String {
    let shared = &comparison.evidence.shared;
    let shared_a: Vec<_> = shared.iter().map(|run| run.a.range()).collect();
    let shared_b: Vec<_> = shared.iter().map(|run| run.b.range()).collect();
    let mut lines = vec![markup.strong(&verdict(comparison))];
    lines.extend(scores(comparison));
    lines.push(markup.paragraph("a", a, &shared_a));
    lines.push(markup.paragraph("b", b, &shared_b));
    lines.extend(remarks(markup, &comparison.evidence, a, b));
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
