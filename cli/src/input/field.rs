//! Which part of a row is its text.

use core::fmt;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The name of a field, or of one within others: `a.b`.
#[derive(Clone, Debug)]
pub(crate) struct Field(String);

impl Field {
    pub(crate) fn new(path: &str) -> Field {
        Field(path.to_owned())
    }

    pub(crate) fn name(&self) -> &str {
        &self.0
    }

    /// The value as it is written in an object; none where the object has no such field.
    ///
    /// # Errors
    /// When that is no JSON object, or has a field on the path twice.
    pub(super) fn find<'j>(&self, json: &'j str) -> Result<Option<&'j str>, String> {
        find(json, &self.0)
    }
}

fn find<'j>(json: &'j str, path: &str) -> Result<Option<&'j str>, String> {
    let members = members(json)?;
    if let Some(value) = member(&members, path)? {
        return Ok(Some(value));
    }
    let Some((name, rest)) = path.split_once('.') else { return Ok(None) };
    match member(&members, name)? {
        Some(inner) if inner.starts_with('{') => find(inner, rest),
        _ => Ok(None),
    }
}

fn member<'j>(members: &[Member<'j>], name: &str) -> Result<Option<&'j str>, String> {
    let mut named = members.iter().filter(|(written, _)| written == name);
    let value = named.next().map(|(_, value)| value.get());
    match named.next() {
        None => Ok(value),
        Some(_) => Err(format!("the field {name:?} stands twice")),
    }
}

/// The names of an object's fields.
pub(super) fn names(json: &str) -> Vec<String> {
    let members = members(json).unwrap_or_default();
    members.iter().map(|(name, _)| name.clone().into_owned()).collect()
}

type Member<'j> = (Cow<'j, str>, &'j RawValue);

fn members(json: &str) -> Result<Vec<Member<'_>>, String> {
    if !json.trim_start().starts_with('{') {
        return Err("expected a JSON object".to_owned());
    }
    let object: Object<'_> = serde_json::from_str(json)
        .map_err(|error| error.to_string().replace(" at line 1 column ", " at column "))?;
    Ok(object.0)
}

/// The members of an object in their order, values as they are written.
struct Object<'j>(Vec<Member<'j>>);

impl<'j> Deserialize<'j> for Object<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Object<'j>, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'j> Visitor<'j> for ObjectVisitor {
    type Value = Object<'j>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Object<'j>, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<Cow<'j, str>, &'j RawValue>()? {
            members.push((name, value));
        }
        Ok(Object(members))
    }
}
