//! A field of a row: by its name, or by the keys that lead to it.

use core::fmt;
use core::mem;
use core::str::FromStr;
use std::borrow::Cow;

use memchr::memchr;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::members::members;

/// Which field is meant: keys with dots between them, as in `doc.body` or `messages.0.content`.
///
/// In an array a number is a place, counted from 0. Where a key holds a dot, that has a backslash before it. A column of
/// a table is named by all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    written: String,
    first: String,
    others: Vec<String>,
}

impl FromStr for Field {
    type Err = String;

    fn from_str(written: &str) -> Result<Field, String> {
        let mut keys = keys(written).into_iter();
        match keys.next() {
            Some(first) if !written.is_empty() => {
                Ok(Field { written: written.to_owned(), first, others: keys.collect() })
            }
            _ => Err("expected the name of a field, or keys with dots between them".to_owned()),
        }
    }
}

impl<'d> Deserialize<'d> for Field {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Field, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(Error::custom)
    }
}

fn keys(written: &str) -> Vec<String> {
    let (mut keys, mut key) = (Vec::new(), String::new());
    let mut characters = written.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '.' => keys.push(mem::take(&mut key)),
            '\\' => key.push(characters.next_if(|next| matches!(next, '.' | '\\')).unwrap_or(c)),
            _ => key.push(c),
        }
    }
    keys.push(key);
    keys
}

/// As in messages.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.written)
    }
}

impl Field {
    /// The name of a column.
    pub(crate) fn column(&self) -> &str {
        &self.written
    }

    /// The keys on the way to it.
    #[cfg(feature = "parquet")]
    pub(crate) fn keys(&self) -> Vec<String> {
        keys(&self.written)
    }

    /// The same field where the whole name is that of a member.
    pub(crate) fn as_member(&self) -> Field {
        Field { first: self.written.clone(), others: Vec::new(), ..self.clone() }
    }

    /// The member of a row's object in which it is to be found.
    pub(crate) fn first(&self) -> &str {
        &self.first
    }

    /// The value in an object, as it is written; none where it is null or absent.
    ///
    /// # Errors
    /// When the object cannot be read, a key stands twice, or a value on the way has no members.
    pub(crate) fn find<'l>(&self, object: &'l str) -> Result<Option<&'l str>, String> {
        member(object, &self.first)?.map_or(Ok(None), |value| self.follow(value))
    }

    /// The value, from that of the first key on.
    pub(crate) fn follow<'l>(&self, first: &'l str) -> Result<Option<&'l str>, String> {
        let mut value = first;
        for key in &self.others {
            let step = match kind(value) {
                "an object" => member(value, key)?,
                "an array" => self.element(value, key)?,
                "null" => None,
                found => return Err(self.refusal("an object or an array on the way", found)),
            };
            match step {
                Some(next) => value = next,
                None => return Ok(None),
            }
        }
        Ok((value != "null").then_some(value))
    }

    fn element<'l>(&self, array: &'l str, key: &str) -> Result<Option<&'l str>, String> {
        let Ok(place) = key.parse::<usize>() else {
            return Err(
                self.refusal("an object on the way", "an array, which has numbers for keys")
            );
        };
        let elements: Vec<&'l RawValue> = parse(array)?;
        Ok(elements.get(place).map(|element| element.get()))
    }

    /// A value as written, as the text that it must be.
    pub(crate) fn text<'l>(&self, json: &'l str) -> Result<Cow<'l, str>, String> {
        match kind(json) {
            // All else that can be wrong with a string is known by now.
            "a string" => string(json).map_err(|_| {
                format!(
                    "field {self}: expected Unicode text, found an escape from \\ud800 to \\udfff without its other half"
                )
            }),
            other => Err(self.refusal("a string", other)),
        }
    }

    pub(crate) fn refusal(&self, expected: &str, found: &str) -> String {
        format!("field {self}: expected {expected}, found {found}")
    }
}

/// The value of a member as it is written.
///
/// # Errors
/// When it stands twice: which of two counts would depend on who reads.
pub(crate) fn member<'l>(object: &'l str, key: &str) -> Result<Option<&'l str>, String> {
    match members(object, [Some(key)]) {
        Some([value]) => Ok(value),
        None => parse::<Object<'l>>(object)?.find(key),
    }
}

/// The members of an object in their order, names and values as written. Only those asked for are
/// understood: what is in the others is for those who read them.
struct Object<'l> {
    members: Vec<(&'l RawValue, &'l RawValue)>,
}

