//! The closing table.

use core::cmp::Reverse;
use core::time::Duration;
use std::collections::BTreeMap;
use std::fs;

use paradup::report::{Ground, Place};

use super::emptied::Emptied;
use super::{Compared, Corpus, Dedup, MayLose};
use crate::markup::one_line;
use crate::tell;

/// How many clusters are shown.
const SHOWN: usize = 5;

/// How much of a paragraph is shown, in characters.
const EXCERPT: usize = 60;

/// What was done, counted.
pub(super) struct Summary<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) compared: &'c Compared,
    /// What was met in folders and not read, in words.
    pub(super) left_out: Option<String>,
    pub(super) dedup: &'c Dedup,
}

impl Summary<'_> {
    /// Prints it to standard error.
    pub(super) fn print(&self, elapsed: Duration) {
        let mut lines = self.counts();
        lines.extend(self.retained());
        lines.extend(self.clusters());
        lines.extend(self.hot_keys());
        lines.extend(self.passed_over());
        lines.extend(self.policy());
        lines.push(format!("{:<14} {:>13.1}", "seconds", elapsed.as_secs_f64()));
        lines.push(format!("{:<14} {}", "memory", self.corpus.blocks.told()));
        lines.extend(peak_memory().map(|peak| format!("{:<14} {peak:>13}", "peak memory")));
        tell(&lines.join("\n"));
    }

    fn counts(&self) -> Vec<String> {
        let Corpus { reference, input, .. } = self.corpus;
        let removed = self.compared.removals.removed.len() as u64;
        let mut lines = vec![count("read", input.len() as u64) + &of_files(input.files())];
        let left_out = self.left_out.as_ref();
        lines.extend(left_out.map(|left_out| format!("{:<14} {left_out}", "left out")));
        lines.extend(self.documents());
        for (rows, what) in [(input, "skipped"), (reference, "skipped in reference")] {
            let first = rows.first_skipped.as_deref().map(one_line);
            let first = first.iter().map(|first| count(what, rows.skipped) + ", first " + first);
            lines.extend(first);
        }
        if reference.files() > 0 {
            lines.push(count("reference", reference.len() as u64) + &of_files(reference.files()));
        }
        lines.push(count("kept", input.paragraphs() as u64 - removed));
        lines.push(count(if self.dedup.annotate { "annotated" } else { "removed" }, removed));
        lines.extend(Ground::ALL.into_iter().filter_map(|ground| self.on_ground(ground)));
        lines.extend(self.emptied());
        let index = self.compared.index.map(|[texts, new]| {
            count("index", texts) + &format!(" texts, {} of them new", grouped(new))
        });
        lines.extend(index);
        if self.compared.taken_back > 0 {
            let why = ", for without them the rest would be read as other paragraphs";
            lines.push(count("stay in place", self.compared.taken_back) + why);
        }
        lines
    }

    /// Rows of which no paragraph stays.
    fn emptied(&self) -> Option<String> {
        let emptied = self.corpus.rows.as_ref()?.emptied(&self.compared.removals.removed) as u64;
        let fate = match self.dedup.emptied {
            _ if self.dedup.annotate => ", which are written all the same",
            Emptied::Drop => ", which are left out",
            Emptied::Keep => ", which are written without a paragraph",
        };
        (emptied > 0).then(|| count("rows emptied", emptied) + fate)
    }

    /// What is told of rows beside their number.
    fn documents(&self) -> Vec<String> {
        let (input, short) = (&self.corpus.input, self.compared.removals.counts.short);
        let mut lines = Vec::new();
        if input.without_text.rows > 0 {
            lines.push(count("without text", input.without_text.rows) + ", which stay");
        }
        if self.corpus.rows.is_some() {
            lines.push(count("paragraphs", input.paragraphs() as u64));
        }
        if self.compared.blanked > 0 {
            let why = ", with nothing but what --ignore matches, which stay";
            lines.push(count("blank", self.compared.blanked) + why);
        }
        let short = short.saturating_sub(self.compared.blanked);
        if short > 0 {
            let words = self.dedup.min_words();
            lines.push(count("  too short", short) + &format!(", of fewer than {words} words"));
        }
        lines
    }

    fn on_ground(&self, ground: Ground) -> Option<String> {
        let removed = self.compared.removals.removed.iter();
        let found = removed.filter(|removal| removal.ground == ground).count();
        (found > 0).then(|| count(&format!("  {ground}"), found as u64))
    }

    /// What may be lost, in words, and what would remove more.
    fn policy(&self) -> [String; 2] {
        let (policy, mut more) = match self.dedup.may_lose {
            MayLose::Nothing => (
                "nothing may be lost: every sentence of a removed row stands in its representative",
                "--may-lose wording: also near copies that lose no number, name, negation or rare word",
            ),
            MayLose::Wording => (
                "wording may be lost, but no number, name, negation, obligation or rare word",
                "--may-lose anything: whatever is similar enough",
            ),
            MayLose::Anything => (
                "anything may be lost: whatever is similar enough goes",
                "lower --near and --contained, or --relations with restated in it",
            ),
        };
        if self.corpus.is_against_index {
            more = match self.dedup.may_lose {
                MayLose::Nothing => {
                    "--may-lose anything: also near copies, as the index finds them"
                }
                _ => "an index that was built for a lower --near",
            };
        }
        [format!("{:<14} {policy}", "policy"), format!("{:<14} {more}", "to remove more")]
    }

    /// What stays though it is related to what stays, by what its removal would lose.
    fn retained(&self) -> Vec<String> {
        let retained = self.compared.removals.retained;
        let kinds = [
            (retained.numbers, "a number"),
            (retained.names, "a name"),
            (retained.negations, "a negation"),
            (retained.obligations, "an obligation"),
            (retained.rare_words, "a rare word"),
            (retained.passages, "a passage"),
        ];
        let found = kinds.into_iter().filter(|(rows, _)| *rows > 0);
        let lines = found.map(|(rows, what)| count(&format!("  {what}"), rows));
        let total = retained.total();
        let heading = count("stay related", total) + ", for their removal would lose";
        (total > 0).then_some(heading).into_iter().chain(lines).collect()
    }

    /// Shingles that very many paragraphs share, so that these are compared with representatives only.
    fn hot_keys(&self) -> Option<String> {
        let counts = self.compared.removals.counts;
        let held = format!(" in {} paragraphs", grouped(counts.hot_paragraphs));
        let compared = format!(", {} pairs compared", grouped(counts.hot_candidates));
        (counts.hot_shingles > 0)
            .then(|| count("hot keys", counts.hot_shingles) + &held + &compared)
    }

    /// What was left undone so that the time stays linear.
    fn passed_over(&self) -> Option<String> {
        let passed_over = self.compared.removals.counts.alike_passed_over;
        let line = || {
            count("passed over", passed_over)
                + " pairs of rows that are much alike; some may stay for it"
        };
        (passed_over > 0).then(line)
    }

    /// The largest clusters, each with its size and the beginning of its representative.
    fn clusters(&self) -> Vec<String> {
        let mut sizes: BTreeMap<Place, u64> = BTreeMap::new();
        for removal in &self.compared.removals {
            *sizes.entry(removal.representative).or_insert(1) += 1;
        }
        let mut clusters: Vec<(Place, u64)> = sizes.into_iter().collect();
        clusters.sort_by_key(|(_, size)| Reverse(*size));
        let mut lines = vec![count("clusters", clusters.len() as u64)];
        let largest = clusters.into_iter().take(SHOWN);
        lines.extend(largest.map(|(representative, size)| {
            format!("{}  {}", count("", size), excerpt(self.corpus.text(representative)))
        }));
        lines
    }
}

pub(crate) fn of_files(files: usize) -> String {
    if files == 1 { " in 1 file".to_owned() } else { format!(" in {files} files") }
}

pub(crate) fn count(what: &str, number: u64) -> String {
    format!("{what:<14} {:>13}", grouped(number))
}

/// Digits in threes.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}

fn excerpt(text: &str) -> String {
    let cut = text.char_indices().nth(EXCERPT).map_or(text.len(), |(at, _)| at);
    let ellipsis = if cut < text.len() { " …" } else { "" };
    one_line(&text[..cut]) + ellipsis
}

/// The most memory that the process ever had, where the system tells.
pub(crate) fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{} MiB", grouped(kibibytes / 1024)))
}
