//! Inserts and removals as the bytes of a record.

use crate::index::Index;
use crate::{FormatError, OpenError};

/// The first byte of an insert; the id follows, the bytes of the text, and the text.
const INSERT: u8 = 0;

/// The first byte of a removal; the id follows.
const REMOVE: u8 = 1;

/// Changes that have been made in memory and not been committed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    bytes: Vec<u8>,
}

impl Changes {
    pub(super) fn insert(&mut self, id: u64, text: &str) {
        self.bytes.push(INSERT);
        self.bytes.extend(id.to_le_bytes());
        self.bytes.extend((text.len() as u64).to_le_bytes());
        self.bytes.extend(text.as_bytes());
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.bytes.push(REMOVE);
        self.bytes.extend(id.to_le_bytes());
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }
}

enum Change<'b> {
    Insert(u64, &'b str),
    Remove(u64),
}

impl<'b> Change<'b> {
    /// Takes a change off the front of the bytes; none where they begin with none.
    fn take(bytes: &mut &'b [u8]) -> Option<Change<'b>> {
        let (kind, rest) = bytes.split_first()?;
        let (id, mut rest) = rest.split_first_chunk()?;
        let id = u64::from_le_bytes(*id);
        let change = match *kind {
            INSERT => {
                let (len, of_text) = rest.split_first_chunk()?;
                let len = usize::try_from(u64::from_le_bytes(*len)).ok()?;
                let (text, behind) = of_text.split_at_checked(len)?;
                rest = behind;
                Change::Insert(id, core::str::from_utf8(text).ok()?)
            }
            REMOVE => Change::Remove(id),
            _ => return None,
        };
        *bytes = rest;
        Some(change)
    }
}

/// Makes the changes of a record.
///
/// # Errors
/// When an index cannot have committed them.
pub(super) fn apply(mut bytes: &[u8], index: &mut Index) -> Result<(), OpenError> {
    let mut inserts = Vec::new();
    while !bytes.is_empty() {
        match Change::take(&mut bytes).ok_or_else(|| refusal(&"other bytes"))? {
            Change::Insert(id, text) => inserts.push((id, text)),
            Change::Remove(id) => {
                insert_all(index, &mut inserts)?;
                if !index.remove(id) {
                    return Err(refusal(&format!("the removal of {id}, which is not live")));
                }
            }
        }
    }
    insert_all(index, &mut inserts)
}

fn insert_all(index: &mut Index, inserts: &mut Vec<(u64, &str)>) -> Result<(), OpenError> {
    index.extend(inserts).map_err(|error| refusal(&format!("{}, which is live", error.id())))?;
    inserts.clear();
    Ok(())
}

fn refusal(found: &dyn core::fmt::Display) -> OpenError {
    let remedy = "restore the folder from a copy";
    FormatError::new("log", &"inserts and removals as an index makes them", found, remedy).into()
}
