//! What `paradup dedup` is told.

use core::convert::Infallible;
use core::str::FromStr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use paradup::{DetectorBuilder, Relation};

use super::record::Fields;
use crate::Failure;
use crate::ignore::IgnoreOptions;
use crate::relations::relation;
use crate::thresholds::ThresholdOptions;

/// Write a corpus without its redundant paragraphs
///
/// Reads JSON Lines, one object with a text on each line, and writes the lines that stay byte for byte and
/// in their order. Nothing is published unless all of it is written. Exit status: 0 it worked, whatever
/// was removed; 2 an error; 130, 143 or 129 stopped by SIGINT, SIGTERM or SIGHUP; 141 the reader of a
/// stream has closed it.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Dedup {
    /// Files of JSON Lines, plain or packed by gzip or Zstandard, or - for standard input
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// Where to write the lines that stay, compressed if named .gz or .zst; - for standard output
    #[arg(short, long, value_name = "OUT", required_unless_present = "dry_run")]
    pub(super) output: Option<PathBuf>,
    /// Write nothing but the summary
    #[arg(long)]
    pub(super) dry_run: bool,
    /// The field that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    field: String,
    /// The field that holds the id, where a line has one; for --removed and --annotate
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub(super) id: String,
    /// Which of several rows stays: longest, first, or the name of a numeric field (the highest stays)
    #[arg(long, value_name = "RULE", default_value = "longest")]
    pub(super) keep: Keep,
    /// Write all lines, and add a field "paradup" to the redundant ones: what they repeat, by its id, file and
    /// line, and why
    #[arg(long)]
    pub(super) annotate: bool,
    /// Where to write each line that is left out, as a string, with its file and line, what stays for it and why;
    /// this and the output hold every byte of the inputs
    ///
    /// To put an input back, take for each of its line numbers the listed `original` (or the bytes whose
    /// hexadecimal digits are in `original_hex`, where they are no UTF-8), and where none is listed the
    /// next line of the output. Of several inputs, each has a line in the list before its own, with its name
    /// and how many lines it has; where that says `line_end_added`, its last line had no end, and
    /// where it says `byte_order_mark_left_out`, it began with that mark.
    #[arg(long, value_name = "FILE")]
    pub(super) removed: Option<PathBuf>,
    /// What a removal may lose
    #[arg(long, value_enum, value_name = "POLICY", default_value_t = MayLose::Nothing)]
    pub(super) may_lose: MayLose,
    /// What to act on, of identical, reformatted, near, contained and, where anything may be lost,
    /// restated; needs --may-lose wording or anything [default: all but restated]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = relation)]
    pub(super) relations: Vec<Relation>,
    /// Remove what this file holds as well; it is read, never written
    #[arg(long, value_name = "REFERENCE")]
    pub(super) against: Vec<PathBuf>,
    /// Use much less memory beside the text, and several times as much time
    #[arg(long)]
    pub(super) low_memory: bool,
    /// Leave out lines that are not a JSON object with a text, instead of stopping at the first
    ///
    /// The summary says how many there were, and what is wrong with the first. --removed lists each with
    /// its file, its line and the reason. A line longer than --max-line is not left out: it stops all the same.
    #[arg(long)]
    pub(super) skip_invalid: bool,
    /// The longest line to read, in bytes, or with K, M or G behind the number; at most 1G
    ///
    /// This bounds the memory that a small packed file can ask for.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "256M")]
    max_line: usize,
    #[command(flatten)]
    pub(super) ignore: IgnoreOptions,
    #[command(flatten)]
    pub(super) thresholds: ThresholdOptions,
}

impl Dedup {
    /// Refuses options that mean nothing under the policy.
    pub(super) fn check_policy(&self) -> Result<(), Failure> {
        let relations = (!self.relations.is_empty()).then_some("--relations");
        let mut given = self.thresholds.given().chain(relations);
        if self.may_lose == MayLose::Nothing
            && let Some(option) = given.next()
        {
            return Err(format!(
                "{option} needs --may-lose wording or anything: where nothing may be lost, no degree of likeness decides"
            )
            .into());
        }
        let restated =
            self.relations.contains(&Relation::Restated).then_some("restated in --relations");
        let restated = restated.or(given.find(|option| *option == "--restated"));
        match restated {
            Some(option) if self.may_lose != MayLose::Anything => Err(format!(
                "{option} needs --may-lose anything: other words may say something else"
            )
            .into()),
            _ => Ok(()),
        }
    }

    pub(super) fn fields(&self) -> Fields {
        let priority = match &self.keep {
            Keep::Field(name) => Some(name.clone()),
            Keep::Longest | Keep::First => None,
        };
        Fields { priority, is_annotated: self.annotate, ..self.reference_fields() }
    }

    /// A reference has no priorities, for it stays, and no notes.
    pub(super) fn reference_fields(&self) -> Fields {
        Fields {
            text: self.field.clone(),
            priority: None,
            is_annotated: false,
            skip_invalid: self.skip_invalid,
            max_line: self.max_line,
        }
    }
}

/// What is acted on where nothing else is asked for.
const COPIES: [Relation; 4] =
    [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];

/// The longest line that may be asked for: places in a block of lines are counted in 31 bits.
const MAX_LINE: usize = 1 << 30;

/// What may be lost.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MayLose {
    /// Copies go, and rows whose sentences all stand in another one, in one run
    Nothing,
    /// Near copies and contained rows go too, if no number, name, negation, obligation or rare word is lost
    Wording,
    /// Whatever is similar enough goes
    Anything,
}

impl MayLose {
    /// As the option has it.
    pub(crate) fn name(self) -> &'static str {
        paradup::MayLose::from(self).name()
    }

    /// A builder under this policy. Without relations those that an edited copy can have are acted on.
    pub(crate) fn builder(
        self,
        builder: DetectorBuilder,
        relations: &[Relation],
    ) -> DetectorBuilder {
        let relations = if relations.is_empty() { &COPIES } else { relations };
        let builder = builder.may_lose(self.into());
        // Where nothing may be lost, relations decide nothing.
        if self == MayLose::Nothing {
            builder
        } else {
            builder.relations(relations.iter().copied())
        }
    }
}

impl From<MayLose> for paradup::MayLose {
    fn from(name: MayLose) -> paradup::MayLose {
        match name {
            MayLose::Nothing => paradup::MayLose::Nothing,
            MayLose::Wording => paradup::MayLose::Wording,
            MayLose::Anything => paradup::MayLose::Anything,
        }
    }
}

/// Which of several paragraphs stays.
#[derive(Clone)]
pub(super) enum Keep {
    Longest,
    First,
    /// The one with the highest number in this field; of equals the first.
    Field(String),
}

impl FromStr for Keep {
    type Err = Infallible;

    fn from_str(rule: &str) -> Result<Keep, Infallible> {
        Ok(match rule {
            "longest" => Keep::Longest,
            "first" => Keep::First,
            field => Keep::Field(field.to_owned()),
        })
    }
}

/// A number of bytes.
fn size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.char_indices().last() {
        Some((at, 'K' | 'k')) => (&text[..at], 1 << 10),
        Some((at, 'M' | 'm')) => (&text[..at], 1 << 20),
        Some((at, 'G' | 'g')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let bytes = digits.parse::<usize>().ok().and_then(|number| number.checked_mul(unit));
    bytes.filter(|bytes| (1..=MAX_LINE).contains(bytes)).ok_or_else(|| {
        "expected a number of bytes, or one with K, M or G behind it, from 1 to 1G".to_owned()
    })
}
