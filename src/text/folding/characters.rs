//! Any text, read character by character: folded, and cut into words.

use core::ops::Range;
use core::str::Chars;

use super::{Folded, Marks, Role, fold, folded};
use crate::text::alphabet::{self, Class};
use crate::text::ascii;
use crate::text::words::{Segmenter, Token};

/// Bytes in ASCII from which on reading them together is faster.
const MIN_STRETCH: usize = 16;

/// Walks a text cluster by cluster, so that folding each equals folding the whole.
pub(in crate::text) struct CharacterReader<'t, V> {
    text: &'t str,
    marks: Marks,
    words: Segmenter<V>,
    /// Bytes before this one are ASCII, from the last space looked at.
    ascii_end: usize,
}

impl<'t, V: FnMut(Token<'_>)> CharacterReader<'t, V> {
    pub(in crate::text) fn new(text: &'t str, marks: Marks, visit: V) -> CharacterReader<'t, V> {
        CharacterReader { text, marks, words: Segmenter::new(visit), ascii_end: 0 }
    }

    /// Emits the words of the text. O(n).
    pub(in crate::text) fn run(mut self) {
        let mut chars = self.text.chars();
        let mut next = self.advance(&mut chars);
        while let Some((start, first)) = next {
            if let Some(end) = self.ascii_stretch(start) {
                chars = self.text[end..].chars();
                next = self.advance(&mut chars);
                continue;
            }
            next = self.advance(&mut chars);
            // Most characters stand alone, and need no look at their neighbours.
            let alone = next.is_none_or(|(_, second)| second.starts_cluster());
            while next.is_some_and(|(_, joining)| !joining.starts_cluster()) {
                next = self.advance(&mut chars);
            }
            let span = start..next.map_or(self.text.len(), |(end, _)| end);
            if alone && first.role == Role::Starter {
                self.words.push(first.char, first.class, span);
            } else {
                self.cluster(span);
            }
        }
        self.words.finish();
    }

    /// The next character and where it starts.
    #[inline]
    fn advance(&self, chars: &mut Chars<'_>) -> Option<(usize, Folded)> {
        let at = self.text.len() - chars.as_str().len();
        chars.next().map(|c| (at, folded(c, self.marks)))
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
            let ascii = bytes[start..].iter().position(|byte| !byte.is_ascii());
            self.ascii_end = ascii.map_or(bytes.len(), |length| start + length);
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

    /// A cluster of more than one character, or one that folds to other than one.
    #[inline(never)]
    fn cluster(&mut self, span: Range<usize>) {
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
            let Folded { char, class, role, .. } = folded(c, self.marks);
            if role != Role::Invisible {
                let at = start + at;
                self.words.push(char, class, at..at + c.len_utf8());
            }
        }
    }

    /// Whether nothing in the cluster composes, expands or moves: a starter, then followers in order.
    fn folds_one_by_one(&self, cluster: &str) -> bool {
        let mut order = 0;
        cluster.chars().map(|c| folded(c, self.marks)).all(|folded| match folded.role {
            Role::Starter | Role::Invisible => true,
            Role::Follower => core::mem::replace(&mut order, folded.order) <= folded.order,
            Role::Expanding | Role::Composing => false,
        })
    }
}
