//! Plain texts, whose words are read and hashed by the fastest instructions that the kernel has.

#[cfg(target_arch = "x86_64")]
use super::avx512;
use super::{PlainWords, Shape, hash_words_on_any_cpu, read_words_on_any_cpu, shape_on_any_cpu};
use crate::kernel::{Kernel, Leaf};

/// The [shape](Shape) of a text.
pub(in crate::text) fn shape(text: &str, kernel: Kernel) -> Shape {
    match kernel.leaf() {
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
        Leaf::Avx512(kernel) if u32::try_from(bytes.len()).is_ok() => {
            avx512::hash_words(kernel, bytes, seed, hashes);
        }
        _ => hash_words_on_any_cpu(bytes, seed, hashes),
    }
}
