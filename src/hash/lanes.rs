//! Words hashed side by side, for a CPU that takes the same step for all of them at once. That is worth it
//! only where it can multiply eight numbers of 64 bits.

#![expect(clippy::inline_always, reason = "what is inlined is compiled for the CPU of its caller")]

use core::array;

use super::{PADDED, SMALL_LETTERS, hash_ascii_word};

/// Words that are hashed side by side.
pub(crate) const LANES: usize = 8;

/// [`hash_ascii_word`] of the words that start and end at these places.
#[inline(always)]
pub(crate) fn hash_ascii_words(
    buffer: &[u8],
    [starts, ends]: [&[u32; LANES]; 2],
    seed: u64,
) -> [u64; LANES] {
    let Some(last) = buffer.len().checked_sub(PADDED) else {
        let hash = |lane| hash_ascii_word(buffer, starts[lane] as usize..ends[lane] as usize, seed);
        return array::from_fn(hash);
    };
    // Loops and not maps of arrays, which are functions of their own, compiled for every CPU.
    let (mut halves, mut lens) = ([[0; LANES]; 2], [0; LANES]);
    let mut is_strange = false;
    for lane in 0..LANES {
        let (start, end) = (starts[lane] as usize, ends[lane] as usize);
        let block =
            buffer[start.min(last)..].first_chunk().map_or(0, |block| u128::from_le_bytes(*block));
        halves[0][lane] = block as u64;
        halves[1][lane] = (block >> 64) as u64;
        lens[lane] = (end - start) as u64;
        is_strange |= is_long_or_behind(end - start, start, last);
    }
    let mut hashes = hash_short_words(&halves, &lens, seed);
    if is_strange {
        for lane in 0..LANES {
            let (start, end) = (starts[lane] as usize, ends[lane] as usize);
            if is_long_or_behind(end - start, start, last) {
                hashes[lane] = hash_ascii_word(buffer, start..end, seed);
            }
        }
    }
    hashes
}

/// Too long, or too near to the end for what was read to be the word.
#[inline(always)]
fn is_long_or_behind(len: usize, start: usize, last: usize) -> bool {
    len >= PADDED || start > last
}

/// XXH3-64 of 16 bytes, lane by lane: the words of these lengths that the blocks begin with, padded.
#[inline(always)]
fn hash_short_words(halves: &[[u64; LANES]; 2], lens: &[u64; LANES], seed: u64) -> [u64; LANES] {
    let mut hashes = [0; LANES];
    for lane in 0..LANES {
        let len = lens[lane];
        let first = (halves[0][lane] | SMALL_LETTERS as u64) & first_bytes(len);
        let second = (halves[1][lane] | SMALL_LETTERS as u64) & first_bytes(len.max(8) - 8);
        let low = first ^ FLIPS[0].wrapping_add(seed);
        let high = (second | len << 56) ^ FLIPS[1].wrapping_sub(seed);
        let sum = low.swap_bytes().wrapping_add(high).wrapping_add(PADDED as u64);
        let sum = sum.wrapping_add(folded_product(low, high));
        let sum = (sum ^ sum >> 37).wrapping_mul(0x1656_6791_9e37_79f9);
        hashes[lane] = sum ^ sum >> 32;
    }
    hashes
}

/// The two halves of the product, one flipped by the other. (To multiply halves of the factors for all
/// lanes at once, as intrinsics, saved no time, and the compiler turns what says so into this.)
#[inline(always)]
fn folded_product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// Ones where the first bytes are, of eight.
#[inline(always)]
const fn first_bytes(count: u64) -> u64 {
    if count < 8 { (1 << (8 * (count % 8))) - 1 } else { u64::MAX }
}

/// What XXH3 flips in the two halves of 16 bytes: of its secret, bytes 24 to 32 by those after them, and
/// the next 16 in the same way.
const FLIPS: [u64; 2] =
    [0x1f67_b3b7_a4a4_4072 ^ 0x78e5_c0cc_4ee6_79cb, 0x2172_ffcc_7dd0_5a82 ^ 0x8e24_43f7_7446_08b8];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn words_have_the_hashes_that_they_have_alone(
            text in prop::collection::vec(33..127_u8, 1..80),
            places in prop::array::uniform8((any::<prop::sample::Index>(), 1..24_usize)),
            seed: u64,
        ) {
            let spans = places.map(|(start, len)| {
                let start = start.index(text.len());
                [start as u32, (start + len).min(text.len()) as u32]
            });
            let hashes = hash_ascii_words(&text, [&spans.map(|span| span[0]), &spans.map(|span| span[1])], seed);
            let alone = spans.map(|[start, end]| hash_ascii_word(&text, start as usize..end as usize, seed));
            prop_assert_eq!(hashes, alone);
        }
    }
}
