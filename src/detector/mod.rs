//! The front door: paragraphs in, a report out. What it does is in the stages; here they are put in a row.

mod options;
mod builder;
mod against;
mod compare;
mod observed;

pub use builder::DetectorBuilder;
pub(crate) use builder::Signing;
pub use observed::Observed;
pub use options::{Engine, Scope};

use core::cmp::Reverse;
use core::ops::Range;
use core::slice::from_ref;
use std::sync::Arc;

use crate::cluster::{Keep, StandsFor, with_relations};
use crate::document::Document;
use crate::executor::{Executor, completed};
use crate::id::Paragraph;
use crate::observer::{Observer, Watch};
use crate::pipeline::{
    self, Homes, Listed, Pair, Paragraphs, Passage, Ranks, Selection, Settings,
    add_restatements_by_document, list_pairs, represent, stands_for, with_unlisted,
};
use crate::removal::{self, MayLose, Request, Standing, Statements};
use crate::report::{
    Cluster, Comparison, Counts, DocumentEntry, Place, Removal, Removals, Report, Verdict,
};
use crate::text::Span;
use crate::{BuildError, Cancelled};

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
    pub(crate) settings: Settings,
    pub(crate) signing: Signing,
    keep: Keep,
    pub(crate) may_lose: MayLose,
    pub(crate) scope: Scope,
    pub(crate) selection: Selection,
}

impl Default for Detector {
    /// Near at 0.7, contained at 0.8, restated at 0.5, recall 0.999, word 3-grams, 128 rows.
    fn default() -> Detector {
        Detector::builder().build().expect("the defaults are in range")
    }
}

impl DetectorBuilder {
    /// The detector.
    ///
    /// # Errors
    /// When a setting is out of its range, or when signatures are to be made and their rows do not
    /// suffice for the recall at the threshold; the message says which setting, what was expected and
    /// what was found.
    pub fn build(self) -> Result<Detector, BuildError> {
        let settings = self.settings()?;
        let signing = self.signing()?;
        let DetectorBuilder { keep, may_lose, scope, selection, .. } = self;
        Ok(Detector { settings, signing, keep, may_lose, scope, selection })
    }
}

impl Detector {
    /// Settings to change before building.
    pub fn builder() -> DetectorBuilder {
        DetectorBuilder::default()
    }

    /// The same detector on all threads of the current rayon pool, with the same answers to the byte. One pair of
    /// texts is still compared on one thread.
    ///
    /// ```
    /// let detector = paradup::Detector::default();
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// assert_eq!(detector.parallel().detect(&texts), detector.detect(&texts));
    /// ```
    #[cfg(feature = "rayon")]
    #[must_use]
    pub fn parallel(&self) -> Detector {
        let mut parallel = self.clone();
        parallel.settings.threads = crate::executor::Threads::All;
        parallel
    }

    /// The same detector, whose long work `observer` watches and may cancel, with the same answers. To watch all threads,
    /// [`parallel`](Detector::parallel) comes first.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// let detector = paradup::Detector::default();
    /// let stop = Arc::new(AtomicBool::new(false));
    /// let observed = detector.observed_by(Arc::clone(&stop));
    /// assert_eq!(observed.removals(&texts), Ok(detector.removals(&texts)));
    /// stop.store(true, Ordering::Relaxed);
    /// assert_eq!(observed.removals(&texts), Err(paradup::Cancelled));
    /// ```
    pub fn observed_by(&self, observer: impl Observer + 'static) -> Observed {
        let mut detector = self.clone();
        detector.settings.watch = Watch::by(Arc::new(observer));
        Observed::new(detector)
    }

    /// Reports on paragraphs, which are held to be one document's.
    pub fn detect<T: AsRef<str>>(&self, paragraphs: &[T]) -> Report {
        completed(self.try_detect(paragraphs))
    }

    fn try_detect<T: AsRef<str>>(&self, paragraphs: &[T]) -> Result<Report, Cancelled> {
        let documents = vec![DocumentEntry::from_paragraphs(paragraphs)];
        let texts = paragraphs.iter().map(AsRef::as_ref).enumerate();
        let passages = texts.map(|(at, text)| Passage::alone(text, at)).collect();
        self.report_on(documents, passages)
    }

