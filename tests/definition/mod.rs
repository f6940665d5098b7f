//! What holds between paragraphs by the definitions alone: all pairs, exact sets, nothing clever.
//!
//! Shared by the tests and the fuzz targets, so that both hold the detector to one definition.

#![allow(dead_code, reason = "each test uses its own part")]

use paradup::report::Report;
use paradup::shingle::{Overlap, ShingleSet, Shingler};
use paradup::text::Normalizer;
use paradup::{Relation, Similarity};

/// A pair by positions, the later one second, its relation and the score it rests on.
pub(crate) type Pair = (usize, usize, Relation, Similarity);

/// Sets smaller than this are contained in nothing.
const SMALLEST_CONTAINED: usize = 5;

/// How many times the smaller set's shingles the larger has at least, where it contains the smaller.
const CLEARLY_LARGER: f64 = 1.2;

/// Every pair that is identical, reformatted, near or contained, by the later paragraph. A paragraph
/// with an earlier copy is in one pair, with the first.
pub(crate) fn pairs<T: AsRef<str>>(
    texts: &[T],
    shingler: Shingler,
    near: f64,
    contained: f64,
) -> Vec<Pair> {
    let canonical: Vec<String> =
        texts.iter().map(|text| Normalizer::new().canonical(text.as_ref()).into_owned()).collect();
    let sets: Vec<ShingleSet> = texts.iter().map(|text| shingler.shingles(text.as_ref())).collect();
    let first = |b: usize| canonical[..b].iter().position(|text| *text == canonical[b]);
    let original: Vec<Option<usize>> = (0..texts.len()).map(first).collect();
    let mut pairs = Vec::new();
    for b in (0..texts.len()).filter(|b| !canonical[*b].is_empty()) {
        if let Some(a) = original[b] {
            pairs.push((a, b, copy(texts[a].as_ref(), texts[b].as_ref()), Similarity::ONE));
            continue;
        }
        let originals = (0..b).filter(|a| !canonical[*a].is_empty() && original[*a].is_none());
        pairs.extend(originals.filter_map(|a| {
            let (relation, score) = of_sets(&sets[a], &sets[b], near, contained)?;
            Some((a, b, relation, score))
        }));
    }
    pairs
}

fn copy(a: &str, b: &str) -> Relation {
    if a.trim() == b.trim() { Relation::Identical } else { Relation::Reformatted }
}

pub(crate) fn of_sets(
    a: &ShingleSet,
    b: &ShingleSet,
    near: f64,
    contained: f64,
) -> Option<(Relation, Similarity)> {
    let overlap = Overlap::between(a, b);
    let (smaller, larger) = (a.len().min(b.len()), a.len().max(b.len()));
    let may_contain =
        smaller >= SMALLEST_CONTAINED && larger as f64 >= CLEARLY_LARGER * smaller as f64;
    let containment = overlap.containment_a().max(overlap.containment_b());
    if overlap.jaccard().get() >= near {
        Some((Relation::Near, overlap.jaccard()))
    } else if may_contain && containment.get() >= contained {
        Some((Relation::Contained, containment))
    } else {
        None
    }
}

/// The pairs of a report on one document, in the same order.
pub(crate) fn reported(report: &Report) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = report
        .pairs()
        .map(|pair| (pair.a.paragraph, pair.b.paragraph, pair.relation, pair.score))
        .collect();
    pairs.sort_by_key(|(a, b, _, _)| (*b, *a));
    pairs
}
