//! Paragraphs that have been read: profiled, their sets stored where there is room, copies apart.

use core::ops::Range;

use super::copies::{Copies, Copy};
use super::profile::{Profile, profiles};
use super::settings::Settings;
use crate::executor::Executor;
use crate::position::{Original, Paragraph};
use crate::report::Counts;
use crate::shingle::{Overlap, SetStore, Sets};

/// Paragraphs profiled in one piece of work.
const CHUNK: usize = 256;

/// The paragraphs that are held against each other.
pub(crate) struct Paragraphs<'t> {
    texts: &'t [&'t str],
    profiles: Vec<Profile>,
    store: SetStore,
    copies: Copies,
}

impl<'t> Paragraphs<'t> {
    /// Reads the texts. Linear in their bytes.
    pub(crate) fn read(settings: &Settings, texts: &'t [&'t str]) -> Paragraphs<'t> {
        let Settings { threads, shingler, .. } = *settings;
        let read = |range: Range<usize>| profiles(settings, &texts[range]);
        let chunks = threads.map_chunks(texts.len(), CHUNK, read);
        let (profiles, chunks): (Vec<_>, Vec<_>) = chunks.into_iter().unzip();
        let store = SetStore::new(shingler, chunks, CHUNK);
        let profiles = profiles.concat();
        let fingerprint = |index: usize| profiles[index].fingerprint();
        let copies = Copies::group(threads, shingler.normalizer(), texts, fingerprint);
        Paragraphs { texts, profiles, store, copies }
    }

    /// How much was looked at.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts { paragraphs: self.texts.len() as u64, ..Counts::default() };
        counts.distinct = self.originals().len() as u64;
        counts.empty = counts.paragraphs - counts.distinct - self.copies().len() as u64;
        counts
    }

    /// The first paragraph with each canonical text, ascending.
    pub(crate) fn originals(&self) -> &[Paragraph] {
        &self.copies.originals
    }

    /// Every other paragraph that has words, ascending.
    pub(crate) fn copies(&self) -> &[Copy] {
        &self.copies.copies
    }

    pub(crate) fn texts(&self) -> &'t [&'t str] {
        self.texts
    }

    pub(crate) fn text(&self, paragraph: Paragraph) -> &'t str {
        self.texts[paragraph.index()]
    }

    /// The paragraph that an original is.
    pub(crate) fn first(&self, original: Original) -> Paragraph {
        self.copies.originals[original.index()]
    }

    pub(crate) fn original_text(&self, original: Original) -> &'t str {
        self.text(self.first(original))
    }

    /// The number of words of each paragraph.
    pub(crate) fn words(&self) -> Vec<u32> {
        self.profiles.iter().map(|profile| profile.words).collect()
    }

    pub(crate) fn words_of(&self, original: Original) -> u32 {
        self.profiles[self.first(original).index()].words
    }

    /// What a paragraph and a copy of it share: all shingles.
    pub(crate) fn overlap_of_copies(&self, original: Paragraph) -> Overlap {
        Overlap::of_equals(self.profiles[original.index()].shingles as usize)
    }

    /// The shingle sets of the originals.
    pub(crate) fn sets(&self, settings: &Settings) -> Sets<'_> {
        self.store.sets(settings.threads, self.originals(), |paragraph| {
            (self.profiles[paragraph.index()].shingles, self.text(paragraph))
        })
    }

    /// The original whose form each paragraph has; none where it has no words.
    pub(crate) fn original_of_each(&self) -> Vec<Option<Original>> {
        let mut original_of = vec![None; self.texts.len()];
        for (paragraph, original) in self.originals().iter().zip(0..) {
            original_of[paragraph.index()] = Some(Original(original));
        }
        for Copy { position, original, .. } in self.copies() {
            original_of[position.index()] = original_of[original.index()];
        }
        original_of
    }
}
