//! What rows are ranked by.

use core::cmp::Ordering;
use std::borrow::Cow;

use crate::field::{Field, kind, string};

/// A number, or a text, to rank by. All of a corpus are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    Number(Number),
    /// Ranked by its bytes, which puts dates of ISO 8601 in their order.
    Text(Box<str>),
}

impl Priority {
    /// A value as it is written in JSON.
    pub(super) fn of_json(field: &Field, json: &str) -> Result<Priority, String> {
        let refusal = || field.refusal("a number or a string", kind(json));
        match kind(json) {
            "a number" => Number::read(json).map(Priority::Number).ok_or_else(refusal),
            "a string" => {
                let text = string(json).map_err(|_| refusal())?;
                Ok(Priority::Text(text.into()))
            }
            _ => Err(refusal()),
        }
    }

    /// A value of a table, where numbers are not told from texts but by what they are.
    pub(super) fn of_cell(text: Cow<'_, str>) -> Priority {
        match Number::read(&text) {
            Some(number) => Priority::Number(number),
            None => Priority::Text(text.into()),
        }
    }

    /// What it is, as in messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Priority::Number(_) => "a number",
            Priority::Text(_) => "a string",
        }
    }
}

/// A number, of which no digit counts for nothing that an integer of 64 bits has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    value: f64,
    /// Tells integers apart that fall together as `f64`: times in nanoseconds do.
    whole: i64,
}

impl Number {
    fn read(digits: &str) -> Option<Number> {
        // The words for infinity and for what is no number are texts.
        let is_digit = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        let value: f64 = digits.parse().ok().filter(|_| digits.bytes().all(is_digit))?;
        // `+ 0.0` turns -0.0 into 0.0.
        Some(Number { value: value + 0.0, whole: digits.parse().unwrap_or(value as i64) })
    }
}

/// The value is never NaN.
impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.value.total_cmp(&other.value).then(self.whole.cmp(&other.whole))
    }
}
