//! Signatures: the error of the estimate, the algebra of merging, known answers, stored forms.

use paradup::Similarity;
use paradup::minhash::{Scheme, Signature, Sketcher};
use paradup::shingle::{ShingleSet, Shingler, Shingling};
use paradup::text::{Marks, Normalizer};
use proptest::collection::vec;
use proptest::prelude::*;

fn sketch(shingles: impl IntoIterator<Item = u64>) -> Signature {
    Sketcher::new(Scheme::default()).sketch(&shingles.into_iter().collect())
}

/// Fixed random numbers: the outputs of splitmix64.
fn random_shingle(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Two sets of `size` shingles of which they share `share`, a fraction, as nearly as the size allows.
fn pair(size: usize, share: [usize; 2], state: &mut u64) -> [ShingleSet; 2] {
    let [part, whole] = share;
    let shared = (size * part + whole / 2) / whole;
    let pool: Vec<u64> = (0..2 * size - shared).map(|_| random_shingle(state)).collect();
    [pool[..size].iter().copied().collect(), pool[size - shared..].iter().copied().collect()]
}

/// The root of the mean squared error over that which the theory gives, √(J(1−J)/k).
fn error_over_theory(size: usize, pairs: u32) -> f64 {
    let sketcher = Sketcher::new(Scheme::default());
    let state = &mut (size as u64);
    let mut sum = 0.0;
    // A resemblance of .2, .5 and .8.
    for share in [[1, 3], [2, 3], [8, 9]] {
        for _ in 0..pairs {
            let sets = pair(size, share, state);
            let exact = sets[0].jaccard(&sets[1]).get();
            let [left, right] = sets.map(|set| sketcher.sketch(&set));
            let estimate = left.resemblance(&right).expect("one scheme").get();
            sum += (estimate - exact).powi(2) / (exact * (1.0 - exact) / 128.0);
        }
    }
    (sum / (3.0 * f64::from(pairs))).sqrt()
}

#[test]
fn the_error_is_that_of_the_theory() {
    for (size, pairs) in
        [(5, 2000), (10, 2000), (20, 2000), (50, 2000), (100, 2000), (300, 1000), (2000, 300)]
    {
        let ratio = error_over_theory(size, pairs);
        assert!(ratio <= 1.05, "{size} shingles: {ratio:.3} times the theory");
        assert!(ratio >= 0.90, "{size} shingles: {ratio:.3} times the theory, too good to be true");
    }
}

#[test]
fn known_answers() {
    // These must never change: signatures are stored. A few lines of Python that follow the
    // documentation of `Sketcher` give the same.
    assert_eq!(sketch([1]).rows()[..4], [0x69e2_6d32, 0x4ef0_7c2a, 0xc2a6_c6f9, 0x60df_0464]);
    assert_eq!(sketch(0..100).rows()[124..], [0x01f8_131d, 0x02fc_2f2f, 0x0004_a02f, 0x03db_a619]);
    let scheme = Scheme::builder().num_perm(3).seed(42).build().unwrap();
    assert_eq!(
        Sketcher::new(scheme).sketch(&(0..100).collect()).rows(),
        [0x0201_422a, 0x0740_68e9, 0x047e_ec06]
    );
}

#[test]
fn an_empty_set_resembles_nothing() {
    let (empty, full) = (sketch([]), sketch([1, 2, 3]));
    assert!(empty.is_empty() && !full.is_empty());
    assert!(empty.rows().iter().all(|&row| row == u32::MAX));
    for (left, right) in [(&empty, &empty), (&empty, &full), (&full, &empty)] {
        assert_eq!(left.resemblance(right), Ok(Similarity::ZERO));
    }
    assert_eq!(empty.merge(&full), Ok(full));
}

#[test]
fn a_mismatch_names_the_field() {
    let scheme = Scheme::builder();
    for (field, other) in [
        ("shingling", scheme.shingling(Shingling::words(5).unwrap())),
        ("shingling", scheme.shingling(Shingling::characters(3).unwrap())),
        ("marks", scheme.marks(Marks::Strip)),
        ("num_perm", scheme.num_perm(64)),
        ("seed", scheme.seed(1)),
        ("marks", scheme.marks(Marks::Strip).shingling(Shingling::words(5).unwrap())),
        ("shingling", scheme.seed(1).num_perm(64).shingling(Shingling::words(5).unwrap())),
    ] {
        let other = Sketcher::new(other.build().unwrap()).sketch(&[1].into_iter().collect());
        assert_eq!(sketch([1]).resemblance(&other).unwrap_err().field(), field);
        assert_eq!(sketch([1]).merge(&other).unwrap_err().field(), field);
    }
    let words = scheme.shingling(Shingling::words(5).unwrap()).build().unwrap();
    let error = Scheme::default().check_compatible(&words).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("signatures differ in shingling: 3 words here, 5 words there"),
        "{error}"
    );
    let stripped = scheme.marks(Marks::Strip).build().unwrap();
    let error = Scheme::default().check_compatible(&stripped).unwrap_err();
    assert!(
        error.to_string().starts_with("signatures differ in marks: kept here, stripped there"),
        "{error}"
    );
}

