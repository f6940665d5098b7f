//! Findings that belong together: the same text in many places is one thing to act on, and so is a file that repeats another.
//!
//! Each finding is of one entry, the first of these that has it:
//!
//! * What files share that stand beside each other for other languages or versions (see [`Locales`]) is one entry for each
//!   folder of such files: paragraphs that nobody has translated, and words that related languages have in common. Of three such
//!   folders or more that stand in one folder all are one entry. What two such folders share elsewhere is told with it.
//! * Two files are one entry where at least [`MIN_FINDINGS`] findings are of them, and at least half of the paragraphs of the
//!   smaller one that are compared: a copy of a file. All files that so repeat one are one entry.
//! * What logs of changes repeat is one entry, and so is what rows of tables have in common with other rows of their file, unless
//!   they are copies: both are parallel by nature, and nobody writes them anew.
//! * Short texts are one entry, for one "Read more in the documentation" more or less is not worth a look. One of which a copy
//!   stands in the same list, or right behind it, is.
//! * Each other text that is repeated is one.

use core::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use paradup::Relation;
use paradup::document::Kind;
use paradup::report::{Finding, Place, Report};

use super::Review;
use super::locales::Locales;
use super::logs::is_log;
use super::paths::folder_of;
use super::phrases::{Phrase, phrases};
use crate::markup::counted;

/// Fewer paragraphs that two files share, and fewer short ones, are looked at one by one.
const MIN_FINDINGS: usize = 5;

/// So many trees in one folder are looked at together.
const MIN_TREES: usize = 3;

/// Texts of fewer words are short. Of copies of less than that hardly any is worth acting on, of longer ones most are.
const SHORT: usize = 12;

/// Findings that are looked at together.
pub(crate) struct Group<'r> {
    pub(crate) subject: Subject<'r>,
    /// The earliest place of the text, or of what is repeated of the file.
    pub(crate) source: Place,
    /// Of a text those that repeat the source itself before the others, the best first, of equals in the order of the texts. Of
    /// files those that are no copies before the others. Of short texts by the texts.
    pub(crate) findings: Vec<&'r Finding>,
}

/// What a group is about.
pub(crate) enum Subject<'r> {
    /// A text that is repeated.
    Text,
    /// The files that repeat the file of the source.
    Files(Vec<Share>),
    /// The files of a tree that repeat parallel ones.
    Tree(String, Vec<Share>),
    /// Several such trees in one folder, those that repeat the most first.
    Trees(String, Vec<TreeShare>),
    /// The files with texts that are parallel by nature.
    Parallel(Parallel, Vec<Share>),
    /// All short texts, those that are repeated the most first.
    Short(Vec<Phrase<'r>>),
}

/// Why texts are parallel by nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parallel {
    /// They stand in logs of changes.
    Logs,
    /// They are rows of tables in one file.
    Rows,
}

/// How much of a tree repeats parallel files.
pub(crate) struct TreeShare {
    pub(crate) tree: String,
    pub(crate) paragraphs: usize,
    pub(crate) files: usize,
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

    /// What the group is about, where that is no text; paths are written by `name`.
    pub(crate) fn title(
        &self,
        review: &Review<'_>,
        name: impl Fn(&str) -> String,
    ) -> Option<String> {
        let of_file = |document: usize| name(review.documents[document].path().unwrap_or("-"));
        let (source, count) = (self.source.document, self.findings.len());
        let title = match &self.subject {
            Subject::Text => return None,
            // One that is by itself is seen as it is.
            _ if count == 1 => return None,
            Subject::Files(files) => {
                if let [Share { document, count, of }] = files[..] {
                    let (file, source) = (of_file(document), of_file(source));
                    format!("{file} repeats {source} in {count} of {of} paragraphs")
                } else {
                    let (source, files) = (of_file(source), files.len());
                    format!("{source} is repeated by {files} files in {count} paragraphs")
                }
            }
            Subject::Tree(tree, files) => {
                let [count, files] = [(count, "paragraph"), (files.len(), "file")]
                    .map(|(count, noun)| counted(count as u64, noun));
                format!("{} repeats parallel files in {count} of {files}", name(tree))
            }
            Subject::Trees(folder, trees) => {
                let (folder, trees) = (name(folder), trees.len());
                format!(
                    "{folder} has {trees} trees that repeat parallel files in {count} paragraphs"
                )
            }
            Subject::Parallel(Parallel::Logs, _) => {
                format!("{count} paragraphs in logs of changes repeat others")
            }
            Subject::Parallel(Parallel::Rows, _) => {
                format!("{count} rows of tables are like other rows of their file")
            }
            Subject::Short(_) => {
                format!("{count} short paragraphs (under {SHORT} words) repeat others")
            }
        };
        Some(format!("{title}: {}", composition(self.findings.iter().copied())))
    }

