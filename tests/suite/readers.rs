//! Readers of Markdown and HTML: every piece of text is found again in the file, and no word gets lost.

use paradup::document::{Document, Kind, Paragraph, Segment};
use proptest::prelude::*;

/// Pieces of markup and text, between which anything may be wrong.
const MARKUP: [&str; 96] = [
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "a",
    "bb",
    "é",
    "ü ß",
    "日本",
    "\u{a0}",
    "\u{feff}",
    "\0",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "```\n",
    "~~~",
    "> ",
    "- ",
    "1. ",
    "# ",
    "---\n",
    "===\n",
    "| ",
    "|-|-|\n",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "[x]: y\n",
    "\\",
    "\\*",
    "  \n",
    "\\\n",
    "$",
    "$$",
    "~~",
    ": ",
    "&amp;",
    "&eacute;",
    "&#233;",
    "&#xe9",
    "&lt",
    "&",
    ";",
    "<",
    ">",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<ul>\n",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<span hidden>",
    "</span>",
    "<!--",
    "-->",
    "<!-- paradup:ignore -->",
    "{{< a >}}",
    "{{",
    "}}",
    "{: .a}",
    ":::",
    "!!! note\n\n    ",
    "<Tab a={1}>",
    "</Tab>",
    "\ninclude ",
    "<div>\n",
    ":aa:",
    "<h5 markdown=1>",
    "</h5>",
    "*[a]: b\n",
    "{% comment %}\n",
    "{% endcomment %}\n",
    "\\begin{align}\n",
    "\\end{align}\n",
    ":   ",
    "<!-- a -->\n\n",
];

fn markup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&MARKUP[..]), 0..40)
        .prop_map(|pieces| pieces.concat())
}

/// What stands for a character in [`MARKUP`], and in no reader's table.
const ENTITIES: [(&str, &str); 5] =
    [("&amp;", "&"), ("&eacute;", "é"), ("&#233;", "é"), ("&#xe9;", "é"), ("&lt", "<")];

