//! A folder of outputs, one for each input under the same name, and a manifest behind them.

use core::cell::Cell;
use core::slice;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf, is_separator};

use serde_json::Value;

use super::block::Block;
use super::emptied::Emptied;
use super::inputs::Inputs;
use super::manifest::{self, Counts, Manifest, Shard};
use super::output::{Complete, Output};
use super::packing::Packing;
use super::report::Reports;
use super::{Dedup, paths, unfinished};
use crate::progress::Progress;
use crate::{Failure, streams};

/// Outputs in a folder.
pub(super) struct Shards {
    folder: PathBuf,
    /// What each is called in the folder, in the order of the inputs.
    names: Vec<PathBuf>,
    /// Folders that were made for them, the outer ones first.
    made: Made,
}

/// Folders that go again where nothing was published in them.
struct Made(Cell<Vec<PathBuf>>);

impl Drop for Made {
    fn drop(&mut self) {
        // One that is not empty cannot be removed, and stays.
        for folder in self.0.take().iter().rev() {
            fs::remove_dir(folder).unwrap_or_default();
        }
    }
}

/// Whether an output is a folder: one that is there, or a name that ends as one.
pub(super) fn is_folder(output: &Path) -> bool {
    let last = output.as_os_str().as_encoded_bytes().last();
    output.is_dir() || last.is_some_and(|last| is_separator(*last as char))
}

impl Shards {
    /// The outputs of these inputs, where the output is a folder. Nothing is made yet.
    pub(super) fn new(dedup: &Dedup, inputs: &Inputs) -> Result<Option<Shards>, Failure> {
        let Some(folder) = dedup.output.as_deref().filter(|output| is_folder(output)) else {
            return Ok(None);
        };
        if let Some(stream) = inputs.files.iter().find(|file| streams::is_input(file)) {
            return Err(format!(
                "expected files as inputs, for each is written under its own name in {}, found {}; name a file as the output",
                folder.display(),
                stream.display()
            )
            .into());
        }
        let shards = Shards {
            folder: folder.to_owned(),
            names: dedup.pack.map_or_else(|| inputs.names.clone(), |pack| packed(inputs, pack)),
            made: Made(Cell::default()),
        };
        shards.check_names(&inputs.files)?;
        shards.check_folders(&inputs.folders)?;
        shards.check_others()?;
        Ok(Some(shards))
    }