#[test]
fn a_scheme_says_how_it_was_set_up() {
    let shingling = Shingling::characters(4).unwrap();
    let scheme = Scheme::builder().marks(Marks::Strip).shingling(shingling).num_perm(64).seed(9);
    let scheme = scheme.build().unwrap();
    assert_eq!((scheme.shingling(), scheme.num_perm(), scheme.seed()), (shingling, 64, 9));
    assert_eq!((scheme.marks(), scheme.normalizer().marks()), (Marks::Strip, Marks::Strip));
}

/// All that the shingler depends on comes from the scheme.
#[test]
fn a_scheme_makes_its_shingler() {
    assert_eq!(Scheme::default().shingler(), Shingler::default());
    let shingling = Shingling::characters(4).unwrap();
    let scheme =
        Scheme::builder().marks(Marks::Strip).shingling(shingling).seed(9).build().unwrap();
    let normalizer = Normalizer::with_marks(Marks::Strip);
    assert_eq!(scheme.shingler(), Shingler::new(normalizer, shingling, 9));
}

#[test]
fn rows_are_checked() {
    let rows = sketch([1]).rows().to_vec();
    assert_eq!(Signature::from_rows(Scheme::default(), rows.clone()), Ok(sketch([1])));
    assert_eq!(Signature::from_rows(Scheme::default(), &rows[1..]).unwrap_err().field(), "rows");
    let mut half_empty = rows;
    half_empty[5] = u32::MAX;
    assert_eq!(Signature::from_rows(Scheme::default(), half_empty).unwrap_err().field(), "rows");
}

#[cfg(feature = "serde")]
mod serde {
    use super::*;

    #[test]
    fn comes_back_as_it_was_stored() {
        for signature in [sketch([]), sketch([1, 2, 3])] {
            let json = serde_json::to_string(&signature).unwrap();
            assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), signature);
        }
        let json = serde_json::to_string(&Scheme::default()).unwrap();
        assert_eq!(
            json,
            r#"{"version":1,"marks":"keep","shingling":{"unit":"words","size":3},"num_perm":128,"seed":0}"#
        );
    }

    #[test]
    fn what_is_refused_is_named() {
        let stored = |version, size, num_perm, rows| {
            format!(
                r#"{{"scheme":{{"version":{version},"marks":"keep","shingling":{{"unit":"words","size":{size}}},"num_perm":{num_perm},"seed":0}},"rows":{rows}}}"#
            )
        };
        assert!(serde_json::from_str::<Signature>(&stored(1, 3, 2, "[1,2]")).is_ok());
        for (json, name) in [
            (stored(2, 3, 2, "[1,2]"), "version: expected 1, found 2; "),
            (stored(1, 0, 2, "[1,2]"), "shingling: expected a size from 1 to 32, found 0; "),
            (stored(1, 3, 0, "[]"), "num_perm: expected 1 to 4096 rows, found 0; "),
            (stored(1, 3, 2, "[1,2,3]"), "rows: expected 2 of them (num_perm), found 3; "),
            (stored(1, 3, 2, "[1,4294967295]"), "rows: expected 4294967295 in every row "),
            (stored(1, 3, 2, "[1,2]").replace(r#""marks":"keep","#, ""), "missing field `marks`"),
        ] {
            let error = serde_json::from_str::<Signature>(&json).unwrap_err().to_string();
            assert!(error.starts_with(name), "{error}");
        }
    }
}

fn shingles() -> impl Strategy<Value = Vec<u64>> {
    vec(prop_oneof![0..20_u64, any::<u64>()], 0..50)
}

proptest! {
    #[test]
    fn merging_is_the_union(a in shingles(), b in shingles()) {
        let merged = sketch(a.clone()).merge(&sketch(b.clone())).unwrap();
        prop_assert_eq!(merged, sketch(a.into_iter().chain(b)));
    }

    #[test]
    fn merging_is_commutative_associative_idempotent(a in shingles(), b in shingles(), c in shingles()) {
        let [a, b, c] = [a, b, c].map(sketch);
        let merge = |a: &Signature, b: &Signature| a.merge(b).unwrap();
        prop_assert_eq!(merge(&a, &b), merge(&b, &a));
        prop_assert_eq!(merge(&merge(&a, &b), &c), merge(&a, &merge(&b, &c)));
        prop_assert_eq!(merge(&a, &a), a);
    }

    #[test]
    fn resemblance_is_symmetric_and_one_for_the_same(a in shingles(), b in shingles()) {
        let [a, b] = [a, b].map(sketch);
        prop_assert_eq!(a.resemblance(&b).unwrap(), b.resemblance(&a).unwrap());
        prop_assert_eq!(a.resemblance(&a).unwrap(), if a.is_empty() { Similarity::ZERO } else { Similarity::ONE });
    }
}
