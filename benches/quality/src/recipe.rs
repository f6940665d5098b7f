//! `quality rows`: documents with labelled pairs, made from the public works that they are from.
//!
//! The repository holds labels, no texts: which file of which commit, where both paragraphs stand, and a hash of each.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use paradup::document::{Document, Kind, Paragraph};
use paradup::hash::hash_bytes;
use paradup::text::Normalizer;
use serde::{Deserialize, Serialize};

use crate::Failure;

/// What was labelled, a document a line.
const LABELS: &str = include_str!("../labels.jsonl");
/// Shorter paragraphs were not drawn, and are none of the rows'.
const MIN_WORDS: usize = 10;

/// Print the documents whose pairs `labels.jsonl` labels, as lines that `fit --more` and `table --more` read
#[derive(Args)]
pub(crate) struct Rows {
    /// The directory that `fetch-works` has filled
    #[arg(long, value_name = "DIR")]
    works: PathBuf,
}

/// The label of a pair that counts neither way.
const UNDECIDED: u8 = 1;

/// A labelled document, without its text.
#[derive(Deserialize)]
struct Labelled {
    source: String,
    lang: String,
    repository: String,
    path: String,
    pairs: Vec<LabelledPair>,
}

#[derive(Deserialize)]
struct LabelledPair {
    a: Mark,
    b: Mark,
    /// One of each reader.
    labels: Vec<u8>,
    weight: Option<f64>,
}

impl LabelledPair {
    /// What all readers say; where they differ the pair counts neither way.
    fn agreed(&self) -> u8 {
        let first = self.labels.first().copied().unwrap_or(UNDECIDED);
        if self.labels.iter().all(|label| *label == first) { first } else { UNDECIDED }
    }
}

/// The first byte of a paragraph, the byte behind it, and the hash of its text in hexadecimal digits.
#[derive(Deserialize)]
struct Mark(usize, usize, String);

/// A document as [`WildDocument`](crate::labelled::WildDocument) reads it.
#[derive(Serialize)]
struct Row {
    source: String,
    lang: String,
    paragraphs: Vec<String>,
    lists: Vec<usize>,
    pairs: Vec<(usize, usize, u8, Option<f64>)>,
}

impl Rows {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut lost = 0;
        for line in LABELS.lines() {
            let labelled: Labelled = serde_json::from_str(line)?;
            let pairs = labelled.pairs.len();
            let row = row(&self.works, labelled)?;
            lost += pairs - row.pairs.len();
            anstream::println!("{}", serde_json::to_string(&row)?);
        }
        if lost > 0 {
            anstream::eprintln!(
                "quality: {lost} labelled pairs are lost: the reader finds other paragraphs than it did"
            );
        }
        Ok(())
    }
}

fn row(works: &Path, labelled: Labelled) -> Result<Row, Failure> {
    let path = works.join(&labelled.repository).join(&labelled.path);
    let text = fs::read_to_string(&path).map_err(|failure| {
        format!("expected a file at {}: {failure}; fetch-works brings it", path.display())
    })?;
    let document = read(&path, text);
    let with_lists = document.paragraphs().zip(document.lists());
    let kept: Vec<(Paragraph<'_>, Option<usize>)> =
        with_lists.filter(|(paragraph, _)| is_kept(paragraph)).collect();
    let place = |mark: &Mark| kept.iter().position(|(paragraph, _)| is_marked(paragraph, mark));
    let pair =
        |pair: &LabelledPair| Some((place(&pair.a)?, place(&pair.b)?, pair.agreed(), pair.weight));
    Ok(Row {
        source: labelled.source,
        lang: labelled.lang,
        paragraphs: kept.iter().map(|(paragraph, _)| one_line(paragraph.text())).collect(),
        lists: kept.iter().map(|(_, list)| list.map_or(0, |list| list + 1)).collect(),
        pairs: labelled.pairs.iter().filter_map(pair).collect(),
    })
}

fn read(path: &Path, text: String) -> Document {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("rst") => Document::restructured_text(text),
        Some("adoc" | "asc") => Document::asciidoc(text),
        _ => Document::markdown(text),
    }
}

fn is_kept(paragraph: &Paragraph<'_>) -> bool {
    let is_prose = matches!(paragraph.kind(), Kind::Paragraph | Kind::Item | Kind::Quote);
    let words = || Normalizer::new().words(paragraph.text()).len();
    is_prose && !paragraph.is_ignored() && words() >= MIN_WORDS
}

fn is_marked(paragraph: &Paragraph<'_>, Mark(start, end, hash): &Mark) -> bool {
    let span = paragraph.span();
    let found = format!("{:016x}", hash_bytes(paragraph.text().as_bytes(), 0));
    (span.start, span.end) == (*start, *end) && found == *hash
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
