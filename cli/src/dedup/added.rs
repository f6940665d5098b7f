//! The columns that notes take in a table.

use serde::Serialize;
use serde_json::Value;

use super::options::{Dedup, MayLose};
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

/// The columns of the notes that are asked for. There are none for what no note can tell.
pub(super) fn columns(dedup: &Dedup) -> Vec<NoteColumn> {
    if !dedup.annotate {
        return Vec::new();
    }
    if dedup.paragraphs.is_some() {
        return DOCUMENT.to_vec();
    }
    let is_told = |column: &NoteColumn| match column.kind {
        NoteType::Truth => !dedup.against.is_empty(),
        NoteType::Real => dedup.may_lose != MayLose::Nothing,
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
