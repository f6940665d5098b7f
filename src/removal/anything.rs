//! Removals by similarity alone: the clusters' way, under the ranks that a caller gives.

use core::mem::take;
use std::collections::BTreeMap;

use super::found::{Removal, Removals};
use super::rank::{Among, Ranking, first_for_second};
use super::request::{Request, among_all};
use super::statements::say_the_same;
use crate::Cancelled;
use crate::Similarity;
use crate::cluster::{representative_of_each, with_relations};
use crate::executor::{Executor, completed};
use crate::id::{Original, Paragraph};
use crate::observer::Stage;
use crate::pipeline::{
    Pair, Paragraphs, Ranks, ScoredPair, Settings, add_restatements, list_pairs, represent,
};
use crate::relation::Relation;
use crate::report::{Counts, Ground, Retained};

/// Rounds after which no more follows, whether or not the last one removed something.
const MAX_ROUNDS: usize = 8;

/// Every paragraph that can be left out for one that it is related to, in order.
///
/// Pairs may be passed over, and which they are depends on the collection. So what stays is gone through
/// again until nothing goes, [`MAX_ROUNDS`] times at most: then nothing of the output would go either.
pub(super) fn removals(request: &Request<'_>) -> Result<Removals, Cancelled> {
    let mut found = one_round(request)?;
    let mut last = (found.counts.alike_passed_over, found.removed.len());
    for _ in 1..MAX_ROUNDS {
        // With nothing passed over, all was seen; with nothing gone, the next round would see the same.
        if last.0 == 0 || last.1 == 0 {
            break;
        }
        let staying = request.staying(&found.removed);
        let standings = &Among { standings: request.standings, paragraphs: &staying };
        let texts = &request.texts_of(&staying);
        let again = one_round(&Request { texts, standings, ..*request })?;
        last = (again.counts.alike_passed_over, again.removed.len());
        found.counts.alike_passed_over += last.0;
        let again = again.removed.into_iter().map(|removal| among_all(removal, &staying));
        follow(request, &mut found.removed, again.collect())?;
    }
    Ok(found)
}

/// Adds the removals of a later round. What went for one that goes now goes for the same as that one,
/// if it is related to it, and otherwise stays.
fn follow(
    request: &Request<'_>,
    removed: &mut Vec<Removal>,
    again: Vec<Removal>,
) -> Result<(), Cancelled> {
    let settings = &request.settings.on_one_thread();
    let following = request.settings.executor(Stage::Representing);
    let followed = following.map(removed.len(), |at| {
        let removal = removed[at];
        let moved = again.binary_search_by_key(&removal.representative, |one| one.removed);
        let Ok(moved) = moved else { return Some(removal) };
        let representative = again[moved].representative;
        let texts = &[removal.removed, representative].map(|paragraph| request.texts[paragraph]);
        let pair = Request { settings, texts, standings: &first_for_second, ..*request };
        // That one stands for the other by similarity, which is not transitive: so the two are judged alone.
        let judged = completed(one_round(&pair)).removed;
        judged.first().map(|one| Removal { removed: removal.removed, representative, ..*one })
    })?;
    removed.clear();
    removed.extend(followed.into_iter().flatten().chain(again));
    removed.sort_unstable_by_key(|removal| removal.removed);
    Ok(())
}

/// What goes where each paragraph is looked at once.
fn one_round(request: &Request<'_>) -> Result<Removals, Cancelled> {
    let paragraphs = Paragraphs::read(request.settings, request.texts)?;
    let ranking = request.ranking(|| paragraphs.words());
    let forms = Forms::new(request.settings, &paragraphs, &ranking);
    let mut counts = paragraphs.counts();
    let related = Related::find(request.settings, &paragraphs, (&ranking, &forms), &mut counts)?;
    let all = (0..request.texts.len()).map(Paragraph::from_index);
    let mut removed = Vec::new();
    for paragraph in all.filter(|paragraph| ranking.may_go(*paragraph)) {
        // Without words a paragraph resembles nobody.
        let Some(original) = forms.original[paragraph.index()] else { continue };
        let stands = related.representative[original.index()] == original;
        removed.extend(if stands {
            forms.removal(request, paragraph)
        } else {
            related.removal(&forms, paragraph)
        });
    }
    Ok(Removals { removed, counts, retained: Retained::default() })
}

/// Paragraphs by the form of their texts.
struct Forms {
    /// The original whose form each paragraph has; none where it has no words.
    original: Vec<Option<Original>>,
    /// The first to be kept of each original and its copies.
    first: Vec<Paragraph>,
    /// For whom a copy can go: the first to be kept of those that it says the same as.
    leader: Vec<Paragraph>,
}

impl Forms {
    fn new(settings: &Settings, paragraphs: &Paragraphs<'_>, ranking: &Ranking<'_>) -> Forms {
        let original = paragraphs.original_of_each();
        let mut groups: BTreeMap<Original, Vec<Paragraph>> = BTreeMap::new();
        for copy in paragraphs.copies() {
            if let Some(number) = original[copy.original.index()] {
                groups.entry(number).or_insert_with(|| vec![copy.original]).push(copy.position);
            }
        }
        let leader = (0..original.len()).map(Paragraph::from_index).collect();
        let mut forms = Forms { original, first: paragraphs.originals().to_vec(), leader };
        for (original, mut group) in groups {
            group.sort_unstable_by(|one, other| ranking.compare(*one, *other));
            forms.first[original.index()] = group[0];
            forms.lead(settings, paragraphs, &group);
        }
        forms
    }

