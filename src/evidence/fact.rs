//! Which facts differ between two paragraphs that are otherwise alike.

use core::ops::Range;
use std::collections::BTreeSet;

use super::Span;
use super::token::Token;

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum FactKind {
    /// A number, an amount, a date in figures, a version: a word with a digit in it, or a currency.
    Number,
    /// A word that begins with a capital letter inside a sentence.
    Name,
    /// A word that denies: not, no, never, nicht, pas, не…
    Negation,
    /// A word that obliges or permits: must, shall, should, may, muss, doit, debe, должен…
    Obligation,
}

/// A fact as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mention {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A fact that one paragraph states otherwise than the other, or that only one of them states.
///
/// ```
/// use paradup::evidence::FactKind;
///
/// let a = "Average tips are £20 per shift on a Friday night in the summer season.";
/// let b = "Average tips are £40 per shift on a Friday night in the summer season.";
/// let comparison = paradup::Detector::default().compare(a, b);
/// let fact = &comparison.evidence.facts_differ[0];
/// assert_eq!(fact.kind, FactKind::Number);
/// assert_eq!(fact.a.as_ref().unwrap().text, "20");
/// assert_eq!(fact.b.as_ref().unwrap().text, "40");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FactDifference {
    /// What kind of fact.
    pub kind: FactKind,
    /// As the first paragraph has it.
    pub a: Option<Mention>,
    /// As the second paragraph has it.
    pub b: Option<Mention>,
}

impl FactDifference {
    fn mirrored(self) -> FactDifference {
        FactDifference { kind: self.kind, a: self.b, b: self.a }
    }
}

/// A gap between corresponding words longer than this on one side alone is an addition, which is
/// evidence of its own, not another version of a fact.
const LONGEST_ONE_SIDED: usize = 3;

/// One paragraph and its words, as facts are looked up in it.
#[derive(Clone, Copy)]
pub(crate) struct Side<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: &'t [Token],
}

impl<'t> Side<'t> {
    fn fact(self, position: usize) -> Option<Fact<'t>> {
        let span = self.tokens[position].span;
        let kind = kind_at(self.text, span)?;
        Some(Fact { kind, word: &self.text[span.range()], span })
    }

    fn facts(self, positions: Range<usize>) -> impl Iterator<Item = Fact<'t>> {
        positions.filter_map(move |position| self.fact(position))
    }

    fn all_facts(self) -> Vec<Fact<'t>> {
        self.facts(0..self.tokens.len()).collect()
    }

    /// Words that deny or oblige, with a word on either side, and where they stand.
    fn turning_words(self) -> impl Iterator<Item = (usize, Fact<'t>)> {
        let inner = 1..self.tokens.len().saturating_sub(1).max(1);
        let facts = inner.filter_map(move |position| Some((position, self.fact(position)?)));
        facts.filter(|(_, fact)| matches!(fact.kind, FactKind::Negation | FactKind::Obligation))
    }

    /// How the other side has what stands between the same two words: another word of the kind, or,
    /// where this one denies, nothing.
    fn turned(
        self,
        (position, fact): (usize, Fact<'t>),
        other: Side<'_>,
    ) -> Option<FactDifference> {
        let (before, after) = (self.tokens[position - 1].key, self.tokens[position + 1].key);
        let there: Vec<Fact<'_>> = (other.tokens.windows(3).zip(1..))
            .filter(|(words, _)| words[0].key == before && words[2].key == after)
            .filter_map(|(_, position)| other.fact(position))
            .filter(|there| there.kind == fact.kind)
            .collect();
        if there.iter().any(|same| same.value() == fact.value()) {
            return None;
        }
        let left_out = fact.kind == FactKind::Negation
            && other.tokens.windows(2).any(|words| [before, after] == [words[0].key, words[1].key]);
        let differs = !there.is_empty() || left_out;
        let b = there.first().map(Fact::mention);
        differs.then_some(FactDifference { kind: fact.kind, a: Some(fact.mention()), b })
    }
}

/// A fact in the text that states it.
struct Fact<'t> {
    kind: FactKind,
    word: &'t str,
    span: Span,
}

