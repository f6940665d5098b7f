//! The attributes of a text, which stand for their values.

use std::collections::BTreeMap;

use super::notation::attribute;

/// The attributes that every document has, as far as they are no signs of markup.
const KNOWN: [(&str, &str); 5] =
    [("empty", ""), ("nbsp", "\u{a0}"), ("sp", " "), ("zwsp", "\u{200b}"), ("apos", "'")];

/// The attributes that a text sets, by name.
#[derive(Default)]
pub(super) struct Attributes<'t> {
    values: BTreeMap<&'t str, &'t str>,
}

impl<'t> Attributes<'t> {
    /// Reads a line as `:name: value`. Values of several lines stay unknown.
    pub(super) fn define(&mut self, line: &'t str) {
        if let Some((name, value)) = attribute(line).filter(|_| !line.ends_with('\\')) {
            self.values.insert(name, value);
        }
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let known = || KNOWN.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        self.values.get(name).copied().or_else(known)
    }

    /// Whether an attribute is an address, so that a text in brackets may follow.
    pub(super) fn is_address(&self, name: &str) -> bool {
        let value = self.values.get(name);
        let named = || ["url", "uri", "href", "link"].iter().any(|part| name.contains(part));
        value.map_or_else(named, |value| value.contains("://"))
    }
}
