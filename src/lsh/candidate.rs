//! From buckets to distinct candidate pairs.

use core::slice;
use std::vec;

use super::Banding;
use super::banding::band_key_with;
use super::hot::HotBuckets;
use crate::Cancelled;
use crate::MismatchError;
use crate::executor::{Executor, Serial, completed};
use crate::minhash::{Signature, Signatures};
use crate::radix::{self, Entry};

/// The pairs that share a bucket in some band, and how much work it was to find them.
///
/// ```
/// use paradup::lsh::{Banding, candidate_pairs};
/// use paradup::minhash::{Scheme, Sketcher};
///
/// let sketcher = Sketcher::new(Scheme::default());
/// let sets = [0..100, 500..600, 2..102];
/// let signatures: Vec<_> = sets.into_iter().map(|set| sketcher.sketch(&set.collect())).collect();
///
/// let found = candidate_pairs(&signatures, Banding::for_threshold(0.8, 0.999, 128)?)?;
/// assert_eq!(found.pairs(), [(0, 2)]);
/// assert_eq!((found.entries(), found.largest_bucket()), (3 * 18, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CandidatePairs {
    pairs: Vec<(u32, u32)>,
    entries: u64,
    meetings: u64,
    largest_bucket: usize,
}

impl CandidatePairs {
    /// The positions of the two sets, the smaller first; ascending, each pair once.
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// The [`pairs`](CandidatePairs::pairs), one by one.
    pub fn iter(&self) -> slice::Iter<'_, (u32, u32)> {
        self.pairs.iter()
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether no two sets met.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(crate) fn into_pairs(self) -> Vec<(u32, u32)> {
        self.pairs
    }

    /// Band keys computed: one for each band of each set that is not empty.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Pairs over all buckets; a pair that meets in several bands counts several times.
    pub fn meetings(&self) -> u64 {
        self.meetings
    }

    /// Members of the largest bucket, 0 if no two sets met.
    pub fn largest_bucket(&self) -> usize {
        self.largest_bucket
    }

    fn append(&mut self, mut other: CandidatePairs) {
        self.pairs.append(&mut other.pairs);
        self.entries += other.entries;
        self.meetings += other.meetings;
        self.largest_bucket = self.largest_bucket.max(other.largest_bucket);
    }
}

impl IntoIterator for CandidatePairs {
    type Item = (u32, u32);
    type IntoIter = vec::IntoIter<(u32, u32)>;

    /// The [`pairs`](CandidatePairs::pairs).
    fn into_iter(self) -> vec::IntoIter<(u32, u32)> {
        self.pairs.into_iter()
    }
}

impl<'c> IntoIterator for &'c CandidatePairs {
    type Item = &'c (u32, u32);
    type IntoIter = slice::Iter<'c, (u32, u32)>;

    /// The [`pairs`](CandidatePairs::pairs).
    fn into_iter(self) -> slice::Iter<'c, (u32, u32)> {
        self.iter()
    }
}

/// The candidate pairs among signatures, named by their positions. Empty sets are in none.
///
/// O(bands × signatures), plus the pairs that meet in each band. A bucket of m sets has m·(m−1)/2
/// pairs, so collapse equal sets first. Takes at most 16 bytes per pair and 36 bytes per signature.
///
/// # Errors
/// When the signatures were made under different schemes, or have fewer rows (`num_perm`) than
/// the banding uses.
///
/// # Panics
/// When there are more than `u32::MAX` signatures.
pub fn candidate_pairs(
    signatures: &[Signature],
    banding: Banding,
) -> Result<CandidatePairs, MismatchError> {
    check(signatures, banding)?;
    Ok(completed(candidates(Serial, signatures, banding)))
}

/// [`candidate_pairs`] on all threads of the current rayon pool; the same answer. 32 of the 36
/// bytes per signature are needed once per thread.
///
/// # Errors
/// As [`candidate_pairs`].
///
/// # Panics
/// As [`candidate_pairs`].
#[cfg(feature = "rayon")]
pub fn par_candidate_pairs(
    signatures: &[Signature],
    banding: Banding,
) -> Result<CandidatePairs, MismatchError> {
    check(signatures, banding)?;
    Ok(completed(candidates(crate::executor::Rayon, signatures, banding)))
}

fn check(signatures: &[Signature], banding: Banding) -> Result<(), MismatchError> {
    let Some(first) = signatures.first() else { return Ok(()) };
    if banding.num_perm() > first.scheme().num_perm() {
        let needed = format!("{} in the banding", banding.num_perm());
        return Err(MismatchError::new("num_perm", needed, first.scheme().num_perm().to_string()));
    }
    signatures.iter().try_for_each(|other| first.scheme().check_compatible(other.scheme()))
}

