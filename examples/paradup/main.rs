//! `paradup`: finds redundant paragraphs in articles and corpora.
//!
//! A small face over the crate: it reads files, asks [`paradup::Detector`], and prints the report.
//! The exit status of `scan` and `compare` is 0 where nothing is redundant, 1 where something is, 2 after an
//! error; that of `dedup` is 0 where it worked, 2 after an error.

mod compare;
mod dedup;
mod ignore;
mod input;
mod markup;
mod scan;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Finds redundant paragraphs: copies, near copies, contained paragraphs and restatements.
///
/// Exit status: 0 nothing redundant, 1 something redundant, 2 an error; of dedup 0 where it worked.
#[derive(Parser)]
#[command(version)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Scan(scan::Scan),
    Compare(compare::Compare),
    Dedup(dedup::Dedup),
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: shared words marked, in colour on a terminal.
    Text,
    /// The whole report, for programs.
    Json,
}

/// What went wrong; its text goes to standard error.
type Failure = Box<dyn core::error::Error>;

/// Whether anything redundant was found, by a command whose exit status says so.
type Outcome = Result<bool, Failure>;

fn main() -> ExitCode {
    let outcome = match Command::parse().action {
        Action::Scan(scan) => scan.run(),
        Action::Compare(compare) => compare.run(),
        Action::Dedup(dedup) => dedup.run(),
    };
    match outcome {
        Ok(found) => ExitCode::from(u8::from(found)),
        Err(failure) => {
            complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// Says on standard error what went wrong.
fn complain(failure: &Failure) {
    tell(&format!("paradup: {}", markup::one_line(&failure.to_string())));
}

/// Writes to standard error. Where even that fails, nobody is left to be told.
fn tell(text: &str) {
    writeln!(anstream::stderr(), "{text}").unwrap_or_default();
}
