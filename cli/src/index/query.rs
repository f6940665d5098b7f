//! `paradup index query`: one answer for each line, as soon as it is read.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, BufWriter, Read, StdoutLock, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use memchr::memrchr;
use paradup::index::{Answer, Match, Query as Limits};
use paradup::{Relation, Similarity};
use serde::Serialize;
use serde_json::value::RawValue;

use super::store::Store;
use crate::dedup::{Fields, RowFormat, open_input, size};
use crate::field::Field;
use crate::progress::Progress;
use crate::{Failure, ReaderGone, printable_json, streams};

/// Ask an index which of its texts are identical, reformatted or near to those of files
///
/// Each line of JSON is answered by one line of JSON, as soon as it is read: its id, and `matches`, the best first, each with its id, its
/// relation and its score, and how much of it stands in the text that was asked for (`containment_a`) and how much of that in it
/// (`containment_b`). An empty line is answered by one. `cut_short` says that a limit kept texts from being looked at.
#[derive(Args)]
pub(crate) struct Query {
    /// The index to ask
    index: PathBuf,
    /// Files of JSON Lines, plain or packed by gzip or Zstandard, or - for standard input
    #[arg(value_name = "IN", default_value = "-")]
    inputs: Vec<PathBuf>,
    /// The field that holds the text: a name, or keys and places with dots between them
    #[arg(long, value_name = "FIELD", default_value = "text")]
    field: Field,
    /// The field that holds the id, where a row has one
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id: Field,
    /// How many matches to give at most. The cost of a query has a bound then
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Minimum resemblance of a match, no less than the index was built for [default: what it was built for]
    #[arg(long, value_name = "T")]
    near: Option<Similarity>,
    /// The longest line to read, in bytes, or with K, M or G behind the number; at most 1G
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "256M")]
    max_line: usize,
}

/// What is asked by one line.
struct Asked<'l> {
    line: &'l str,
    text: Option<Cow<'l, str>>,
}

/// The answer to a line.
#[derive(Serialize)]
struct Answered {
    id: Option<Box<RawValue>>,
    matches: Vec<Found>,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    cut_short: bool,
}

/// A text of the index.
#[derive(Serialize)]
struct Found {
    id: Box<RawValue>,
    relation: Relation,
    score: Similarity,
    containment_a: Similarity,
    containment_b: Similarity,
}

impl Query {
    pub(super) fn run(&self) -> Result<(), Failure> {
        streams::require_output()?;
        if RowFormat::of_all(None, &self.inputs)? != RowFormat::Jsonl {
            return Err(
                "expected JSON Lines, which alone are answered line by line, found a table".into(),
            );
        }
        match self.inputs.iter().filter(|path| streams::is_input(path)).count() {
            0 => {}
            1 => streams::require_input()?,
            _ => return Err(streams::read_twice()),
        }
        let store = Store::open(&self.index)?;
        let limits = self.limits(&store)?;
        let mut fields = Fields::new(&self.field, &self.id, RowFormat::Jsonl);
        fields.max_line = self.max_line;
        let answers =
            Answers { store: &store, limits, fields, out: BufWriter::new(io::stdout().lock()) };
        self.inputs.iter().try_fold(answers, |answers, path| answers.of_file(path))?;
        Ok(())
    }

    fn limits(&self, store: &Store) -> Result<Limits, Failure> {
        let mut limits = Limits::new();
        if let Some(near) = self.near {
            let built_for: f64 = store.setting("near").parse()?;
            if near < built_for {
                return Err(format!("--near: expected {built_for} or more, which the index was built for, found {near}; build one for less").into());
            }
            limits = limits.at_least(near);
        }
        Ok(self.limit.map_or(limits.clone(), |limit| limits.limit(limit)))
    }
}

/// Answers on their way to standard output.
struct Answers<'s> {
    store: &'s Store,
    limits: Limits,
    fields: Fields,
    out: BufWriter<StdoutLock<'static>>,
}

