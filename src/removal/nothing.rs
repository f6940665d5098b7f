//! Removals that lose nothing: all that a removed paragraph says stands in its representative.

use super::container::{Classes, containers};
use super::copies::Copies;
use super::found::{Removal, Removals};
use super::proof::proven;
use super::rank::Among;
use super::request::{Request, among_all};
use super::statements;
use super::texts::Texts;
use crate::Cancelled;
use crate::Similarity;
use crate::id::Paragraph;
use crate::observer::Stage;
use crate::report::{Counts, Ground, Retained};

/// Every paragraph that can be left out of the collection without a loss, in order.
///
/// A paragraph goes where another of higher rank says the same, or holds its sentences in one run,
/// each saying the same. The highest-ranked that does stands for it.
pub(super) fn removals(request: &Request<'_>) -> Result<Removals, Cancelled> {
    let executors =
        [Stage::Reading, Stage::Comparing].map(|stage| request.settings.executor(stage));
    let copies = Copies::group(executors.into(), request.texts, request.standings)?;
    let texts = Texts::some(request.texts, &copies.firsts);
    let standings = &Among { standings: request.standings, paragraphs: &copies.firsts };
    let request_of_firsts = Request { standings, ..*request };
    let distinct = Distinct::find(&request_of_firsts, texts, &copies.may_go(request))?;
    Ok(Removals {
        removed: distinct.removals(request, &copies),
        counts: distinct.counts(&copies),
        retained: Retained::default(),
    })
}

/// What is found among paragraphs of which no two have one text.
struct Distinct {
    /// For whom each goes that does, ascending.
    removals: Vec<Removal>,
    is_empty: Vec<bool>,
    /// How many say what none before them says.
    classes: u64,
}

impl Distinct {
    /// Looks for those that stand for a paragraph where it, or a copy of it, `may_go`.
    fn find(
        request: &Request<'_>,
        texts: Texts<'_>,
        may_go: &[bool],
    ) -> Result<Distinct, Cancelled> {
        let settings = request.settings;
        let (shingler, searching) = (settings.shingler, settings.executor(Stage::Searching));
        let sequences = statements::read(settings.executor(Stage::Reading), shingler, texts)?;
        let ranking = request.ranking(|| sequences.words());
        let classes = Classes::group(searching, &sequences, &ranking)?;
        let containers = containers(searching, &sequences, &classes, &ranking)?;
        let going = sequences.paragraphs().filter(|paragraph| may_go[paragraph.index()]);
        let found = going.filter_map(|paragraph| removal(texts, &classes, &containers, paragraph));
        let found = found.collect();
        // Last, so that only what is about to go is compared letter for letter.
        let proving = settings.executor(Stage::Proving);
        let removals = proven(proving, shingler.normalizer(), texts, &sequences, found)?;
        let is_empty = sequences.paragraphs().map(|one| sequences.get(one).is_empty()).collect();
        Ok(Distinct { removals, is_empty, classes: classes.leaders.len() as u64 })
    }

    /// The removals of all paragraphs.
    fn removals(&self, request: &Request<'_>, copies: &Copies) -> Vec<Removal> {
        let all = (0..request.texts.len()).map(Paragraph::from_index);
        let going = all.filter(|paragraph| request.standings.may_go(*paragraph));
        going.filter_map(|paragraph| self.removal(copies, paragraph)).collect()
    }

    fn removal(&self, copies: &Copies, removed: Paragraph) -> Option<Removal> {
        let place = copies.place[removed.index()].index();
        let first = copies.firsts[place];
        let known = self.removals.binary_search_by_key(&place, |removal| removal.removed);
        let removal = match known {
            Ok(known) => among_all(self.removals[known], &copies.firsts),
            // Without words a paragraph says the same as nobody.
            Err(_) if first == removed || self.is_empty[place] => return None,
            Err(_) => Removal {
                removed: first.index(),
                representative: first.index(),
                ground: Ground::Identical,
                score: Similarity::ONE,
            },
        };
        Some(Removal { removed: removed.index(), ..removal })
    }

    fn counts(&self, copies: &Copies) -> Counts {
        let empty = copies.place.iter().filter(|place| self.is_empty[place.index()]);
        Counts {
            paragraphs: copies.place.len() as u64,
            distinct: self.classes,
            empty: empty.count() as u64,
            ..Counts::default()
        }
    }
}

/// The removal of a paragraph for the highest-ranked that says all that it says, if that is another.
fn removal(
    texts: Texts<'_>,
    classes: &Classes,
    containers: &[Option<Paragraph>],
    paragraph: Paragraph,
) -> Option<Removal> {
    // Whoever holds the leader holds its whole class, and ranks above it.
    let leader = classes.leader[paragraph.index()];
    let container = containers[leader.index()];
    let representative = container.unwrap_or(leader);
    let [text, other] = [paragraph, leader].map(|one| texts.at(one.index()));
    (representative != paragraph).then(|| Removal {
        removed: paragraph.index(),
        representative: representative.index(),
        ground: container.map_or_else(|| ground_of_copy(text, other), |_| Ground::StatedIn),
        score: Similarity::ONE,
    })
}

/// In which way a paragraph that says the same is a copy.
fn ground_of_copy(text: &str, other: &str) -> Ground {
    if text.trim() == other.trim() { Ground::Identical } else { Ground::Reformatted }
}
