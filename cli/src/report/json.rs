//! A report for programs.

use std::collections::BTreeSet;

use paradup::document::Kind;
use paradup::evidence::Evidence;
use paradup::report::Side;
use paradup::report::{Cluster, Counts, Finding, Pair, Place, Scores};
use paradup::{Relation, Similarity};
use serde::Serialize;

use super::{Notes, Review};
use crate::format::InputFormat;
use crate::input::{Encoding, Rows};
use crate::{Failure, printable_json};

/// All that is printed. Bounded by what is found: texts stand in it once, and only those of related paragraphs.
#[derive(Serialize)]
struct Json<'r> {
    schema: u32,
    documents: Vec<JsonDocument<'r>>,
    findings: Vec<JsonFinding<'r>>,
    clusters: &'r [Cluster],
    counts: &'r Counts,
    #[serde(flatten)]
    notes: &'r Notes,
}

#[derive(Serialize)]
struct JsonDocument<'r> {
    path: Option<&'r str>,
    format: InputFormat,
    encoding: Encoding,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<JsonRows<'r>>,
    /// Those that are named in findings or clusters.
    paragraphs: Vec<JsonParagraph<'r>>,
}

#[derive(Serialize)]
struct JsonRows<'r> {
    field: &'r str,
    count: usize,
    without_text: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<JsonSkipped<'r>>,
}

/// Rows that are left out.
#[derive(Serialize)]
struct JsonSkipped<'r> {
    count: usize,
    /// The line of the first, and what is wrong with it.
    first: &'r str,
}

#[derive(Serialize)]
struct JsonParagraph<'r> {
    index: usize,
    /// The number of its row, from 1; a header is no row.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    /// Bytes of the file, or of its text as UTF-8 where it is in another encoding.
    start: usize,
    end: usize,
    line: usize,
    last_line: usize,
    kind: Kind,
    text: &'r str,
}

#[derive(Serialize)]
struct JsonFinding<'r> {
    a: Place,
    b: Place,
    relation: Relation,
    score: Similarity,
    inner: Option<Side>,
    #[serde(flatten)]
    scores: &'r Scores,
    #[serde(flatten)]
    evidence: Evidence,
    others: &'r [Pair],
}

impl<'r> JsonRows<'r> {
    fn new(rows: &'r Rows) -> JsonRows<'r> {
        let skipped = |first| JsonSkipped { count: rows.skipped, first };
        JsonRows {
            field: &rows.field,
            count: rows.len(),
            without_text: rows.without_text,
            skipped: rows.first_skipped.as_deref().map(skipped),
        }
    }
}

/// The report as a line of JSON. Spans are bytes of the files as they were read.
pub(crate) fn json(review: &Review<'_>) -> Result<String, Failure> {
    let named = named(review);
    let documents = review.documents.iter().enumerate().map(|(number, document)| JsonDocument {
        path: document.path(),
        format: review.sources[number].format,
        encoding: review.sources[number].encoding,
        rows: review.sources[number].rows.as_ref().map(JsonRows::new),
        paragraphs: named
            .range(
                Place { document: number, paragraph: 0 }..Place {
                    document: number + 1,
                    paragraph: 0,
                },
            )
            .map(|place| paragraph(review, *place))
            .collect(),
    });
    let json = Json {
        schema: review.report.schema,
        documents: documents.collect(),
        findings: review.report.iter().map(|one| finding(review, one)).collect(),
        clusters: &review.report.clusters,
        counts: &review.report.counts,
        notes: review.notes,
    };
    Ok(printable_json::to_line(&json)?)
}

/// The paragraphs that the report names.
fn named(review: &Review<'_>) -> BTreeSet<Place> {
    let pairs = review.report.pairs().flat_map(|pair| [pair.a, pair.b]);
    let clusters = review.report.clusters.iter();
    let clusters = clusters.flat_map(|one| one.members.iter().chain([&one.representative]));
    pairs.chain(clusters.copied()).collect()
}

fn paragraph<'r>(review: &Review<'r>, place: Place) -> JsonParagraph<'r> {
    let paragraph = review.paragraph(place);
    let rows = review.sources[place.document].rows.as_ref();
    JsonParagraph {
        index: place.paragraph,
        row: rows.map(|rows| rows.number_of(paragraph.span().start)),
        start: paragraph.span().start,
        end: paragraph.span().end,
        line: paragraph.line(),
        last_line: paragraph.last_line(),
        kind: paragraph.kind(),
        text: paragraph.text(),
    }
}

fn finding<'r>(review: &Review<'r>, finding: &'r Finding) -> JsonFinding<'r> {
    let (a, b) = (review.paragraph(finding.a), review.paragraph(finding.b));
    JsonFinding {
        a: finding.a,
        b: finding.b,
        relation: finding.relation,
        score: finding.score,
        inner: finding.inner,
        scores: &finding.scores,
        evidence: finding.evidence.clone().in_documents(a, b),
        others: &finding.others,
    }
}