impl Answers<'_> {
    /// Answers all lines of a file: those at once that are there at once.
    fn of_file(mut self, path: &Path) -> Result<Self, Failure> {
        let unreadable = |error: io::Error| format!("cannot read {}: {error}", path.display());
        let bytes = open_input(path, &Progress::none()).map_err(unreadable)?;
        let mut lines = Lines {
            bytes: BufReader::with_capacity(BUFFER, bytes),
            max_line: self.fields.max_line,
        };
        let mut first_line = 1;
        loop {
            let read = lines.next().map_err(unreadable)?;
            if read.is_empty() {
                return Ok(self);
            }
            let read =
                if first_line == 1 { read.strip_prefix(MARK).unwrap_or(&read) } else { &read };
            first_line += self.of_lines(read, (path, first_line))?;
        }
    }

    /// Answers some lines, of which the first has this number; says how many there were.
    fn of_lines(&mut self, lines: &[u8], (path, first_line): (&Path, u64)) -> Result<u64, Failure> {
        let (mut asked, mut refusal, mut count) = (Vec::new(), None, 0);
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            match self.read(line) {
                Ok(line) => asked.push(line),
                Err(reason) => {
                    refusal = Some(format!("{}:{}: {reason}", path.display(), first_line + count));
                    break;
                }
            }
            count += 1;
        }
        self.answer(&asked)?;
        refusal.map_or(Ok(count), |refusal| Err(refusal.into()))
    }

    fn read<'l>(&self, line: &'l [u8]) -> Result<Asked<'l>, String> {
        let line = core::str::from_utf8(line)
            .map_err(|_| "expected UTF-8 text, found other bytes; convert the file to UTF-8")?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        if line.trim().is_empty() {
            return Ok(Asked { line: "", text: None });
        }
        Ok(Asked { line, text: self.fields.read(line)?.text })
    }

    fn answer(&mut self, asked: &[Asked<'_>]) -> Result<(), Failure> {
        let texts: Vec<&str> = asked.iter().map(|one| one.text.as_deref().unwrap_or("")).collect();
        let answers = self.store.index.query_batch(&texts, &self.limits);
        for (asked, answer) in asked.iter().zip(answers) {
            let mut line = Vec::new();
            if !asked.line.is_empty() {
                line = printable_json::to_vec(&self.answered(asked, answer))?;
            }
            line.push(b'\n');
            self.out.write_all(&line).map_err(|error| unwritable(&error))?;
        }
        self.out.flush().map_err(|error| unwritable(&error))
    }

    fn answered(&self, asked: &Asked<'_>, answer: Answer) -> Answered {
        let id = self.fields.id(asked.line);
        Answered {
            id: id.and_then(|id| RawValue::from_string(id.into_owned()).ok()),
            matches: answer.matches.into_iter().map(|found| self.found(found)).collect(),
            cut_short: answer.is_cut_short,
        }
    }

    fn found(&self, Match { id, relation, score, scores, .. }: Match) -> Found {
        let id = RawValue::from_string(self.store.ids.json(id)).expect("an id is JSON");
        let (containment_a, containment_b) = (scores.containment_a, scores.containment_b);
        Found { id, relation, score, containment_a, containment_b }
    }
}

/// The byte order mark.
const MARK: &[u8] = "\u{feff}".as_bytes();

fn unwritable(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => ReaderGone.into(),
        _ => format!("cannot write -: {error}").into(),
    }
}

/// Bytes that are read at once.
const BUFFER: usize = 256 << 10;

/// Lines as they come.
struct Lines {
    bytes: BufReader<Box<dyn Read>>,
    max_line: usize,
}

impl Lines {
    /// The whole lines that are there; waits for one, and for no more. The last may have no end. Nothing behind it.
    fn next(&mut self) -> io::Result<Vec<u8>> {
        let mut lines = Vec::new();
        loop {
            let there = self.bytes.fill_buf()?;
            let end = memrchr(b'\n', there).map_or(there.len(), |at| at + 1);
            let is_whole = end > 0 && there[end - 1] == b'\n';
            lines.extend_from_slice(&there[..end]);
            self.bytes.consume(end);
            if is_whole || end == 0 {
                return Ok(lines);
            }
            if lines.len() > self.max_line {
                let reason = format!(
                    "expected a line of at most {} bytes, found a longer one; --max-line raises the limit",
                    self.max_line
                );
                return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
            }
        }
    }
}
