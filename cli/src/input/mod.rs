//! Files, directories and standard input as documents.

mod cell;
mod encoding;
mod foreign;
mod generated;
mod refusal;
mod rows;
mod source;
mod walk;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use clap::Args;
use paradup::document::{Document, Unit};
use rayon::prelude::*;

use crate::field::Field;
use crate::format::{InputFormat, UnitName, begins_as_parquet};
use crate::markup::{counted, one_line};
use crate::parquet::{Table, Wanted};
use crate::{Failure, streams};
pub(crate) use encoding::Encoding;
use generated::is_generated;
use rows::RowOptions;
pub(crate) use rows::Rows;
pub(crate) use walk::{LeftOut, Wanted as WantedFiles, files as files_in, nothing_in};

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
    /// Leave out rows that cannot be read, instead of refusing their file. The report says how many there were, and what
    /// is wrong with the first
    #[arg(long)]
    skip_invalid: bool,
    /// Leave out files and directories that this pattern names, as a line of a .gitignore in the directory that is walked.
    /// May be given several times
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
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
        walk::check(&options.exclude)?;
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
            reading.add(one, arguments);
        }
        options.require_rows(&reading)?;
        reading.take_notes(options);
        reading.note_unmatched(&options.exclude);
        Ok(reading)
    }

    /// Takes a document, if it is no generated one; of one that is named nothing is asked.
    fn add(&mut self, read: Result<(Document, Source), String>, named: &[PathBuf]) {
        let is_named = |document: &Document| {
            document.path().is_none_or(|path| named.iter().any(|one| one == Path::new(path)))
        };
        match read {
            Ok((document, _)) if !is_named(&document) && is_generated(document.text()) => {
                self.left_out.generated += 1;
            }
            Ok((document, source)) => {
                self.documents.push(document);
                self.sources.push(source);
            }
            Err(failure) => self.failures.push(failure.into()),
        }
    }

    /// Notes what a reader of the report should know of how files were read, by their names or as all were said to be.
    fn take_notes(&mut self, options: &InputOptions) {
        let named = self.documents.iter().zip(&self.sources);
        let unbroken = |document, source| unbroken(document, source, options.unit);
        let on_one = |(document, source)| {
            notes(document, source).into_iter().chain(unbroken(document, source))
        };
        self.notes = named.flat_map(on_one).collect();
        let more = self.notes.len().saturating_sub(MAX_NOTES);
        self.notes.truncate(MAX_NOTES);
        if more > 0 {
            self.notes.push(format!("and {} more of that kind", counted(more as u64, "file")));
        }
        self.notes.extend(options.input.is_none().then(|| self.read_as_plain()).flatten());
    }

    /// Notes which patterns left nothing out, be it that they are written wrongly.
    fn note_unmatched(&mut self, patterns: &[String]) {
        let unmatched = self.left_out.unmatched(patterns);
        let note = |pattern: &String| format!("exclude: {} named nothing", one_line(pattern));
        self.notes.extend(unmatched.map(note));
    }

    /// Tells of files whose endings say that they are something, and not what is known.
    fn read_as_plain(&self) -> Option<String> {
        let unknown = |document: &Document| {
            let path = Path::new(document.path()?);
            let ending = path.extension().filter(|_| InputFormat::of_name(path).is_none())?;
            Some(format!(".{}", ending.to_string_lossy().to_lowercase()))
        };
        let mut endings: BTreeMap<String, u64> = BTreeMap::new();
        let sources = self.documents.iter().zip(&self.sources);
        sources
            .filter(|(_, source)| source.format == InputFormat::Plain)
            .filter_map(|(document, _)| unknown(document))
            .for_each(|ending| *endings.entry(ending).or_default() += 1);
        let counts = endings.iter().take(MAX_NOTES);
        let counts: Vec<String> =
            counts.map(|(ending, count)| format!("{count} {}", one_line(ending))).collect();
        let what = "read as plain text, marks and all, for no reader is known by the ending";
        (!counts.is_empty()).then(|| format!("{what}: {}; --input names one", counts.join(", ")))
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

fn notes(document: &Document, source: &Source) -> Vec<String> {
    let path = one_line(document.path().unwrap_or("-"));
    let mut notes: Vec<String> =
        source.rows.iter().flat_map(|rows| notes_on_rows(&path, rows)).collect();
    if source.format == InputFormat::Parquet {
        notes.push(format!(
            "{path}: lines are its rows, offsets those of its rows as lines of JSON"
        ));
    }
    if source.encoding != Encoding::Utf8 {
        let name = source.encoding.name();
        notes.push(format!("{path}: read as {name}; offsets are those of its text in UTF-8"));
    }
    notes.extend(unclosed(document));
    notes
}

fn notes_on_rows(path: &str, rows: &Rows) -> impl Iterator<Item = String> {
    let all = counted(rows.len() as u64, "row");
    let (empty, field, skipped) = (rows.without_text, &rows.field, rows.skipped);
    let without_text =
        (empty > 0).then(|| format!("{path}: {empty} of {all} without a text in {field:?}"));
    let first = rows.first_skipped.as_deref().map(one_line);
    let left_out = first
        .map(|first| format!("{path}: {skipped} of {all} left out, the first at {path}:{first}"));
    without_text.into_iter().chain(left_out)
}

/// Lines of a text without blank ones, and bytes of each of them, that suggest that each is a paragraph: lines that are
/// wrapped are shorter.
const UNBROKEN_LINES: usize = 10;
const UNBROKEN_LINE: usize = 160;

/// Tells of a plain text that seems to have a paragraph in each line, and so is a single one.
fn unbroken(document: &Document, source: &Source, unit: Option<UnitName>) -> Option<String> {
    let text = document.text().trim();
    let lines = text.lines().count();
    let is_unbroken = unit.is_none()
        && source.format == InputFormat::Plain
        && lines >= UNBROKEN_LINES
        && text.len() >= lines * UNBROKEN_LINE
        && text.lines().all(|line| !line.trim().is_empty());
    let path = document.path().unwrap_or("-");
    is_unbroken.then(|| {
        let path = one_line(path);
        format!(
            "{path}: none of {lines} long lines is blank; --unit line takes each for a paragraph"
        )
    })
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
        exclude: Vec<String>,
    ) {
        if self.exclude.is_empty() {
            self.exclude = exclude;
        }
        self.input = self.input.or(input);
        self.field = self.field.take().or(field);
        self.unit = self.unit.or(unit);
    }

    /// The field that holds the text.
    fn field(&self) -> Result<Field, String> {
        self.field.clone().map_or_else(|| DEFAULT_FIELD.parse(), Ok)
    }

    /// Whether a file is said, named or seen to be one of Parquet.
    fn is_parquet(&self, path: &Path) -> bool {
        let known = self.input.or(InputFormat::of_name(path));
        known.map_or_else(|| begins_as_parquet(path), |known| known == InputFormat::Parquet)
    }

    /// The rows of a Parquet file as those of lines of JSON, so that a row has the number of a line.
    fn read_table(&self, path: &Path) -> Result<(Document, Rows), String> {
        let field = self.field()?;
        let wanted = Wanted { text: &field, id: None, rank: None, notes: &[] };
        let mut lines = Vec::new();
        for piece in Table::open(path)?.lines(&wanted)? {
            lines.extend(piece?);
        }
        let (text, damaged) = source::without_damaged_lines(lines);
        let read = rows::document(
            text,
            InputFormat::Jsonl,
            &self.row_options(&field.as_member()),
            &damaged,
        );
        read.map_err(|reason| format!("{}:{reason}", path.display()))
    }

    fn row_options<'f>(&self, field: &'f Field) -> RowOptions<'f> {
        RowOptions { field, unit: self.unit(), skip_invalid: self.skip_invalid }
    }

    /// The text of a file, and of one of rows the lines that are no text, if these are to be left out.
    fn text(&self, path: &Path) -> Result<(String, Encoding, Vec<usize>), Failure> {
        let known = self.input.or(InputFormat::of_name(path));
        if self.skip_invalid && known.is_some_and(InputFormat::has_rows) {
            return source::text_of_rows(path);
        }
        source::text(path).map(|(text, encoding)| (text, encoding, Vec::new()))
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
        let wanted = walk::Wanted {
            by_name: &|path| self.is_wanted(path),
            exclude: &self.exclude,
            is_of_git: true,
        };
        let files = walk::files(argument, &wanted, &mut found_here);
        if files.is_empty() {
            let failure = nothing_in(argument, &self.wanted_extensions(), &found_here);
            return vec![Err(failure)];
        }
        left_out.add(found_here);
        files
    }

    /// Whether a file of a directory is read. Rows are if someone says which part of them is the text: a table of
    /// numbers among articles is none.
    fn is_wanted(&self, path: &Path) -> bool {
        let known = InputFormat::of_name(path).filter(|known| known.is_built_in());
        known.is_some_and(|known| match self.input {
            // No reader of texts can make anything of such a file, nor the other way round.
            Some(format) if [format, known].contains(&InputFormat::Parquet) => known == format,
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
        if self.is_parquet(path) {
            let (document, rows) = self.read_table(path)?;
            let (format, encoding) = (InputFormat::Parquet, Encoding::Utf8);
            return Ok((document.with_path(name), Source { format, encoding, rows: Some(rows) }));
        }
        let (text, encoding, damaged) = self.text(path).map_err(|failure| failure.to_string())?;
        let format = self.format_of(path, &text)?;
        let (document, rows) = if format.has_rows() {
            let read = rows::document(text, format, &self.row_options(&self.field()?), &damaged);
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
