//! Where the lines of a paragraph are.

use core::ops::Range;

use super::mask::{line_end_candidates, places};

/// The lines of a text without their ends, at least one.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    core::iter::from_fn(move || {
        let start = next?;
        let end = next_line_end(text, start);
        next = end.and_then(|end| Some(end + line_end_len(&text[end..])?));
        Some(start..end.unwrap_or(text.len()))
    })
}

/// The bytes of the line end that `text` begins with; none at its end.
fn line_end_len(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    Some(if text.starts_with("\r\n") { 2 } else { first.len_utf8() })
}

/// Where the next line end is: LF, CR, vertical tab, form feed, U+0085, U+2028 or U+2029.
pub(super) fn next_line_end(text: &str, from: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[from..];
    // Last bytes of line ends beyond ASCII are last bytes of other characters too.
    let start = places(bytes, line_end_candidates).find_map(|at| line_end_start(bytes, at))?;
    Some(from + start)
}

/// Where the line end starts whose last byte is at `at`.
fn line_end_start(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        0x85 if bytes[..at].ends_with(b"\xc2") => Some(at - 1),
        0xa8 | 0xa9 if bytes[..at].ends_with(b"\xe2\x80") => Some(at - 2),
        b'\n'..=b'\r' => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn line_ends_are_found(text in "[a\\n\\r\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{2027}хè]{0,9}[aх]{0,140}\\PC?\\n?") {
            let is_line_end =
                |c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            for (at, _) in text.char_indices() {
                let expected = text[at..].find(is_line_end).map(|end| at + end);
                prop_assert_eq!(next_line_end(&text, at), expected);
            }
        }
    }
}