    /// Where the group stands among the others: files that share much, texts, files that share little, short texts.
    pub(crate) fn tier(&self) -> u8 {
        match self.subject {
            Subject::Text => 1,
            Subject::Parallel(..) => 2,
            Subject::Short(_) => 3,
            _ if self.findings.len() >= MIN_FINDINGS => 0,
            _ => 2,
        }
    }
}

/// How many findings there are of each relation.
pub(crate) fn composition<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let mut counts: BTreeMap<Relation, u64> = BTreeMap::new();
    findings.for_each(|finding| *counts.entry(finding.relation).or_default() += 1);
    let counts = counts.iter().map(|(relation, count)| format!("{count} {relation}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// The findings by what they are looked at with, each in one group.
pub(crate) fn groups<'d>(review: &Review<'d>) -> Vec<Group<'d>> {
    let sourced = sourced(review.report);
    let copies = Copies::new(review, &sourced);
    let paths = review.documents.iter().map(|document| document.path().unwrap_or("-"));
    let mut locales = Locales::new(paths.collect());
    let beside = beside(review, &sourced);
    let mut sorted = Sorted::default();
    for (finding, source) in sourced {
        let file = copies.repeated_by(finding, source);
        // What a file repeats of a parallel one is told with that, wherever else it stands.
        let mut parallel = [Some(finding.a.document), file].into_iter().flatten();
        let tree = parallel.find_map(|file| locales.tree(file, finding.b.document));
        if let Some(tree) = tree {
            sorted.trees.entry(tree).or_default().push(finding);
        } else if let Some(file) = file {
            sorted.files.entry(file).or_default().push(finding);
        } else if let Some(parallel) = parallel_by_nature(review, finding) {
            sorted.parallel.entry(parallel).or_default().push(finding);
        } else if is_short(review, finding) && !beside.contains(&source) {
            sorted.short.push((source, finding));
        } else {
            sorted.texts.entry(source).or_default().push(finding);
        }
    }
    sorted.take_into_trees(&locales);
    sorted.groups(review, &copies)
}

/// Findings by what they are looked at with.
#[derive(Default)]
struct Sorted<'r> {
    trees: BTreeMap<String, Vec<&'r Finding>>,
    files: BTreeMap<usize, Vec<&'r Finding>>,
    parallel: BTreeMap<Parallel, Vec<&'r Finding>>,
    texts: BTreeMap<Place, Vec<&'r Finding>>,
    short: Vec<(Place, &'r Finding)>,
}

impl<'r> Sorted<'r> {
    /// Tells what two folders share with what they share in parallel files, wherever it stands in them: a page that was split or moved
    /// has no counterpart.
    fn take_into_trees(&mut self, locales: &Locales<'_>) {
        let trees = &mut self.trees;
        let mut is_taken = |finding: &&'r Finding| {
            let [a, b] = [finding.a, finding.b].map(|place| place.document);
            let beside = || locales.tree_beside(a, b);
            let tree = is_of_one_text(finding).then(beside).flatten();
            let findings = tree.and_then(|tree| trees.get_mut(&tree));
            findings.map(|findings| findings.push(finding)).is_some()
        };
        self.short.retain(|(_, finding)| !is_taken(finding));
        self.texts.retain(|_, findings| {
            findings.retain(|finding| !is_taken(finding));
            !findings.is_empty()
        });
    }

    fn groups(mut self, review: &Review<'_>, copies: &Copies) -> Vec<Group<'r>> {
        if self.short.len() < MIN_FINDINGS {
            for (source, finding) in self.short.drain(..) {
                self.texts.entry(source).or_default().push(finding);
            }
        }
        let short = self.short.into_iter().map(|(_, finding)| finding).collect();
        let trees = of_trees(review, self.trees).into_iter();
        let parallel = self.parallel.into_iter();
        let parallel = parallel.map(|(why, findings)| of_parallel(review, why, findings));
        let files = self.files.into_iter().map(|(file, findings)| copies.of_file(file, findings));
        let texts = self.texts.into_iter().map(|(source, findings)| of_text(source, findings));
        trees.chain(files).chain(texts).chain(parallel).chain(of_short(review, short)).collect()
    }
}

