//! What the page shows, in the form that its script reads.
//!
//! Bounded by what is reported: a text stands here once, however many paragraphs have it and however many findings name
//! them. Everything else refers to texts, paragraphs and documents by number. Spans are UTF-16 code units of the texts.

use core::num::NonZeroUsize;
use std::collections::HashMap;

use paradup::document::Kind;
use paradup::evidence::{Evidence, Exchange, FactKind, Mention};
use paradup::report::{Finding, Pair, Place};
use paradup::text::Span;
use paradup::{Relation, Similarity};
use serde::Serialize;

use super::offsets::Utf16Offsets;
use crate::report::groups::{Group, groups, sort_by_strength};
use crate::report::{Order, Review, claim};

/// Other paragraphs that a finding lists. The rest is counted.
const MAX_OTHERS: usize = 20;

/// All that is on the page.
#[derive(Serialize)]
pub(super) struct Data<'r> {
    version: &'static str,
    /// What stands together at first.
    order: &'static str,
    counts: Counts,
    /// Whether what is known from before is left out.
    only_new: bool,
    /// What the report rests on beside the texts, a line each.
    notes: Vec<String>,
    /// Paths of the documents that are named.
    documents: Vec<&'r str>,
    texts: Vec<&'r str>,
    paragraphs: Vec<Paragraph>,
    /// The strongest first.
    groups: Vec<GroupEntry>,
}

/// How much was looked at. How much was found can be counted on the page.
#[derive(Serialize)]
struct Counts {
    documents: usize,
    paragraphs: u64,
    short: u64,
    other_kinds: u64,
    ignored: u64,
}

/// Its document, its line, its kind, its text. The last is absent where only the place is named.
#[derive(Serialize)]
struct Paragraph(usize, usize, Kind, Option<usize>);

#[derive(Serialize)]
struct GroupEntry {
    source: usize,
    /// What it is about, where that is files.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// What stands before what else; 1 for a text, 3 for the short ones.
    tier: u8,
    findings: Vec<Entry>,
}

/// A finding.
#[derive(Serialize)]
struct Entry {
    a: usize,
    b: usize,
    relation: Relation,
    score: Similarity,
    claim: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Four numbers for each run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shared: Vec<usize>,
    /// Two numbers for each span of `b`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    added: Vec<usize>,
    /// Two numbers for each span of `a`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exchanges: Vec<ExchangeEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<Other>,
    /// How many others are not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    more_others: Option<NonZeroUsize>,
}

/// The span in `a`, the span in `b`, the kind of fact.
#[derive(Serialize)]
struct ExchangeEntry(Option<[usize; 2]>, Option<[usize; 2]>, Option<FactKind>);

/// The earlier paragraph, the relation, the score.
#[derive(Serialize)]
struct Other(usize, Relation, Similarity);

/// What the page shows of a report.
pub(super) fn data<'r>(review: &Review<'r>, order: Order) -> Data<'r> {
    let mut groups = groups(review);
    sort_by_strength(review, &mut groups);
    let mut tables = Tables::new(review);
    let groups = groups.iter().map(|group| tables.group(group)).collect();
    let counts = &review.report.counts;
    Data {
        version: env!("CARGO_PKG_VERSION"),
        order: if order == Order::File { "file" } else { "strength" },
        counts: Counts {
            documents: review.documents.len(),
            paragraphs: counts.paragraphs,
            short: counts.short,
            other_kinds: counts.other_kinds,
            ignored: counts.ignored,
        },
        only_new: review.notes.leave_out(),
        notes: review.notes.lines(),
        documents: tables.documents.named,
        texts: tables.texts.named,
        paragraphs: tables.paragraphs,
        groups,
    }
}

/// Things that are named, each once, and the number of each.
struct Interned<K, V> {
    numbers: HashMap<K, usize>,
    named: Vec<V>,
}

impl<K, V> Default for Interned<K, V> {
    fn default() -> Interned<K, V> {
        Interned { numbers: HashMap::new(), named: Vec::new() }
    }
}

impl<K: Eq + core::hash::Hash, V> Interned<K, V> {
    fn number(&mut self, key: K, value: V) -> usize {
        *self.numbers.entry(key).or_insert_with(|| {
            self.named.push(value);
            self.named.len() - 1
        })
    }
}

