//! The number of a list item at the start of a sentence, which is written `1.`, `1)` or `(1)`.

/// Digits of the longest number of an item.
const MAX_DIGITS: usize = 4;

/// Where the number of an item ends that a sentence begins with, before its sign and white space.
pub(super) fn item_number_end(sentence: &str) -> Option<usize> {
    let bracketed = sentence.strip_prefix('(');
    let rest = bracketed.unwrap_or(sentence);
    // One digit more tells a number that is too long.
    let digits = rest.bytes().take(MAX_DIGITS + 1).take_while(u8::is_ascii_digit).count();
    let is_closed = match rest.as_bytes().get(digits)? {
        b')' => true,
        b'.' => bracketed.is_none(),
        _ => false,
    };
    let is_item = is_closed && rest[digits + 1..].starts_with(char::is_whitespace);
    let end = sentence.len() - rest.len() + digits;
    (is_item && (1..=MAX_DIGITS).contains(&digits)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_before_their_signs() {
        for (sentence, end) in [("1. Stir", 1), ("12)\tStir", 2), ("(123) Stir", 4)] {
            assert_eq!(item_number_end(sentence), Some(end), "{sentence}");
        }
        for sentence in
            ["", "1", "1.", "1 Stir", "1.5 cups", "(1. Stir", "() Stir", "12345. Stir", "a) Stir"]
        {
            assert_eq!(item_number_end(sentence), None, "{sentence}");
        }
    }
}
