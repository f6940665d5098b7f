//! What is left out of the comparison: noise such as time stamps.

use std::borrow::Cow;

use regex::Regex;

use crate::Failure;

/// Patterns whose matches count as white space.
pub(crate) struct Ignore {
    patterns: Vec<Regex>,
}

impl Ignore {
    pub(crate) fn new(patterns: &[String]) -> Result<Ignore, Failure> {
        let pattern = |written: &String| {
            Regex::new(written).map_err(|error| format!("--ignore {written:?}: {error}").into())
        };
        let patterns = patterns.iter().map(pattern).collect::<Result<_, Failure>>()?;
        Ok(Ignore { patterns })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The text with a space for each byte of what matches: as long as before, so that every place in it
    /// is one in the original.
    pub(crate) fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let blank = |text: Cow<'t, str>, pattern: &Regex| {
            let spaces = |found: &regex::Captures<'_>| " ".repeat(found[0].len());
            match pattern.replace_all(&text, spaces) {
                Cow::Borrowed(_) => text,
                Cow::Owned(blanked) => Cow::Owned(blanked),
            }
        };
        self.patterns.iter().fold(Cow::Borrowed(text), blank)
    }
}
