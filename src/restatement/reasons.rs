//! Why a pair is held to be a restatement, in numbers a person can check.

use core::cmp::Ordering;
use core::fmt;

use super::background::Background;
use super::features::Features;

/// A stem of at least this weight is rare: about one in five of the other paragraphs has it, or
/// fewer.
const RARE: f64 = 0.5;

/// What the shorter of two paragraphs shares with the longer.
///
/// ```
/// let comparison = paradup::Detector::default().compare(
///     "The council closed the north bridge on Monday, after a diver found a crack in its bearing.",
///     "After a diver had found a crack in the bearing, the council closed the north bridge on Monday.",
/// );
/// let reasons = comparison.evidence.reasons.unwrap();
/// assert_eq!(reasons.to_string(), "10 of 10 rare words shared, 47 % of the words in order");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Reasons {
    /// Rare words of the shorter paragraph that the longer has too.
    pub rare_shared: usize,
    /// Rare words of the shorter paragraph: those that few other paragraphs of the collection have.
    pub rare: usize,
    /// Words that stand in the same order in both.
    pub in_order: usize,
    /// Words of the shorter paragraph.
    pub words: usize,
}

impl Reasons {
    pub(super) fn new(
        background: &Background,
        (a, b): (usize, usize),
        features: &Features,
    ) -> Reasons {
        let in_order = features.in_order as usize;
        match background.tokens(a).len().cmp(&background.tokens(b).len()) {
            Ordering::Less => Reasons::directed(background, a, b, in_order),
            Ordering::Greater => Reasons::directed(background, b, a, in_order),
            // The same is told of a pair and of the pair turned round.
            Ordering::Equal => {
                let one = Reasons::directed(background, a, b, in_order);
                let other = Reasons::directed(background, b, a, in_order);
                if one.rare <= other.rare { one } else { other }
            }
        }
    }

    fn directed(background: &Background, short: usize, long: usize, in_order: usize) -> Reasons {
        let (rare_shared, rare) = rare(background, short, long);
        Reasons { rare_shared, rare, in_order, words: background.tokens(short).len() }
    }
}

/// How many rare words of a paragraph another one has, and how many there are.
fn rare(background: &Background, short: usize, long: usize) -> (usize, usize) {
    let (mut rare, mut rare_shared) = (0, 0);
    for stem in background.distinct(short) {
        let shared = background.distinct(long).binary_search(stem).is_ok();
        let weight = background.weight(*stem);
        let is_rare = if shared { weight.shared } else { weight.alone } >= RARE;
        rare += usize::from(is_rare);
        rare_shared += usize::from(is_rare && shared);
    }
    (rare_shared, rare)
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reasons { rare_shared, rare, in_order, words } = self;
        let percent = 100 * in_order / words.max(&1);
        write!(f, "{rare_shared} of {rare} rare words shared, {percent} % of the words in order")
    }
}
