//! Findings that belong together: the same text in many places is one thing to act on, and so is a file that repeats another.
//!
//! Two files are one entry where at least [`MIN_FINDINGS`] findings are of them, and at least half of the paragraphs of the smaller
//! one that are compared: a copy of a file, or a translation that was never made. All files that so repeat one are one entry.

use core::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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

/// The findings by the file or the text that they repeat, each in the order of the texts.
pub(crate) fn groups<'d>(review: &Review<'d>) -> Vec<Group<'d>> {
    let sourced = sourced(review.report);
    let copies = Copies::new(review, &sourced);
    let mut texts: BTreeMap<Place, Vec<&Finding>> = BTreeMap::new();
    let mut files: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for (finding, source) in sourced {
        match copies.repeated_by(finding, source) {
            Some(file) => files.entry(file).or_default().push(finding),
            None => texts.entry(source).or_default().push(finding),
        }
    }
    let files = files.into_iter().map(|(file, findings)| copies.of_file(file, findings));
    files.chain(texts.into_iter().map(|(source, findings)| of_text(source, findings))).collect()
}

/// The findings, each with the earliest place of what it repeats. A copy of a copy, near ones among them, repeats the first; a
/// retelling of a retelling repeats that.
fn sourced(report: &Report) -> Vec<(&Finding, Place)> {
    let mut sources: BTreeMap<Place, Place> = BTreeMap::new();
    let mut sourced = Vec::with_capacity(report.findings.len());
    // Findings are in the order of the texts, so what `a` repeats is known by now.
    for finding in report {
        let source = *sources.get(&finding.a).unwrap_or(&finding.a);
        if is_of_one_text(finding) {
            sources.insert(finding.b, source);
        }
        sourced.push((finding, source));
    }
    sourced
}

fn is_of_one_text(finding: &Finding) -> bool {
    finding.relation <= Relation::Near
}

/// Files that repeat files.
struct Copies {
    /// Of each file that does the ones that it repeats, and how many of its paragraphs are compared.
    repeated: BTreeMap<usize, (Vec<usize>, usize)>,
    /// The texts that stand in each file, by their earliest places.
    homes: BTreeSet<(usize, Place)>,
}

impl Copies {
    fn new(review: &Review<'_>, sourced: &[(&Finding, Place)]) -> Copies {
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut size =
            |document: usize| *sizes.entry(document).or_insert_with(|| (review.size)(document));
        let mut repeated: BTreeMap<usize, (Vec<usize>, usize)> = BTreeMap::new();
        for ((a, b), count) in counts(review.report) {
            if 2 * count >= size(a).min(size(b)) {
                repeated.entry(b).or_insert_with(|| (Vec::new(), size(b))).0.push(a);
            }
        }
        let of_one_text = sourced.iter().filter(|(finding, _)| is_of_one_text(finding));
        let homes = of_one_text.flat_map(|(finding, source)| {
            [(source.document, *source), (finding.b.document, *source)]
        });
        Copies { repeated, homes: homes.collect() }
    }

    /// The file that a finding is told with: that of the earlier text, or one that has the same text too. What stands in
    /// many files is as much a part of a copy as all else.
    fn repeated_by(&self, finding: &Finding, source: Place) -> Option<usize> {
        let (files, _) = self.repeated.get(&finding.b.document)?;
        let is_home = |file: &&usize| self.homes.contains(&(**file, source));
        let earlier = files.iter().find(|file| **file == finding.a.document);
        earlier.or_else(|| files.iter().find(is_home).filter(|_| is_of_one_text(finding))).copied()
    }

    fn of_file<'r>(&self, file: usize, mut findings: Vec<&'r Finding>) -> Group<'r> {
        let earlier = findings.iter().map(|finding| finding.a);
        let source = earlier.filter(|place| place.document == file).min();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for finding in &findings {
            *counts.entry(finding.b.document).or_default() += 1;
        }
        let share = |(document, count): (usize, usize)| {
            let of = self.repeated.get(&document).map_or(count, |(_, size)| *size);
            Share { document, count, of: of.max(count) }
        };
        let mut files: Vec<Share> = counts.into_iter().map(share).collect();
        files.sort_by_key(|share| (Reverse(share.count), share.document));
        findings.sort_by_key(|finding| (finding.relation <= Relation::Reformatted, finding.b));
        Group { source: source.unwrap_or(findings[0].a), findings, files }
    }
}

/// How many findings are of two files, where they are enough.
fn counts(report: &Report) -> BTreeMap<(usize, usize), usize> {
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let across = report.iter().filter(|finding| finding.a.document != finding.b.document);
    across.for_each(|one| *counts.entry((one.a.document, one.b.document)).or_default() += 1);
    counts.retain(|_, count| *count >= MIN_FINDINGS);
    counts
}

fn of_text(source: Place, mut findings: Vec<&Finding>) -> Group<'_> {
    // What repeats the source itself comes first, for that is the text that all the others lead to.
    findings.sort_by_key(|finding| (finding.a != source, finding.relation, Reverse(finding.score)));
    Group { source, findings, files: Vec::new() }
}

/// Brings the strongest to the front: files, by how many findings there are; then texts by the relation, by the score, by how
/// much text is repeated. So labels and phrases stand behind the paragraphs that are copied as they are.
pub(crate) fn sort_by_strength(review: &Review<'_>, groups: &mut [Group<'_>]) {
    groups.sort_by_cached_key(|group| {
        let count = group.findings.len();
        if !group.files.is_empty() {
            return (false, Reverse(count), Relation::Identical, None);
        }
        let Finding { relation, score, b, .. } = group.best();
        let repeated = count * review.paragraph(*b).text().chars().count();
        (true, Reverse(0), *relation, Some(Reverse((*score, repeated))))
    });
}
