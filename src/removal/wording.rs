//! What a removal loses besides wording.
//!
//! A *telling* word says something by itself: a number, a name, a word that denies or obliges, and any
//! word that stands in few paragraphs. A paragraph may go for another only where the telling words of its
//! sentences, in order, are those of a run of sentences of the other: then none is missing, none is
//! exchanged for another, and none is put inside.

use core::ops::Range;
use std::collections::BTreeMap;

use super::vocabulary::Vocabulary;
use crate::evidence::{FactKind, Span, kind_at};
use crate::hash::{hash_word, sequence};
use crate::text::{Normalizer, sentences, without_layout};

/// Words running that the other paragraph may lack.
const MAX_LACKING: usize = 3;

/// Why a paragraph stays though it is related to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loss {
    Number,
    Name,
    Negation,
    Obligation,
    RareWord,
    /// More words running than may be lost, or words that changed places.
    Passage,
}

/// How telling a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    Nothing,
    Fact(FactKind),
    Rarity,
}

/// A paragraph as words that tell something and words that do not.
#[derive(Debug, Default)]
pub(crate) struct Told {
    words: Vec<(u64, Tells)>,
    /// Where the sentences that tell something begin and end among the words.
    sentences: Vec<Range<usize>>,
    /// The telling words of each such sentence as one number.
    pub(crate) units: Vec<u64>,
}

impl Told {
    /// Linear in the bytes.
    pub(crate) fn read(normalizer: Normalizer, vocabulary: &Vocabulary, text: &str) -> Told {
        let mut told = Told::default();
        let text = &*without_layout(text);
        for sentence in sentences(text) {
            let start = told.words.len();
            let at = sentence.span.start;
            normalizer.for_each_cleaned_word(&text[sentence.span.clone()], |word, _, span| {
                let span = Span::from(at + span.start..at + span.end);
                told.add(vocabulary, text, word, span);
            });
            told.end_sentence(start);
        }
        told
    }

    fn add(&mut self, vocabulary: &Vocabulary, text: &str, word: &str, span: Span) {
        let hash = hash_word(word.as_bytes(), 0..word.len(), 0);
        // Nearly all words are of small letters, and then only listed ones are facts.
        let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase())
            && text[span.range()].starts_with(|c: char| c.is_ascii_lowercase())
            && !vocabulary.turns(hash);
        let fact = if is_plain { None } else { kind_at(text, span) };
        let tells = match fact {
            Some(kind) => Tells::Fact(kind),
            None if vocabulary.is_rare(hash) => Tells::Rarity,
            None => Tells::Nothing,
        };
        self.words.push((hash, tells));
    }

    fn end_sentence(&mut self, start: usize) {
        let telling = self.words[start..].iter().filter(|word| word.1 != Tells::Nothing);
        let telling: Vec<u64> = telling.map(|word| word.0).collect();
        if !telling.is_empty() {
            self.sentences.push(start..self.words.len());
            self.units.push(sequence(&telling));
        }
    }
}

/// A paragraph that others may go for, prepared to be asked often.
pub(crate) struct Kept {
    told: Told,
    /// Ascending.
    words: Vec<u64>,
    /// Where each unit stands among its units.
    units: BTreeMap<u64, Vec<usize>>,
}

impl Kept {
    pub(crate) fn new(told: Told) -> Kept {
        let mut words: Vec<u64> = told.words.iter().map(|word| word.0).collect();
        words.sort_unstable();
        words.dedup();
        let mut units: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (unit, place) in told.units.iter().zip(0..) {
            units.entry(*unit).or_default().push(place);
        }
        Kept { told, words, units }
    }

    /// What would be lost besides wording if this one stood for a paragraph; nothing, and it may go.
    /// Linear in the words of that paragraph, and in the places at which its first unit stands here.
    pub(crate) fn loss(&self, removed: &Told) -> Option<Loss> {
        let lacks = |word: &&(u64, Tells)| self.words.binary_search(&word.0).is_err();
        let telling = removed.words.iter().filter(|word| word.1 != Tells::Nothing);
        if let Some((_, tells)) = telling.clone().find(lacks) {
            return Some(Loss::from(*tells));
        }
        let mut runs = removed.words.chunk_by(|one, other| lacks(&one) && lacks(&other));
        if runs.any(|run| run.len() > MAX_LACKING) {
            return Some(Loss::Passage);
        }
        let Some(first) = removed.units.first() else { return Some(Loss::Passage) };
        let places = self.units.get(first).into_iter().flatten();
        let mut runs = places
            .filter(|place| self.told.units[**place..].starts_with(&removed.units))
            .peekable();
        if runs.peek().is_none() {
            return Some(telling.map(|word| Loss::from(word.1)).min().unwrap_or(Loss::Passage));
        }
        let keeps_order = runs.any(|place| self.keeps_order(removed, *place));
        (!keeps_order).then_some(Loss::Passage)
    }

    /// Whether no word has crossed a telling one between the sentences from this unit on and those of
    /// the removed paragraph: `yes no` is not `no yes`.
    fn keeps_order(&self, removed: &Told, place: usize) -> bool {
        let kept = self.told.sentences[place..].iter().map(|span| &self.told.words[span.clone()]);
        let sentences = removed.sentences.iter().map(|span| &removed.words[span.clone()]);
        !sentences.zip(kept).any(|(one, other)| crosses(one, other))
    }
}

/// Whether a word of one sentence stands in the other between other telling words.
fn crosses(one: &[(u64, Tells)], other: &[(u64, Tells)]) -> bool {
    let others = placed(other);
    placed(one).iter().any(|(word, places)| {
        others.get(word).is_some_and(|there| exceeds(places, there) && exceeds(there, places))
    })
}

/// Whether an ascending list has a number more often than another.
fn exceeds(one: &[usize], other: &[usize]) -> bool {
    let mut others = other.iter().peekable();
    one.iter().any(|place| {
        while others.next_if(|there| *there < place).is_some() {}
        others.next_if_eq(&place).is_none()
    })
}

/// For each word that tells nothing, behind how many telling ones it stands, each time that it does.
fn placed(sentence: &[(u64, Tells)]) -> BTreeMap<u64, Vec<usize>> {
    let mut placed: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut telling = 0;
    for (word, tells) in sentence {
        match tells {
            Tells::Nothing => placed.entry(*word).or_default().push(telling),
            _ => telling += 1,
        }
    }
    placed
}

impl From<Tells> for Loss {
    fn from(tells: Tells) -> Loss {
        match tells {
            Tells::Fact(FactKind::Number) => Loss::Number,
            Tells::Fact(FactKind::Name) => Loss::Name,
            Tells::Fact(FactKind::Negation) => Loss::Negation,
            Tells::Fact(FactKind::Obligation) => Loss::Obligation,
            Tells::Rarity => Loss::RareWord,
            Tells::Nothing => Loss::Passage,
        }
    }
}
