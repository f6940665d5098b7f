//! What was found: findings with evidence, clusters, counts.

use core::fmt;

use crate::Similarity;
use crate::evidence::{Evidence, Span};
pub use crate::relation::Side;
use crate::relation::{Relation, Scores};
use crate::text::Document;

/// A paragraph, by its document and its number in it, both counted from 0.
///
/// Ordered as the texts are: of two paragraphs the later one is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// The document's number, in the order given.
    pub document: usize,
    /// The paragraph's number in its document.
    pub paragraph: usize,
}

/// A redundant paragraph, what it repeats, how, and why.
///
/// ```
/// use paradup::{Detector, Relation};
/// use paradup::report::Side;
///
/// let article = "Rain closed the north road early on Sunday morning.\n\n\
///     Rain closed the north road early on Sunday morning. The council expects to open it again on Monday.";
/// let report = Detector::default().detect_article(article);
/// let finding = &report.findings[0];
/// assert_eq!((finding.a.paragraph, finding.b.paragraph), (0, 1));
/// assert_eq!(finding.relation, Relation::Contained);
/// assert_eq!(finding.inner, Some(Side::A));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// The earlier paragraph.
    pub a: Place,
    /// The later paragraph, which repeats the earlier one.
    pub b: Place,
    /// What holds between them.
    pub relation: Relation,
    /// The score that the relation rests on: 1 for copies, else the resemblance, the containment of
    /// the smaller, or the probability of a restatement.
    pub score: Similarity,
    /// The side that stands in the other, where the relation has a direction.
    pub inner: Option<Side>,
    /// All scores.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub scores: Scores,
    /// Shared runs, words exchanged for others, what each side alone says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub evidence: Evidence,
}

/// Two texts held against each other, related or not.
///
/// ```
/// let comparison = paradup::Detector::default().compare("Of the sea.", "Of the mountains and of the sea.");
/// assert_eq!(comparison.relation, None);
/// assert_eq!(comparison.scores.containment_a.get(), 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Comparison {
    /// What holds between them, if anything does.
    pub relation: Option<Relation>,
    /// The side that stands in the other, where the relation has a direction.
    pub inner: Option<Side>,
    /// All scores.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub scores: Scores,
    /// Shared runs, words exchanged for others, what each side alone says.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub evidence: Evidence,
}

/// Paragraphs of which one can stand for all the others.
///
/// Every member has a verified relation to the representative itself: it is identical to it,
/// reformatted, near, or contained in it. There are no chains.
///
/// ```
/// let paragraphs = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let report = paradup::Detector::default().detect(&paragraphs);
/// assert_eq!(report.clusters[0].representative.paragraph, 0);
/// assert_eq!(report.clusters[0].members[0].paragraph, 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cluster {
    /// The paragraph to keep, by the keep rule.
    pub representative: Place,
    /// The others, in order.
    pub members: Vec<Place>,
}

/// Why a paragraph can be left out for another.
///
/// ```
/// use paradup::report::Ground;
///
/// assert_eq!(Ground::StatedIn.to_string(), "stated in");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Ground {
    /// The same bytes, outer white space aside.
    Identical,
    /// The same words, values, operators and sentence ends in another form.
    Reformatted,
    /// Its sentences stand in the other paragraph in one run, each saying the same.
    StatedIn,
    /// It resembles the other paragraph.
    Near,
    /// Most of it stands in the other paragraph.
    Contained,
    /// It says the same again in other words.
    Restated,
}

impl Ground {
    /// All grounds, the strongest first.
    pub const ALL: [Ground; 6] = [
        Ground::Identical,
        Ground::Reformatted,
        Ground::StatedIn,
        Ground::Near,
        Ground::Contained,
        Ground::Restated,
    ];

    /// The name for people: lower case.
    pub fn name(self) -> &'static str {
        match self {
            Ground::Identical => "identical",
            Ground::Reformatted => "reformatted",
            Ground::StatedIn => "stated in",
            Ground::Near => "near",
            Ground::Contained => "contained",
            Ground::Restated => "restated",
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl From<Relation> for Ground {
    fn from(relation: Relation) -> Ground {
        match relation {
            Relation::Identical => Ground::Identical,
            Relation::Reformatted => Ground::Reformatted,
            Relation::Near => Ground::Near,
            Relation::Contained => Ground::Contained,
            Relation::Restated => Ground::Restated,
        }
    }
}

/// A paragraph that can be left out, and the one that stays for it.
///
/// ```
/// use paradup::report::Ground;
/// use paradup::{Detector, Standing};
///
/// let texts = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let removals = Detector::default().removals(&texts);
/// let removal = &removals.removed[0];
/// assert_eq!((removal.removed, removal.representative), (2, 0));
/// assert_eq!(removal.ground, Ground::Reformatted);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Removal {
    /// The number of the paragraph to leave out.
    pub removed: usize,
    /// The number of the paragraph that stays.
    pub representative: usize,
    /// Why it can be left out.
    pub ground: Ground,
    /// The score that the ground rests on: 1 for the first three grounds, else the resemblance, the
    /// containment of the removed paragraph, or the probability of a restatement.
    pub score: Similarity,
}

/// Every paragraph that can be left out of a collection.
///
/// ```
/// use paradup::{Detector, Standing};
///
/// let texts = ["Alpha beta gamma.", "Something else.", "ALPHA, beta, gamma!"];
/// let removals = Detector::default().removals(&texts);
/// assert_eq!(removals.removed.len(), 1);
/// assert_eq!((removals.counts.distinct, removals.counts.reformatted), (2, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Removals {
    /// The removals, in input order.
    pub removed: Vec<Removal>,
    /// How much was looked at and found. A finding is a removal here.
    pub counts: Counts,
    /// What stays though similarity alone would remove it.
    pub retained: Retained,
}

