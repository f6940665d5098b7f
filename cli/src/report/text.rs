//! A report as a person reads it on a terminal.

use std::collections::BTreeMap;

use paradup::Relation;
use paradup::report::{Finding, Place};

use super::groups::{Group, Share, Subject, TreeShare, composition, groups, sort_by_strength};
use super::phrases::Phrase;
use super::{Review, claim, remarks, shared};
use crate::markup::{Markup, counted, excerpt, one_line, shortened};

/// Of more findings on one text only the best is shown whole.
const MAX_SHOWN: usize = 2;

/// Places listed for one text.
const MAX_LISTED: usize = 12;

/// Places of a short text, and texts that are listed as like it.
const MAX_PLACES: usize = 3;

/// Files listed at the end.
const MAX_FILES: usize = 20;

/// The order of what is shown.
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// The strongest relation first, then the highest score, then the most text.
    #[default]
    Strength,
    /// As the files are named, each from its beginning.
    File,
}

/// The report: one entry for each text that is repeated, then where they are, then how many.
pub(crate) fn text(review: &Review<'_>, order: Order, markup: Markup) -> String {
    let mut groups = groups(review);
    match order {
        Order::Strength => sort_by_strength(review, &mut groups),
        Order::File => groups.sort_by_key(|group| {
            let is_short = matches!(group.subject, Subject::Short(_));
            (is_short, group.findings.iter().map(|one| one.b).min())
        }),
    }
    let page = Page { review, markup };
    let mut text: String = groups.iter().map(|group| page.group(group)).collect();
    text += &page.files();
    text += &(markup.strong(&summary(review)) + "\n");
    review.notes.lines().iter().fold(text, |text, line| text + line + "\n")
}

struct Page<'r, 'd> {
    review: &'r Review<'d>,
    markup: Markup,
}

impl Page<'_, '_> {
    fn group(&self, group: &Group<'_>) -> String {
        if let Some(title) = group.title(self.review, one_line) {
            return self.markup.strong(&title) + "\n" + &self.places(group) + "\n";
        }
        if group.findings.len() <= MAX_SHOWN {
            return group.findings.iter().map(|finding| self.finding(finding)).collect();
        }
        let others = &group.findings[1..];
        let mut lines = vec![format!("and {} more like it:", others.len())];
        lines.extend(others.iter().take(MAX_LISTED).map(|finding| self.listed(finding)));
        if others.len() > MAX_LISTED {
            lines.push(format!("… and {} more", others.len() - MAX_LISTED));
        }
        self.finding(group.best()).trim_end().to_owned() + "\n" + &listed(&lines) + "\n"
    }

    /// Where one file repeats another, which files do, or which texts are short.
    fn places(&self, group: &Group<'_>) -> String {
        match &group.subject {
            Subject::Short(phrases) => capped(phrases, |phrase| self.phrase(phrase)),
            Subject::Trees(_, trees) => capped(trees, of_tree),
            Subject::Files(files) if files.len() > 1 => capped(files, |share| self.share(*share)),
            Subject::Tree(_, files) | Subject::Parallel(_, files)
                if group.findings.len() > MAX_LISTED =>
            {
                capped(files, |share| self.share(*share))
            }
            _ => capped(&group.findings, |finding| self.heading(finding)),
        }
    }

    /// A short text, and the first ones that are like it, a line each.
    fn phrase(&self, phrase: &Phrase<'_>) -> String {
        let [first, others @ ..] = &phrase.texts[..] else { return String::new() };
        let shown = others.iter().take(MAX_PLACES);
        let like = shown.map(|places| format!("  like it: {}", self.places_of_text(places)));
        let mut lines: Vec<String> = [self.places_of_text(first)].into_iter().chain(like).collect();
        let more = others.len().saturating_sub(MAX_PLACES);
        lines.extend((more > 0).then(|| format!("  … and {more} more like it")));
        lines.join("\n        | ")
    }

    /// A text, how often it stands, and where first.
    fn places_of_text(&self, places: &[Place]) -> String {
        let text = shortened(&one_line(self.review.paragraph(places[0]).text()));
        let shown = places.iter().take(MAX_PLACES).map(|place| self.review.location(*place));
        let mut shown: Vec<String> = shown.collect();
        shown.extend((places.len() > MAX_PLACES).then(|| "…".to_owned()));
        format!("{} × {text} ({})", places.len(), shown.join(", "))
    }

    fn share(&self, share: Share) -> String {
        let Share { document, count, of } = share;
        format!("{} in {count} of {of} paragraphs", self.review.path(document))
    }

    /// Where a finding is, and what it is if it is no copy.
    fn listed(&self, finding: &Finding) -> String {
        let place = self.review.location(finding.b);
        match finding.relation {
            Relation::Identical => place,
            Relation::Reformatted => format!("{place}, formatted otherwise"),
            _ => self.heading(finding),
        }
    }

