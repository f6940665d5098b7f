//! Files, directories and standard input as documents.

mod cell;
mod encoding;
mod refusal;
mod rows;
mod source;
mod walk;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;
use paradup::document::{Document, Unit};
use rayon::prelude::*;

use crate::field::Field;
use crate::format::{InputFormat, UnitName};
use crate::markup::{counted, one_line};
use crate::{Failure, streams};
pub(crate) use encoding::Encoding;
pub(crate) use rows::Rows;
pub(crate) use walk::LeftOut;

/// The field of a row that is read where none is named.
const DEFAULT_FIELD: &str = "text";

/// What is read of files, and how.
#[derive(Args)]
pub(crate) struct InputOptions {
    /// How the files are written [default: by the endings of their names; plain where that tells nothing, and
    /// for standard input]
    #[arg(long, value_enum, value_name = "FORMAT")]
    input: Option<InputFormat>,
    /// The field of a row that holds its text: a name, or keys and places with dots between them, as in doc.body or
    /// messages.0.content; of a table, the column [default: text]. Where it is given, files of rows in directories
    /// are read too
    #[arg(long, value_name = "FIELD")]
    field: Option<Field>,
    /// What to compare: paragraphs, lines, or each file or row as a whole [default: paragraph]
    #[arg(long, value_enum)]
    unit: Option<UnitName>,
}

/// How a document came to be.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) format: InputFormat,
    pub(crate) encoding: Encoding,
    /// Of a file of rows.
    pub(crate) rows: Option<Rows>,
}

/// What could be read of that which the arguments name, and what could not.
#[derive(Default)]
pub(crate) struct Reading {
    /// In the order of the arguments; those of a directory in the order of their names.
    pub(crate) documents: Vec<Document>,
    /// Of each document.
    pub(crate) sources: Vec<Source>,
    /// Why each of the others is missing.
    pub(crate) failures: Vec<Failure>,
    /// What is to be known of how they were read, a line each.
    pub(crate) notes: Vec<String>,
    /// What was met in directories and not read.
    pub(crate) left_out: LeftOut,
}

impl Reading {
    /// Reads files, directories and standard input. One that cannot be read costs no other.
    pub(crate) fn new(arguments: &[PathBuf], options: &InputOptions) -> Result<Reading, Failure> {
        if arguments.iter().filter(|argument| streams::is_input(argument)).count() > 1 {
            return Err(streams::read_twice());
        }
        let mut reading = Reading::default();
        let files: Vec<Result<PathBuf, Failure>> =
            arguments.iter().flat_map(|one| options.files(one, &mut reading.left_out)).collect();
        let mut places = HashSet::new();
        // A walk meets no file twice.
        let files =
            files.into_iter().filter(|file| arguments.len() == 1 || is_new(file, &mut places));
        // Failures are kept as text, which goes from thread to thread.
        let files: Vec<Result<PathBuf, String>> =
            files.map(|file| file.map_err(|failure| failure.to_string())).collect();
        let read: Vec<Result<(Document, Source), String>> =
            files.into_par_iter().map(|file| options.read(&file?)).collect();
        for one in read {
            reading.add(one);
        }
        options.require_rows(&reading)?;
        reading.take_notes();
        Ok(reading)
    }

    fn add(&mut self, read: Result<(Document, Source), String>) {
        match read {
            Ok((document, source)) => {
                self.documents.push(document);
                self.sources.push(source);
            }
            Err(failure) => self.failures.push(failure.into()),
        }
    }

    /// Notes what a reader of the report should know of how files were read.
    fn take_notes(&mut self) {
        let named = self.documents.iter().zip(&self.sources);
        let notes =
            |(document, source)| note(document, source).into_iter().chain(unclosed(document));
        self.notes = named.flat_map(notes).collect();
        let more = self.notes.len().saturating_sub(MAX_NOTES);
        self.notes.truncate(MAX_NOTES);
        if more > 0 {
            self.notes.push(format!("and {} more of that kind", counted(more as u64, "file")));
        }
    }
}

fn is_new(file: &Result<PathBuf, Failure>, places: &mut HashSet<PathBuf>) -> bool {
    let place = file.as_ref().ok().and_then(|path| place(path));
    place.is_none_or(|place| places.insert(place))
}

/// Where a file is named. What is named twice, as by itself and by its directory, is read once: it is no copy of itself.
/// A link beside it has another name, and is one.
fn place(path: &Path) -> Option<PathBuf> {
    if streams::is_input(path) {
        return None;
    }
    let directory = path.parent().filter(|parent| *parent != Path::new(""));
    let directory = directory.unwrap_or(Path::new(".")).canonicalize().ok()?;
    Some(directory.join(path.file_name()?))
}

/// Files that the notes are on; a directory may have thousands.
const MAX_NOTES: usize = 8;

