//! How signatures are cut into bands, and what that promises.

use crate::BuildError;
use crate::hash::hash_bytes;
use crate::minhash::Scheme;

/// Bands × rows: two signatures are a candidate pair when they agree in all rows of some band.
///
/// More bands find more pairs, more rows per band find fewer dissimilar ones.
///
/// ```
/// use paradup::lsh::Banding;
///
/// let banding = Banding::for_threshold(0.8, 0.999, 128)?;
/// assert_eq!((banding.bands(), banding.rows()), (18, 5));
/// assert!(banding.probability(0.8) >= 0.999);
/// assert!(banding.probability(0.3) < 0.05);
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Banding {
    bands: usize,
    rows: usize,
}

impl Banding {
    /// The most selective banding of `num_perm` rows that finds a pair at the threshold with a
    /// probability of at least `recall`: the most rows r for which ⌈ln(1−R) / ln(1−tʳ)⌉ bands fit.
    ///
    /// The rule that minimises the area of false positives plus false negatives is not offered: at
    /// t = .8 it finds two pairs in five that lie at the threshold.
    ///
    /// # Errors
    /// `near` when the threshold is not above 0 and at most 1, or so low that no signature suffices;
    /// `recall` when that is not above 0 and below 1; `num_perm` when the signatures are too short,
    /// with the length that suffices.
    pub fn for_threshold(
        threshold: f64,
        recall: f64,
        num_perm: usize,
    ) -> Result<Banding, BuildError> {
        check_threshold(threshold)?;
        check_recall(recall)?;
        // Once r rows do not fit, no more do: the bands they need only grow.
        (1..=num_perm)
            .map_while(|rows| {
                Some(Banding {
                    bands: enough_bands(threshold, recall, rows, num_perm / rows)?,
                    rows,
                })
            })
            .last()
            .ok_or_else(|| too_short(threshold, recall, num_perm))
    }

    /// Bands and rows as given.
    ///
    /// # Errors
    /// `bands` or `rows` when it is 0 or together they exceed [`Scheme::MAX_NUM_PERM`].
    pub fn new(bands: usize, rows: usize) -> Result<Banding, BuildError> {
        check_count("rows", Scheme::MAX_NUM_PERM, rows)?;
        // Divided rather than multiplied: the product of two large numbers would wrap around.
        check_count("bands", Scheme::MAX_NUM_PERM / rows, bands)?;
        Ok(Banding { bands, rows })
    }

    /// How many bands.
    pub fn bands(self) -> usize {
        self.bands
    }

    /// How many rows each band has.
    pub fn rows(self) -> usize {
        self.rows
    }

    /// How many rows of a signature are used, from the first on: bands × rows.
    pub fn num_perm(self) -> usize {
        self.bands * self.rows
    }

    /// The probability that a pair of this resemblance (0 to 1) becomes a candidate: the S-curve
    /// 1 − (1 − sʳ)ᵇ. It never falls as the resemblance rises.
    pub fn probability(self, resemblance: f64) -> f64 {
        1.0 - power(1.0 - power(resemblance, self.rows), self.bands)
    }

    /// The share of pairs exactly at the threshold that is found: the worst case, since pairs above
    /// it are found more often. An expectation over seeds; one collection may fare a little worse.
    pub fn expected_recall(self, threshold: f64) -> f64 {
        self.probability(threshold)
    }

    /// The [`band_key`] of each band of a signature.
    pub(crate) fn keys(self, signature: &[u32]) -> impl Iterator<Item = u64> {
        let mut bytes = Vec::with_capacity(4 * self.rows);
        let bands = signature.chunks_exact(self.rows).take(self.bands);
        bands.zip(0..).map(move |(rows, band)| band_key_with(band, rows, &mut bytes))
    }

    /// The rows of band `band`, which lie together in a signature.
    pub(super) fn band(self, band: usize, signature: &[u32]) -> &[u32] {
        &signature[band * self.rows..][..self.rows]
    }
}

/// The key of a band: XXH3-64 of its rows as 4 little-endian bytes each, seeded with the band's
/// index (counted from 0). Frozen: shards on other machines may compute it and join on it.
///
/// As the index is folded in, the keys of all bands may lie in one table or column.
///
/// ```
/// use paradup::lsh::{Banding, band_key};
/// use paradup::minhash::{Scheme, Sketcher};
///
/// let banding = Banding::for_threshold(0.8, 0.999, 128)?;
/// let signature = Sketcher::new(Scheme::default()).sketch(&[1, 2, 3].into_iter().collect());
/// let keys: Vec<u64> =
///     (0..).zip(signature.rows().chunks_exact(banding.rows()).take(banding.bands())).map(|(i, rows)| band_key(i, rows)).collect();
/// assert_eq!(keys.len(), 18);
/// # Ok::<(), paradup::BuildError>(())
/// ```
pub fn band_key(band: u32, rows: &[u32]) -> u64 {
    band_key_with(band, rows, &mut Vec::with_capacity(4 * rows.len()))
}

/// [`band_key`], with a buffer that is used again.
pub(super) fn band_key_with(band: u32, rows: &[u32], bytes: &mut Vec<u8>) -> u64 {
    // Not `clear` and `extend`: that checks the capacity for each byte.
    bytes.resize(4 * rows.len(), 0);
    for (bytes, row) in bytes.chunks_exact_mut(4).zip(rows) {
        bytes.copy_from_slice(&row.to_le_bytes());
    }
    hash_bytes(bytes, u64::from(band))
}

