//! The frozen hashes: bytes to `u64`, seeded.
//!
//! Everything that is hashed passes through here, so that there is one place to look for what a
//! stored signature depends on. Bytes are hashed by XXH3 (64 bits, with seed), which its author froze,
//! and so are words of 16 bytes and more; shorter words, which nearly all are, by a function of their own
//! (`hash_block`), which processors with vectors compute for several words at once. The known answers in
//! the tests below must never change.

#[cfg(target_arch = "x86_64")]
pub(crate) mod avx2;
#[cfg(target_arch = "x86_64")]
pub(crate) mod avx512;

use core::ops::Range;

use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

/// XXH3-64 of `bytes` under `seed`. O(n); frozen.
///
/// ```
/// assert_eq!(paradup::hash::hash_bytes(b"paragraph", 0), 0xeb17_f985_5a75_511d);
/// ```
pub fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

/// [`hash_bytes`] under seed 0, of bytes that come one after the other.
pub(crate) struct Checksum(Xxh3);

impl Checksum {
    pub(crate) fn new() -> Checksum {
        Checksum(Xxh3::new())
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of what has come so far.
    pub(crate) fn digest(&self) -> u64 {
        self.0.digest()
    }
}

/// Bytes in which a short word stands, padded.
const PADDED: usize = 16;

/// The hash of the word at `place`: XXH3-64 of its bytes or, where it has fewer than 16, [`hash_block`]
/// of the 16 bytes that hold it, zeros, and its length in the last one.
///
/// Nearly all words are short, and blocks of one length leave nothing to branch on: XXH3 takes inputs of
/// up to 3, 8 and 16 bytes in three ways, and guessing which one comes next cost two thirds of the
/// time (4.0 ns a word, and 1.2 ns padded). What stands behind the word has no influence, but saves
/// copying it.
#[inline]
pub(crate) fn hash_word(buffer: &[u8], place: Range<usize>, seed: u64) -> u64 {
    WordHasher::new(seed).hash(buffer, place)
}

/// [`hash_word`] under one seed, for words that come one by one: the keys are made once.
#[derive(Clone, Copy)]
pub(crate) struct WordHasher {
    seed: u64,
    keys: [u64; 2],
}

impl WordHasher {
    pub(crate) fn new(seed: u64) -> WordHasher {
        WordHasher { seed, keys: keys(seed) }
    }

