//! Prints the redundant paragraphs of an article:
//!
//! ```sh
//! cargo run --release --example paradup -- ARTICLE
//! ```
//!
//! The exit status is 0 where nothing is redundant, 1 where something is, 2 after an error. The package
//! `cli` has the command with more to it.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use paradup::Detector;
use paradup::document::Document;
use paradup::report::{Finding, Report};
use paradup::text::Span;

/// Columns of the texts that are printed.
const WIDTH: usize = 72;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let (Some(path), None) = (arguments.next(), arguments.next()) else {
        return failed("expected one article, as in `paradup ARTICLE`");
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            return failed(&format!("cannot read {}: {error}", Path::new(&path).display()));
        }
    };
    let article = Document::plain(text);
    let report = Detector::default().detect_documents(core::slice::from_ref(&article));
    match print(&article, &report) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            failed(&format!("cannot write: {error}"))
        }
        _ => ExitCode::from(u8::from(!report.findings.is_empty())),
    }
}

fn failed(message: &str) -> ExitCode {
    writeln!(io::stderr(), "paradup: {message}").unwrap_or_default();
    ExitCode::from(2)
}

fn print(article: &Document, report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for finding in report {
        print_finding(&mut out, article, finding)?;
    }
    let (found, paragraphs) = (report.findings.len(), article.paragraphs().len());
    match found {
        0 => writeln!(out, "Nothing is redundant in {paragraphs} paragraphs."),
        1 => writeln!(out, "1 of {paragraphs} paragraphs is redundant."),
        _ => writeln!(out, "{found} of {paragraphs} paragraphs are redundant."),
    }
}

fn print_finding(out: &mut impl Write, article: &Document, finding: &Finding) -> io::Result<()> {
    let (earlier, later) = (finding.a.paragraph, finding.b.paragraph);
    writeln!(
        out,
        "{}, score {}: paragraph {earlier} (line {}) and paragraph {later} (line {})",
        finding.relation,
        finding.score,
        article.paragraph(earlier).line(),
        article.paragraph(later).line(),
    )?;
    for paragraph in [earlier, later] {
        print_column(out, &paragraph.to_string(), article.paragraph(paragraph).text())?;
    }
    let new = said_alone(article.paragraph(later).text(), &finding.evidence.added);
    if !new.is_empty() {
        print_column(out, "new", &new)?;
    }
    writeln!(out)
}

/// What the later paragraph says and the earlier one does not.
fn said_alone(text: &str, added: &[Span]) -> String {
    let parts: Vec<&str> = added.iter().map(|span| &text[*span]).collect();
    parts.join(" … ")
}

/// A text behind its name, in lines of [`WIDTH`] characters at most.
fn print_column(out: &mut impl Write, name: &str, text: &str) -> io::Result<()> {
    let (mut name, mut line) = (name, String::new());
    for word in text.split_whitespace().map(visible) {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{name:>5} | {line}")?;
            (name, line) = ("", String::new());
        }
        line += if line.is_empty() { "" } else { " " };
        line += &word;
    }
    writeln!(out, "{name:>5} | {line}")
}

/// A terminal would obey control characters.
fn visible(word: &str) -> String {
    word.replace(char::is_control, "\u{fffd}")
}
