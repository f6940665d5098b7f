//! `paradup index build` and `add`: texts into an index.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use paradup::Detector;

use super::store::Store;
use crate::dedup::{
    BlockStore, Fields, RowFormat, Rows, count, of_files, peak_memory, publish,
    remove_when_stopped, size,
};
use crate::field::Field;
use crate::markup::one_line;
use crate::thresholds::MarksName;
use crate::{Failure, streams, tell};

/// Build an index of the texts of files
///
/// The settings are kept in the file, and are those of everything that is done with it. A row without a word is passed over.
#[derive(Args)]
pub(crate) struct Build {
    /// Where to write the index; nothing may be there yet
    #[arg(short, long, value_name = "INDEX")]
    output: PathBuf,
    #[command(flatten)]
    rows: RowOptions,
    /// Minimum resemblance of near copies, above 0 and at most 1 [default: 0.7]
    #[arg(long, value_name = "T")]
    near: Option<f64>,
    /// Whether to compare diacritics, vowel points and other marks, or to leave them out [default: keep]
    #[arg(long, value_enum)]
    marks: Option<MarksName>,
    /// How many words a text must have to be found: what stands between white space, and every two characters of a
    /// script without spaces
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_words: usize,
}

/// Add the texts of files to an index
///
/// An id that a text in the index has is an error, and nothing is added then.
#[derive(Args)]
pub(crate) struct Add {
    /// The index to add to
    index: PathBuf,
    #[command(flatten)]
    rows: RowOptions,
}

/// Which rows are read, and how.
#[derive(Args)]
struct RowOptions {
    /// Files of JSON Lines, CSV or TSV, plain or packed by gzip or Zstandard, or - for standard input; or files of
    /// Parquet, if built with it
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// How the inputs are written [default: by their names, or else jsonl]
    #[arg(long, value_enum, value_name = "FORMAT")]
    input: Option<RowFormat>,
    /// The field that holds the text: a name, or keys and places with dots between them
    #[arg(long, value_name = "FIELD", default_value = "text")]
    field: Field,
    /// The field that holds the id
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id: Field,
    /// Leave out lines that cannot be read, instead of stopping at the first
    #[arg(long)]
    skip_invalid: bool,
    /// The longest line to read, in bytes, or with K, M or G behind the number; at most 1G
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "256M")]
    max_line: usize,
}

impl Build {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let started = Instant::now();
        remove_when_stopped()?;
        let mut settings = Detector::builder().min_words(self.min_words);
        if let Some(near) = self.near {
            settings = settings.near(near);
        }
        if let Some(marks) = self.marks {
            settings = settings.marks(marks.into());
        }
        let store = Store::create(&self.output, settings)?;
        self.rows.insert(store, started)
    }
}

impl Add {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let started = Instant::now();
        remove_when_stopped()?;
        self.rows.insert(Store::open_to_write(&self.index)?, started)
    }
}

impl RowOptions {
    fn insert(&self, mut store: Store, started: Instant) -> Result<(), Failure> {
        let rows = self.read()?;
        let inserted = store.insert(&rows, 0..rows.len())?;
        publish(vec![store.write()?])?;
        let mut lines = summary(&rows, inserted);
        lines.push(count("index", store.len() as u64) + " texts");
        lines.push(format!("{:<14} {:>13.1}", "seconds", started.elapsed().as_secs_f64()));
        lines.extend(peak_memory().map(|peak| format!("{:<14} {peak:>13}", "peak memory")));
        tell(&lines.join("\n"));
        Ok(())
    }

    fn read(&self) -> Result<Rows, Failure> {
        match self.inputs.iter().filter(|path| streams::is_input(path)).count() {
            0 => {}
            1 => streams::require_input()?,
            _ => return Err(streams::read_twice()),
        }
        let format = RowFormat::of_all(self.input, &self.inputs)?;
        let mut fields = Fields::new(&self.field, &self.id, format);
        (fields.skip_invalid, fields.max_line) = (self.skip_invalid, self.max_line);
        Rows::read(&self.inputs, fields, &mut BlockStore::held())
    }
}

/// What became of the rows.
fn summary(rows: &Rows, inserted: u64) -> Vec<String> {
    let mut lines = vec![count("read", rows.len() as u64) + &of_files(rows.files())];
    if let Some(first) = &rows.first_skipped {
        lines.push(count("skipped", rows.skipped) + ", first " + &one_line(first));
    }
    let passed_over = rows.len() as u64 - inserted;
    if passed_over > 0 {
        lines.push(count("without words", passed_over) + ", which are passed over");
    }
    lines.push(count("inserted", inserted));
    lines
}