fn note(document: &Document, source: &Source) -> Option<String> {
    let path = one_line(document.path().unwrap_or("-"));
    if let Some(rows) = source.rows.as_ref().filter(|rows| rows.without_text > 0) {
        let (empty, all) = (rows.without_text, counted(rows.len() as u64, "row"));
        return Some(format!("{path}: {empty} of {all} without a text in {:?}", rows.field));
    }
    let name = source.encoding.name();
    (source.encoding != Encoding::Utf8)
        .then(|| format!("{path}: read as {name}; offsets are those of its text in UTF-8"))
}

/// Where a mark stands that nothing ends, so that text is not compared.
fn unclosed(document: &Document) -> impl Iterator<Item = String> {
    document.unclosed().iter().map(|unclosed| {
        let path = one_line(document.path().unwrap_or("-"));
        let (line, mark) = (document.line_of(unclosed.span.start), one_line(&unclosed.mark));
        let bytes = counted(unclosed.span.range().len() as u64, "byte");
        format!("{path}:{line}: nothing ends {mark}; {bytes} from there on are not compared")
    })
}

impl InputOptions {
    /// Takes from a file of options what is not given.
    pub(crate) fn or(
        &mut self,
        input: Option<InputFormat>,
        field: Option<Field>,
        unit: Option<UnitName>,
    ) {
        self.input = self.input.or(input);
        self.field = self.field.take().or(field);
        self.unit = self.unit.or(unit);
    }

    fn unit(&self) -> Unit {
        self.unit.unwrap_or_default().into()
    }

    /// The files that an argument names.
    fn files(&self, argument: &Path, left_out: &mut LeftOut) -> Vec<Result<PathBuf, Failure>> {
        if !argument.is_dir() || streams::is_input(argument) {
            return vec![Ok(argument.to_owned())];
        }
        let mut found_here = LeftOut::default();
        let files = walk::files(argument, |path| self.is_wanted(path), &mut found_here);
        if files.is_empty() {
            let failure = walk::nothing_in(argument, &self.wanted_extensions(), &found_here);
            return vec![Err(failure)];
        }
        left_out.add(found_here);
        files
    }

    /// Whether a file of a directory is read. Rows are if someone says which part of them is the text: a table of
    /// numbers among articles is none.
    fn is_wanted(&self, path: &Path) -> bool {
        InputFormat::of_name(path).is_some_and(|known| match self.input {
            Some(format) => known.has_rows() == format.has_rows(),
            None => !known.has_rows() || self.field.is_some(),
        })
    }

    fn wanted_extensions(&self) -> Vec<&'static str> {
        match self.input {
            Some(format) => InputFormat::extensions(format.has_rows()),
            None if self.field.is_some() => {
                [InputFormat::extensions(false), InputFormat::extensions(true)].concat()
            }
            None => InputFormat::extensions(false),
        }
    }

    /// The format that was named, or that the file's name tells, if what it holds looks like it.
    fn format_of(&self, path: &Path, text: &str) -> Result<InputFormat, String> {
        if let Some(format) = self.input {
            return Ok(format);
        }
        let name = path.display().to_string();
        let known = InputFormat::of_name(path);
        if known.is_none_or(|format| format == InputFormat::Plain) {
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            if let Some(refusal) = refusal::by_beginning(text, &extension) {
                return Err(refusal.message(&name));
            }
        }
        match known {
            Some(format) => Ok(format),
            None => refusal::unnamed(text)
                .map_or(Ok(InputFormat::Plain), |reason| Err(format!("{name}: {reason}"))),
        }
    }

    /// Refuses the name of a field where no file has any.
    fn require_rows(&self, reading: &Reading) -> Result<(), Failure> {
        let has_rows = reading.sources.iter().any(|source| source.rows.is_some());
        if self.field.is_none() || has_rows || !reading.failures.is_empty() {
            return Ok(());
        }
        let formats = InputFormat::extensions(true).join(", .");
        Err(format!("--field: expected files with rows, as those ending in .{formats}, found none")
            .into())
    }

    fn read(&self, path: &Path) -> Result<(Document, Source), String> {
        let name = path.display().to_string();
        let (text, encoding) = source::text(path).map_err(|failure| failure.to_string())?;
        let format = self.format_of(path, &text)?;
        let (document, rows) = if format.has_rows() {
            let field = self.field.clone().map_or_else(|| DEFAULT_FIELD.parse(), Ok)?;
            let read = rows::document(text, format, &field, self.unit());
            let (document, rows) = read.map_err(|reason| format!("{name}:{reason}"))?;
            (document, Some(rows))
        } else {
            (format.read(text, self.unit()), None)
        };
        Ok((document.with_path(name), Source { format, encoding, rows }))
    }
}

/// The text of a file; of standard input where the path is `-`.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    Ok(source::text(path)?.0)
}
