//! Paragraphs that have been read: profiled, their sets stored where there is room, copies apart.

use super::Settings;
use super::copies::{Copy, part_copies};
use crate::Cancelled;
use crate::executor::Executor;
use crate::hash::fingerprint;
use crate::id::{Original, Paragraph};
use crate::kernel::prefetch;
use crate::observer::Stage;
use crate::report::Counts;
use crate::shingle::{Overlap, SetChunk, SetStore, Sets};

/// Paragraphs profiled in one piece of work.
const CHUNK: usize = 256;

/// The paragraphs that are held against each other.
pub(crate) struct Paragraphs<'t> {
    texts: &'t [&'t str],
    profiles: Vec<Profile>,
    store: SetStore,
    originals: Vec<Paragraph>,
    copies: Vec<Copy>,
    /// The list of each paragraph, and whether its document has markup; nothing where that is not known.
    places: Vec<(Option<usize>, bool)>,
}

impl<'t> Paragraphs<'t> {
    /// Reads the texts. Linear in their bytes.
    pub(crate) fn read(
        settings: &Settings,
        texts: &'t [&'t str],
    ) -> Result<Paragraphs<'t>, Cancelled> {
        let (reading, shingler) = (settings.executor(Stage::Reading), settings.shingler);
        let chunks =
            reading.map_chunks(texts.len(), CHUNK, |range| profiles(settings, &texts[range]))?;
        let (profiles, chunks): (Vec<_>, Vec<_>) = chunks.into_iter().unzip();
        let store = SetStore::new(shingler, chunks, CHUNK);
        let profiles = profiles.concat();
        let (originals, copies) = part_copies(reading, shingler.normalizer(), texts, |index| {
            profiles[index].fingerprint()
        })?;
        Ok(Paragraphs { texts, profiles, store, originals, copies, places: Vec::new() })
    }

    /// The same paragraphs, each with the list that it is an item of and with whether its document has markup.
    pub(crate) fn in_documents(self, places: Vec<(Option<usize>, bool)>) -> Paragraphs<'t> {
        Paragraphs { places, ..self }
    }

    /// The list that a paragraph is an item of, and whether its document has markup, where that is known.
    pub(crate) fn place(&self, paragraph: Paragraph) -> (Option<usize>, bool) {
        self.places.get(paragraph.index()).copied().unwrap_or_default()
    }

    /// How much was looked at.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts { paragraphs: self.texts.len() as u64, ..Counts::default() };
        counts.distinct = self.originals().len() as u64;
        // Whoever is neither the first of a group nor a copy has no words.
        counts.empty = counts.paragraphs - counts.distinct - self.copies().len() as u64;
        counts
    }

    /// The first paragraph with each canonical text, ascending.
    pub(crate) fn originals(&self) -> &[Paragraph] {
        &self.originals
    }

    /// Every other paragraph that has words, ascending.
    pub(crate) fn copies(&self) -> &[Copy] {
        &self.copies
    }

    pub(crate) fn texts(&self) -> &'t [&'t str] {
        self.texts
    }

    pub(crate) fn text(&self, paragraph: Paragraph) -> &'t str {
        self.texts[paragraph.index()]
    }

    /// The paragraph that an original is.
    pub(crate) fn first(&self, original: Original) -> Paragraph {
        self.originals[original.index()]
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
    pub(crate) fn sets(&self, settings: &Settings) -> Result<Sets<'_>, Cancelled> {
        self.store.sets(settings.executor(Stage::Reading).silent(), self.originals(), |paragraph| {
            (self.profiles[paragraph.index()].shingles, self.text(paragraph))
        })
    }

    /// The original whose form each paragraph has; none where it has no words.
    pub(crate) fn original_of_each(&self) -> Vec<Option<Original>> {
        let mut original_of = vec![None; self.texts.len()];
        for (paragraph, original) in self.originals().iter().zip(0..) {
            original_of[paragraph.index()] = Some(Original(original));
        }
        // Copies come after their originals, whose numbers are known by now.
        for Copy { position, original, .. } in self.copies() {
            original_of[position.index()] = original_of[original.index()];
        }
        original_of
    }
}

/// A paragraph's canonical text in short.
#[derive(Clone, Copy, Debug)]
struct Profile {
    fingerprint: u64,
    words: u32,
    /// Distinct ones.
    shingles: u32,
}

impl Profile {
    fn new(words: &[u64], shingles: usize) -> Profile {
        let fingerprint = fingerprint(words);
        Profile { fingerprint, words: words.len() as u32, shingles: shingles as u32 }
    }

    /// Equal for equal canonical texts; none where there are no words.
    fn fingerprint(self) -> Option<u64> {
        (self.words > 0).then_some(self.fingerprint)
    }
}

/// Profiles consecutive paragraphs, and leaves their sets where they can stay. Linear in the bytes.
fn profiles(settings: &Settings, texts: &[&str]) -> (Vec<Profile>, SetChunk) {
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
