//! All texts, or some of them, without a list of their own for these.

use crate::id::Paragraph;

/// Texts by their places. A list of some of them takes 4 bytes a text, where one of the texts themselves would take 16.
#[derive(Clone, Copy)]
pub(super) struct Texts<'t> {
    all: &'t [&'t str],
    /// Which of them; none where it is all.
    some: Option<&'t [Paragraph]>,
}

impl<'t> Texts<'t> {
    pub(super) fn all(all: &'t [&'t str]) -> Texts<'t> {
        Texts { all, some: None }
    }

    /// Those of these paragraphs, which are counted anew.
    pub(super) fn some(all: &'t [&'t str], some: &'t [Paragraph]) -> Texts<'t> {
        Texts { all, some: Some(some) }
    }

    /// The numbers that some of them have among all.
    pub(super) fn among_all(self, some: &[Paragraph]) -> Vec<Paragraph> {
        let number = |one: &Paragraph| self.some.map_or(*one, |known| known[one.index()]);
        some.iter().map(number).collect()
    }

    /// The same texts, of which others are taken.
    pub(super) fn others(self, among_all: &'t [Paragraph]) -> Texts<'t> {
        Texts { some: Some(among_all), ..self }
    }

    pub(super) fn len(self) -> usize {
        self.some.map_or(self.all.len(), <[Paragraph]>::len)
    }

    /// # Panics
    /// When there are not so many.
    pub(super) fn at(self, place: usize) -> &'t str {
        self.all[self.some.map_or(place, |some| some[place].index())]
    }
}
