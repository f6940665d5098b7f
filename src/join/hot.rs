//! Shingles that more sets offer than can be listed in pairs.

use super::bounds::{Bounds, PrefixPosition};
use super::filter::KeyFilter;
use super::index::JoinIndex;
use super::outline::Outline;
use super::prefix::{PrefixBuffer, PrefixShingle};
use crate::id::SetId;
use crate::shingle::SetBuffer;

/// Sets that may offer one shingle before they are held against representatives only. The pairs that
/// are listed for one shingle are at most half of this for each of its sets.
pub(crate) const HOT: usize = 256;

/// Sets that are kept in one list where others may be passed over.
const MIN_KEPT: usize = 64;

/// Sets that are kept besides for each set that holds no hot shingle, shared by those that do.
const SPARED: usize = 1024;

/// The sets kept so far, under each hot shingle that they hold.
pub(crate) struct HotShingles<'j> {
    index: &'j JoinIndex<'j>,
    /// Refuses most other shingles before the hot keys are searched.
    filter: KeyFilter,
    kept: Vec<KeptSets>,
    /// A longer list is not kept: what comes then is only counted.
    max_kept: usize,
}

/// The sets kept under one shingle. Of two that are related the smaller offers a shingle that both
/// hold, so those that do not offer this one need not meet each other: in a notice that ends many
/// paragraphs these are nearly all.
#[derive(Clone, Default)]
struct KeptSets {
    offering: PostingList,
    others: PostingList,
}

#[derive(Clone, Default)]
struct PostingList {
    postings: Vec<HotPosting>,
    /// How many of them were kept before the last [`HotShingles::snapshot`].
    snapshot: usize,
    /// How many sets are not in the list because it was full.
    passed_over: u64,
}

/// A set under one hot shingle.
#[derive(Clone, Copy)]
struct HotPosting {
    set: SetId,
    position: PrefixPosition,
    outline: Outline,
}

/// A set that is held against those that are kept.
pub(crate) struct HotQuery {
    set: SetId,
    outline: Outline,
    shingles: Vec<HeldShingle>,
}

/// A hot shingle of a set.
struct HeldShingle {
    number: usize,
    position: PrefixPosition,
    offered: bool,
}

