//! The paragraphs of rows that are documents.

use core::ops::Range;
use std::collections::BTreeMap;

use paradup::document::{Paragraph, Unit};

use crate::format::InputFormat;

/// The paragraphs of the rows of a block. There are millions of them, so their places are those in the row's text, which
/// has no more bytes than a block.
#[derive(Default)]
pub(super) struct Paragraphs {
    /// How many stand before the end of each row.
    ends: Vec<u32>,
    /// Where each stands in the text of its row.
    spans: Vec<(u32, u32)>,
    /// The texts that are compared in place of those bytes, by the numbers of the paragraphs.
    compared: BTreeMap<u32, Box<str>>,
}

impl Paragraphs {
    /// Adds those of the next row.
    pub(super) fn add_row(&mut self, text: &str, reader: InputFormat) {
        let document = reader.read(text.to_owned(), Unit::Paragraph);
        for paragraph in document.paragraphs() {
            let (number, span) = (self.spans.len() as u32, paragraph.span());
            self.spans.push((span.start as u32, span.end as u32));
            let compared = compared(&paragraph);
            if *compared != text[span] {
                self.compared.insert(number, compared.into());
            }
        }
        self.ends.push(self.spans.len() as u32);
    }

    /// Adds the rows of the next part of the block.
    pub(super) fn append(&mut self, part: Paragraphs) {
        let before = self.spans.len() as u32;
        self.ends.extend(part.ends.into_iter().map(|end| before + end));
        self.spans.extend(part.spans);
        let compared = part.compared.into_iter();
        self.compared.extend(compared.map(|(number, text)| (before + number, text)));
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The numbers of a row's paragraphs.
    pub(super) fn of_row(&self, row: usize) -> Range<usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[row] as usize
    }

    /// The row of a paragraph. O(log rows).
    pub(super) fn row_of(&self, paragraph: usize) -> usize {
        self.ends.partition_point(|end| *end as usize <= paragraph)
    }

    /// Its bytes in the text of its row.
    pub(super) fn span(&self, paragraph: usize) -> Range<usize> {
        let (start, end) = self.spans[paragraph];
        start as usize..end as usize
    }

    /// Its text as it is compared.
    pub(super) fn compared<'t>(&'t self, paragraph: usize, text: &'t str) -> &'t str {
        match self.compared.get(&(paragraph as u32)) {
            Some(compared) => compared,
            None => &text[self.span(paragraph)],
        }
    }
}

/// What is compared of a paragraph. An empty text is like no other, so what is not compared stays.
pub(super) fn compared<'d>(paragraph: &Paragraph<'d>) -> &'d str {
    let is_compared = !paragraph.is_ignored() && paragraph.kind().is_prose();
    if is_compared { paragraph.text() } else { "" }
}
