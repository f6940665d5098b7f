//! Which words of one paragraph correspond to which of another.

use std::collections::BTreeMap;

use imara_diff::{Algorithm, Diff};

use super::token::{Token, Vocabulary};

/// What makes two words correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// The same canonical word, in the same order: for copies.
    Words,
    /// The same stem, in whatever order: for restatements.
    Stems,
}

impl Matching {
    fn key(self, token: &Token) -> u32 {
        match self {
            Matching::Words => token.word,
            Matching::Stems => token.stem,
        }
    }
}

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
    pub(crate) fn between(
        a: &[Token],
        b: &[Token],
        vocabulary: &Vocabulary,
        matching: Matching,
    ) -> Alignment {
        let in_order = in_order(a, b, vocabulary, matching);
        let mut all = in_order.clone();
        moved(a, b, vocabulary, matching, &mut all);
        all.sort_unstable();
        Alignment { in_order, all }
    }
}

fn in_order(
    a: &[Token],
    b: &[Token],
    vocabulary: &Vocabulary,
    matching: Matching,
) -> Vec<(usize, usize)> {
    let keys = |tokens: &[Token]| -> Vec<imara_diff::Token> {
        tokens.iter().map(|token| imara_diff::Token(matching.key(token))).collect()
    };
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &keys(a), &keys(b), vocabulary.len());
    let kept_a = (0..a.len()).filter(|position| !diff.is_removed(*position as u32));
    let kept_b = (0..b.len()).filter(|position| !diff.is_added(*position as u32));
    kept_a.zip(kept_b).collect()
}

fn moved(
    a: &[Token],
    b: &[Token],
    vocabulary: &Vocabulary,
    matching: Matching,
    matches: &mut Vec<(usize, usize)>,
) {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    for (position_a, position_b) in &*matches {
        free_a[*position_a] = false;
        free_b[*position_b] = false;
    }
    let mut waiting: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for position in (0..b.len()).rev().filter(|position| free_b[*position]) {
        waiting.entry(matching.key(&b[position])).or_default().push(position);
    }
    for position in (0..a.len()).filter(|position| free_a[*position]) {
        let partner = waiting
            .get_mut(&matching.key(&a[position]))
            .filter(|_| vocabulary.is_telling(a[position].word));
        matches.extend(partner.and_then(Vec::pop).map(|partner| (position, partner)));
    }
}
