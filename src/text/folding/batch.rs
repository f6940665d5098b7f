//! Words of letters and digits that nothing but separators parts, some at a time.
//!
//! Each character is folded, and the edges of words are written down, without a branch that depends on it: where a word
//! ends cannot be guessed, and each wrong guess costs more than reading the word.

use core::ops::Range;
use std::sync::OnceLock;

use super::Marks;
use super::letter::Letter;
use super::table::Table;

/// Bytes that are read together, and the last character's.
const MOST_READ: usize = 128;

/// Two bytes may fold to three.
const ROOM: usize = MOST_READ / 2 * 3 + 8;

/// Characters of at most two bytes.
const SHORT: usize = 0x800;

/// Those of one and of two bytes, for each kind of marks.
static LETTERS: [OnceLock<Box<[Letter; SHORT]>>; 2] = [const { OnceLock::new() }; 2];

fn short_letters(marks: Marks, table: &mut Table) -> &'static [Letter; SHORT] {
    LETTERS[marks as usize].get_or_init(|| {
        let letter = |c: char| table.folded(c).letter;
        let letters = ('\0'..).take(SHORT).map(letter).collect::<Vec<_>>();
        letters.into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("as many"))
    })
}

/// Some words, and their letters.
pub(super) struct Batch {
    letters: &'static [Letter; SHORT],
    folded: [u8; ROOM],
    /// Where each word starts and ends, by turns: in the text, from where reading began, and in `folded`.
    edges: [[u32; 2]; MOST_READ + 8],
    from: usize,
    count: usize,
}

impl Batch {
    pub(super) fn new(marks: Marks, table: &mut Table) -> Batch {
        Batch {
            letters: short_letters(marks, table),
            folded: [0; ROOM],
            edges: [[0; 2]; MOST_READ + 8],
            from: 0,
            count: 0,
        }
    }

    /// Reads words from `from` on, where none is open, and says where the first stands that was not read: at the
    /// latest where a character does not fold alone, or is no letter, mark, digit or separator.
    pub(super) fn read(&mut self, text: &str, from: usize, table: &mut Table) -> usize {
        let bytes = &text.as_bytes()[from..];
        let (mut at, mut len, mut last, mut count) = (0, 0, 0, 0);
        let mut before = Letter::GAP;
        while let Some(first) = bytes.get(at).copied().filter(|_| at < MOST_READ) {
            let (letter, width) = if first < 0xe0 {
                self.short_letter(first, bytes.get(at + 1))
            } else {
                long_letter(text, from + at, table)
            };
            if letter.is_odd_behind(before) {
                break;
            }
            self.edges[count] = [at as u32, len as u32];
            count += letter.edge(before);
            self.folded[len..len + 4].copy_from_slice(&letter.bytes());
            (last, before) = (at, letter);
            at += width;
            len += letter.len();
        }
        if at == bytes.len() {
            self.edges[count] = [at as u32, len as u32];
            count += count % 2;
            last = at;
        } else if count % 2 == 1 {
            // What follows may join the word.
            last = self.edges[count - 1][0] as usize;
        }
        (self.from, self.count) = (from, count);
        from + last
    }

    /// The letter, and how many bytes it is written in. (They are not asked of the table, for the next letter would
    /// wait for its answer.)
    #[inline]
    fn short_letter(&self, first: u8, second: Option<&u8>) -> (Letter, usize) {
        let second = usize::from(second.copied().unwrap_or_default());
        let pair = usize::from(first & 0x1f) << 6 | (second & 0x3f);
        let code = if first >= 0x80 { pair } else { usize::from(first) };
        (self.letters[code % SHORT], 1 + usize::from(first >= 0x80))
    }

    /// The words: their places in the text, and in [`folded`](Batch::folded).
    pub(super) fn words(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        let edges = self.edges[..self.count].as_chunks().0.iter();
        edges.map(|[start, end]: &[[u32; 2]; 2]| {
            let [written, folded] = [0, 1].map(|text| start[text] as usize..end[text] as usize);
            (self.from + written.start..self.from + written.end, folded)
        })
    }

    pub(super) fn folded(&self) -> &[u8] {
        &self.folded
    }
}

/// A character of three bytes or four.
#[inline(never)]
fn long_letter(text: &str, at: usize, table: &mut Table) -> (Letter, usize) {
    let c = text[at..].chars().next();
    c.map_or((Letter::ODD, 0), |c| (table.folded(c).letter, c.len_utf8()))
}
