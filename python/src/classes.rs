//! What the crate found → the classes of `paradup.report`.

use paradup::document::Paragraph;
use paradup::evidence::{Evidence, Exchange, FactKind, Mention, SentencePair, SharedRun};
use paradup::index::{Answer, Match};
use paradup::report::{
    self, Comparison, Counts, Finding, Ground, Place, Retained, Scores, Side, Verdict,
};
use paradup::restatement::Reasons;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::positions::Characters;

/// The classes, each looked up once for a call.
pub(crate) struct Classes<'py> {
    py: Python<'py>,
    place: Bound<'py, PyAny>,
    pair: Bound<'py, PyAny>,
    scores: Bound<'py, PyAny>,
    mention: Bound<'py, PyAny>,
    exchange: Bound<'py, PyAny>,
    run: Bound<'py, PyAny>,
    sentences: Bound<'py, PyAny>,
    reasons: Bound<'py, PyAny>,
    evidence: Bound<'py, PyAny>,
    finding: Bound<'py, PyAny>,
    comparison: Bound<'py, PyAny>,
    cluster: Bound<'py, PyAny>,
    counts: Bound<'py, PyAny>,
    retained: Bound<'py, PyAny>,
    removal: Bound<'py, PyAny>,
    verdict: Bound<'py, PyAny>,
    report: Bound<'py, PyAny>,
    paragraph: Bound<'py, PyAny>,
    answer: Bound<'py, PyAny>,
    matched: Bound<'py, PyAny>,
}

/// An object, whatever its class.
type Object<'py> = PyResult<Bound<'py, PyAny>>;

/// Calls a class with the fields of a struct, each under its own name.
macro_rules! fields {
    ($class:expr, $from:expr, $($field:ident),+ $(,)?) => {{
        let fields = PyDict::new($class.py());
        $(fields.set_item(stringify!($field), $from.$field)?;)+
        $class.call((), Some(&fields))
    }};
}