impl Fact<'_> {
    fn mention(&self) -> Mention {
        Mention { text: self.word.to_owned(), span: self.span }
    }

    /// What is compared: lower case, numbers without marks between groups of three digits and without
    /// the endings of English ordinals.
    fn value(&self) -> String {
        let lower = self.word.to_lowercase();
        let groups: Vec<&str> = lower.split([',', '.', '’', '\'']).collect();
        let is_group = |group: &&str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
        let grouped = groups.len() > 1
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(is_group);
        let plain = if grouped { groups.concat() } else { lower };
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| plain.strip_suffix(ending));
        match ordinal.filter(|number| number.ends_with(|c: char| c.is_ascii_digit())) {
            Some(number) => number.to_owned(),
            None => plain,
        }
    }
}

/// What kind of fact a word of a text is, if any. It depends on the word as written and on whether it
/// begins a sentence, on nothing else.
pub(crate) fn kind_at(text: &str, span: Span) -> Option<FactKind> {
    let word = &text[span.range()];
    if word.contains(char::is_numeric) || is_currency(word) {
        return Some(FactKind::Number);
    }
    let lower = word.to_lowercase().replace('’', "'");
    let is_name = word.starts_with(char::is_uppercase) && !begins_sentence(text, span.start);
    // `May` and `Will` inside a sentence name somebody or some month; `MAY` permits.
    let is_capitalised_name = is_name && word.contains(char::is_lowercase);
    if NEGATIONS.contains(&&*lower) || lower.contains(['不', '没', '沒', '未', '無', '无']) {
        Some(FactKind::Negation)
    } else if OBLIGATIONS.contains(&&*lower) && !is_capitalised_name {
        Some(FactKind::Obligation)
    } else {
        is_name.then_some(FactKind::Name)
    }
}

/// Whether what starts here has nothing before it in its sentence.
fn begins_sentence(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    // To search a string of these for the character took a tenth of the time of removals.
    let opens = |c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | ':'
                | ';'
                | '"'
                | '“'
                | '”'
                | '«'
                | '»'
                | '„'
                | '('
                | '['
                | '•'
        )
    };
    before.is_empty() || before.ends_with(opens)
}

/// The facts that differ between copies: those in the gaps between corresponding words.
///
/// `matches` must ascend on both sides.
pub(crate) fn between_copies(
    a: Side<'_>,
    b: Side<'_>,
    matches: &[(usize, usize)],
) -> Vec<FactDifference> {
    let mut differences = Vec::new();
    let (mut from_a, mut from_b) = (0, 0);
    for (to_a, to_b) in matches.iter().copied().chain([(a.tokens.len(), b.tokens.len())]) {
        in_gap(a, from_a..to_a, b, from_b..to_b, &mut differences);
        (from_a, from_b) = (to_a + 1, to_b + 1);
    }
    differences
}

fn in_gap(
    a: Side<'_>,
    gap_a: Range<usize>,
    b: Side<'_>,
    gap_b: Range<usize>,
    differences: &mut Vec<FactDifference>,
) {
    if gap_a.is_empty() && gap_b.is_empty() {
        return;
    }
    let one_sided = gap_a.is_empty() || gap_b.is_empty();
    if one_sided && gap_a.len() + gap_b.len() > LONGEST_ONE_SIDED {
        return;
    }
    let (a, b): (Vec<_>, Vec<_>) = (a.facts(gap_a).collect(), b.facts(gap_b).collect());
    for kind in [FactKind::Number, FactKind::Name, FactKind::Negation, FactKind::Obligation] {
        let (only_a, only_b) = (of_kind(&a, kind), of_kind(&b, kind));
        if kind != FactKind::Name || (!only_a.is_empty() && !only_b.is_empty()) {
            pair_up(kind, only_a, only_b, differences);
        }
    }
}

fn of_kind<'f, 't>(facts: &'f [Fact<'t>], kind: FactKind) -> Vec<&'f Fact<'t>> {
    facts.iter().filter(|fact| fact.kind == kind).collect()
}

