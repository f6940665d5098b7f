//! The one frozen hash: bytes to `u64`, seeded.
//!
//! Everything that is hashed passes through here, so that there is one place to look for what a
//! stored signature depends on. The function is XXH3 (64 bits, with seed), which its author froze;
//! the known answers in the tests below must never change.

use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// XXH3-64 of `bytes` under `seed`. O(n); frozen.
///
/// ```
/// assert_eq!(paradup::hash::hash_bytes(b"paragraph", 0), 0xeb17_f985_5a75_511d);
/// ```
pub fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

/// XXH3-128 of `bytes`: wide enough to group equal texts; groups are still compared.
pub(crate) fn fingerprint(bytes: &[u8]) -> u128 {
    xxh3_128_with_seed(bytes, 0)
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
        // The vectors of XXH3's own test suite for the empty input.
        assert_eq!(hash_bytes(b"", 0), 0x2d06_8005_38d3_94c2);
        assert_eq!(fingerprint(b""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f);
        assert_eq!(mix(0), 0);
        assert_eq!(mix(1), 0xb456_bcfc_34c2_cb2c);
    }
}
