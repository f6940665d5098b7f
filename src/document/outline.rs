//! What readers find, as tests write it down.

use super::Document;

/// Each paragraph as its kind and its text, with `/` for the ends of lines and their indents, and `|` between cells.
pub(super) fn outline(document: &Document) -> Vec<String> {
    let line = |paragraph: super::Paragraph<'_>| {
        let lines: Vec<&str> = paragraph.text().lines().map(str::trim).collect();
        format!("{} {}", paragraph.kind(), lines.join("/").replace('\t', "|"))
    };
    document.paragraphs().map(line).collect()
}

/// A document's paragraphs are these.
#[track_caller]
pub(super) fn expect(document: &Document, expected: &[&str]) {
    assert_eq!(outline(document), expected, "in {:?}", document.text());
}