    #[inline]
    pub(crate) fn hash(self, buffer: &[u8], place: Range<usize>) -> u64 {
        if place.len() >= PADDED {
            return hash_bytes(&buffer[place], self.seed);
        }
        hash_short_word(buffer, place, 0, self.keys)
    }
}

/// [`hash_word`] of an ASCII word in lower case, without writing it in lower case: the bit that makes
/// small letters of capitals is set in all bytes. Those that words have, but for `^`, have it already.
#[inline]
pub(crate) fn hash_ascii_word(buffer: &[u8], place: Range<usize>, seed: u64) -> u64 {
    if place.len() >= PADDED {
        // A copy, which so few words need that it is not worth a hash of its own.
        return hash_bytes(&buffer[place].to_ascii_lowercase(), seed);
    }
    hash_short_word(buffer, place, SMALL_LETTERS, keys(seed))
}

/// The hash of a short word with these `bits` set in its bytes.
#[expect(clippy::inline_always, reason = "a loop then makes the keys once, not for each word")]
#[inline(always)]
fn hash_short_word(buffer: &[u8], place: Range<usize>, bits: u128, keys: [u64; 2]) -> u64 {
    let len = place.len();
    // What stands behind the word is read with it and masked, unless the buffer ends there.
    let ahead = buffer.get(place.start..place.start + PADDED);
    let block = match ahead.and_then(<[u8]>::first_chunk) {
        Some(block) => u128::from_le_bytes(*block),
        None => padded(&buffer[place]),
    };
    let word = (block | bits) & FIRST_BYTES[len];
    let block = word | (len as u128) << (8 * (PADDED - 1));
    hash_block(block, keys)
}

/// The hash of the 16 bytes of a short word, as a little-endian number, by 32-bit multiplications.
///
/// Each half of the block is flipped by a key. The first quarter times the last one, and the second one
/// times the third, are two numbers of 64 bits; they are added, the second with its halves exchanged. The
/// sum is flipped by itself rotated twice and multiplied by a constant, both of which can be undone, and
/// its first half flips the last one.
///
/// XXH3 multiplies 64 bits by 64 for a product of 128, which takes four multiplications of 32 bits (and
/// another three for the last step); only these does AVX2 or NEON have. This takes five, and is as good
/// for words: `src/algorithm.md` has the figures. It resists accidents, not attacks: whoever knows the
/// seed can find words with one hash (where a factor is zero, the other one is lost), so whatever
/// matters is decided by texts. Under seed 0 no word makes a factor zero.
#[inline]
fn hash_block(block: u128, keys: [u64; 2]) -> u64 {
    let (first, last) = (block as u64 ^ keys[0], (block >> 64) as u64 ^ keys[1]);
    let outer = multiply_halves(first, last >> 32);
    let inner = multiply_halves(first >> 32, last);
    let sum = outer.wrapping_add(inner.rotate_left(32));
    let flipped = sum ^ sum.rotate_left(ROTATIONS[0]) ^ sum.rotate_left(ROTATIONS[1]);
    let product = flipped.wrapping_mul(MULTIPLIER);
    product ^ product >> 32
}

/// The keys that flip the two halves of a block. Consecutive seeds give keys that share nothing, and all
/// four quarters are odd, because a product with an odd factor still tells the other factor.
#[inline]
const fn keys(seed: u64) -> [u64; 2] {
    let mixed = mix(seed);
    [ROOTS[0].wrapping_add(mixed) | ODD_HALVES, ROOTS[1].wrapping_sub(mixed) | ODD_HALVES]
}

/// The product of the last 32 bits of both numbers.
#[inline]
const fn multiply_halves(a: u64, b: u64) -> u64 {
    (a & u32::MAX as u64) * (b & u32::MAX as u64)
}

/// The first 64 bits behind the point of the square roots of 2 and 3.
const ROOTS: [u64; 2] = [0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b];

const ODD_HALVES: u64 = 1 << 32 | 1;

/// Whole bytes, so that they are a shuffle where there is no instruction for rotations.
const ROTATIONS: [u32; 2] = [24, 48];

/// Odd, with random bits: the one by which XXH3 multiplies last.
const MULTIPLIER: u64 = 0x1656_6791_9e37_79f9;

const SMALL_LETTERS: u128 = u128::from_le_bytes([b' '; PADDED]);

/// The bytes of a short word, and zeros: put together from its first and its last bytes, which may overlap.
/// (Copying them would be a call for each word of a text beyond ASCII.)
#[inline(never)]
fn padded(word: &[u8]) -> u128 {
    let len = word.len();
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return first_and_last(u64::from_le_bytes(*first), u64::from_le_bytes(*last), len - 8);
    }
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return first_and_last(first.into(), last.into(), len - 4);
    }
    // Up to three bytes: none of them stands twice.
    word.iter().rev().fold(0, |padded, byte| padded << 8 | u128::from(*byte))
}

/// The first bytes of a word and its last ones, which begin `behind` bytes further on. Where both hold a byte, it is the
/// same in both.
#[inline]
fn first_and_last(first: u64, last: u64, behind: usize) -> u128 {
    u128::from(first) | u128::from(last) << (8 * behind)
}

/// Masks of the first bytes, by how many they are. (Shifting 128 bits by a variable is a dozen instructions.)
static FIRST_BYTES: [u128; PADDED] = {
    let mut masks = [0; PADDED];
    let mut len = 1;
    while len < PADDED {
        masks[len] = masks[len - 1] << 8 | 0xff;
        len += 1;
    }
    masks
};

/// Odd, with random bits: consecutive hashes are the digits of a number in this base, modulo 2^64.
pub(crate) const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number that begins with `number` and goes on with the digit `hash`.
pub(crate) const fn append(number: u64, hash: u64) -> u64 {
    number.wrapping_mul(BASE).wrapping_add(hash)
}

/// One hash of a sequence of hashes, by their order and number.
pub(crate) fn sequence(hashes: &[u64]) -> u64 {
    sequence_of(hashes.iter().copied())
}

/// [`sequence`] of hashes that are made on the way.
pub(crate) fn sequence_of(hashes: impl Iterator<Item = u64>) -> u64 {
    let (number, len) =
        hashes.fold((0, 0_u64), |(number, len), hash| (append(number, hash), len + 1));
    // The length as well, for a hash of zero at the beginning leaves the number as it is.
    mix(number ^ mix(len))
}

