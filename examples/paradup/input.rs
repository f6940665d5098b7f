//! Files, directories and standard input as documents.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use paradup::text::Document;

use crate::Failure;

/// What is read where a directory is given.
const EXTENSIONS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// All documents that the arguments name, in their order; directories in the order of the names.
pub(crate) fn documents(arguments: &[PathBuf]) -> Result<Vec<Document>, Failure> {
    let mut documents = Vec::new();
    if arguments.iter().filter(|argument| *argument == Path::new("-")).count() > 1 {
        return Err("expected - once, for standard input can be read once, found it again".into());
    }
    for argument in arguments {
        if argument.is_dir() {
            let files = files_under(argument)?;
            let read = files.iter().map(|file| document(file));
            documents.extend(read.collect::<Result<Vec<_>, _>>()?);
        } else {
            documents.push(document(argument)?);
        }
    }
    Ok(documents)
}

fn document(path: &Path) -> Result<Document, Failure> {
    Ok(Document::plain(text(path)?).with_path(path.display().to_string()))
}

/// The text of a file; of standard input where the path is `-`.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") { standard_input() } else { fs::read(path) };
    let bytes = bytes.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
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

fn files_under(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(directory).sort_by_file_name() {
        let entry =
            entry.map_err(|error| format!("cannot walk {}: {error}", directory.display()))?;
        // A link to a file counts as the file; links to directories are not followed.
        if entry.path().is_file() && is_text(entry.path()) {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        let endings = EXTENSIONS.join(", .");
        let directory = directory.display();
        return Err(format!("{directory}: expected files ending in .{endings}, found none; name files to read others").into());
    }
    Ok(files)
}

fn is_text(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&&*extension.to_ascii_lowercase()))
}
