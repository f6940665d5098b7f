//! What is known and accepted, so that only what is new needs a look.
//!
//! A finding is known where all its pairs are, and a pair by what its two texts say: their canonical words, wherever they
//! stand. So paragraphs can move, files can be renamed and lines wrapped anew, and nothing is new; a copy more
//! of a known text is, for how often a pair stands is known as well.
//!
//! Whether a text restates another is judged by the texts around them: a pair near the threshold may be new where only those
//! have changed.

mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use paradup::Relation;
use paradup::report::{Counts, Finding, Pair, Report};

use crate::Failure;
use crate::dedup::write_file;
use crate::fingerprint::{Fingerprints, Key};
use crate::report::{Known, Notes, Written};

/// What is known, and what shall be.
#[derive(Args)]
pub(crate) struct BaselineOptions {
    /// Leave out what this file has: the report, and the exit status, are on what is new
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Leave out nothing, whatever the file of options says
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
    /// Write all that is found to this file, for --baseline; the exit status is then 0
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

/// What is known from before, and where what is found is written down.
pub(crate) struct Baseline<'o> {
    options: &'o BaselineOptions,
    /// None where nothing is left out.
    known: Option<file::Counts>,
}

impl BaselineOptions {
    /// Takes the baseline of a file of options where none is given.
    pub(crate) fn or(&mut self, baseline: Option<PathBuf>) {
        if !self.no_baseline {
            self.baseline = self.baseline.take().or(baseline);
        }
    }

    /// Reads what is known, and refuses at once what could not be written at the end.
    pub(crate) fn read(&self) -> Result<Baseline<'_>, Failure> {
        if let Some(path) = &self.write_baseline {
            file::check_destination(path)?;
        }
        // The file that is about to be written for the first time knows nothing yet.
        let is_first = |path: &PathBuf| self.write_baseline.is_some() && !path.exists();
        let read = |path| if is_first(path) { Ok(file::Counts::new()) } else { file::read(path) };
        let known = self.baseline.as_ref().map(read).transpose()?;
        Ok(Baseline { options: self, known })
    }

    /// Whether the exit status tells of something new: where all is written down, nothing is.
    pub(crate) fn fails(&self, report: &Report) -> bool {
        self.write_baseline.is_none() && !report.findings.is_empty()
    }

    /// Says that what was found in some of the files is not written down as if it were all.
    pub(crate) fn unwritten(&self) -> Option<String> {
        let path = self.write_baseline.as_ref()?.display();
        Some(format!(", and {path} is not written"))
    }
}

impl Baseline<'_> {
    /// Leaves out of a report what is known, writes down what was found if that is asked for and all was read, and notes
    /// both.
    pub(crate) fn apply(
        &self,
        report: &mut Report,
        fingerprints: &mut Fingerprints<'_>,
        is_complete: bool,
        notes: &mut Notes,
    ) -> Result<(), Failure> {
        let BaselineOptions { baseline, write_baseline, .. } = self.options;
        if baseline.is_none() && write_baseline.is_none() {
            return Ok(());
        }
        let census = Census::take(report, fingerprints, self.known.as_ref());
        if let (Some(path), Some(known)) = (baseline, &self.known) {
            notes.baseline = Some(census.known(path, known, report));
        }
        if let Some(path) = write_baseline.as_ref().filter(|_| is_complete) {
            write_file(path, census.written().as_bytes())?;
            let entries = census.pairs.len() as u64;
            notes.baseline_written = Some(Written { path: path.display().to_string(), entries });
        }
        Ok(())
    }
}

/// The pairs of a report by what their texts say.
struct Census {
    findings: usize,
    pairs: BTreeMap<Key, Entry>,
}

struct Entry {
    /// Of how many findings it is.
    count: u64,
    excerpt: String,
}

impl Census {
    /// Counts the pairs of a report, and leaves out of it what is known.
    fn take(
        report: &mut Report,
        fingerprints: &mut Fingerprints<'_>,
        known: Option<&file::Counts>,
    ) -> Census {
        let mut census = Census { findings: report.findings.len(), pairs: BTreeMap::new() };
        report.findings.retain_mut(|finding| {
            let surplus = census.count(finding, fingerprints, known);
            finding.others.retain(|pair| surplus.contains(&fingerprints.key(pair)));
            !surplus.is_empty()
        });
        if known.is_some() {
            count_again(report);
        }
        census
    }

    /// Counts the pairs of a finding, and tells which stand more often than is known. A finding has a pair of
    /// texts once, whatever the number of earlier copies.
    fn count(
        &mut self,
        finding: &Finding,
        fingerprints: &mut Fingerprints<'_>,
        known: Option<&file::Counts>,
    ) -> BTreeSet<Key> {
        let mut pairs: BTreeMap<Key, Pair> =
            finding.pairs().map(|pair| (fingerprints.key(&pair), pair)).collect();
        // What else a copy repeats, its original does too: how often depends on which files they stand in.
        if pairs.keys().any(Key::is_copy) {
            pairs.retain(|key, _| key.is_copy());
        }
        let mut surplus = BTreeSet::new();
        for (key, pair) in pairs {
            let entry = self
                .pairs
                .entry(key)
                .or_insert_with(|| Entry { count: 0, excerpt: fingerprints.excerpt(&pair) });
            entry.count += 1;
            if known.is_none_or(|known| entry.count > count(known, key)) {
                surplus.insert(key);
            }
        }
        surplus
    }

    /// What was left out: all that was counted but what the report still has.
    fn known(&self, path: &Path, known: &file::Counts, report: &Report) -> Known {
        let stands = |key: &Key| self.pairs.get(key).map_or(0, |entry| entry.count);
        let stale = known.iter().filter(|(key, count)| stands(key) < **count);
        Known {
            path: path.display().to_string(),
            findings: (self.findings - report.findings.len()) as u64,
            stale: stale.count() as u64,
        }
    }

    fn written(&self) -> String {
        let entries = self.pairs.iter();
        file::written(entries.map(|(key, entry)| (*key, entry.count, &*entry.excerpt)))
    }
}

fn count(known: &file::Counts, key: Key) -> u64 {
    known.get(&key).copied().unwrap_or(0)
}

/// Counts and clusters of the findings that are left.
fn count_again(report: &mut Report) {
    let counts = &mut report.counts;
    counts.redundant = report.findings.len() as u64;
    let differ = report.findings.iter().filter(|finding| finding.evidence.facts_differ());
    counts.facts_differ = differ.count() as u64;
    for relation in Relation::ALL {
        let pairs = report.findings.iter().flat_map(Finding::pairs);
        *count_of(counts, relation) = pairs.filter(|pair| pair.relation == relation).count() as u64;
    }
    let left: BTreeSet<_> =
        report.findings.iter().flat_map(|finding| [finding.a, finding.b]).collect();
    report.clusters.retain(|cluster| {
        cluster.members.iter().chain([&cluster.representative]).any(|place| left.contains(place))
    });
}

fn count_of(counts: &mut Counts, relation: Relation) -> &mut u64 {
    match relation {
        Relation::Identical => &mut counts.identical,
        Relation::Reformatted => &mut counts.reformatted,
        Relation::Near => &mut counts.near,
        Relation::Contained => &mut counts.contained,
        Relation::Restated => &mut counts.restated,
        relation => unreachable!("all relations are listed, {relation} is not"),
    }
}
