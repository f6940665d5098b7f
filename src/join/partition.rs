//! The postings of all sets, parted by key.

use core::iter;
use core::ops::Range;

use super::filter::KeyFilter;
use super::index::JoinIndex;
use super::posting::{Posting, RawPosting};
use super::prefix::{PrefixBuffer, PrefixShingle};
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::SetId;
use crate::radix::Groups;
use crate::shingle::{SetBuffer, Sets};

/// At least this many sets have their postings parted together.
const MIN_BLOCK: usize = 4096;

/// Sets that are gone through before it is asked again whether to go on.
const SETS_PER_CHECK: usize = 1024;

/// How many sets ahead memory is asked for.
const AHEAD: usize = 4;

/// Hashes that are asked for of a set of which the prefix alone is read.
const PREFIX_READ: usize = 32;

/// Pieces that one step is cut into, at most: enough for many threads, and so few that what
/// each leaves in a part is still worth going there for.
pub(super) const MAX_PIECES: usize = 64;

/// The postings under the keys of some parts, in blocks of sets; within a block, by part.
pub(super) struct Partition {
    parts: Range<usize>,
    blocks: Vec<Groups<Posting>>,
}

impl Partition {
    /// All postings that may collide under the keys of these parts: what each set offers and, where
    /// contained pairs are wanted, what else it holds of what others offer.
    pub(super) fn new<E: Executor>(
        executor: E,
        index: &JoinIndex<'_>,
        parts: Range<usize>,
    ) -> Result<Partition, Cancelled> {
        let source = Source { executor, index, parts: &parts };
        let blocks = source.offered()?;
        let mut partition = Partition { parts: parts.clone(), blocks };
        // Only once all that is offered is known can it be told what is worth asking for.
        if index.bounds().contained {
            let filter = partition.filter(executor, index)?;
            partition.blocks.extend(source.behind(&filter)?);
        }
        Ok(partition)
    }

    /// Which keys are offered.
    fn filter<E: Executor>(
        &self,
        executor: E,
        index: &JoinIndex<'_>,
    ) -> Result<KeyFilter, Cancelled> {
        KeyFilter::from_parts(executor, index.keys(), &self.parts, index.offers(), |part| {
            self.postings(part).flatten().copied()
        })
    }

    /// The postings of a part, in several pieces.
    pub(super) fn postings(&self, part: usize) -> impl Iterator<Item = &[Posting]> + Clone {
        let part = part - self.parts.start;
        self.blocks.iter().map(move |block| block.get(part))
    }
}

/// From where the postings of some parts come.
struct Source<'i, E> {
    executor: E,
    index: &'i JoinIndex<'i>,
    parts: &'i Range<usize>,
}

/// One set, as its postings are made.
struct SetWithPrefix<'a> {
    id: SetId,
    hashes: &'a [u64],
    prefix: &'a [PrefixShingle],
}

impl<E: Executor> Source<'_, E> {
    /// The shingles that each set offers.
    fn offered(&self) -> Result<Vec<Groups<Posting>>, Cancelled> {
        let keys = self.index.keys();
        let is_whole = self.parts.len() == keys.parts();
        self.blocks(PREFIX_READ, |set, postings| {
            let offered = set.prefix.iter().map(|shingle| RawPosting::offered(set.id, *shingle));
            // Usually no part is left out, and then nothing needs to be asked.
            if is_whole {
                return postings.extend(offered);
            }
            postings.extend(offered.filter(|posting| self.parts.contains(&keys.part(posting))));
        })
    }

    /// The shingles behind its prefix under which each set may collide with one that offers them. (To part
    /// them before the filter is asked, so that it fits in the cache part by part, took as long.)
    fn behind(&self, filter: &KeyFilter) -> Result<Vec<Groups<Posting>>, Cancelled> {
        let keys = self.index.keys();
        self.blocks(usize::MAX, |set, postings| {
            let mut offered = set.prefix.iter().map(|shingle| shingle.hash).peekable();
            for block in set.hashes.chunks(u64::BITS as usize) {
                let passed = filter.which_may_contain(block.iter().map(|hash| keys.key(*hash)));
                for hash in ones(passed).map(|at| block[at]) {
                    // Both ascend, so one walk over the prefix tells what is offered already.
                    while offered.next_if(|offered| *offered < hash).is_some() {}
                    if offered.peek() != Some(&hash) {
                        postings.push(RawPosting::behind(set.id, hash));
                    }
                }
            }
        })
    }

    /// What `append` adds for each set, in blocks of sets. Of most sets the first `read` hashes are read.
    fn blocks(
        &self,
        read: usize,
        append: impl Fn(SetWithPrefix<'_>, &mut Vec<RawPosting>) + Sync,
    ) -> Result<Vec<Groups<Posting>>, Cancelled> {
        let (index, parts) = (self.index, self.parts);
        let block = index.sets().len().div_ceil(MAX_PIECES).max(MIN_BLOCK);
        let blocks = self.executor.map_chunks(index.sets().len(), block, |block| {
            let offers = index.bounds().total_prefix_len(&index.sets().lens()[block.clone()]);
            // Offers are spread evenly over the parts, as hashes are. What is added behind the prefixes is not
            // known before; then the vector grows.
            let expected = offers * parts.len() / index.keys().parts();
            let mut postings = Vec::with_capacity(expected);
            for_each_set(self.executor, index, block, read, |set| append(set, &mut postings))?;
            Ok(Groups::from_items(
                &postings,
                parts.len(),
                |posting| index.keys().part(posting) - parts.start,
                |posting| Posting::new(index.keys(), posting),
            ))
        })?;
        blocks.into_iter().collect()
    }
}

/// Calls `visit` with each set of a block, asking for the first `read` hashes of those to come.
fn for_each_set<E: Executor>(
    executor: E,
    index: &JoinIndex<'_>,
    block: Range<usize>,
    read: usize,
    mut visit: impl FnMut(SetWithPrefix<'_>),
) -> Result<(), Cancelled> {
    let sets: &Sets<'_> = index.sets();
    let (mut set_buffer, mut prefix_buffer) = (SetBuffer::default(), PrefixBuffer::default());
    for number in block {
        // Of a large collection a block would not be stopped soon.
        if number.is_multiple_of(SETS_PER_CHECK) {
            executor.check()?;
        }
        sets.prefetch(number + AHEAD, read);
        let hashes = sets.get(number, &mut set_buffer);
        let prefix = index.prefix(hashes, &mut prefix_buffer);
        visit(SetWithPrefix { id: SetId::from_index(number), hashes, prefix });
    }
    Ok(())
}

/// The places of the ones in a word, ascending.
#[inline]
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    iter::from_fn(move || {
        let place = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(place)
    })
}
