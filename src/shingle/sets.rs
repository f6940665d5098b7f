//! The shingle sets of the paragraphs that are compared, by their numbers.

use core::fmt;

use super::shingler::Scratch;
use super::{Overlap, Shingler};
use crate::kernel::prefetch;

/// Sets to be read again and again: held in memory, or made anew from the text each time.
///
/// A set of 80 words takes 624 bytes to hold, and as long to make as the bench `pipeline` says of the
/// stage `shingles`.
#[derive(Debug)]
pub(crate) struct Sets<'s> {
    lens: Vec<u32>,
    source: Source<'s>,
}

enum Source<'s> {
    Held(Vec<&'s [u64]>),
    Remade(Box<Make<'s>>),
}

/// Makes the set of a number.
type Make<'s> = dyn Fn(usize, &mut Scratch, &mut Vec<u64>) + Sync + 's;

/// Where a set is made that is not held. It stays there until another is asked for, which is why a
/// loop over pairs wants one for each side.
#[derive(Debug, Default)]
pub(crate) struct Room {
    holds: Option<usize>,
    set: Vec<u64>,
    scratch: Scratch,
}

impl<'s> Sets<'s> {
    /// Each ascending and distinct.
    pub(crate) fn held(sets: Vec<&'s [u64]>) -> Sets<'s> {
        let lens = sets.iter().map(|set| set.len() as u32).collect();
        Sets { lens, source: Source::Held(sets) }
    }

    /// The sets of these texts, whose sizes are known.
    pub(crate) fn remade(
        shingler: Shingler,
        lens: Vec<u32>,
        text: impl Fn(usize) -> &'s str + Sync + 's,
    ) -> Sets<'s> {
        let make = move |id: usize, scratch: &mut Scratch, set: &mut Vec<u64>| {
            shingler.set(text(id), scratch, set);
        };
        Sets { lens, source: Source::Remade(Box::new(make)) }
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.lens.len()
    }

    /// The size of each.
    pub(crate) fn lens(&self) -> &[u32] {
        &self.lens
    }

    pub(crate) fn are_held(&self) -> bool {
        matches!(self.source, Source::Held(_))
    }

    /// The hashes of one set, ascending and distinct.
    ///
    /// # Panics
    /// When there is no such set.
    #[inline]
    pub(crate) fn get<'r>(&'r self, id: usize, room: &'r mut Room) -> &'r [u64] {
        match &self.source {
            Source::Held(sets) => sets[id],
            Source::Remade(make) => room.set(id, make),
        }
    }

    /// Asks for the first `most` hashes of a set that will be read soon, if there is such a set and it is held.
    #[inline]
    pub(crate) fn prefetch(&self, id: usize, most: usize) {
        if let Source::Held(sets) = &self.source
            && let Some(set) = sets.get(id)
        {
            prefetch(&set[..set.len().min(most)]);
        }
    }

    /// What two sets share.
    pub(crate) fn overlap(&self, (a, b): (u32, u32), rooms: &mut [Room; 2]) -> Overlap {
        let [room, other_room] = rooms;
        Overlap::of_hashes(self.get(a as usize, room), self.get(b as usize, other_room))
    }
}

impl Room {
    fn set(&mut self, id: usize, make: &Make<'_>) -> &[u64] {
        if self.holds != Some(id) {
            make(id, &mut self.scratch, &mut self.set);
            self.holds = Some(id);
        }
        &self.set
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Source::Held(_)) { "Held" } else { "Remade" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shingle::ShingleSet;

    #[test]
    fn what_is_remade_is_what_would_be_held() {
        let shingler = Shingler::default();
        let texts = ["one two three four", "", "six seven", "a b c a b c a b c"];
        let made = texts.map(|text| shingler.shingles(text));
        let held = Sets::held(made.iter().map(ShingleSet::as_slice).collect());
        let remade = Sets::remade(shingler, held.lens().to_vec(), |id| texts[id]);
        let (mut one, mut other) = (Room::default(), Room::default());
        for id in [0, 0, 1, 3, 2, 0, 3, 3] {
            assert_eq!(held.get(id, &mut one), made[id].as_slice());
            assert_eq!(remade.get(id, &mut other), made[id].as_slice());
            assert_eq!(remade.lens()[id] as usize, made[id].len());
        }
    }
}
