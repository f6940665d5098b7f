//! The last pass of sorting a set: hashes that stand the wrong way round are inserted where they belong.

/// Moves a hash to its place among the sorted ones before it. Says whether it is none of these.
#[inline]
pub(super) fn insert(nearly: &mut [u64], at: usize) -> bool {
    let hash = nearly[at];
    if nearly[at - 1] < hash {
        return true;
    }
    let mut to = at;
    // Equal hashes end up side by side, where they are dropped.
    while to > 0 && nearly[to - 1] > hash {
        nearly[to] = nearly[to - 1];
        to -= 1;
    }
    nearly[to] = hash;
    to == 0 || nearly[to - 1] != hash
}

/// Sorts what is nearly sorted, and says whether all are distinct. `descents` gives a bit for each of 64 hashes
/// from a place on that is not above the one before it.
///
/// Which neighbours are the wrong way round cannot be guessed, so they are looked for first, 64 at a time.
#[cfg(target_arch = "x86_64")]
#[expect(clippy::inline_always, reason = "what is inlined is compiled for the CPU of its caller")]
#[inline(always)]
pub(super) fn insert_descents(nearly: &mut [u64], descents: impl Fn(&[u64], usize) -> u64) -> bool {
    let mut distinct = true;
    for first in (1..nearly.len()).step_by(64) {
        let mut wrong = descents(nearly, first);
        while wrong != 0 {
            let mut at = first + wrong.trailing_zeros() as usize;
            distinct &= insert(nearly, at);
            // The largest so far has moved there, and may be larger than the next.
            while at + 1 < nearly.len() && nearly[at] >= nearly[at + 1] {
                at += 1;
                distinct &= insert(nearly, at);
            }
            wrong &= wrong - 1;
        }
    }
    distinct
}
