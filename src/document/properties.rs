//! What holds for every reader, whatever the text.

use proptest::prelude::*;

use super::lines::{LineEnd, is_blank, lines};
use super::{Document, Unit};

type Reader = fn(&str) -> Document;

const READERS: [(&str, Reader); 5] = [
    ("plain", |text| Document::plain(text)),
    ("lines", |text| Document::lines(text)),
    ("subtitles", |text| Document::subtitles(text)),
    ("restructured_text", |text| Document::restructured_text(text)),
    ("asciidoc", |text| Document::asciidoc(text)),
];

/// Pieces that mean something to one of the readers, and some that mean nothing.
const FRAGMENTS: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{c}",
    "\u{2029}",
    "\u{85}",
    "\u{feff}",
    "\u{a0}",
    " ",
    "  ",
    "    ",
    "\t",
    "word",
    "two words",
    "Ünïcödé",
    "漢字",
    "١٢",
    "a",
    ".",
    ",",
    ":",
    "- ",
    "* ",
    "** ",
    "• ",
    "1. ",
    "2. ",
    "3) ",
    "(4) ",
    "a) ",
    "b) ",
    "#. ",
    "-",
    "+",
    "|",
    "> ",
    ">",
    ">>",
    "-----",
    "====",
    "~~~~",
    "____",
    "....",
    "++++",
    "////",
    "--",
    "```",
    "|===",
    ",===",
    "| a | b |",
    "+---+---+",
    "==  ==",
    "'''",
    "::",
    ":: ",
    "term::",
    ".. ",
    "..",
    ".. note:: ",
    ".. code::",
    ".. figure:: x",
    ".. [1] ",
    ".. _x: y",
    ":field: ",
    ":a: b",
    "-v, --verbose  ",
    ">>> ",
    "__ x",
    "= ",
    "== ",
    ".Title",
    "[source]",
    "[quote, A]",
    "[verse]",
    "[comment]",
    "NOTE: ",
    "ifdef::x[]",
    "image::y[]",
    "//",
    "WEBVTT",
    "NOTE",
    "00:01,000 --> 00:02,000",
    "1",
    "<i>",
    "</i>",
    "<",
    "{\\an8}",
    "&amp;",
    "&lrm;",
    "&",
    "\\",
    "`x`",
    "**x**",
    "``",
    "`",
    "*",
    ":ref:`",
    " <y>`_",
    "[1]_",
    "|a|",
    ".. |a| replace:: b",
    ".. csv-table::",
    ".. list-table::",
    "* - ",
    "\"",
    "xref:y[",
    "https://y[",
    "footnote:[",
    "]",
    "<<y,",
    ">>",
    "((",
    "))",
    "[[y]]",
    "{a}",
    "{empty}",
    "#",
    "^",
    "include::y[]",
];

/// Marks around words, for each reader of inline markup.
const INLINE: [(Reader, &[(&str, &str)]); 2] = [
    (
        |text| Document::restructured_text(text),
        &[
            ("", ""),
            ("*", "*"),
            ("**", "**"),
            ("``", "``"),
            (":a:b:`", "`"),
            ("`", " <to>`__"),
            ("_`", "`"),
            ("`", "`:a:"),
            ("", " [#to]_"),
        ],
    ),
    (
        |text| Document::asciidoc(text),
        &[
            ("", ""),
            ("*", "*"),
            ("__", "__"),
            ("`+", "+`"),
            ("xref:to[", "]"),
            ("https://to[*", "*,x=y]"),
            ("<<to,", ">>"),
            ("[.to]#", "#"),
            ("[[to]]", ""),
            ("", "footnote:to[]"),
        ],
    ),
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(FRAGMENTS), 0..60);
    pieces.prop_map(|pieces| pieces.concat())
}

/// The segments of all paragraphs ascend, and make their texts.
fn check_segments(document: &Document) {
    let mut end = 0;
    for paragraph in document.paragraphs() {
        let mut text = String::new();
        for segment in paragraph.segments() {
            assert!(segment.source.start >= end, "{segment:?} before {end}");
            end = segment.source.end;
            assert_eq!(segment.text.start, text.len());
            let piece = &paragraph.text()[segment.text];
            assert!(!segment.verbatim || piece == &document.text()[segment.source]);
            text.push_str(piece);
        }
        assert_eq!(paragraph.text(), text);
        assert!(!is_blank(&text));
    }
}

