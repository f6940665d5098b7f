//! The one frozen hash: bytes to `u64`, seeded.
//!
//! Everything that is hashed passes through here, so that there is one place to look for what a
//! stored signature depends on. The function is XXH3 (64 bits, with seed), which its author froze;
//! the known answers in the tests below must never change.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// XXH3-64 of `bytes` under `seed`. O(n); frozen.
///
/// ```
/// assert_eq!(paradup::hash::hash_bytes(b"paragraph", 0), 0xeb17_f985_5a75_511d);
/// ```
pub fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

/// Odd, with random bits: hashes in a row are the digits of a number in this base, modulo 2^64.
pub(crate) const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number that begins with `number` and goes on with the digit `hash`.
pub(crate) const fn append(number: u64, hash: u64) -> u64 {
    number.wrapping_mul(BASE).wrapping_add(hash)
}

/// One hash of a row of hashes, by their order and number.
pub(crate) fn sequence(hashes: &[u64]) -> u64 {
    let number = hashes.iter().fold(0, |number, hash| append(number, *hash));
    mix(number ^ mix(hashes.len() as u64))
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
        assert_eq!(mix(0), 0);
        assert_eq!(mix(1), 0xb456_bcfc_34c2_cb2c);
        assert_ne!(sequence(&[1, 2]), sequence(&[2, 1]));
        assert_ne!(sequence(&[0]), sequence(&[0, 0]));
    }
}
