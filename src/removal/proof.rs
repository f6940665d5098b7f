//! That what is removed stands letter for letter in what stays.
//!
//! Sentences are found to say the same by keys of 64 bits, made of hashes that resist accidents and not attacks. So
//! before anything goes, its words are compared as they are written.

use super::found::{Removal, by_representative};
use super::sequence::Sequences;
use super::texts::Texts;
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::Paragraph;
use crate::report::Ground;
use crate::text::{Normalizer, statement_letters};

/// The removals that hold, in their order. Every representative is read once, every removed paragraph once.
pub(super) fn proven<E: Executor>(
    executor: E,
    normalizer: Normalizer,
    texts: Texts<'_>,
    sequences: &Sequences,
    removals: Vec<Removal>,
) -> Result<Vec<Removal>, Cancelled> {
    // Identical texts need no proof: they were compared byte for byte.
    let groups = by_representative(&removals, |removal| removal.ground != Ground::Identical);
    let refuted = executor
        .map(groups.len(), |at| refuted(normalizer, texts, sequences, (&removals, &groups[at])))?;
    let mut holds = vec![true; removals.len()];
    refuted.into_iter().flatten().for_each(|at| holds[at as usize] = false);
    let proven = removals.into_iter().zip(holds);
    Ok(proven.filter_map(|(removal, holds)| holds.then_some(removal)).collect())
}

/// Those of a group of removals that do not hold; all have one representative.
fn refuted(
    normalizer: Normalizer,
    texts: Texts<'_>,
    sequences: &Sequences,
    (removals, group): (&[Removal], &[u32]),
) -> Vec<u32> {
    let stays = removals[group[0] as usize].representative;
    let kept = Kept {
        units: sequences.get(Paragraph::from_index(stays)),
        letters: statement_letters(normalizer, texts.at(stays)),
    };
    let mut refuted = group.to_vec();
    refuted.retain(|at| {
        let removed = removals[*at as usize].removed;
        let units = sequences.get(Paragraph::from_index(removed));
        !kept.states(units, &statement_letters(normalizer, texts.at(removed)))
    });
    refuted
}

/// A representative by its units and by the letters of each.
struct Kept<'s> {
    units: &'s [u64],
    letters: Vec<String>,
}

impl Kept<'_> {
    /// Whether it has these units in one run, with these letters.
    fn states(&self, units: &[u64], letters: &[String]) -> bool {
        // Both: units tell signs and marks, which the letters leave out, and letters tell what hashes confuse.
        let len = units.len().max(1);
        let mut runs = self.units.windows(len).zip(self.letters.windows(len));
        runs.any(|run| run.0 == units && run.1 == letters)
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
        let proven =
            proven(Serial, Normalizer::new(), Texts::all(&texts), &sequences, removals).unwrap();
        assert_eq!(proven, [removal(1)]);
    }
}
