//! The front door: paragraphs in, a report out.

mod hot;
mod scan;
mod settings;

pub use crate::removal::Standing;
pub use settings::{DetectorBuilder, Engine, Keep, MayLose, Scope};

use crate::evidence::Evidence;
use crate::executor::{Executor, Serial};
use crate::lsh::Banding;
use crate::minhash::Sketcher;
use crate::relation::{Relation, Thresholds};
use crate::removal;
use crate::report::{
    Cluster, Comparison, DocumentEntry, Place, Removal, Removals, Report, Verdict,
};
use crate::shingle::Shingler;
use crate::text::{Document, Normalizer, Span};
use scan::Passage;

/// Finds redundant paragraphs.
///
/// Building can fail (settings can be wrong), detecting cannot: any text has a defined result. A
/// detector is immutable, cheap to clone, and can be shared between threads.
///
/// ```
/// use paradup::Detector;
///
/// let report = Detector::default().detect(&[
///     "The ferry leaves at nine from the old quay, every day but Sunday.",
///     "Tickets are sold on board.",
///     "The ferry leaves at nine from the old quay, every day but Sunday!",
/// ]);
/// let finding = &report.findings[0];
/// assert_eq!((finding.a.paragraph, finding.b.paragraph), (0, 2));
/// assert_eq!(finding.relation.to_string(), "reformatted");
/// ```
#[derive(Clone, Debug)]
pub struct Detector {
    thresholds: Thresholds,
    relations: Vec<Relation>,
    /// None where the exact join proposes near pairs too.
    signatures: Option<Signatures>,
    normalizer: Normalizer,
    shingler: Shingler,
    keep: Keep,
    may_lose: MayLose,
    scope: Scope,
    low_memory: bool,
}

/// How near pairs are proposed by `MinHash`.
#[derive(Clone, Debug)]
struct Signatures {
    sketcher: Sketcher,
    banding: Banding,
}

impl Default for Detector {
    /// Near at 0.7, contained at 0.8, restated at 0.5, recall 0.999, word 3-grams, 128 rows.
    fn default() -> Detector {
        Detector::builder().build().expect("the defaults are in range")
    }
}

impl Detector {
    /// Settings to change before building.
    pub fn builder() -> DetectorBuilder {
        DetectorBuilder::default()
    }

    /// Reports on paragraphs, which are held to be one document's. Spans in the evidence count from
    /// the beginning of each paragraph.
    pub fn detect<T: AsRef<str>>(&self, paragraphs: &[T]) -> Report {
        self.report_on_paragraphs(Serial, paragraphs)
    }

    /// The clusters of [`detect`](Detector::detect)'s report, for those who need no more: nothing is
    /// gathered in evidence, and restatements are not looked for. The scope is always all paragraphs.
    /// Linear in the words and in the pairs that meet.
    ///
    /// ```
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// let clusters = paradup::Detector::default().clusters(&texts);
    /// assert_eq!(clusters[0].representative.paragraph, 0);
    /// assert_eq!(clusters[0].members[0].paragraph, 2);
    /// ```
    pub fn clusters<T: AsRef<str>>(&self, paragraphs: &[T]) -> Vec<Cluster> {
        scan::clusters(self, Serial, &passages(paragraphs))
    }

    /// Reports on one article, split into paragraphs at blank lines. Spans count from the beginning
    /// of the article.
    pub fn detect_article(&self, article: &str) -> Report {
        self.detect_documents(&[Document::plain(article)])
    }

    /// Reports on documents. Spans count from the beginning of each document.
    pub fn detect_documents(&self, documents: &[Document]) -> Report {
        self.report_on_documents(Serial, documents)
    }