    /// Finds who can go for whom among paragraphs of one form, the first to be kept first.
    fn lead(&mut self, settings: &Settings, paragraphs: &Paragraphs<'_>, group: &[Paragraph]) {
        // Several leaders where reformatted copies are not asked for: then only identical ones go.
        let mut leaders: Vec<(Paragraph, &str)> = Vec::new();
        for copy in group {
            let text = paragraphs.text(*copy).trim();
            let mut standing = leaders.iter();
            match standing.find(|(_, other)| settings.criteria.asks_for(form(text, other))) {
                Some((leader, _)) => self.leader[copy.index()] = *leader,
                None => leaders.push((*copy, text)),
            }
        }
    }

    /// The first to be kept of an original and its copies.
    fn first(&self, original: Original) -> Paragraph {
        self.first[original.index()]
    }

    /// The removal of a copy; none where it leads those that say the same.
    fn removal(&self, request: &Request<'_>, copy: Paragraph) -> Option<Removal> {
        let leader = self.leader[copy.index()];
        if leader == copy {
            return None;
        }
        let [text, kept] = [copy, leader].map(|paragraph| request.texts[paragraph.index()].trim());
        Some(Removal {
            removed: copy.index(),
            representative: leader.index(),
            ground: ground_of_copy(request.settings, text, kept),
            score: Similarity::ONE,
        })
    }
}

/// Why a text goes for one of the same form. Form forgets values and operators: what does not say the
/// same is only near, though its resemblance is 1.
fn ground_of_copy(settings: &Settings, removed: &str, kept: &str) -> Ground {
    match form(removed, kept) {
        Relation::Reformatted if !say_the_same(settings.shingler, removed, kept) => Ground::Near,
        relation => relation.into(),
    }
}

fn form(text: &str, other: &str) -> Relation {
    if text == other { Relation::Identical } else { Relation::Reformatted }
}

/// What holds between originals, and who stands for whom by similarity alone.
struct Related {
    /// Those of which one side stands for the other, by their originals, ascending.
    pairs: Vec<ScoredPair>,
    /// Who stands for each original; itself where nobody else does.
    representative: Vec<Original>,
}

impl Related {
    fn find(
        settings: &Settings,
        paragraphs: &Paragraphs<'_>,
        (ranking, forms): (&Ranking<'_>, &Forms),
        counts: &mut Counts,
    ) -> Result<Related, Cancelled> {
        let sets = paragraphs.sets(settings)?;
        let mut listed = list_pairs(settings, &sets, counts)?;
        let pairs = take(&mut listed.pairs);
        let pairs = add_restatements(settings, (paragraphs, &sets), &pairs, counts)?;
        let originals = paragraphs.originals().len();
        let relations: Vec<_> = pairs.iter().flat_map(|scored| scored.pair.stands_for()).collect();
        let mut ranked = with_relations(originals, &relations, &listed.hot);
        ranked
            .sort_unstable_by(|one, other| ranking.compare(forms.first(*one), forms.first(*other)));
        let ranks = Ranks::new(originals, &ranked, |one| ranking.may_go(forms.first(one)));
        let (members, hot_pairs) =
            represent(settings, &listed, &relations, ranks.passing_over(), counts)?;
        let representative = representative_of_each(originals, &members);
        // Nobody asks for the other pairs, which are many times as many.
        let lets_go = |scored: &ScoredPair| {
            let Pair { a, b, .. } = scored.pair;
            representative[a.index()] == b || representative[b.index()] == a
        };
        let hot_pairs = hot_pairs
            .into_iter()
            .map(|pair| ScoredPair::at(pair, paragraphs.first(pair.a), paragraphs.first(pair.b)));
        let mut pairs: Vec<ScoredPair> =
            pairs.into_iter().chain(hot_pairs).filter(lets_go).collect();
        // Stable, so that of two equal pairs the one that was scored comes first and stays.
        pairs.sort_by_key(|scored| scored.pair.sides());
        pairs.dedup_by_key(|scored| scored.pair.sides());
        Ok(Related { pairs, representative })
    }

    fn pair(&self, one: Original, other: Original) -> Option<&ScoredPair> {
        let sides = (one.min(other), one.max(other));
        let at = self.pairs.binary_search_by_key(&sides, |scored| scored.pair.sides());
        at.ok().map(|at| &self.pairs[at])
    }

    /// The removal of a paragraph whose original goes for another.
    fn removal(&self, forms: &Forms, removed: Paragraph) -> Option<Removal> {
        let original = forms.original[removed.index()]?;
        let stays = self.representative[original.index()];
        let scored = self.pair(original, stays)?;
        let Pair { relation, .. } = scored.pair;
        Some(Removal {
            removed: removed.index(),
            representative: forms.first(stays).index(),
            ground: relation.into(),
            score: scored.score(),
        })
    }
}
