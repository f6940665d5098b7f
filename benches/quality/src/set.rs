//! The two sets of coefficients, and what each is fitted on.

use crate::regression::FEATURES;
use crate::wild::WildPair;

/// The features, behind all others, that are looked at only where documents have markup.
const OF_MARKUP: usize = 3;

/// What a pair of the data's own documents counts, among articles, for each pair that it stands for. With 1 the probabilities of parallel
/// constructions stay too high, with 5 retellings are missed in the articles.
const IN_PLAIN: f64 = 2.0;

/// What a pair of an article counts among documents with markup: enough for retellings to be found there too.
const OF_ARTICLE: f64 = 0.15;

/// What a restatement counts there for each other pair. With 1 hardly any gets a probability of 0.9.
const OF_RESTATEMENT: f64 = 1.3;

/// Coefficients that are fitted together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// For bare texts and plain text.
    Plain,
    /// For documents with markup.
    Structured,
}

impl Set {
    pub(crate) fn features(self) -> [bool; FEATURES] {
        core::array::from_fn(|feature| self == Set::Structured || feature + OF_MARKUP < FEATURES)
    }

    /// What a pair of the articles, or of what is made of them, counts.
    pub(crate) fn of_article(self, weight: f64, restated: bool) -> f64 {
        match self {
            Set::Plain => weight,
            Set::Structured => OF_ARTICLE * weight * of_label(restated),
        }
    }

    /// What a pair from documents as they are counts. Nothing if it is not fitted on.
    pub(crate) fn of_wild(self, pair: &WildPair) -> f64 {
        match self {
            Set::Plain if !pair.is_own => 0.0,
            Set::Plain => IN_PLAIN * pair.fitted_weight(),
            Set::Structured => pair.fitted_weight() * of_label(pair.restated),
        }
    }
}

fn of_label(restated: bool) -> f64 {
    if restated { OF_RESTATEMENT } else { 1.0 }
}
