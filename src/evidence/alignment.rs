//! Which words of one paragraph correspond to which of another.

use std::collections::BTreeMap;

use imara_diff::{Algorithm, Diff};

use super::token::Token;

/// Pairs of positions of corresponding words.
#[derive(Debug)]
pub(crate) struct Alignment {
    /// Ascending on both sides: what stands in the same order.
    pub(crate) in_order: Vec<(usize, usize)>,
    /// These and the telling words that moved, ascending by the first side.
    pub(crate) all: Vec<(usize, usize)>,
}

impl Alignment {
    /// Words in the same order first (Myers' difference algorithm, with imara-diff's bounds on
    /// hostile input); then telling words that moved, in the order they come.
    pub(crate) fn between(a: &[Token], b: &[Token]) -> Alignment {
        let in_order = Alignment::in_order(a, b);
        let mut all = in_order.clone();
        all.extend(moved(a, b, &in_order));
        all.sort_unstable();
        Alignment { in_order, all }
    }

    /// The first part alone. It depends only on which words of one side equal which of the other.
    ///
    /// What is equal at the beginning and, of the rest, at the end is taken off first, as the
    /// difference algorithm does itself: mostly nothing is left then that both sides have.
    pub(crate) fn in_order(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
        let same = |(a, b): &(&Token, &Token)| a.key == b.key;
        let start = a.iter().zip(b).take_while(same).count();
        let backwards = a[start..].iter().rev().zip(b[start..].iter().rev());
        let end = backwards.take_while(same).count();
        let (end_a, end_b) = (a.len() - end, b.len() - end);
        let (rest_a, rest_b) = (&a[start..end_a], &b[start..end_b]);
        let mut in_order: Vec<(usize, usize)> = (0..start).zip(0..start).collect();
        if !are_known_apart(rest_a, rest_b) {
            let between = difference(rest_a, rest_b).into_iter();
            in_order.extend(between.map(|(a, b)| (start + a, start + b)));
        }
        in_order.extend((end_a..a.len()).zip(end_b..b.len()));
        in_order
    }
}

/// What the difference algorithm finds in the same order.
fn difference(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
    let keys = |tokens: &[Token]| -> Vec<imara_diff::Token> {
        tokens.iter().map(|token| imara_diff::Token(token.key)).collect()
    };
    let key_end = a.iter().chain(b).map(|token| token.key + 1).max().unwrap_or(0);
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &keys(a), &keys(b), key_end);
    let kept_a = (0..a.len()).filter(|position| !diff.is_removed(*position as u32));
    let kept_b = (0..b.len()).filter(|position| !diff.is_added(*position as u32));
    kept_a.zip(kept_b).collect()
}

/// Words that are looked for one by one.
const FEW: usize = 4;

/// Whether one side is so short that it is seen at once that no word of it stands on the other.
fn are_known_apart(a: &[Token], b: &[Token]) -> bool {
    let stands_in_b = |token: &Token| b.iter().any(|other| other.key == token.key);
    a.len().min(b.len()) <= FEW && !a.iter().any(stands_in_b)
}

fn moved(a: &[Token], b: &[Token], in_order: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    for (position_a, position_b) in in_order {
        free_a[*position_a] = false;
        free_b[*position_b] = false;
    }
    let mut waiting: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for position in (0..b.len()).rev().filter(|position| free_b[*position]) {
        waiting.entry(b[position].key).or_default().push(position);
    }
    let searching = (0..a.len()).filter(|position| free_a[*position] && a[*position].is_telling);
    searching
        .filter_map(|position| Some((position, waiting.get_mut(&a[position].key)?.pop()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(keys: &[u32]) -> Vec<Token> {
        let token = |key: &u32| Token { key: *key, is_telling: true, span: (0..0).into() };
        keys.iter().map(token).collect()
    }

    fn keys() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::vec(0..12_u32, 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn words_in_order_are_those_of_the_difference(
            head in keys(), a in keys(), b in keys(), tail in keys(),
        ) {
            let a = tokens(&[&*head, &a, &tail].concat());
            let b = tokens(&[&*head, &b, &tail].concat());
            prop_assert_eq!(Alignment::in_order(&a, &b), difference(&a, &b));
        }
    }
}
