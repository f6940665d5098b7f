//! What others score restatements by: the rows of the table to beat.

use std::collections::{BTreeMap, BTreeSet};

use paradup::BuildError;
use paradup::shingle::{Shingler, Shingling};
use paradup::text::Normalizer;

/// Characters that stand in for a stem.
const STEM_LENGTH: usize = 5;

/// Scores of all pairs of a collection, in order.
pub(crate) type Scores = Vec<f64>;

/// The words of a paragraph in canonical form.
pub(crate) fn words(paragraph: &str) -> BTreeSet<String> {
    Normalizer::new().words(paragraph).into_iter().map(|word| word.text).collect()
}

pub(crate) fn jaccard(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

pub(crate) fn word_jaccard(paragraphs: &[String]) -> Scores {
    let words: Vec<_> = paragraphs.iter().map(|paragraph| words(paragraph)).collect();
    all_pairs(&words, jaccard)
}

/// Runs of three words.
pub(crate) struct Trigrams(Shingler);

impl Trigrams {
    pub(crate) fn new() -> Result<Trigrams, BuildError> {
        Ok(Trigrams(Shingler::new(Normalizer::new(), Shingling::words(3)?, 0)))
    }

    pub(crate) fn jaccard(&self, paragraphs: &[String]) -> Scores {
        let sets: Vec<_> = paragraphs.iter().map(|paragraph| self.0.shingles(paragraph)).collect();
        all_pairs(&sets, |a, b| a.jaccard(b).get())
    }
}

/// Cosine of the vectors of stems, weighted by the logarithm of how rare they are.
pub(crate) fn stem_cosine(paragraphs: &[String]) -> Scores {
    let stems: Vec<BTreeMap<String, f64>> =
        paragraphs.iter().map(|paragraph| stem_counts(paragraph)).collect();
    let mut holders: BTreeMap<&str, f64> = BTreeMap::new();
    for stem in stems.iter().flat_map(BTreeMap::keys) {
        *holders.entry(stem).or_default() += 1.0;
    }
    let all = paragraphs.len() as f64;
    let weigh = |(stem, count): (&String, &f64)| {
        (stem.clone(), count * libm::log((1.0 + all) / (0.5 + holders[stem.as_str()])))
    };
    let vectors: Vec<BTreeMap<String, f64>> =
        stems.iter().map(|stems| stems.iter().map(weigh).collect()).collect();
    all_pairs(&vectors, cosine)
}

fn stem_counts(paragraph: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    for word in Normalizer::new().words(paragraph) {
        *counts.entry(word.text.chars().take(STEM_LENGTH).collect()).or_default() += 1.0;
    }
    counts
}

fn cosine(a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>) -> f64 {
    let dot: f64 = a.iter().filter_map(|(stem, weight)| Some(weight * b.get(stem)?)).sum();
    let norm = |vector: &BTreeMap<String, f64>| {
        libm::sqrt(vector.values().map(|weight| weight * weight).sum())
    };
    let norms = norm(a) * norm(b);
    if norms == 0.0 { 0.0 } else { dot / norms }
}

fn all_pairs<T>(items: &[T], score: impl Fn(&T, &T) -> f64) -> Scores {
    let rows = (0..items.len()).flat_map(|a| (a + 1..items.len()).map(move |b| (a, b)));
    rows.map(|(a, b)| score(&items[a], &items[b])).collect()
}