/// The words of all paragraphs, in order.
fn words(document: &Document) -> Vec<&str> {
    document.paragraphs().flat_map(|found| found.text().split_whitespace()).collect()
}

/// The words of a text that are no marks of any sort.
fn spoken(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    // A number or a single letter may be the mark of an item.
    words.filter(|word| word.chars().count() > 1).map(str::to_owned).collect()
}

/// Paragraphs between blank lines, and nothing else.
fn naive_paragraphs(text: &str) -> Vec<String> {
    let (mut paragraphs, mut open) = (Vec::new(), String::new());
    for line in lines(text) {
        let content = &text[line.content];
        if !is_blank(content) {
            open.push_str(content);
            open.push('\n');
        }
        if is_blank(content) || line.end != LineEnd::Line {
            paragraphs.push(core::mem::take(&mut open));
        }
    }
    let visible = paragraphs.iter().map(|text| text.trim_matches(['\u{feff}', ' ', '\n', '\t']));
    visible.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// Each would take very long if its end were looked for through the whole text.
#[test]
fn what_is_opened_again_and_again_is_read() {
    for piece in [
        "*a ",
        "`a <",
        "[#",
        "[1]_ ",
        "|a",
        ":a:`",
        "xref:a[",
        "footnote:[a] ",
        "{aurl}",
        "<<a",
        "((a",
    ] {
        let text = piece.repeat(20_000);
        for (read, _) in INLINE {
            check_segments(&read(&text));
        }
    }
}

/// Words, each with the number of the marks around it.
fn marked_words() -> impl Strategy<Value = Vec<(String, usize)>> {
    prop::collection::vec(("[a-zäé]{2,6}", 0..10_usize), 1..12)
}

proptest! {
    #[test]
    fn inline_markup_keeps_words(words in marked_words()) {
        for (read, marks) in INLINE {
            let marked = words.iter().map(|(word, number)| {
                let (open, close) = marks[number % marks.len()];
                format!("{open}{word}{close}")
            });
            let document = read(&marked.collect::<Vec<_>>().join(" "));
            let plain: Vec<&str> = words.iter().map(|(word, _)| &**word).collect();
            prop_assert_eq!(document.paragraph(0).text(), plain.join(" "), "{}", document.text());
        }
    }

    #[test]
    fn every_text_is_read(text in texts()) {
        for (_, read) in READERS {
            let document = read(&text);
            check_segments(&document);
            check_segments(&document.clone().by(Unit::Line));
            check_segments(&document.by(Unit::Document));
        }
    }

    #[test]
    fn any_characters_are_read(text in "(?s).{0,80}") {
        for (_, read) in READERS {
            check_segments(&read(&text));
        }
    }

    #[test]
    fn plain_text_loses_no_word(text in texts()) {
        let document = Document::plain(text.as_str());
        let found: Vec<String> = document.paragraphs().flat_map(|one| spoken(one.text())).collect();
        prop_assert_eq!(found, spoken(&text));
    }

    #[test]
    fn units_keep_all_words(text in texts()) {
        let document = Document::plain(text.as_str());
        let lines = document.clone().by(Unit::Line);
        prop_assert_eq!(words(&lines), words(&document));
        let whole = document.clone().by(Unit::Document);
        let prose = document.paragraphs().filter(|found| found.kind().is_prose());
        let prose: Vec<&str> = prose.flat_map(|found| found.text().split_whitespace()).collect();
        prop_assert_eq!(words(&whole), prose);
    }

    #[test]
    fn without_marks_blank_lines_decide(
        pieces in prop::collection::vec(
            prop::sample::select(vec!["word", "1990. It", "two words", "\n", "\n\n", "\u{c}", " ", ".", ", "]),
            0..40,
        )
    ) {
        let text = pieces.concat();
        let document = Document::plain(text.as_str());
        let found: Vec<String> = document
            .paragraphs()
            .map(|found| found.text().lines().collect::<Vec<_>>().join("\n"))
            .collect();
        prop_assert_eq!(found, naive_paragraphs(&text));
    }
}
