//! The shingle sets of the paragraphs that are compared: stored, or recomputed wherever they are needed.
//! Nothing outside this file depends on which.

use core::fmt;

use super::Overlap;
use super::shingler::{BYTES_PER_SHINGLE, Scratch, Shingler};
use super::sort::sort_dedup;
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::kernel::prefetch;

/// What becomes of shingle sets once they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Stored,
    Recomputed,
}

/// The sets of consecutive paragraphs, side by side: 8 bytes a shingle and 8 a set. (A boxed slice for each
/// set costs an allocation, a copy and a pointer more, together a tenth of the whole way to clusters.)
#[derive(Clone, Debug)]
pub(crate) struct SetChunk {
    storage: Storage,
    hashes: Vec<u64>,
    ends: Vec<usize>,
}

impl SetChunk {
    /// An empty chunk for `sets` paragraphs of `bytes` in all.
    pub(crate) fn new(storage: Storage, sets: usize, bytes: usize) -> SetChunk {
        // A vector that grows is written twice; what is not stored needs room for one set only.
        let (sets, hashes) = match storage {
            Storage::Stored => (sets, bytes / BYTES_PER_SHINGLE),
            Storage::Recomputed => (0, 0),
        };
        let (hashes, ends) = (Vec::with_capacity(hashes), Vec::with_capacity(sets));
        SetChunk { storage, hashes, ends }
    }

    /// Adds the set of these shingles, and returns how many of them are distinct.
    pub(crate) fn push(&mut self, shingler: Shingler, shingles: &[u64]) -> usize {
        let start = self.hashes.len();
        sort_dedup(shingler.kernel(), shingles, &mut self.hashes);
        let distinct = self.hashes.len() - start;
        match self.storage {
            Storage::Stored => self.ends.push(self.hashes.len()),
            // Only their number was wanted.
            Storage::Recomputed => self.hashes.clear(),
        }
        distinct
    }

    /// The same chunk without spare capacity.
    pub(crate) fn shrunk(mut self) -> SetChunk {
        self.hashes.shrink_to_fit();
        self
    }

    fn get(&self, at: usize) -> &[u64] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.hashes[start..self.ends[at]]
    }
}

/// The sets of all paragraphs, in the chunks in which they were made: joining these would write them twice.
#[derive(Debug)]
pub(crate) struct SetStore {
    shingler: Shingler,
    /// None where sets are recomputed.
    chunks: Option<Vec<SetChunk>>,
    /// Sets in each chunk but the last.
    chunk_len: usize,
}

impl SetStore {
    /// Chunks of `chunk_len` sets each, but the last.
    pub(crate) fn new(shingler: Shingler, chunks: Vec<SetChunk>, chunk_len: usize) -> SetStore {
        let is_stored = chunks.iter().all(|chunk| chunk.storage == Storage::Stored);
        SetStore { shingler, chunks: is_stored.then_some(chunks), chunk_len }
    }

    /// The sets of some paragraphs, which become the [`Original`]s. `paragraph` gives the number of
    /// distinct shingles and the text of each.
    pub(crate) fn sets<'s, E: Executor>(
        &'s self,
        executor: E,
        originals: &'s [Paragraph],
        paragraph: impl Fn(Paragraph) -> (u32, &'s str) + Sync + 's,
    ) -> Result<Sets<'s>, Cancelled> {
        if let Some(chunks) = &self.chunks {
            let sets = executor.map(originals.len(), |original| {
                let index = originals[original].index();
                chunks[index / self.chunk_len].get(index % self.chunk_len)
            })?;
            return Ok(Sets::stored(sets));
        }
        // Sizes are kept in any case, so that nothing is recomputed to bound what a pair may share.
        let lens = originals.iter().map(|position| paragraph(*position).0).collect();
        let text = move |original: usize| paragraph(originals[original]).1;
        Ok(Sets::recomputed(self.shingler, lens, text))
    }
}

/// Sets to be read again and again, by number.
///
/// A set of 80 words takes 624 bytes to store, and as long to recompute as the bench `pipeline` says of the
/// stage `shingles`.
#[derive(Debug)]
pub(crate) struct Sets<'s> {
    lens: Vec<u32>,
    source: Source<'s>,
}

