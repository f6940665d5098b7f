//! The entities of HTML that a text may still hold once it was taken from a page: `&amp;` and a few more.

use core::ops::Range;
use std::borrow::Cow;

const ENTITIES: [(&str, char); 6] = [
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&nbsp;", ' '),
];

/// A text whose entities are replaced by their characters, once: `&amp;lt;` is `&lt;`.
pub(super) struct Decoded<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where each character that replaces an entity ends in `text`, and how many bytes are missing up to there.
    ends: Vec<(usize, usize)>,
}

impl<'t> Decoded<'t> {
    /// Borrows a text that has no entities, or speaks of them. Linear in its bytes.
    pub(super) fn new(text: &'t str) -> Decoded<'t> {
        let (mut decoded, mut ends, mut copied) = (String::new(), Vec::new(), 0);
        if is_escaped(text) {
            for (at, _) in text.match_indices('&') {
                // Entities that are not listed stay as they are written.
                let Some((name, c)) = entity(&text[at..]) else { continue };
                decoded.push_str(&text[copied..at]);
                decoded.push(c);
                copied = at + name.len();
                ends.push((decoded.len(), copied - decoded.len()));
            }
        }
        if ends.is_empty() {
            return Decoded { text: Cow::Borrowed(text), ends };
        }
        decoded.push_str(&text[copied..]);
        Decoded { text: Cow::Owned(decoded), ends }
    }

    /// The bytes of the original that these bytes of `text` stand for. O(log entities).
    pub(super) fn original(&self, span: &Range<usize>) -> Range<usize> {
        self.original_place(span.start)..self.original_place(span.end)
    }

    fn original_place(&self, at: usize) -> usize {
        let before = self.ends.partition_point(|(end, _)| *end <= at);
        at + before.checked_sub(1).map_or(0, |last| self.ends[last].1)
    }
}

/// The entity that a text begins with, and its character.
fn entity(text: &str) -> Option<(&'static str, char)> {
    ENTITIES.into_iter().find(|(name, _)| text.starts_with(name))
}

/// Whether a text is escaped as a whole. One that has signs beside their entities may speak of the entities: write `&lt;`
/// for `<`, and not the other way round.
fn is_escaped(text: &str) -> bool {
    has_ampersand(text)
        && text.split('&').skip(1).all(ends_entity)
        && !text.contains(['<', '>', '`'])
        && !(text.contains("&quot;") && text.contains('"'))
        && !(text.contains("&#39;") && text.contains('\''))
}

/// Whether there is a `&`. All bytes of a chunk are looked at, which the compiler does many at a time.
fn has_ampersand(text: &str) -> bool {
    let found = |chunk: &[u8]| chunk.iter().fold(0, |any, byte| any | u8::from(*byte == b'&'));
    text.as_bytes().chunks(64).any(|chunk| found(chunk) != 0)
}

/// Whether what stands behind `&` makes some entity of it.
fn ends_entity(behind: &str) -> bool {
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    rest.len() < behind.len() && rest.starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_replaced_once() {
        for (text, expected) in [
            ("a &lt; b", "a < b"),
            ("&amp;lt;", "&lt;"),
            ("&quot;it&#39;s&quot;&nbsp;5 &eacute;", "\"it's\" 5 &eacute;"),
        ] {
            assert_eq!(Decoded::new(text).text, expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_speaks_of_entities_stays() {
        for text in ["", "&lt; for <", "`&amp;`", "R&D &amp; more", "\" is &quot;", "' is &#39;"] {
            assert!(matches!(Decoded::new(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn spans_point_into_the_original() {
        let original = "a &lt;b&gt;&amp; é&nbsp;c";
        let decoded = Decoded::new(original);
        for (part, expected) in
            [("a", "a"), ("<", "&lt;"), ("b", "b"), (">&", "&gt;&amp;"), ("é c", "é&nbsp;c")]
        {
            let start = decoded.text.find(part).unwrap();
            let span = decoded.original(&(start..start + part.len()));
            assert_eq!(&original[span], expected);
        }
    }
}