impl<'j> HotShingles<'j> {
    /// The hot shingles of a join, with nothing kept under them yet.
    pub(crate) fn new(index: &'j JoinIndex<'j>) -> HotShingles<'j> {
        let keys = index.hot_keys();
        let filter = KeyFilter::from_keys(index.keys(), keys);
        let kept = vec![KeptSets::default(); keys.len()];
        HotShingles { index, filter, kept, max_kept: usize::MAX }
    }

    /// Keeps only the first few sets under each shingle, so that the cost is linear in all sets: more
    /// where few of them, as many as `holders`, hold hot shingles.
    pub(crate) fn first_only(self, holders: usize) -> HotShingles<'j> {
        let others = self.index.sets().len() - holders;
        let max_kept = MIN_KEPT + SPARED * others / holders.max(1);
        HotShingles { max_kept, ..self }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether a set holds any.
    pub(super) fn are_in(&self, set: &[u64]) -> bool {
        set.iter().any(|hash| self.number(*hash).is_some())
    }

    /// The number of a shingle that is hot.
    fn number(&self, hash: u64) -> Option<usize> {
        let key = self.index.keys().key(hash);
        if !self.filter.may_contain(key) {
            return None;
        }
        self.index.hot_keys().binary_search(&key).ok()
    }

    /// The numbers of a set's hot shingles, ascending, and whether the set offers each: two sets
    /// that are related share one that the smaller of them offers, or else some other shingle.
    #[cfg(test)]
    pub(super) fn numbers(&self, set: u32) -> Vec<(usize, bool)> {
        let held = self.held(self.index.sets().get(set as usize, &mut SetBuffer::default()));
        let mut numbers: Vec<(usize, bool)> =
            held.iter().map(|held| (held.number, held.offered)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// A set with what it holds of these shingles.
    pub(crate) fn query(&self, set: u32, buffer: &mut SetBuffer) -> HotQuery {
        let set = SetId::from(set);
        let hashes = self.index.sets().get(set.index(), buffer);
        // A larger set that lacked a whole prefix would share too little.
        let may_lack = self.index.bounds().prefix_len(hashes.len()).saturating_sub(1);
        HotQuery { set, outline: Outline::new(hashes, may_lack), shingles: self.held(hashes) }
    }

    /// The kept sets that share a hot shingle with this one and may be related to it, ascending.
    pub(crate) fn candidates(&self, query: &HotQuery) -> Vec<u32> {
        self.candidates_among(query, |list| &list.postings)
    }

    /// Those of [`candidates`](HotShingles::candidates) that were kept since the last
    /// [`snapshot`](HotShingles::snapshot).
    pub(crate) fn candidates_since_snapshot(&self, query: &HotQuery) -> Vec<u32> {
        self.candidates_among(query, |list| &list.postings[list.snapshot..])
    }

    fn candidates_among(
        &self,
        query: &HotQuery,
        among: impl Fn(&PostingList) -> &[HotPosting],
    ) -> Vec<u32> {
        let mut candidates = Vec::new();
        for held in &query.shingles {
            let kept = &self.kept[held.number];
            let others = if held.offered { among(&kept.others) } else { &[] };
            let posting = query.posting(held);
            for other in among(&kept.offering).iter().chain(others) {
                if may_relate(self.index.bounds(), &posting, other) {
                    candidates.push(other.set.into());
                }
            }
        }
        // A set that shares several hot shingles was found under each.
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// How many kept sets are passed over that might be related to this one, each as often as the two
    /// share a hot shingle.
    pub(crate) fn passed_over(&self, query: &HotQuery) -> u64 {
        let mut count = 0;
        for held in &query.shingles {
            let kept = &self.kept[held.number];
            // As for candidates: a set that does not offer the shingle is held only against those that do.
            count += kept.offering.passed_over;
            count += if held.offered { kept.others.passed_over } else { 0 };
        }
        count
    }

    /// Keeps a set, for those to come.
    pub(crate) fn keep(&mut self, query: &HotQuery) {
        for held in &query.shingles {
            let kept = &mut self.kept[held.number];
            let list = if held.offered { &mut kept.offering } else { &mut kept.others };
            // What comes to a full list is only counted, so that the cost stays linear.
            if list.postings.len() < self.max_kept {
                list.postings.push(query.posting(held));
            } else {
                list.passed_over += 1;
            }
        }
    }

    /// Remembers what is kept so far: [`candidates_since_snapshot`](HotShingles::candidates_since_snapshot)
    /// leaves it out. A block of sets can then be held against all that is kept at once, by many threads,
    /// and against each other one by one.
    pub(crate) fn snapshot(&mut self) {
        for kept in &mut self.kept {
            kept.offering.snapshot = kept.offering.postings.len();
            kept.others.snapshot = kept.others.postings.len();
        }
    }

    fn held(&self, set: &[u64]) -> Vec<HeldShingle> {
        let mut buffer = PrefixBuffer::default();
        let prefix = self.index.prefix(set, &mut buffer);
        set.iter().filter_map(|hash| self.held_shingle(*hash, prefix, set.len())).collect()
    }

    /// A shingle of a set of `len`, if it is hot.
    #[inline]
    fn held_shingle(&self, hash: u64, prefix: &[PrefixShingle], len: usize) -> Option<HeldShingle> {
        let number = self.number(hash)?;
        let offered = prefix.binary_search_by_key(&hash, |shingle| shingle.hash).ok();
        // What is not offered stands behind all that is.
        let place = offered.map_or(prefix.len(), |at| prefix[at].place as usize);
        let position = self.index.bounds().position(len, place);
        Some(HeldShingle { number, position, offered: offered.is_some() })
    }
}

impl HotQuery {
    #[cfg(test)]
    pub(super) fn set(&self) -> u32 {
        self.set.into()
    }

    fn posting(&self, held: &HeldShingle) -> HotPosting {
        HotPosting { set: self.set, position: held.position, outline: self.outline }
    }
}

impl HotPosting {
    /// The order by size; of equal sizes the earlier set counts as the smaller.
    fn rank(&self) -> (usize, SetId) {
        (self.position.len, self.set)
    }
}

fn may_relate(bounds: Bounds, one: &HotPosting, other: &HotPosting) -> bool {
    let (smaller, larger) = if one.rank() < other.rank() { (one, other) } else { (other, one) };
    smaller.outline.fits_in(larger.outline) && bounds.may_relate(smaller.position, larger.position)
}
