//! Findings that belong together: the same text in many places is one thing to act on.

use std::collections::BTreeMap;

use paradup::Relation;
use paradup::report::{Finding, Place, Report};

/// Findings that repeat one text.
pub(crate) struct Group<'r> {
    /// The earliest place of the text.
    pub(crate) source: Place,
    /// Those that repeat the source itself before the others, the best first, of equals in the order of the texts.
    pub(crate) findings: Vec<&'r Finding>,
}

impl Group<'_> {
    /// The best of them.
    pub(crate) fn best(&self) -> &Finding {
        self.findings[0]
    }
}

/// The findings by the text that they repeat, the groups in the order of the texts. A copy of a copy, near ones among them,
/// repeats the first; a retelling of a retelling repeats that.
pub(crate) fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut sources: BTreeMap<Place, Place> = BTreeMap::new();
    let mut groups: BTreeMap<Place, Vec<&Finding>> = BTreeMap::new();
    // Findings are in the order of the texts, so what `a` repeats is known by now.
    for finding in report {
        let source = *sources.get(&finding.a).unwrap_or(&finding.a);
        if finding.relation <= Relation::Near {
            sources.insert(finding.b, source);
        }
        groups.entry(source).or_default().push(finding);
    }
    groups
        .into_iter()
        .map(|(source, mut findings)| {
            // What repeats the source itself comes first, for that is the text that all the others lead to.
            findings.sort_by_key(|finding| {
                (finding.a != source, finding.relation, core::cmp::Reverse(finding.score))
            });
            Group { source, findings }
        })
        .collect()
}

/// Brings the strongest to the front: by the relation, then by the score, then by how many there are.
pub(crate) fn sort_by_strength(groups: &mut [Group<'_>]) {
    groups.sort_by_key(|group| {
        let Finding { relation, score, .. } = group.best();
        (*relation, core::cmp::Reverse((*score, group.findings.len())))
    });
}