/// A number that tells sequences of hashes apart: more prone to accidental collisions than [`sequence`], but no
/// multiplication waits for another, and each is of two halves, which every CPU has for some at once. Stored indexes depend on it.
pub(crate) fn fingerprint(hashes: &[u64]) -> u64 {
    let (mut sum, mut place) = (0_u64, 0_u64);
    for hash in hashes {
        // A sum alone would be the same in any order.
        place = place.wrapping_add(BASE);
        let placed = hash.wrapping_add(place);
        sum = sum.wrapping_add((placed & u64::from(u32::MAX)) * (placed >> 32));
    }
    mix(sum)
}

/// Spreads every input bit over all output bits; a bijection (the finaliser of `MurmurHash3`).
pub(crate) const fn mix(mut x: u64) -> u64 {
    x ^= x >> 33;
    x = x.wrapping_mul(0xff51_afd7_ed55_8ccd);
    x ^= x >> 33;
    x = x.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        // The vector of XXH3's own test suite for the empty input.
        assert_eq!(hash_bytes(b"", 0), 0x2d06_8005_38d3_94c2);
        // Reproduced by a Python program that follows the documentation of `Shingler`.
        let word = |word: &str, seed| hash_word(word.as_bytes(), 0..word.len(), seed);
        assert_eq!(word("", 0), 0x029c_b9d2_2ab8_d69c);
        assert_eq!(word("a", 0), 0xed1a_4e74_7f96_212b);
        assert_eq!(word("paragraph", 0), 0x5540_95a6_2679_fd79);
        assert_eq!(word("counterargument", 7), 0xb2d3_cebe_770d_97fa);
        assert_eq!(word("counterarguments", 7), 0x9533_d018_9bfe_4b49);
        assert_eq!(mix(0), 0);
        assert_eq!(mix(1), 0xb456_bcfc_34c2_cb2c);
        assert_ne!(sequence(&[1, 2]), sequence(&[2, 1]));
        assert_ne!(sequence(&[0]), sequence(&[0, 0]));
    }

    #[test]
    fn fingerprints_depend_on_the_order() {
        assert_ne!(fingerprint(&[mix(1), mix(2)]), fingerprint(&[mix(2), mix(1)]));
        assert_ne!(fingerprint(&[mix(1)]), fingerprint(&[mix(1), mix(1)]));
    }

    /// The naive reference: pads a copy of the word.
    fn hash_of_copy(word: &[u8], seed: u64) -> u64 {
        if word.len() >= 16 {
            return hash_bytes(word, seed);
        }
        let mut block = [0; 16];
        block[..word.len()].copy_from_slice(word);
        block[15] = word.len() as u8;
        hash_block(u128::from_le_bytes(block), keys(seed))
    }

    /// Each bit of a word flips each bit of its hash half of the time, within .02: the worst of many seeds
    /// and more words was .015.
    #[test]
    fn every_bit_of_a_word_reaches_every_bit_of_its_hash() {
        let words = 20_000_u64;
        for seed in [0, 1, u64::MAX] {
            for bit in 0..120 {
                let mut flips = [0_u64; 64];
                for number in 0..words {
                    let letters = mix(number).to_le_bytes().map(|byte| b'a' + byte % 26);
                    let block = u128::from(u64::from_le_bytes(letters)) | 8 << 120;
                    let flipped =
                        hash_block(block, keys(seed)) ^ hash_block(block ^ 1 << bit, keys(seed));
                    for (place, flips) in flips.iter_mut().enumerate() {
                        *flips += flipped >> place & 1;
                    }
                }
                let half = words / 2;
                assert!(flips.iter().all(|flips| flips.abs_diff(half) < words / 50), "bit {bit}");
            }
        }
    }

    #[test]
    fn words_are_hashed_by_themselves() {
        let text: Vec<u8> = (0..50).map(|byte| b'a' + byte % 26).collect();
        for len in 0..=20 {
            for behind in 0..=20 {
                for seed in [0, 7] {
                    let hash = hash_word(&text[..3 + len + behind], 3..3 + len, seed);
                    let word = &text[3..3 + len];
                    assert_eq!(hash, hash_of_copy(word, seed), "{len} and {behind} more");
                    let capitals = text[..3 + len + behind].to_ascii_uppercase();
                    assert_eq!(hash, hash_ascii_word(&capitals, 3..3 + len, seed), "{len}");
                }
            }
        }
    }
}
