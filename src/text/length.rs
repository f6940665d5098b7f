//! How long a text is to a reader.

use super::is_unspaced;

/// Whether a text has at least this many words. Two characters of a script that is written without spaces count as one.
/// Linear in the characters that it takes to tell.
pub(crate) fn has_words(text: &str, least: usize) -> bool {
    let (mut halves, mut in_word) = (0, false);
    text.chars().any(|c| {
        let (was_in_word, unspaced) = (in_word, is_unspaced(c));
        // Whatever is not white space belongs to the word around it, as the dash in `well-known`.
        in_word = !unspaced && !c.is_whitespace() && (was_in_word || c.is_alphanumeric());
        halves += if unspaced { 1 } else { 2 * usize::from(in_word && !was_in_word) };
        halves >= 2 * least
    }) || least == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted() {
        for (text, words) in [
            ("", 0),
            ("--- *** …", 0),
            ("Yes.", 1),
            ("a well-known “word”, said", 4),
            ("  one\ttwo \n- three ", 3),
            ("橋は閉鎖された", 3),
            ("橋は open 閉鎖", 3),
        ] {
            assert!(has_words(text, words), "{text}");
            assert!(!has_words(text, words + 1), "{text}");
        }
    }
}
