//! Which pairs are near, by counting the shingles of all pairs that share one. No hashes, no bounds,
//! nothing of what is measured.

use std::collections::{BTreeSet, HashMap};

/// Pairs of paragraphs by their numbers, the smaller first.
pub(crate) type Pairs = BTreeSet<(usize, usize)>;

/// The pairs whose sets of word 3-grams have at least this Jaccard resemblance.
pub(crate) fn near_pairs(texts: &[String], threshold: f64) -> Pairs {
    let mut holding: HashMap<[&str; 3], Vec<usize>> = HashMap::new();
    let mut sizes = Vec::with_capacity(texts.len());
    let mut near = BTreeSet::new();
    for (id, text) in texts.iter().enumerate() {
        let shingles = shingles(text);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        sizes.push(shingles.len());
        for shingle in shingles {
            let others = holding.entry(shingle).or_default();
            others.iter().for_each(|other| *shared.entry(*other).or_default() += 1);
            others.push(id);
        }
        let resembles = |(other, shared): &(&usize, &usize)| {
            **shared as f64 >= threshold * (sizes[id] + sizes[**other] - **shared) as f64
        };
        near.extend(shared.iter().filter(resembles).map(|(other, _)| (*other, id)));
    }
    near
}

fn shingles(text: &str) -> BTreeSet<[&str; 3]> {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(3).map(|words| [words[0], words[1], words[2]]).collect()
}