/// The smallest number of bands that reaches the recall at the threshold; none above `most`.
///
/// Multiplied out rather than `ln`-ed, because only + and × are the same to the last bit on every
/// machine, and a banding that differs in one band differs in its candidates.
fn enough_bands(threshold: f64, recall: f64, rows: usize, most: usize) -> Option<usize> {
    let miss = 1.0 - power(threshold, rows);
    let misses = core::iter::successors(Some(miss), |missed| Some(missed * miss));
    (1..=most).zip(misses).find(|(_, missed)| *missed <= 1.0 - recall).map(|(bands, _)| bands)
}

/// base^exponent by repeated multiplication: `f64::powi` may differ between machines.
fn power(base: f64, exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

fn check_threshold(threshold: f64) -> Result<(), BuildError> {
    if threshold > 0.0 && threshold <= 1.0 {
        return Ok(());
    }
    let message = format!(
        "expected a threshold above 0 and at most 1, found {threshold}; 0.7 is the default"
    );
    Err(BuildError::new("near", message))
}

fn check_recall(recall: f64) -> Result<(), BuildError> {
    if recall > 0.0 && recall < 1.0 {
        return Ok(());
    }
    let message =
        format!("expected a recall above 0 and below 1, found {recall}; 0.999 is the default");
    Err(BuildError::new("recall", message))
}

fn too_short(threshold: f64, recall: f64, num_perm: usize) -> BuildError {
    match enough_bands(threshold, recall, 1, Scheme::MAX_NUM_PERM) {
        Some(needed) => BuildError::new(
            "num_perm",
            format!(
                "expected at least {needed} rows for recall {recall} at threshold {threshold}, found {num_perm}; ask for more rows or a higher threshold"
            ),
        ),
        None => BuildError::new(
            "near",
            format!(
                "expected a threshold that {} rows can find with recall {recall}, found {threshold}; raise it, or lower the recall",
                Scheme::MAX_NUM_PERM
            ),
        ),
    }
}

fn check_count(setting: &'static str, most: usize, found: usize) -> Result<(), BuildError> {
    if (1..=most).contains(&found) {
        return Ok(());
    }
    Err(BuildError::new(setting, format!("expected 1 to {most}, found {found}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bandings_of_128_rows() {
        for (threshold, recall, expected) in [
            (0.1, 0.999, (66, 1)),
            (0.5, 0.999, (25, 2)),
            (0.7, 0.999, (26, 4)),
            (0.8, 0.999, (18, 5)),
            (0.9, 0.999, (13, 8)),
            (0.8, 0.9, (13, 8)),
            (1.0, 0.999, (1, 128)),
        ] {
            let banding = Banding::for_threshold(threshold, recall, 128).unwrap();
            assert_eq!((banding.bands, banding.rows), expected, "{threshold} {recall}");
            assert!(banding.expected_recall(threshold) >= recall - 1e-12, "{threshold} {recall}");
        }
    }

    #[test]
    fn one_more_row_does_not_fit() {
        for hundredths in 1..=99 {
            let threshold = f64::from(hundredths) / 100.0;
            let Ok(banding) = Banding::for_threshold(threshold, 0.999, 128) else { continue };
            let rows = banding.rows + 1;
            assert_eq!(enough_bands(threshold, 0.999, rows, 128 / rows), None, "{threshold}");
            assert!(banding.num_perm() <= 128, "{threshold}");
        }
    }

    #[test]
    fn refusals_name_the_setting() {
        for (threshold, recall, num_perm, setting) in [
            (f64::NAN, 0.9, 128, "near"),
            (0.0, 0.9, 128, "near"),
            (-0.5, 0.9, 128, "near"),
            (1.01, 0.9, 128, "near"),
            (1e-9, 0.9, 128, "near"),
            (0.5, f64::NAN, 128, "recall"),
            (0.5, 0.0, 128, "recall"),
            (0.5, 1.0, 128, "recall"),
            (0.01, 0.999, 128, "num_perm"),
            (0.5, 0.9, 0, "num_perm"),
        ] {
            let error = Banding::for_threshold(threshold, recall, num_perm).unwrap_err();
            assert_eq!(error.setting(), setting, "{threshold} {recall} {num_perm}: {error}");
        }
        assert_eq!(Banding::new(0, 5).unwrap_err().setting(), "bands");
        assert_eq!(Banding::new(5, 0).unwrap_err().setting(), "rows");
        assert_eq!(Banding::new(820, 5).unwrap_err().setting(), "bands");
        assert_eq!(Banding::new(usize::MAX, usize::MAX).unwrap_err().setting(), "rows");
    }

    #[test]
    fn a_refusal_for_short_signatures_tells_the_length_that_suffices() {
        let error = Banding::for_threshold(0.01, 0.999, 128).unwrap_err();
        assert_eq!(
            error.to_string(),
            "num_perm: expected at least 688 rows for recall 0.999 at threshold 0.01, found 128; ask for more rows or a higher threshold"
        );
        assert_eq!(Banding::for_threshold(0.01, 0.999, 688).map(Banding::num_perm), Ok(688));
        assert!(Banding::for_threshold(0.01, 0.999, 687).is_err());
    }

    #[test]
    fn known_keys() {
        assert_eq!(band_key(0, &[]), 0x2d06_8005_38d3_94c2); // XXH3-64 of no bytes
        assert_eq!(band_key(0, &[1, 2, 3, 4, 5]), 0xf2f1_9a67_64b8_6d62);
        assert_eq!(band_key(17, &[1, 2, 3, 4, 5]), 0xacba_cbad_58f3_d604);
        assert_eq!(band_key(0, &[0x0403_0201]), hash_bytes(&[1, 2, 3, 4], 0));
    }
}
