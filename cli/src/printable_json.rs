//! JSON that can be shown: what could move a cursor or turn the direction of a text stands as its escape.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::markup::is_unprintable;

/// The value in one line.
pub(crate) fn to_vec(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::with_capacity(1024);
    value.serialize(&mut Serializer::with_formatter(&mut json, Printable))?;
    Ok(json)
}

/// The value as a line.
pub(crate) fn to_line(value: &impl Serialize) -> serde_json::Result<String> {
    let json = String::from_utf8(to_vec(value)?).expect("JSON made of text is text");
    Ok(json + "\n")
}

struct Printable;

impl Formatter for Printable {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        write_printable(out, text)
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, out: &mut W, json: &str) -> io::Result<()> {
        write_printable(out, json)
    }
}

/// Bytes looked at together.
const CHUNK: usize = 64;

fn write_printable<W: ?Sized + Write>(out: &mut W, text: &str) -> io::Result<()> {
    let mut from = 0;
    // All bytes of a chunk are looked at, which the compiler does many at a time.
    let may_begin =
        |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | may_begin_unprintable(*byte));
    if !text.as_bytes().chunks(CHUNK).any(may_begin) {
        return out.write_all(text.as_bytes());
    }
    for (at, c) in text.char_indices().filter(|(_, c)| is_unprintable(*c)) {
        out.write_all(&text.as_bytes()[from..at])?;
        match u32::from(c) {
            // White space between the parts of a raw value; strings hold none of these as they are.
            ..0x20 => out.write_all(b" ")?,
            code => write!(out, "\\u{code:04x}")?,
        }
        from = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[from..])
}

/// Whether a character that is to be escaped can begin with this byte.
fn may_begin_unprintable(byte: u8) -> bool {
    matches!(byte, ..0x20 | 0x7f | 0xc2 | 0xd8 | 0xe2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_back_is_the_same_and_nothing_is_obeyed() {
        let text = "a\u{7f}b\u{9b}c\u{202e}d\u{2066}\u{61c}\u{200e}\n\"\\ é … ق ÿ\u{0}";
        let json = to_line(&text).unwrap();
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        assert!(!json.trim_end().contains(is_unprintable));
        assert!(json.contains("é … ق ÿ"));
    }
}
