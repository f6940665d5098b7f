//! New paragraphs against a reference.

use core::slice::from_ref;

use super::Detector;
use crate::Cancelled;
use crate::executor::{Executor, completed};
use crate::id::Paragraph;
use crate::pipeline::Passage;
use crate::report::{DocumentEntry, Place, Report};

impl Detector {
    /// Reports on new paragraphs: which of them repeat the reference, or an earlier new one. What the reference repeats of itself
    /// is not reported.
    ///
    /// These are the findings that [`detect`](Detector::detect) has on the new paragraphs where they stand behind the reference, to
    /// the bit: what a word is worth is judged from all of them, restatements are among them, and each finding has its best partner
    /// first. Places in the reference are of document 0, those of new paragraphs of document 1. Of the clusters
    /// those with a new paragraph are reported.
    ///
    /// All paragraphs are read, and their shingles met, at each call; restatements and evidence are looked for of the new ones alone. So
    /// 1,000 against 100,000 cost about as much as the [`clusters`](Detector::clusters) of all. A reference
    /// that is asked again and again is an [`Index`](crate::index::Index), which knows no contained and no restated ones. The scope is
    /// always all paragraphs.
    ///
    /// ```
    /// let reference = ["Bell, book and candle.", "Salt of the earth.", "Salt of the earth!"];
    /// let new = ["Many hands make light work.", "bell book and candle"];
    /// let report = paradup::Detector::default().detect_against(&reference, &new);
    /// let [finding] = &report.findings[..] else { panic!("one is redundant") };
    /// assert_eq!((finding.a.document, finding.a.paragraph), (0, 0));
    /// assert_eq!((finding.b.document, finding.b.paragraph), (1, 1));
    /// ```
    pub fn detect_against<R: AsRef<str>, T: AsRef<str>>(
        &self,
        reference: &[R],
        paragraphs: &[T],
    ) -> Report {
        completed(self.try_detect_against(reference, paragraphs))
    }

    pub(super) fn try_detect_against<R: AsRef<str>, T: AsRef<str>>(
        &self,
        reference: &[R],
        paragraphs: &[T],
    ) -> Result<Report, Cancelled> {
        let texts = reference.iter().map(AsRef::as_ref).chain(paragraphs.iter().map(AsRef::as_ref));
        let passages = texts.enumerate().map(|(at, text)| Passage::alone(text, at)).collect();
        let documents =
            [DocumentEntry::from_paragraphs(reference), DocumentEntry::from_paragraphs(paragraphs)];
        let (mut report, old) = (Report::on(documents.into()), reference.len());
        self.settings.threads.enter(|| {
            let passages = &self.selection.select(passages, &mut report.counts)[..];
            let is_old = |passage: &Passage<'_>| passage.place < Place::in_slice(old);
            let first = Paragraph::from_index(passages.partition_point(is_old));
            self.scan_from(first, passages, from_ref(&(0..passages.len())), &mut report)
        })?;
        report.part(old);
        report.counts.count(&report.findings);
        Ok(report)
    }
}

impl Report {
    /// Makes of one document two, of which the first has so many paragraphs; and leaves out the clusters of that alone.
    fn part(&mut self, first: usize) {
        let part = |place: &mut Place| {
            if let Some(paragraph) = place.paragraph.checked_sub(first) {
                *place = Place { document: 1, paragraph };
            }
        };
        for finding in &mut self.findings {
            let others = finding.others.iter_mut().flat_map(|pair| [&mut pair.a, &mut pair.b]);
            others.chain([&mut finding.a, &mut finding.b]).for_each(part);
        }
        for cluster in &mut self.clusters {
            cluster.members.iter_mut().chain([&mut cluster.representative]).for_each(part);
        }
        self.clusters.retain(|cluster| {
            cluster.members.iter().chain([&cluster.representative]).any(|place| place.document == 1)
        });
    }
}
