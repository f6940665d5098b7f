//! How much was looked at and found.

use super::finding::Finding;
use super::ground::Ground;
use crate::Relation;

/// How much was looked at, and how much was found. Nothing is skipped without being counted here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Counts {
    /// Paragraphs compared.
    pub paragraphs: u64,
    /// Paragraphs that are not compared because their document says so.
    pub ignored: u64,
    /// Paragraphs of kinds that are not compared.
    pub other_kinds: u64,
    /// Paragraphs that are not compared because they have too few words.
    pub short: u64,
    /// Paragraphs without a single word: they match nothing.
    pub empty: u64,
    /// Different canonical texts among the others.
    pub distinct: u64,
    /// Pairs proposed as near, by their signatures or by the exact join, then verified.
    pub near_candidates: u64,
    /// Pairs proposed as contained by the exact join, then verified. A pair may be proposed as both.
    pub contained_candidates: u64,
    /// Shingles that the exact join found in the prefixes of more than 256 paragraphs, as templates
    /// have them, and buckets of signatures that hold more than 256.
    pub hot_shingles: u64,
    /// Distinct paragraphs that hold such a shingle or are in such a bucket.
    pub hot_paragraphs: u64,
    /// Pairs verified under such shingles and in such buckets. There a paragraph is compared with the representatives of
    /// clusters only, not with other members, and that is all that is reported.
    pub hot_candidates: u64,
    /// Pairs scored as restatements.
    pub restated_scored: u64,
    /// Look-ups by rare words left out because the word stands in over 1,000 paragraphs. Only
    /// collections of more than 2,000 paragraphs are searched by rare words.
    pub restated_passed_over: u64,
    /// Paragraphs of more than 65,536 words, which are not judged as restatements.
    pub restated_too_long: u64,
    /// Redundant paragraphs.
    pub redundant: u64,
    /// Pairs of this relation; among removals those on this ground.
    pub identical: u64,
    /// Pairs of this relation; among removals those on this ground.
    pub reformatted: u64,
    /// Pairs of this relation; among removals those on this ground.
    pub near: u64,
    /// Pairs of this relation; among removals those on this ground.
    pub contained: u64,
    /// Pairs of this relation; among removals those on this ground.
    pub restated: u64,
    /// Paragraphs that were not compared with each other under [`MayLose::Wording`](crate::MayLose) because more
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
        // Findings are not among these: they are counted once, when all are known.
        self.paragraphs += other.paragraphs;
        self.ignored += other.ignored;
        self.other_kinds += other.other_kinds;
        self.short += other.short;
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

    /// The number of pairs of a relation.
    ///
    /// ```
    /// use paradup::Relation;
    ///
    /// let counts = paradup::Detector::default().detect(&["Same again.", "same again"]).counts;
    /// assert_eq!(counts.findings(Relation::Reformatted), counts.reformatted);
    /// ```
    pub fn findings(&self, relation: Relation) -> u64 {
        match relation {
            Relation::Identical => self.identical,
            Relation::Reformatted => self.reformatted,
            Relation::Near => self.near,
            Relation::Contained => self.contained,
            Relation::Restated => self.restated,
        }
    }

    /// Counts the findings, and their pairs by relation.
    pub(crate) fn count(&mut self, findings: &[Finding]) {
        self.redundant += findings.len() as u64;
        for finding in findings {
            finding.pairs().for_each(|pair| self.count_relation(pair.relation));
            // Labels are counted besides the relation: they decide nothing about it.
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

    fn count_relation(&mut self, relation: Relation) {
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
