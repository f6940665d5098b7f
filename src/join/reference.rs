//! The naive reference: counts, for every two sets, what they share. The join must lose none that are related.

use core::iter;
use std::collections::BTreeSet;
#[cfg(feature = "rayon")]
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Bounds, HotShingles, JoinIndex, find_candidates};
use crate::Relation;
#[cfg(feature = "rayon")]
use crate::executor::Rayon;
use crate::executor::{Executor, Serial};
use crate::hash::mix;
use crate::relation::Thresholds;
use crate::shingle::{Overlap, SetBuffer, Sets};

type Pairs = BTreeSet<(u32, u32)>;

/// Shingles that there are: one for each bit of a number.
const SHINGLES: usize = 64;

/// The shingles of the bits that are set.
fn set(bits: u64) -> Vec<u64> {
    let held = (0..SHINGLES as u64).filter(|bit| bits >> bit & 1 == 1);
    let mut set: Vec<u64> = held.map(mix).collect();
    set.sort_unstable();
    set
}

/// Up to 6 shingles of a few: where sets need share but one, and many are of one size.
fn short_sets() -> impl Strategy<Value = Vec<u64>> {
    let place = 0..12_usize;
    let short = prop::collection::vec(place, 0..=6)
        .prop_map(|places| places.iter().fold(0, |bits, place| bits | 1 << place));
    prop::collection::vec(short, 2..30)
}

/// Any sets of a few shingles.
fn dense_sets() -> impl Strategy<Value = Vec<u64>> {
    (1..24_u32, prop::collection::vec(any::<u64>(), 2..25))
        .prop_map(|(shingles, sets)| sets.iter().map(|bits| bits & ((1 << shingles) - 1)).collect())
}

/// Sets that differ from one set in a few shingles, many of them just enough and just too much.
fn edited_sets() -> impl Strategy<Value = Vec<u64>> {
    let edits = prop::collection::vec(0..SHINGLES, 0..12);
    let sets = (any::<u64>(), any::<u64>(), prop::collection::vec(edits, 2..25));
    sets.prop_map(|(original, others, sets)| {
        let edited =
            sets.iter().map(|edits| edits.iter().fold(original, |bits, at| bits ^ 1 << at));
        // Besides, a subset and a superset: the cases of containment.
        edited.chain([original & others, original | others]).collect()
    })
}

/// [`set`], where two shingles each have one key, so that a set meets itself and what it does not share.
fn set_of_few_keys(bits: u64) -> Vec<u64> {
    // A key is taken from the low half first, so shingles that have it in common share their key.
    let low_half = u64::from(u32::MAX);
    let mut set: Vec<u64> = (0..SHINGLES as u64)
        .filter(|bit| bits >> bit & 1 == 1)
        .map(|bit| mix(bit) & !low_half | mix(bit / 2) & low_half)
        .collect();
    set.sort_unstable();
    set
}

fn collections() -> impl Strategy<Value = Vec<Vec<u64>>> {
    let sets = prop_oneof![short_sets(), dense_sets(), edited_sets()];
    // Twice `set`: few keys are the exception.
    let shingles = prop::sample::select(vec![set as fn(u64) -> Vec<u64>, set, set_of_few_keys]);
    (sets, shingles).prop_map(|(sets, shingles)| sets.into_iter().map(shingles).collect())
}

/// Tenths, and fractions that sets have.
fn threshold() -> impl Strategy<Value = f64> {
    let fraction = (1..=30_u32)
        .prop_flat_map(|whole| (1..=whole, Just(whole)))
        .prop_map(|(part, whole)| f64::from(part) / f64::from(whole));
    prop_oneof![(1..=10_u32).prop_map(|tenths| f64::from(tenths) / 10.0), fraction]
}

fn bounds() -> impl Strategy<Value = Bounds> {
    let relations = prop::sample::select(vec![(true, true), (true, false), (false, true)]);
    let hot = prop::sample::select(vec![1, 2, 3, 8, usize::MAX]);
    (threshold(), threshold(), relations, hot).prop_map(
        |(near, contained, (asks_near, asks_contained), hot)| {
            let thresholds = Thresholds { near, contained, ..Thresholds::default() };
            Bounds { thresholds, near: asks_near, contained: asks_contained, hot }
        },
    )
}

fn all_pairs(sets: usize) -> impl Iterator<Item = (u32, u32)> {
    (0..sets as u32).flat_map(|b| (0..b).map(move |a| (a, b)))
}

/// The pairs that are in one of these relations.
fn related(sets: &[&[u64]], bounds: Bounds) -> Pairs {
    let pairs = all_pairs(sets.len());
    pairs.filter(|(a, b)| are_related(sets[*a as usize], sets[*b as usize], bounds)).collect()
}

fn are_related(a: &[u64], b: &[u64], bounds: Bounds) -> bool {
    match bounds.thresholds.of_shingles(Overlap::of_hashes(a, b)) {
        Some(Relation::Near) => bounds.near,
        Some(_) => bounds.contained,
        None => false,
    }
}

