//! The options that say how much is enough.

use clap::{Args, ValueEnum};
use paradup::text::{Marks, Normalizer};
use paradup::{Detector, DetectorBuilder};
use serde::Deserialize;

/// How much is enough for each relation that has a degree.
#[derive(Clone, Copy, Args)]
pub(crate) struct ThresholdOptions {
    /// Minimum resemblance of near copies, above 0 and at most 1 [default: 0.7]
    #[arg(long, value_name = "T")]
    pub(crate) near: Option<f64>,
    /// Minimum containment of a paragraph in a larger one, above 0 and at most 1 [default: 0.8]
    #[arg(long, value_name = "C")]
    pub(crate) contained: Option<f64>,
    /// Minimum probability of a restatement, from 0 (list every pair) to 1 [default: 0.5]
    #[arg(long, value_name = "P")]
    pub(crate) restated: Option<f64>,
    /// Whether to compare diacritics, vowel points and other marks, or to leave them out [default: keep]
    #[arg(long, value_enum)]
    pub(crate) marks: Option<MarksName>,
}

#[derive(Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MarksName {
    Keep,
    Strip,
}

impl From<MarksName> for Marks {
    fn from(name: MarksName) -> Marks {
        match name {
            MarksName::Keep => Marks::Keep,
            MarksName::Strip => Marks::Strip,
        }
    }
}

impl ThresholdOptions {
    /// These, and the other ones where these say nothing.
    pub(crate) fn or(self, other: ThresholdOptions) -> ThresholdOptions {
        ThresholdOptions {
            near: self.near.or(other.near),
            contained: self.contained.or(other.contained),
            restated: self.restated.or(other.restated),
            marks: self.marks.or(other.marks),
        }
    }

    /// Which marks are compared.
    pub(crate) fn marks(&self) -> Marks {
        self.marks.map_or(Marks::default(), Marks::from)
    }

    /// A builder with these thresholds and the crate's defaults for those not given.
    pub(crate) fn builder(&self) -> DetectorBuilder {
        let mut builder = Detector::builder().marks(self.marks());
        builder = self.near.into_iter().fold(builder, DetectorBuilder::near);
        builder = self.contained.into_iter().fold(builder, DetectorBuilder::contained);
        self.restated.into_iter().fold(builder, DetectorBuilder::restated)
    }

    /// What tells words as the comparison does.
    pub(crate) fn normalizer(&self) -> Normalizer {
        Normalizer::with_marks(self.marks())
    }

    /// The thresholds that were given, by the names of their options.
    pub(crate) fn given(&self) -> impl Iterator<Item = &'static str> {
        let options =
            [("--near", self.near), ("--contained", self.contained), ("--restated", self.restated)];
        options.into_iter().filter_map(|(name, value)| value.map(|_| name))
    }
}
