//! What `scan` has to say, in each form that it can be said in.
//!
//! A [`Review`] is a report with the documents that it is on; the forms are functions of it, a file each.

mod paths;
mod versions;
mod logs;
mod locales;
mod phrases;
mod groups;
mod html;
mod json;
mod markdown;
mod notes;
mod remarks;
mod sarif;
mod text;

pub(crate) use html::html;
pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use notes::{Known, Notes, Written};
pub(crate) use remarks::remarks;
pub(crate) use sarif::sarif;
pub(crate) use text::{Order, text};

use core::ops::Range;

use paradup::Relation;
use paradup::document::{Document, Paragraph};
use paradup::report::{Finding, Pair, Place, Report, Side};

use crate::input::Source;
use crate::markup::one_line;

/// A report and the documents that it is on.
pub(crate) struct Review<'d> {
    pub(crate) documents: &'d [Document],
    pub(crate) report: &'d Report,
    /// Of each document.
    pub(crate) sources: &'d [Source],
    pub(crate) notes: &'d Notes,
    /// How many paragraphs of a document are compared.
    pub(crate) size: &'d dyn Fn(usize) -> usize,
}

impl<'d> Review<'d> {
    pub(crate) fn paragraph(&self, place: Place) -> Paragraph<'d> {
        self.documents[place.document].paragraph(place.paragraph)
    }

    /// The file's name in one line.
    pub(crate) fn path(&self, document: usize) -> String {
        one_line(self.documents[document].path().unwrap_or("-"))
    }

    /// `file:line`, as editors and terminals understand it.
    pub(crate) fn location(&self, place: Place) -> String {
        format!("{}:{}", self.path(place.document), self.paragraph(place).line())
    }

    /// `file:line` of another file, `line N` of the same one.
    pub(crate) fn location_from(&self, place: Place, here: Place) -> String {
        if place.document == here.document {
            return format!("line {}", self.paragraph(place).line());
        }
        self.location(place)
    }
}

/// Texts that are the same only because something is ignored are no identical copies.
pub(crate) fn tell_copies_apart(documents: &[Document], report: &mut Report) {
    let text = |place: Place| documents[place.document].paragraph(place.paragraph).text();
    for finding in &mut report.findings {
        if finding.relation == Relation::Identical && text(finding.a) != text(finding.b) {
            finding.relation = Relation::Reformatted;
            report.counts.identical -= 1;
            report.counts.reformatted += 1;
        }
    }
}

/// What the later paragraph is to the earlier one, which is told by `other`.
pub(crate) fn claim(pair: &Pair, other: &str) -> String {
    let score = pair.score;
    match (pair.relation, pair.inner) {
        (Relation::Identical, _) => format!("copy of {other}"),
        (Relation::Reformatted, _) => format!("copy of {other}, formatted otherwise"),
        (Relation::Near, _) => format!("nearly {other}, resemblance {score}"),
        (Relation::Contained, Some(Side::A)) => format!("contains {other}, containment {score}"),
        (Relation::Contained, _) => format!("contained in {other}, containment {score}"),
        (Relation::Restated, None) => format!("restates {other}, probability {score}"),
        (Relation::Restated, Some(Side::A)) => {
            format!("restates {other} in a part, probability {score}")
        }
        (Relation::Restated, Some(Side::B)) => {
            format!("restates a part of {other}, probability {score}")
        }
        (relation, _) => format!("{relation} with {other}, score {score}"),
    }
}

/// The shared runs as bytes of the two texts. Nothing is marked where everything is shared.
pub(crate) fn shared(finding: &Finding) -> [Vec<Range<usize>>; 2] {
    if matches!(finding.relation, Relation::Identical | Relation::Reformatted) {
        return [Vec::new(), Vec::new()];
    }
    let shared = &finding.evidence.shared;
    [
        shared.iter().map(|run| run.a.range()).collect(),
        shared.iter().map(|run| run.b.range()).collect(),
    ]
}
