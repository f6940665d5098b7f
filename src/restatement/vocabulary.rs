//! Paragraphs as sequences of numbered stems.

use core::hash::{BuildHasherDefault, Hasher};
use std::collections::HashMap;

use super::class::StemClass;
use super::lists::Lists;
use super::stem::stem;
use crate::Cancelled;
use crate::executor::Executor;
use crate::hash::hash_bytes;
use crate::kernel::Kernel;
use crate::text::{Normalizer, PlainWords};

/// Paragraphs read in one piece of work: the words of so many, counted once each, are few enough for their
/// table to stay in cache, and most of what follows is a word that the table has already.
const CHUNK: usize = 512;

/// A stem that has no number yet, by its hash.
#[derive(Clone, Copy, Debug)]
struct Stem {
    hash: u64,
    class: StemClass,
}

/// The different stems of a collection, and its paragraphs in terms of them.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The stems of each paragraph in order, by number.
    pub(super) tokens: Lists,
    /// The same, ascending and distinct.
    pub(super) distinct: Lists,
    /// What each stem is by its look.
    pub(super) classes: Vec<StemClass>,
}

impl Vocabulary {
    /// Reads a collection. Linear in its words, but for the different stems, which are sorted.
    pub(super) fn read<E: Executor>(
        executor: E,
        (normalizer, kernel): (Normalizer, Kernel),
        paragraphs: &[&str],
    ) -> Result<Vocabulary, Cancelled> {
        let pieces = executor.map_chunks(paragraphs.len(), CHUNK, |range| {
            Piece::read(normalizer, kernel, &paragraphs[range])
        })?;
        let stems = sorted_stems(&pieces);
        let hashes = stems.iter().map(|stem| stem.hash);
        let numbers: HashTable = hashes.zip(0..).collect();
        let lists = executor.map(pieces.len(), |piece| pieces[piece].numbered(&numbers))?;
        let (tokens, distinct): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
        Ok(Vocabulary {
            tokens: Lists::concat(tokens),
            distinct: Lists::concat(distinct),
            classes: stems.iter().map(|stem| stem.class).collect(),
        })
    }
}

/// All stems. A stem's number is its place here.
fn sorted_stems(pieces: &[Piece]) -> Vec<Stem> {
    let mut seen = HashTable::default();
    let all = pieces.iter().flat_map(|piece| &piece.stems);
    let mut stems: Vec<Stem> =
        all.filter(|stem| seen.insert(stem.hash, 0).is_none()).copied().collect();
    // By hash, so that numbers depend on the set of stems and not on the order of the paragraphs.
    stems.sort_unstable_by_key(|stem| stem.hash);
    stems
}

/// Consecutive paragraphs, with numbers of their own for their stems.
#[derive(Debug, Default)]
struct Piece {
    /// In the order in which they first stand there; a stem's number is its place here.
    stems: Vec<Stem>,
    tokens: Lists,
    /// The last new word in lower case.
    word: String,
}

impl Piece {
    fn read(normalizer: Normalizer, kernel: Kernel, paragraphs: &[&str]) -> Piece {
        let (mut piece, mut plain) = (Piece::default(), PlainWords::default());
        let (mut by_word, mut by_stem) = (HashTable::default(), HashTable::default());
        let mut tokens = Vec::new();
        for paragraph in paragraphs {
            normalizer.for_each_hashed_word((*paragraph, kernel), &mut plain, |hash, word, _| {
                // What a word's stem is has to be found out once.
                let number =
                    by_word.entry(hash).or_insert_with(|| piece.number(word, &mut by_stem));
                tokens.push(*number);
            });
            piece.tokens.push(tokens.drain(..));
        }
        piece
    }

    /// The number of the word's stem, which is new where `numbers` does not have it. Letters of ASCII may be capitals.
    fn number(&mut self, word: &str, numbers: &mut HashTable) -> u32 {
        self.word.clear();
        self.word.push_str(word);
        self.word.make_ascii_lowercase();
        let stem = stem(&self.word);
        let hash = hash_bytes(stem.as_bytes(), 0);
        *numbers.entry(hash).or_insert_with(|| {
            self.stems.push(Stem { hash, class: StemClass::new(stem) });
            self.stems.len() as u32 - 1
        })
    }

    /// The stems of each paragraph by these numbers: as they stand there, and ascending and distinct.
    fn numbered(&self, numbers: &HashTable) -> (Lists, Lists) {
        let numbers: Vec<u32> = self.stems.iter().map(|stem| numbers[&stem.hash]).collect();
        let tokens = self.tokens.map(|stem| numbers[stem as usize]);
        let distinct = (0..tokens.len()).map(|list| sorted_distinct(tokens.get(list))).collect();
        (tokens, distinct)
    }
}

fn sorted_distinct(tokens: &[u32]) -> Vec<u32> {
    let mut distinct = tokens.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

/// Numbers by hash.
type HashTable = HashMap<u64, u32, BuildHasherDefault<Hashed>>;

/// Takes a hash for what it is: to hash it again would cost more than to look it up.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, _: &[u8]) {
        unreachable!("only numbers of 64 bits are looked up");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use proptest::prelude::*;

    /// The naive reference hashes the stem of every word.
    fn hashes(paragraph: &str) -> Vec<u64> {
        let mut hashes = Vec::new();
        Normalizer::new().for_each_word(paragraph, |word, _| {
            hashes.push(hash_bytes(stem(word).as_bytes(), 0));
        });
        hashes
    }

    proptest! {
        /// In several pieces: the paragraphs stand there again and again.
        #[test]
        fn stems_are_numbered_by_their_hashes(
            mut words in prop::collection::vec(
                prop::collection::vec("[A-Ca-c]{1,7}|[é日本]{1,3}|[0-9]", 0..9),
                1..9,
            ),
        ) {
            // Words that one piece alone has, so that its numbers are not the next one's.
            words.resize(CHUNK, vec!["end".to_owned()]);
            words.extend([vec!["begin".to_owned()], words[0].clone()]);
            let paragraphs: Vec<String> = words.iter().map(|words| words.join(" ")).collect();
            let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
            let hashed: Vec<Vec<u64>> = paragraphs.iter().map(|text| hashes(text)).collect();
            let mut known = hashed.concat();
            known.sort_unstable();
            known.dedup();
            let reader = (Normalizer::new(), Kernel::detect());
            let vocabulary = Vocabulary::read(Serial, reader, &paragraphs).unwrap();
            prop_assert_eq!(vocabulary.classes.len(), known.len());
            for (paragraph, hashed) in hashed.iter().enumerate() {
                let tokens = vocabulary.tokens.get(paragraph);
                let found: Vec<u64> = tokens.iter().map(|stem| known[*stem as usize]).collect();
                prop_assert_eq!(&found, hashed);
                prop_assert_eq!(vocabulary.distinct.get(paragraph), sorted_distinct(tokens));
            }
        }
    }
}
