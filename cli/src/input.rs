//! Files, directories and standard input as documents.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use paradup::document::Document;

use crate::{Failure, streams};

/// What is read where a directory is given.
const EXTENSIONS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// What could be read of that which the arguments name, and what could not.
#[derive(Default)]
pub(crate) struct Reading {
    /// In the order of the arguments; those of a directory in the order of their names.
    pub(crate) documents: Vec<Document>,
    /// Why each of the others is missing.
    pub(crate) failures: Vec<Failure>,
}

impl Reading {
    /// Reads files, directories and standard input. One that cannot be read costs no other.
    pub(crate) fn of(arguments: &[PathBuf]) -> Result<Reading, Failure> {
        if arguments.iter().filter(|argument| *argument == Path::new("-")).count() > 1 {
            return Err(streams::read_twice());
        }
        let mut reading = Reading::default();
        for argument in arguments {
            if argument.is_dir() {
                reading.add_directory(argument);
            } else {
                reading.add(document(argument));
            }
        }
        Ok(reading)
    }

    fn add(&mut self, document: Result<Document, Failure>) {
        match document {
            Ok(document) => self.documents.push(document),
            Err(failure) => self.failures.push(failure),
        }
    }

    fn add_entry(&mut self, entry: &walkdir::DirEntry) {
        match is_file(entry) {
            Ok(true) if is_text(entry.path()) => self.add(document(entry.path())),
            Ok(_) => {}
            Err(error) => self.failures.push(unreadable(entry.path(), &error)),
        }
    }

    fn add_directory(&mut self, directory: &Path) {
        let (documents, failures) = (self.documents.len(), self.failures.len());
        for entry in walkdir::WalkDir::new(directory).sort_by_file_name() {
            match entry {
                Ok(entry) => self.add_entry(&entry),
                Err(error) => {
                    let failure = format!("cannot walk {}: {error}", directory.display());
                    self.failures.push(failure.into());
                }
            }
        }
        if (documents, failures) == (self.documents.len(), self.failures.len()) {
            self.failures.push(without_text(directory));
        }
    }
}

/// A link to a file counts as the file; links to directories are not followed; a link that leads nowhere is
/// an error, for nobody can say what it was to lead to.
fn is_file(entry: &walkdir::DirEntry) -> io::Result<bool> {
    if entry.path_is_symlink() {
        return fs::metadata(entry.path()).map(|known| known.is_file());
    }
    Ok(entry.file_type().is_file())
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot read {}: {error}", path.display()).into()
}

fn without_text(directory: &Path) -> Failure {
    let (endings, directory) = (EXTENSIONS.join(", ."), directory.display());
    format!(
        "{directory}: expected files ending in .{endings}, found none; name files to read others"
    )
    .into()
}

fn document(path: &Path) -> Result<Document, Failure> {
    Ok(Document::plain(text(path)?).with_path(path.display().to_string()))
}

/// The text of a file; of standard input where the path is `-`.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    if streams::is_input(path) {
        streams::require_input()?;
    }
    let bytes = if path == Path::new("-") { standard_input() } else { fs::read(path) };
    let bytes = bytes.map_err(|error| unreadable(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        format!(
            "{}: expected UTF-8 text, found other bytes at offset {offset}; convert the file to UTF-8",
            path.display()
        )
        .into()
    })
}

fn standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
}

fn is_text(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&&*extension.to_ascii_lowercase()))
}