    /// Where each input is written, and the manifest behind them.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let manifest = Path::new(manifest::NAME);
        let names = self.names.iter().map(PathBuf::as_path).chain([manifest]);
        names.map(|name| self.folder.join(name))
    }

    /// Refuses inputs that one name would be given to.
    fn check_names(&self, files: &[PathBuf]) -> Result<(), Failure> {
        let mut known = BTreeMap::new();
        for (name, file) in self.names.iter().zip(files) {
            let (path, file) = (self.folder.join(name), file.display());
            if manifest::is_named(name) {
                return Err(format!(
                    "{file} would be written as {}, where the manifest stands; rename it",
                    path.display()
                )
                .into());
            }
            if let Some(first) = known.insert(name, file.to_string()) {
                return Err(format!(
                    "{first} and {file} would both be written as {}; name a folder that holds both, or rename one",
                    path.display()
                )
                .into());
            }
        }
        Ok(())
    }

    /// Refuses a folder of outputs within one of inputs: the next run would read them.
    fn check_folders(&self, inputs: &[PathBuf]) -> Result<(), Failure> {
        let folder = paths::resolved(&self.folder);
        let is_around = |input: &&PathBuf| folder.starts_with(paths::resolved(input));
        inputs.iter().find(is_around).map_or(Ok(()), |input| {
            Err(format!(
                "{} is to be written, and lies in the input folder {}, whose files are read; name a folder elsewhere",
                self.folder.display(),
                input.display()
            )
            .into())
        })
    }

    /// Refuses a folder with other files of rows: whoever reads it would take them for outputs.
    fn check_others(&self) -> Result<(), Failure> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        let own: BTreeSet<&PathBuf> = self.names.iter().collect();
        let Ok(found) = Inputs::find(slice::from_ref(&self.folder), None) else {
            return Ok(());
        };
        found.names.iter().find(|name| !own.contains(name)).map_or(Ok(()), |other| {
            Err(format!(
                "expected no files of rows in {} but those that are replaced, found {}; remove it, or name another folder",
                self.folder.display(),
                other.display()
            )
            .into())
        })
    }

    /// Makes the folders, and sees whether all can be written, so that hours of work do not end there.
    pub(super) fn prepare(&self) -> Result<(), Failure> {
        for path in self.paths() {
            self.make(path.parent().unwrap_or(&self.folder))?;
            // One at a time: there may be more of them than files can be open.
            drop(Output::create(&path)?);
        }
        Ok(())
    }

    fn make(&self, folder: &Path) -> Result<(), Failure> {
        let missing = folder.ancestors().take_while(|one| !one.as_os_str().is_empty());
        let missing: Vec<&Path> = missing.take_while(|one| !one.is_dir()).collect();
        for one in missing.into_iter().rev() {
            unfinished::remember_folder(one);
            let made = fs::create_dir(one);
            made.map_err(|error| format!("cannot make the folder {}: {error}", one.display()))?;
            let mut all = self.made.0.take();
            all.push(one.to_owned());
            self.made.0.set(all);
        }
        Ok(())
    }

    /// Writes all outputs, one after the other.
    pub(super) fn write(&self, reports: &Reports<'_>) -> Result<Vec<Complete>, Failure> {
        let progress = Progress::writing(reports.corpus.input.len());
        let mut outputs = Vec::with_capacity(self.names.len());
        for (file, path) in (0..self.names.len()).zip(self.paths()) {
            let mut output = Output::create(&path)?;
            reports.write_file(file, &mut output, &progress)?;
            outputs.push(output.complete()?);
        }
        Ok(outputs)
    }

    /// Writes what is told of them.
    pub(super) fn write_manifest(
        &self,
        reports: &Reports<'_>,
        settings: Value,
        outputs: &[Complete],
    ) -> Result<Complete, Failure> {
        let shards = (0..).zip(outputs).map(|(file, output)| self.shard(reports, file, output));
        let manifest = Manifest::new(settings, shards.collect());
        let mut output = Output::plain(&self.folder.join(manifest::NAME))?;
        output.write(&serde_json::to_vec_pretty(&manifest)?)?;
        output.write(b"\n")?;
        Ok(output.complete()?.telling_of_others())
    }

    fn shard(&self, reports: &Reports<'_>, file: usize, output: &Complete) -> Shard {
        let rows = &reports.corpus.input;
        let blocks = || rows.blocks_of(file).iter();
        let of_documents = reports.corpus.rows.is_some();
        let gone = if reports.annotate { 0 } else { reports.removals_of_file(file).len() };
        let emptied = || blocks().map(|block| reports.rows_left_out(block)).sum();
        Shard {
            input: rows.file(file).display().to_string(),
            output: with_slashes(&self.names[file]),
            rows: Counts::new(
                blocks().map(Block::rows).sum(),
                if of_documents { emptied() } else { gone },
            ),
            paragraphs: of_documents.then(|| Counts::new(blocks().map(Block::len).sum(), gone)),
            skipped: blocks().map(|block| block.refused.len() as u64).sum(),
            bytes: output.bytes,
            xxh3: format!("{:016x}", output.checksum),
        }
    }
}

impl Reports<'_> {
    /// How many rows of a block, which are documents, are not written.
    fn rows_left_out(&self, block: &Block) -> usize {
        if self.annotate || self.emptied == Emptied::Keep {
            return 0;
        }
        let rows = self.shortened(block, self.removals_of(block));
        rows.iter().filter(|row| self.is_dropped(row)).count()
    }
}

/// The names of the inputs under another packing.
fn packed(inputs: &Inputs, pack: Packing) -> Vec<PathBuf> {
    let name = |name: &PathBuf| {
        let plain = if Packing::of(name) == Packing::Plain {
            name.clone()
        } else {
            name.with_extension("")
        };
        let mut plain = plain.into_os_string();
        plain.push(pack.ending());
        plain.into()
    };
    inputs.names.iter().map(name).collect()
}

fn with_slashes(name: &Path) -> String {
    let parts = name.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
