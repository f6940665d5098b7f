//! Which files are read: those that are named, and those of rows in folders that are named.

use std::path::{Path, PathBuf};

use super::Dedup;
use super::format::Format;
use super::manifest;
use crate::Failure;
use crate::input::{LeftOut, WantedFiles, files_in, nothing_in};

/// Files in the order in which they are read.
pub(super) struct Inputs {
    pub(super) files: Vec<PathBuf>,
    /// Of each file its name under the folder in which it was found; of one that was named its own.
    pub(super) names: Vec<PathBuf>,
    /// The folders that were walked.
    pub(super) folders: Vec<PathBuf>,
    /// What was met in them and not read, in words.
    pub(super) left_out: Option<String>,
}

/// Endings of files that are read in folders, for messages.
const ENDINGS: [&str; 6] = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet"];

impl Dedup {
    /// Puts in the place of folders what is read in them.
    pub(super) fn walk(&mut self) -> Result<Inputs, Failure> {
        let inputs = Inputs::find(&self.inputs, self.input)?;
        self.inputs.clone_from(&inputs.files);
        self.against = Inputs::find(&self.against, self.input)?.files;
        Ok(inputs)
    }
}

impl Inputs {
    /// Walks the folders among these, deep down, each in the order of its names. If a format is given, its files alone are read.
    pub(super) fn find(named: &[PathBuf], given: Option<Format>) -> Result<Inputs, Failure> {
        let mut inputs = Inputs { files: vec![], names: vec![], folders: vec![], left_out: None };
        let mut left_out = LeftOut::default();
        for path in named {
            if path.is_dir() {
                inputs.walk(path, given, &mut left_out)?;
            } else {
                inputs.names.push(path.file_name().unwrap_or_default().into());
                inputs.files.push(path.clone());
            }
        }
        inputs.left_out = left_out.note();
        Ok(inputs)
    }

    fn walk(
        &mut self,
        folder: &Path,
        given: Option<Format>,
        left_out: &mut LeftOut,
    ) -> Result<(), Failure> {
        let is_asked = |format: Format| given.is_none_or(|given| given == format);
        let is_wanted =
            |path: &Path| !manifest::is_named(path) && Format::of(path).is_some_and(is_asked);
        let wanted = WantedFiles { by_name: &is_wanted, exclude: &[], is_of_git: false };
        let mut here = LeftOut::default();
        let files = files_in(folder, &wanted, &mut here).into_iter();
        let files = files.collect::<Result<Vec<PathBuf>, Failure>>()?;
        if files.is_empty() {
            return Err(nothing_in(folder, &ENDINGS, &here));
        }
        left_out.add(here);
        let name = |file: &PathBuf| file.strip_prefix(folder).unwrap_or(file).to_owned();
        self.names.extend(files.iter().map(name));
        self.files.extend(files);
        self.folders.push(folder.to_owned());
        Ok(())
    }
}