impl<'py> Classes<'py> {
    pub(crate) fn load(py: Python<'py>) -> PyResult<Classes<'py>> {
        let module = py.import("paradup.report")?;
        Ok(Classes {
            py,
            place: module.getattr("Place")?,
            pair: module.getattr("Pair")?,
            scores: module.getattr("Scores")?,
            mention: module.getattr("Mention")?,
            exchange: module.getattr("Exchange")?,
            run: module.getattr("SharedRun")?,
            sentences: module.getattr("SentencePair")?,
            reasons: module.getattr("Reasons")?,
            evidence: module.getattr("Evidence")?,
            finding: module.getattr("Finding")?,
            comparison: module.getattr("Comparison")?,
            cluster: module.getattr("Cluster")?,
            counts: module.getattr("Counts")?,
            retained: module.getattr("Retained")?,
            removal: module.getattr("Removal")?,
            verdict: module.getattr("Verdict")?,
            report: module.getattr("Report")?,
            paragraph: module.getattr("Paragraph")?,
            answer: module.getattr("Answer")?,
            matched: module.getattr("Match")?,
        })
    }

    /// `text` knows the text of each place.
    pub(crate) fn report<'t>(
        &self,
        report: &report::Report,
        text: impl Fn(Place) -> &'t str,
    ) -> Object<'py> {
        let findings = self.tuple(&report.findings, |finding| {
            let [a, b] = [finding.a, finding.b].map(|place| Characters::of(text(place)));
            self.finding(finding, &a, &b)
        })?;
        let clusters = self.tuple(&report.clusters, |cluster| self.cluster(cluster))?;
        self.report.call1((findings, clusters, self.counts(&report.counts)?))
    }

    fn finding(&self, finding: &Finding, a: &Characters<'_>, b: &Characters<'_>) -> Object<'py> {
        let Finding { relation, score, inner, ref scores, ref evidence, ref others, .. } = *finding;
        let others = self.tuple(others, |pair| self.pair(*pair))?;
        self.finding.call1((
            self.place(finding.a)?,
            self.place(finding.b)?,
            relation.name(),
            score.get(),
            inner.map(side),
            self.scores(scores)?,
            self.evidence(evidence, a, b)?,
            others,
        ))
    }

    pub(crate) fn comparison(&self, comparison: &Comparison, a: &str, b: &str) -> Object<'py> {
        let Comparison { relation, inner, ref scores, ref evidence, .. } = *comparison;
        let evidence = self.evidence(evidence, &Characters::of(a), &Characters::of(b))?;
        let relation = relation.map(paradup::Relation::name);
        self.comparison.call1((relation, inner.map(side), self.scores(scores)?, evidence))
    }

    fn evidence(&self, evidence: &Evidence, a: &Characters<'_>, b: &Characters<'_>) -> Object<'py> {
        let py = self.py;
        let exchanges =
            self.tuple(&evidence.exchanges, |exchange| self.exchange(exchange, a, b))?;
        let shared = self.tuple(&evidence.shared, |run: &SharedRun| {
            self.run.call1((a.slice(py, run.a)?, b.slice(py, run.b)?))
        })?;
        let sentences = self.tuple(&evidence.sentences, |pair: &SentencePair| {
            self.sentences.call1((a.slice(py, pair.a)?, b.slice(py, pair.b)?))
        })?;
        let added = PyTuple::new(py, b.slices(py, &evidence.added)?)?;
        let missing = PyTuple::new(py, a.slices(py, &evidence.missing)?)?;
        let reasons = evidence.reasons.map(|reasons| self.reasons(reasons)).transpose()?;
        let why = evidence.why().map(|why| why.to_string());
        self.evidence.call1((exchanges, shared, added, missing, sentences, reasons, why))
    }

    fn exchange(&self, exchange: &Exchange, a: &Characters<'_>, b: &Characters<'_>) -> Object<'py> {
        let mention = |mention: &Option<Mention>, characters: &Characters<'_>| {
            let mention = mention.as_ref();
            mention.map(|mention| self.mention(mention, characters)).transpose()
        };
        self.exchange.call1((
            mention(&exchange.a, a)?,
            mention(&exchange.b, b)?,
            exchange.kind.map(fact),
        ))
    }

    fn mention(&self, mention: &Mention, characters: &Characters<'_>) -> Object<'py> {
        self.mention.call1((&*mention.text, characters.slice(self.py, mention.span)?))
    }

    fn reasons(&self, reasons: Reasons) -> Object<'py> {
        let Reasons { rare_shared, rare, in_order, words, .. } = reasons;
        self.reasons.call1((rare_shared, rare, in_order, words))
    }

    fn scores(&self, scores: &Scores) -> Object<'py> {
        let Scores { jaccard, containment_a, containment_b, restated, .. } = *scores;
        let restated = restated.map(paradup::Similarity::get);
        self.scores.call1((jaccard.get(), containment_a.get(), containment_b.get(), restated))
    }

    fn pair(&self, pair: report::Pair) -> Object<'py> {
        let [a, b] = [self.place(pair.a)?, self.place(pair.b)?];
        self.pair.call1((a, b, pair.relation.name(), pair.score.get(), pair.inner.map(side)))
    }

    fn place(&self, place: Place) -> Object<'py> {
        self.place.call1((place.document, place.paragraph))
    }

    pub(crate) fn cluster(&self, cluster: &report::Cluster) -> Object<'py> {
        let members = self.tuple(&cluster.members, |place| self.place(*place))?;
        self.cluster.call1((self.place(cluster.representative)?, members))
    }

    pub(crate) fn removal(&self, removal: &report::Removal) -> Object<'py> {
        let [removed, representative] =
            [self.place(removal.removed)?, self.place(removal.representative)?];
        self.removal.call1((removed, representative, ground(removal.ground), removal.score.get()))
    }

    /// `removed` is the text that was judged.
    pub(crate) fn verdict(&self, verdict: &Verdict, removed: &str) -> Object<'py> {
        match verdict {
            Verdict::Goes(found) => self.verdict.call1((ground(*found), PyTuple::empty(self.py))),
            Verdict::Stays(lost) => {
                let lost = Characters::of(removed).slices(self.py, lost)?;
                self.verdict.call1((None::<&str>, PyTuple::new(self.py, lost)?))
            }
            _ => unreachable!("a verdict is one of the two"),
        }
    }

    pub(crate) fn paragraph(
        &self,
        paragraph: Paragraph<'_>,
        document: &Characters<'_>,
    ) -> Object<'py> {
        let slice = document.slice(self.py, paragraph.span())?;
        let kind = paragraph.kind().name();
        let is_ignored = paragraph.is_ignored();
        self.paragraph.call1((paragraph.text(), kind, slice, paragraph.line(), is_ignored))
    }

    pub(crate) fn answer(&self, answer: &Answer) -> Object<'py> {
        let matches = self.tuple(&answer.matches, |found| self.matched(found))?;
        self.answer.call1((matches, answer.verified, answer.is_cut_short))
    }

    fn matched(&self, found: &Match) -> Object<'py> {
        let scores = self.scores(&found.scores)?;
        self.matched.call1((found.id, found.relation.name(), found.score.get(), scores))
    }

    #[rustfmt::skip]
    pub(crate) fn counts(&self, counts: &Counts) -> Object<'py> {
        fields!(
            self.counts, counts, paragraphs, ignored, other_kinds, short, empty, distinct, near_candidates,
            contained_candidates, hot_shingles, hot_paragraphs, hot_candidates, restated_scored,
            restated_passed_over, restated_too_long, redundant, identical, reformatted, near, contained,
            restated, alike_passed_over, stated_in, facts_differ,
        )
    }

    pub(crate) fn retained(&self, retained: &Retained) -> Object<'py> {
        fields!(
            self.retained,
            retained,
            numbers,
            names,
            negations,
            obligations,
            rare_words,
            passages
        )
    }

    fn tuple<T>(
        &self,
        items: &[T],
        object: impl Fn(&T) -> Object<'py>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(self.py, items.iter().map(object).collect::<PyResult<Vec<_>>>()?)
    }
}

fn side(side: Side) -> &'static str {
    match side {
        Side::A => "a",
        Side::B => "b",
    }
}

fn fact(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Number => "number",
        FactKind::Name => "name",
        FactKind::Negation => "negation",
        FactKind::Obligation => "obligation",
        _ => "other",
    }
}

/// The name in reports.
pub(crate) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::StatedIn => "stated_in",
        other => other.name(),
    }
}
