//! Scoring the pairs of a collection.

use core::ops::Range;

use super::background::{Background, Surface};
use super::features::{Features, MAX_WORDS};
use super::model;
use super::reasons::Reasons;
use super::scratch::FeatureScratch;
use super::search::{Partners, Search};
use super::shared::Shared;
use crate::Cancelled;
use crate::Similarity;
use crate::executor::{Executor, Serial, completed};
use crate::kernel::Kernel;
use crate::text::Normalizer;

/// A pair's probability and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assessment {
    pub(crate) probability: Similarity,
    pub(crate) reasons: Reasons,
}

/// What came of scoring a collection.
#[derive(Debug, Default)]
pub(crate) struct Scored {
    /// The pairs whose probability was accepted, by positions, ascending.
    pub(crate) restatements: Vec<(u32, u32)>,
    /// Pairs looked at, whether they came to a full score or were ruled out by a bound.
    pub(crate) pairs: u64,
    /// Look-ups left out because the stem stands in too many paragraphs.
    pub(crate) passed_over: u64,
    /// Paragraphs too long to be judged.
    pub(crate) too_long: u64,
}

/// Paragraphs among which restatements are looked for. What a word is worth is judged from them.
///
/// [`Detector`](crate::Detector) asks this for you. By hand it gives the probability and the
/// features of any pair, for study and for fitting.
///
/// ```
/// use paradup::restatement::Collection;
///
/// let collection = Collection::new(&[
///     "The old mill by the weir burned down on Monday night; nobody was hurt, the miller said.",
///     "Bread prices rose again in the valley this spring, and bakers blame the wet harvest.",
///     "Nobody was hurt, said the miller, when his old mill at the weir burned down on Monday night.",
/// ]);
/// assert!(collection.probability(0, 2) > collection.probability(0, 1));
/// assert_eq!(collection.features(0, 2).peers, 3.0);
/// ```
#[derive(Debug)]
pub struct Collection {
    background: Background,
    search: Search,
}

impl Collection {
    /// Reads the paragraphs. O(n log n) in their words.
    pub fn new<T: AsRef<str>>(paragraphs: &[T]) -> Collection {
        let texts: Vec<&str> = paragraphs.iter().map(AsRef::as_ref).collect();
        let read =
            completed(Collection::read(Serial, (Normalizer::new(), Kernel::detect()), &texts));
        let surface = completed(Surface::read(Serial, &texts));
        Collection { background: read.background.with_surface(surface), ..read }
    }

    /// The same paragraphs as those of documents with markup, each with the list that it is an item of. They are judged by coefficients of their own: there most of what
    /// looks alike is a parallel construction, and items of one list are parallel by nature, alike without saying the same. Without this all count as plain prose.
    ///
    /// ```
    /// use paradup::restatement::Collection;
    ///
    /// let paragraphs = [
    ///     "The remote read endpoint is what the server asks for samples when it reads.",
    ///     "The remote write endpoint is what the server sends samples to when it writes.",
    /// ];
    /// let prose = Collection::new(&paragraphs);
    /// let items = Collection::new(&paragraphs).in_lists(vec![Some(0), Some(0)]);
    /// assert!(items.probability(0, 1) < prose.probability(0, 1));
    /// ```
    ///
    /// # Panics
    /// When there are not as many lists as paragraphs.
    #[must_use]
    pub fn in_lists(self, lists: Vec<Option<usize>>) -> Collection {
        assert_eq!(
            lists.len(),
            self.background.len(),
            "expected a list, or none, for each paragraph"
        );
        let structured = vec![true; lists.len()];
        let background = self.background.in_lists(lists).in_documents(structured);
        Collection { background, search: self.search }
    }

    /// The same paragraphs, each with the list that it is an item of and with whether it is of a document with markup.
    pub(crate) fn in_documents<E: Executor>(
        self,
        executor: E,
        paragraphs: &[&str],
        (lists, structured): (Vec<Option<usize>>, Vec<bool>),
    ) -> Result<Collection, Cancelled> {
        let mut background = self.background.in_lists(lists);
        // Of plain texts nothing more is read than their words.
        if structured.contains(&true) {
            let surface = Surface::read(executor, paragraphs)?;
            background = background.with_surface(surface).in_documents(structured);
        }
        Ok(Collection { background, search: self.search })
    }

    /// The features of two paragraphs, by position.
    ///
    /// Allocates memory for all stems of the collection at each call.
    ///
    /// # Panics
    /// When there is no such paragraph.
    pub fn features(&self, a: usize, b: usize) -> Features {
        let shared = Shared::between(&self.background, a, b);
        FeatureScratch::new(&self.background).features(&self.background, (a, b), shared)
    }

