//! Facts that restatements state otherwise. Other wording tells nothing there.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{Fact, FactKind};
use super::pair::Exchange;
use super::tokenized::TokenizedText;

/// Numbers, where each side has some that the other has nowhere, and words that deny or oblige, where
/// they stand between the same words. O(n log n).
pub(super) fn exchanges(a: TokenizedText<'_>, b: TokenizedText<'_>) -> Vec<Exchange> {
    let mut exchanges = numbers(a, b);
    let (words_a, words_b) = (TurningWords::new(a), TurningWords::new(b));
    exchanges.extend(words_a.list.iter().filter_map(|word| words_b.counterpart(word)));
    // What stands on both sides was found from the first one.
    let inserted = words_b.list.iter().filter_map(|word| words_a.counterpart(word));
    exchanges.extend(inserted.filter(|exchange| exchange.b.is_none()).map(Exchange::mirrored));
    exchanges
}

/// A fact, and what of it is compared.
struct Valued<'t> {
    fact: Fact<'t>,
    value: String,
}

impl<'t> From<Fact<'t>> for Valued<'t> {
    fn from(fact: Fact<'t>) -> Valued<'t> {
        Valued { value: fact.value(), fact }
    }
}

fn numbers(a: TokenizedText<'_>, b: TokenizedText<'_>) -> Vec<Exchange> {
    let (of_a, of_b) = (valued_numbers(a), valued_numbers(b));
    let (only_a, only_b) = (without(&of_a, &of_b), without(&of_b, &of_a));
    // Numbers that one side alone adds are news and contradict nothing.
    if only_a.is_empty() || only_b.is_empty() {
        return Vec::new();
    }
    // Side by side in the order of the texts; what one side has more of stands alone.
    (0..only_a.len().max(only_b.len()))
        .map(|place| Exchange {
            a: only_a.get(place).map(|number| number.fact.mention()),
            b: only_b.get(place).map(|number| number.fact.mention()),
            kind: Some(FactKind::Number),
        })
        .collect()
}

fn valued_numbers(text: TokenizedText<'_>) -> Vec<Valued<'_>> {
    let facts = (0..text.tokens.len()).filter_map(|position| text.fact(position));
    facts.filter(|fact| fact.kind == FactKind::Number).map(Valued::from).collect()
}

/// The numbers whose value is none of the others'.
fn without<'v, 't>(numbers: &'v [Valued<'t>], others: &[Valued<'_>]) -> Vec<&'v Valued<'t>> {
    let values: BTreeSet<&str> = others.iter().map(|number| &*number.value).collect();
    numbers.iter().filter(|number| !values.contains(&*number.value)).collect()
}

/// The words before and behind, by their keys.
type Neighbours = (u64, u64);

/// A word that denies or obliges, with a word on either side.
struct TurningWord<'t> {
    word: Valued<'t>,
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
    fn new(text: TokenizedText<'t>) -> TurningWords<'t> {
        let list = turning_words(text);
        let mut between = BTreeMap::new();
        for (number, TurningWord { word, neighbours }) in list.iter().enumerate() {
            let (_, values) = between
                .entry((word.fact.kind, *neighbours))
                .or_insert_with(|| (number, BTreeSet::new()));
            values.insert(word.value.clone());
        }
        let adjacent = text.tokens.windows(2).map(|words| (words[0].key, words[1].key)).collect();
        TurningWords { list, between, adjacent }
    }

    /// What this side has between the same two words, if it is no such word: another one of the kind, or, where
    /// the given one denies, nothing. (A permission that is not repeated takes nothing back.)
    fn counterpart(&self, TurningWord { word, neighbours }: &TurningWord<'_>) -> Option<Exchange> {
        let kind = word.fact.kind;
        let b = match self.between.get(&(kind, *neighbours)) {
            Some((_, values)) if values.contains(&word.value) => return None,
            Some((first, _)) => Some(self.list[*first].word.fact.mention()),
            None if kind == FactKind::Negation && self.adjacent.contains(neighbours) => None,
            None => return None,
        };
        Some(Exchange { a: Some(word.fact.mention()), b, kind: Some(kind) })
    }
}

fn turning_words(text: TokenizedText<'_>) -> Vec<TurningWord<'_>> {
    let triples = text.tokens.windows(3).zip(1..);
    triples
        .filter_map(|(words, position)| {
            let fact = text.fact(position)?;
            matches!(fact.kind, FactKind::Negation | FactKind::Obligation).then(|| TurningWord {
                word: fact.into(),
                neighbours: (words[0].key, words[2].key),
            })
        })
        .collect()
}
