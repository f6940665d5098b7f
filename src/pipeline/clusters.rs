//! Clusters: originals with their representatives, copies with their originals.

use super::copies::Copy;
use super::paragraphs::Paragraphs;
use super::settings::Settings;
use crate::cluster::{StandsFor, representative_of_each};
use crate::executor::Executor;
use crate::position::{Original, Paragraph};
use crate::report::{Cluster, Place};

/// The clusters of all paragraphs, by the representative's position.
pub(crate) fn clusters(
    settings: &Settings,
    paragraphs: &Paragraphs<'_>,
    members: &[StandsFor],
    place: impl Fn(Paragraph) -> Place + Sync,
) -> Vec<Cluster> {
    let representative = representative_of_each(paragraphs.originals().len(), members);
    let joined = members.iter().map(|one| (one.representative, paragraphs.first(one.member)));
    let original_of = |position: Paragraph| {
        paragraphs.originals().partition_point(|original| *original < position)
    };
    let copies = paragraphs.copies().iter();
    let copies = copies.filter(|copy| settings.criteria.asks_for(copy.relation));
    let copied = |copy: &Copy| (representative[original_of(copy.original)], copy.position);
    let mut members: Vec<(Original, Paragraph)> = joined.chain(copies.map(copied)).collect();
    settings.threads.sort(&mut members);
    let clusters: Vec<&[(Original, Paragraph)]> =
        members.chunk_by(|left, right| left.0 == right.0).collect();
    settings.threads.map(clusters.len(), |at| Cluster {
        representative: place(paragraphs.first(clusters[at][0].0)),
        members: clusters[at].iter().map(|(_, member)| place(*member)).collect(),
    })
}
