//! How common each shingle is, about.

use core::ops::Range;

use crate::Cancelled;
use crate::executor::Executor;
use crate::shingle::{SetBuffer, Sets};

/// At least this many sets are counted, where there are as many.
const MIN_SAMPLE: usize = 4096;

/// In larger collections one set in this many is counted. Of 162,000 different paragraphs of real
/// prose, for near 0.8 and contained 0.8, the join proposes 57 thousand pairs with every second set
/// counted, 85 with every fourth, 105 with every eighth and 143 with every sixteenth.
const MAX_STEP: usize = 8;

/// How many classes there are.
pub(super) const CLASSES: usize = 4;

/// The smallest count in each class but the rarest.
const MIN_COUNTS: [u8; CLASSES - 1] = [2, 8, 64];

/// How many sets ahead memory is asked for.
const AHEAD: usize = 2;

/// Sets that are counted before it is asked again whether to go on.
const SETS_PER_CHECK: usize = 1024;

/// Words that are packed in one piece of work.
const WORDS: usize = 1024;

/// Classes in a word.
const PACKED: usize = 32;

/// How common the shingles of some sets are, by the low bits of the hash: one of four classes.
/// Shingles that share these bits are counted together.
///
/// The class of a shingle is a pure function of its hash, so the order that it makes is the same for
/// all sets, and how good it is decides about time and never about a pair. Four classes of two bits
/// propose hardly more pairs than 256 of a byte, and the table fits in the cache four times as long.
pub(super) struct Frequencies {
    words: Vec<u64>,
}

impl Frequencies {
    /// Counts a sample of the sets. O(shingles of the sample).
    pub(super) fn sample<E: Executor>(
        executor: E,
        sets: &Sets<'_>,
    ) -> Result<Frequencies, Cancelled> {
        let step = (sets.len() / MIN_SAMPLE).clamp(1, MAX_STEP);
        let shingles: usize = sets.lens().iter().step_by(step).map(|len| *len as usize).sum();
        let slots = shingles.next_power_of_two().max(PACKED);
        let sampled = sets.len().div_ceil(step);
        let counts =
            executor.map_parts(sampled, |part| count(executor, sets, part, (step, slots)))?;
        let counts = counts.into_iter().collect::<Result<Vec<_>, Cancelled>>()?;
        let counts = counts.into_iter().reduce(add).unwrap_or_else(|| vec![0; slots]);
        let mut words = vec![0; slots / PACKED];
        executor.fill_chunks(&mut words, WORDS, |start, words| {
            let counts = counts[start * PACKED..].as_chunks::<PACKED>().0;
            words.iter_mut().zip(counts).for_each(|(word, counts)| *word = pack(counts));
        })?;
        Ok(Frequencies { words })
    }

    /// The class of a shingle, 0 for the rarest. Those are also the shingles of one counted set alone:
    /// otherwise the counted sets, unlike the others, would have nothing rare.
    #[inline]
    pub(super) fn class(&self, hash: u64) -> u8 {
        let slot = slot(hash, self.words.len() * PACKED);
        (self.words[slot / PACKED] >> (slot % PACKED * 2) & 3) as u8
    }
}

/// How often the shingles of each slot stand in every `step`th set; `sampled` counts those alone.
fn count<E: Executor>(
    executor: E,
    sets: &Sets<'_>,
    sampled: Range<usize>,
    (step, slots): (usize, usize),
) -> Result<Vec<u8>, Cancelled> {
    let (mut counts, mut buffer) = (vec![0_u8; slots], SetBuffer::default());
    for number in sampled {
        // A piece is long, for it takes memory: of a large collection it would not be stopped soon.
        if number.is_multiple_of(SETS_PER_CHECK) {
            executor.check()?;
        }
        sets.prefetch((number + AHEAD) * step, usize::MAX);
        for hash in sets.get(number * step, &mut buffer) {
            let count = &mut counts[slot(*hash, slots)];
            *count = count.saturating_add(1);
        }
    }
    Ok(counts)
}

/// The classes of these counts, the first in the lowest bits.
fn pack(counts: &[u8; PACKED]) -> u64 {
    counts.iter().rev().fold(0, |word, count| word << 2 | class_of_count(*count))
}

fn class_of_count(count: u8) -> u64 {
    MIN_COUNTS.iter().map(|min| u64::from(count >= *min)).sum()
}

/// The slots are a power of two, so the mask keeps the index in range.
fn slot(hash: u64, slots: usize) -> usize {
    hash as usize & (slots - 1)
}

fn add(mut counts: Vec<u8>, others: Vec<u8>) -> Vec<u8> {
    for (count, other) in counts.iter_mut().zip(others) {
        *count = count.saturating_add(other);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::hash::mix;

    #[test]
    fn what_stands_in_more_sets_is_in_a_higher_class() {
        let held_by = [1, 2, 7, 8, 63, 64, 300];
        let sets: Vec<Vec<u64>> = (0..300)
            .map(|set| (0..7).filter(|at| set < held_by[*at]).map(|at| mix(at as u64)).collect())
            .collect();
        let sets = Sets::stored(sets.iter().map(Vec::as_slice).collect());
        let frequencies = Frequencies::sample(Serial, &sets).unwrap();
        let found: Vec<u8> = (0..7).map(|number| frequencies.class(mix(number))).collect();
        assert_eq!(found, [0, 1, 1, 2, 2, 3, 3]);
    }

    /// Threads count some of the sets each.
    #[test]
    fn counts_of_pieces_are_those_of_all() {
        assert_eq!(add(vec![0, 1, 250], vec![0, 2, 10]), [0, 3, 255]);
    }
}
