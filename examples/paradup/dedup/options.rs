//! What `paradup dedup` is told.

use core::convert::Infallible;
use core::str::FromStr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use paradup::Relation;

use super::record::Fields;
use crate::Failure;
use crate::scan::ThresholdOptions;

/// Write a corpus without its redundant paragraphs
///
/// Reads JSON Lines, one object with a text a line, and writes the lines that stay, byte for byte
/// and in their order. A row goes only where nothing is lost, unless --may-lose says otherwise. Exit
/// status: 0 where it worked, whatever was removed; 2 after an error.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Dedup {
    /// Files of JSON Lines, also packed by gzip or Zstandard, or - for standard input
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// Where the lines that stay go, compressed if named .gz or .zst; - for standard output
    #[arg(short, long, value_name = "OUT", required_unless_present = "dry_run")]
    pub(super) output: Option<PathBuf>,
    /// Write nothing but the summary
    #[arg(long, conflicts_with_all = ["output", "removed", "annotate"])]
    pub(super) dry_run: bool,
    /// The field that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    field: String,
    /// The field that holds the id, if there is one; written by --removed and --annotate
    #[arg(long, value_name = "NAME", default_value = "id")]
    id: String,
    /// Which of several stays: longest, first, or the name of a numeric field (the higher stays)
    #[arg(long, value_name = "RULE", default_value = "longest")]
    pub(super) keep: Keep,
    /// Write all lines, and to redundant ones add what they repeat
    #[arg(long)]
    pub(super) annotate: bool,
    /// Write a line for each removed row here: the row, its file and line, what stays for it, and why
    #[arg(long, value_name = "FILE")]
    pub(super) removed: Option<PathBuf>,
    /// What to act on under a lossy policy, of identical, reformatted, near, contained, restated (that one
    /// with --may-lose anything) [default: all but restated]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = relation)]
    pub(super) relations: Vec<Relation>,
    /// What a removal may lose
    #[arg(long, value_enum, default_value_t = MayLose::Nothing)]
    pub(super) may_lose: MayLose,
    /// Take what matches for white space; may be repeated
    #[arg(long, value_name = "REGEX")]
    pub(super) ignore: Vec<String>,
    /// Remove what this file holds as well; it is read, never written
    #[arg(long, value_name = "REFERENCE")]
    pub(super) against: Vec<PathBuf>,
    /// Hold no shingle sets but make them anew: much less memory beside the text, several times the time
    #[arg(long)]
    pub(super) low_memory: bool,
    /// Leave out lines that cannot be read, and count them
    #[arg(long)]
    pub(super) skip_invalid: bool,
    #[command(flatten)]
    pub(super) thresholds: ThresholdOptions,
}

/// What is acted on where nothing else is said.
const RELATIONS: [Relation; 4] =
    [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];

impl Dedup {
    fn needs_ids(&self) -> bool {
        self.annotate || self.removed.is_some()
    }

    /// What to act on.
    pub(super) fn relations(&self) -> Vec<Relation> {
        if self.relations.is_empty() { RELATIONS.to_vec() } else { self.relations.clone() }
    }

    /// Refuses what the policy takes no notice of.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let relations = (!self.relations.is_empty()).then_some("--relations");
        if self.may_lose == MayLose::Nothing
            && let Some(name) = self.thresholds.given().into_iter().chain(relations).next()
        {
            return Err(format!(
                "{name} needs --may-lose wording or anything: where nothing may be lost, no similarity decides"
            )
            .into());
        }
        if self.may_lose == MayLose::Wording && self.relations.contains(&Relation::Restated) {
            return Err("--relations restated needs --may-lose anything".into());
        }
        Ok(())
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
            id: self.needs_ids().then(|| self.id.clone()),
            priority: None,
            is_annotated: false,
            skip_invalid: self.skip_invalid,
        }
    }
}

/// What may be lost.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MayLose {
    /// Copies go, and rows whose sentences all stand in another one, in one run
    Nothing,
    /// Rows go that are similar to another which has every number, name, negation, obligation and rare word of theirs
    Wording,
    /// Rows go that are similar to another
    Anything,
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

fn relation(name: &str) -> Result<Relation, String> {
    let name = name.trim();
    let found = Relation::ALL.into_iter().find(|relation| relation.name() == name);
    found.ok_or_else(|| {
        let names = Relation::ALL.map(Relation::name).join(", ");
        format!("expected some of {names}, found {name}")
    })
}
