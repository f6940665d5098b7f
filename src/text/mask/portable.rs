//! Masks for any processor: bytes of 0 or 1 first, which the compiler makes many at a time.

use super::{BLOCK, Masks, Oddities};

/// The masks of an ASCII block. One byte of 0 or 1 for each byte first, without a branch: that much the
/// compiler does many at a time.
#[inline]
pub(in crate::text) fn masks(block: &[u8; BLOCK]) -> Masks {
    let others = block.map(|byte| u8::from(byte > b' ') & (1 - alphanumeric(byte)));
    Masks { alphanumerics: gathered(&block.map(alphanumeric)), others: gathered(&others) }
}

/// Bytes that end a line in ASCII, and the last bytes of those beyond it: U+0085, U+2028, U+2029.
#[inline]
pub(in crate::text) fn line_end_candidates(block: &[u8; BLOCK]) -> u64 {
    gathered(&block.map(|byte| u8::from(matches!(byte, b'\n'..=b'\r' | 0x85 | 0xa8 | 0xa9))))
}

/// What is not ASCII, `` ` `` and `^`; and which bytes end a line in ASCII.
#[inline]
pub(in crate::text) fn oddities(block: &[u8; BLOCK]) -> Oddities {
    // Each byte is looked at, for a loop that may stop at any of them is compiled to one byte at a time.
    Oddities {
        is_strange: block
            .iter()
            .fold(false, |any, byte| any | matches!(byte, b'`' | b'^' | 0x80..)),
        has_line_ends: block.iter().fold(false, |any, byte| any | matches!(byte, b'\n'..=b'\r')),
    }
}

/// `.`, `!`, `?`, LF, CR and all that is not ASCII.
#[inline]
pub(in crate::text) fn stop_candidates(block: &[u8; BLOCK]) -> u64 {
    gathered(
        &block.map(|byte| u8::from(matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0x80..))),
    )
}

/// Digits, signs but quotes, commas and `;`, and capitals that are not behind a capital or a sign. The
/// first byte's neighbour is unknown.
#[inline]
pub(in crate::text) fn mark_candidates(block: &[u8; BLOCK]) -> u64 {
    let signs = gathered(&block.map(|byte| {
        u8::from(matches!(byte, b'!'..=b'#' | b'&'..=b'+' | b'-'..=b':'))
            | u8::from(matches!(byte, b'<'..=b'@' | b'['..=b'_' | b'{'..=b'~'))
    }));
    let capitals = gathered(&block.map(|byte| u8::from(byte.is_ascii_uppercase())));
    let smalls =
        gathered(&block.map(|byte| u8::from(byte.is_ascii_lowercase() | byte.is_ascii_digit())));
    // The first byte may stand behind a small letter in the block before.
    signs | capitals & (smalls << 1 | 1)
}

/// 1 for digits and letters, 0 for all else.
fn alphanumeric(byte: u8) -> u8 {
    u8::from((byte | b' ').wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10)
}

/// The low bits of all bytes, side by side.
fn gathered(bytes: &[u8; BLOCK]) -> u64 {
    // The multiplication brings the low bits of eight bytes together in the highest byte.
    let lanes = bytes.as_chunks::<8>().0.iter().rev();
    let gathered =
        lanes.map(|lane| u64::from_le_bytes(*lane).wrapping_mul(0x0102_0408_1020_4080) >> 56);
    gathered.fold(0, |mask, bits| mask << 8 | bits)
}
