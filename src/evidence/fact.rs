//! What kinds of facts words are. In evidence kinds label what is exchanged; where wording may be lost, facts must be kept.

use core::ops::Range;
use std::collections::BTreeSet;

use super::tokenized::TokenizedText;
use crate::document::Paragraph;
use crate::text::Span;

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
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mention {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Mention {
    pub(super) fn in_document(self, paragraph: Paragraph<'_>) -> Mention {
        Mention { span: paragraph.to_source(self.span), ..self }
    }
}

/// A fact in the text that states it.
pub(super) struct Fact<'t> {
    pub(super) kind: FactKind,
    word: &'t str,
    span: Span,
}

impl<'t> TokenizedText<'t> {
    pub(super) fn fact(self, position: usize) -> Option<Fact<'t>> {
        let span = self.tokens[position].span;
        let kind = kind_at(self.text, span)?;
        Some(Fact { kind, word: &self.text[span], span })
    }

    fn facts(self, positions: Range<usize>) -> impl Iterator<Item = Fact<'t>> {
        positions.filter_map(move |position| self.fact(position))
    }
}

impl Fact<'_> {
    pub(super) fn mention(&self) -> Mention {
        Mention { text: self.word.to_owned(), span: self.span }
    }

    /// What is compared: the word in lower case, a number without commas and apostrophes between groups of three
    /// digits and without the ending of an English ordinal. Full stops stay, for they may part a fraction off.
    pub(super) fn value(&self) -> String {
        let lower = self.word.to_lowercase();
        let groups: Vec<&str> = lower.split([',', '’', '\'']).collect();
        let grouped = groups.len() > 1
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| is_thousands_group(group));
        let plain = if grouped { groups.concat() } else { lower };
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| plain.strip_suffix(ending));
        match ordinal.filter(|number| number.ends_with(|c: char| c.is_ascii_digit())) {
            Some(number) => number.to_owned(),
            None => plain,
        }
    }
}

fn is_thousands_group(group: &str) -> bool {
    group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit())
}

/// What kind of fact a word of a text is, if any. Depends on nothing but the word as written and whether it
/// begins a sentence.
pub(crate) fn kind_at(text: &str, span: Span) -> Option<FactKind> {
    let word = &text[span];
    if word.contains(char::is_numeric) || is_currency(word) {
        return Some(FactKind::Number);
    }
    let lower = word.to_lowercase().replace('’', "'");
    let is_name = is_name_at(text, span);
    // `May` and `Will` inside a sentence name somebody or some month; `MAY` permits.
    let is_capitalised_name = is_name && word.contains(char::is_lowercase);
    if NEGATIONS.contains(&&*lower) || holds_negation(&lower) {
        Some(FactKind::Negation)
    } else if OBLIGATIONS.contains(&&*lower) && !is_capitalised_name {
        Some(FactKind::Obligation)
    } else {
        is_name.then_some(FactKind::Name)
    }
}

/// Whether a word of Latin letters without accents, which neither denies nor obliges, is a name: [`kind_at`] of most words.
pub(crate) fn is_name_at(text: &str, span: Span) -> bool {
    text[span].starts_with(char::is_uppercase) && !begins_sentence(text, span.start)
}

/// Whether what starts here has nothing before it in its sentence.
fn begins_sentence(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    before.is_empty() || before.ends_with(may_precede_sentence)
}

/// Whether a capital letter behind this mark need not be that of a name.
fn may_precede_sentence(c: char) -> bool {
    // Not a string that is searched for the character, which took a tenth of the time of removals.
    matches!(c, '.' | '!' | '?' | '…' | ':' | ';')
        || matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '(' | '[' | '•')
}

/// The kind of fact in which these words of both sides differ: the first of number, negation,
/// obligation, name.
pub(super) fn differing_kind(
    a: TokenizedText<'_>,
    of_a: Range<usize>,
    b: TokenizedText<'_>,
    of_b: Range<usize>,
) -> Option<FactKind> {
    let (a, b): (Vec<_>, Vec<_>) = (a.facts(of_a).collect(), b.facts(of_b).collect());
    // Most words are no facts, and to compare sets of nothing would allocate them for each kind.
    if a.is_empty() && b.is_empty() {
        return None;
    }
    let kinds = [FactKind::Number, FactKind::Negation, FactKind::Obligation, FactKind::Name];
    kinds.into_iter().find(|kind| values(&a, *kind) != values(&b, *kind))
}

/// The values of the facts of one kind.
fn values(facts: &[Fact<'_>], kind: FactKind) -> BTreeSet<String> {
    facts.iter().filter(|fact| fact.kind == kind).map(Fact::value).collect()
}

/// Whether a text is a number in Chinese characters.
pub(super) fn is_cjk_number(text: &str) -> bool {
    text.chars().all(|c| "〇零一二三四五六七八九十百千万萬億亿兆两兩".contains(c))
}

/// The listed words that deny or oblige.
pub(crate) fn turning_words() -> impl Iterator<Item = &'static str> {
    NEGATIONS.iter().chain(OBLIGATIONS).copied()
}

fn is_currency(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_currency_sign) && chars.next().is_none()
}

/// Whether a character is a sign of money or of a share, which stands for a number as much.
fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}' | '%' | '‰')
}

/// Whether a word has a negation in it, as words of Chinese, Japanese, Thai and Korean may.
fn holds_negation(word: &str) -> bool {
    !word.is_ascii()
        && (word.contains(['不', '没', '沒', '未', '無', '无', '않', '없', '못'])
            || ["ない", "せん", "なか", "ไม่"].iter().any(|negation| word.contains(negation)))
}

/// Words that turn a statement round. The list is short on purpose: a missing language costs a label, never
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
    "không",
    "chẳng",
    "chưa",
    "đừng",
    "değil",
    "yok",
    "hayır",
    "asla",
    "inte",
    "ej",
    "ingen",
    "inget",
    "inga",
    "aldrig",
    "utan",
    "niet",
    "geen",
    "nooit",
    "zonder",
    "bez",
    "nigdy",
    "żaden",
    "żadna",
    "żadne",
    "לא",
    "אין",
    "אל",
    "בלי",
    "안",
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