    /// Reports on one article of plain text.
    pub fn detect_article(&self, article: &str) -> Report {
        self.detect_documents(&[Document::plain(article)])
    }

    /// Reports on documents: their paragraphs of the [kinds](DetectorBuilder::kinds) that are compared. A restatement
    /// within one document is judged by that document, one across documents by all.
    pub fn detect_documents(&self, documents: &[Document]) -> Report {
        completed(self.try_detect_documents(documents))
    }

    fn try_detect_documents(&self, documents: &[Document]) -> Result<Report, Cancelled> {
        let entries = documents.iter().map(DocumentEntry::from_document).collect();
        let mut passages = Vec::new();
        for (document, source) in documents.iter().enumerate() {
            // A document has no more lists than paragraphs.
            let lists_before = passages.len();
            let paragraphs = source.paragraphs().zip(source.lists()).enumerate();
            passages.extend(paragraphs.map(|(number, (paragraph, list))| Passage {
                text: paragraph.compared(),
                is_ignored: paragraph.is_ignored(),
                place: Place { document, paragraph: number },
                kind: Some(paragraph.kind()),
                list: list.map(|list| lists_before + list),
                is_structured: source.is_structured(),
            }));
        }
        self.report_on(entries, passages)
    }

    /// The clusters of [`detect`](Detector::detect)'s report, for those who need no more: no evidence is
    /// gathered, and restatements are not looked for. The scope is always all paragraphs.
    /// Linear in the words and in the candidate pairs.
    ///
    /// ```
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// let clusters = paradup::Detector::default().clusters(&texts);
    /// assert_eq!(clusters[0].representative.paragraph, 0);
    /// assert_eq!(clusters[0].members[0].paragraph, 2);
    /// ```
    pub fn clusters<T: AsRef<str>>(&self, paragraphs: &[T]) -> Vec<Cluster> {
        completed(self.try_clusters(paragraphs))
    }

    fn try_clusters<T: AsRef<str>>(&self, paragraphs: &[T]) -> Result<Vec<Cluster>, Cancelled> {
        let (texts, positions) = self.long_enough(paragraphs);
        self.settings.threads.enter(|| {
            let paragraphs = Paragraphs::read(&self.settings, &texts)?;
            let (sets, mut counts) = (paragraphs.sets(&self.settings)?, Counts::default());
            let listed = list_pairs(&self.settings, &sets, &mut counts)?;
            let (members, _) = self.represent(&paragraphs, &listed, &mut counts)?;
            pipeline::clusters(&self.settings, &paragraphs, &members, |paragraph| {
                Place::in_slice(positions.of(paragraph.index()))
            })
        })
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
        compare::compare(&self.settings, a, b)
    }

    /// Which paragraphs can be left out, in order, each with the one that stays for it.
    ///
    /// What may be lost is the policy ([`may_lose`](DetectorBuilder::may_lose)). By default nothing is: a paragraph
    /// goes for one that says the same, or that states its sentences in one run; thresholds and relations play no part
    /// then. The page [`promises`](crate::promises) says what that means.
    ///
    /// Of two paragraphs the one is kept that the [`Keep`] rule prefers, of equals the earlier. Nobody
    /// goes for someone who goes. The scope is always all paragraphs. Linear in the bytes where nothing may
    /// be lost, but for sentences that very many paragraphs share; under the lossy policies as [`clusters`](Detector::clusters) are.
    ///
    /// ```
    /// use paradup::Detector;
    ///
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// let removals = Detector::default().removals(&texts);
    /// let removal = &removals.removed[0];
    /// assert_eq!((removal.removed.paragraph, removal.representative.paragraph), (2, 0));
    /// ```
    pub fn removals<T: AsRef<str>>(&self, paragraphs: &[T]) -> Removals {
        self.removals_by(paragraphs, |_| Standing::Ranked(()))
    }

