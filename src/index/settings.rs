//! The settings on which an index rests, by name, as its stored form has them.

use crate::FormatError;
use crate::detector::Detector;
use crate::minhash::Scheme;
use crate::relation::Relation;

/// Names and values, in the order in which they are written.
#[derive(Clone, Debug)]
pub(super) struct SettingNames(Vec<(&'static str, String)>);

impl SettingNames {
    /// All on which keys or answers depend.
    pub(super) fn new(detector: &Detector) -> SettingNames {
        let (criteria, signing) = (&detector.settings.criteria, &detector.signing);
        let asked_for = Relation::ALL.iter().filter(|relation| criteria.asks_for(**relation));
        let relations: Vec<&str> = asked_for.map(|relation| relation.name()).collect();
        let mut settings = vec![("scheme", Scheme::VERSION.to_string())];
        settings.extend(signing.scheme.described());
        settings.push(("near", criteria.thresholds.near.to_string()));
        settings.push(("recall", signing.recall.to_string()));
        settings.push(("relations", relations.join(", ")));
        settings.push(("min_words", detector.selection.min_words.to_string()));
        SettingNames(settings)
    }

    /// A line for each: `name = value`.
    pub(super) fn written(&self) -> String {
        self.0.iter().flat_map(|(name, value)| [*name, " = ", value, "\n"]).collect()
    }

    /// # Errors
    /// Names the first setting that differs from these.
    pub(super) fn check(&self, written: &str) -> Result<(), FormatError> {
        let mut lines = written.split_terminator('\n');
        for (name, value) in &self.0 {
            let line = lines.next().unwrap_or("nothing");
            let found = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(" = "));
            let found = found.unwrap_or(line);
            if found != value {
                return Err(FormatError::new(name, value, &found, REMEDY));
            }
        }
        match lines.next() {
            Some(line) => Err(FormatError::new("settings", &"no more", &line, REMEDY)),
            None => Ok(()),
        }
    }
}

const REMEDY: &str =
    "open it with the settings under which it was saved, or insert its texts into a new index";