/// The pairs proposed under hot shingles where sets come in this order and are all kept.
fn candidates_in_order(join: &JoinIndex<'_>, order: impl Iterator<Item = u32>) -> Pairs {
    let (mut shingles, mut buffer) = (HotShingles::new(join), SetBuffer::default());
    let mut pairs = Pairs::new();
    for id in order {
        let query = shingles.query(id, &mut buffer);
        pairs.extend(shingles.candidates(&query).into_iter().map(|other| ascending(id, other)));
        shingles.keep(&query);
    }
    pairs
}

/// [`candidates_in_order`] where each block is held against those before it at once, and then against itself.
fn candidates_in_blocks(join: &JoinIndex<'_>, sets: u32, block: u32) -> Pairs {
    let (mut shingles, mut buffer) = (HotShingles::new(join), SetBuffer::default());
    let mut pairs = Pairs::new();
    for start in (0..sets).step_by(block as usize) {
        shingles.snapshot();
        let ids = start..sets.min(start + block);
        let queries: Vec<_> = ids.map(|id| shingles.query(id, &mut buffer)).collect();
        for query in &queries {
            let candidates = shingles.candidates(query).into_iter();
            pairs.extend(candidates.map(|other| ascending(query.set(), other)));
        }
        for query in &queries {
            let candidates = shingles.candidates_since_snapshot(query).into_iter();
            pairs.extend(candidates.map(|other| ascending(query.set(), other)));
            shingles.keep(query);
        }
    }
    pairs
}

fn ascending(one: u32, other: u32) -> (u32, u32) {
    (one.min(other), one.max(other))
}

/// Whether both sets hold a hot shingle that the smaller of them offers.
fn share_an_offer(shingles: &HotShingles<'_>, sets: &[&[u64]], (a, b): (u32, u32)) -> bool {
    // Of equal sizes the earlier set counts as the smaller.
    let [rank_a, rank_b] = [a, b].map(|id| (sets[id as usize].len(), id));
    let (smaller, larger) = if rank_a < rank_b { (a, b) } else { (b, a) };
    let larger = shingles.numbers(larger);
    let offered = shingles.numbers(smaller).into_iter().filter(|(_, offered)| *offered);
    offered.into_iter().any(|(shingle, _)| larger.iter().any(|held| held.0 == shingle))
}

/// What a join finds: the pairs with their counts, the sets that hold hot shingles, and the pairs proposed under those.
type Found = (Vec<(u32, u32)>, [u64; 2], Vec<u32>, Pairs);

/// What one executor finds, no pair of which is lost.
fn check<E: Executor>(executor: E, sets: &[&[u64]], bounds: Bounds) -> Found {
    let held = Sets::stored(sets.to_vec());
    let (join, joined) = find_candidates(executor, &held, bounds).unwrap();
    let proposed: Pairs = joined.pairs.iter().copied().collect();
    assert!(joined.pairs.is_sorted(), "pairs are proposed in order");
    assert_eq!(proposed.len(), joined.pairs.len(), "pairs are proposed once");
    assert!(proposed.iter().all(|(a, b)| a < b));
    let ids = 0..sets.len() as u32;
    let (forwards, backwards) =
        (candidates_in_order(&join, ids.clone()), candidates_in_order(&join, ids.rev()));
    assert_eq!(forwards, backwards, "the order in which sets come decides what is proposed");
    assert_eq!(
        forwards,
        candidates_in_blocks(&join, sets.len() as u32, 3),
        "blocks decide what is proposed"
    );
    let shingles = HotShingles::new(&join);
    let hot = (0..sets.len() as u32).filter(|id| !shingles.numbers(*id).is_empty());
    let hot: Vec<u32> = hot.collect();
    assert_eq!(joined.hot, hot, "not those that hold hot shingles");
    for pair in related(sets, bounds).difference(&proposed) {
        assert!(share_an_offer(&shingles, sets, *pair), "{pair:?} share nothing that is hot");
        assert!(forwards.contains(pair), "{pair:?} are lost");
    }
    (joined.pairs, [joined.near, joined.contained], joined.hot, forwards)
}

/// [`check`] by each executor; all find the same.
fn check_all(sets: &[&[u64]], bounds: Bounds) {
    let found = [
        check(Serial, sets, bounds),
        #[cfg(feature = "rayon")]
        THREADS.install(|| check(Rayon, sets, bounds)),
    ];
    assert!(found.iter().all(|one| *one == found[0]), "threads change it: {found:?}");
}