impl<'l> Object<'l> {
    fn find(&self, key: &str) -> Result<Option<&'l str>, String> {
        let mut found = self.members.iter().filter(|member| is_named(member.0.get(), key));
        let value = found.next().map(|member| member.1.get());
        match found.next() {
            None => Ok(value),
            Some(_) => Err(format!("the field {key:?} stands twice")),
        }
    }
}

/// Whether a name as written is this one.
fn is_named(json: &str, name: &str) -> bool {
    string(json).is_ok_and(|written| written == name)
}

impl<'l> Deserialize<'l> for Object<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Object<'l>, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'l> Visitor<'l> for ObjectVisitor {
    type Value = Object<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Object<'l>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Object { members })
    }
}

/// Refuses a line that is no whole object.
pub(crate) fn check_object(line: &str) -> Result<(), String> {
    match kind(line.trim_start()) {
        "an object" => {
            serde_json::from_str::<Object<'_>>(line).map(drop).map_err(|error| not_whole(&error))
        }
        found => {
            let found = if parse::<IgnoredAny>(line).is_ok() { found } else { NO_JSON };
            Err(format!("expected a JSON object on the line, found {found}"))
        }
    }
}

/// A line may hold the beginning of an object that goes on in the next.
fn not_whole(error: &serde_json::Error) -> String {
    let reason = in_one_line(error);
    if error.is_eof() {
        return format!("expected a whole JSON object on the line, found its beginning: {reason}");
    }
    reason
}

fn parse<'l, T: Deserialize<'l>>(json: &'l str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| in_one_line(&error))
}

/// Every line is one to the parser; its number is the file's business.
fn in_one_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

/// A string without its quotes and escapes.
pub(crate) fn string(json: &str) -> Result<Cow<'_, str>, String> {
    if memchr(b'\\', json.as_bytes()).is_some() {
        return parse(json).map(Cow::Owned);
    }
    Ok(Cow::Borrowed(&json[1..json.len() - 1]))
}

const NO_JSON: &str = "what is no JSON";

/// Names in a message.
const MAX_NAMES: usize = 20;

/// Names of fields or columns, as in messages: the first of many.
pub(crate) fn listed<N: AsRef<str>>(names: impl ExactSizeIterator<Item = N>) -> String {
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    let shown = names.take(MAX_NAMES).map(|name| format!("{:?}", name.as_ref()));
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { "none".to_owned() } else { shown.join(", ") + more }
}

/// What a value is, by how it begins.
pub(crate) fn kind(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a truth value",
        Some(b'n') => "null",
        Some(b'-' | b'0'..=b'9') => "a number",
        _ => NO_JSON,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(field: &str, object: &'static str) -> Result<Option<&'static str>, String> {
        field.parse::<Field>().unwrap().find(object)
    }

    #[test]
    fn what_is_no_json_is_not_called_by_its_first_letter() {
        let refused = |line| check_object(line).unwrap_err();
        assert!(refused("nope").ends_with("found what is no JSON"), "{}", refused("nope"));
        assert!(
            refused("null").ends_with("found null") && refused("[1]").ends_with("found an array")
        );
    }

    #[test]
    fn keys_lead_through_objects_and_arrays() {
        let row = r#"{"doc":{"body":"x","a.b":[{"c\u0064":7}],"n":null},"\\":1}"#;
        assert_eq!(found("doc.body", row), Ok(Some("\"x\"")));
        assert_eq!(found(r"doc.a\.b.0.cd", row), Ok(Some("7")));
        assert_eq!(found(r"\\", row), Ok(Some("1")));
        for absent in ["body", "doc.text", r"doc.a\.b.1.cd", r"doc.a\.b.0.c", "doc.n", "doc.n.x.y"]
        {
            assert_eq!(found(absent, row), Ok(None), "{absent}");
        }
        assert!("".parse::<Field>().is_err());
    }

    #[test]
    fn a_value_without_members_leads_nowhere() {
        let refusal = found("doc.body", r#"{"doc":"x"}"#).unwrap_err();
        assert_eq!(
            refusal,
            "field \"doc.body\": expected an object or an array on the way, found a string"
        );
        let refusal = found("doc.body", r#"{"doc":[]}"#).unwrap_err();
        assert!(refusal.contains("expected an object on the way, found an array"), "{refusal}");
        assert!(
            found("doc.body", r#"{"doc":{"body":1,"body":2}}"#)
                .unwrap_err()
                .contains("stands twice")
        );
    }
}
