//! Clusters: originals with their representatives, copies with their originals.

use super::Settings;
use super::paragraphs::Paragraphs;
use crate::Cancelled;
use crate::cluster::{StandsFor, representative_of_each};
use crate::executor::Executor;
use crate::id::{Original, Paragraph};
use crate::observer::Stage;
use crate::report::{Cluster, Place};

/// The clusters of all paragraphs, by the representative's position.
pub(crate) fn clusters(
    settings: &Settings,
    paragraphs: &Paragraphs<'_>,
    members: &[StandsFor],
    place: impl Fn(Paragraph) -> Place + Sync,
) -> Result<Vec<Cluster>, Cancelled> {
    let originals = paragraphs.originals();
    let representative = representative_of_each(originals.len(), members);
    let mut members: Vec<(Original, Paragraph)> =
        members.iter().map(|one| (one.representative, paragraphs.first(one.member))).collect();
    for copy in paragraphs.copies().iter().filter(|copy| settings.criteria.asks_for(copy.relation))
    {
        // A copy goes where its original has gone. Originals ascend, so the number of one is found by halving.
        let original = originals.partition_point(|original| *original < copy.original);
        members.push((representative[original], copy.position));
    }
    // Pairs of numbers that differ: sorted, they are clusters in order, whatever the threads.
    let representing = settings.executor(Stage::Representing);
    representing.sort(&mut members);
    let clusters: Vec<&[(Original, Paragraph)]> =
        members.chunk_by(|left, right| left.0 == right.0).collect();
    representing.map(clusters.len(), |at| Cluster {
        representative: place(paragraphs.first(clusters[at][0].0)),
        members: clusters[at].iter().map(|(_, member)| place(*member)).collect(),
    })
}
