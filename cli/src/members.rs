//! The members of one line's object, found without building anything.
//!
//! `serde_json` in the same place, with a map of raw values, took several times as long. What is not
//! plain (a name with escapes, a name that stands twice, what is no JSON) is left to it, so that there is one
//! judge, and its messages.

use memchr::memchr2;
use serde::de::IgnoredAny;

/// The values of the members with these names, as they are written. None where the line needs a closer look.
pub(crate) fn members<'l, const N: usize>(
    line: &'l str,
    names: [Option<&str>; N],
) -> Option<[Option<&'l str>; N]> {
    let mut cursor = Cursor { line, at: 0 };
    let mut found = [None; N];
    cursor.skip_space();
    cursor.take(b'{')?;
    cursor.skip_space();
    if cursor.take(b'}').is_none() {
        loop {
            let (name, value) = cursor.member()?;
            let place = names.iter().position(|known| *known == Some(name));
            if place.is_some_and(|place| found[place].replace(value).is_some()) {
                return None;
            }
            cursor.skip_space();
            if cursor.take(b',').is_none() {
                break cursor.take(b'}')?;
            }
            cursor.skip_space();
        }
    }
    cursor.skip_space();
    (cursor.at == line.len()).then_some(found)
}

/// A place in a line.
struct Cursor<'l> {
    line: &'l str,
    at: usize,
}

impl<'l> Cursor<'l> {
    fn rest(&self) -> &'l [u8] {
        &self.line.as_bytes()[self.at..]
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (*self.rest().first()? == byte).then(|| self.at += 1)
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.rest().first() {
            self.at += 1;
        }
    }

    /// A name without escapes, and its value.
    fn member(&mut self) -> Option<(&'l str, &'l str)> {
        self.take(b'"')?;
        let name = self.since(Cursor::skip_plain)?;
        self.take(b'"')?;
        self.skip_space();
        self.take(b':')?;
        self.skip_space();
        Some((name, self.since(Cursor::skip_value)?))
    }

    /// What a step goes over.
    fn since(&mut self, step: impl FnOnce(&mut Self) -> Option<()>) -> Option<&'l str> {
        let from = self.at;
        step(self)?;
        Some(&self.line[from..self.at])
    }

    fn skip_value(&mut self) -> Option<()> {
        match self.rest().first()? {
            b'"' => self.skip_string(),
            b'{' | b'[' => self.skip_nested(),
            b't' => self.skip_word("true"),
            b'f' => self.skip_word("false"),
            b'n' => self.skip_word("null"),
            _ => self.skip_number(),
        }
    }

    /// What means itself in a string; behind it something must follow.
    fn skip_plain(&mut self) -> Option<()> {
        self.at += plain_length(self.rest());
        (self.at < self.line.len()).then_some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.skip_plain()?;
            match self.rest() {
                [b'"', ..] => break self.take(b'"'),
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => self.at += 2,
                [b'\\', b'u', digits @ ..] if is_code(digits) => self.at += 6,
                _ => break None,
            }
        }
    }

    /// Objects and arrays have an end of their own, at which `serde_json` stops.
    fn skip_nested(&mut self) -> Option<()> {
        let json = serde_json::Deserializer::from_str(&self.line[self.at..]);
        let mut values = json.into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(())
    }

    fn skip_word(&mut self, word: &str) -> Option<()> {
        self.rest().starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn skip_number(&mut self) -> Option<()> {
        // The sign may be missing.
        self.take(b'-').unwrap_or_default();
        if self.take(b'0').is_none() {
            self.skip_digits()?;
        }
        if self.take(b'.').is_some() {
            self.skip_digits()?;
        }
        if self.take(b'e').or_else(|| self.take(b'E')).is_some() {
            self.take(b'-').or_else(|| self.take(b'+')).unwrap_or_default();
            self.skip_digits()?;
        }
        Some(())
    }

    /// At least one.
    fn skip_digits(&mut self) -> Option<()> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        (digits > 0).then_some(())
    }
}

fn is_code(digits: &[u8]) -> bool {
    digits.get(..4).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
}

/// How many bytes stand before the first that means something in a string.
fn plain_length(bytes: &[u8]) -> usize {
    let end = memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
    // Without a way out of the loop it is compiled to vectors.
    let control = |any, byte: &u8| any | u8::from(*byte < 0x20);
    let has_control = bytes[..end].iter().fold(0, control) != 0;
    if has_control { bytes.iter().take_while(|byte| **byte >= 0x20).count() } else { end }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::value::RawValue;

    use super::*;

    const NAMES: [Option<&str>; 3] = [Some("text"), None, Some("id")];

    /// By the parser of `serde_json`.
    fn reference(line: &str) -> Option<[Option<String>; 3]> {
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(line).ok()?;
        Some(NAMES.map(|name| Some(members.get(name?)?.get().to_owned())))
    }

    #[track_caller]
    fn check(line: &str) {
        if let Some(found) = members(line, NAMES) {
            assert_eq!(
                reference(line),
                Some(found.map(|value| value.map(str::to_owned))),
                "{line}"
            );
        }
    }

    #[test]
    fn plain_lines_need_no_closer_look() {
        for line in [
            "{}",
            r#" { "text" : "a \" \u00e9" , "id":-0.5e+7, "x":[{"id":1},[]],"y":{}} "#,
            r#"{"text":null,"id":true,"z":false}"#,
        ] {
            assert!(members(line, NAMES).is_some(), "{line}");
            check(line);
        }
    }

    #[test]
    fn what_is_no_json_or_not_plain_is_left_alone() {
        for line in [
            "",
            "{",
            "[]",
            "{}}",
            r#"{"text"}"#,
            r#"{"text":}"#,
            r#"{"text":"a",}"#,
            r#"{"text":"a" "id":1}"#,
            r#"{"text":01}"#,
            r#"{"text":1.}"#,
            r#"{"text":.5}"#,
            r#"{"text":1e}"#,
            r#"{"text":-}"#,
            r#"{"text":+1}"#,
            r#"{"text":"\x"}"#,
            r#"{"text":"\u12g4"}"#,
            r#"{"text":"\u12"}"#,
            "{\"text\":\"\t\"}",
            r#"{"text":tru}"#,
            r#"{"text":nulll}"#,
            r#"{"id":1,"id":2}"#,
            r#"{"\u0069d":1}"#,
            r#"{"x":[1,]}"#,
            r#"{"x":{"a"}}"#,
            "{\"text\":\"a\"}\u{feff}",
        ] {
            assert_eq!(members(line, NAMES), None, "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_found_is_what_serde_json_finds(
            line in r#"\{("(text|id|x|\\u0069d)":("[a-z\\\\"/u0-9é\t]{0,40}"|-?[0-9.eE+-]{1,6}|null|true|\[[0-9,]{0,4}\]|\{("id":1)?\}) ?,? ?){0,4}\} ?"#
        ) {
            check(&line);
        }

        #[test]
        fn plain_lengths_are_those_of_a_plain_loop(text in "[a-zé \"\\\\\t]{0,3}[a-zé]{0,90}[\"\\\\\u{1f}]?[a-z]{0,9}") {
            let expected = text.bytes().take_while(|byte| !matches!(byte, ..0x20 | b'"' | b'\\')).count();
            prop_assert_eq!(plain_length(text.as_bytes()), expected);
        }
    }
}
