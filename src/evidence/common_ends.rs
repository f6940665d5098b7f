//! The words of two copies, what both begin with and what both end with being one word each.
//!
//! Most of what two copies say is equal byte for byte, and nothing is told of it but that it is
//! shared. To read it all the same would add half to the time of a report on instances of one template.
//! What stands next to a difference is read as far as an alignment may still be moved.

use super::smoothing::MAX_SHIFT;
use super::token::{Matching, Part, Token, tokens};
use crate::text::{Normalizer, Span, without_layout};

/// The words of two copies, with keys in common. They are aligned as all words of both would be: an
/// alignment begins by taking off what is equal at the beginning and, of the rest, at the end.
pub(super) fn tokens_of_copies(
    normalizer: Normalizer,
    a: &str,
    b: &str,
) -> (Vec<Token>, Vec<Token>) {
    let (a, b) = (&*without_layout(a), &*without_layout(b));
    let ends = Ends::find(normalizer, a, b);
    let (of_a, of_b) = ends.read_between(normalizer, a, b);
    // Where both go on alike up to the tail of one, more is equal at the beginning, and perhaps some of the
    // end with it.
    if ends.tail.is_none() || ends.differ_before_tail(&of_a, &of_b) {
        (of_a, of_b)
    } else {
        ends.without_tail().read_between(normalizer, a, b)
    }
}

/// What two texts have in common.
#[derive(Clone, Copy)]
struct Ends {
    /// How many bytes at the beginning.
    start: usize,
    /// How many bytes of the rest at the end.
    end: usize,
    /// The words among the former.
    head: Option<Span>,
    /// The words among the latter, counted from their first byte.
    tail: Option<Span>,
}

impl Ends {
    fn find(normalizer: Normalizer, a: &str, b: &str) -> Ends {
        let (start, end) = common_ends(a.as_bytes(), b.as_bytes());
        let start = before_shift(a.as_bytes(), start);
        let end = a.len() - behind_shift(a.as_bytes(), a.len() - end);
        let tail = extent(normalizer, &a[a.len() - end..]);
        Ends { start, end, head: extent(normalizer, &a[..start]), tail }
    }

    /// The words of both, head and tail being one word each.
    fn read_between(self, normalizer: Normalizer, a: &str, b: &str) -> (Vec<Token>, Vec<Token>) {
        [a, b].map(|text| tokens(normalizer, Matching::Words, self.part_between(text))).into()
    }

    fn without_tail(self) -> Ends {
        Ends { end: 0, tail: None, ..self }
    }

    fn part_between(self, text: &str) -> Part<'_> {
        let rest = text.len() - self.end;
        let tail = self.tail.map(|tail| tail.shifted(rest));
        Part::new(text, self.head, (self.start..rest).into(), tail)
    }

    /// Whether words before the tail differ, one from the other at the same place.
    fn differ_before_tail(self, a: &[Token], b: &[Token]) -> bool {
        let tail = usize::from(self.tail.is_some());
        let mut pairs = a[..a.len() - tail].iter().zip(&b[..b.len() - tail]);
        pairs.any(|(a, b)| a.key != b.key)
    }
}

/// How many bytes two texts have in common at the beginning and, of the rest, at the end, up to where
/// words begin anew. Something is left of both.
fn common_ends(a: &[u8], b: &[u8]) -> (usize, usize) {
    let same = same_at_start(a, b);
    // Both are asked, for what stands at `same` itself differs.
    let mut starts = (1..=same).rev();
    let start = starts.find(|at| begins_anew(a, *at) && begins_anew(b, *at)).unwrap_or(0);
    let same = same_at_end(&a[start..], &b[start..]);
    // Without the first of the equal bytes: whether a word begins anew depends on the byte before as well.
    let end = (1..same).rev().find(|end| begins_anew(a, a.len() - end)).unwrap_or(0);
    (start, end)
}

/// Places where words begin anew that are read on either side of a difference. Among the words by which an alignment may
/// be moved there are no more.
const SLACK: usize = MAX_SHIFT + 1;

/// Where the sentence begins that `start` stands in, but at most [`SLACK`] places before it where words begin
/// anew.
fn before_shift(text: &[u8], start: usize) -> usize {
    let mut places = (0..=start).rev().filter(|at| begins_anew(text, *at)).zip(0..);
    let place = places.find(|(at, count)| *count == SLACK || *at > 1 && text[at - 2] == b'.');
    place.map_or(0, |(at, _)| at)
}

/// [`SLACK`] places behind `start` where words begin anew.
fn behind_shift(text: &[u8], start: usize) -> usize {
    let mut places = (start..text.len()).filter(|at| begins_anew(text, *at));
    places.nth(SLACK).unwrap_or(text.len())
}

/// Bytes compared at once.
const BLOCK: usize = 16;

fn same_at_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK));
    let same = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    same + a[same..].iter().zip(&b[same..]).take_while(|(a, b)| a == b).count()
}

fn same_at_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK));
    let same = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    same + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// Whether a word begins here behind a space, with an ASCII letter or digit. There it begins whatever
/// stands before, and the words before are the same whatever stands behind.
fn begins_anew(text: &[u8], at: usize) -> bool {
    at > 0 && text[at - 1] == b' ' && text.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

/// From the beginning of the first word to the end of the last. Only the pieces at either end are
/// read.
fn extent(normalizer: Normalizer, text: &str) -> Option<Span> {
    let (first, last) = (first_piece(text), last_piece(text));
    let mut start = None;
    if text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        start = Some(0);
    } else {
        normalizer.for_each_cleaned_word(&text[..first], |_, _, span| {
            start.get_or_insert(span.start);
        });
    }
    let mut end = None;
    normalizer.for_each_cleaned_word(&text[last..], |_, _, span| end = Some(last + span.end));
    Some(Span { start: start.unwrap_or(first), end: end? })
}

/// Where words first begin anew.
fn first_piece(text: &str) -> usize {
    let mut places = 0..text.len();
    places.find(|at| begins_anew(text.as_bytes(), *at)).unwrap_or(text.len())
}

/// Where words last begin anew.
fn last_piece(text: &str) -> usize {
    let mut places = (0..text.len()).rev();
    places.find(|at| begins_anew(text.as_bytes(), *at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copies_begin_and_end_with_is_not_read() {
        let common = (0..50).map(|number| format!("word{number} ")).collect::<Vec<_>>().concat();
        let read = |a: &str, b: &str| {
            let (a, b) = tokens_of_copies(Normalizer::new(), a, b);
            (a.len(), b.len())
        };
        let ends = 2 * (1 + SLACK);
        assert_eq!(
            read(&format!("{common}one {common}"), &format!("{common}1 {common}")),
            (ends + 1, ends + 1)
        );
        assert_eq!(
            read(&format!("{common}. A b c {common}"), &format!("{common}. A b d {common}")).0,
            ends + 1 - SLACK + 2
        );
        assert_eq!(read("one two", "one two three"), (2, 3));
        assert_eq!(read("— one two", "— one three"), (2, 2));
    }
}
