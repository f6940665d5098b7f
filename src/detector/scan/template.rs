//! Which paragraphs are instances of one template: the same but for their rare words.

use core::ops::Range;
use std::collections::BTreeMap;

use super::vocabulary::{Instance, Vocabulary};
use crate::executor::Executor;
use crate::hash::{append, mix};

/// Paragraphs outlined in one piece of work.
const CHUNK: usize = 256;

/// Paragraphs by their templates.
pub(super) struct Templates {
    /// The template of each variant; none where it holds no hot shingle.
    of: Vec<Option<u32>>,
    /// The instances of each template.
    pub(super) sizes: Vec<u32>,
    /// The hot shingles that the instances of each template hold, and whether they offer them.
    pub(super) holdings: Vec<Vec<(u32, bool)>>,
    shared: SharedWords,
}

impl Templates {
    /// Of these `instances` among so many variants.
    ///
    /// Instances of one template have the same outline, as many shingles, and the same `holdings`: so
    /// of two that have no rare word in common, the templates decide which shingles they meet under,
    /// how many words' shingles they share, and whether their facts agree.
    pub(super) fn of<E: Executor>(
        executor: E,
        vocabulary: &Vocabulary,
        instances: &[Instance<'_>],
        variants: usize,
        holdings: impl Fn(u32) -> Vec<(u32, bool)> + Sync,
    ) -> Templates {
        let outlined = |range: Range<usize>| -> (Vec<u64>, Vec<(u64, u32)>) {
            let mut repeated = Vec::new();
            let key = |instance: &Instance<'_>| {
                let outline = vocabulary.outline(instance, &mut repeated);
                key(outline, instance.shingles, &holdings(instance.variant))
            };
            (instances[range].iter().map(key).collect(), repeated)
        };
        let pieces = executor.map_chunks(instances.len(), CHUNK, outlined);
        let (keys, repeated): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
        let mut templates = Templates {
            of: vec![None; variants],
            sizes: Vec::new(),
            holdings: Vec::new(),
            shared: SharedWords::of(executor, repeated.concat()),
        };
        let mut known = BTreeMap::new();
        for (instance, key) in instances.iter().zip(keys.concat()) {
            let next = templates.sizes.len() as u32;
            let template = *known.entry(key).or_insert(next);
            if template == next {
                templates.sizes.push(0);
                templates.holdings.push(holdings(instance.variant));
            }
            templates.sizes[template as usize] += 1;
            templates.of[instance.variant as usize] = Some(template);
        }
        templates
    }

    pub(super) fn template(&self, variant: u32) -> Option<u32> {
        self.of[variant as usize]
    }

    /// The variants that have a rare word in common with this one, ascending.
    pub(super) fn sharing(&self, variant: u32) -> Vec<u32> {
        self.shared.sharing(variant)
    }
}

/// What makes instances ones of the same template.
fn key(outline: u64, shingles: usize, holdings: &[(u32, bool)]) -> u64 {
    let holding = |key, held: &(u32, bool)| append(key, 2 * u64::from(held.0) + u64::from(held.1));
    mix(holdings.iter().fold(append(outline, shingles as u64), holding))
}

/// Rare words that stand in more than one paragraph.
struct SharedWords {
    /// The variants that have each word, word after word.
    variants: Vec<u32>,
    /// Where in `variants` each word's begin and end.
    words: Vec<Range<u32>>,
    /// Variants with the words that they have, ascending.
    of: Vec<(u32, u32)>,
}

impl SharedWords {
    fn of<E: Executor>(executor: E, mut pairs: Vec<(u64, u32)>) -> SharedWords {
        executor.sort(&mut pairs);
        pairs.dedup();
        let mut shared = SharedWords { variants: Vec::new(), words: Vec::new(), of: Vec::new() };
        for word in pairs.chunk_by(|left, right| left.0 == right.0).filter(|word| word.len() > 1) {
            let (number, start) = (shared.words.len() as u32, shared.variants.len() as u32);
            shared.of.extend(word.iter().map(|(_, variant)| (*variant, number)));
            shared.variants.extend(word.iter().map(|(_, variant)| *variant));
            shared.words.push(start..shared.variants.len() as u32);
        }
        executor.sort(&mut shared.of);
        shared
    }

    fn sharing(&self, variant: u32) -> Vec<u32> {
        let from = self.of.partition_point(|(other, _)| *other < variant);
        let words = self.of[from..].iter().take_while(|(other, _)| *other == variant);
        let variants = words.map(|(_, word)| &self.words[*word as usize]);
        let mut sharing: Vec<u32> = variants
            .flat_map(|range| &self.variants[range.start as usize..range.end as usize])
            .copied()
            .collect();
        sharing.sort_unstable();
        sharing.dedup();
        sharing
    }
}