/// Why the texts of a finding are parallel by nature, if they are.
fn parallel_by_nature(review: &Review<'_>, finding: &Finding) -> Option<Parallel> {
    let Finding { a, b, relation, .. } = *finding;
    let is_in_log = |place: Place| review.documents[place.document].path().is_some_and(is_log);
    let is_row = |place: Place| review.paragraph(place).kind() == Kind::Row;
    if is_in_log(b) || is_in_log(a) {
        return Some(Parallel::Logs);
    }
    let is_of_table = a.document == b.document && is_row(a) && is_row(b);
    (is_of_table && relation > Relation::Reformatted).then_some(Parallel::Rows)
}

fn of_parallel<'r>(review: &Review<'_>, why: Parallel, findings: Vec<&'r Finding>) -> Group<'r> {
    let files = shares(&findings, review.size);
    Group { subject: Subject::Parallel(why, files), source: findings[0].a, findings }
}

/// Whether the shorter one of the two texts is short: what is repeated is no more than that.
fn is_short(review: &Review<'_>, finding: &Finding) -> bool {
    [finding.a, finding.b].iter().any(|place| !review.paragraph(*place).has_words(SHORT))
}

/// The texts of which a copy stands beside what it repeats.
fn beside(review: &Review<'_>, sourced: &[(&Finding, Place)]) -> BTreeSet<Place> {
    let mut lists = Lists::default();
    let beside = sourced.iter().filter(|(finding, _)| lists.are_beside(review, finding));
    beside.map(|(_, source)| *source).collect()
}

/// Which lists the paragraphs of documents are of, as far as that was asked.
#[derive(Default)]
struct Lists {
    known: BTreeMap<usize, Vec<Option<usize>>>,
}

impl Lists {
    /// Whether a copy stands in the list of its original, or right behind it.
    fn are_beside(&mut self, review: &Review<'_>, finding: &Finding) -> bool {
        let Finding { a, b, relation, .. } = *finding;
        if relation > Relation::Reformatted || a.document != b.document {
            return false;
        }
        let lists = || review.documents[a.document].lists().collect();
        let lists = self.known.entry(a.document).or_insert_with(lists);
        let list = lists[a.paragraph];
        b.paragraph == a.paragraph + 1 || (list.is_some() && list == lists[b.paragraph])
    }
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
        let size = |document| self.repeated.get(&document).map_or(0, |(_, size)| *size);
        let files = shares(&findings, size);
        findings.sort_by_key(|finding| copies_last(finding));
        let source = source.unwrap_or(findings[0].a);
        Group { subject: Subject::Files(files), source, findings }
    }
}

/// How much of each later file is repeated, the most first.
fn shares(findings: &[&Finding], size: impl Fn(usize) -> usize) -> Vec<Share> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.b.document).or_default() += 1;
    }
    let share = |(document, count)| Share { document, count, of: size(document).max(count) };
    let mut files: Vec<Share> = counts.into_iter().map(share).collect();
    files.sort_by_key(|share| (Reverse(share.count), share.document));
    files
}

fn copies_last(finding: &Finding) -> (bool, Place) {
    (finding.relation <= Relation::Reformatted, finding.b)
}

