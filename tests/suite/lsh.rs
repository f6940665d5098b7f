//! Candidate pairs: the promised recall, and a naive reference.

use std::collections::{BTreeMap, BTreeSet};

use paradup::Kernel;
use paradup::lsh::{Banding, CandidatePairs, band_key, candidate_pairs};
use paradup::minhash::{Scheme, Signature, Sketcher};
use paradup::shingle::{ShingleSet, Shingler};
use proptest::collection::vec;
use proptest::prelude::*;

fn sketch_all(num_perm: usize, sets: impl IntoIterator<Item = Vec<u64>>) -> Vec<Signature> {
    let sketcher = Sketcher::new(Scheme::builder().num_perm(num_perm).build().expect("in range"));
    sets.into_iter().map(|set| sketcher.sketch(&set.into_iter().collect())).collect()
}

/// Signatures 2i and 2i + 1 are those of two sets that share `shared` of the 20 shingles in their
/// union; no other two sets share any.
fn pairs_at(shared: u64, pairs: u64) -> Vec<Signature> {
    let halves = |i: u64| {
        let (first, middle) = (20 * i, 20 * i + shared + (20 - shared) / 2);
        let shingle = |x: u64| paradup::hash::hash_bytes(&x.to_le_bytes(), 0);
        let left = (first..middle).map(shingle).collect();
        let right = (first..first + shared).chain(middle..first + 20).map(shingle).collect();
        [left, right]
    };
    sketch_all(128, (0..pairs).flat_map(halves))
}

#[test]
fn recall_at_the_threshold_is_as_promised() {
    const PAIRS: u32 = 2000;
    for (threshold, shared) in [(0.5, 10), (0.7, 14), (0.8, 16), (0.9, 18)] {
        let signatures = pairs_at(shared, u64::from(PAIRS));
        for promised in [0.9, 0.99, 0.999] {
            let banding = Banding::for_threshold(threshold, promised, 128).unwrap();
            let found = candidate_pairs(&signatures, banding).unwrap();
            let built: u32 = found.into_iter().map(|(a, b)| u32::from(a / 2 == b / 2)).sum();
            let recall = f64::from(built) / f64::from(PAIRS);
            let sigma = (promised * (1.0 - promised) / f64::from(PAIRS)).sqrt();
            assert!(recall >= promised - 3.0 * sigma, "{recall} of {promised} at {threshold}");
        }
    }
}

#[test]
fn the_s_curve_is_that_of_the_formula() {
    for (bands, rows) in [(18, 5), (1, 1), (25, 4_i32)] {
        let banding = Banding::new(bands as usize, rows as usize).unwrap();
        for resemblance in [0.0, 0.2, 0.5, 0.8, 1.0_f64] {
            let expected = 1.0 - (1.0 - resemblance.powi(rows)).powi(bands);
            assert!((banding.probability(resemblance) - expected).abs() < 1e-12, "{resemblance}");
            assert!((banding.expected_recall(resemblance) - expected).abs() < 1e-12);
        }
    }
}

/// From texts to pairs, with each kernel forced.
#[test]
fn every_kernel_proposes_the_same_pairs() {
    let texts = crate::generator::paragraphs(500, 40, 3);
    let sets: Vec<ShingleSet> =
        texts.iter().map(|text| Shingler::default().shingles(text)).collect();
    let pairs_by = |sketcher: Sketcher| {
        let signatures: Vec<Signature> = sets.iter().map(|set| sketcher.sketch(set)).collect();
        candidate_pairs(&signatures, Banding::for_threshold(0.5, 0.999, 128).unwrap()).unwrap()
    };
    let expected = pairs_by(Sketcher::new(Scheme::default()));
    assert!(expected.len() > 20, "{} pairs", expected.len());
    for kernel in Kernel::available() {
        let found = pairs_by(Sketcher::with_kernel(Scheme::default(), kernel));
        assert_eq!(found, expected, "{}", kernel.name());
    }
}

#[test]
fn empty_sets_are_in_no_pair() {
    let signatures = sketch_all(16, [vec![], vec![1], vec![], vec![1]]);
    let found = candidate_pairs(&signatures, Banding::new(4, 4).unwrap()).unwrap();
    assert_eq!(found.pairs(), [(1, 3)]);
    assert_eq!((found.entries(), found.meetings(), found.largest_bucket()), (8, 4, 2));
    assert_eq!(candidate_pairs(&[], Banding::new(4, 4).unwrap()), Ok(CandidatePairs::default()));
}

#[test]
fn signatures_must_fit_each_other_and_the_banding() {
    let signatures = sketch_all(16, [vec![1], vec![1]]);
    let error = candidate_pairs(&signatures, Banding::new(5, 4).unwrap()).unwrap_err();
    assert_eq!(error.field(), "num_perm");
    let mixed = [sketch_all(16, [vec![1]]), sketch_all(17, [vec![1]])].concat();
    assert_eq!(
        candidate_pairs(&mixed, Banding::new(4, 4).unwrap()).unwrap_err().field(),
        "num_perm"
    );
}

/// The pairs that share a band key, found by a table of all keys.
fn naive(signatures: &[Signature], banding: Banding) -> BTreeSet<(u32, u32)> {
    let mut buckets = BTreeMap::<u64, Vec<u32>>::new();
    for (id, signature) in (0..).zip(signatures).filter(|(_, signature)| !signature.is_empty()) {
        for (band, rows) in
            (0..).zip(signature.rows().chunks_exact(banding.rows()).take(banding.bands()))
        {
            buckets.entry(band_key(band, rows)).or_default().push(id);
        }
    }
    buckets.values().flat_map(|ids| pairs(ids)).collect()
}

fn pairs(ids: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    ids.iter().enumerate().flat_map(|(i, &a)| ids[i + 1..].iter().map(move |&b| (a, b)))
}

fn collections() -> impl Strategy<Value = Vec<Vec<u64>>> {
    vec(vec(0..12_u64, 0..8), 0..60)
}

fn bandings() -> impl Strategy<Value = Banding> {
    (1..=4_usize, 1..=4_usize)
        .prop_map(|(bands, rows)| Banding::new(bands, rows).expect("in range"))
}

proptest! {
    #[test]
    fn equals_the_naive_reference(sets in collections(), banding in bandings()) {
        let signatures = sketch_all(16, sets);
        let found = candidate_pairs(&signatures, banding).unwrap();
        let expected: Vec<_> = naive(&signatures, banding).into_iter().collect();
        prop_assert_eq!(found.pairs(), expected);
        #[cfg(feature = "rayon")]
        prop_assert_eq!(paradup::lsh::par_candidate_pairs(&signatures, banding).unwrap(), found);
    }

    #[test]
    fn the_order_of_bands_and_ids_is_that_of_the_pairs(sets in collections(), banding in bandings()) {
        let found = candidate_pairs(&sketch_all(16, sets), banding).unwrap();
        prop_assert!(found.iter().all(|(a, b)| a < b));
        prop_assert!(found.pairs().is_sorted_by(|a, b| a < b), "distinct and ascending");
        prop_assert!(found.len() as u64 <= found.meetings());
    }
}
