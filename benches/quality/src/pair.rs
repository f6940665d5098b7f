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
    pairs_in_lists(detector, paragraphs, &vec![None; paragraphs.len()])
}

/// The same, where some paragraphs are items of lists.
pub(crate) fn pairs_in_lists(
    detector: &Detector,
    paragraphs: &[String],
    lists: &[Option<usize>],
) -> Vec<Pair> {
    let copies = Copies::of(detector, paragraphs);
    let originals: Vec<&str> =
        copies.originals.iter().map(|original| paragraphs[*original].as_str()).collect();
    let lists = copies.originals.iter().map(|original| lists[*original]).collect();
    let collection = Collection::new(&originals).in_lists(lists);
    let pair = |a: usize, b: usize| {
        let (left, right) = (copies.places[a], copies.places[b]);
        let copy = left == right || copies.related.contains(&(left.min(right), left.max(right)));
        Pair { a, b, copy, features: collection.features(left, right) }
    };
    let rows = (0..paragraphs.len()).flat_map(|a| (a + 1..paragraphs.len()).map(move |b| (a, b)));
    rows.map(|(a, b)| pair(a, b)).collect()
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
}
