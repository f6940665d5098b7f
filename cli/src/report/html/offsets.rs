//! Positions in a text as scripts count them.

/// Turns bytes of a text into UTF-16 code units, which is what strings of scripts are made of.
pub(super) struct Utf16Offsets {
    /// For each character beyond ASCII: its end in bytes, and by how much bytes are ahead of code units there.
    drifts: Vec<(usize, usize)>,
}

impl Utf16Offsets {
    /// O(length of the text).
    pub(super) fn new(text: &str) -> Utf16Offsets {
        let mut drift = 0;
        let beyond_ascii = text.char_indices().filter(|(_, c)| !c.is_ascii());
        let drifts = beyond_ascii.map(|(at, c)| {
            drift += c.len_utf8() - c.len_utf16();
            (at + c.len_utf8(), drift)
        });
        Utf16Offsets { drifts: drifts.collect() }
    }

    /// The code units before a byte at which a character begins. O(log characters beyond ASCII).
    pub(super) fn at(&self, byte: usize) -> usize {
        let before = self.drifts.partition_point(|(end, _)| *end <= byte);
        let drift = before.checked_sub(1).map_or(0, |last| self.drifts[last].1);
        byte - drift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agree_with_encoding_what_stands_before() {
        for text in ["", "plain", "é", "a😀b", "𝒜𝒷 – ß\u{202e}東", "…😀😀é"] {
            let offsets = Utf16Offsets::new(text);
            let begins = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for byte in begins {
                assert_eq!(offsets.at(byte), text[..byte].encode_utf16().count(), "{text} {byte}");
            }
        }
    }
}
