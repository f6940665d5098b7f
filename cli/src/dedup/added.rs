//! The columns that notes take in a table.

use serde::Serialize;
use serde_json::Value;

use crate::parquet::{NoteColumn, NoteType};

/// The values of a row in the columns that are added.
pub(super) type Cells = Vec<Option<Value>>;

/// What the names of the columns begin with. Behind it stands the member of the note.
const PREFIX: &str = "paradup_";

/// What a note on a row tells, a column each.
const ROW: [NoteColumn; 6] = [
    column("paradup_representative", NoteType::Text),
    column("paradup_file", NoteType::Text),
    column("paradup_line", NoteType::Integer),
    column("paradup_reference", NoteType::Truth),
    column("paradup_ground", NoteType::Text),
    column("paradup_score", NoteType::Real),
];

/// What one tells on a row that is a document. The second is a list, in JSON.
const DOCUMENT: [NoteColumn; 2] =
    [column("paradup_paragraphs", NoteType::Integer), column("paradup_removed", NoteType::Text)];

const fn column(name: &'static str, kind: NoteType) -> NoteColumn {
    NoteColumn { name, kind }
}

/// What notes can tell.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// What of a row that is a document.
    pub(super) of_documents: bool,
    /// Whether what stays is of a reference.
    pub(super) reference: bool,
    /// How much is lost.
    pub(super) score: bool,
}

/// The columns of notes. There are none for what no note can tell.
pub(super) fn columns(told: Told) -> Vec<NoteColumn> {
    if told.of_documents {
        return DOCUMENT.to_vec();
    }
    let is_told = |column: &NoteColumn| match column.kind {
        NoteType::Truth => told.reference,
        NoteType::Real => told.score,
        _ => true,
    };
    ROW.into_iter().filter(is_told).collect()
}

/// The values of a note.
pub(super) fn cells(note: &impl Serialize, columns: &[NoteColumn]) -> serde_json::Result<Cells> {
    let mut note = serde_json::to_value(note)?;
    let cell = |column: &NoteColumn| {
        let value = note.get_mut(column.name.strip_prefix(PREFIX)?)?.take();
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        (!is_empty).then_some(value)
    };
    Ok(columns.iter().map(cell).collect())
}