    /// Every score of two texts, what holds between them, and the evidence. Each text is held to be
    /// one paragraph; the two are the whole collection, so what words are worth is judged from them
    /// alone.
    ///
    /// ```
    /// let detector = paradup::Detector::default();
    /// let comparison = detector.compare("A quiet night at sea.", "A quiet night at sea!");
    /// assert_eq!(comparison.relation, Some(paradup::Relation::Reformatted));
    /// ```
    pub fn compare(&self, a: &str, b: &str) -> Comparison {
        scan::compare(self, a, b)
    }

    /// Which paragraphs can be left out, in order, each with the one that stays for it.
    ///
    /// What may be lost is the policy ([`may_lose`](DetectorBuilder::may_lose)). By default nothing is: a paragraph
    /// goes for one that says the same, or that states its sentences in one run; thresholds and relations play no part
    /// then. The page [`promises`](crate::promises) says what that means.
    ///
    /// Of two paragraphs the greater [`Standing`] is kept, of equals the one that the [`Keep`] rule prefers, then the earlier. Nobody
    /// goes for someone who goes. The scope is always all paragraphs. Linear in the bytes where nothing may
    /// be lost, but for sentences that very many paragraphs share; under the lossy policies as [`clusters`](Detector::clusters) are.
    ///
    /// ```
    /// use paradup::{Detector, Standing};
    ///
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// let removals = Detector::default().removals(&texts, |number| Standing::Ranked(number));
    /// let removal = &removals.removed[0];
    /// assert_eq!((removal.removed.paragraph, removal.representative.paragraph), (0, 2));
    /// ```
    pub fn removals<T: AsRef<str>, P: Ord>(
        &self,
        paragraphs: &[T],
        standing: impl Fn(usize) -> Standing<P> + Sync,
    ) -> Removals {
        self.removals_from(Serial, paragraphs, standing).into()
    }

    /// What each removal loses: the words of the removed paragraph that its representative does not
    /// have, as runs of bytes of the removed paragraph, in order. Nothing where the ground proves that
    /// nothing is lost. `removals` must be those of `paragraphs`. Linear in the words of the removed
    /// paragraphs and of their representatives, each of which is read once.
    ///
    /// # Panics
    /// When a removal names a paragraph that is not there.
    pub fn losses<T: AsRef<str>>(&self, paragraphs: &[T], removals: &[Removal]) -> Vec<Vec<Span>> {
        self.losses_from(Serial, paragraphs, removals)
    }

    /// Whether `removed` could be left out for `kept` under [`may_lose`](DetectorBuilder::may_lose),
    /// and what keeps it if not. The two are the whole collection.
    pub fn judge(&self, removed: &str, kept: &str) -> Verdict {
        match self.may_lose {
            MayLose::Nothing => {
                removal::judge(self.normalizer, self.shingler.kernel(), removed, kept)
            }
            MayLose::Wording => scan::wording::judge_pair(self, removed, kept),
            MayLose::Anything => scan::judge_pair(self, removed, kept),
        }
    }

    fn removals_from<E: Executor, T: AsRef<str>, P: Ord>(
        &self,
        executor: E,
        paragraphs: &[T],
        standing: impl Fn(usize) -> Standing<P> + Sync,
    ) -> removal::Removals {
        if self.may_lose == MayLose::Nothing {
            let texts: Vec<&str> = paragraphs.iter().map(AsRef::as_ref).collect();
            let longest = self.keep == Keep::Longest;
            let (reading, standing) = ((self.normalizer, self.shingler.kernel()), &standing);
            return executor
                .enter(|| removal::removals(executor, reading, &texts, longest, standing));
        }
        let passages = passages(paragraphs);
        if self.may_lose == MayLose::Wording {
            return executor
                .enter(|| scan::wording::removals(self, executor, &passages, &standing));
        }
        scan::removals(self, executor, &passages, standing)
    }

    fn losses_from<E: Executor, T: AsRef<str>>(
        &self,
        executor: E,
        paragraphs: &[T],
        removals: &[Removal],
    ) -> Vec<Vec<Span>> {
        let removals: Vec<removal::Removal> = removals.iter().map(Into::into).collect();
        scan::losses(self, executor, &passages(paragraphs), &removals)
    }

