//! What every step of a join looks up: the sets, the order of their shingles, and keys.

use super::bounds::Bounds;
use super::frequency::Frequencies;
use super::posting::Keys;
use super::prefix::{PrefixBuffer, PrefixShingle};
use crate::Cancelled;
use crate::executor::Executor;
use crate::shingle::Sets;

/// Sets whose prefixes are added up as one piece of work.
const CHUNK: usize = 4096;

/// Sets that are joined with each other.
pub(crate) struct JoinIndex<'s> {
    sets: &'s Sets<'s>,
    bounds: Bounds,
    frequencies: Frequencies,
    keys: Keys,
    /// Shingles that all sets offer together.
    offers: usize,
    /// The keys under which no pairs are proposed, ascending.
    hot_keys: Vec<u64>,
}

impl<'s> JoinIndex<'s> {
    /// An index of these sets, in which no key is known to be hot yet.
    pub(super) fn new<E: Executor>(
        executor: E,
        sets: &'s Sets<'s>,
        bounds: Bounds,
    ) -> Result<Self, Cancelled> {
        let frequencies = Frequencies::sample(executor, sets)?;
        let offers = executor
            .map_chunks(sets.len(), CHUNK, |range| bounds.total_prefix_len(&sets.lens()[range]))?;
        let offers = offers.into_iter().sum();
        let keys = Keys::for_postings(offers);
        Ok(JoinIndex { sets, bounds, frequencies, keys, offers, hot_keys: Vec::new() })
    }

    /// The same, knowing which keys are hot.
    pub(super) fn with_hot_keys(self, mut hot_keys: Vec<u64>) -> JoinIndex<'s> {
        // Each key has one part, and each part one piece, so no key is here twice; look-ups need the order.
        hot_keys.sort_unstable();
        JoinIndex { hot_keys, ..self }
    }

    pub(crate) fn sets(&self) -> &'s Sets<'s> {
        self.sets
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    pub(super) fn keys(&self) -> Keys {
        self.keys
    }

    pub(super) fn offers(&self) -> usize {
        self.offers
    }

    pub(super) fn hot_keys(&self) -> &[u64] {
        &self.hot_keys
    }

    /// The prefix of a set, by hash, held by `buffer`.
    pub(super) fn prefix<'b>(
        &self,
        set: &[u64],
        buffer: &'b mut PrefixBuffer,
    ) -> &'b [PrefixShingle] {
        buffer.fill(set, self.bounds.prefix_len(set.len()), &self.frequencies)
    }
}