fn of_tree<'r>(review: &Review<'_>, tree: String, mut findings: Vec<&'r Finding>) -> Group<'r> {
    findings.sort_by_key(|finding| copies_last(finding));
    let source = findings[0].a;
    let files = shares(&findings, review.size);
    let is_of_one = source.document != findings[0].b.document
        && findings.iter().all(|finding| finding.a.document == source.document);
    let subject = match files.len() {
        1 if is_of_one => Subject::Files(files),
        _ => Subject::Tree(tree, files),
    };
    Group { subject, source, findings }
}

/// Trees, each by itself; or together where a folder has many, as of versions.
fn of_trees<'r>(review: &Review<'_>, trees: BTreeMap<String, Vec<&'r Finding>>) -> Vec<Group<'r>> {
    let mut folders: BTreeMap<String, Vec<(String, Vec<&'r Finding>)>> = BTreeMap::new();
    for (tree, findings) in trees {
        folders.entry(folder_of(&tree).to_owned()).or_default().push((tree, findings));
    }
    let groups = folders.into_iter().map(|(folder, trees)| {
        if trees.len() >= MIN_TREES {
            return vec![of_siblings(folder, trees)];
        }
        let trees = trees.into_iter().map(|(tree, findings)| of_tree(review, tree, findings));
        trees.collect()
    });
    groups.flatten().collect()
}

fn of_siblings(folder: String, mut trees: Vec<(String, Vec<&Finding>)>) -> Group<'_> {
    trees.sort_by_key(|(_, findings)| Reverse(findings.len()));
    let share = |(tree, findings): &(String, Vec<&Finding>)| {
        let files: BTreeSet<usize> = findings.iter().map(|one| one.b.document).collect();
        TreeShare { tree: tree.clone(), paragraphs: findings.len(), files: files.len() }
    };
    let shares = trees.iter().map(share).collect();
    let mut findings: Vec<&Finding> =
        trees.into_iter().flat_map(|(_, findings)| findings).collect();
    findings.sort_by_key(|finding| copies_last(finding));
    Group { subject: Subject::Trees(folder, shares), source: findings[0].a, findings }
}

/// The group of all short texts, if there are any.
fn of_short<'r>(review: &Review<'_>, findings: Vec<&'r Finding>) -> Option<Group<'r>> {
    let phrases = phrases(review, findings);
    let source = phrases.first()?.source();
    let findings = phrases.iter().flat_map(|phrase| phrase.findings.iter().copied()).collect();
    Some(Group { subject: Subject::Short(phrases), source, findings })
}

/// How many paragraphs of two files repeat each other, where they are enough. One that many repeat counts once: a file is no
/// copy for it.
fn counts(report: &Report) -> BTreeMap<(usize, usize), usize> {
    let mut sides: BTreeMap<(usize, usize), [BTreeSet<usize>; 2]> = BTreeMap::new();
    for one in report.iter().filter(|finding| finding.a.document != finding.b.document) {
        let [a, b] = sides.entry((one.a.document, one.b.document)).or_default();
        a.insert(one.a.paragraph);
        b.insert(one.b.paragraph);
    }
    let counts = sides.into_iter().map(|(files, [a, b])| (files, a.len().min(b.len())));
    counts.filter(|(_, count)| *count >= MIN_FINDINGS).collect()
}

fn of_text(source: Place, mut findings: Vec<&Finding>) -> Group<'_> {
    // What repeats the source itself comes first, for that is the text that all the others lead to.
    findings.sort_by_key(|finding| (finding.a != source, finding.relation, Reverse(finding.score)));
    Group { subject: Subject::Text, source, findings }
}

/// Brings the strongest to the front: files, by how many findings there are; then texts by the relation, by the score, by how
/// much text is repeated. So labels and phrases stand behind the paragraphs that are copied as they are. Last come files
/// that share little with parallel ones, and short texts.
pub(crate) fn sort_by_strength(review: &Review<'_>, groups: &mut [Group<'_>]) {
    groups.sort_by_cached_key(|group| {
        let (tier, count) = (group.tier(), group.findings.len());
        if !matches!(group.subject, Subject::Text) {
            return (tier, Reverse(count), Relation::Identical, None);
        }
        let Finding { relation, score, b, .. } = group.best();
        let repeated = count * review.paragraph(*b).text().chars().count();
        (tier, Reverse(0), *relation, Some(Reverse((*score, repeated))))
    });
}
