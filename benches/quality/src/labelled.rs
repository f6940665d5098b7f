//! The labelled data, as its files have it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Where the data is looked for unless another place is given: beside the repository.
pub(crate) const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// An article some of whose paragraphs are retold in others.
#[derive(Clone, Deserialize)]
pub(crate) struct Article {
    pub(crate) source: String,
    pub(crate) lang: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) restated: Vec<(usize, usize)>,
    /// Real repeats inside the source, which count neither way.
    pub(crate) ignore: Vec<(usize, usize)>,
}

/// Two paragraphs of which one was made from the other.
#[derive(Clone, Deserialize)]
pub(crate) struct Versions {
    pub(crate) a: String,
    pub(crate) b: String,
}

/// A document as it is, some of whose pairs of paragraphs are labelled.
#[derive(Clone, Deserialize)]
pub(crate) struct WildDocument {
    pub(crate) source: String,
    lang: String,
    pub(crate) paragraphs: Vec<String>,
    /// The list that each is an item of, from 1; 0 outside lists.
    lists: Vec<usize>,
    /// Labelled pairs.
    pub(crate) pairs: Vec<WildPair>,
}

impl WildDocument {
    /// The source without its language: what is translated is one work, and no part of it tells how well another is judged.
    pub(crate) fn work(&self) -> &str {
        let lang = self.source.strip_suffix(&*self.lang);
        lang.and_then(|work| work.strip_suffix('-')).unwrap_or(&self.source)
    }

    /// The list that each paragraph is an item of.
    pub(crate) fn lists(&self) -> Vec<Option<usize>> {
        self.lists.iter().map(|list| list.checked_sub(1)).collect()
    }
}

/// The positions of two paragraphs; whether one says again what the other says (2), shares a statement with it (1), or not
/// (0); and how many such pairs it stands for, where it was drawn by its probability.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct WildPair(
    pub(crate) usize,
    pub(crate) usize,
    pub(crate) u8,
    pub(crate) Option<f64>,
);

/// A paragraph about which nothing is known.
#[derive(Clone, Deserialize)]
pub(crate) struct Raw {
    /// None where the source does not say.
    pub(crate) lang: Option<String>,
    pub(crate) text: String,
}

/// The directory that holds the data.
pub(crate) struct Data(PathBuf);

impl Data {
    /// None where there is no data.
    pub(crate) fn at(directory: &Path) -> Option<Data> {
        directory.join("restated.jsonl").is_file().then(|| Data(directory.to_owned()))
    }

    pub(crate) fn articles(&self) -> io::Result<Vec<Article>> {
        self.lines("restated.jsonl")
    }

    /// One paragraph before and after an edit.
    pub(crate) fn edits(&self) -> io::Result<Vec<Versions>> {
        self.lines("edits.jsonl")
    }

    /// The first stands whole inside the second.
    pub(crate) fn contained(&self) -> io::Result<Vec<Versions>> {
        self.lines("contained.jsonl")
    }

    /// Alike but for a number, a negation or an obligation.
    pub(crate) fn facts_changed(&self) -> io::Result<Vec<Versions>> {
        self.lines("facts-changed.jsonl")
    }

    pub(crate) fn multilingual(&self) -> io::Result<Vec<Raw>> {
        self.lines("multilingual.jsonl")
    }

    pub(crate) fn wild(&self) -> io::Result<Vec<WildDocument>> {
        self.lines("wild.jsonl")
    }

    /// The article that names the three pairs it restates only in the data's description.
    pub(crate) fn nato_mission(&self) -> io::Result<String> {
        fs::read_to_string(self.0.join("articles/nato-mission.txt"))
    }

    fn lines<T: DeserializeOwned>(&self, name: &str) -> io::Result<Vec<T>> {
        lines(&self.0.join(name))
    }
}

/// What another file of such lines as `wild.jsonl`'s has; nothing where there is none.
pub(crate) fn further(more: Option<&Path>) -> io::Result<Vec<WildDocument>> {
    more.map_or(Ok(Vec::new()), lines)
}

fn lines<T: DeserializeOwned>(path: &Path) -> io::Result<Vec<T>> {
    let text = fs::read_to_string(path)?;
    text.lines().map(|line| serde_json::from_str(line).map_err(io::Error::from)).collect()
}
