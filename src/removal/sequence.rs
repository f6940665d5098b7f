//! Paragraphs as sequences of units.

use core::ops::Range;

use crate::id::Paragraph;

/// The units of many paragraphs, side by side.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    pub(super) units: Vec<u64>,
    /// Whether a paragraph may be looked for from this unit on.
    pub(super) can_begin: Vec<bool>,
    /// The paragraph of each unit.
    owners: Vec<Paragraph>,
    ends: Vec<usize>,
    traits: Vec<Traits>,
}

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
        self.owners.push(Paragraph::from_index(self.ends.len()));
    }

    /// Ends a paragraph, which has the units since the last.
    pub(super) fn end(&mut self, traits: Traits) {
        self.ends.push(self.units.len());
        self.traits.push(traits);
    }

    pub(super) fn append(&mut self, other: Sequences) {
        let (before, paragraphs) = (self.units.len(), self.ends.len());
        self.units.extend(other.units);
        self.can_begin.extend(other.can_begin);
        // The others were numbered from 0, without those that stand before them here.
        let owners =
            other.owners.iter().map(|owner| Paragraph::from_index(paragraphs + owner.index()));
        self.owners.extend(owners);
        self.ends.extend(other.ends.iter().map(|end| before + end));
        self.traits.extend(other.traits);
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
        start..self.ends[index]
    }

    pub(super) fn get(&self, paragraph: Paragraph) -> &[u64] {
        &self.units[self.range(paragraph)]
    }

    /// The paragraph that has the unit at this place.
    pub(super) fn paragraph(&self, place: usize) -> Paragraph {
        self.owners[place]
    }

    pub(super) fn traits(&self, paragraph: Paragraph) -> Traits {
        self.traits[paragraph.index()]
    }

    pub(super) fn words(&self) -> Vec<u32> {
        self.traits.iter().map(|traits| traits.words).collect()
    }
}
