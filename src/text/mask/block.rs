//! What is said of the bytes of a block, one bit for each.

/// Bytes that are looked at together.
pub(crate) const BLOCK: usize = 64;

/// Bit i is byte i of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Masks {
    /// ASCII letters and digits.
    pub(crate) alphanumerics: u64,
    /// All else but spaces and control characters.
    pub(crate) others: u64,
}

/// What keeps some bytes from being read as one plain line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    /// A byte that is not ASCII, or one of the two that small letters cannot be made of by one bit.
    pub(crate) is_strange: bool,
    pub(crate) has_line_ends: bool,
}

/// What `read` makes of the first [`BLOCK`] bytes. Where there are fewer, spaces stand for the rest.
#[inline]
pub(crate) fn read_first_block<T>(bytes: &[u8], read: impl FnOnce(&[u8; BLOCK]) -> T) -> T {
    if let Some(block) = bytes.first_chunk() {
        return read(block);
    }
    let mut block = [b' '; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    read(&block)
}
