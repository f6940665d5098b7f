//! Plain texts, whose words are read and hashed by the fastest instructions that the kernel has.

use super::{PlainWords, Shape, hash_words_on_any_cpu, read_words_on_any_cpu, shape_on_any_cpu};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};
use crate::kernel::Kernel;
#[cfg(target_arch = "x86_64")]
use crate::kernel::Leaf;

/// The [shape](Shape) of a text.
pub(in crate::text) fn shape(text: &str, kernel: Kernel) -> Shape {
    match kernel.leaf() {
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx2(kernel) => avx2::shape(kernel, text),
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx512(kernel) => avx512::shape(kernel, text),
        _ => shape_on_any_cpu(text),
    }
}

/// Reads the words of a text [without layout](crate::text::layout::without_layout) if it is plain, and says whether it is.
pub(in crate::text) fn read_plain_words(
    text: &str,
    kernel: Kernel,
    words: &mut PlainWords,
) -> bool {
    read_words_of_shape(text, shape(text, kernel), kernel, words)
}

/// [`read_plain_words`] of a text whose shape is known.
pub(in crate::text) fn read_words_of_shape(
    text: &str,
    shape: Shape,
    kernel: Kernel,
    words: &mut PlainWords,
) -> bool {
    // Vectors hold places in 32 bits.
    let is_plain = shape != Shape::Other && u32::try_from(text.len()).is_ok();
    words.clear();
    words.has_line_ends = shape != Shape::Line;
    if is_plain {
        match kernel.leaf() {
            #[cfg(target_arch = "x86_64")]
            Leaf::Avx2(kernel) => avx2::read_words(kernel, text.as_bytes(), words),
            #[cfg(target_arch = "x86_64")]
            Leaf::Avx512(kernel) => avx512::read_words(kernel, text.as_bytes(), words),
            _ => read_words_on_any_cpu(text.as_bytes(), words),
        }
    }
    is_plain
}

/// Appends the hashes of the words of a plain text.
pub(in crate::text) fn hash_plain_words(
    text: &str,
    seed: u64,
    kernel: Kernel,
    hashes: &mut Vec<u64>,
) {
    let bytes = text.as_bytes();
    match kernel.leaf() {
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx2(kernel) if u32::try_from(bytes.len()).is_ok() => {
            avx2::hash_words(kernel, bytes, seed, hashes);
        }
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx512(kernel) if u32::try_from(bytes.len()).is_ok() => {
            avx512::hash_words(kernel, bytes, seed, hashes);
        }
        _ => hash_words_on_any_cpu(bytes, seed, hashes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str, kernel: Kernel) -> Vec<u64> {
        let mut hashes = vec![1];
        hash_plain_words(text, 7, kernel, &mut hashes);
        hashes
    }

    fn words(text: &str, kernel: Kernel) -> PlainWords {
        let mut words = PlainWords::default();
        assert!(read_words_of_shape(text, Shape::Line, kernel, &mut words));
        words
    }

    #[test]
    fn words_are_those_of_every_cpu() {
        let sentence = "Don't pay $5.00, or -3.5 & C++, for counterrevolutionaries (a B c)! ";
        for text in [sentence.to_owned(), sentence.repeat(20), "$".repeat(300), "a ".repeat(300)] {
            for len in [0, 1, 15, 16, 31, 32, 33, 63, 64, 65, text.len()] {
                let text = &text[..len.min(text.len())];
                let (mut expected, mut expected_words) = (vec![1], PlainWords::default());
                hash_words_on_any_cpu(text.as_bytes(), 7, &mut expected);
                read_words_on_any_cpu(text.as_bytes(), &mut expected_words);
                for kernel in Kernel::available() {
                    assert_eq!(shape(text, kernel), Shape::Line);
                    assert_eq!(hashes(text, kernel), expected, "{text}, {}", kernel.name());
                    assert_eq!(words(text, kernel), expected_words, "{text}, {}", kernel.name());
                }
            }
        }
    }

    #[test]
    fn shapes_are_those_of_every_cpu() {
        for end in ["", "a", "a\nb", "a\r", "\u{b}", "\u{c}", "\t\u{e}", "`", "^\n", "caf\u{e9}"] {
            for before in [0, 31, 32, 63, 64, 70] {
                let text = "a".repeat(before) + end;
                for kernel in Kernel::available() {
                    let shape = shape(&text, kernel);
                    assert_eq!(shape, shape_on_any_cpu(&text), "{text:?}, {}", kernel.name());
                }
            }
        }
    }
}
