//! `paradup`: finds redundant paragraphs in articles and corpora.
//!
//! A small face over the crate: it reads files, asks [`paradup::Detector`], and prints the report.
//! The exit status of `scan` and `compare` is 0 where nothing is redundant, 1 where something is, 2 after an
//! error; that of `dedup` and `index` is 0 when it worked.

mod baseline;
mod compare;
mod config;
mod dedup;
mod field;
mod fingerprint;
mod format;
mod ignore;
mod index;
mod input;
mod markup;
mod members;
mod parquet;
mod printable_json;
mod progress;
mod relations;
mod report;
mod scan;
mod scope;
mod streams;
mod table;
mod threads;
mod thresholds;

use core::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

/// Finds redundant paragraphs: copies, near copies, contained paragraphs and restatements.
///
/// The exit status of scan and compare is 0 if nothing is redundant, 1 if something is, 2 after an error; that of
/// dedup and index is 0 if it worked, 2 after an error.
#[derive(Parser)]
#[command(version)]
enum Command {
    Scan(Box<scan::Scan>),
    Compare(compare::Compare),
    Dedup(Box<dedup::Dedup>),
    #[command(subcommand)]
    Index(index::Index),
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: shared words marked, in colour on a terminal.
    Text,
    /// The whole report, for programs.
    Json,
    /// A page for a browser, in one file: to search, to filter, to see texts side by side.
    Html,
    /// A comment for the review of a change, on GitHub or GitLab.
    Markdown,
    /// SARIF 2.1.0, for editors and code scanning.
    Sarif,
}

/// What went wrong; its text goes to standard error.
type Failure = Box<dyn core::error::Error>;

/// The reader of a stream has closed it, having seen enough. Nobody needs to be told.
#[derive(Debug)]
struct ReaderGone;

impl fmt::Display for ReaderGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader of the output is gone")
    }
}

impl core::error::Error for ReaderGone {}

/// The exit status that shells give a program that lost its reader: 128 and the number of SIGPIPE.
const READER_GONE: u8 = 141;

/// Whether anything redundant was found.
type Outcome = Result<bool, Failure>;

fn main() -> ExitCode {
    let command = match Command::try_parse() {
        Ok(command) => command,
        Err(error) => return refused(&error),
    };
    let outcome = match command {
        Command::Scan(scan) => scan.run(),
        Command::Compare(compare) => compare.run(),
        Command::Dedup(dedup) => dedup.run(),
        Command::Index(index) => index.run(),
    };
    match outcome {
        Ok(found) => ExitCode::from(u8::from(found)),
        Err(failure) if failure.is::<ReaderGone>() => ExitCode::from(READER_GONE),
        Err(failure) => {
            complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// Prints help, or what is wrong with the arguments. These may hold control characters, which are escaped.
fn refused(error: &clap::Error) -> ExitCode {
    let message = error.render().to_string();
    if !error.use_stderr() || !message.contains(|c| c != '\n' && markup::is_unprintable(c)) {
        return match error.print() {
            Err(failure) if !error.use_stderr() && failure.kind() != io::ErrorKind::BrokenPipe => {
                complain(&format!("cannot write -: {failure}").into());
                ExitCode::from(2)
            }
            _ => ExitCode::from(error.exit_code() as u8),
        };
    }
    let lines: Vec<String> = message.lines().map(markup::printable).collect();
    tell(&lines.join("\n"));
    ExitCode::from(2)
}

/// Says on standard error what went wrong.
fn complain(failure: &Failure) {
    tell(&format!("paradup: {}", markup::one_line(&failure.to_string())));
}

/// Writes to standard error. Where even that fails, nobody is left to be told.
fn tell(text: &str) {
    writeln!(anstream::stderr(), "{text}").unwrap_or_default();
}
