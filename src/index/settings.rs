//! The settings on which an index rests, by name, as its stored form has them.

use core::str::FromStr;

use crate::FormatError;
use crate::detector::{Detector, DetectorBuilder};
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

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
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

/// A builder with the settings that are written. What is not written, or twice, is found by [`SettingNames::check`].
///
/// # Errors
/// Names a setting that this version does not know, or whose value it does not.
pub(super) fn builder(written: &str) -> Result<DetectorBuilder, FormatError> {
    let lines = written.split_terminator('\n');
    lines.map(|line| line.split_once(" = ").unwrap_or((line, ""))).try_fold(
        Detector::builder(),
        |builder, (name, value)| {
            set(builder, name, value).ok_or_else(|| {
                FormatError::new(
                    "settings",
                    &"those of this version",
                    &name_and_value(name, value),
                    UNKNOWN,
                )
            })
        },
    )
}

fn name_and_value(name: &str, value: &str) -> String {
    format!("{name} = {value}")
}

fn set(builder: DetectorBuilder, name: &str, value: &str) -> Option<DetectorBuilder> {
    Some(match name {
        "scheme" => return (value == Scheme::VERSION.to_string()).then_some(builder),
        "marks" => builder.marks(Scheme::marks_described(value)?),
        "shingling" => builder.shingling(Scheme::shingling_described(value)?),
        "num_perm" => builder.num_perm(value.parse().ok()?),
        "seed" => builder.seed(value.parse().ok()?),
        "near" => builder.near(value.parse().ok()?),
        "recall" => builder.recall(value.parse().ok()?),
        "relations" => {
            let relations: Result<Vec<_>, _> = value.split(", ").map(Relation::from_str).collect();
            builder.relations(relations.ok()?)
        }
        "min_words" => builder.min_words(value.parse().ok()?),
        _ => return None,
    })
}

const UNKNOWN: &str = "open it with the version of paradup that saved it";

const REMEDY: &str =
    "open it with the settings under which it was saved, or insert its texts into a new index";