    /// The probability that one of two paragraphs, by position, restates the other; in 0..=1, the
    /// same both ways round. 0 where they [cannot](Features::can_restate).
    ///
    /// # Panics
    /// When there is no such paragraph.
    pub fn probability(&self, a: usize, b: usize) -> Similarity {
        model::probability(&self.features(a, b))
    }

    pub(crate) fn read<E: Executor>(
        executor: E,
        reader: (Normalizer, Kernel),
        paragraphs: &[&str],
    ) -> Result<Collection, Cancelled> {
        let background = Background::read(executor, reader, paragraphs)?;
        let search = Search::new(executor, &background)?;
        Ok(Collection { background, search })
    }

    /// The full score of each of these pairs.
    pub(crate) fn assess<E: Executor>(
        &self,
        executor: E,
        pairs: &[(u32, u32)],
    ) -> Result<Vec<Assessment>, Cancelled> {
        let pieces = executor.map_chunks(pairs.len(), chunk(pairs.len()), |range| {
            self.assess_piece(&pairs[range])
        })?;
        Ok(pieces.concat())
    }

    fn assess_piece(&self, pairs: &[(u32, u32)]) -> Vec<Assessment> {
        // One for the whole piece: it takes memory for all stems.
        let mut scratch = FeatureScratch::new(&self.background);
        pairs.iter().map(|pair| self.assess_pair(*pair, &mut scratch)).collect()
    }

    /// Scores the pairs that the search proposes, of which the later paragraph is `first` or behind it, and keeps those that
    /// `accept` takes, which must take every probability above one that it takes.
    pub(crate) fn restatements<E: Executor>(
        &self,
        executor: E,
        first: usize,
        accept: impl Fn(Similarity) -> bool + Sync,
    ) -> Result<Scored, Cancelled> {
        // Whoever takes even a probability of 0 wants every pair, however many they are.
        let search = if accept(Similarity::ZERO) { &Search::AllPairs } else { &self.search };
        let mut all = Scored {
            passed_over: search.passed_over(),
            too_long: self.too_long(),
            ..Scored::default()
        };
        let paragraphs = self.background.len();
        let pieces = executor.map_chunks(paragraphs, chunk(paragraphs), |range| {
            self.score_rows(
                executor,
                range,
                Partners::new(&self.background, search, first),
                &accept,
            )
        })?;
        // In the order of the pieces, whichever was ready first: so the pairs ascend.
        for piece in pieces {
            let mut scored = piece?;
            all.restatements.append(&mut scored.restatements);
            all.pairs += scored.pairs;
        }
        Ok(all)
    }

    /// The pairs of these paragraphs with later ones.
    fn score_rows<E: Executor>(
        &self,
        executor: E,
        paragraphs: Range<usize>,
        mut partners: Partners<'_>,
        accept: impl Fn(Similarity) -> bool,
    ) -> Result<Scored, Cancelled> {
        let mut scratch = FeatureScratch::new(&self.background);
        let mut scored = Scored::default();
        for a in paragraphs {
            // A piece is long, for it takes memory: of a large collection it would not be stopped soon.
            if a % ROWS_PER_CHECK == 0 {
                executor.check()?;
            }
            partners.for_each(&self.background, a, |b, shared| {
                scored.pairs += 1;
                if scratch.is_accepted(&self.background, (a, b), shared, &accept) {
                    scored.restatements.push((a as u32, b as u32));
                }
            });
        }
        Ok(scored)
    }

    fn too_long(&self) -> u64 {
        let words =
            (0..self.background.len()).map(|paragraph| self.background.tokens(paragraph).len());
        words.filter(|words| *words > MAX_WORDS).count() as u64
    }

    fn assess_pair(&self, (a, b): (u32, u32), scratch: &mut FeatureScratch) -> Assessment {
        let pair = (a as usize, b as usize);
        let shared = Shared::between(&self.background, pair.0, pair.1);
        let features = scratch.features(&self.background, pair, shared);
        Assessment {
            probability: model::probability(&features),
            reasons: Reasons::new(&self.background, pair, &features),
        }
    }
}

/// Paragraphs whose pairs are scored before it is asked again whether to go on.
const ROWS_PER_CHECK: usize = 256;

/// The number of items in a piece of work. There are some dozens of pieces whatever the size, because each needs memory for
/// all stems.
fn chunk(items: usize) -> usize {
    items.div_ceil(64).max(16)
}