/// What findings refer to by number.
struct Tables<'r, 'd> {
    review: &'d Review<'r>,
    documents: Interned<usize, &'r str>,
    texts: Interned<&'r str, &'r str>,
    /// One for each text.
    offsets: Vec<Utf16Offsets>,
    numbers: HashMap<Place, usize>,
    paragraphs: Vec<Paragraph>,
}

impl<'r, 'd> Tables<'r, 'd> {
    fn new(review: &'d Review<'r>) -> Tables<'r, 'd> {
        Tables {
            review,
            documents: Interned::default(),
            texts: Interned::default(),
            offsets: Vec::new(),
            numbers: HashMap::new(),
            paragraphs: Vec::new(),
        }
    }

    fn group(&mut self, group: &Group<'_>) -> GroupEntry {
        let findings = group.findings.iter().map(|finding| self.finding(finding)).collect();
        let title = group.title(self.review, str::to_owned);
        GroupEntry { source: self.shown(group.source), title, tier: group.tier(), findings }
    }

    fn finding(&mut self, finding: &Finding) -> Entry {
        let (a, b) = (self.shown(finding.a), self.shown(finding.b));
        let others = finding.others.iter().take(MAX_OTHERS);
        let mut entry = Entry {
            a,
            b,
            relation: finding.relation,
            score: finding.score,
            claim: claim(&finding.pair(), "the earlier one"),
            why: finding.evidence.why().map(|why| why.to_string()),
            shared: Vec::new(),
            added: Vec::new(),
            missing: Vec::new(),
            exchanges: Vec::new(),
            others: others.map(|pair| self.other(pair)).collect(),
            more_others: NonZeroUsize::new(finding.others.len().saturating_sub(MAX_OTHERS)),
        };
        // Copies share everything, so that there is nothing to mark.
        if !matches!(finding.relation, Relation::Identical | Relation::Reformatted) {
            self.add_evidence(&mut entry, &finding.evidence);
        }
        entry
    }

    fn add_evidence(&self, entry: &mut Entry, evidence: &Evidence) {
        let (a, b) = (self.offsets_in(entry.a), self.offsets_in(entry.b));
        let shared = evidence.shared.iter();
        entry.shared = shared.flat_map(|run| [units(a, run.a), units(b, run.b)].concat()).collect();
        entry.added = evidence.added.iter().flat_map(|span| units(b, *span)).collect();
        entry.missing = evidence.missing.iter().flat_map(|span| units(a, *span)).collect();
        let exchanges = evidence.exchanges.iter();
        entry.exchanges = exchanges.map(|exchange| exchange_entry(a, b, exchange)).collect();
    }

    fn other(&mut self, pair: &Pair) -> Other {
        Other(self.paragraph(pair.a), pair.relation, pair.score)
    }

    /// The number of a paragraph of which only the place is named, so far.
    fn paragraph(&mut self, place: Place) -> usize {
        if let Some(number) = self.numbers.get(&place) {
            return *number;
        }
        let paragraph = self.review.paragraph(place);
        let path = self.review.documents[place.document].path().unwrap_or("-");
        let document = self.documents.number(place.document, path);
        self.paragraphs.push(Paragraph(document, paragraph.line(), paragraph.kind(), None));
        let number = self.paragraphs.len() - 1;
        self.numbers.insert(place, number);
        number
    }

    /// The number of a paragraph that is shown with its text.
    fn shown(&mut self, place: Place) -> usize {
        let number = self.paragraph(place);
        let text = self.review.paragraph(place).text();
        let text_number = self.texts.number(text, text);
        if text_number == self.offsets.len() {
            self.offsets.push(Utf16Offsets::new(text));
        }
        self.paragraphs[number].3 = Some(text_number);
        number
    }

    /// Offsets in the text of a paragraph that is shown.
    fn offsets_in(&self, paragraph: usize) -> &Utf16Offsets {
        let text = self.paragraphs[paragraph].3.expect("what findings compare is shown");
        &self.offsets[text]
    }
}

fn exchange_entry(a: &Utf16Offsets, b: &Utf16Offsets, exchange: &Exchange) -> ExchangeEntry {
    let span = |offsets: &Utf16Offsets, mention: &Option<Mention>| {
        mention.as_ref().map(|mention| units(offsets, mention.span))
    };
    ExchangeEntry(span(a, &exchange.a), span(b, &exchange.b), exchange.kind)
}

fn units(offsets: &Utf16Offsets, span: Span) -> [usize; 2] {
    [offsets.at(span.start), offsets.at(span.end)]
}
