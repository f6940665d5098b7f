//! One line of a corpus: a JSON object of which a few fields are understood.

use core::cmp::Ordering;
use core::fmt;
use std::borrow::Cow;

use memchr::memchr;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::members::members;

/// The field that notes are written to.
pub(super) const NOTE: &str = "paradup";

/// Which fields are read, by name.
pub(super) struct Fields {
    pub(super) text: String,
    pub(super) priority: Option<String>,
    /// Whether a note will be added, for which the name must be free.
    pub(super) is_annotated: bool,
    /// Whether a line that cannot be read is left out; otherwise it ends the reading.
    pub(super) skip_invalid: bool,
    /// The most bytes that a line may have.
    pub(super) max_line: usize,
}

/// What the fields hold.
#[derive(Debug)]
pub(super) struct Values<'l> {
    pub(super) text: Cow<'l, str>,
    /// None where none is asked for.
    pub(super) priority: Option<Priority>,
}

impl Fields {
    /// The values of a line, or the reason why it has none.
    pub(super) fn read<'l>(&self, line: &'l str) -> Result<Values<'l>, String> {
        if self.is_too_long(line) {
            return Err(format!(
                "expected a line of at most {} bytes, found one of {}; --max-line raises the limit",
                self.max_line,
                line.len()
            ));
        }
        let names =
            [Some(&*self.text), self.priority.as_deref(), self.is_annotated.then_some(NOTE)];
        match members(line, names) {
            Some([Some(written), written_priority, None])
                if written_priority.is_some() == self.priority.is_some() =>
            {
                self.values(written, written_priority)
            }
            _ => self.look_closely(line),
        }
    }

    /// A line without its end.
    pub(super) fn is_too_long(&self, line: &str) -> bool {
        line.len() > self.max_line
    }

    /// For lines that are not plain, and for those that are refused.
    fn look_closely<'l>(&self, line: &'l str) -> Result<Values<'l>, String> {
        if kind(line.trim_start()) != "an object" {
            let found = kind(line.trim_start());
            return Err(format!("expected a JSON object on the line, found {found}"));
        }
        let object: Object<'l> = serde_json::from_str(line).map_err(|error| not_whole(&error))?;
        if self.is_annotated && object.find(NOTE)?.is_some() {
            return Err(format!("has a field {} already, which --annotate adds", quoted(NOTE)));
        }
        let rule = "--keep takes longest, first or a field that each line has";
        let priority = self.priority.as_ref().map(|name| object.get(name, rule)).transpose()?;
        self.values(object.get(&self.text, "--field names the one that holds the text")?, priority)
    }

    fn values<'l>(&self, written: &'l str, priority: Option<&str>) -> Result<Values<'l>, String> {
        let text = text(&self.text, written)?;
        let named = self.priority.as_ref().zip(priority);
        let priority = named.map(|(name, json)| number(name, json)).transpose()?;
        Ok(Values { text, priority })
    }
}

/// The value of a field as it is written, if it stands there once.
pub(super) fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    match members(line, [Some(name)]) {
        Some([value]) => value,
        None => parse::<Object<'l>>(line).ok()?.find(name).ok()?,
    }
}

/// The members of an object in their order, names and values as written. Only those asked for are
/// understood: what is in the others is for those who read them.
struct Object<'l> {
    members: Vec<(&'l RawValue, &'l RawValue)>,
}

impl<'l> Object<'l> {
    /// The value of a field, or what is to be done where there is none.
    fn get(&self, name: &str, advice: &str) -> Result<&'l str, String> {
        let refusal = || format!("expected a field {}, found none; {advice}", quoted(name));
        self.find(name)?.ok_or_else(refusal)
    }

    /// The value of a field, which may stand once: which of two counts would depend on who reads.
    fn find(&self, name: &str) -> Result<Option<&'l str>, String> {
        let mut found = self.members.iter().filter(|member| is_named(member.0.get(), name));
        let value = found.next().map(|member| member.1.get());
        match found.next() {
            None => Ok(value),
            Some(_) => Err(format!("the field {} stands twice", quoted(name))),
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

fn parse<'l, T: Deserialize<'l>>(json: &'l str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| in_one_line(&error))
}

fn text<'l>(name: &str, json: &'l str) -> Result<Cow<'l, str>, String> {
    match kind(json) {
        // All else that can be wrong with a string is known by now.
        "a string" => string(json).map_err(|_| {
            format!(
                "field {}: expected Unicode text, found an escape from \\ud800 to \\udfff without its other half",
                quoted(name)
            )
        }),
        other => Err(format!("field {}: expected a string, found {other}", quoted(name))),
    }
}

/// A string without its quotes and escapes.
fn string(json: &str) -> Result<Cow<'_, str>, String> {
    if memchr(b'\\', json.as_bytes()).is_some() {
        return parse(json).map(Cow::Owned);
    }
    Ok(Cow::Borrowed(&json[1..json.len() - 1]))
}

fn number(name: &str, json: &str) -> Result<Priority, String> {
    let refusal = || format!("field {}: expected a number, found {}", quoted(name), kind(json));
    if kind(json) == "a number" { Priority::of(json).ok_or_else(refusal) } else { Err(refusal()) }
}

fn kind(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a truth value",
        Some(b'n') => "null",
        Some(b'-' | b'0'..=b'9') => "a number",
        _ => "what is no JSON",
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

/// Every line is one to the parser; its number is the file's business.
fn in_one_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

fn quoted(name: &str) -> String {
    format!("{name:?}")
}

/// A number to rank by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Priority {
    value: f64,
    /// Tells integers apart that fall together as `f64`: times in nanoseconds do.
    whole: i64,
}

impl Priority {
    fn of(json: &str) -> Option<Priority> {
        let value: f64 = json.parse().ok()?;
        // `+ 0.0` turns -0.0 into 0.0.
        Some(Priority { value: value + 0.0, whole: json.parse().unwrap_or(value as i64) })
    }
}

/// The value is never NaN.
impl Eq for Priority {}

impl PartialOrd for Priority {
    fn partial_cmp(&self, other: &Priority) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Priority {
    fn cmp(&self, other: &Priority) -> Ordering {
        self.value.total_cmp(&other.value).then(self.whole.cmp(&other.whole))
    }
}
