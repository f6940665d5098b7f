//! What paragraphs tell, and what a removal loses besides wording.
//!
//! A *telling* word says something by itself: a number, a name, a word that denies or obliges, and any
//! word that stands in few paragraphs. So does a mark that a statement keeps: a question, a sign, the capitals of a
//! unit. A paragraph may go for another only where its sentences stand beside a run of sentences of the other,
//! of which each tells the same, and of each two of which one is the other with words left out: then nothing that
//! tells is missing or put inside, and no word is exchanged for another.

use std::sync::Arc;

use super::vocabulary::Vocabulary;
use crate::evidence::{FactKind, is_name_at, kind_at};
use crate::hash::sequence_of;
use crate::shingle::Shingler;
use crate::text::{
    SpelledSentence, SpelledWord, StatementScratch, for_each_spelled_sentence, without_layout,
};

/// Words running that the other paragraph may lack.
const MAX_LACKING: usize = 3;

/// Why a paragraph stays though it is related to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loss {
    Number,
    Name,
    Negation,
    Obligation,
    RareWord,
    /// More words running than may be lost, words in another's place, or a mark.
    Passage,
}

/// How telling a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    Nothing,
    Fact(FactKind),
    Rarity,
    Mark,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug)]
struct Piece {
    hash: u64,
    tells: Tells,
}

/// A sentence, by where it ends among the pieces.
#[derive(Clone, Copy, Debug)]
struct End {
    end: usize,
    /// Whether a run of sentences may begin with it.
    is_apart: bool,
}

/// Buffers that are used again from paragraph to paragraph.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    statements: StatementScratch,
    told: Told,
}

/// A paragraph as words that tell something and words that do not.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pieces: Vec<Piece>,
    ends: Vec<End>,
    /// What each sentence tells, as one number.
    units: Vec<u64>,
}

impl Told {
    /// Linear in the bytes.
    pub(super) fn read(
        shingler: Shingler,
        vocabulary: &Vocabulary,
        text: &str,
        scratch: &mut Scratch,
    ) -> Told {
        let Scratch { statements, told } = scratch;
        told.clear();
        let text = &*without_layout(text);
        let reading = (shingler.normalizer(), shingler.kernel());
        for_each_spelled_sentence(reading, text, statements, |sentence| {
            told.add(vocabulary, text, &sentence);
        });
        // A copy, which has no spare capacity: many are kept.
        told.clone()
    }

    fn clear(&mut self) {
        self.pieces.clear();
        self.ends.clear();
        self.units.clear();
    }

    fn add(&mut self, vocabulary: &Vocabulary, text: &str, spelled: &SpelledSentence<'_>) {
        let start = self.pieces.len();
        let mut pieces = spelled.pieces.iter();
        for word in spelled.words {
            // What stands before a word among the pieces are marks.
            self.add_marks(pieces.by_ref().take_while(|piece| **piece != word.hash));
            self.pieces.push(Piece { hash: word.hash, tells: tells(vocabulary, text, *word) });
        }
        self.add_marks(pieces);
        self.end_sentence(start, spelled.sentence.is_apart);
    }

    fn add_marks<'m>(&mut self, marks: impl Iterator<Item = &'m u64>) {
        self.pieces.extend(marks.map(|hash| Piece { hash: *hash, tells: Tells::Mark }));
    }

    fn end_sentence(&mut self, start: usize, is_apart: bool) {
        self.ends.push(End { end: self.pieces.len(), is_apart });
        self.units.push(sequence_of(telling(&self.pieces[start..]).map(|piece| piece.hash)));
    }

    /// What each sentence tells, and whether a run may begin with it.
    pub(super) fn units(&self) -> impl Iterator<Item = (u64, bool)> {
        self.units.iter().copied().zip(self.ends.iter().map(|sentence| sentence.is_apart))
    }

    /// Whether it tells anything.
    pub(super) fn tells(&self) -> bool {
        telling(&self.pieces).next().is_some()
    }

    fn sentence(&self, number: usize) -> &[Piece] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before].end);
        &self.pieces[start..self.ends[number].end]
    }
}

fn telling(pieces: &[Piece]) -> impl Iterator<Item = &Piece> + Clone {
    pieces.iter().filter(|piece| piece.tells != Tells::Nothing)
}

