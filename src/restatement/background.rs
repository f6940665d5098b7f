//! What a shared stem is worth, judged from the collection at hand.

use super::lists::Lists;
use super::stem::{STEM_LENGTH, has_digit, stem};
use crate::executor::Executor;
use crate::hash::hash_bytes;
use crate::text::{Normalizer, is_unspaced};

/// Paragraphs read in one piece of work.
const CHUNK: usize = 128;

/// The number of unseen paragraphs, with prior frequencies, that count beside those seen. On the labelled data 2
/// to 8 do equally well. In five draws of 12,000 unrelated paragraphs up to 4 let four pairs pass for
/// restatements, 5 and more two; the more there are, the more retellings in small collections are missed.
const PRIOR_PARAGRAPHS: f64 = 5.0;

/// The share of paragraphs below which a stem is not more telling the rarer it is.
const RAREST: f64 = 0.05;

/// The weight of a stem that stands everywhere: it still counts a little.
const MIN_WEIGHT: f64 = 0.02;

/// What a stem weighs in a pair of paragraphs, from 0.02 (in every paragraph) to 1 (in few).
///
/// Both weights leave the pair at hand out of the count: whether the *other* peers use the stem is
/// what makes it telling, and in a collection of two there are none.
#[derive(Clone, Copy, Debug)]
pub(super) struct StemWeight {
    /// Where both paragraphs have it.
    pub(super) shared: f64,
    /// Where one of them has it.
    pub(super) alone: f64,
    pub(super) is_number: bool,
}

/// The stems of a collection and the paragraphs as sequences of them.
#[derive(Debug)]
pub(super) struct Background {
    /// The stems of each paragraph in order, by number.
    tokens: Lists,
    /// The same, ascending and distinct.
    distinct: Lists,
    /// The paragraphs that hold each stem.
    postings: Lists,
    /// How many distinct numbers each paragraph has.
    numbers: Vec<u32>,
    /// How many paragraphs could have used the words of each.
    peers: Vec<u32>,
    weights: Vec<StemWeight>,
    /// The list that each paragraph is an item of; nothing where that is not known.
    lists: Vec<Option<usize>>,
}

/// The kind of a stem, which tells without any text how likely it stands in a paragraph that
/// has nothing to do with the one at hand: short words are common words, in every spaced script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum StemClass {
    Symbol,
    Letters(u8),
    Unspaced,
    Number,
}

impl StemClass {
    fn new(stem: &str) -> StemClass {
        let mut chars = stem.chars();
        let first = chars.next().unwrap_or(' ');
        if has_digit(stem) {
            StemClass::Number
        } else if is_unspaced(first) {
            StemClass::Unspaced
        } else if first.is_alphanumeric() || chars.next().is_some() {
            StemClass::Letters(stem.chars().take(STEM_LENGTH).count() as u8)
        } else {
            StemClass::Symbol
        }
    }

    /// Whether it belongs to some language, as numbers and symbols do not.
    fn is_word(self) -> bool {
        matches!(self, StemClass::Letters(_) | StemClass::Unspaced)
    }

    /// The share of paragraphs that have such a stem: document frequencies within the articles of the labelled data,
    /// rounded.
    fn prior(self) -> f64 {
        match self {
            StemClass::Symbol => 0.10,
            StemClass::Letters(1) => 0.40,
            StemClass::Letters(2) => 0.35,
            StemClass::Letters(3) => 0.25,
            StemClass::Letters(4) => 0.12,
            StemClass::Letters(_) => 0.06,
            StemClass::Unspaced => 0.05,
            StemClass::Number => 0.03,
        }
    }
}

/// A stem as it is read, before the stems have numbers.
type HashedStem = (u64, StemClass);

impl Background {
    /// Reads a collection. O(n log n) in its words.
    pub(super) fn read<E: Executor>(
        executor: E,
        normalizer: Normalizer,
        paragraphs: &[&str],
    ) -> Background {
        let hashed = map(executor, paragraphs, |paragraph| hashed_stems(normalizer, paragraph));
        let known = known_stems(executor, &hashed);
        let numbered = map(executor, &hashed, |stems| numbered(stems, &known));
        let distinct: Lists = numbered.iter().map(|tokens| sorted_distinct(tokens)).collect();
        let postings = distinct.inverted(known.len());
        let peers: Vec<u32> =
            (0..distinct.len()).map(|list| peers(distinct.get(list), &postings, &known)).collect();
        let weights: Vec<StemWeight> = (0..known.len())
            .map(|stem| stem_weight(postings.get(stem), &peers, known[stem].1))
            .collect();
        let numbers = (0..distinct.len()).map(|list| count_numbers(distinct.get(list), &weights));
        Background {
            numbers: numbers.collect(),
            peers,
            tokens: numbered.into_iter().collect(),
            distinct,
            postings,
            weights,
            lists: Vec::new(),
        }
    }

    /// The same paragraphs, each with the list that it is an item of.
    pub(super) fn in_lists(self, lists: Vec<Option<usize>>) -> Background {
        Background { lists, ..self }
    }

    /// The list that a paragraph is an item of, where that is known.
    pub(super) fn list(&self, paragraph: usize) -> Option<usize> {
        self.lists.get(paragraph).copied().flatten()
    }