/// The facts that differ between restatements: numbers, where each side has some that the other has
/// nowhere, and words that deny or oblige, where they stand between the same words.
pub(crate) fn between_restatements(a: Side<'_>, b: Side<'_>) -> Vec<FactDifference> {
    let mut differences = Vec::new();
    let (facts_a, facts_b) = (a.all_facts(), b.all_facts());
    let numbers = |facts| of_kind(facts, FactKind::Number);
    let (only_a, only_b) = without_common(numbers(&facts_a), numbers(&facts_b));
    if !only_a.is_empty() && !only_b.is_empty() {
        pair_up(FactKind::Number, only_a, only_b, &mut differences);
    }
    for turning in a.turning_words() {
        differences.extend(a.turned(turning, b));
    }
    let inserted = b.turning_words().filter_map(|turning| b.turned(turning, a));
    let inserted = inserted.filter(|difference| difference.b.is_none());
    differences.extend(inserted.map(FactDifference::mirrored));
    differences
}

fn pair_up(
    kind: FactKind,
    a: Vec<&Fact<'_>>,
    b: Vec<&Fact<'_>>,
    differences: &mut Vec<FactDifference>,
) {
    let (a, b) = without_common(a, b);
    let mention = |facts: &[&Fact<'_>], place: usize| facts.get(place).map(|fact| fact.mention());
    let pair = |place| FactDifference { kind, a: mention(&a, place), b: mention(&b, place) };
    differences.extend((0..a.len().max(b.len())).map(pair));
}

/// Those of each side whose values the other side has not.
fn without_common<'f, 't>(
    mut a: Vec<&'f Fact<'t>>,
    mut b: Vec<&'f Fact<'t>>,
) -> (Vec<&'f Fact<'t>>, Vec<&'f Fact<'t>>) {
    let values = |facts: &[&Fact<'_>]| facts.iter().map(|fact| fact.value()).collect();
    let (values_a, values_b): (Vec<_>, Vec<_>) = (values(&a), values(&b));
    retain_others(&mut a, &values_a, &values_b);
    retain_others(&mut b, &values_b, &values_a);
    (a, b)
}

/// Leaves facts whose values are not among the `others`.
fn retain_others(facts: &mut Vec<&Fact<'_>>, values: &[String], others: &[String]) {
    let others: BTreeSet<&String> = others.iter().collect();
    let mut values = values.iter();
    facts.retain(|_| values.next().is_none_or(|value| !others.contains(value)));
}

/// The listed words that deny or oblige.
pub(crate) fn turning_words() -> impl Iterator<Item = &'static str> {
    NEGATIONS.iter().chain(OBLIGATIONS).copied()
}

fn is_currency(word: &str) -> bool {
    let mut chars = word.chars();
    let sign = |c: char| matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}' | '%' | '‰');
    chars.next().is_some_and(sign) && chars.next().is_none()
}

/// Small on purpose: words that turn a statement round. A missing language costs a warning, never
/// a relation.
const NEGATIONS: &[&str] = &[
    "not",
    "no",
    "never",
    "none",
    "neither",
    "nor",
    "without",
    "cannot",
    "can't",
    "don't",
    "doesn't",
    "didn't",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "won't",
    "wouldn't",
    "shouldn't",
    "couldn't",
    "mustn't",
    "hasn't",
    "haven't",
    "hadn't",
    "nicht",
    "kein",
    "keine",
    "keinen",
    "keiner",
    "keinem",
    "nie",
    "niemals",
    "ohne",
    "ne",
    "pas",
    "jamais",
    "sans",
    "nunca",
    "jamás",
    "sin",
    "non",
    "mai",
    "senza",
    "não",
    "sem",
    "не",
    "нет",
    "никогда",
    "без",
    "لا",
    "لم",
    "لن",
    "ليس",
    "नहीं",
    "मत",
];

const OBLIGATIONS: &[&str] = &[
    "must",
    "shall",
    "should",
    "may",
    "might",
    "can",
    "could",
    "will",
    "would",
    "required",
    "recommended",
    "optional",
    "muss",
    "müssen",
    "soll",
    "sollen",
    "sollte",
    "sollten",
    "darf",
    "dürfen",
    "kann",
    "können",
    "doit",
    "doivent",
    "peut",
    "peuvent",
    "debe",
    "deben",
    "puede",
    "pueden",
    "deve",
    "devono",
    "devem",
    "può",
    "pode",
    "podem",
    "должен",
    "должна",
    "должны",
    "может",
    "могут",
];
