//! What is asked of files.
#![cfg_attr(
    not(feature = "parquet"),
    expect(dead_code, reason = "what cannot be opened is asked in vain")
)]

use std::collections::BTreeMap;

use serde_json::Value;

use crate::field::Field;

/// Which columns are read.
pub(crate) struct Wanted<'f> {
    pub(crate) text: &'f Field,
    /// Of rows that have one.
    pub(crate) id: Option<&'f Field>,
    pub(crate) rank: Option<&'f Field>,
    /// Columns that will be added, and must not be there.
    pub(crate) notes: &'f [NoteColumn],
}

/// A column that is added.
#[derive(Clone, Copy)]
pub(crate) struct NoteColumn {
    pub(crate) name: &'static str,
    pub(crate) kind: NoteType,
}

/// What a column holds that is added.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoteType {
    Text,
    Integer,
    Real,
    Truth,
}

/// What becomes of the rows of a row group.
pub(crate) struct Part {
    pub(crate) stays: Vec<bool>,
    /// What is written in the place of texts, by the numbers of the rows in the row group.
    pub(crate) texts: BTreeMap<usize, String>,
    /// Of each added column the values in the rows that stay.
    pub(crate) notes: Vec<Vec<Option<Value>>>,
}
