//! That what is removed stands letter for letter in what stays.
//!
//! Sentences are found to say the same by keys of 64 bits, made of hashes that resist accidents and not attacks. So
//! before anything goes, its words are compared as they are written.

use super::found::Removal;
use super::sequence::Sequences;
use crate::executor::Executor;
use crate::report::Ground;
use crate::text::{Normalizer, statement_letters};

/// The removals that hold, in their order. Every representative is read once, every removed paragraph once.
pub(super) fn proven<E: Executor>(
    executor: E,
    normalizer: Normalizer,
    texts: &[&str],
    sequences: &Sequences,
    removals: Vec<Removal>,
) -> Vec<Removal> {
    let mut order: Vec<u32> = (0..removals.len() as u32).collect();
    order.retain(|at| removals[*at as usize].ground != Ground::Identical);
    order.sort_unstable_by_key(|at| (removals[*at as usize].representative, *at));
    let groups: Vec<&[u32]> = order
        .chunk_by(|one, other| {
            removals[*one as usize].representative == removals[*other as usize].representative
        })
        .collect();
    let refuted = executor.map(groups.len(), |at| -> Vec<u32> {
        let removal = |at: &u32| &removals[*at as usize];
        let stays = removal(&groups[at][0]).representative;
        let kept = Kept {
            units: sequences.get(stays),
            letters: statement_letters(normalizer, texts[stays]),
        };
        let holds = |at: &&u32| {
            let removed = removal(at).removed;
            kept.states(sequences.get(removed), &statement_letters(normalizer, texts[removed]))
        };
        groups[at].iter().filter(|at| !holds(at)).copied().collect()
    });
    let mut refuted: Vec<u32> = refuted.into_iter().flatten().collect();
    refuted.sort_unstable();
    let stands = |at: u32| refuted.binary_search(&at).is_err();
    removals
        .into_iter()
        .zip(0..)
        .filter(|(_, at)| stands(*at))
        .map(|(removal, _)| removal)
        .collect()
}

/// A representative by its units and by the letters of each.
struct Kept<'s> {
    units: &'s [u64],
    letters: Vec<String>,
}

impl Kept<'_> {
    /// Whether it has these units in one run, with these letters.
    fn states(&self, units: &[u64], letters: &[String]) -> bool {
        let runs =
            self.units.windows(units.len().max(1)).zip(self.letters.windows(units.len().max(1)));
        runs.into_iter().any(|run| run.0 == units && run.1 == letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Similarity;
    use crate::executor::Serial;
    use crate::removal::sequence::Traits;

    /// Units that are equal although the words are not, as hashes that collide would make them.
    #[test]
    fn a_collision_removes_nothing() {
        let texts = ["One way it is. Another it is.", "Another it is.", "Some other it is."];
        let mut sequences = Sequences::default();
        for units in [&[1, 2][..], &[2], &[2]] {
            for unit in units {
                sequences.push_unit(*unit, true);
            }
            sequences.end(Traits::default());
        }
        let removal = |removed| Removal {
            removed,
            representative: 0,
            ground: Ground::StatedIn,
            score: Similarity::ONE,
        };
        let removals = vec![removal(1), removal(2)];
        let proven = proven(Serial, Normalizer::new(), &texts, &sequences, removals);
        assert_eq!(proven, [removal(1)]);
    }
}
