//! The pieces of a sentence: hashes of its words, and its marks between them.

use super::mark::Mark;
use super::torn::{Joint, readings};
use crate::hash::{append, hash_word, mix, sequence};

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

    pub(super) fn is_behind_number(&self) -> bool {
        self.last.ends_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the last word is Greek, behind which `;` asks.
    pub(super) fn is_behind_greek(&self) -> bool {
        self.last.ends_with(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
    }

    pub(super) fn is_behind_symbol(&self) -> bool {
        self.last.ends_with(|c: char| !c.is_alphanumeric())
    }
}

pub(super) fn hash_of(word: &str) -> u64 {
    hash_word(word.as_bytes(), 0..word.len(), 0)
}
