//! `paradup compare`: every score of two texts, the relation, the evidence.

use std::path::Path;

use clap::Args;
use paradup::report::{Comparison, Side};

use crate::markup::{Markup, escaped_json};
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
    #[command(flatten)]
    thresholds: ThresholdOptions,
}

impl Compare {
    pub(crate) fn run(&self) -> Outcome {
        let detector = self.thresholds.builder().build()?;
        let (a, b) = (self.text_of(&self.a)?, self.text_of(&self.b)?);
        let comparison = detector.compare(&a, &b);
        let printed = match self.format {
            Format::Json => escaped_json(&serde_json::to_string(&comparison)?).into_owned() + "\n",
            Format::Text => page(Markup::for_standard_output(), &a, &b, &comparison),
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