    fn finding(&self, finding: &Finding) -> String {
        let mut lines = vec![self.markup.strong(&self.heading(finding))];
        let [shared_a, shared_b] = shared(finding);
        let [a, b] = [finding.a, finding.b].map(|place| self.review.paragraph(place).text());
        match finding.relation {
            // One text: to see it once is enough.
            Relation::Identical | Relation::Reformatted => {
                lines.push(self.markup.labelled("", &shortened(&one_line(excerpt(b)))));
            }
            _ => {
                lines.push(self.markup.paragraph(&self.label(finding.a), a, &shared_a));
                lines.push(self.markup.paragraph(&self.label(finding.b), b, &shared_b));
            }
        }
        lines.extend(remarks(self.markup, &finding.evidence, None, b));
        // A copy repeats what the first one does, which is said there.
        if finding.relation > Relation::Reformatted && !finding.others.is_empty() {
            lines.push(self.markup.labelled("also", &self.also(finding)));
        }
        lines.join("\n") + "\n\n"
    }

    fn label(&self, place: Place) -> String {
        self.review.paragraph(place).line().to_string()
    }

    fn heading(&self, finding: &Finding) -> String {
        let other = self.review.location_from(finding.a, finding.b);
        format!("{}: {}", self.review.location(finding.b), claim(&finding.pair(), &other))
    }

    /// What else the paragraph repeats.
    fn also(&self, finding: &Finding) -> String {
        let pairs = finding.others.iter().take(MAX_SHOWN);
        let mut also: Vec<String> =
            pairs.map(|pair| claim(pair, &self.review.location_from(pair.a, pair.b))).collect();
        if finding.others.len() > MAX_SHOWN {
            also.push(format!("and {} more", finding.others.len() - MAX_SHOWN));
        }
        also.join("; ")
    }

    /// How many paragraphs of each file are redundant, where there are several files.
    fn files(&self) -> String {
        if self.review.documents.len() < 2 || self.review.report.findings.is_empty() {
            return String::new();
        }
        let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
        for finding in self.review.report {
            *counts.entry(finding.b.document).or_default() += 1;
        }
        let mut files: Vec<(usize, u64)> = counts.into_iter().collect();
        files.sort_by_key(|(document, count)| (core::cmp::Reverse(*count), *document));
        let shown = files.iter().take(MAX_FILES);
        let mut lines: Vec<String> = shown
            .map(|(document, count)| format!("{count:>7} | {}", self.review.path(*document)))
            .collect();
        if files.len() > MAX_FILES {
            lines.push(format!("        | … and {} more files", files.len() - MAX_FILES));
        }
        format!("{}\n{}\n\n", self.markup.strong("Redundant paragraphs by file"), lines.join("\n"))
    }
}

/// How much of a tree repeats parallel files.
fn of_tree(share: &TreeShare) -> String {
    let [paragraphs, files] = [(share.paragraphs, "paragraph"), (share.files, "file")]
        .map(|(count, noun)| counted(count as u64, noun));
    format!("{} in {paragraphs} of {files}", one_line(&share.tree))
}

/// As many of some things as are listed, a line each, and how many more there are.
fn capped<T>(all: &[T], line: impl Fn(&T) -> String) -> String {
    let mut lines: Vec<String> = all.iter().take(MAX_LISTED).map(line).collect();
    let more = all.len().saturating_sub(MAX_LISTED);
    lines.extend((more > 0).then(|| format!("… and {more} more")));
    listed(&lines)
}

/// Lines under an entry. They are not wrapped: a place that is cut in two leads nowhere.
fn listed(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("        | {line}\n")).collect();
    lines.concat()
}

/// How much was looked at and found, in one line.
pub(super) fn summary(review: &Review<'_>) -> String {
    let counts = &review.report.counts;
    let paragraphs = counted(counts.paragraphs, "paragraph");
    let documents = counted(review.documents.len() as u64, "document");
    format!("{paragraphs} in {documents}{}{}", found(review), left_out(review))
}

fn found(review: &Review<'_>) -> String {
    if review.report.findings.is_empty() {
        let what = if review.notes.leave_out() { "new" } else { "redundant" };
        return format!(": nothing {what}");
    }
    let by_relation = composition(review.report.iter());
    let facts = match review.report.counts.facts_differ {
        0 => String::new(),
        count => format!("; in {count} the facts differ"),
    };
    let redundant = review.report.findings.len();
    format!(", {redundant} redundant: {by_relation}{facts}")
}

/// What was not compared, and why.
fn left_out(review: &Review<'_>) -> String {
    let counts = &review.report.counts;
    let reasons = [
        (review.notes.blanked, "with nothing but what --ignore matches"),
        (counts.short.saturating_sub(review.notes.blanked), "too short"),
        (counts.other_kinds, "of other kinds"),
        (counts.ignored, "to be ignored"),
    ];
    let left_out: Vec<String> = reasons
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, reason)| format!("{count} {reason}"))
        .collect();
    if left_out.is_empty() {
        String::new()
    } else {
        format!("; not compared: {}", left_out.join(", "))
    }
}
