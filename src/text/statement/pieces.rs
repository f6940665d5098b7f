//! The pieces of a sentence: hashes of its words, and its marks between them.
//!
//! The end of a line may have torn a word. A hyphen there can be read in two ways: `well-` and `known` are two words,
//! `under-` and `stood` are one.

use super::mark::Mark;
use crate::hash::{append, hash_word, mix, sequence};
use crate::text::lines::lines;

/// What a sentence says, in order, and what is known of its last word.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) list: Vec<u64>,
    /// The last word; as it would be untorn, where a line end may have torn it.
    last: String,
    /// Its place among the pieces.
    last_place: usize,
    joints: Vec<Joint>,
    pub(super) readings: Vec<u64>,
}

impl Pieces {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.last.clear();
        self.joints.clear();
        self.readings.clear();
    }

    /// The key of the sentence as it is written; leaves its readings.
    pub(super) fn key(&mut self) -> u64 {
        let key = sequence(&self.list);
        if !self.joints.is_empty() {
            self.readings.extend(readings(&self.list, &self.joints));
        }
        // Apart from a sentence with the same words and no line end: the two are the same in one reading only.
        self.joints.iter().fold(key, |key, joint| mix(append(key, joint.place as u64)))
    }

    /// Adds words by their hashes. The last word is then another than [`last`](Pieces::last).
    pub(super) fn push_words(&mut self, hashes: &[u64]) {
        self.list.extend_from_slice(hashes);
        self.last_place = self.list.len() - 1;
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.list.push(mark.piece());
    }

    #[inline]
    pub(super) fn last(&self) -> &str {
        &self.last
    }

    /// Makes this the last word, together with the one before where a line end may have torn them.
    pub(super) fn remember(&mut self, word: &str, is_joint: bool) {
        if !is_joint {
            self.last.clear();
        }
        self.last.push_str(word);
        if is_joint {
            // Its parts are canonical but for the case of ASCII letters.
            let joined = hash_of(&self.last.to_ascii_lowercase());
            let place = self.list.len();
            self.joints.push(Joint { place, marks: place - 1 - self.last_place, joined });
        }
    }
}

pub(super) fn hash_of(word: &str) -> u64 {
    hash_word(word.as_bytes(), 0..word.len(), 0)
}

/// A hyphen at the end of a line, between letters.
#[derive(Debug)]
struct Joint {
    /// The place of the word behind it among the pieces.
    place: usize,
    /// How many marks are between it and the word before it.
    marks: usize,
    /// The hash of the word before it and the word behind it as one word.
    joined: u64,
}

/// Joints of a sentence up to which each is read in both ways. Beyond, all are read in one way or
/// all in the other.
const MAX_JOINTS: usize = 4;

/// The key of each way to read the pieces of a sentence.
fn readings(pieces: &[u64], joints: &[Joint]) -> impl Iterator<Item = u64> {
    let ways = if joints.len() <= MAX_JOINTS { 1 << joints.len() } else { 2 };
    // A way is a bit set of joints; where there are too many, all bits go together.
    let all_or_none = if joints.len() <= MAX_JOINTS { 1 } else { u32::MAX };
    (0..ways).map(move |way| reading(pieces, joints, all_or_none * way))
}

/// The key where the joints whose bits are set are torn words.
fn reading(pieces: &[u64], joints: &[Joint], torn: u32) -> u64 {
    let mut read = Vec::with_capacity(pieces.len());
    let mut joints = joints.iter().enumerate().peekable();
    for (place, piece) in pieces.iter().enumerate() {
        match joints.next_if(|(_, joint)| joint.place == place) {
            Some((at, joint)) if torn >> at.min(MAX_JOINTS) & 1 == 1 => {
                // The first part gives way to the whole word; marks between the parts stay before it.
                read.remove(read.len() - 1 - joint.marks);
                read.push(joint.joined);
            }
            _ => read.push(*piece),
        }
    }
    sequence(&read)
}

/// Whether this stands between two parts of a word that a line end tore: a hyphen, a line end, white space.
pub(super) fn is_torn(gap: &str) -> bool {
    let behind = gap.strip_prefix(['-', '\u{2010}']);
    behind.is_some_and(|rest| rest.contains(['\n', '\r']) && rest.chars().all(char::is_whitespace))
}

/// The places of the hyphens of a sentence that may have torn a word.
pub(super) fn torn_places(sentence: &str) -> impl Iterator<Item = usize> {
    lines(sentence).filter_map(|line| {
        let hyphen = sentence[line.clone()].trim_end().strip_suffix(['-', '\u{2010}'])?;
        // The end of the last line is the end of the sentence, and tears nothing.
        (line.end < sentence.len()).then_some(line.start + hyphen.len())
    })
}