    fn report_on_paragraphs<E: Executor, T: AsRef<str>>(
        &self,
        executor: E,
        paragraphs: &[T],
    ) -> Report {
        let documents = vec![DocumentEntry::from_paragraphs(paragraphs)];
        self.report_on(executor, documents, &passages(paragraphs))
    }

    fn report_on_documents<E: Executor>(&self, executor: E, documents: &[Document]) -> Report {
        let entries = documents.iter().map(DocumentEntry::from_document).collect();
        let passages = documents.iter().enumerate().flat_map(|(document, source)| {
            source.spans().iter().enumerate().map(move |(paragraph, span)| Passage {
                text: &source.text()[*span],
                place: Place { document, paragraph },
                start: span.start,
            })
        });
        self.report_on(executor, entries, &passages.collect::<Vec<_>>())
    }

    fn report_on<E: Executor>(
        &self,
        executor: E,
        documents: Vec<DocumentEntry>,
        passages: &[Passage<'_>],
    ) -> Report {
        executor.enter(|| {
            let mut report = Report::on(documents);
            match self.scope {
                Scope::All => scan::scan(self, executor, passages, &mut report),
                Scope::Document => passages
                    .chunk_by(|left, right| left.place.document == right.place.document)
                    .for_each(|document| scan::scan(self, executor, document, &mut report)),
            }
            report.counts.count(&report.findings);
            report
        })
    }

    fn reports(&self, relation: Relation) -> bool {
        self.relations.contains(&relation)
    }

    fn evidence(&self, a: &Passage<'_>, b: &Passage<'_>, relation: Option<Relation>) -> Evidence {
        Evidence::gather(self.normalizer, a.text, b.text, relation).shifted(a.start, b.start)
    }
}

/// Paragraphs of one document, each of which counts its bytes from 0.
fn passages<T: AsRef<str>>(paragraphs: &[T]) -> Vec<Passage<'_>> {
    let texts = paragraphs.iter().map(AsRef::as_ref).enumerate();
    texts
        .map(|(paragraph, text)| Passage { text, place: Place::in_slice(paragraph), start: 0 })
        .collect()
}

/// The same on all threads of the current rayon pool, with the same reports to the byte.
#[cfg(feature = "rayon")]
impl Detector {
    /// [`detect`](Detector::detect) in parallel.
    pub fn par_detect<T: AsRef<str> + Sync>(&self, paragraphs: &[T]) -> Report {
        self.report_on_paragraphs(crate::executor::Rayon, paragraphs)
    }

    /// [`clusters`](Detector::clusters) in parallel.
    pub fn par_clusters<T: AsRef<str> + Sync>(&self, paragraphs: &[T]) -> Vec<Cluster> {
        scan::clusters(self, crate::executor::Rayon, &passages(paragraphs))
    }

    /// [`detect_article`](Detector::detect_article) in parallel.
    pub fn par_detect_article(&self, article: &str) -> Report {
        self.par_detect_documents(&[Document::plain(article)])
    }

    /// [`detect_documents`](Detector::detect_documents) in parallel.
    pub fn par_detect_documents(&self, documents: &[Document]) -> Report {
        self.report_on_documents(crate::executor::Rayon, documents)
    }

    /// [`losses`](Detector::losses) in parallel.
    pub fn par_losses<T: AsRef<str>>(
        &self,
        paragraphs: &[T],
        removals: &[Removal],
    ) -> Vec<Vec<Span>> {
        self.losses_from(crate::executor::Rayon, paragraphs, removals)
    }

    /// [`removals`](Detector::removals) in parallel.
    pub fn par_removals<T: AsRef<str>, P: Ord>(
        &self,
        paragraphs: &[T],
        standing: impl Fn(usize) -> Standing<P> + Sync,
    ) -> Removals {
        self.removals_from(crate::executor::Rayon, paragraphs, standing).into()
    }
}
