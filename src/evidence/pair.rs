//! The evidence of a pair, and what it consists of.

use super::fact::{FactKind, Mention};
use crate::document::Paragraph;
use crate::restatement::Reasons;
use crate::text::Span;

/// What a person needs to see to accept or refuse a finding.
///
/// The evidence of `b` and `a` is that of `a` and `b` with its sides changed. In copies every word of either
/// side stands in exactly one of `shared`, `exchanges` and `missing` (`added` for the second side),
/// and spans of one side do not overlap. In restatements, where most words are exchanged, `shared` holds what is
/// worth showing, and `exchanges` only facts.
///
/// An exchange stands in a sentence that both sides have. Whole sentences that one side has before, behind or between
/// those, and longer passages, are not exchanged for anything: they are `missing` or `added`.
///
/// The spans count bytes from the beginning of each paragraph's text; [`in_documents`](Evidence::in_documents) makes them
/// bytes of the documents.
///
/// ```
/// let a = "The gate opens at nine and closes at five on every day of the week.";
/// let b = "The gate opens at nine and closes at five on every day of the week, rain or shine.";
/// let evidence = paradup::Detector::default().compare(a, b).evidence;
/// assert_eq!(&b[evidence.shared[0].b], "The gate opens at nine and closes at five on every day of the week");
/// assert_eq!(evidence.exchanges[0].b.as_ref().unwrap().text, "rain or shine");
/// let c = "The gate opens at nine and closes at five on every day of the week. Dogs wait outside.";
/// let evidence = paradup::Detector::default().compare(a, c).evidence;
/// assert_eq!(&c[evidence.added[0]], "Dogs wait outside");
/// assert!(evidence.exchanges.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Evidence {
    /// Words exchanged for others, in the order of the texts; in restatements by kind.
    pub exchanges: Vec<Exchange>,
    /// What both sides share, in the order of the first side.
    pub shared: Vec<SharedRun>,
    /// What the second side says and the first does not, in order.
    pub added: Vec<Span>,
    /// What the first side says and the second does not, in order.
    pub missing: Vec<Span>,
    /// Sentences that correspond. For restatements only: copies correspond throughout.
    pub sentences: Vec<SentencePair>,
    /// Why the pair is held to be a restatement. Only where none of the stronger relations holds.
    pub reasons: Option<Reasons>,
}

impl Evidence {
    /// Whether an exchange is labelled as one of facts: the pair is alike in wording, not in what it
    /// says.
    pub fn facts_differ(&self) -> bool {
        self.exchanges.iter().any(|exchange| exchange.kind.is_some())
    }

    /// All of both texts is shared.
    pub(super) fn all_shared(a: &str, b: &str) -> Evidence {
        let shared = SharedRun { a: (0..a.len()).into(), b: (0..b.len()).into() };
        Evidence { shared: vec![shared], ..Evidence::default() }
    }

    /// The evidence with its sides changed.
    pub(super) fn mirrored(self) -> Evidence {
        let mut shared: Vec<SharedRun> = self.shared.into_iter().map(SharedRun::mirrored).collect();
        // In the order of what is the first side now.
        shared.sort_unstable_by_key(|run| run.a);
        let mut sentences: Vec<SentencePair> =
            self.sentences.into_iter().map(SentencePair::mirrored).collect();
        sentences.sort_unstable_by_key(|pair| (pair.a, pair.b));
        Evidence {
            exchanges: self.exchanges.into_iter().map(Exchange::mirrored).collect(),
            shared,
            added: self.missing,
            missing: self.added,
            sentences,
            reasons: self.reasons,
        }
    }

    /// The same evidence, its spans as bytes of the documents that the paragraphs are of. O(spans · log segments).
    ///
    /// ```
    /// use paradup::{Detector, document::Document};
    ///
    /// let text = "Tips are 20 a day.\n\nTips are 40 a day.";
    /// let document = Document::plain(text);
    /// let (a, b) = (document.paragraph(0), document.paragraph(1));
    /// let evidence = Detector::default().compare(a.text(), b.text()).evidence.in_documents(a, b);
    /// assert_eq!(&text[evidence.exchanges[0].b.as_ref().unwrap().span], "40");
    /// ```
    #[must_use]
    pub fn in_documents(self, a: Paragraph<'_>, b: Paragraph<'_>) -> Evidence {
        let shared = self.shared.iter();
        let sentences = self.sentences.iter();
        Evidence {
            shared: shared
                .map(|run| SharedRun { a: a.to_source(run.a), b: b.to_source(run.b) })
                .collect(),
            sentences: sentences
                .map(|pair| SentencePair { a: a.to_source(pair.a), b: b.to_source(pair.b) })
                .collect(),
            added: self.added.into_iter().map(|span| b.to_source(span)).collect(),
            missing: self.missing.into_iter().map(|span| a.to_source(span)).collect(),
            exchanges: self
                .exchanges
                .into_iter()
                .map(|exchange| exchange.in_documents(a, b))
                .collect(),
            reasons: self.reasons,
        }
    }
}

/// Words of one side that stand in place of words of the other, or that one side puts into a
/// sentence that both have.
///
/// ```
/// use paradup::evidence::FactKind;
///
/// let a = "Average tips are £20 per shift on a Friday night in the summer season.";
/// let b = "Average tips are £40 per shift on a Friday night in the summer season.";
/// let evidence = paradup::Detector::default().compare(a, b).evidence;
/// let exchange = &evidence.exchanges[0];
/// assert_eq!(exchange.kind, Some(FactKind::Number));
/// assert_eq!(exchange.a.as_ref().unwrap().text, "20");
/// assert_eq!(exchange.b.as_ref().unwrap().text, "40");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Exchange {
    /// As the first paragraph has it. `None` where only the second one says it.
    pub a: Option<Mention>,
    /// As the second paragraph has it. `None` where only the first one says it.
    pub b: Option<Mention>,
    /// What kind of fact the two sides have otherwise here, if any: a label that decides nothing.
    pub kind: Option<FactKind>,
}

impl Exchange {
    pub(super) fn mirrored(self) -> Exchange {
        Exchange { a: self.b, b: self.a, kind: self.kind }
    }

    fn in_documents(self, a: Paragraph<'_>, b: Paragraph<'_>) -> Exchange {
        Exchange {
            a: self.a.map(|mention| mention.in_document(a)),
            b: self.b.map(|mention| mention.in_document(b)),
            kind: self.kind,
        }
    }
}

/// A run of words that stands on both sides; of stems, where the pair is a restatement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SharedRun {
    /// Where it stands in the first paragraph.
    pub a: Span,
    /// Where it stands in the second paragraph.
    pub b: Span,
}

impl SharedRun {
    fn mirrored(self) -> SharedRun {
        SharedRun { a: self.b, b: self.a }
    }
}

/// A sentence of each paragraph, the one of the first retold by the one of the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SentencePair {
    /// The sentence of the first paragraph.
    pub a: Span,
    /// The sentence of the second paragraph.
    pub b: Span,
}

impl SentencePair {
    pub(super) fn mirrored(self) -> SentencePair {
        SentencePair { a: self.b, b: self.a }
    }
}
