//! The pairs of a collection as the detector sees them.

use std::collections::BTreeSet;

use paradup::restatement::{Collection, Features};
use paradup::{Detector, Relation};

/// Two paragraphs, by position.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// Whether a relation stronger than a restatement holds: such a pair is found whatever its
    /// probability.
    pub(crate) copy: bool,
    pub(crate) features: Features,
}

/// All pairs of a collection of prose, in order.
pub(crate) fn pairs(detector: &Detector, paragraphs: &[String]) -> Vec<Pair> {
    let copies = Copies::of(detector, paragraphs);
    let collection = Collection::new(&copies.texts(paragraphs));
    copies.pairs(&collection)
}

/// The same of a document with markup, where some paragraphs are items of lists.
pub(crate) fn pairs_in_lists(
    detector: &Detector,
    paragraphs: &[String],
    lists: &[Option<usize>],
) -> Vec<Pair> {
    let copies = Copies::of(detector, paragraphs);
    let lists = copies.originals.iter().map(|original| lists[*original]).collect();
    let collection = Collection::new(&copies.texts(paragraphs)).in_lists(lists);
    copies.pairs(&collection)
}

/// Copies stand for their originals, as they do in the detector.
struct Copies {
    /// The paragraphs that are no copies of earlier ones.
    originals: Vec<usize>,
    /// For each paragraph where its original stands among these.
    places: Vec<usize>,
    /// Near and contained originals, by place, the smaller first.
    related: BTreeSet<(usize, usize)>,
}

impl Copies {
    fn of(detector: &Detector, paragraphs: &[String]) -> Copies {
        let mut original_of: Vec<usize> = (0..paragraphs.len()).collect();
        let mut related = Vec::new();
        for finding in detector.detect(paragraphs).pairs() {
            let (a, b) = (finding.a.paragraph, finding.b.paragraph);
            match finding.relation {
                Relation::Identical | Relation::Reformatted => original_of[b] = a,
                Relation::Restated => {}
                _ => related.push((a, b)),
            }
        }
        let is_original = |paragraph: &usize| original_of[*paragraph] == *paragraph;
        let originals: Vec<usize> = (0..paragraphs.len()).filter(is_original).collect();
        let place = |paragraph: usize| originals.partition_point(|other| *other < paragraph);
        Copies {
            places: original_of.iter().map(|original| place(*original)).collect(),
            related: related.into_iter().map(|(a, b)| (place(a), place(b))).collect(),
            originals,
        }
    }

    /// The originals' texts.
    fn texts<'t>(&self, paragraphs: &'t [String]) -> Vec<&'t str> {
        self.originals.iter().map(|original| &*paragraphs[*original]).collect()
    }

    /// All pairs, by what a collection of the originals says.
    fn pairs(&self, collection: &Collection) -> Vec<Pair> {
        let paragraphs = self.places.len();
        let rows = (0..paragraphs).flat_map(|a| (a + 1..paragraphs).map(move |b| (a, b)));
        rows.map(|(a, b)| self.pair(collection, a, b)).collect()
    }

    fn pair(&self, collection: &Collection, a: usize, b: usize) -> Pair {
        let (left, right) = (self.places[a], self.places[b]);
        let copy = left == right || self.related.contains(&(left.min(right), left.max(right)));
        Pair { a, b, copy, features: collection.features(left, right) }
    }
}
