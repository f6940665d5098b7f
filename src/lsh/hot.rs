//! Buckets of more sets than can be listed in pairs.

use crate::radix::Groups;

/// Which sets are in such buckets.
#[derive(Default)]
pub(crate) struct HotBuckets {
    /// The numbers of each set's buckets; none at all where no bucket is hot.
    of_sets: Option<Groups<u32>>,
    /// The sets that are in any, ascending.
    members: Vec<u32>,
    len: usize,
}

impl HotBuckets {
    /// Buckets of some of `sets` sets.
    pub(super) fn new(sets: usize, buckets: &[Vec<u32>]) -> HotBuckets {
        if buckets.is_empty() {
            return HotBuckets::default();
        }
        let numbered = buckets.iter().zip(0_u32..);
        let places: Vec<(u32, u32)> = numbered
            .flat_map(|(bucket, number)| bucket.iter().map(move |set| (*set, number)))
            .collect();
        let mut members: Vec<u32> = places.iter().map(|(set, _)| *set).collect();
        members.sort_unstable();
        members.dedup();
        let of_sets = Groups::from_items(&places, sets, |(set, _)| *set as usize, |place| place.1);
        HotBuckets { of_sets: Some(of_sets), members, len: buckets.len() }
    }

    /// The sets that are in any of them, ascending.
    pub(crate) fn members(&self) -> &[u32] {
        &self.members
    }

    fn of(&self, set: u32) -> &[u32] {
        self.of_sets.as_ref().map_or(&[], |groups| groups.get(set as usize))
    }
}

/// The sets kept so far, in each hot bucket that they are in.
pub(crate) struct KeptInBuckets<'b> {
    buckets: &'b HotBuckets,
    /// In the order in which they were kept.
    kept: Vec<u32>,
    /// Of each bucket the places of its sets in `kept`, ascending.
    places: Vec<Vec<u32>>,
    /// How many were kept before the last [`KeptInBuckets::snapshot`].
    snapshot: u32,
}

impl<'b> KeptInBuckets<'b> {
    /// Nothing is kept yet.
    pub(crate) fn new(buckets: &'b HotBuckets) -> KeptInBuckets<'b> {
        let places = vec![Vec::new(); buckets.len];
        KeptInBuckets { buckets, kept: Vec::new(), places, snapshot: 0 }
    }

    /// How many buckets there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The kept sets that share a hot bucket with this one, in no order, some of them more than once.
    pub(crate) fn candidates(&self, set: u32) -> impl Iterator<Item = u32> + '_ {
        let places = self.buckets.of(set).iter().flat_map(|bucket| &self.places[*bucket as usize]);
        places.map(|place| self.kept[*place as usize])
    }

    /// Those of [`candidates`](KeptInBuckets::candidates) that were kept since the last
    /// [`snapshot`](KeptInBuckets::snapshot).
    pub(crate) fn candidates_since_snapshot(&self, set: u32) -> impl Iterator<Item = u32> + '_ {
        let places = self.buckets.of(set).iter().flat_map(|bucket| {
            let places = &self.places[*bucket as usize];
            &places[places.partition_point(|place| *place < self.snapshot)..]
        });
        places.map(|place| self.kept[*place as usize])
    }

    /// Keeps a set, for those to come.
    #[expect(clippy::cast_possible_truncation, reason = "there are at most u32::MAX sets")]
    pub(crate) fn keep(&mut self, set: u32) {
        let place = self.kept.len() as u32;
        for bucket in self.buckets.of(set) {
            self.places[*bucket as usize].push(place);
        }
        self.kept.push(set);
    }

    /// Remembers what is kept so far: [`candidates_since_snapshot`](KeptInBuckets::candidates_since_snapshot) leaves it out.
    #[expect(clippy::cast_possible_truncation, reason = "there are at most u32::MAX sets")]
    pub(crate) fn snapshot(&mut self) {
        self.snapshot = self.kept.len() as u32;
    }
}
