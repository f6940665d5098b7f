//! Which evidence a pair gets, by the relation that holds.

use std::collections::BTreeMap;

use super::alignment::{align, align_in};
use super::common_ends::tokens_of_copies;
use super::far_longer::{LongText, is_far_longer};
use super::pair::Evidence;
use super::restatement::{evidence_of_restatement, is_judged};
use super::segment::evidence_of_alignment;
use super::sentence;
use super::smoothing::smooth;
use super::token::{Matching, Token, tokens_of_text};
use super::tokenized::TokenizedText;
use crate::relation::Relation;
use crate::text::Normalizer;

impl Evidence {
    /// Evidence for `relation` (or for no relation) between two paragraphs. Near-linear in their words.
    pub(crate) fn gather(
        normalizer: Normalizer,
        a: &str,
        b: &str,
        relation: Option<Relation>,
    ) -> Evidence {
        Evidence::gather_with(normalizer, (a, None), (b, None), relation)
    }

    /// [`gather`](Evidence::gather) for paragraphs that may have been read for many pairs at once. Near-linear in the
    /// words of the shorter paragraph, if the longer one is far longer and was read before.
    pub(crate) fn gather_with(
        normalizer: Normalizer,
        a: (&str, Option<&LongText>),
        b: (&str, Option<&LongText>),
        relation: Option<Relation>,
    ) -> Evidence {
        // Alignments are not symmetric, and need not be: which side is the first depends on the texts.
        if (a.0.len(), a.0) > (b.0.len(), b.0) {
            return Evidence::gather_with(normalizer, b, a, relation).mirrored();
        }
        match relation {
            Some(Relation::Identical) => Evidence::all_shared(a.0, b.0),
            Some(Relation::Reformatted) => evidence_of_reformatted(normalizer, a.0, b.0),
            Some(Relation::Near | Relation::Contained) if is_far_longer(a.0, b.0) => {
                evidence_of_copy_in_long(normalizer, a.0, b)
            }
            Some(Relation::Near | Relation::Contained) => evidence_of_copies(normalizer, a.0, b.0),
            Some(Relation::Restated) | None => evidence_of_others(normalizer, a.0, b.0),
        }
    }
}

/// The words are the same; signs of numbers may not be.
fn evidence_of_reformatted(normalizer: Normalizer, a: &str, b: &str) -> Evidence {
    let evidence = evidence_of_copies(normalizer, a, b);
    if evidence.exchanges.is_empty() { Evidence::all_shared(a, b) } else { evidence }
}

fn evidence_of_copies(normalizer: Normalizer, a: &str, b: &str) -> Evidence {
    let (of_a, of_b) = tokens_of_copies(normalizer, a, b);
    let a = TokenizedText { text: a, tokens: &of_a };
    evidence_of_tokenized_copies(a, TokenizedText { text: b, tokens: &of_b })
}

fn evidence_of_tokenized_copies(a: TokenizedText<'_>, b: TokenizedText<'_>) -> Evidence {
    let mut matches = align(a.tokens, b.tokens);
    smooth(a, b, &mut matches);
    evidence_of_alignment(a, b, &matches)
}

fn evidence_of_copy_in_long(
    normalizer: Normalizer,
    a: &str,
    b: (&str, Option<&LongText>),
) -> Evidence {
    let Some(long) = b.1 else {
        return evidence_of_copy_in_long(
            normalizer,
            a,
            (b.0, Some(&LongText::read(normalizer, b.0))),
        );
    };
    let of_a = tokens_of_text(normalizer, Matching::Words, a);
    let mut matches = align_in(&of_a, &long.tokens, &long.anchors);
    let a = TokenizedText { text: a, tokens: &of_a };
    let b = TokenizedText { text: b.0, tokens: &long.tokens };
    smooth(a, b, &mut matches);
    evidence_of_alignment(a, b, &matches)
}

/// A restatement, or no relation.
fn evidence_of_others(normalizer: Normalizer, a: &str, b: &str) -> Evidence {
    let [of_a, of_b] = [a, b].map(|text| tokens_of_text(normalizer, Matching::Stems, text));
    let texts =
        (TokenizedText { text: a, tokens: &of_a }, TokenizedText { text: b, tokens: &of_b });
    // Corresponding sentences cost the product of their numbers: too much for texts longer than any paragraph.
    let judged = is_judged(texts.0, texts.1);
    let sentences = if judged { sentence::corresponding(texts.0, texts.1) } else { Vec::new() };
    let matches = align(&of_a, &of_b);
    let evidence = if are_told_apart_by_word(&of_a, &of_b, matches.len()) {
        evidence_of_copies(normalizer, a, b)
    } else {
        evidence_of_restatement(texts.0, texts.1, matches)
    };
    Evidence { sentences, ..evidence }
}

/// Whether it can be told which words stand in place of which, as it can in copies: half of the words correspond in
/// order, or the words are nearly the same in another order.
fn are_told_apart_by_word(a: &[Token], b: &[Token], in_order: usize) -> bool {
    let longer = a.len().max(b.len());
    2 * in_order >= longer || 10 * shared_words(a, b) >= 9 * longer
}

/// How many words of one side can be paired with equal ones of the other.
fn shared_words(a: &[Token], b: &[Token]) -> usize {
    let mut left: BTreeMap<u64, usize> = BTreeMap::new();
    for token in b {
        *left.entry(token.key).or_default() += 1;
    }
    let mut shared = 0;
    for token in a {
        if let Some(count) = left.get_mut(&token.key).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The naive reference reads all words.
    fn read_throughout(a: &str, b: &str) -> Evidence {
        if (a.len(), a) > (b.len(), b) {
            return read_throughout(b, a).mirrored();
        }
        let read = |text: &str| tokens_of_text(Normalizer::new(), Matching::Words, text);
        let (of_a, of_b) = (read(a), read(b));
        let a = TokenizedText { text: a, tokens: &of_a };
        evidence_of_tokenized_copies(a, TokenizedText { text: b, tokens: &of_b })
    }

    fn gathered(a: &str, b: &str) -> Evidence {
        Evidence::gather(Normalizer::new(), a, b, Some(Relation::Near))
    }

    /// Words stand apart, touch, or are parted otherwise than by a space; some are no words, and some
    /// are the same as others.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "one ",
            "two ",
            "One ",
            "one, ",
            "1,000 ",
            "1000 ",
            "not ",
            "Name ",
            "- ",
            "-",
            "— ",
            ". ",
            "+ ",
            "# ",
            "c",
            "c# ",
            "'s ",
            "'",
            "5",
            "$ ",
            " ",
            "\u{a0}",
            "\n",
            "é ",
            "e\u{301} ",
            "\u{301}",
            "東",
            "京 ",
            "大阪",
            "ﷺ ",
            "ﷺ",
            "½ ",
            "\u{ad}",
            "ß ",
            "long words ",
            "moved ",
            "end. ",
            "Next ",
            "a b c d e f g h i j k l m n ",
            "<",
            "> ",
        ]);
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn evidence_is_the_same_as_if_all_were_read(
            head in text(), a in text(), b in text(), middle in text(), c in text(), tail in text(),
        ) {
            let pairs = [
                ([&*head, &a, &tail].concat(), [&*head, &b, &tail].concat()),
                ([&*head, &a, &middle, &c, &tail].concat(), [&*head, &middle, &b, &tail].concat()),
            ];
            for (a, b) in pairs {
                prop_assert_eq!(gathered(&a, &b), read_throughout(&a, &b), "{:?} and {:?}", a, b);
            }
        }
    }
}