/// Several, also where the machine has one: their number decides into how many parts work is cut.
#[cfg(feature = "rayon")]
static THREADS: LazyLock<rayon::ThreadPool> = LazyLock::new(|| {
    rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads can be started")
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_pair_is_lost(sets in collections(), bounds in bounds()) {
        let sets: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
        check_all(&sets, bounds);
    }

    /// Sizes decide what a pair counts as, the relations that hold at the least.
    #[test]
    fn pairs_are_counted_by_what_they_may_be(sets in collections(), bounds in bounds()) {
        let sets: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
        let joined = find_candidates(Serial, &Sets::stored(sets.clone()), bounds).unwrap().1;
        let (mut near, mut contained) = (0, 0);
        for (a, b) in &joined.pairs {
            let (a, b) = (sets[*a as usize].len(), sets[*b as usize].len());
            let (smaller, larger) = (a.min(b), a.max(b));
            let may_be_near = smaller as f64 + 1e-6 >= bounds.thresholds.near * larger as f64;
            near += u64::from(bounds.near && may_be_near);
            contained += u64::from(bounds.contained && Thresholds::may_contain(smaller, larger));
        }
        prop_assert_eq!((joined.near, joined.contained), (near, contained));
    }
}

/// One shingle is all that these share, which is enough for sets so small or for so low a threshold.
#[test]
fn one_shared_shingle_is_enough_where_no_more_is_asked() {
    for (near, size) in [(1.0, 1), (0.3, 2), (0.2, 3), (0.05, 10)] {
        let shared = iter::once(0);
        let one: u64 = shared.clone().chain(1..size).fold(0, |bits, bit| bits | 1 << bit);
        let other = shared.chain(30..29 + size).fold(0, |bits, bit| bits | 1 << bit);
        let sets = [set(one), set(other)];
        let sets: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
        let thresholds = Thresholds { near, ..Thresholds::default() };
        let bounds = Bounds { thresholds, near: true, contained: false, hot: usize::MAX };
        assert_eq!(
            find_candidates(Serial, &Sets::stored(sets.clone()), bounds).unwrap().1.pairs,
            [(0, 1)],
            "{size} shingles at {near}"
        );
    }
}

/// Sets of 20 shingles of which some are common and most are rare, as in prose; one in ten is an
/// earlier one with a few others.
fn sets_like_prose(count: u64) -> Vec<Vec<u64>> {
    (0..count).map(set_like_prose).collect()
}

fn set_like_prose(number: u64) -> Vec<u64> {
    let (original, edits) = if number % 10 == 9 { (number / 2, 3) } else { (number, 0) };
    let own = (original * 20 + edits..original * 20 + 20).map(shingle_like_prose);
    // Numbers that no other set comes to.
    let others = (0..edits).map(|at| mix((1 << 40) + number * 20 + at));
    let mut set: Vec<u64> = own.chain(others).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// One of 20,000 shingles, the first ones far more often than the last ones.
fn shingle_like_prose(number: u64) -> u64 {
    // 53 bits, as many as the mantissa holds: a number from 0 to 1, evenly spread.
    let unit = (mix(number + 1) >> 11) as f64 / (1_u64 << 53) as f64;
    mix(20_000_f64.powf(unit) as u64)
}

/// What is proposed without need costs time, and nothing else would show it.
#[test]
fn few_pairs_are_proposed_that_are_not_related() {
    let sets = sets_like_prose(3000);
    let sets: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
    let thresholds = Thresholds { near: 0.7, ..Thresholds::default() };
    let bounds = [(true, true), (true, false), (false, true)].map(|(near, contained)| Bounds {
        thresholds,
        near,
        contained,
        hot: usize::MAX,
    });
    let counts = bounds.map(|bounds| {
        find_candidates(Serial, &Sets::stored(sets.clone()), bounds).unwrap().1.pairs.len()
    });
    let related = related(&sets, bounds[0]).len();
    assert!(related > 140, "{related} related pairs");
    assert!(counts[0] < 870 && counts[1] < 160 && counts[2] < 710, "{counts:?} pairs");
}

/// Enough sets that every thread has a piece at each step.
#[test]
#[cfg(feature = "rayon")]
fn threads_find_the_same_in_a_collection() {
    let sets = sets_like_prose(9000);
    let sets = Sets::stored(sets.iter().map(Vec::as_slice).collect());
    let thresholds = Thresholds { near: 0.7, ..Thresholds::default() };
    let bounds = Bounds { thresholds, near: true, contained: true, hot: 16 };
    let (index, serial) = find_candidates(Serial, &sets, bounds).unwrap();
    assert!(serial.pairs.len() > 400 && serial.hot.len() > 400, "{:?}", serial.pairs);
    let (index_by_threads, threaded) =
        THREADS.install(|| find_candidates(Rayon, &sets, bounds).unwrap());
    assert!(threaded.pairs == serial.pairs && threaded.hot == serial.hot);
    assert_eq!((threaded.near, threaded.contained), (serial.near, serial.contained));
    assert_eq!(index_by_threads.hot_keys(), index.hot_keys());
}

/// Keys are short, so that some shingles fall together; two of a pair hardly ever do.
#[test]
fn sets_that_share_nothing_are_not_proposed() {
    let sets: Vec<Vec<u64>> = (0..5000_u64)
        .map(|number| {
            let mut set: Vec<u64> = (0..20).map(|shingle| mix(number * 20 + shingle)).collect();
            set.sort_unstable();
            set
        })
        .collect();
    let sets: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
    let bounds =
        Bounds { thresholds: Thresholds::default(), near: true, contained: true, hot: 256 };
    let joined = find_candidates(Serial, &Sets::stored(sets.clone()), bounds).unwrap().1;
    assert!(joined.pairs.len() < 5, "{} pairs", joined.pairs.len());
    assert!(joined.hot.is_empty());
}
