//! Why a pair is held to be a restatement, in one line.

use core::fmt;
use std::collections::BTreeSet;

use super::fact::Mention;
use super::pair::{Evidence, Exchange};
use super::token::is_telling;
use crate::restatement::Reasons;

/// More exchanges in one line would not be read.
const MAX_NAMED: usize = 3;

/// Why a pair is held to be a restatement: its [`Reasons`], and the words exchanged for others that the two would have to share to
/// be a likelier one. Its text is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why<'e> {
    reasons: Reasons,
    exchanged: Vec<(&'e str, &'e str)>,
}

impl Evidence {
    /// Why the pair is held to be a restatement. Only where none of the stronger relations holds.
    ///
    /// What was exchanged is named where it lowers the probability: where words that say something stand in place of others,
    /// and rare words are not shared.
    ///
    /// ```
    /// let a = "Members of the harbour council may approve the first draft of the plan at the spring meeting.";
    /// let b = "Members of the harbour council may reject the second draft of the plan at the spring meeting.";
    /// let evidence = paradup::Detector::default().compare(a, b).evidence;
    /// assert_eq!(
    ///     evidence.why().unwrap().to_string(),
    ///     "7 of 9 rare words shared, 88 % of the words in order; exchanged \"approve\" for \"reject\", \"first\" for \"second\"",
    /// );
    /// ```
    pub fn why(&self) -> Option<Why<'_>> {
        let reasons = self.reasons?;
        let shares_all = reasons.rare_shared == reasons.rare;
        let exchanged = if shares_all { Vec::new() } else { self.exchanged() };
        Some(Why { reasons, exchanged })
    }

    /// Words that say something and stand in place of others, unless these stand elsewhere on the other side in place of them.
    fn exchanged(&self) -> Vec<(&str, &str)> {
        let both: Vec<(&Mention, &Mention, bool)> =
            self.exchanges.iter().filter_map(sides).collect();
        let [of_a, of_b]: [BTreeSet<String>; 2] = [
            both.iter().map(|(a, ..)| a.text.to_lowercase()).collect(),
            both.iter().map(|(_, b, _)| b.text.to_lowercase()).collect(),
        ];
        let is_moved = |a: &Mention, b: &Mention| {
            of_b.contains(&a.text.to_lowercase()) || of_a.contains(&b.text.to_lowercase())
        };
        both.into_iter()
            .filter(|(a, b, is_fact)| (*is_fact || tells(a) || tells(b)) && !is_moved(a, b))
            .map(|(a, b, _)| (&*a.text, &*b.text))
            .collect()
    }
}

/// Both sides of an exchange, if both have something, and whether it is one of facts.
fn sides(exchange: &Exchange) -> Option<(&Mention, &Mention, bool)> {
    Some((exchange.a.as_ref()?, exchange.b.as_ref()?, exchange.kind.is_some()))
}

fn tells(mention: &Mention) -> bool {
    mention.text.split_whitespace().any(is_telling)
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reasons)?;
        for (number, (a, b)) in self.exchanged.iter().take(MAX_NAMED).enumerate() {
            let before = if number == 0 { "; exchanged" } else { "," };
            write!(f, "{before} {a:?} for {b:?}")?;
        }
        match self.exchanged.len().saturating_sub(MAX_NAMED) {
            0 => Ok(()),
            more => write!(f, ", and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Detector;

    fn why(a: &str, b: &str) -> String {
        let evidence = Detector::default().compare(a, b).evidence;
        evidence.why().map(|why| why.to_string()).unwrap_or_default()
    }

    #[test]
    fn no_more_than_three_exchanges_are_named() {
        let why = why(
            "Each morning the keeper opens the northern gate, greases the upper hinges and counts the yellow barges.",
            "Each evening the keeper shuts the southern gate, paints the lower hinges and counts the purple barges.",
        );
        let (_, named) = why.split_once("; exchanged ").unwrap();
        assert!(named.starts_with("\"morning\" for \"evening\", "), "{why}");
        assert_eq!(named.matches(" for ").count(), 3, "{why}");
        assert!(named.contains(", and "), "{why}");
    }

    #[test]
    fn what_stands_elsewhere_or_says_little_is_not_named() {
        let moved = why(
            "The harbour council hears the ferry owners before the barge owners and closes the evening meeting at nine.",
            "The harbour council hears the barge owners before the ferry owners and closes the winter meeting at nine.",
        );
        assert!(moved.ends_with("; exchanged \"evening\" for \"winter\""), "{moved}");
        let little = why(
            "The keeper of a lock has to grease the hinges of a gate in spring, and paints the railings in autumn.",
            "The keeper of the lock has to grease the hinges of the gate in spring, and paints the railings in autumn.",
        );
        assert!(!little.contains("exchanged"), "{little}");
    }
}
