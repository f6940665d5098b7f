//! Findings that belong together: the same text in many places is one thing to act on, and so is a file that repeats another.
//!
//! Two files are one entry where at least [`MIN_FINDINGS`] findings are of them, and at least half of the paragraphs of the smaller
//! one that are compared: a copy of a file, or a translation that was never made. All files that so repeat one are one entry.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use paradup::Relation;
use paradup::report::{Finding, Place, Report};

use super::Review;

/// Fewer paragraphs that two files share are looked at one by one.
const MIN_FINDINGS: usize = 5;

/// Findings that repeat one text, or one file.
pub(crate) struct Group<'r> {
    /// The earliest place of the text, or of what is repeated of the file.
    pub(crate) source: Place,
    /// Of a text those that repeat the source itself before the others, the best first, of equals in the order of the texts. Of
    /// a file those that are no copies before the others.
    pub(crate) findings: Vec<&'r Finding>,
    /// The files that repeat the file of the source; none where the group is one of a text.
    pub(crate) files: Vec<Share>,
}

/// How much of a file repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) document: usize,
    /// Paragraphs that do.
    pub(crate) count: usize,
    /// Paragraphs that are compared.
    pub(crate) of: usize,
}

impl Group<'_> {
    /// The best of them.
    pub(crate) fn best(&self) -> &Finding {
        self.findings[0]
    }

    /// What the group is about, where it is files; these are told by `name`.
    pub(crate) fn title(&self, name: impl Fn(usize) -> String) -> Option<String> {
        let source = name(self.source.document);
        let title = match self.files[..] {
            [] => return None,
            [Share { document, count, of }] => {
                format!("{} repeats {source} in {count} of {of} paragraphs", name(document))
            }
            _ => {
                let (files, count) = (self.files.len(), self.findings.len());
                format!("{source} is repeated by {files} files in {count} paragraphs")
            }
        };
        Some(format!("{title}: {}", composition(self.findings.iter().copied())))
    }
}

/// How many findings there are of each relation.
pub(crate) fn composition<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let mut counts: BTreeMap<Relation, u64> = BTreeMap::new();
    findings.for_each(|finding| *counts.entry(finding.relation).or_default() += 1);
    let counts = counts.iter().map(|(relation, count)| format!("{count} {relation}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// The findings by the file or the text that they repeat, each in the order of the texts. A copy of a copy, near ones among them,
/// repeats the first; a retelling of a retelling repeats that.
pub(crate) fn groups<'d>(review: &Review<'d>) -> Vec<Group<'d>> {
    let shares = shares(review);
    let mut sources: BTreeMap<Place, Place> = BTreeMap::new();
    let mut texts: BTreeMap<Place, Vec<&Finding>> = BTreeMap::new();
    let mut files: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    // Findings are in the order of the texts, so what `a` repeats is known by now.
    for finding in review.report {
        let source = *sources.get(&finding.a).unwrap_or(&finding.a);
        if finding.relation <= Relation::Near {
            sources.insert(finding.b, source);
        }
        if shares.contains_key(&documents(finding)) {
            files.entry(finding.a.document).or_default().push(finding);
        } else {
            texts.entry(source).or_default().push(finding);
        }
    }
    let files = files.into_values().map(|findings| of_files(findings, &shares));
    files.chain(texts.into_iter().map(|(source, findings)| of_text(source, findings))).collect()
}

fn documents(finding: &Finding) -> (usize, usize) {
    (finding.a.document, finding.b.document)
}

/// The files of which one repeats the other, the later one's share of each.
fn shares(review: &Review<'_>) -> BTreeMap<(usize, usize), Share> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    let mut size =
        |document: usize| *sizes.entry(document).or_insert_with(|| (review.size)(document));
    let mut shares = BTreeMap::new();
    for ((a, b), count) in counts(review.report) {
        let smaller = size(a).min(size(b));
        if 2 * count >= smaller {
            shares.insert((a, b), Share { document: b, count, of: size(b).max(count) });
        }
    }
    shares
}

/// How many findings are of two files, where they are enough.
fn counts(report: &Report) -> BTreeMap<(usize, usize), usize> {
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let across = report.iter().filter(|finding| finding.a.document != finding.b.document);
    across.for_each(|finding| *counts.entry(documents(finding)).or_default() += 1);
    counts.retain(|_, count| *count >= MIN_FINDINGS);
    counts
}

fn of_files<'r>(
    mut findings: Vec<&'r Finding>,
    shares: &BTreeMap<(usize, usize), Share>,
) -> Group<'r> {
    let file = findings[0].a.document;
    let source = findings.iter().map(|finding| finding.a).min().unwrap_or(findings[0].a);
    findings.sort_by_key(|finding| (finding.relation <= Relation::Reformatted, finding.b));
    let mut files: Vec<Share> =
        shares.range((file, 0)..(file + 1, 0)).map(|(_, share)| *share).collect();
    files.sort_by_key(|share| (Reverse(share.count), share.document));
    Group { source, findings, files }
}

fn of_text(source: Place, mut findings: Vec<&Finding>) -> Group<'_> {
    // What repeats the source itself comes first, for that is the text that all the others lead to.
    findings.sort_by_key(|finding| (finding.a != source, finding.relation, Reverse(finding.score)));
    Group { source, findings, files: Vec::new() }
}

/// Brings the strongest to the front: files, by how many findings there are; then texts by the relation, by the score, by how
/// many there are.
pub(crate) fn sort_by_strength(groups: &mut [Group<'_>]) {
    groups.sort_by_key(|group| {
        let count = group.findings.len();
        if !group.files.is_empty() {
            return (false, Reverse(count), Relation::Identical, None);
        }
        let Finding { relation, score, .. } = group.best();
        (true, Reverse(0), *relation, Some(Reverse((*score, count))))
    });
}