/// Whether one paragraph could be left out for another, and what keeps it if not.
///
/// ```
/// use paradup::report::{Ground, Verdict};
///
/// let detector = paradup::Detector::default();
/// let verdict = detector.judge("Closed on Mondays.", "CLOSED on Mondays.");
/// assert_eq!(verdict, Verdict::Goes(Ground::Reformatted));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// It can be left out, on this ground.
    Goes(Ground),
    /// It stays: these sentences or words of it would be lost, as bytes of the removed paragraph. None
    /// where nothing of it would be, but the two are not related, or too short a text is at stake.
    Stays(Vec<Span>),
}

/// How many paragraphs stay though they are related to one that stays, by what their removal would
/// lose: the first of these that holds. Counted under [`MayLose::Wording`](crate::MayLose) only, and there
/// not for paragraphs that are related under hot shingles alone, as instances of a template are: those
/// pairs are not looked for.
///
/// ```
/// let retained = paradup::report::Retained { numbers: 2, names: 1, ..Default::default() };
/// assert_eq!(retained.total(), 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Retained {
    /// A number would be lost or put otherwise.
    pub numbers: u64,
    /// A name.
    pub names: u64,
    /// A negation.
    pub negations: u64,
    /// A word that obliges or permits.
    pub obligations: u64,
    /// A word that stands in few paragraphs.
    pub rare_words: u64,
    /// More than three words running that the representative lacks, words in the place of others, or a mark that says
    /// something, such as that of a question.
    pub passages: u64,
}

impl Retained {
    /// How many in all.
    pub fn total(&self) -> u64 {
        self.numbers
            + self.names
            + self.negations
            + self.obligations
            + self.rare_words
            + self.passages
    }
}

/// A paragraph's number and bytes in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ParagraphEntry {
    /// Counted from 0.
    pub index: usize,
    /// Its first byte.
    pub start: usize,
    /// The first byte behind it.
    pub end: usize,
}

/// A document as the report knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DocumentEntry {
    /// Where it was read from, if from anywhere.
    pub path: Option<String>,
    /// Its paragraphs in order.
    pub paragraphs: Vec<ParagraphEntry>,
}

impl DocumentEntry {
    pub(crate) fn of(document: &Document) -> DocumentEntry {
        let spans = document.spans().iter().enumerate();
        DocumentEntry {
            path: document.path().map(str::to_owned),
            paragraphs: spans.map(|(index, span)| entry(index, span.clone().into())).collect(),
        }
    }

    /// Paragraphs that come without a document: each counts its bytes from 0.
    pub(crate) fn of_paragraphs<T: AsRef<str>>(paragraphs: &[T]) -> DocumentEntry {
        let texts = paragraphs.iter().map(AsRef::as_ref).enumerate();
        let entries =
            texts.map(|(index, text): (usize, &str)| entry(index, (0..text.len()).into()));
        DocumentEntry { path: None, paragraphs: entries.collect() }
    }
}

fn entry(index: usize, span: Span) -> ParagraphEntry {
    ParagraphEntry { index, start: span.start, end: span.end }
}

