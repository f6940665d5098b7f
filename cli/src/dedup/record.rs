//! One line of a corpus, of which a few fields are understood: a JSON object, or a record of a table.

use std::borrow::Cow;

use super::format::Format;
use super::priority::Priority;
use crate::field::{Field, check_object, member};
use crate::format::InputFormat;
use crate::members::members;
use crate::parquet::NoteColumn;
use crate::table::Columns;

/// The field that notes are written to.
pub(super) const NOTE: &str = "paradup";

/// The longest line that is read where nothing else is said.
const MAX_LINE: usize = 256 << 20;

/// Which fields are read.
#[derive(Clone)]
pub(crate) struct Fields {
    pub(super) text: Field,
    pub(crate) id: Field,
    pub(super) priority: Option<Field>,
    pub(super) format: Format,
    /// The columns of a table, once its first record is read.
    pub(super) columns: Option<Columns>,
    /// Where rows are documents, whose paragraphs are compared: how their texts are written.
    pub(super) reader: Option<InputFormat>,
    /// Whether a note will be added to objects, for which the name must be free.
    pub(super) is_annotated: bool,
    /// The columns that notes take in a table.
    pub(super) notes: Vec<NoteColumn>,
    /// Whether a line that cannot be read is left out; otherwise it ends the reading.
    pub(crate) skip_invalid: bool,
    /// The most bytes that a line may have.
    pub(crate) max_line: usize,
}

/// What the fields hold.
#[derive(Debug)]
pub(crate) struct Values<'l> {
    /// None where it is null, absent, or an empty value of a table.
    pub(crate) text: Option<Cow<'l, str>>,
    /// Whether the field is there at all.
    pub(super) has_field: bool,
    /// None where none is asked for.
    pub(super) priority: Option<Priority>,
}

impl Fields {
    /// A text and an id; no more is read or written.
    pub(crate) fn new(text: &Field, id: &Field, format: Format) -> Fields {
        // Rows of Parquet come as objects of which each member has the whole name of a field.
        let known = |field: &Field| {
            if format == Format::Parquet { field.as_member() } else { field.clone() }
        };
        Fields {
            text: known(text),
            id: known(id),
            priority: None,
            format,
            columns: None,
            reader: None,
            is_annotated: false,
            notes: Vec::new(),
            skip_invalid: false,
            max_line: MAX_LINE,
        }
    }

    /// The values of a line, or the reason why it has none.
    pub(crate) fn read<'l>(&self, line: &'l str) -> Result<Values<'l>, String> {
        if self.is_too_long(line) {
            return Err(format!(
                "expected a line of at most {} bytes, found one of {}; --max-line raises the limit",
                self.max_line,
                line.len()
            ));
        }
        match &self.columns {
            Some(columns) => self.record(columns, line),
            None => self.object(line),
        }
    }

    /// A line without its end.
    pub(super) fn is_too_long(&self, line: &str) -> bool {
        line.len() > self.max_line
    }

    fn object<'l>(&self, line: &'l str) -> Result<Values<'l>, String> {
        let priority = self.priority.as_ref().map(Field::first);
        // A name is looked for once, also where two fields begin with it.
        let apart = priority.filter(|first| *first != self.text.first());
        let names = [Some(self.text.first()), apart, self.is_annotated.then_some(NOTE)];
        match members(line, names) {
            Some([text, written, None]) => {
                let is_shared = priority.is_some() && apart.is_none();
                self.values(text, if is_shared { text } else { written })
            }
            _ => self.look_closely(line),
        }
    }

    /// For lines that are not plain, and for those that are refused.
    fn look_closely<'l>(&self, line: &'l str) -> Result<Values<'l>, String> {
        check_object(line)?;
        if self.is_annotated && member(line, NOTE)?.is_some() {
            return Err(format!("has a field {NOTE:?} already, which --annotate adds"));
        }
        let priority =
            self.priority.as_ref().map(|field| member(line, field.first())).transpose()?;
        self.values(member(line, self.text.first())?, priority.flatten())
    }

    /// By the values of the first keys.
    fn values<'l>(
        &self,
        text: Option<&'l str>,
        priority: Option<&'l str>,
    ) -> Result<Values<'l>, String> {
        let json = text.map(|first| self.text.follow(first)).transpose()?.flatten();
        Ok(Values {
            text: json.map(|json| self.text.text(json)).transpose()?,
            has_field: json.is_some() || text == Some("null"),
            priority: self.priority.as_ref().map(|field| rank(field, priority)).transpose()?,
        })
    }

    fn record<'l>(&self, columns: &Columns, record: &'l str) -> Result<Values<'l>, String> {
        let values = columns.values(record)?;
        let text = columns.value(&values, &self.text)?.text();
        let priority = self.priority.as_ref().map(|field| columns.value(&values, field));
        Ok(Values {
            text: Some(text).filter(|text| !text.is_empty()),
            has_field: true,
            priority: priority.transpose()?.map(|value| Priority::of_cell(value.text())),
        })
    }

    /// The same fields in a table that begins with this record.
    pub(super) fn of_table(&self, header: &str, delimiter: u8) -> Result<Fields, String> {
        let columns = Columns::read(header, delimiter)?;
        columns.require(&self.text, "--field names the one that holds the text")?;
        if let Some(note) = self.notes.iter().find(|note| columns.has(note.name)) {
            return Err(format!("has a column {:?} already, which --annotate adds", note.name));
        }
        if let Some(field) = &self.priority {
            columns.require(field, "--keep takes longest, first or a column")?;
        }
        Ok(Fields { columns: Some(columns), ..self.clone() })
    }

    /// The text of a row as it is written, with quotation marks and escapes.
    pub(super) fn written_text<'l>(&self, line: &'l str) -> Option<&'l str> {
        let Some(columns) = &self.columns else { return self.text.find(line).ok()? };
        let values = columns.values(line).ok()?;
        Some(columns.value(&values, &self.text).ok()?.written)
    }

    /// The id of a row in JSON, as it was written there, if it stands there once.
    pub(crate) fn id<'l>(&self, line: &'l str) -> Option<Cow<'l, str>> {
        let Some(columns) = &self.columns else {
            return self.id.find(line).ok()?.map(Cow::Borrowed);
        };
        let values = columns.values(line).ok()?;
        let text = columns.value(&values, &self.id).ok()?.text();
        serde_json::to_string(&text).ok().map(Cow::Owned)
    }
}

/// What a row is ranked by, from the value of the first key.
fn rank(field: &Field, first: Option<&str>) -> Result<Priority, String> {
    let absent = || {
        format!(
            "expected a field {field}, found none; --keep takes longest, first or a field that each line has"
        )
    };
    let first = first.ok_or_else(absent)?;
    Priority::of_json(field, field.follow(first)?.ok_or_else(absent)?)
}
