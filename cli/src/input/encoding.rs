//! From bytes to text.

use core::fmt;

use serde::{Serialize, Serializer};

/// How a file's characters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    #[default]
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
}

impl Encoding {
    /// By the byte order mark, which UTF-16 must have: without it no one can tell.
    pub(super) fn of(bytes: &[u8]) -> Encoding {
        match bytes {
            [0xff, 0xfe, ..] => Encoding::Utf16LittleEndian,
            [0xfe, 0xff, ..] => Encoding::Utf16BigEndian,
            _ => Encoding::Utf8,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16LittleEndian => "UTF-16LE",
            Encoding::Utf16BigEndian => "UTF-16BE",
        }
    }

    /// The text, or the offset of the first byte that is none.
    pub(super) fn decode(self, bytes: Vec<u8>) -> Result<String, Undecodable> {
        match self {
            Encoding::Utf8 => String::from_utf8(bytes).map_err(|error| Undecodable {
                offset: error.utf8_error().valid_up_to(),
                encoding: self,
                is_utf8_before: !error.as_bytes()[..error.utf8_error().valid_up_to()].is_ascii(),
            }),
            Encoding::Utf16LittleEndian => utf16(&bytes, u16::from_le_bytes)
                .map_err(|offset| Undecodable { offset, encoding: self, is_utf8_before: false }),
            Encoding::Utf16BigEndian => utf16(&bytes, u16::from_be_bytes)
                .map_err(|offset| Undecodable { offset, encoding: self, is_utf8_before: false }),
        }
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The text behind the byte order mark.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().skip(1).map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 2;
    for decoded in char::decode_utf16(units) {
        let c = decoded.map_err(|_| offset)?;
        text.push(c);
        offset += 2 * c.len_utf16();
    }
    if rest.is_empty() { Ok(text) } else { Err(offset) }
}

/// Bytes that are no text of their encoding.
#[derive(Debug)]
pub(super) struct Undecodable {
    offset: usize,
    encoding: Encoding,
    /// Whether characters beyond ASCII were read before: such a file is damaged, not in another encoding.
    is_utf8_before: bool,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, offset) = (self.encoding.name(), self.offset);
        write!(f, "expected {name} text, found other bytes at offset {offset}; ")?;
        match (self.encoding, self.is_utf8_before) {
            (Encoding::Utf8, false) => f.write_str(
                "convert the file from its own encoding, as in iconv -f WINDOWS-1252 -t UTF-8",
            ),
            _ => write!(f, "the file is damaged there; iconv -c -f {name} -t UTF-8 leaves it out"),
        }
    }
}
