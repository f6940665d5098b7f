//! Any text, read character by character: folded, and cut into words.
//!
//! Most words stand between separators, and are read [some at a time](Batch); units of unspaced scripts are emitted
//! where they stand. What is left goes through the machine of `words.rs`.

use core::ops::Range;

use super::batch::Batch;
use super::table::Table;
use super::{Folded, Marks, Role, fold};
use crate::text::alphabet::{self, Class};
use crate::text::ascii;
use crate::text::words::{Letters, Segmenter, Token};

/// Bytes in ASCII from which on reading them together is faster.
const MIN_STRETCH: usize = 64;

/// Walks a text cluster by cluster, so that folding each equals folding the whole.
pub(in crate::text) struct CharacterReader<'t, V> {
    text: &'t str,
    marks: Marks,
    table: Table,
    batch: Batch,
    words: Segmenter<V>,
    /// Bytes before this one are ASCII, from the last space looked at.
    ascii_end: usize,
    /// A word that is not written as it folds.
    other: String,
    /// Where the units of a run start, and where the last one ends.
    bounds: Vec<usize>,
}

/// A character before folding, and where it ends.
struct Written {
    folded: Folded,
    end: usize,
}

impl<'t, V: FnMut(Token<'_>)> CharacterReader<'t, V> {
    pub(in crate::text) fn new(text: &'t str, marks: Marks, visit: V) -> CharacterReader<'t, V> {
        let mut table = Table::new(marks);
        CharacterReader {
            text,
            marks,
            batch: Batch::new(marks, &mut table),
            table,
            words: Segmenter::new(visit),
            ascii_end: 0,
            other: String::new(),
            bounds: Vec::new(),
        }
    }

    /// Emits the words of the text. O(n).
    pub(in crate::text) fn run(mut self) {
        let mut at = 0;
        while let Some(first) = self.read(at) {
            let end = match first.folded.class {
                class @ (Class::Letter | Class::Digit) => {
                    self.batch(at).or_else(|| self.word(at, class))
                }
                Class::Unspaced => self.units(at),
                _ => self.ascii_stretch(at),
            };
            at = end.unwrap_or_else(|| self.cluster(at, &first));
        }
        self.words.finish();
    }

    /// The character at a boundary; none at the end.
    #[inline]
    fn read(&mut self, at: usize) -> Option<Written> {
        let char = self.text[at..].chars().next()?;
        Some(Written { folded: self.table.folded(char), end: at + char.len_utf8() })
    }

    /// Takes words that nothing but separators parts, and says where they end. `None` where there are none.
    fn batch(&mut self, start: usize) -> Option<usize> {
        if !self.words.is_apart() {
            return None;
        }
        let end = self.batch.read(self.text, start, &mut self.table);
        for (span, place) in self.batch.words() {
            let word = Token { buffer: self.batch.folded(), place, span, repeated: 0 };
            self.words.push_whole(&word);
        }
        (end > start).then_some(end)
    }

    /// Takes letters, digits and marks that stand together, and says where they end. `None` where the first is of a
    /// cluster that may fold to something else.
    #[inline]
    fn word(&mut self, start: usize, first: Class) -> Option<usize> {
        let Run { end, is_folded, follower } = self.run_of_letters(start);
        let span = start..end;
        let written = &self.text[span.clone()];
        let last = self.table.folded(written.chars().next_back()?).class;
        let is_word =
            follower == Class::Separator || (follower == Class::Point && last != Class::Digit);
        let token = if is_folded {
            Token { buffer: self.text.as_bytes(), place: span.clone(), span, repeated: 0 }
        } else {
            self.other.clear();
            self.other.extend(written.chars().map(|c| self.table.folded(c).char));
            Token::new(&self.other, span, 0)
        };
        self.words.push_letters(&Letters { token, first, last, is_word });
        Some(end)
    }

    /// The letters, digits and marks from `start` on, as far as their clusters fold one by one.
    #[inline]
    fn run_of_letters(&mut self, start: usize) -> Run {
        let mut table = self.table;
        let mut chars = self.text[start..].chars();
        let (mut cluster, mut order, mut is_folded) = (chars.as_str(), 0, true);
        let (end, follower) = loop {
            let here = chars.as_str();
            let Some(c) = chars.next() else { break (here, Class::Separator) };
            let folded = table.folded(c);
            let goes_on = matches!(folded.class, Class::Letter | Class::Digit | Class::Mark);
            match folded.role {
                Role::Starter if goes_on => (cluster, order) = (here, 0),
                Role::Follower if goes_on && order <= folded.order => order = folded.order,
                Role::Starter => break (here, folded.class),
                Role::Expanding => break (here, Class::Letter),
                _ => break (cluster, Class::Letter),
            }
            is_folded &= folded.char == c;
        };
        self.table = table;
        Run { end: self.text.len() - end.len(), is_folded, follower }
    }

    /// Takes the units from `start` on that are written as they fold, and says where they end. `None` where the
    /// first is not.
    fn units(&mut self, start: usize) -> Option<usize> {
        self.bounds.clear();
        let end = self.run_of_units(start);
        // The last one may go on with what folds otherwise.
        self.bounds.pop_if(|last| *last == end);
        if self.bounds.is_empty() {
            return None;
        }
        self.bounds.push(end);
        self.words.push_units(self.text, &self.bounds);
        Some(end)
    }

    /// Notes where the units from `start` on begin, and says where they end.
    fn run_of_units(&mut self, start: usize) -> usize {
        let mut table = self.table;
        let mut chars = self.text[start..].chars();
        let (mut cluster, mut order) = (chars.as_str(), 0);
        let end = loop {
            let here = chars.as_str();
            let Some(c) = chars.next() else { break here };
            let folded = table.folded(c);
            let goes_on = folded.char == c && matches!(folded.class, Class::Unspaced | Class::Mark);
            match folded.role {
                Role::Starter if goes_on => {
                    (cluster, order) = (here, 0);
                    if folded.class == Class::Unspaced {
                        self.bounds.push(self.text.len() - here.len());
                    }
                }
                Role::Starter | Role::Expanding => break here,
                Role::Follower if goes_on && order <= folded.order => order = folded.order,
                _ => break cluster,
            }
        };
        self.table = table;
        self.text.len() - end.len()
    }

    /// Takes the ASCII words between the space at `start` and the last space before a character
    /// beyond ASCII together, and says where that is. `None` where they are too few to be faster.
    #[inline]
    fn ascii_stretch(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if bytes[start] != b' ' {
            return None;
        }
        if self.ascii_end <= start {
            self.ascii_end = start + ascii_len(&bytes[start..]);
        }
        if self.ascii_end - start < MIN_STRETCH {
            return None;
        }
        // The last word may go on beyond ASCII.
        let (stretch, _) = self.text[start..self.ascii_end].rsplit_once(' ')?;
        if stretch.len() < MIN_STRETCH {
            return None;
        }
        self.words.push(' ', Class::Separator, start..start + 1);
        ascii::for_each_token(stretch, |token| self.words.push_word(&token, start));
        Some(start + stretch.len())
    }

    /// Takes a character and all that may compose with it, and says where they end.
    fn cluster(&mut self, start: usize, first: &Written) -> usize {
        let mut end = first.end;
        // Most characters stand alone. ASCII behind them need not be looked at.
        let is_ascii_next = self.text.as_bytes().get(end).is_some_and(u8::is_ascii);
        let mut next = if is_ascii_next { None } else { self.read(end) };
        let alone = next.as_ref().is_none_or(|next| next.folded.starts_cluster());
        if alone && first.folded.role == Role::Starter {
            self.words.push(first.folded.char, first.folded.class, start..end);
            return end;
        }
        while let Some(joining) = next.filter(|next| !next.folded.starts_cluster()) {
            end = joining.end;
            next = self.read(end);
        }
        self.fold_cluster(start..end);
        end
    }

    /// A cluster of more than one character, or one that folds to other than one.
    #[inline(never)]
    fn fold_cluster(&mut self, span: Range<usize>) {
        let cluster = self.text[span.clone()].trim_end_matches(alphabet::is_ignorable);
        if self.folds_one_by_one(cluster) {
            self.one_by_one(span.start, cluster);
            return;
        }
        let span = span.start..span.start + cluster.len();
        for c in fold(cluster.chars(), self.marks).chars() {
            self.words.push(c, alphabet::class(c), span.clone());
        }
    }

    fn one_by_one(&mut self, start: usize, cluster: &str) {
        for (at, c) in cluster.char_indices() {
            let Folded { char, class, role, .. } = self.table.folded(c);
            if role != Role::Invisible {
                let at = start + at;
                self.words.push(char, class, at..at + c.len_utf8());
            }
        }
    }

    /// Whether nothing in the cluster composes, expands or moves: a starter, then followers in order.
    fn folds_one_by_one(&mut self, cluster: &str) -> bool {
        let mut order = 0;
        cluster.chars().map(|c| self.table.folded(c)).all(|folded| match folded.role {
            Role::Starter | Role::Invisible => true,
            Role::Follower => core::mem::replace(&mut order, folded.order) <= folded.order,
            Role::Expanding | Role::Composing => false,
        })
    }
}

/// How many bytes at the start are ASCII, or fewer: whole groups of eight.
fn ascii_len(bytes: &[u8]) -> usize {
    8 * bytes.as_chunks::<8>().0.iter().take_while(|group| group.is_ascii()).count()
}

/// Letters, digits and marks that stand together.
struct Run {
    end: usize,
    /// Whether they are written as they fold.
    is_folded: bool,
    /// The class of what follows; a letter where that may fold to anything.
    follower: Class,
}
