//! From a paragraph to its shingle set.

#[cfg(target_arch = "x86_64")]
use super::avx512;
use super::sort::sort_dedup;
use super::{ShingleSet, Shingling, Unit};
use crate::hash::{BASE, append, mix, sequence};
use crate::kernel::Kernel;
#[cfg(target_arch = "x86_64")]
use crate::kernel::Leaf;
use crate::text::Normalizer;

/// Turns paragraphs into shingle sets under one normalisation, one shingling and one seed.
///
/// A paragraph of fewer than `k` units has one shingle, all of it; one without words has none.
/// A shingle's hash combines the hashes of its units in order, so "dog bites man" and
/// "man bites dog" differ. Frozen: stored signatures depend on it.
///
/// # Hashes
///
/// All numbers are of 64 bits and wrap around; ⊕ is exclusive or, and ⟲ rotates to the left.
///
/// * mix(x): x ⊕ x≫33, times `0xff51afd7ed558ccd`, that ⊕ itself ≫33, times `0xc4ceb9fe1a85ec53`, that ⊕
///   itself ≫33.
/// * A word of 16 bytes or more has the hash XXH3-64 of its UTF-8 bytes under the seed.
/// * A shorter word stands in 16 bytes: its own, zeros, and its length in the last one. The first eight
///   are flipped by `0x6a09e667f3bcc908` + mix(seed), the others by `0xbb67ae8584caa73b` − mix(seed), both
///   with the bits 0 and 32 set. Of the four little-endian quarters a, b, c, d of what this gives, let
///   s = a·d + (b·c ⟲ 32), and t = (s ⊕ s⟲24 ⊕ s⟲48) · `0x165667919e3779f9`. The hash is t ⊕ t≫32.
/// * Characters, the units of character shingles, have the hash
///   mix(code point ⊕ mix(seed ⊕ `0x9e3779b97f4a7c15`)).
/// * A shingle of units with the hashes u₁ … uₙ: mix(p ⊕ mix(n)), where p is u₁·Bⁿ⁻¹ + … + uₙ, and B
///   is `0x9e3779b97f4a7c15`.
///
/// ```
/// use paradup::shingle::Shingler;
///
/// let shingler = Shingler::default();
/// assert_eq!(shingler.shingles("One two three, four!").len(), 2);
/// assert_eq!(shingler.shingles("One TWO three four"), shingler.shingles("one two three: four"));
/// assert_eq!(shingler.shingles("Two words").len(), 1);
/// assert!(shingler.shingles("…").is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shingler {
    normalizer: Normalizer,
    shingling: Shingling,
    seed: u64,
    kernel: Kernel,
}

/// Bytes of text that a shingle of words takes in most languages, rather fewer than more.
pub(super) const BYTES_PER_SHINGLE: usize = 5;

/// Words and shingles on the way to a set; reused from paragraph to paragraph.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    words: Vec<u64>,
    shingles: Vec<u64>,
}

impl Shingler {
    /// A shingler; [`Shingler::default`] makes word 3-grams with seed 0.
    pub fn new(normalizer: Normalizer, shingling: Shingling, seed: u64) -> Shingler {
        Shingler { normalizer, shingling, seed, kernel: Kernel::detect() }
    }

    /// The same by `kernel`, for tests and benchmarks: all kernels give the same shingles.
    #[must_use]
    pub fn with_kernel(self, kernel: Kernel) -> Shingler {
        Shingler { kernel, ..self }
    }

    pub(crate) fn normalizer(&self) -> Normalizer {
        self.normalizer
    }

    pub(crate) fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// The shingle set of one paragraph. Linear in its bytes, and n log n in its shingles.
    pub fn shingles(&self, paragraph: &str) -> ShingleSet {
        let most = paragraph.len() / BYTES_PER_SHINGLE + 1;
        let (mut words, mut shingles) = (Vec::with_capacity(most), Vec::with_capacity(most));
        self.shingle(paragraph, &mut words, &mut shingles);
        ShingleSet::new(self.kernel, &shingles)
    }