enum Source<'s> {
    Stored(Vec<&'s [u64]>),
    Recomputed(Box<Recompute<'s>>),
}

/// Computes the set of a number.
type Recompute<'s> = dyn Fn(usize, &mut Scratch, &mut Vec<u64>) + Sync + 's;

/// Where a set is recomputed that is not stored. It stays there until another is asked for, which is why a
/// loop over pairs wants one buffer for each side.
#[derive(Debug, Default)]
pub(crate) struct SetBuffer {
    holds: Option<usize>,
    set: Vec<u64>,
    scratch: Scratch,
}

impl<'s> Sets<'s> {
    /// Stored sets, each ascending and distinct.
    pub(crate) fn stored(sets: Vec<&'s [u64]>) -> Sets<'s> {
        let lens = sets.iter().map(|set| set.len() as u32).collect();
        Sets { lens, source: Source::Stored(sets) }
    }

    /// The sets of these texts, whose sizes are known.
    fn recomputed(
        shingler: Shingler,
        lens: Vec<u32>,
        text: impl Fn(usize) -> &'s str + Sync + 's,
    ) -> Sets<'s> {
        let recompute: Box<Recompute<'s>> =
            Box::new(move |id, scratch, set| shingler.set(text(id), scratch, set));
        Sets { lens, source: Source::Recomputed(recompute) }
    }

    /// The number of sets.
    pub(crate) fn len(&self) -> usize {
        self.lens.len()
    }

    /// The size of each.
    pub(crate) fn lens(&self) -> &[u32] {
        &self.lens
    }

    /// Whether reading a set is cheap.
    pub(crate) fn are_stored(&self) -> bool {
        matches!(self.source, Source::Stored(_))
    }

    /// The hashes of one set, ascending and distinct.
    ///
    /// # Panics
    /// When there is no such set.
    #[inline]
    pub(crate) fn get<'r>(&'r self, id: usize, buffer: &'r mut SetBuffer) -> &'r [u64] {
        match &self.source {
            Source::Stored(sets) => sets[id],
            Source::Recomputed(recompute) => buffer.set(id, recompute),
        }
    }

    /// Asks for the first `most` hashes of a set that will be read soon, if there is such a set and it is stored.
    #[inline]
    pub(crate) fn prefetch(&self, id: usize, most: usize) {
        if let Source::Stored(sets) = &self.source
            && let Some(set) = sets.get(id)
        {
            prefetch(&set[..set.len().min(most)]);
        }
    }

    /// Asks for the place of a set, for those who will soon ask for the set itself.
    #[inline]
    pub(crate) fn prefetch_place(&self, id: usize) {
        if let Source::Stored(sets) = &self.source
            && let Some(set) = sets.get(id..=id)
        {
            prefetch(set);
        }
    }

    /// What the sets of two originals share.
    pub(crate) fn overlap(
        &self,
        (a, b): (Original, Original),
        buffers: &mut [SetBuffer; 2],
    ) -> Overlap {
        let [buffer, other_buffer] = buffers;
        Overlap::of_hashes(self.get(a.index(), buffer), self.get(b.index(), other_buffer))
    }
}

impl SetBuffer {
    /// The set of one text.
    pub(crate) fn set_of_text(&mut self, shingler: Shingler, text: &str) -> &[u64] {
        self.holds = None;
        shingler.set(text, &mut self.scratch, &mut self.set);
        &self.set
    }

    fn set(&mut self, id: usize, recompute: &Recompute<'_>) -> &[u64] {
        if self.holds != Some(id) {
            recompute(id, &mut self.scratch, &mut self.set);
            self.holds = Some(id);
        }
        &self.set
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Source::Stored(_)) { "Stored" } else { "Recomputed" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::shingle::ShingleSet;

    #[test]
    fn sets_are_sorted_distinct_and_apart() {
        let mut chunk = SetChunk::new(Storage::Stored, 3, 0);
        let shingler = Shingler::default();
        let sizes = [&[3, 1, 3][..], &[], &[1, 2]].map(|set| chunk.push(shingler, set));
        assert_eq!(sizes, [2, 0, 2]);
        let store = SetStore::new(shingler, vec![chunk.clone(), chunk], 3);
        let originals: Vec<Paragraph> = (0..6).map(Paragraph).collect();
        let sets = store.sets(Serial, &originals, |_| (0, "")).unwrap();
        let mut buffer = SetBuffer::default();
        let found: Vec<_> = (0..6).map(|id| sets.get(id, &mut buffer).to_vec()).collect();
        assert_eq!(found, [vec![1, 3], vec![], vec![1, 2], vec![1, 3], vec![], vec![1, 2]]);
    }

    #[test]
    fn what_is_recomputed_is_what_would_be_stored() {
        let shingler = Shingler::default();
        let texts = ["one two three four", "", "six seven", "a b c a b c a b c"];
        let made = texts.map(|text| shingler.shingles(text));
        let stored = Sets::stored(made.iter().map(ShingleSet::as_slice).collect());
        let recomputed = Sets::recomputed(shingler, stored.lens().to_vec(), |id| texts[id]);
        let (mut one, mut other) = (SetBuffer::default(), SetBuffer::default());
        for id in [0, 0, 1, 3, 2, 0, 3, 3] {
            assert_eq!(stored.get(id, &mut one), made[id].as_slice());
            assert_eq!(recomputed.get(id, &mut other), made[id].as_slice());
            assert_eq!(recomputed.lens()[id] as usize, made[id].len());
        }
    }
}