/// Whether a decoded piece says what the source says: white space in place of line ends and marks, or characters in place of
/// entities.
fn is_decoded(source: &str, text: &str) -> bool {
    let mut plain = source.to_owned();
    for (entity, character) in ENTITIES {
        plain = plain.replace(entity, character);
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    // Some entities have no entry in the table, and code has none.
    let is_other = plain.contains('&') || letters(source) == letters(text);
    let is_space = text.chars().all(|c| matches!(c, '\n' | '\t' | ' '));
    is_space || is_other || letters(&plain) == letters(text)
}

fn check_segments(document: &Document, paragraph: Paragraph<'_>) {
    let (mut text_end, mut source_end) = (0, paragraph.span().start);
    for &Segment { text, source, verbatim, .. } in paragraph.segments() {
        assert_eq!(text.start, text_end, "a gap in the text");
        assert!(source.start >= source_end, "segments do not ascend");
        let (said, written) = (&paragraph.text()[text], &document.text()[source]);
        if verbatim {
            assert_eq!(said, written);
        } else {
            assert!(is_decoded(written, said), "{written:?} is no {said:?}");
        }
        (text_end, source_end) = (text.end, source.end);
    }
    assert_eq!((text_end, source_end), (paragraph.text().len(), paragraph.span().end));
}

fn check(document: &Document) {
    let mut end = 0;
    for paragraph in document.paragraphs() {
        assert!(paragraph.span().start >= end, "paragraphs overlap");
        assert!(!paragraph.text().trim().is_empty());
        check_segments(document, paragraph);
        end = paragraph.span().end;
    }
}

/// Paragraphs of a text that says what each is, in the notation of both formats.
fn written(format: Format, paragraphs: &[(Kind, Vec<String>)]) -> String {
    let blocks = paragraphs.iter().map(|(kind, words)| format.block(*kind, &format.inline(words)));
    blocks.collect::<Vec<_>>().concat()
}

#[derive(Clone, Copy, Debug)]
enum Format {
    Markdown,
    Html,
}

impl Format {
    /// The words with markup in and between them.
    fn inline(self, words: &[String]) -> String {
        let marks = match self {
            Format::Markdown => [
                ("", ""),
                ("**", "**"),
                ("`", "`"),
                ("[", "](to)"),
                ("<i>", "</i>"),
                ("", "<!-- no -->"),
            ],
            Format::Html => [
                ("", ""),
                ("<b>", "</b>"),
                ("<code>", "</code>"),
                ("<a href=to>", "</a>"),
                ("<x-y>", "</x-y>"),
                ("", "<!-- no -->"),
            ],
        };
        let words = words.iter().enumerate().map(|(number, word)| {
            let (open, close) = marks[(number + word.len()) % marks.len()];
            format!("{open}{word}{close}")
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn block(self, kind: Kind, text: &str) -> String {
        match (self, kind) {
            (Format::Markdown, Kind::Heading) => format!("## {text} {{#id}}\n\n"),
            (Format::Markdown, Kind::Item) => format!("- {text}\n\n<!-- -->\n\n"),
            (Format::Markdown, Kind::Quote) => format!("> {text}\n\n"),
            (Format::Markdown, Kind::Row) => format!("| {text} |\n|--|\n\n"),
            (Format::Markdown, Kind::Caption) => {
                format!("<figcaption>{}</figcaption>\n\n", text.replace(['*', '`'], ""))
            }
            (Format::Markdown, _) => format!("!!! note\n\n    {text}\n\n"),
            (Format::Html, Kind::Heading) => format!("<h3>{text}</h3>"),
            (Format::Html, Kind::Item) => format!("<ul><li>{text}</ul>"),
            (Format::Html, Kind::Quote) => format!("<blockquote>{text}</blockquote>"),
            (Format::Html, Kind::Row) => format!("<table><tr><td>{text}</table>"),
            (Format::Html, Kind::Caption) => format!("<figcaption>{text}</figcaption>"),
            (Format::Html, _) => format!("<p>{text}"),
        }
    }

    fn read(self, text: String) -> Document {
        match self {
            Format::Markdown => Document::markdown(text),
            Format::Html => Document::html(text),
        }
    }
}

fn paragraphs() -> impl Strategy<Value = Vec<(Kind, Vec<String>)>> {
    let kinds = [Kind::Paragraph, Kind::Item, Kind::Row, Kind::Quote, Kind::Caption, Kind::Heading];
    let words = prop::collection::vec("[a-zäöé日本]{2,7}", 1..8);
    prop::collection::vec((prop::sample::select(kinds.to_vec()), words), 1..8)
}

fn expect_all(format: Format, paragraphs: &[(Kind, Vec<String>)]) {
    let document = format.read(written(format, paragraphs));
    let found: Vec<(Kind, String)> = document
        .paragraphs()
        // A link in HTML within Markdown keeps its notation.
        .map(|paragraph| {
            (paragraph.kind(), paragraph.text().replace(['[', ']'], "").replace("(to)", ""))
        })
        .collect();
    let expected: Vec<(Kind, String)> =
        paragraphs.iter().map(|(kind, words)| (*kind, words.join(" "))).collect();
    assert_eq!(found, expected, "{}", document.text());
}

proptest! {
    #[test]
    fn each_piece_of_markdown_is_found_in_its_text(text in markup()) {
        check(&Document::markdown(text));
    }

    #[test]
    fn each_piece_of_html_is_found_in_its_text(text in markup()) {
        check(&Document::html(text));
    }

    #[test]
    fn any_text_can_be_read(text in any::<String>()) {
        check(&Document::markdown(text.as_str()));
        check(&Document::html(text));
    }

    #[test]
    fn no_word_is_lost(paragraphs in paragraphs()) {
        expect_all(Format::Markdown, &paragraphs);
        expect_all(Format::Html, &paragraphs);
    }
}