/// [`candidate_pairs`] of signatures that fit each other and the banding.
fn candidates<E: Executor>(
    executor: E,
    signatures: &(impl Signatures + ?Sized),
    banding: Banding,
) -> Result<CandidatePairs, Cancelled> {
    candidates_and_hot(executor, signatures, banding, usize::MAX).map(|(found, _)| found)
}

/// The candidate pairs of signatures that fit each other and the banding, but for those that meet first in a bucket of
/// more than `max_listed` sets; and these buckets.
///
/// Bands are the tasks: they need nothing from each other, and only as many threads as there are
/// bands can help, 18 for a threshold of .8.
pub(crate) fn candidates_and_hot<E: Executor>(
    executor: E,
    signatures: &(impl Signatures + ?Sized),
    banding: Banding,
    max_listed: usize,
) -> Result<(CandidatePairs, HotBuckets), Cancelled> {
    let ids = signatures.ids();
    let bands = executor.map_with(banding.bands(), Scratch::default, |scratch, band| {
        fill(&mut scratch.entries, &ids, signatures, banding, band);
        radix::sort(&mut scratch.entries, &mut scratch.copy);
        let found = candidates_of_band(&scratch.entries, signatures, banding, band, max_listed);
        (found, hot_buckets(&scratch.entries, max_listed))
    })?;
    let (mut found, mut hot) = (CandidatePairs::default(), Vec::new());
    for (band, hot_of_band) in bands {
        found.append(band);
        hot.extend(hot_of_band);
    }
    executor.sort(&mut found.pairs);
    // A pair may be here twice if two keys are equal by accident, of which 2^-64 of all pairs are.
    found.pairs.dedup();
    Ok((found, HotBuckets::new(signatures.len(), &hot)))
}

/// Buffers that are used again from band to band: the page faults of fresh memory cost as much as the
/// sort.
#[derive(Default)]
struct Scratch {
    entries: Vec<Entry>,
    copy: Vec<Entry>,
}

#[expect(clippy::cast_possible_truncation, reason = "a banding has at most 4096 bands")]
fn fill(
    entries: &mut Vec<Entry>,
    ids: &[u32],
    signatures: &(impl Signatures + ?Sized),
    banding: Banding,
    band: usize,
) {
    let mut bytes = Vec::new();
    entries.clear();
    entries.extend(ids.iter().map(|&id| {
        let rows = banding.band(band, signatures.rows(id));
        Entry { key: band_key_with(band as u32, rows, &mut bytes), id }
    }));
}

/// The pairs that meet in this band and in none before it, but for those in buckets of more than `max_listed` sets.
fn candidates_of_band(
    sorted: &[Entry],
    signatures: &(impl Signatures + ?Sized),
    banding: Banding,
    band: usize,
    max_listed: usize,
) -> CandidatePairs {
    let mut found = CandidatePairs { entries: sorted.len() as u64, ..CandidatePairs::default() };
    for bucket in radix::buckets(sorted) {
        found.largest_bucket = found.largest_bucket.max(bucket.len());
        found.meetings += (bucket.len() * (bucket.len() - 1) / 2) as u64;
        if bucket.len() <= max_listed {
            let new = pairs(bucket).filter(|&pair| !met_before(signatures, banding, band, pair));
            found.pairs.extend(new);
        }
    }
    found
}

/// The sets of each bucket of more than `max_listed`, ascending.
fn hot_buckets(sorted: &[Entry], max_listed: usize) -> Vec<Vec<u32>> {
    let hot = radix::buckets(sorted).filter(|bucket| bucket.len() > max_listed);
    hot.map(|bucket| bucket.iter().map(|entry| entry.id).collect()).collect()
}

fn pairs(bucket: &[Entry]) -> impl Iterator<Item = (u32, u32)> {
    bucket.iter().enumerate().flat_map(|(i, a)| bucket[i + 1..].iter().map(|b| (a.id, b.id)))
}

/// Whether an earlier band has the pair already. Asking the rows, rather than removing repeated
/// pairs at the end, keeps memory at one entry per pair: near copies meet in almost every band.
fn met_before(
    signatures: &(impl Signatures + ?Sized),
    banding: Banding,
    band: usize,
    (a, b): (u32, u32),
) -> bool {
    let (a, b) = (signatures.rows(a), signatures.rows(b));
    (0..band).any(|earlier| banding.band(earlier, a) == banding.band(earlier, b))
}
