//! The evidence of a pair as a person reads it.

use paradup::evidence::{Evidence, Exchange, FactKind, Mention};
use paradup::text::Span;

use crate::markup::{Markup, excerpt, one_line, shortened};

/// Why a pair is held to be a restatement, what only one text says, and which words are exchanged for others, a line
/// each. What only the earlier text says is left out where no earlier text is given.
pub(crate) fn remarks(
    markup: Markup,
    evidence: &Evidence,
    earlier: Option<&str>,
    later: &str,
) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(evidence.why().map(|why| markup.labelled("why", &why.to_string())));
    lines.extend(earlier.and_then(|text| pieces(markup, "gone", text, &evidence.missing)));
    lines.extend(pieces(markup, "new", later, &evidence.added));
    if !evidence.exchanges.is_empty() {
        lines.push(markup.labelled("differs", &markup.warning(&differences(&evidence.exchanges))));
    }
    lines
}

fn pieces(markup: Markup, label: &str, text: &str, spans: &[Span]) -> Option<String> {
    Some(markup.labelled(label, &shortened(&joined(text, spans)?)))
}

/// Pieces of a text in one line.
pub(super) fn joined(text: &str, spans: &[Span]) -> Option<String> {
    let pieces: Vec<String> =
        spans.iter().take(MAX_PIECES).map(|span| one_line(excerpt(&text[*span]))).collect();
    (!pieces.is_empty()).then(|| pieces.join(" … "))
}

/// More pieces of a text or exchanges in one line would not be read.
const MAX_PIECES: usize = 100;
const MAX_EXCHANGES: usize = 8;

/// Which words are exchanged for which, in one line.
pub(super) fn differences(exchanges: &[Exchange]) -> String {
    let mut shown: Vec<String> = exchanges.iter().take(MAX_EXCHANGES).map(difference).collect();
    if exchanges.len() > MAX_EXCHANGES {
        shown.push(format!("and {} more", exchanges.len() - MAX_EXCHANGES));
    }
    shown.join("; ")
}

fn difference(exchange: &Exchange) -> String {
    let text = |mention: &Option<Mention>| {
        mention.as_ref().map_or_else(|| "nothing".to_owned(), |mention| one_line(&mention.text))
    };
    let label = exchange.kind.map_or("", label);
    format!("{} → {}{label}", text(&exchange.a), text(&exchange.b))
}

fn label(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Number => " (number)",
        FactKind::Name => " (name)",
        FactKind::Negation => " (negation)",
        FactKind::Obligation => " (obligation)",
        _ => " (fact)",
    }
}
