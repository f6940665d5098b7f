//! What `paradup dedup` is told.

use core::str::FromStr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use paradup::{DetectorBuilder, Relation};

use super::added::{self, Told};
use super::emptied::Emptied;
use super::format::Format;
use super::packing::Packing;
use super::record::Fields;
use super::scope::Scope;
use super::shards::is_folder;
use crate::Failure;
use crate::field::Field;
use crate::format::InputFormat;
use crate::ignore::IgnoreOptions;
use crate::index::Store;
use crate::relations::relation;
use crate::threads::ThreadOptions;
use crate::thresholds::ThresholdOptions;

/// Write a corpus without its redundant paragraphs
///
/// Reads JSON Lines, one object with a text on each line, or a table with a column of texts (CSV, TSV, Parquet), and writes the
/// rows that stay in their order, those of text byte for byte. With --paragraphs rows are documents, and are written
/// without the paragraphs that go. A row without a text stays. Nothing is published unless all of it is written. Exit status: 0 it worked, whatever
/// was removed; 2 an error; 130, 143 or 129 stopped by SIGINT, SIGTERM or SIGHUP; 141 the reader of a
/// stream has closed it.
#[derive(Args)]
pub(crate) struct Dedup {
    /// Files of JSON Lines, CSV or TSV, plain or packed by gzip or Zstandard, or - for standard input; or files of
    /// Parquet, if built with it; or folders of such files, which are walked, but for what is hidden
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// Where to write the rows that stay, compressed if named .gz or .zst; - for standard output; a folder, one that is there or
    /// a name with / at its end, for one output for each input
    ///
    /// In a folder each output has the name of its input, or of what was found in an input folder the path in that, and is packed
    /// as it is. What goes is what goes of all inputs together. Behind them stands paradup.manifest.json, which has for each
    /// how many rows were read, kept and removed, its bytes and their checksum; it is there only if all of them are.
    #[arg(short, long, value_name = "OUT", required_unless_present = "dry_run")]
    pub(super) output: Option<PathBuf>,
    /// How to pack the outputs in a folder [default: as the inputs are, by their names]
    #[arg(long, value_enum, requires = "output")]
    pub(super) pack: Option<Packing>,
    /// Write nothing but the summary
    #[arg(long)]
    pub(super) dry_run: bool,
    /// How the inputs are written, and the output with them [default: by their names, or else jsonl]
    ///
    /// In a table the first record names the columns. A record may hold line ends, and is named by the line on
    /// which it begins. Of Parquet
    /// rows count as lines.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input: Option<Format>,
    /// The field that holds the text: a name, or keys and places with dots between them, as in
    /// doc.body or messages.0.content; of a table the name of a column, of Parquet the names that lead to one
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(super) field: Field,
    /// The field that holds the id, where a row has one; for --removed and --annotate
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub(super) id: Field,
    /// Compare the paragraphs of the texts, and write each row without those that go. The texts are read as
    /// plain, markdown, rst or asciidoc
    ///
    /// A paragraph goes with one of the separators beside it: the one that separates more stays. One without which
    /// the rest of the row would be read as other paragraphs stays, and is counted. Every other byte of the row stays as it was, but that a table's text is
    /// quoted anew. --removed lists each paragraph that is left out with its row and its first and last byte in the text of
    /// the row: to put a text back, insert `before`, `text` and `behind` of each in their order, `before` so
    /// that `text` begins at byte `start`.
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "plain", value_parser = reader)]
    pub(super) paragraphs: Option<InputFormat>,
    /// What becomes of rows of which no paragraph stays
    #[arg(long, value_enum, default_value_t, requires = "paragraphs")]
    pub(super) emptied: Emptied,
    /// For which paragraphs one may go
    #[arg(long, value_enum, default_value_t, requires = "paragraphs")]
    pub(super) scope: Scope,
    /// How many words a text must have to be compared: what stands between white space, and every two characters of a
    /// script without spaces [default: 6 with --paragraphs, else 0]
    #[arg(long, value_name = "N")]
    pub(super) min_words: Option<usize>,
    /// How many of those that repeat one another stay, that for which the others go among them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = copies)]
    pub(super) max_copies: usize,
    /// Which of several rows stays: longest, first, or a field to rank by: the highest number, or the last of strings by
    /// their bytes, which is the latest date if written as 2024-05-31
    #[arg(long, value_name = "RULE", default_value = "longest")]
    pub(super) keep: Keep,
    /// Write all lines, and add a field "paradup" to the redundant ones: what they repeat, by its id, file and
    /// line, and why; with --paragraphs to all, with what would be removed of them. Tables get a column for each member
    /// of that field: `paradup_ground` and others
    #[arg(long)]
    pub(super) annotate: bool,
    /// Where to write each line that is left out, as a string, with its file and line, what stays for it and why;
    /// this and the output hold every byte of the inputs
    ///
    /// To put an input back, take for each of its line numbers the listed `original` (or the bytes whose
    /// hexadecimal digits are in `original_hex`, where they are no UTF-8), and where none is listed the
    /// next line of the output; a record of a table has as many line numbers as lines. Of Parquet the texts, ids and ranks
    /// of rows are listed, no other columns. Of several inputs, each has a line in the list before its own, with its name
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
    /// Remove what this file holds as well; it is read, never written. A file of rows, or an index
    ///
    /// An index of paradup index is told by its first bytes. It is named alone, and brings its settings: options that say otherwise are refused. Where
    /// anything may be lost, those rows go that are identical, reformatted or near to a text of the index, as signatures propose
    /// them. A text of the index is named by its id; the place in which it was inserted counts as its line.
    #[arg(long, value_name = "REFERENCE")]
    pub(super) against: Vec<PathBuf>,
    /// Remove what this index holds as well, and insert the rows that stay; made if it is not there
    ///
    /// The output is published first, and the index behind it. So a run that was stopped is repeated as it was; where its rows
    /// have been inserted, it says so, and does nothing. With --keep first, batches one after the other leave what one run over all of them leaves: an earlier
    /// row never goes for a later one.
    #[arg(long, value_name = "INDEX", conflicts_with = "against")]
    pub(super) update: Option<PathBuf>,
    /// How much memory to take, in bytes, or with K, M, G or T behind the number [default: three quarters of what is
    /// free, as far as the system tells]
    ///
    /// Where texts do not fit, they are kept unpacked in a file without a name beside the output, or in the directory for
    /// temporary files where the output is a stream; where shingle sets do not fit either, they are made anew wherever they are needed, which takes several times as long.
    /// The output is the same, and the summary says what was done. The pages of that file that are in memory are not counted: the system takes them back where it has none left.
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    pub(super) memory: Option<u64>,
    /// Keep in this folder what the comparison has found until the output is written, and go on from there if it is there
    ///
    /// A run that was stopped, whatever stopped it, is repeated with the same options. Its rows are read again, and what was found is
    /// taken if they are the same rows in the same order, by a checksum of all of them, and the options and the version are the same.
    /// Otherwise all is done anew, and the command says why. The output is the same either way.
    #[arg(long, value_name = "DIR", conflicts_with = "dry_run")]
    pub(super) resume: Option<PathBuf>,
    /// Leave out lines that are not a JSON object with a text, and records that do not fit their table, instead of stopping
    /// at the first
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
    #[command(flatten)]
    pub(super) threads: ThreadOptions,
}

