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
    pub(crate) fn in_order(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
        let keys = |tokens: &[Token]| -> Vec<imara_diff::Token> {
            tokens.iter().map(|token| imara_diff::Token(token.key)).collect()
        };
        let mut diff = Diff::default();
        diff.compute_with(Algorithm::Myers, &keys(a), &keys(b), (a.len() + b.len()) as u32);
        let kept_a = (0..a.len()).filter(|position| !diff.is_removed(*position as u32));
        let kept_b = (0..b.len()).filter(|position| !diff.is_added(*position as u32));
        kept_a.zip(kept_b).collect()
    }
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