    /// [`removals`](Detector::removals) where the caller says which paragraphs must stay and which are preferred: of
    /// two paragraphs the greater [`Standing`] is kept, before the [`Keep`] rule is asked. `standing` is given positions
    /// in `paragraphs`, each many times, and must answer the same each time. New paragraphs are thinned out against old ones
    /// where the old are [`Standing::Kept`].
    ///
    /// ```
    /// use paradup::{Detector, Standing};
    ///
    /// let texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"];
    /// let latest = Detector::default().removals_by(&texts, Standing::Ranked);
    /// assert_eq!(latest.removed[0].removed.paragraph, 0);
    /// ```
    pub fn removals_by<T: AsRef<str>, P: Ord>(
        &self,
        paragraphs: &[T],
        standing: impl Fn(usize) -> Standing<P> + Sync,
    ) -> Removals {
        completed(self.try_removals_by(paragraphs, standing))
    }

    fn try_removals_by<T: AsRef<str>, P: Ord>(
        &self,
        paragraphs: &[T],
        standing: impl Fn(usize) -> Standing<P> + Sync,
    ) -> Result<Removals, Cancelled> {
        let (texts, positions) = self.long_enough(paragraphs);
        let standings = &|text| standing(positions.of(text));
        let request =
            Request { settings: &self.settings, texts: &texts, standings, keep: self.keep };
        let found = self.settings.threads.enter(|| removal::removals(self.may_lose, &request));
        let mut removals = Removals::from(found?);
        removals.counts.short = positions.left_out(paragraphs.len());
        for Removal { removed, representative, .. } in &mut removals.removed {
            removed.paragraph = positions.of(removed.paragraph);
            representative.paragraph = positions.of(representative.paragraph);
        }
        Ok(removals)
    }

    /// What each removal loses: the words of the removed paragraph that its representative does not
    /// have, as runs of bytes of the removed paragraph, in order. Nothing where the ground proves that
    /// nothing is lost. `removals` must be those of `paragraphs`. Linear in the words of the removed
    /// paragraphs and of their representatives, each of which is read once.
    ///
    /// # Panics
    /// When a removal names a paragraph that is not there.
    pub fn losses<T: AsRef<str>>(&self, paragraphs: &[T], removals: &[Removal]) -> Vec<Vec<Span>> {
        completed(self.try_losses(paragraphs, removals))
    }

    fn try_losses<T: AsRef<str>>(
        &self,
        paragraphs: &[T],
        removals: &[Removal],
    ) -> Result<Vec<Vec<Span>>, Cancelled> {
        let texts: Vec<&str> = paragraphs.iter().map(AsRef::as_ref).collect();
        let removals: Vec<removal::Removal> = removals.iter().map(Into::into).collect();
        removal::losses(&self.settings, &texts, &removals)
    }

    /// Whether `removed` could be left out for `kept` under [`may_lose`](DetectorBuilder::may_lose),
    /// and what keeps it if not. The two are the whole collection.
    pub fn judge(&self, removed: &str, kept: &str) -> Verdict {
        removal::judge(self.may_lose, &self.settings, removed, kept)
    }

    /// What a text states, for those who look for removals with an engine of their own. Linear in the bytes.
    pub fn statements(&self, text: &str) -> Statements {
        Statements::read(self.settings.shingler, text)
    }

    fn report_on(
        &self,
        documents: Vec<DocumentEntry>,
        passages: Vec<Passage<'_>>,
    ) -> Result<Report, Cancelled> {
        self.settings.threads.enter(|| {
            let mut report = Report::on(documents);
            let passages = &self.selection.select(passages, &mut report.counts)[..];
            match self.scope {
                Scope::All => self.scan(passages, &ranges(passages), &mut report)?,
                Scope::Document => passages
                    .chunk_by(|left, right| left.place.document == right.place.document)
                    .try_for_each(|document| {
                        self.scan(document, from_ref(&(0..document.len())), &mut report)
                    })?,
            }
            // Once for all documents: the findings of each have been added by now.
            report.counts.count(&report.findings);
            Ok(report)
        })
    }