impl Dedup {
    /// Refuses options that mean nothing beside the others.
    pub(super) fn check_options(&self) -> Result<(), Failure> {
        if self.scope == Scope::Document && !self.against.is_empty() {
            return Err(
                "--against needs --scope all or other: no row of a reference is its own".into()
            );
        }
        self.check_update()?;
        self.check_policy()
    }

    /// How all rows are written, those of the output too.
    pub(super) fn format(&self) -> Result<Format, Failure> {
        let references = self.against.iter().filter(|path| !Store::is_at(path));
        let format = Format::of_all(self.input, self.inputs.iter().chain(references))?;
        let output = self.output.as_deref().filter(|output| !is_folder(output));
        if self.pack.is_some() && output.is_some() {
            return Err(
                "--pack is for outputs in a folder: a file is packed as its name says".into()
            );
        }
        let packed = self.output.as_deref().filter(|path| match self.pack {
            Some(pack) => pack != Packing::Plain,
            None => output.is_some() && Packing::of(path) != Packing::Plain,
        });
        if format == Format::Parquet
            && let Some(output) = packed
        {
            return Err(format!(
                "expected an output without packing, for Parquet packs its columns by itself, found {}",
                output.display()
            )
            .into());
        }
        match output {
            Some(output) if Format::of(output).is_some_and(|named| named != format) => {
                Err(format!(
                    "expected an output named for {format}, as the inputs are, found {}",
                    output.display()
                )
                .into())
            }
            _ => Ok(format),
        }
    }

