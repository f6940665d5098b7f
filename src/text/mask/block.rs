//! What is said of the bytes of a block, one bit for each.

/// Bytes that are looked at together.
pub(in crate::text) const BLOCK: usize = 64;

/// Bit i is byte i of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) struct Masks {
    /// ASCII letters and digits.
    pub(in crate::text) alphanumerics: u64,
    /// All else but spaces and control characters.
    pub(in crate::text) others: u64,
}

/// What keeps some bytes from being read as one plain line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::text) struct Oddities {
    /// A byte that is not ASCII, or one of the two that small letters cannot be made of by one bit.
    pub(in crate::text) is_strange: bool,
    pub(in crate::text) has_line_ends: bool,
}

/// What `read` makes of the first [`BLOCK`] bytes. Where there are fewer, spaces stand for the rest.
#[inline]
pub(in crate::text) fn read_first_block<T>(
    bytes: &[u8],
    read: impl FnOnce(&[u8; BLOCK]) -> T,
) -> T {
    if let Some(block) = bytes.first_chunk() {
        return read(block);
    }
    let mut block = [b' '; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    read(&block)
}
