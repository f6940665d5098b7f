//! Paragraphs as sequences of units.

use core::ops::Range;

use crate::id::Paragraph;

/// The units of many paragraphs, side by side.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    pub(super) units: Vec<u64>,
    /// Whether a paragraph may be looked for from this unit on.
    pub(super) can_begin: Vec<bool>,
    /// The paragraph of every [`STEP`]th unit: that of any other is found from there. One for each unit would take as much as a
    /// third of the units.
    owners: Vec<Paragraph>,
    ends: Vec<u32>,
    traits: Vec<Packed>,
}

/// [`Traits`] in half the bytes: the words, and in the last bit whether it may be left out.
#[derive(Clone, Copy, Debug)]
struct Packed(u32);

impl From<Traits> for Packed {
    fn from(Traits { words, may_stand_in }: Traits) -> Packed {
        // A text of so many words is the longest there is: of two such the first is kept.
        Packed(words.min(u32::MAX >> 1) << 1 | u32::from(may_stand_in))
    }
}

impl From<Packed> for Traits {
    fn from(Packed(bits): Packed) -> Traits {
        Traits { words: bits >> 1, may_stand_in: bits & 1 == 1 }
    }
}

/// Units from one whose paragraph is known to the next.
const STEP: usize = 16;

/// What is known of a paragraph besides its units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits {
    pub(super) words: u32,
    /// Whether it may be left out for a paragraph that says more.
    pub(super) may_stand_in: bool,
}

impl Sequences {
    pub(super) fn push_unit(&mut self, unit: u64, can_begin: bool) {
        self.units.push(unit);
        self.can_begin.push(can_begin);
    }

    /// Ends a paragraph, which has the units since the last.
    pub(super) fn end(&mut self, traits: Traits) {
        self.end_at(self.units.len(), traits.into());
    }

    fn end_at(&mut self, end: usize, traits: Packed) {
        let paragraph = Paragraph::from_index(self.ends.len());
        while self.owners.len() * STEP < end {
            self.owners.push(paragraph);
        }
        self.ends.push(end as u32);
        self.traits.push(traits);
    }

    pub(super) fn append(&mut self, other: Sequences) {
        let before = self.units.len();
        self.units.extend(other.units);
        self.can_begin.extend(other.can_begin);
        for (end, traits) in other.ends.into_iter().zip(other.traits) {
            self.end_at(before + end as usize, traits);
        }
    }

    /// All paragraphs.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = Paragraph> + use<> {
        (0..self.len()).map(Paragraph::from_index)
    }

    /// The number of paragraphs.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Where the units of a paragraph stand.
    pub(super) fn range(&self, paragraph: Paragraph) -> Range<usize> {
        let index = paragraph.index();
        // A paragraph begins where the one before ends, so no starts are stored.
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[index] as usize
    }

    pub(super) fn get(&self, paragraph: Paragraph) -> &[u64] {
        &self.units[self.range(paragraph)]
    }

    /// The paragraph that has the unit at this place.
    pub(super) fn paragraph(&self, place: usize) -> Paragraph {
        let mut owner = self.owners[place / STEP];
        while self.ends[owner.index()] as usize <= place {
            owner = Paragraph(owner.0 + 1);
        }
        owner
    }

    pub(super) fn traits(&self, paragraph: Paragraph) -> Traits {
        self.traits[paragraph.index()].into()
    }

    pub(super) fn words(&self) -> Vec<u32> {
        self.traits.iter().map(|traits| Traits::from(*traits).words).collect()
    }
}
