//! Names as code and files have them.

use crate::hash::hash_bytes;
use crate::text::is_unspaced;

/// The names in a text, by the lower half of their hashes, ascending and distinct: `MAX_SIZE`, `readFile`, `notes.md`, `a/b`, `HTML`. What is said of one is not said
/// of another. In documents with markup they are what parallel constructions exchange most often. Linear.
pub(super) fn names(text: &str) -> Vec<u32> {
    let tokens = text.split(|c| !is_part(c)).map(|token| token.trim_matches(is_edge));
    let names = tokens.filter(|token| is_name(token));
    let mut names: Vec<u32> =
        names.map(|name| hash_bytes(name.to_lowercase().as_bytes(), 0) as u32).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// How many names of each of two texts are names of the other's place: those of the one that has fewer of its own.
pub(super) fn exchanged(a: &[u32], b: &[u32]) -> usize {
    let own = |names: &[u32], others: &[u32]| {
        names.iter().filter(|name| others.binary_search(name).is_err()).count()
    };
    own(a, b).min(own(b, a))
}

fn is_part(c: char) -> bool {
    (c.is_alphanumeric() && !is_unspaced(c)) || matches!(c, '_' | '.' | '/' | ':' | '@' | '#' | '-')
}

/// What ends a sentence, or leads to a file, is no part of a name.
fn is_edge(c: char) -> bool {
    matches!(c, '.' | ':' | '-' | '/')
}

fn is_name(token: &str) -> bool {
    token.contains('_') || is_joined(token) || has_hump(token) || is_abbreviation(token)
}

/// Whether a point, slash, colon or at sign stands between two letters or digits.
fn is_joined(token: &str) -> bool {
    let mut before = ['.'; 2];
    token.chars().any(|c| {
        let joins = matches!(before[1], '.' | '/' | ':' | '@');
        let is_joined = joins && before[0].is_alphanumeric() && c.is_alphanumeric();
        before = [before[1], c];
        is_joined
    })
}

/// Whether a capital stands behind a small letter.
fn has_hump(token: &str) -> bool {
    token
        .as_bytes()
        .windows(2)
        .any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
}

/// Whether it is of capitals, digits aside.
fn is_abbreviation(token: &str) -> bool {
    token.len() > 1
        && token.is_ascii()
        && token.contains(|c: char| c.is_ascii_uppercase())
        && !token.contains(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_name() {
        for name in ["MAX_SIZE", "readFile", "notes.md", "a/b", "HTML", "x@y", "UTF-8", "v1.2"] {
            assert_eq!(names(&format!("Set {name}, then go on.")).len(), 1, "{name}");
        }
        for word in ["Gate", "north-east", "I", "12", "—", "闸门", "so: it"] {
            assert_eq!(names(&format!("Set {word}. Then go on.")), [], "{word}");
        }
        assert_eq!(names("请打开 notes.md 文件"), names("打开Notes.md。"));
    }

    #[test]
    fn names_in_place_of_others() {
        let exchanged = |a, b| exchanged(&names(a), &names(b));
        assert_eq!(exchanged("Set MIN_SIZE and MAX_SIZE", "Set MIN_AGE and MAX_SIZE"), 1);
        assert_eq!(exchanged("Set MIN_SIZE and MAX_SIZE", "Set MAX_SIZE"), 0);
        assert_eq!(exchanged("Set a.b", "Set c.d or e.f"), 1);
    }
}
