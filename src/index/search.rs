//! Who is related to a text.

use core::cmp::Reverse;

use super::entries::Entries;
use super::keys::{KeyBuffer, KeyMaker};
use super::query::{Answer, Match, Query};
use super::table::Table;
use crate::id::Entry;
use crate::pipeline::{Form, Settings, relation_of_sets};
use crate::relation::{Relation, Scores};
use crate::shingle::{Overlap, SetBuffer};

/// Where is searched, and by which settings.
#[derive(Clone, Copy)]
pub(super) struct Search<'i> {
    pub(super) settings: &'i Settings,
    pub(super) maker: &'i KeyMaker,
    pub(super) table: &'i Table,
    pub(super) entries: &'i Entries,
}

/// What a search needs room for, used again from text to text.
#[derive(Default)]
pub(super) struct SearchBuffer {
    keys: Vec<u64>,
    key_buffer: KeyBuffer,
    leaders: Vec<Entry>,
    sets: [SetBuffer; 2],
}

/// Entries that may still be looked at.
struct Budget {
    left: u64,
    is_exceeded: bool,
}

impl Budget {
    fn new(left: u64) -> Budget {
        Budget { left, is_exceeded: false }
    }

    /// Whether one more may be looked at.
    fn spend(&mut self) -> bool {
        self.is_exceeded |= self.left == 0;
        self.left = self.left.saturating_sub(1);
        !self.is_exceeded
    }
}

/// Entries of one canonical text that is related to the one that is asked for.
struct RelatedGroup {
    leader: Entry,
    /// None for copies, of which each is identical or reformatted.
    relation: Option<Relation>,
    scores: Scores,
}

impl RelatedGroup {
    /// The one that its relation rests on.
    fn score(&self) -> crate::Similarity {
        self.scores.of(self.relation.unwrap_or(Relation::Identical))
    }
}

impl Search<'_> {
    /// The answer to a text.
    pub(super) fn run(&self, text: &str, query: &Query, buffer: &mut SearchBuffer) -> Answer {
        let SearchBuffer { keys, key_buffer, leaders, sets } = buffer;
        keys.clear();
        self.maker.append(text, key_buffer, keys);
        // Each key leads somewhere else in the memory: all are on their way while the first is looked up.
        self.table.prefetch_all(keys);
        let Some((of_text, of_bands)) = keys.split_first() else { return Answer::default() };
        let mut budget = Budget::new(query.budget());
        let mut groups = self.copies(text, *of_text, &mut budget);
        self.collect_leaders(of_bands, &mut budget, leaders);
        leaders.retain(|leader| !groups.iter().any(|copies| copies.leader == *leader));
        self.verify(text, leaders, sets, &mut groups);
        // Stable: of equal scores the earlier.
        groups.sort_by_key(|group| Reverse(group.score()));
        let mut answer = self.answer(text, query, &groups);
        answer.verified = leaders.len() as u64;
        answer.is_cut_short |= budget.is_exceeded;
        answer
    }

    /// The groups with the canonical text of a text.
    fn copies(&self, text: &str, key: u64, budget: &mut Budget) -> Vec<RelatedGroup> {
        let (mut form, normalizer) = (Form::new(text), self.settings.shingler.normalizer());
        let leaders = self.table.list(key).take_while(|_| budget.spend());
        let copies = leaders.filter(|leader| {
            form.relation_of_copy(normalizer, self.entries.text(*leader)).is_some()
        });
        // How many shingles both have is no matter: each shares all of them.
        let scores = Scores::new(Overlap::of_equals(1), None);
        copies.map(|leader| RelatedGroup { leader, relation: None, scores }).collect()
    }

    /// Collects those who meet a text under some key of a band, each once. One of each list in turn, so that a long one does not
    /// keep others from being seen.
    fn collect_leaders(&self, keys: &[u64], budget: &mut Budget, leaders: &mut Vec<Entry>) {
        leaders.clear();
        let lists = keys.iter().map(|key| self.table.list(*key).peekable());
        let mut lists: Vec<_> =
            lists.filter_map(|mut list| list.peek().is_some().then_some(list)).collect();
        while !lists.is_empty() {
            lists.retain_mut(|list| match list.next() {
                Some(leader) if budget.spend() => {
                    leaders.push(leader);
                    true
                }
                _ => false,
            });
        }
        leaders.sort_unstable();
        leaders.dedup();
        leaders.retain(|leader| self.entries.may_lead(*leader));
    }

    /// Adds the groups that are near a text.
    fn verify(
        &self,
        text: &str,
        leaders: &[Entry],
        [own, other]: &mut [SetBuffer; 2],
        groups: &mut Vec<RelatedGroup>,
    ) {
        if leaders.is_empty() {
            return;
        }
        let Settings { criteria, shingler, .. } = self.settings;
        let own = own.set_of_text(*shingler, text);
        for &leader in leaders {
            let other = other.set_of_text(*shingler, self.entries.text(leader));
            if let Some((relation, overlap)) = relation_of_sets(criteria, other, own) {
                let scores = Scores::new(overlap, None);
                groups.push(RelatedGroup { leader, relation: Some(relation), scores });
            }
        }
    }

    /// The live entries of groups that are sorted by score, as many as are asked for.
    fn answer(&self, text: &str, query: &Query, groups: &[RelatedGroup]) -> Answer {
        let (mut matches, mut budget) = (Vec::new(), Budget::new(query.budget()));
        for same_score in groups.chunk_by(|one, other| one.score() == other.score()) {
            let is_enough = matches.len() >= query.limit;
            if is_enough || same_score[0].score() < query.at_least {
                break;
            }
            for group in same_score {
                let entries = self.entries.group(group.leader).take_while(|_| budget.spend());
                matches.extend(entries.filter_map(|entry| self.as_match(text, group, entry)));
            }
        }
        matches.sort_unstable_by_key(|found: &Match| (Reverse(found.score), found.id));
        matches.truncate(query.limit);
        Answer { matches, verified: 0, is_cut_short: budget.is_exceeded }
    }

    /// An entry of a group, if it is live and its relation is asked for.
    fn as_match(&self, text: &str, group: &RelatedGroup, entry: Entry) -> Option<Match> {
        if !self.entries.is_live(entry) {
            return None;
        }
        let relation = group.relation.unwrap_or_else(|| {
            let is_identical = self.entries.text(entry).trim() == text.trim();
            if is_identical { Relation::Identical } else { Relation::Reformatted }
        });
        let (id, scores) = (self.entries.id(entry), group.scores);
        let is_asked_for = self.settings.criteria.asks_for(relation);
        is_asked_for.then_some(Match { id, relation, score: scores.of(relation), scores })
    }
}
