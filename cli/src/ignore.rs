//! What a comparison takes for white space.

use std::borrow::Cow;

use clap::Args;
use paradup::document::without_noise;
use paradup::text::Span;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

/// Bytes that one compiled expression may take.
const MAX_COMPILED: usize = 10 << 20;

/// What is noise to the comparison.
#[derive(Default, Args, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(crate) struct IgnoreOptions {
    /// Treat what this regular expression matches as white space: time stamps, page numbers,
    /// tracking parameters. May be given several times
    #[arg(long = "ignore", value_name = "REGEX", value_parser = compiled)]
    patterns: Vec<Regex>,
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern).size_limit(MAX_COMPILED).build();
    built.map_err(|error| error.to_string())
}

impl TryFrom<Vec<String>> for IgnoreOptions {
    type Error = String;

    fn try_from(patterns: Vec<String>) -> Result<IgnoreOptions, String> {
        let patterns =
            patterns.iter().map(|pattern| compiled(pattern)).collect::<Result<_, _>>()?;
        Ok(IgnoreOptions { patterns })
    }
}

impl IgnoreOptions {
    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// As they were given.
    pub(crate) fn patterns(&self) -> Vec<&str> {
        self.patterns.iter().map(Regex::as_str).collect()
    }

    /// What matches in a text.
    pub(crate) fn matches(&self, text: &str) -> Vec<Span> {
        let found = self.patterns.iter().flat_map(|pattern| pattern.find_iter(text));
        found.filter(|found| !found.is_empty()).map(|found| found.range().into()).collect()
    }

    /// The text with what matches as white space.
    pub(crate) fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        without_noise(text, &self.matches(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_as_long_as_the_text() {
        let patterns = [r"№ \d+", r"(?s)page.*", "x*"].map(|pattern| compiled(pattern).unwrap());
        let ignore = IgnoreOptions { patterns: patterns.to_vec() };
        assert_eq!(ignore.masked("Order № 12 paid, page\r\n7"), "Order        paid,     \r\n ");
        assert!(matches!(ignore.masked("Nothing"), Cow::Borrowed(_)));
    }
}
