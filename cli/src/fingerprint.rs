//! Texts and pairs of texts by what they say, wherever they stand and however they are set.

use core::fmt;
use std::collections::BTreeMap;

use paradup::document::Document;
use paradup::hash::hash_bytes;
use paradup::report::{Pair, Place};
use paradup::text::Normalizer;

use crate::markup::printable;

/// Two texts, whichever stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key([u64; 2]);

impl Key {
    pub(crate) fn new(a: u64, b: u64) -> Key {
        Key([a.min(b), a.max(b)])
    }

    /// Whether the two texts say the same in the same words.
    pub(crate) fn is_copy(&self) -> bool {
        self.0[0] == self.0[1]
    }

    /// What [`Display`](fmt::Display) writes.
    pub(crate) fn parse(text: &str) -> Option<Key> {
        let (a, b) = text.split_once('-')?;
        let hash = |text: &str| {
            let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            u64::from_str_radix(text, 16).ok().filter(|_| digits)
        };
        Some(Key::new(hash(a)?, hash(b)?))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{:016x}", self.0[0], self.0[1])
    }
}

/// A text by its canonical words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fingerprint {
    hash: u64,
    /// How it begins.
    excerpt: Box<str>,
}

/// More of a text than this, in characters, would make long lines of short notes.
const MAX_EXCERPT: usize = 48;

/// The fingerprints of the paragraphs that are asked for.
pub(crate) struct Fingerprints<'d> {
    documents: &'d [Document],
    normalizer: Normalizer,
    known: BTreeMap<Place, Fingerprint>,
}

impl<'d> Fingerprints<'d> {
    /// Those of texts as `normalizer` reads them.
    pub(crate) fn new(documents: &'d [Document], normalizer: Normalizer) -> Fingerprints<'d> {
        Fingerprints { documents, normalizer, known: BTreeMap::new() }
    }

    /// The two texts of a pair.
    pub(crate) fn key(&mut self, pair: &Pair) -> Key {
        Key::new(self.fingerprint(pair.a).hash, self.fingerprint(pair.b).hash)
    }

    /// How the two texts begin, in the order of the key; once where they begin alike.
    pub(crate) fn excerpt(&mut self, pair: &Pair) -> String {
        let mut texts = [self.fingerprint(pair.a).clone(), self.fingerprint(pair.b).clone()];
        texts.sort();
        let [first, second] = texts;
        if first.excerpt == second.excerpt {
            return first.excerpt.into();
        }
        format!("{} | {}", first.excerpt, second.excerpt)
    }

    fn fingerprint(&mut self, place: Place) -> &Fingerprint {
        let Fingerprints { documents, normalizer, known } = self;
        known.entry(place).or_insert_with(|| {
            // What is ignored changes without the text's saying anything else.
            let text = documents[place.document].paragraph(place.paragraph).compared();
            let canonical = normalizer.canonical(text);
            Fingerprint {
                hash: hash_bytes(canonical.as_bytes(), 0),
                excerpt: beginning(&canonical),
            }
        })
    }
}

fn beginning(text: &str) -> Box<str> {
    match text.char_indices().nth(MAX_EXCERPT) {
        Some((cut, _)) => printable(&text[..cut]) + "…",
        None => printable(text),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let key = Key::new(7, 3);
        assert_eq!(key.to_string(), "0000000000000003-0000000000000007");
        assert_eq!(Key::parse(&key.to_string()), Some(key));
        assert_eq!(Key::parse("0000000000000007-0000000000000003"), Some(key));
        for none in ["", "-", "3-7", "+000000000000003-0000000000000007", "<<<<<<< HEAD"] {
            assert_eq!(Key::parse(none), None, "{none}");
        }
    }
}
