//! The formats of articles: by what a file is known, and which reader is asked.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use clap::ValueEnum;
use paradup::document::{Document, Unit};
use serde::{Deserialize, Serialize};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum InputFormat {
    /// Paragraphs between blank lines, and list items.
    Plain,
    /// With front matter, code and comments set aside.
    Markdown,
    /// The visible text of a page.
    Html,
    /// The cues of films, as .srt and .vtt files have them.
    Subtitles,
    /// reStructuredText, with titles, directives and comments set aside.
    #[value(alias = "restructuredtext")]
    Rst,
    /// The notation of .adoc files, with titles, listings and attributes set aside.
    #[value(alias = "adoc")]
    Asciidoc,
    /// A JSON object a line, with the text in a field.
    #[value(alias = "ndjson")]
    Jsonl,
    /// An array of such objects, or one of them.
    Json,
    /// Rows with a header, with the text in a column.
    Csv,
    /// The same between tabs.
    Tsv,
    /// Columns, of which one holds the text.
    Parquet,
}

/// The endings of names of files in each format; the first ones are named in messages.
const EXTENSIONS: [(InputFormat, &[&str]); 11] = [
    (InputFormat::Plain, &["txt", "text"]),
    (InputFormat::Markdown, &["md", "markdown", "mdx", "qmd", "rmd"]),
    (InputFormat::Html, &["html", "htm", "xhtml"]),
    (InputFormat::Subtitles, &["srt", "vtt"]),
    (InputFormat::Rst, &["rst", "rest"]),
    (InputFormat::Asciidoc, &["adoc", "asciidoc", "asc"]),
    (InputFormat::Jsonl, &["jsonl", "ndjson"]),
    (InputFormat::Json, &["json"]),
    (InputFormat::Csv, &["csv"]),
    (InputFormat::Tsv, &["tsv"]),
    (InputFormat::Parquet, &["parquet"]),
];

impl InputFormat {
    /// By the ending of a file's name.
    pub(crate) fn of_name(path: &Path) -> Option<InputFormat> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let known = EXTENSIONS.iter().find(|(_, known)| known.contains(&&*extension));
        known.map(|(format, _)| *format)
    }

    /// Whether a file holds rows, and which part of a row is its text must be known.
    pub(crate) fn has_rows(self) -> bool {
        use InputFormat::{Csv, Json, Jsonl, Parquet, Tsv};
        matches!(self, Jsonl | Json | Csv | Tsv | Parquet)
    }

    /// Whether this build of the command reads it.
    pub(crate) fn is_built_in(self) -> bool {
        self != InputFormat::Parquet || cfg!(feature = "parquet")
    }

    /// The endings of articles, or of files of rows.
    pub(crate) fn extensions(with_rows: bool) -> Vec<&'static str> {
        let is_asked = |format: InputFormat| format.has_rows() == with_rows && format.is_built_in();
        let asked = EXTENSIONS.iter().filter(|(format, _)| is_asked(*format));
        asked.flat_map(|(_, extensions)| extensions.iter().copied()).collect()
    }

    /// The text of an article as a document. A text of rows counts as plain.
    pub(crate) fn read(self, text: String, unit: Unit) -> Document {
        let document = match self {
            InputFormat::Markdown => Document::markdown(text),
            InputFormat::Html => Document::html(text),
            InputFormat::Subtitles => Document::subtitles(text),
            InputFormat::Rst => Document::restructured_text(text),
            InputFormat::Asciidoc => Document::asciidoc(text),
            // Signs of lists and titles are nothing where each line stands for itself.
            _ if unit == Unit::Line => return Document::lines(text),
            _ => Document::plain(text),
        };
        document.by(unit)
    }
}

/// Whether a file begins as a Parquet file does.
pub(crate) fn begins_as_parquet(path: &Path) -> bool {
    let beginning = |path| {
        let mut bytes = [0; PARQUET.len()];
        File::open(path)?.read_exact(&mut bytes)?;
        io::Result::Ok(bytes)
    };
    path.is_file() && beginning(path).is_ok_and(|bytes| bytes == PARQUET)
}

/// Its magic number and the beginning of the first thing behind that.
const PARQUET: [u8; 5] = *b"PAR1\x15";

/// What is compared with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UnitName {
    /// Lines by themselves, as speech recognition and logs write them.
    Line,
    /// What stands between blank lines, an item, a quotation, a row, as the format has it.
    #[default]
    Paragraph,
    /// Each file, or the text of each row, as a whole.
    Document,
}

impl From<UnitName> for Unit {
    fn from(name: UnitName) -> Unit {
        match name {
            UnitName::Line => Unit::Line,
            UnitName::Paragraph => Unit::Paragraph,
            UnitName::Document => Unit::Document,
        }
    }
}
