//! Facts that restatements state otherwise. Other wording tells nothing there.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::Exchange;
use super::fact::{Fact, FactKind};
use super::side::Side;

/// Numbers, where each side has some that the other has nowhere, and words that deny or oblige, where
/// they stand between the same words. O(n log n).
pub(crate) fn exchanges(a: Side<'_>, b: Side<'_>) -> Vec<Exchange> {
    let mut exchanges = numbers(a, b);
    let (words_a, words_b) = (TurningWords::new(a), TurningWords::new(b));
    exchanges.extend(words_a.list.iter().filter_map(|word| words_b.turned(word)));
    let inserted = words_b.list.iter().filter_map(|word| words_a.turned(word));
    exchanges.extend(inserted.filter(|exchange| exchange.b.is_none()).map(Exchange::mirrored));
    exchanges
}

fn numbers(a: Side<'_>, b: Side<'_>) -> Vec<Exchange> {
    let (of_a, of_b) = (valued_numbers(a), valued_numbers(b));
    let values = |numbers: &[(Fact<'_>, String)]| -> BTreeSet<String> {
        numbers.iter().map(|number| number.1.clone()).collect()
    };
    let (values_a, values_b) = (values(&of_a), values(&of_b));
    let only_a: Vec<_> = of_a.iter().filter(|number| !values_b.contains(&number.1)).collect();
    let only_b: Vec<_> = of_b.iter().filter(|number| !values_a.contains(&number.1)).collect();
    if only_a.is_empty() || only_b.is_empty() {
        return Vec::new();
    }
    let pair = |place: usize| Exchange {
        a: only_a.get(place).map(|number| number.0.mention()),
        b: only_b.get(place).map(|number| number.0.mention()),
        kind: Some(FactKind::Number),
    };
    (0..only_a.len().max(only_b.len())).map(pair).collect()
}

/// The numbers of a side, each with its value.
fn valued_numbers(side: Side<'_>) -> Vec<(Fact<'_>, String)> {
    let numbers = side.facts(0..side.tokens.len()).filter(|fact| fact.kind == FactKind::Number);
    numbers
        .map(|fact| {
            let value = fact.value();
            (fact, value)
        })
        .collect()
}

/// The words before and behind, by their keys.
type Neighbours = (u64, u64);

/// A word that denies or obliges, with a word on either side.
struct TurningWord<'t> {
    fact: Fact<'t>,
    value: String,
    neighbours: Neighbours,
}

/// All such words of a side, and what stands between which words.
struct TurningWords<'t> {
    list: Vec<TurningWord<'t>>,
    /// For each kind and neighbours the first word, by its number, and all values.
    between: BTreeMap<(FactKind, Neighbours), (usize, BTreeSet<String>)>,
    /// Words that stand side by side.
    adjacent: BTreeSet<Neighbours>,
}

impl<'t> TurningWords<'t> {
    fn new(side: Side<'t>) -> TurningWords<'t> {
        let triples = side.tokens.windows(3).zip(1..);
        let list: Vec<TurningWord<'t>> = triples
            .filter_map(|(words, position)| {
                let fact = side.fact(position)?;
                let turns = matches!(fact.kind, FactKind::Negation | FactKind::Obligation);
                let value = fact.value();
                turns.then_some(TurningWord {
                    fact,
                    value,
                    neighbours: (words[0].key, words[2].key),
                })
            })
            .collect();
        let mut between = BTreeMap::new();
        for (number, word) in list.iter().enumerate() {
            let (_, values) = between
                .entry((word.fact.kind, word.neighbours))
                .or_insert_with(|| (number, BTreeSet::new()));
            values.insert(word.value.clone());
        }
        let adjacent = side.tokens.windows(2).map(|words| (words[0].key, words[1].key)).collect();
        TurningWords { list, between, adjacent }
    }

    /// How this side has what stands between the same two words: another word of the kind, or, where
    /// the given one denies, nothing.
    fn turned(&self, word: &TurningWord<'_>) -> Option<Exchange> {
        let kind = word.fact.kind;
        let exchange = |b| Exchange { a: Some(word.fact.mention()), b, kind: Some(kind) };
        match self.between.get(&(kind, word.neighbours)) {
            Some((_, values)) if values.contains(&word.value) => None,
            Some((first, _)) => Some(exchange(Some(self.list[*first].fact.mention()))),
            None if kind != FactKind::Negation => None,
            None => self.adjacent.contains(&word.neighbours).then(|| exchange(None)),
        }
    }
}
