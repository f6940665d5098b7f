//! Which of the kept sets may be related to one that comes, where too many are for their pairs to be listed.

use super::Settings;
use super::candidates::Listed;
use crate::join::{Bands, HotQuery, HotShingles};
use crate::lsh::KeptInBuckets;
use crate::relation::Relation;
use crate::shingle::{SetBuffer, Sets};

/// The kept sets, under the hot shingles that they hold and in the hot buckets that they are in.
pub(super) struct HotCandidates<'j> {
    sets: &'j Sets<'j>,
    /// None where signatures alone propose pairs.
    shingles: Option<HotShingles<'j>>,
    buckets: KeptInBuckets<'j>,
    /// Where most of what is kept under shingles may be passed over: what is probably near.
    bands: Option<Bands>,
}

/// A set that comes.
pub(super) struct Query {
    pub(super) set: u32,
    shingles: Option<HotQuery>,
    /// The keys of its bands, where those are looked up.
    keys: Vec<u64>,
}

impl<'j> HotCandidates<'j> {
    pub(super) fn new(listed: &'j Listed<'j>) -> HotCandidates<'j> {
        HotCandidates {
            sets: listed.sets,
            shingles: listed.join.as_ref().map(HotShingles::new),
            buckets: KeptInBuckets::new(&listed.buckets),
            bands: None,
        }
    }

    /// Names few under shingles: the first that are kept under each, and those that bands of signatures name. What one of
    /// `holders` sets costs there then has a bound, and a pair may be lost.
    pub(super) fn few_under_shingles(
        self,
        settings: &Settings,
        holders: usize,
    ) -> HotCandidates<'j> {
        let Some(shingles) = self.shingles else { return self };
        let Settings { criteria, shingler, .. } = settings;
        let near = criteria.asks_for(Relation::Near);
        let bands = near.then(|| Bands::new(criteria.thresholds.near, shingler.kernel())).flatten();
        HotCandidates { shingles: Some(shingles.first_only(holders)), bands, ..self }
    }

    pub(super) fn sets(&self) -> &'j Sets<'j> {
        self.sets
    }

    /// How many shingles and buckets are hot.
    pub(super) fn len(&self) -> usize {
        self.shingles.as_ref().map_or(0, HotShingles::len) + self.buckets.len()
    }

    pub(super) fn query(&self, set: u32, buffer: &mut SetBuffer) -> Query {
        let keys = self.bands.as_ref().map(|bands| bands.keys(self.sets.get(set as usize, buffer)));
        let shingles = self.shingles.as_ref().map(|shingles| shingles.query(set, buffer));
        Query { set, shingles, keys: keys.unwrap_or_default() }
    }

    /// The kept sets that may be related to the one that comes, ascending, but for those that bands name.
    pub(super) fn candidates(&self, query: &Query) -> Vec<u32> {
        let shingles = self.under_shingles(query, HotShingles::candidates);
        distinct(shingles.into_iter().chain(self.buckets.candidates(query.set)))
    }

    /// Who has been kept since the last [`snapshot`](HotCandidates::snapshot), and whom bands name: bands have no snapshot,
    /// so one kept before may be among these.
    pub(super) fn candidates_since_snapshot(&self, query: &Query) -> Vec<u32> {
        let shingles = self.under_shingles(query, HotShingles::candidates_since_snapshot);
        let buckets = self.buckets.candidates_since_snapshot(query.set);
        let named = self.bands.iter().flat_map(|bands| bands.candidates(&query.keys));
        distinct(shingles.into_iter().chain(buckets).chain(named))
    }

    fn under_shingles(
        &self,
        query: &Query,
        candidates: impl Fn(&HotShingles<'j>, &HotQuery) -> Vec<u32>,
    ) -> Vec<u32> {
        let both = self.shingles.as_ref().zip(query.shingles.as_ref());
        both.map_or_else(Vec::new, |(shingles, query)| candidates(shingles, query))
    }

    /// How many meetings with kept sets are left out.
    pub(super) fn passed_over(&self, query: &Query) -> u64 {
        let both = self.shingles.as_ref().zip(query.shingles.as_ref());
        both.map_or(0, |(shingles, query)| shingles.passed_over(query))
    }

    /// Keeps a set, for those to come.
    pub(super) fn keep(&mut self, query: &Query) {
        if let Some((shingles, held)) = self.shingles.as_mut().zip(query.shingles.as_ref()) {
            shingles.keep(held);
        }
        self.buckets.keep(query.set);
        if let Some(bands) = &mut self.bands {
            bands.keep(query.set, &query.keys);
        }
    }

    /// Remembers what is kept so far. A block of sets can then be held against all of it at once, by many threads, and against
    /// each other one by one.
    pub(super) fn snapshot(&mut self) {
        if let Some(shingles) = &mut self.shingles {
            shingles.snapshot();
        }
        self.buckets.snapshot();
    }
}

/// A set that shares several hot shingles, or buckets, was found under each.
fn distinct(sets: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sets: Vec<u32> = sets.collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}
