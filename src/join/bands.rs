//! Kept sets that are probably near, found without going through all that share a shingle.

use std::collections::HashMap;

use crate::Kernel;
use crate::lsh::{Banding, band_key};
use crate::minhash::{Scheme, Sketcher};

/// Rows of the signatures: at a threshold of 0.7, 26 bands of 4.
const ROWS: usize = 128;

/// Of pairs at the threshold at least so many agree in a band.
const RECALL: f64 = 0.999;

/// Kept sets that one band names, the highest-ranked.
const NAMED: usize = 8;

/// The kept sets by the bands of their signatures.
pub(crate) struct Bands {
    sketcher: Sketcher,
    banding: Banding,
    /// The first place of each key.
    first: HashMap<u64, u32>,
    places: Vec<Named>,
}

/// A set that a band names, and the place of the next one.
struct Named {
    id: u32,
    next: Option<u32>,
}

impl Bands {
    /// For near pairs at this threshold; none where it is so low that bands would not tell.
    pub(crate) fn new(near: f64, kernel: Kernel) -> Option<Bands> {
        let banding = Banding::for_threshold(near, RECALL, ROWS).ok()?;
        let scheme = Scheme::builder().num_perm(ROWS).build().ok()?;
        let sketcher = Sketcher::with_kernel(scheme, kernel);
        Some(Bands { sketcher, banding, first: HashMap::new(), places: Vec::new() })
    }

    /// The keys of a set.
    pub(crate) fn keys(&self, set: &[u64]) -> Vec<u64> {
        let mut rows = [0; ROWS];
        self.sketcher.sketch_into(set, &mut rows);
        let bands = rows.chunks_exact(self.banding.rows()).take(self.banding.bands());
        bands.zip(0..).map(|(rows, band)| band_key(band, rows)).collect()
    }

    /// The kept sets that these keys name, in no order, some of them more than once.
    pub(crate) fn named<'b>(&'b self, keys: &'b [u64]) -> impl Iterator<Item = u32> + 'b {
        keys.iter().flat_map(|key| self.under(*key)).map(|place| self.places[place].id)
    }

    /// Keeps a set under its keys, behind those that are kept there.
    pub(crate) fn keep(&mut self, id: u32, keys: &[u64]) {
        for key in keys {
            let (count, last) = (self.under(*key).count(), self.under(*key).last());
            let place = self.places.len() as u32;
            match last {
                _ if count == NAMED => continue,
                Some(last) => self.places[last].next = Some(place),
                None => _ = self.first.insert(*key, place),
            }
            self.places.push(Named { id, next: None });
        }
    }

    fn under(&self, key: u64) -> impl Iterator<Item = usize> + '_ {
        let first = self.first.get(&key).map(|place| *place as usize);
        core::iter::successors(first, |place| self.places[*place].next.map(|next| next as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    fn set(numbers: core::ops::Range<u64>) -> Vec<u64> {
        let mut set: Vec<u64> = numbers.map(mix).collect();
        set.sort_unstable();
        set
    }

    #[test]
    fn near_sets_are_named_and_others_are_not() {
        let mut bands = Bands::new(0.7, Kernel::detect()).unwrap();
        for id in 0..100 {
            let keys = bands.keys(&set(id * 100..id * 100 + 50));
            bands.keep(id as u32, &keys);
        }
        for id in 0..100 {
            let keys = bands.keys(&set(id * 100 + 2..id * 100 + 52));
            let mut named: Vec<u32> = bands.named(&keys).collect();
            named.dedup();
            assert_eq!(named, [id as u32]);
        }
    }

    #[test]
    fn the_first_of_many_are_named() {
        let mut bands = Bands::new(0.7, Kernel::detect()).unwrap();
        let keys = bands.keys(&set(0..50));
        (0..20).for_each(|id| bands.keep(id, &keys));
        assert!(bands.named(&keys[..1]).eq(0..8));
    }

    #[test]
    fn a_threshold_may_be_too_low() {
        assert!(Bands::new(0.01, Kernel::detect()).is_none());
    }
}
