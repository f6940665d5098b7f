//! What is known of each character before folding, remembered from text to text.

use std::sync::OnceLock;

use super::{Folded, Marks};

const PAGE: usize = 256;

type Page = [Folded; PAGE];

/// Filled as they are asked for: most texts need a few of them.
static PAGES: [[OnceLock<Box<Page>>; 0x11_0000 / PAGE]; 2] =
    [const { [const { OnceLock::new() }; 0x11_0000 / PAGE] }; 2];

/// What is known of characters. Two pages are at hand: the first, and that of the character beyond it that was asked
/// for last, because most letters of a text are of one script.
#[derive(Clone, Copy)]
pub(super) struct Table {
    marks: Marks,
    first: &'static Page,
    number: usize,
    last: &'static Page,
}

impl Table {
    pub(super) fn new(marks: Marks) -> Table {
        let first = page(0, marks);
        Table { marks, first, number: 0, last: first }
    }

    /// What is known of `c`. The first use of each page of 256 characters costs about 0.1 ms.
    #[inline]
    pub(super) fn folded(&mut self, c: char) -> Folded {
        let (number, place) = (u32::from(c) as usize / PAGE, u32::from(c) as usize % PAGE);
        if number == 0 {
            return self.first[place];
        }
        if number != self.number {
            self.last = page(number, self.marks);
            self.number = number;
        }
        self.last[place]
    }
}

fn page(number: usize, marks: Marks) -> &'static Page {
    PAGES[marks as usize][number].get_or_init(|| new_page(number, marks))
}

#[cold]
fn new_page(number: usize, marks: Marks) -> Box<Page> {
    Box::new(core::array::from_fn(|at| {
        let code = u32::try_from(number * PAGE + at).ok().and_then(char::from_u32);
        // Surrogates are no characters and are never asked for.
        Folded::new(code.unwrap_or(char::REPLACEMENT_CHARACTER), marks)
    }))
}