fn tells(vocabulary: &Vocabulary, text: &str, SpelledWord { hash, span }: SpelledWord) -> Tells {
    let written = &text[span];
    // Nearly all words are of plain letters and on no list: then only a capital makes one a fact, and no list is searched.
    let is_plain =
        written.bytes().all(|byte| byte.is_ascii_alphabetic()) && !vocabulary.turns(hash);
    let fact = if is_plain {
        is_name_at(text, span).then_some(FactKind::Name)
    } else {
        kind_at(text, span)
    };
    match fact {
        Some(kind) => Tells::Fact(kind),
        None if vocabulary.is_rare(hash) => Tells::Rarity,
        None => Tells::Nothing,
    }
}

/// A paragraph that others may go for, prepared to be asked often.
pub(super) struct Kept {
    told: Arc<Told>,
    /// Where each unit stands, ascending.
    places: Vec<(u64, usize)>,
}

impl Kept {
    pub(super) fn new(told: Arc<Told>) -> Kept {
        let mut places: Vec<(u64, usize)> = told.units.iter().copied().zip(0..).collect();
        places.sort_unstable();
        Kept { told, places }
    }

    /// Whether nothing but wording would be lost if it stood for a paragraph. Linear in the words of that
    /// paragraph, for each place at which the rarest of its units stands here.
    pub(super) fn holds(&self, removed: &Told) -> bool {
        self.runs(removed).any(|place| {
            (0..removed.ends.len()).all(|number| {
                leaves_out(removed.sentence(number), self.told.sentence(place + number))
            })
        })
    }

    /// Where the sentences begin that tell the same as those of a paragraph.
    fn runs(&self, removed: &Told) -> impl Iterator<Item = usize> {
        let listed = removed.units.iter().map(|unit| self.places_of(*unit));
        let rarest = listed.zip(0..).min_by_key(|(places, _)| places.len());
        let (places, before) = rarest.unwrap_or_default();
        places.iter().filter_map(move |(_, place)| place.checked_sub(before)).filter(|place| {
            let begins = *place == 0 || self.told.ends[*place].is_apart;
            begins && self.told.units[*place..].starts_with(&removed.units)
        })
    }

    fn places_of(&self, unit: u64) -> &[(u64, usize)] {
        let start = self.places.partition_point(|place| place.0 < unit);
        let len = self.places[start..].partition_point(|place| place.0 == unit);
        &self.places[start..start + len]
    }
}

/// Whether one of two sentences is the other with words left out: so that none stands in the place of another.
/// Of the removed one no more may be left out in one place than may be lost. It does not depend on what tells, so that in
/// another collection, in which other words are rare, it is the same.
fn leaves_out(removed: &[Piece], kept: &[Piece]) -> bool {
    let loses = removed.len() > kept.len();
    let (short, long) = if loses { (kept, removed) } else { (removed, kept) };
    let mut awaited = short.iter().peekable();
    let mut left_out = 0;
    for piece in long {
        let is_there = awaited.next_if(|next| next.hash == piece.hash).is_some();
        left_out = if is_there { 0 } else { left_out + 1 };
        if loses && left_out > MAX_LACKING {
            return false;
        }
    }
    awaited.peek().is_none()
}

/// Names what keeps paragraphs that are related to one that stays.
pub(super) struct Judge {
    kept: Kept,
    /// Ascending.
    words: Vec<u64>,
}

impl Judge {
    pub(super) fn new(told: Arc<Told>) -> Judge {
        let mut words: Vec<u64> = told.pieces.iter().map(|piece| piece.hash).collect();
        words.sort_unstable();
        words.dedup();
        Judge { kept: Kept::new(told), words }
    }

    /// What would be lost first if the one that stays stood for a paragraph.
    pub(super) fn loss(&self, removed: &Told) -> Loss {
        let telling = telling(&removed.pieces);
        let lacking = telling
            .clone()
            .find(|piece| self.words.binary_search(&piece.hash).is_err())
            .map(|piece| Loss::from(piece.tells));
        let is_told = self.kept.runs(removed).next().is_some();
        let misplaced = telling.map(|piece| Loss::from(piece.tells)).min().filter(|_| !is_told);
        lacking.or(misplaced).unwrap_or(Loss::Passage)
    }
}

impl From<Tells> for Loss {
    fn from(tells: Tells) -> Loss {
        match tells {
            Tells::Fact(FactKind::Number) => Loss::Number,
            Tells::Fact(FactKind::Name) => Loss::Name,
            Tells::Fact(FactKind::Negation) => Loss::Negation,
            Tells::Fact(FactKind::Obligation) => Loss::Obligation,
            Tells::Rarity => Loss::RareWord,
            Tells::Nothing | Tells::Mark => Loss::Passage,
        }
    }
}
