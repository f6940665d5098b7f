//! What the stages need of a paragraph besides its text.

use super::settings::Settings;
use crate::hash::fingerprint;
use crate::kernel::prefetch;
use crate::shingle::SetChunk;

/// A paragraph's canonical text in short.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    fingerprint: u64,
    pub(super) words: u32,
    /// Distinct ones.
    pub(super) shingles: u32,
}

impl Profile {
    fn new(words: &[u64], shingles: usize) -> Profile {
        let fingerprint = fingerprint(words);
        Profile { fingerprint, words: words.len() as u32, shingles: shingles as u32 }
    }

    /// Equal for equal canonical texts; none where there are no words.
    pub(super) fn fingerprint(self) -> Option<u64> {
        (self.words > 0).then_some(self.fingerprint)
    }
}

/// Profiles consecutive paragraphs, and leaves their sets where they can stay. Linear in the bytes.
pub(super) fn profiles(settings: &Settings, texts: &[&str]) -> (Vec<Profile>, SetChunk) {
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let mut sets = SetChunk::new(settings.storage, texts.len(), bytes);
    let (mut words, mut shingles) = (Vec::new(), Vec::new());
    let mut profiles = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        // Texts lie all over the memory, and to wait for the next would take as long as to read this one.
        if let Some(next) = texts.get(at + 1) {
            prefetch(next.as_bytes());
        }
        settings.shingler.shingle(text, &mut words, &mut shingles);
        let distinct = sets.push(settings.shingler, &shingles);
        profiles.push(Profile::new(&words, distinct));
    }
    (profiles, sets.shrunk())
}