    /// Leaves in `set` the shingles of one paragraph, ascending and distinct.
    pub(super) fn set(&self, paragraph: &str, scratch: &mut Scratch, set: &mut Vec<u64>) {
        self.shingle(paragraph, &mut scratch.words, &mut scratch.shingles);
        set.clear();
        sort_dedup(self.kernel, &scratch.shingles, set);
    }

    /// Leaves in `shingles` all in their order, repeated ones too, and in `words` one seeded hash for
    /// each canonical word, in order.
    pub(crate) fn shingle(&self, paragraph: &str, words: &mut Vec<u64>, shingles: &mut Vec<u64>) {
        words.clear();
        shingles.clear();
        self.normalizer.hash_words(paragraph, self.seed, self.kernel, words);
        match self.shingling.unit() {
            Unit::Words => windows(self.kernel, words, self.shingling.size(), shingles),
            Unit::Characters => {
                windows(self.kernel, &self.characters(paragraph), self.shingling.size(), shingles);
            }
        }
    }

    fn characters(&self, paragraph: &str) -> Vec<u64> {
        let seed = mix(self.seed ^ BASE);
        self.normalizer.canonical(paragraph).chars().map(|c| mix(u64::from(c) ^ seed)).collect()
    }
}

/// Appends the hashes of all runs of `size` units; of the whole where there are fewer.
fn windows(kernel: Kernel, units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    match kernel.leaf() {
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx512(kernel) if size <= avx512::MAX_UNITS => {
            avx512::windows(kernel, units, size, shingles);
        }
        _ => rolling(units, size, shingles),
    }
}

/// Each window costs two multiplications, whatever its size. (Joining the words of each
/// window into a string and hashing that costs some 200 times as much.)
fn rolling(units: &[u64], size: usize, shingles: &mut Vec<u64>) {
    let size = size.min(units.len());
    if size == 0 {
        return;
    }
    let (first, rest) = units.split_at(size);
    // The weight of the first unit once the next one is appended.
    let leaving_weight = (0..size).fold(1, |weight: u64, _| weight.wrapping_mul(BASE));
    let length = mix(size as u64);
    let mut rolling = first.iter().fold(0, |number, unit| append(number, *unit));
    let others = rest.iter().zip(units).map(|(entering, leaving)| {
        // What does not wait for the window before comes first.
        let change = entering.wrapping_sub(leaving.wrapping_mul(leaving_weight));
        rolling = append(rolling, change);
        mix(rolling ^ length)
    });
    shingles.push(sequence(first));
    shingles.extend(others);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hashed(kernel: Kernel, units: &[u64], size: usize) -> Vec<u64> {
        let mut shingles = Vec::new();
        windows(kernel, units, size, &mut shingles);
        shingles
    }

    /// The naive reference: every window from its beginning.
    fn windows_one_by_one(units: &[u64], size: usize) -> Vec<u64> {
        let size = size.min(units.len()).max(1);
        units.windows(size).map(sequence).collect()
    }

    proptest! {
        #[test]
        fn every_kernel_equals_one_by_one(units in prop::collection::vec(0..50_u64, 0..40), size in 1..12_usize) {
            for kernel in Kernel::available() {
                let hashed = hashed(kernel, &units, size);
                prop_assert_eq!(hashed, windows_one_by_one(&units, size), "{}", kernel.name());
            }
        }
    }

    #[test]
    fn order_and_length_matter() {
        let set = |units: &[u64]| hashed(Kernel::detect(), units, 3);
        assert_ne!(set(&[1, 2, 3]), set(&[3, 2, 1]));
        assert_ne!(set(&[0, 1]), set(&[0, 0, 1]));
    }

    #[test]
    fn known_answers() {
        let shingler = Shingler::default();
        let shingles = shingler.shingles("The quick brown fox");
        assert_eq!(shingles.as_slice(), &[8_980_146_049_939_427_167, 11_342_234_331_245_727_959]);
    }
}
