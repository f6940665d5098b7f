//! Bytes of a text that count as white space.

use std::borrow::Cow;

use crate::text::Span;

/// The text with spaces in place of noise: as long as before, and with its line ends, so that no place moves and lines keep their
/// numbers. The spans of the noise may overlap. O(n).
///
/// ```
/// use paradup::document::without_noise;
///
/// assert_eq!(without_noise("Page 12:\nthe sea", &[(0..9).into()]), "        \nthe sea");
/// ```
///
/// # Panics
/// When a span ends within a character or beyond the text.
pub fn without_noise<'t>(text: &'t str, noise: &[Span]) -> Cow<'t, str> {
    if noise.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for span in noise {
        for byte in &mut bytes[span.range()] {
            *byte = if matches!(byte, b'\n' | b'\r') { *byte } else { b' ' };
        }
    }
    Cow::Owned(String::from_utf8(bytes).expect("noise begins and ends between characters"))
}
