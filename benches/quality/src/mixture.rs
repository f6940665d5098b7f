//! Pairs whose relation is known, hidden among other paragraphs.

use paradup::Detector;

use crate::labelled::{Article, Versions};
use crate::random::Random;

/// How many other paragraphs surround a pair that stands in no article.
const OTHERS: usize = 18;

/// Two paragraphs somewhere in a collection.
pub(crate) struct Mixture {
    pub(crate) paragraphs: Vec<String>,
    /// Where they stand, ascending.
    pub(crate) places: (usize, usize),
}

impl Mixture {
    /// Whether any relation is found between the two.
    pub(crate) fn is_found(&self, detector: &Detector) -> bool {
        let places = |a, b| (a, b) == self.places;
        let report = detector.detect(&self.paragraphs);
        report.pairs().any(|pair| places(pair.a.paragraph, pair.b.paragraph))
    }
}

/// Every pair, by turns in an article and among paragraphs of other pairs. The same at every run.
pub(crate) fn mixtures(pairs: &[Versions], articles: &[Article]) -> Vec<Mixture> {
    let mut random = Random::new(2);
    let mut mixtures = Vec::new();
    for (number, pair) in pairs.iter().enumerate() {
        let others = if number % 2 == 0 {
            random.choose(articles).paragraphs.clone()
        } else {
            strangers(pairs, number, &mut random)
        };
        mixtures.push(mixture(pair, others, &mut random));
    }
    mixtures
}

fn strangers(pairs: &[Versions], number: usize, random: &mut Random) -> Vec<String> {
    let drawn = (0..OTHERS).map(|_| random.below(pairs.len()));
    drawn.filter(|other| *other != number).map(|other| pairs[other].a.clone()).collect()
}

fn mixture(pair: &Versions, mut paragraphs: Vec<String>, random: &mut Random) -> Mixture {
    let first = random.between(0, paragraphs.len());
    paragraphs.insert(first, pair.a.clone());
    let second = random.between(first + 1, paragraphs.len());
    paragraphs.insert(second, pair.b.clone());
    Mixture { paragraphs, places: (first, second) }
}

/// Whether the detector says that facts differ between the two.
pub(crate) fn facts_differ(detector: &Detector, pair: &Versions) -> bool {
    detector.compare(&pair.a, &pair.b).evidence.facts_differ()
}
