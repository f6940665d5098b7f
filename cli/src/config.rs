//! Options from a file: what a project settles once for all who scan it.
//!
//! The file is `paradup.toml`; its table `[scan]` has the long options of `scan` for keys. What is given on the command
//! line goes before what the file says.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use clap::Args;
use paradup::document::Kind;
use paradup::{DetectorBuilder, Relation};
use serde::Deserialize;

use crate::Failure;
use crate::field::Field;
use crate::format::{InputFormat, UnitName};
use crate::ignore::IgnoreOptions;
use crate::report::Order;
use crate::scope::ScopeName;
use crate::thresholds::{MarksName, ThresholdOptions};

const NAME: &str = "paradup.toml";

/// Where options are read from.
#[derive(Args)]
pub(crate) struct ConfigOptions {
    /// Read options from this file; without it from the paradup.toml in the current directory or the nearest one
    /// above it, as far as the root of its repository. The command line goes before the file
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no options from a file
    #[arg(long)]
    no_config: bool,
}

/// A file of options.
pub(crate) struct Config {
    /// As it is shown: from the current directory.
    pub(crate) path: PathBuf,
    pub(crate) scan: Settings,
}

/// The whole file.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Tables {
    scan: Settings,
}

/// What `scan` can be told by a file, by the names of its options.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Settings {
    near: Option<f64>,
    contained: Option<f64>,
    restated: Option<f64>,
    marks: Option<MarksName>,
    pub(crate) input: Option<InputFormat>,
    pub(crate) field: Option<Field>,
    pub(crate) unit: Option<UnitName>,
    pub(crate) min_words: Option<usize>,
    pub(crate) scope: Option<ScopeName>,
    pub(crate) order: Option<Order>,
    pub(crate) kinds: Option<Vec<Kind>>,
    pub(crate) exclude: Vec<String>,
    pub(crate) relations: Option<Vec<Relation>>,
    pub(crate) ignore: IgnoreOptions,
    /// From the directory of the file.
    pub(crate) baseline: Option<PathBuf>,
}

impl ConfigOptions {
    /// The file that is named or, where none is, the one that is found.
    pub(crate) fn read(&self) -> Result<Option<Config>, Failure> {
        if self.no_config {
            return Ok(None);
        }
        let path = self.config.clone().or_else(find);
        path.map(Config::read).transpose()
    }
}

/// The nearest file upwards from the current directory. What stands outside the repository is not the project's.
fn find() -> Option<PathBuf> {
    let current = env::current_dir().ok()?;
    let mut upwards = PathBuf::new();
    for directory in current.ancestors() {
        if directory.join(NAME).exists() {
            return Some(upwards.join(NAME));
        }
        if directory.join(".git").exists() {
            return None;
        }
        upwards.push("..");
    }
    None
}

impl Config {
    fn read(path: PathBuf) -> Result<Config, Failure> {
        let text = text(&path).map_err(|error| unreadable(&path, &error))?;
        let tables: Tables =
            toml::from_str(&text).map_err(|error| misread(&path, &text, &error))?;
        let mut scan = tables.scan;
        scan.check().map_err(|reason| refused(&path, &text, &reason.to_string()))?;
        scan.baseline = scan.baseline.map(|baseline| path.with_file_name(baseline));
        Ok(Config { path, scan })
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut text = fs::read_to_string(path)?;
    // Editors of some systems put a byte order mark first.
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot read {}: {error}; --no-config does without", path.display()).into()
}

/// What is wrong, and in which line.
fn misread(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or(text));
    let line = before.matches('\n').count() + 1;
    let message = in_plain_words(error.message());
    let is_outside = message.contains("expected `scan`");
    let advice = if is_outside { "; options stand under [scan]" } else { "" };
    let key = text.lines().take(line).filter_map(key).last();
    let key = key.filter(|key| !message.contains(&format!("`{key}`")));
    let key = key.map(|key| format!("{key}: ")).unwrap_or_default();
    format!("{}:{line}: {key}{message}{advice}", path.display()).into()
}

/// The key that a line gives a value.
fn key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (!key.is_empty() && key.chars().all(is_bare)).then_some(key)
}

/// A message without the names that a programmer has for things.
fn in_plain_words(message: &str) -> String {
    let words = [
        ("floating point `", "`"),
        ("expected f64", "expected a number"),
        ("expected usize", "expected a whole number from 0 on"),
        ("expected a sequence", "expected a list, as in [\"a\", \"b\"]"),
        ("expected a string", "expected a text in quotation marks"),
    ];
    words.iter().fold(message.to_owned(), |message, (name, plain)| message.replace(name, plain))
}

/// What no detector takes, with the line of the key that the reason begins with.
fn refused(path: &Path, text: &str, reason: &str) -> Failure {
    let first = reason.split([' ', ':']).next();
    let line = text.lines().position(|line| key(line).is_some() && key(line) == first);
    let line = line.map(|line| format!(":{}", line + 1)).unwrap_or_default();
    format!("{}{line}: {reason}", path.display()).into()
}

impl Settings {
    pub(crate) fn thresholds(&self) -> ThresholdOptions {
        let Settings { near, contained, restated, marks, .. } = *self;
        ThresholdOptions { near, contained, restated, marks }
    }

    /// Refuses values that no detector takes, whether or not the command line goes before them.
    fn check(&self) -> Result<(), Failure> {
        if self.kinds.as_ref().is_some_and(Vec::is_empty) {
            let message = "kinds: expected at least one kind, found none; without the key all prose is compared";
            return Err(message.into());
        }
        let builder = self.thresholds().builder();
        let relations = self.relations.iter().cloned();
        relations.fold(builder, DetectorBuilder::relations).build()?;
        Ok(())
    }
}