    pub(super) fn min_words(&self) -> usize {
        self.min_words.unwrap_or(if self.paragraphs.is_some() { MIN_WORDS } else { 0 })
    }

    /// Refuses options that mean nothing under the policy.
    fn check_policy(&self) -> Result<(), Failure> {
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

    pub(super) fn fields(&self, format: Format) -> Fields {
        let priority = match &self.keep {
            Keep::Field(field) if format == Format::Parquet => Some(field.as_member()),
            Keep::Field(field) => Some(field.clone()),
            Keep::Longest | Keep::First => None,
        };
        let is_table = format != Format::Jsonl;
        Fields {
            priority,
            is_annotated: self.annotate && !is_table,
            notes: if is_table && self.annotate { added::columns(self.told()) } else { Vec::new() },
            ..self.reference_fields(format)
        }
    }

    /// What notes can tell.
    fn told(&self) -> Told {
        Told {
            of_documents: self.paragraphs.is_some(),
            reference: !self.against.is_empty() || self.update.is_some(),
            score: self.may_lose != MayLose::Nothing,
        }
    }

    /// A reference has no priorities, for it stays, and no notes.
    pub(super) fn reference_fields(&self, format: Format) -> Fields {
        Fields {
            reader: self.paragraphs,
            skip_invalid: self.skip_invalid,
            max_line: self.max_line,
            ..Fields::new(&self.field, &self.id, format)
        }
    }
}

/// Shorter paragraphs of documents are titles and labels that recur everywhere.
const MIN_WORDS: usize = 6;

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
    /// The one that is highest by this field; of equals the first.
    Field(Field),
}

impl FromStr for Keep {
    type Err = String;

    fn from_str(rule: &str) -> Result<Keep, String> {
        Ok(match rule {
            "longest" => Keep::Longest,
            "first" => Keep::First,
            field => Keep::Field(field.parse()?),
        })
    }
}

/// A format of texts from which lines can be cut.
fn reader(name: &str) -> Result<InputFormat, String> {
    match name {
        "plain" => Ok(InputFormat::Plain),
        "markdown" => Ok(InputFormat::Markdown),
        "rst" => Ok(InputFormat::Rst),
        "asciidoc" => Ok(InputFormat::Asciidoc),
        "html" => Err(cannot_be_cut("its tags would be left behind")),
        "subtitles" => Err(cannot_be_cut("its numbers and times would be left behind")),
        _ => Err("expected plain, markdown, rst or asciidoc, texts of which paragraphs can be cut out; --input says how the rows are written".to_owned()),
    }
}

fn cannot_be_cut(reason: &str) -> String {
    format!(
        "no paragraph can be cut out of such a text, for {reason}; make plain text or Markdown of it first"
    )
}

fn copies(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "expected a number from 1 on".to_owned())
}

/// The most bytes of a line.
pub(crate) fn size(text: &str) -> Result<usize, String> {
    let size = bytes(text).and_then(|bytes| usize::try_from(bytes).ok());
    size.filter(|size| (1..=MAX_LINE).contains(size)).ok_or_else(|| {
        "expected a number of bytes, or one with K, M or G behind it, from 1 to 1G".to_owned()
    })
}

fn memory(text: &str) -> Result<u64, String> {
    bytes(text).filter(|bytes| *bytes > 0).ok_or_else(|| {
        "expected a number of bytes from 1 on, or one with K, M, G or T behind it".to_owned()
    })
}

/// A number of bytes.
fn bytes(text: &str) -> Option<u64> {
    let (digits, unit) = match text.char_indices().last()? {
        (at, 'K' | 'k') => (&text[..at], 1 << 10),
        (at, 'M' | 'm') => (&text[..at], 1 << 20),
        (at, 'G' | 'g') => (&text[..at], 1 << 30),
        (at, 'T' | 't') => (&text[..at], 1 << 40),
        _ => (text, 1),
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}
