//! What a site builder reads in a page that is still a template.

use std::borrow::Cow;

use crate::document::without_noise;
use crate::text::Span;

/// How an expression or a statement begins and ends: Jinja, Liquid, Go, ERB.
const NOTATIONS: [(&str, &str); 6] = [
    ("{{", "}}"),
    ("{%", "%}"),
    ("{#", "#}"),
    ("<%", "%>"),
    ("{% comment %}", "endcomment"),
    ("{%- comment", "endcomment"),
];

/// How much of a page one of them may take.
const MAX_LENGTH: usize = 2_000;

/// The page, as long as it was, with spaces in place of expressions and statements. O(n).
pub(super) fn without_expressions(page: &str) -> Cow<'_, str> {
    let found = NOTATIONS.iter().flat_map(|(open, close)| expressions(page, open, close));
    without_noise(page, &found.collect::<Vec<_>>())
}

fn expressions(page: &str, open: &str, close: &str) -> Vec<Span> {
    let (mut found, mut next_close) = (Vec::new(), 0);
    for (start, _) in page.match_indices(open) {
        // The ends ascend with the beginnings: each byte is looked at once.
        if next_close < start + open.len() {
            let Some(length) = page[start + open.len()..].find(close) else { break };
            next_close = start + open.len() + length;
        }
        let end = next_close + close.len();
        if end - start <= MAX_LENGTH {
            found.push(Span { start, end });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_blank_and_nothing_moves() {
        for (page, expected) in [
            ("<p>Nine ferries</p>", "<p>Nine ferries</p>"),
            ("a {{ page.title }} b", "a                  b"),
            ("{% if é %}\nyes{% endif %}", "           \nyes           "),
            ("{#\n#}a<%= b %>c", "  \n  a        c"),
            ("a{% comment %} b {% endcomment %}c", "a                                c"),
            ("a{%- comment -%}b{%- endcomment -%}c", "a                                  c"),
            ("a {{ b", "a {{ b"),
            ("{{{{ a }}}}", "         }}"),
        ] {
            let found = without_expressions(page);
            assert_eq!((&*found, found.len()), (expected, page.len()));
        }
    }
}