    /// Adds to the report what holds among the passages of these documents.
    fn scan(
        &self,
        passages: &[Passage<'_>],
        documents: &[Range<usize>],
        report: &mut Report,
    ) -> Result<(), Cancelled> {
        self.scan_from(Paragraph::default(), passages, documents, report)
    }

    /// Adds to the report what holds between passages from `first` on and earlier ones: every stage in the order the text flows.
    fn scan_from(
        &self,
        first: Paragraph,
        passages: &[Passage<'_>],
        documents: &[Range<usize>],
        report: &mut Report,
    ) -> Result<(), Cancelled> {
        let settings = &self.settings;
        let texts: Vec<&str> = passages.iter().map(|passage| passage.text).collect();
        let places = passages.iter().map(|passage| (passage.list, passage.is_structured));
        let paragraphs = Paragraphs::read(settings, &texts)?.in_documents(places.collect());
        let (sets, mut counts) = (paragraphs.sets(settings)?, paragraphs.counts());
        // The walk comes before restatements: those are reported, and let nobody stand for anybody.
        let listed = list_pairs(settings, &sets, &mut counts)?;
        let (members, hot_pairs) = self.represent(&paragraphs, &listed, &mut counts)?;
        let mut pairs = with_unlisted(listed.pairs, hot_pairs);
        pairs.retain(|pair| paragraphs.first(pair.b) >= first);
        let homes = Homes::new(&paragraphs, documents);
        let (read, asked) = ((&paragraphs, &sets), (&homes, first));
        let pairs = add_restatements_by_document(settings, read, &pairs, asked, &mut counts)?;
        let clusters = pipeline::clusters(settings, &paragraphs, &members, |paragraph| {
            passages[paragraph.index()].place
        })?;
        report.clusters.extend(clusters);
        report.findings.extend(pipeline::findings(
            settings,
            &paragraphs,
            (passages, &homes, first),
            &pairs,
        )?);
        report.counts.add(&counts);
        Ok(())
    }

    /// The texts that are long enough, and where they stand.
    fn long_enough<'t, T: AsRef<str>>(&self, paragraphs: &'t [T]) -> (Vec<&'t str>, Positions) {
        let texts = paragraphs.iter().map(AsRef::as_ref);
        if self.selection.min_words == 0 {
            return (texts.collect(), Positions::All);
        }
        let long_enough = texts.enumerate().filter(|(_, text)| self.selection.is_long_enough(text));
        let (positions, texts) = long_enough.unzip();
        (texts, Positions::Some(positions))
    }

    /// Goes down the ranks of the keep rule.
    fn represent(
        &self,
        paragraphs: &Paragraphs<'_>,
        listed: &Listed<'_>,
        counts: &mut Counts,
    ) -> Result<(Vec<StandsFor>, Vec<Pair>), Cancelled> {
        let originals = paragraphs.originals().len();
        let relations = stands_for(&listed.pairs);
        let mut ranked = with_relations(originals, &relations, &listed.hot);
        if self.keep == Keep::Longest {
            // Stable: of equals the first is kept.
            ranked.sort_by_key(|original| Reverse(paragraphs.words_of(*original)));
        }
        let ranks = Ranks::new(originals, &ranked, |_| true);
        represent(&self.settings, listed, &relations, ranks, counts)
    }
}

/// Where the texts that are compared stand among those that were given.
enum Positions {
    /// All are compared.
    All,
    /// These are.
    Some(Vec<usize>),
}

impl Positions {
    fn of(&self, text: usize) -> usize {
        match self {
            Positions::All => text,
            Positions::Some(positions) => positions[text],
        }
    }

    /// How many of the given texts are not compared.
    fn left_out(&self, given: usize) -> u64 {
        match self {
            Positions::All => 0,
            Positions::Some(positions) => (given - positions.len()) as u64,
        }
    }
}

/// The passages of each document.
fn ranges(passages: &[Passage<'_>]) -> Vec<Range<usize>> {
    let mut end = 0;
    let documents = passages.chunk_by(|left, right| left.place.document == right.place.document);
    documents
        .map(|document| {
            let start = end;
            end += document.len();
            start..end
        })
        .collect()
}
