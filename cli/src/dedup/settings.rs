//! What decides which rows go, as it was asked for.

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::options::Keep;
use super::{Dedup, Format};

impl Dedup {
    /// The options that decide what is written, by their names. What is not there has its default.
    pub(super) fn settings(&self, format: Format) -> Value {
        let thresholds = &self.thresholds;
        let relations: Vec<&str> = self.relations.iter().map(|one| one.name()).collect();
        let against: Vec<String> =
            self.against.iter().map(|path| path.display().to_string()).collect();
        let named = [
            ("input", json!(name(&format))),
            ("field", json!(self.field.to_string())),
            ("id", json!(self.id.to_string())),
            ("paragraphs", json!(self.paragraphs.as_ref().map(name))),
            ("emptied", json!(name(&self.emptied))),
            ("scope", json!(name(&self.scope))),
            ("min-words", json!(self.min_words())),
            ("max-copies", json!(self.max_copies)),
            ("keep", json!(self.keep.name())),
            ("annotate", json!(self.annotate)),
            ("may-lose", json!(self.may_lose.name())),
            ("relations", json!(relations)),
            ("near", json!(thresholds.near)),
            ("contained", json!(thresholds.contained)),
            ("restated", json!(thresholds.restated)),
            ("marks", json!(thresholds.marks.as_ref().map(name))),
            ("ignore", json!(self.ignore.patterns())),
            ("skip-invalid", json!(self.skip_invalid)),
            ("against", json!(against)),
            ("update", json!(self.update.as_ref().map(|path| path.display().to_string()))),
        ];
        let is_said = |value: &Value| !value.is_null() && value != &json!([]);
        let named = named.into_iter().filter(|(_, value)| is_said(value));
        named.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    }
}

/// A value as the command line has it.
fn name(value: &impl ValueEnum) -> Option<String> {
    value.to_possible_value().map(|value| value.get_name().to_owned())
}

impl Keep {
    fn name(&self) -> String {
        match self {
            Keep::Longest => "longest".to_owned(),
            Keep::First => "first".to_owned(),
            Keep::Field(field) => field.to_string(),
        }
    }
}