    pub(super) fn tokens(&self, paragraph: usize) -> &[u32] {
        self.tokens.get(paragraph)
    }

    pub(super) fn distinct(&self, paragraph: usize) -> &[u32] {
        self.distinct.get(paragraph)
    }

    /// How many distinct numbers a paragraph has.
    pub(super) fn numbers(&self, paragraph: usize) -> u32 {
        self.numbers[paragraph]
    }

    /// How many paragraphs could have used the words of this one, itself among them.
    pub(super) fn peers(&self, paragraph: usize) -> u32 {
        self.peers[paragraph]
    }

    pub(super) fn postings(&self, stem: u32) -> &[u32] {
        self.postings.get(stem as usize)
    }

    pub(super) fn weight(&self, stem: u32) -> StemWeight {
        self.weights[stem as usize]
    }

    /// The number of paragraphs.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The number of different stems.
    pub(super) fn stems(&self) -> usize {
        self.weights.len()
    }
}

/// Applies a function to each item, in pieces of [`CHUNK`].
fn map<E: Executor, T: Sync, R: Clone + Send>(
    executor: E,
    items: &[T],
    function: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let pieces = executor.map_chunks(items.len(), CHUNK, |range| {
        items[range].iter().map(&function).collect::<Vec<R>>()
    });
    pieces.concat()
}

fn hashed_stems(normalizer: Normalizer, paragraph: &str) -> Vec<HashedStem> {
    let mut stems = Vec::new();
    normalizer.for_each_word(paragraph, |word, _| {
        let stem = stem(word);
        stems.push((hash_bytes(stem.as_bytes(), 0), StemClass::new(stem)));
    });
    stems
}

/// All stems, ascending by hash; a stem's number is its place here.
fn known_stems<E: Executor>(executor: E, read: &[Vec<HashedStem>]) -> Vec<HashedStem> {
    let mut known = read.concat();
    // By hash, so that numbers depend on the set of stems and not on the order of the paragraphs.
    executor.sort(&mut known);
    known.dedup_by_key(|stem| stem.0);
    known
}

/// The stems by their numbers.
fn numbered(stems: &[HashedStem], known: &[HashedStem]) -> Vec<u32> {
    // Every stem is among the known ones, so the place where it would be inserted is its own.
    stems.iter().map(|stem| known.partition_point(|other| other.0 < stem.0) as u32).collect()
}

fn sorted_distinct(tokens: &[u32]) -> Vec<u32> {
    let mut distinct = tokens.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

/// How many distinct stems of a paragraph are numbers.
fn count_numbers(distinct: &[u32], weights: &[StemWeight]) -> u32 {
    distinct.iter().filter(|stem| weights[**stem as usize].is_number).count() as u32
}

/// How many paragraphs have the commonest word of this one: a measure of how many are in its
/// language and script. Among paragraphs of other languages all of its words are rare, even those
/// that stand in every sentence, and none is telling. Numbers and symbols belong to no language.
fn peers(distinct: &[u32], postings: &Lists, known: &[HashedStem]) -> u32 {
    let words = distinct.iter().map(|stem| *stem as usize).filter(|stem| known[*stem].1.is_word());
    // One without words has itself alone.
    words.map(|stem| postings.get(stem).len() as u32).max().unwrap_or(1)
}

/// The weight of a stem that stands in these paragraphs, measured by the peers of the one that has most.
fn stem_weight(paragraphs: &[u32], peers: &[u32], class: StemClass) -> StemWeight {
    let most_peers = paragraphs.iter().map(|paragraph| peers[*paragraph as usize]).max();
    // Neither paragraph of a pair is a witness for what they share.
    let others = f64::from(most_peers.unwrap_or(0).saturating_sub(2));
    let paragraphs = paragraphs.len() as f64;
    StemWeight {
        shared: weight(paragraphs - 2.0, others, class),
        alone: weight(paragraphs - 1.0, others, class),
        is_number: class == StemClass::Number,
    }
}

/// −ln of the share of the other peers that have the stem, smoothed, scaled to at most 1.
fn weight(paragraphs: f64, others: f64, class: StemClass) -> f64 {
    let share =
        (paragraphs.max(0.0) + PRIOR_PARAGRAPHS * class.prior()) / (others + PRIOR_PARAGRAPHS);
    // `libm`, because the standard library's logarithm differs between platforms, and reports must not.
    (libm::log(share.clamp(RAREST, 1.0)) / libm::log(RAREST)).max(MIN_WEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;

    /// One language must not make the everyday words of another telling.
    #[test]
    fn a_word_is_rare_among_paragraphs_of_its_language_only() {
        let german = ["der Fluss und das Tal", "der Berg und das Dorf", "der Wald und das Meer"];
        let english = ["the river runs to the sea"; 40];
        let weight_of_der = |paragraphs: &[&str]| {
            let background = Background::read(Serial, Normalizer::new(), paragraphs);
            assert_eq!(background.peers(0), 3);
            background.weight(background.tokens(0)[0]).shared
        };
        let (alone, mixed) =
            (weight_of_der(&german), weight_of_der(&[&german[..], &english].concat()));
        assert_eq!(alone.to_bits(), mixed.to_bits());
    }
}
