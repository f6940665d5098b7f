//! A report as a person reads it.

use core::ops::Range;

use paradup::Relation;
use paradup::report::{Finding, Place, Report, Side};
use paradup::text::{Document, Span};

use crate::markup::{Markup, counted, one_line};
use crate::remarks::remarks;

/// The documents that a report is on, and how it is printed.
pub(crate) struct Page<'d> {
    /// As they were compared.
    pub(crate) documents: &'d [Document],
    /// As they were read, byte for byte as long.
    pub(crate) texts: Vec<&'d str>,
    pub(crate) markup: Markup,
}

impl Page<'_> {
    pub(crate) fn report(&self, report: &Report) -> String {
        let findings: Vec<String> = report.iter().map(|finding| self.finding(finding)).collect();
        findings.concat() + &self.markup.strong(&summary(report)) + "\n"
    }

    /// Texts that are the same only because something is ignored are no identical copies.
    pub(crate) fn tell_copies_apart(&self, report: &mut Report) {
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
        let mut lines = vec![self.markup.strong(&self.heading(finding))];
        let [shared_a, shared_b] = self.shared(finding);
        if finding.relation != Relation::Identical {
            lines.push(self.paragraph(finding.a, &shared_a));
        }
        lines.push(self.paragraph(finding.b, &shared_b));
        let [a, b] = [finding.a, finding.b].map(|place| self.texts[place.document]);
        lines.extend(remarks(self.markup, &finding.evidence, a, b));
        lines.join("\n") + "\n\n"
    }

    fn paragraph(&self, place: Place, shared: &[Range<usize>]) -> String {
        self.markup.paragraph(&place.paragraph.to_string(), self.text(place), shared)
    }

    fn heading(&self, finding: &Finding) -> String {
        let Finding { a, b, .. } = finding;
        let other = if a.document == b.document {
            format!("paragraph {} (line {})", a.paragraph, self.line(*a))
        } else {
            format!("{} paragraph {}", self.location(*a), a.paragraph)
        };
        let claim = claim(finding, &other);
        format!("{}: paragraph {} {claim}", self.location(*b), b.paragraph)
    }

    /// The shared runs as bytes of the two paragraphs. Nothing is marked where everything is shared.
    fn shared(&self, finding: &Finding) -> [Vec<Range<usize>>; 2] {
        if matches!(finding.relation, Relation::Identical | Relation::Reformatted) {
            return [Vec::new(), Vec::new()];
        }
        let within = |span: Span, start: usize| span.start - start..span.end - start;
        let [start_a, start_b] = [finding.a, finding.b].map(|place| self.whole(place).start);
        let shared = &finding.evidence.shared;
        [
            shared.iter().map(|run| within(run.a, start_a)).collect(),
            shared.iter().map(|run| within(run.b, start_b)).collect(),
        ]
    }

    fn span(&self, place: Place) -> Span {
        self.documents[place.document].spans()[place.paragraph]
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

/// What the later paragraph is to the earlier one.
fn claim(finding: &Finding, other: &str) -> String {
    let score = finding.score;
    match (finding.relation, finding.inner) {
        (Relation::Identical, _) => format!("is identical to {other}"),
        (Relation::Reformatted, _) => format!("is {other} reformatted"),
        (Relation::Near, _) => format!("is nearly {other}, resemblance {score}"),
        (Relation::Contained, Some(Side::A)) => format!("contains {other}, containment {score}"),
        (Relation::Contained, _) => format!("is contained in {other}, containment {score}"),
        (Relation::Restated, None) => format!("restates {other}, probability {score}"),
        (Relation::Restated, Some(Side::A)) => {
            format!("restates {other} in a part, probability {score}")
        }
        (Relation::Restated, Some(Side::B)) => {
            format!("restates a part of {other}, probability {score}")
        }
        (relation, _) => format!("is {relation} with {other}, score {score}"),
    }
}

fn summary(report: &Report) -> String {
    let counts = &report.counts;
    let paragraphs = counted(counts.paragraphs, "paragraph");
    let documents = counted(report.documents.len() as u64, "document");
    let mut redundant: Vec<Place> = report.iter().map(|finding| finding.b).collect();
    redundant.dedup();
    if redundant.is_empty() {
        return format!("{paragraphs} in {documents}: nothing redundant");
    }
    let by_relation = Relation::ALL.map(|relation| (counts.findings(relation), relation));
    let found: Vec<String> = by_relation
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, relation)| format!("{count} {relation}"))
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
