//! `paradup compare`: every score of two texts, the relation, the evidence.

use std::path::Path;

use clap::Args;
use paradup::Detector;
use paradup::report::{Comparison, Side, Verdict};
use serde::Serialize;

use crate::dedup::MayLose;
use crate::markup::{Markup, escaped_json, excerpt, one_line};
use crate::scan::{ThresholdOptions, print, remarks};
use crate::{Failure, Format, Outcome, input};

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
    /// Say also whether one could be left out for the other, and what keeps it if not
    #[arg(long, value_enum, value_name = "POLICY")]
    may_lose: Option<MayLose>,
    #[command(flatten)]
    thresholds: ThresholdOptions,
}

impl Compare {
    pub(crate) fn run(&self) -> Outcome {
        let mut builder = self.thresholds.builder();
        builder = self
            .may_lose
            .into_iter()
            .fold(builder, |builder, policy| builder.may_lose(policy.into()));
        let detector = builder.build()?;
        let (a, b) = (self.text_of(&self.a)?, self.text_of(&self.b)?);
        let comparison = detector.compare(&a, &b);
        let removal = self.may_lose.map(|_| Verdicts::new(&detector, &a, &b));
        let printed = match self.format {
            Format::Json => {
                let json = serde_json::to_string(&Compared { comparison: &comparison, removal })?;
                escaped_json(&json).into_owned() + "\n"
            }
            Format::Text => {
                let markup = Markup::for_standard_output();
                let verdicts = removal.iter().flat_map(|verdicts| verdicts.lines(markup, &a, &b));
                page(markup, &a, &b, &comparison) + &verdicts.collect::<String>()
            }
        };
        print(&printed)?;
        Ok(comparison.relation.is_some())
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

/// A comparison, and whether one of the two could be left out.
#[derive(Serialize)]
struct Compared<'c> {
    #[serde(flatten)]
    comparison: &'c Comparison,
    #[serde(skip_serializing_if = "Option::is_none")]
    removal: Option<Verdicts>,
}

/// Whether each side could be left out for the other.
#[derive(Serialize)]
struct Verdicts {
    a_for_b: Verdict,
    b_for_a: Verdict,
}

impl Verdicts {
    fn new(detector: &Detector, a: &str, b: &str) -> Verdicts {
        Verdicts { a_for_b: detector.judge(a, b), b_for_a: detector.judge(b, a) }
    }

    fn lines(&self, markup: Markup, a: &str, b: &str) -> Vec<String> {
        vec![
            verdict_line(markup, "a for b", &self.a_for_b, a),
            verdict_line(markup, "b for a", &self.b_for_a, b),
        ]
    }
}

fn verdict_line(markup: Markup, label: &str, verdict: &Verdict, removed: &str) -> String {
    let words = match verdict {
        Verdict::Goes(ground) => format!("goes: {ground}"),
        Verdict::Stays(lost) if lost.is_empty() => {
            "stays: not in one run, or too short to be sure".to_owned()
        }
        Verdict::Stays(lost) => {
            let lost: Vec<String> =
                lost.iter().map(|span| one_line(&removed[span.range()])).collect();
            format!("stays, for it alone says: {}", excerpt(&lost.join(" … ")))
        }
        _ => "stays".to_owned(),
    };
    markup.labelled(label, &words) + "\n"
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
