//! `quality`: how good the detector is, under which settings, and where its coefficients come from.
//!
//! All commands read the labelled data; none is needed to use the crate. `table` prints the
//! quality on everything that is labelled, `settings` what other thresholds and shingles would find,
//! `fit` the constants of `src/restatement/model.rs`, `rows` documents for these from public works.

mod baseline;
mod fit;
#[cfg(test)]
mod floors;
mod judged;
mod labelled;
mod labels;
mod metrics;
mod mixture;
mod pair;
mod random;
mod recipe;
mod regression;
mod set;
mod settings;
mod synthesis;
mod table;
mod training;
mod units;
mod wild;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use labelled::Data;

/// Measures the detector on labelled data, and fits the coefficients of its restatements.
#[derive(Parser)]
#[command(version)]
enum Command {
    Fit(fit::Fit),
    Rows(recipe::Rows),
    Settings(settings::Settings),
    Table(table::Table),
}

/// Something that stops the command; its text goes to standard error.
type Failure = Box<dyn core::error::Error>;

fn main() -> ExitCode {
    let outcome = match Command::parse() {
        Command::Fit(fit) => fit.run(),
        Command::Rows(rows) => rows.run(),
        Command::Settings(settings) => settings.run(),
        Command::Table(table) => table.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            anstream::eprintln!("quality: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn open(directory: &Path) -> Result<Data, Failure> {
    let missing = || {
        let directory = directory.display();
        format!(
            "expected labelled data in {directory}, found no restated.jsonl there; say where it is with --data"
        )
    };
    Ok(Data::at(directory).ok_or_else(missing)?)
}