/// How much was looked at and how much was found. Nothing is skipped without a number here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Counts {
    /// Paragraphs given.
    pub paragraphs: u64,
    /// Paragraphs without a single word: they match nothing.
    pub empty: u64,
    /// Different canonical texts among the others.
    pub distinct: u64,
    /// Pairs proposed as near, by their signatures or by the exact join, then verified.
    pub near_candidates: u64,
    /// Pairs proposed as contained by the exact join, then verified. A pair may be proposed as both.
    pub contained_candidates: u64,
    /// Shingles that the exact join found in the prefixes of more than 256 paragraphs, as templates
    /// have them.
    pub hot_shingles: u64,
    /// Distinct paragraphs that hold such a shingle.
    pub hot_paragraphs: u64,
    /// Pairs verified under such shingles: there a paragraph is held against the representatives of
    /// clusters only, not against other members, and that is all that is reported. Where removals
    /// are asked for, one pair decides for two whole templates, whose instances differ only in words
    /// of their own.
    pub hot_candidates: u64,
    /// Pairs scored as restatements.
    pub restated_scored: u64,
    /// Look-ups by rare words left out because the word stands in over 1,000 paragraphs. Only
    /// collections of more than 2,000 paragraphs are searched by rare words.
    pub restated_passed_over: u64,
    /// Paragraphs of more than 65,536 words, which are not judged as restatements.
    pub restated_too_long: u64,
    /// Findings of this relation.
    pub identical: u64,
    /// Findings of this relation.
    pub reformatted: u64,
    /// Findings of this relation.
    pub near: u64,
    /// Findings of this relation.
    pub contained: u64,
    /// Findings of this relation.
    pub restated: u64,
    /// Paragraphs that were not held against each other under [`MayLose::Wording`](crate::MayLose) because more
    /// than 32 that stay tell all that one of them tells, and under [`MayLose::Anything`](crate::MayLose) because 64 or
    /// more that stay share a hot shingle, counted under each such shingle. The one that might have gone stays.
    pub alike_passed_over: u64,
    /// Removals of paragraphs whose sentences stand in another.
    pub stated_in: u64,
    /// Findings with an exchange of facts, by its label: alike in wording, not in what they say.
    pub facts_differ: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Counts) {
        self.paragraphs += other.paragraphs;
        self.empty += other.empty;
        self.distinct += other.distinct;
        self.near_candidates += other.near_candidates;
        self.contained_candidates += other.contained_candidates;
        self.hot_shingles += other.hot_shingles;
        self.hot_paragraphs += other.hot_paragraphs;
        self.hot_candidates += other.hot_candidates;
        self.restated_scored += other.restated_scored;
        self.restated_passed_over += other.restated_passed_over;
        self.restated_too_long += other.restated_too_long;
        self.alike_passed_over += other.alike_passed_over;
    }

    /// Counts the findings, by relation.
    pub(crate) fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.count_relation(finding.relation);
            self.facts_differ += u64::from(finding.evidence.facts_differ());
        }
    }

    /// Counts a removal on this ground.
    pub(crate) fn count_ground(&mut self, ground: Ground) {
        match ground {
            Ground::Identical => self.count_relation(Relation::Identical),
            Ground::Reformatted => self.count_relation(Relation::Reformatted),
            Ground::StatedIn => self.stated_in += 1,
            Ground::Near => self.count_relation(Relation::Near),
            Ground::Contained => self.count_relation(Relation::Contained),
            Ground::Restated => self.count_relation(Relation::Restated),
        }
    }

    /// Counts a finding of this relation.
    pub(crate) fn count_relation(&mut self, relation: Relation) {
        let count = match relation {
            Relation::Identical => &mut self.identical,
            Relation::Reformatted => &mut self.reformatted,
            Relation::Near => &mut self.near,
            Relation::Contained => &mut self.contained,
            Relation::Restated => &mut self.restated,
        };
        *count += 1;
    }
}

/// The version of the report's form; raised when a reader of the old form would misread the new.
pub const SCHEMA: u32 = 1;

/// Everything a detector has to say.
///
/// With the feature `serde` it serialises to the JSON that the command prints. A pure function of
/// the texts and the settings: the same bytes for any number of threads.
///
/// ```
/// let report = paradup::Detector::default().detect(&["Same again.", "Other words.", "same again"]);
/// assert_eq!(report.findings.len(), 1);
/// assert_eq!(report.counts.distinct, 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// [`SCHEMA`]. A report of another one is refused when it is read.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "stored::schema"))]
    pub schema: u32,
    /// What was looked at.
    pub documents: Vec<DocumentEntry>,
    /// What was found, by the later paragraph, then by falling score. A paragraph with an earlier
    /// copy is reported once, against the first; its other relations are those of the first.
    /// Where a shingle is hot (see [`Counts::hot_shingles`]), as in a template with a million
    /// instances, each instance is reported against the representative, not against all the others.
    pub findings: Vec<Finding>,
    /// Groups of paragraphs of which one stands for all, by the representative's place.
    pub clusters: Vec<Cluster>,
    /// How much was looked at and found.
    pub counts: Counts,
}

/// The stored form.
#[cfg(feature = "serde")]
mod stored {
    use serde::de::{Deserialize, Deserializer, Error};

    use super::SCHEMA;
    use crate::BuildError;

    pub(super) fn schema<'d, D: Deserializer<'d>>(deserializer: D) -> Result<u32, D::Error> {
        let found = u32::deserialize(deserializer)?;
        if found == SCHEMA {
            return Ok(found);
        }
        let message = format!("expected {SCHEMA}, found {found}; detect again");
        Err(Error::custom(BuildError::new("schema", message)))
    }
}
